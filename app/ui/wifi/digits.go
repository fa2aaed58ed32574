package wifi

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// digits is a field for a pairing code: six boxes with one keyboard, so that a
// code can be pasted whole.
type digits struct {
	widget.BaseWidget
	text    string
	changed func(string)
	done    func()
	focused bool
	boxes   [Digits]*canvas.Rectangle
	signs   [Digits]*canvas.Text
}

var (
	_ fyne.Focusable    = (*digits)(nil)
	_ fyne.Tappable     = (*digits)(nil)
	_ fyne.Shortcutable = (*digits)(nil)
	_ fyne.Accessible   = (*digits)(nil)
)

func newDigits(changed func(string), done func()) *digits {
	d := &digits{changed: changed, done: done}
	for i := range d.boxes {
		d.boxes[i], d.signs[i] = canvas.NewRectangle(nil), canvas.NewText("", nil)
	}
	d.ExtendBaseWidget(d)
	return d
}

func (d *digits) set(s string) {
	if d.text != s {
		d.text = s
		d.Refresh()
	}
}

func (d *digits) change(s string) {
	d.set(Only(s))
	d.changed(d.text)
}

// Tapped implements fyne.Tappable.
func (d *digits) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(d); c != nil {
		c.Focus(d)
	}
}

// FocusGained implements fyne.Focusable.
func (d *digits) FocusGained() { d.focused = true; d.Refresh() }

// FocusLost implements fyne.Focusable.
func (d *digits) FocusLost() { d.focused = false; d.Refresh() }

// TypedRune implements fyne.Focusable.
func (d *digits) TypedRune(r rune) { d.change(d.text + string(r)) }

// TypedKey implements fyne.Focusable.
func (d *digits) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		if d.text != "" {
			d.change(d.text[:len(d.text)-1])
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		d.done()
	default:
		part.PassKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable: a code is pasted whole.
func (d *digits) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok && p.Clipboard != nil {
		d.change(p.Clipboard.Content())
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (d *digits) AccessibilityLabel() string { return d.text }

// AccessibilityRole implements fyne.Accessible.
func (d *digits) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (d *digits) CreateRenderer() fyne.WidgetRenderer {
	side := func() (w, h float32) { return part.High() * 0.9, part.High() }
	gap := func(i int) float32 {
		if i >= Digits/2 {
			return float32(i)*look.S1 + look.S2 // codes are read in two halves
		}
		return float32(i) * look.S1
	}
	parts := make([]fyne.CanvasObject, 0, 2*Digits)
	for i := range d.boxes {
		parts = append(parts, d.boxes[i], d.signs[i])
	}
	return (&part.Renderer{
		Parts: parts,
		OnMin: func() fyne.Size {
			w, h := side()
			return fyne.NewSize(w*Digits+gap(Digits-1), h)
		},
		OnLayout: func(s fyne.Size) {
			w, h := side()
			for i := range d.boxes {
				x := float32(i)*w + gap(i)
				part.Place(d.boxes[i], x, (s.Height-h)/2, w, h)
				th := d.signs[i].MinSize().Height
				part.Place(d.signs[i], x, (s.Height-th)/2, w, th)
			}
		},
		OnRefresh: func() {
			for i := range d.boxes {
				b, t := d.boxes[i], d.signs[i]
				b.FillColor, b.CornerRadius, b.StrokeWidth, b.StrokeColor = part.Color(look.Surface), look.Radius, 1, part.Color(look.Border)
				if d.focused && i == min(len(d.text), Digits-1) {
					b.StrokeWidth, b.StrokeColor = 2, part.Color(look.Focus)
				}
				t.Text = ""
				if i < len(d.text) {
					t.Text = d.text[i : i+1]
				}
				t.TextSize, t.Color, t.Alignment = part.Size(look.Heading), part.Color(look.Foreground), fyne.TextAlignCenter
				t.TextStyle.Bold = true
			}
		},
	}).Ready()
}
