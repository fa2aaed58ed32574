package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui"
	"keepsake/app/ui/photos"
)

// TestTypingSearches: a letter typed at nothing searches; where letters mean
// something else, or there is nothing to search, it does not.
func TestTypingSearches(t *testing.T) {
	tests := []struct {
		name  string
		first func(r *rig)
		want  string
	}{
		{"the timeline", func(*rig) {}, "wa"},
		{"the albums", func(r *rig) { r.shell.Tab(photos.AlbumsTab) }, ""},
		{"the viewer", func(r *rig) { r.press(460, 260) }, ""},
		{"pictures chosen", func(r *rig) { r.press(245, 180) }, ""},
		{"another page", func(r *rig) { r.shell.Go(ui.AtHome) }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ready(t, nil)
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			tt.first(r)
			r.Settle()
			c := r.Window.Canvas()
			c.Unfocus()
			for _, letter := range "wa" {
				if f := c.Focused(); f != nil {
					f.TypedRune(letter)
				} else {
					test.TypeOnCanvas(c, string(letter))
				}
			}
			if got := r.shell.Searched(); got != tt.want {
				t.Errorf("searched for %q, want %q", got, tt.want)
			}
		})
	}
	r := ready(t, nil)
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	r.shell.Key(fyne.KeyRight) // the keyboard is among the pictures now
	if f := r.Window.Canvas().Focused(); f == nil {
		t.Fatal("the arrows do not give the pictures the keyboard")
	} else {
		f.TypedRune('w')
	}
	if got := r.shell.Searched(); got != "" {
		t.Errorf("a letter among the pictures searched for %q", got)
	}
}
