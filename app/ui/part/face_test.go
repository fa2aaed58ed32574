package part_test

import (
	"testing"

	"keepsake/app/ui/part"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Anna Lindqvist": "AL", "anna": "A", "Jean-Luc Picard": "JP", "李小龙": "李", "मीरा शर्मा": "मी", "محمد علي": "م",
		"+49 170 1234567": "", "112": "", "": "", "Dr. Öz": "DÖ", "(Bob)": "B", "🙂": "", "Мария Иванова": "МИ", "XIAOMI": "X", "Max 2": "M",
	} {
		if got := part.Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
