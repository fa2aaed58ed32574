package part_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/uitest"
)

// TestSearchHint: a hint that has no room gives way to the short one, and comes
// back with the room.
func TestSearchHint(t *testing.T) {
	uitest.NewBench(t, look.Light)
	const long, short = "Search names, albums, dates", "Search"
	tests := []struct {
		short string
		width float32
		want  string
	}{{short, 400, long}, {short, 150, short}, {short, 400, long}, {"", 150, long}}
	s := part.NewSearch(long, "Clear", func(string) {}, nil)
	for _, tt := range tests {
		s.Short = tt.short
		s.Resize(fyne.NewSize(tt.width, 36))
		if s.PlaceHolder != tt.want {
			t.Errorf("%v wide, short %q: the hint is %q, want %q", tt.width, tt.short, s.PlaceHolder, tt.want)
		}
	}
}
