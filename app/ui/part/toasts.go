package part

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// Toast is a short message that comes by itself.
type Toast struct {
	Text   string
	Next   string              // a second sentence: what to do; may be empty
	Tone   fyne.ThemeColorName // look.Verified, look.NeedsYou, look.Failed, or "" for news
	Action string              // a button's word, "" for none
	Do     func()
}

// ToastTime is how long a toast stays.
const ToastTime = 6 * time.Second

// mostToasts are shown at once; older ones that may go make room.
const mostToasts = 4

// Toasts holds the messages at the bottom right. News go after ToastTime;
// what needs the reader, or failed, stays until it is read. It belongs to the
// window's goroutine.
type Toasts struct {
	after After
	shown []*toast
	box   *fyne.Container
	layer *fyne.Container
	rise  float32
}

type toast struct {
	Toast
	stop func()
	view fyne.CanvasObject
}

// NewToasts returns a window's messages.
func NewToasts(after After) *Toasts {
	t := &Toasts{after: after, box: Column(look.S2)}
	t.layer = container.New(&corner{t}, t.box)
	return t
}

// Layer is what to put over the window's content.
func (t *Toasts) Layer() fyne.CanvasObject { return t.layer }

// Texts returns what is shown, oldest first.
func (t *Toasts) Texts() []string {
	var s []string
	for _, x := range t.shown {
		s = append(s, x.Text)
	}
	return s
}

// Raise keeps the toasts a distance above the window's lower edge, for the strip.
func (t *Toasts) Raise(by float32) {
	if t.rise != by {
		t.rise = by
		t.layer.Refresh()
	}
}

// stays reports whether a toast waits to be read.
func (x *toast) stays() bool { return x.Tone == look.NeedsYou || x.Tone == look.Failed }

// Show adds a message. The same words again replace the earlier ones.
func (t *Toasts) Show(m Toast) {
	for _, x := range t.shown {
		if x.Text == m.Text {
			t.remove(x)
			break
		}
	}
	for i := 0; len(t.shown) >= mostToasts && i < len(t.shown); {
		if t.shown[i].stays() {
			i++
			continue
		}
		t.remove(t.shown[i])
	}
	x := &toast{Toast: m}
	x.view = t.draw(x)
	if !x.stays() {
		x.stop = t.after(ToastTime, func() { t.remove(x) })
	}
	t.shown = append(t.shown, x)
	t.update()
}

func (t *Toasts) remove(x *toast) {
	if x.stop != nil {
		x.stop()
	}
	for i, y := range t.shown {
		if y == x {
			t.shown = append(t.shown[:i], t.shown[i+1:]...)
			t.update()
			return
		}
	}
}

func (t *Toasts) update() {
	t.box.Objects = t.box.Objects[:0]
	for _, x := range t.shown {
		t.box.Objects = append(t.box.Objects, x.view)
	}
	t.layer.Refresh()
}

func (t *Toasts) draw(x *toast) fyne.CanvasObject {
	icon, color := look.IconInfo, look.Muted
	switch x.Tone {
	case look.Verified:
		icon, color = look.IconShieldCheck, look.Verified
	case look.NeedsYou:
		icon, color = look.IconWarning, look.NeedsYou
	case look.Failed:
		icon, color = look.IconError, look.Failed
	case "":
		icon = look.IconDone
	}
	says := Column(look.S1/2, Strong(x.Text).Wrapped())
	if x.Next != "" {
		says.Add(Muted(x.Next).Wrapped())
	}
	row := RowTop(look.S3, Inset(0, 1, 0, 0, NewIcon(icon, color, 20)), Grow(says))
	var body fyne.CanvasObject = row
	if x.Action != "" {
		body = Column(look.S2, row, Row(0, NewSpring(), NewButton(Plain, x.Action, "", func() {
			t.remove(x)
			x.Do()
		})))
	}
	closer := NewIconButton(look.IconClose, words.T("Close"), nil, func() { t.remove(x) })
	closer.side = 16
	return Layers(
		NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
		Inset(look.S4, look.S3, look.S2, look.S3, RowTop(look.S2, Grow(Inset(0, look.S1, 0, look.S1, body)), Fixed(28, 28, closer))),
	)
}

// corner keeps the box at the lower right, as high as it needs to be.
type corner struct{ t *Toasts }

const toastWidth float32 = 380

func (c *corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (c *corner) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(toastWidth, size.Width-2*look.S4)
	h := HeightFor(objects[0], w)
	Place(objects[0], size.Width-w-look.S4, size.Height-h-look.S4-c.t.rise, w, h)
}
