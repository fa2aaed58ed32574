package settings_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/uitest"
)

// TestWhatItIsMadeWith: where the linker noted it there is a list to open, else none.
func TestWhatItIsMadeWith(t *testing.T) {
	for _, parts := range [][]string{nil, {"example.org/a v1.2.3", "example.org/b v0.1.0"}} {
		b := uitest.NewBench(t, look.Light)
		w := &store{World: uitest.NewWorld()}
		s := settings.New(b.Kit, w, w, settings.About{Version: "1.0", Parts: parts})
		b.Open(t, s.Content(), 1000, 2400)
		var open *part.Button
		for _, o := range test.LaidOutObjects(s.Content()) {
			if x, ok := o.(*part.Button); ok && x.AccessibilityLabel() == "What it is made with…" && x.Visible() {
				open = x
			}
		}
		if len(parts) == 0 {
			if open != nil {
				t.Error("there is a list of nothing")
			}
			continue
		}
		if open == nil {
			t.Fatal("there is nothing to press")
		}
		test.Tap(open)
		if b.Window.Canvas().Overlays().Top() == nil {
			t.Error("nothing opens")
		}
	}
}
