package restoring

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// Dots is a line of time with a dot for each backup of a phone. The arrow keys go
// from one to the next, a press takes the nearest.
type Dots struct {
	widget.BaseWidget
	name    string
	times   []time.Time // oldest first
	chosen  int         // -1: none
	over    int
	focused bool
	choose  func(i int)

	line, ring *canvas.Rectangle
	marks      []*canvas.Circle
	halo       *canvas.Circle
}

var (
	_ fyne.Tappable     = (*Dots)(nil)
	_ fyne.Focusable    = (*Dots)(nil)
	_ desktop.Hoverable = (*Dots)(nil)
)

const dotsHigh float32 = 32

// NewDots returns a line of dots, oldest first, with an accessible name.
func NewDots(name string, times []time.Time, choose func(i int)) *Dots {
	d := &Dots{name: name, times: times, chosen: -1, over: -1, choose: choose,
		line: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), halo: canvas.NewCircle(nil)}
	for range times {
		d.marks = append(d.marks, canvas.NewCircle(nil))
	}
	d.ExtendBaseWidget(d)
	return d
}

// Choose shows a dot as chosen without telling anybody; -1 is none.
func (d *Dots) Choose(i int) {
	if d.chosen != i {
		d.chosen = i
		d.Refresh()
	}
}

// at is where a dot lies. Time runs evenly, but two dots never touch while there
// is room for all.
func (d *Dots) at(i int, width float32) float32 {
	const edge = 10
	n := len(d.times)
	inner := max(width-2*edge, 1)
	if n < 2 {
		return edge + inner
	}
	span := d.times[n-1].Sub(d.times[0])
	even := float32(i) / float32(n-1)
	part := even
	if span > 0 {
		part = float32(float64(d.times[i].Sub(d.times[0])) / float64(span))
	}
	// Half by time, half by number: a day with ten backups is no single blot.
	return edge + inner*(part+even)/2
}

func (d *Dots) nearest(x float32) int {
	best, far := -1, float32(0)
	for i := range d.times {
		by := d.at(i, d.Size().Width) - x
		if by < 0 {
			by = -by
		}
		if best < 0 || by < far {
			best, far = i, by
		}
	}
	return best
}

func (d *Dots) pick(i int) {
	if i >= 0 && i < len(d.times) && i != d.chosen {
		d.Choose(i)
		d.choose(i)
	}
}

// Tapped implements fyne.Tappable.
func (d *Dots) Tapped(e *fyne.PointEvent) { d.pick(d.nearest(e.Position.X)) }

// MouseIn implements desktop.Hoverable.
func (d *Dots) MouseIn(e *desktop.MouseEvent) { d.hover(d.nearest(e.Position.X)) }

// MouseMoved implements desktop.Hoverable.
func (d *Dots) MouseMoved(e *desktop.MouseEvent) { d.hover(d.nearest(e.Position.X)) }

// MouseOut implements desktop.Hoverable.
func (d *Dots) MouseOut() { d.hover(-1) }

func (d *Dots) hover(i int) {
	if d.over != i {
		d.over = i
		d.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (d *Dots) FocusGained() { d.focused = true; d.Refresh() }

// FocusLost implements fyne.Focusable.
func (d *Dots) FocusLost() { d.focused = false; d.Refresh() }

// TypedRune implements fyne.Focusable.
func (d *Dots) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (d *Dots) TypedKey(e *fyne.KeyEvent) {
	last := len(d.times) - 1
	switch e.Name {
	case fyne.KeyLeft:
		if d.chosen < 0 {
			d.pick(last)
		} else {
			d.pick(d.chosen - 1)
		}
	case fyne.KeyRight:
		d.pick(d.chosen + 1)
	case fyne.KeyHome:
		d.pick(0)
	case fyne.KeyEnd:
		d.pick(last)
	default:
		part.PassKey(e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (d *Dots) AccessibilityLabel() string { return d.name }

// AccessibilityRole implements fyne.Accessible.
func (d *Dots) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (d *Dots) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{d.line, d.halo}
	for _, m := range d.marks {
		parts = append(parts, m)
	}
	layout := func(size fyne.Size) {
		y := size.Height / 2
		part.Place(d.line, 2, y-1, size.Width-4, 2)
		part.Place(d.ring, 0, 0, size.Width, size.Height)
		for i, m := range d.marks {
			r := float32(4)
			if i == d.chosen || i == d.over {
				r = 6
			}
			part.Place(m, d.at(i, size.Width)-r, y-r, 2*r, 2*r)
		}
		d.halo.Hidden = d.chosen < 0
		if d.chosen >= 0 {
			part.Place(d.halo, d.at(d.chosen, size.Width)-10, y-10, 20, 20)
		}
	}
	return (&part.Renderer{
		Parts:    append(parts, d.ring),
		OnMin:    func() fyne.Size { return fyne.NewSize(120, dotsHigh) },
		OnLayout: layout,
		OnRefresh: func() {
			d.line.FillColor = part.Color(look.Border)
			d.halo.FillColor = part.Color(look.Tint)
			d.ring.FillColor, d.ring.StrokeWidth, d.ring.CornerRadius = nil, 0, look.Radius
			d.ring.Hidden = !d.focused
			if d.focused {
				d.ring.StrokeColor, d.ring.StrokeWidth = part.Color(look.Focus), 2
			}
			for i, m := range d.marks {
				m.FillColor = part.Color(look.Muted)
				if i == d.chosen || i == d.over {
					m.FillColor = part.Color(look.Accent)
				}
			}
			layout(d.Size())
		},
	}).Ready()
}
