package part

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
)

// After runs f on the window's goroutine once d has passed, unless stop is
// called before.
type After func(d time.Duration, f func()) (stop func())

// Tips shows the name of what the pointer rests on. There is one for a window;
// its Layer lies over everything else. A nil Tips shows nothing.
type Tips struct {
	after After
	layer *fyne.Container
	bg    *Fill
	text  *Text
	stop  func()
}

// TipDelay is how long the pointer rests before a name is shown.
const TipDelay = 500 * time.Millisecond

// NewTips returns a window's tooltips.
func NewTips(after After) *Tips {
	t := &Tips{after: after, bg: NewFill(look.Tip, 6), text: Small("").In(look.OnTip)}
	t.layer = container.NewWithoutLayout(t.bg, t.text)
	t.bg.Hide()
	t.text.Hide()
	return t
}

// Layer is what to put over the window's content.
func (t *Tips) Layer() fyne.CanvasObject { return t.layer }

// Offer shows label beside the thing at origin after a moment.
func (t *Tips) Offer(label string, origin fyne.Position, of fyne.Size) {
	if t == nil || label == "" {
		return
	}
	t.Hide()
	t.stop = t.after(TipDelay, func() { t.Show(label, origin, of) })
}

// Show shows label beside the thing at origin: below it, or above when there is
// no room, or right of it in the narrow rail.
func (t *Tips) Show(label string, origin fyne.Position, of fyne.Size) {
	if t == nil {
		return
	}
	t.text.Set(label)
	m := t.text.MinSize()
	w, h := m.Width+2*look.S2, m.Height+2*look.S1
	room := t.layer.Size()
	x, y := origin.X+(of.Width-w)/2, origin.Y+of.Height+look.S1
	if y+h > room.Height-look.S1 {
		y = origin.Y - h - look.S1
	}
	if origin.X < look.RailNarrow && of.Width <= look.RailNarrow {
		x, y = origin.X+of.Width+look.S2, origin.Y+(of.Height-h)/2
	}
	x = max(look.S1, min(x, room.Width-w-look.S1))
	Place(t.bg, x, y, w, h)
	Place(t.text, x+look.S2, y+look.S1, m.Width, m.Height)
	t.bg.Show()
	t.text.Show()
	t.layer.Refresh() // a thing that was hidden so far does not ask for a new frame by itself
}

// Hide takes the name away.
func (t *Tips) Hide() {
	if t == nil {
		return
	}
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.bg.Visible() {
		t.bg.Hide()
		t.text.Hide()
		t.layer.Refresh()
	}
}
