package part_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

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

func TestDrawn(t *testing.T) {
	test.NewTempApp(t)
	for s, want := range map[string]bool{"": true, "A": true, "Ж": true, "😀": true, "★": true, "\ufffe": false, "\U000e1234": false, "\U0010fffdx": false} {
		if part.Drawn(s) != want {
			t.Errorf("%q: want %v", s, want)
		}
	}
}
