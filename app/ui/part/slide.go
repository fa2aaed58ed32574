package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Slide is a knob on a line: a size between a least and a most.
type Slide struct {
	widget.BaseWidget
	name              string
	value, least      float32
	most, step        float32
	hovered, focused  bool
	changed           func(float32)
	track, fill, halo *canvas.Rectangle
	knob              *canvas.Circle
}

var (
	_ fyne.Draggable    = (*Slide)(nil)
	_ fyne.Tappable     = (*Slide)(nil)
	_ fyne.Focusable    = (*Slide)(nil)
	_ desktop.Hoverable = (*Slide)(nil)
)

// NewSlide returns a knob between least and most that moves by steps with the
// arrow keys; changed is told each new value.
func NewSlide(name string, least, most, step, value float32, changed func(float32)) *Slide {
	s := &Slide{name: name, value: value, least: least, most: most, step: step, changed: changed,
		track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil), halo: canvas.NewRectangle(nil), knob: canvas.NewCircle(nil)}
	s.ExtendBaseWidget(s)
	return s
}

// Set moves the knob without telling changed.
func (s *Slide) Set(v float32) {
	v = min(max(v, s.least), s.most)
	if s.value != v {
		s.value = v
		s.Refresh()
	}
}

func (s *Slide) move(v float32) {
	old := s.value
	s.Set(v)
	if s.value != old {
		s.changed(s.value)
	}
}

const knob float32 = 14

func (s *Slide) to(x float32) {
	s.move(s.least + (x-knob/2)/(s.Size().Width-knob)*(s.most-s.least))
}

// Tapped implements fyne.Tappable.
func (s *Slide) Tapped(e *fyne.PointEvent) { s.to(e.Position.X) }

// Dragged implements fyne.Draggable.
func (s *Slide) Dragged(e *fyne.DragEvent) { s.to(e.Position.X) }

// DragEnd implements fyne.Draggable.
func (s *Slide) DragEnd() {}

// MouseIn implements desktop.Hoverable.
func (s *Slide) MouseIn(*desktop.MouseEvent) { s.hovered = true; s.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (s *Slide) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Slide) MouseOut() { s.hovered = false; s.Refresh() }

// FocusGained implements fyne.Focusable.
func (s *Slide) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Slide) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *Slide) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (s *Slide) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.move(s.value - s.step)
	case fyne.KeyRight, fyne.KeyUp:
		s.move(s.value + s.step)
	default:
		PassKey(e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Slide) AccessibilityLabel() string { return s.name }

// AccessibilityRole implements fyne.Accessible.
func (s *Slide) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (s *Slide) CreateRenderer() fyne.WidgetRenderer {
	layout := func(size fyne.Size) {
		at := (s.value - s.least) / (s.most - s.least) * (size.Width - knob)
		y := size.Height / 2
		Place(s.track, 0, y-2, size.Width, 4)
		Place(s.fill, 0, y-2, at+knob/2, 4)
		Place(s.halo, at-4, y-knob/2-4, knob+8, knob+8)
		Place(s.knob, at, y-knob/2, knob, knob)
	}
	return (&Renderer{
		Parts:    []fyne.CanvasObject{s.track, s.fill, s.halo, s.knob},
		OnMin:    func() fyne.Size { return fyne.NewSize(80, look.S6) },
		OnLayout: layout,
		OnRefresh: func() {
			s.track.FillColor, s.track.CornerRadius = Color(look.Border), 2
			s.fill.FillColor, s.fill.CornerRadius = Color(look.Accent), 2
			s.knob.FillColor = Color(look.Accent)
			var over, ring fyne.ThemeColorName
			if s.hovered {
				over = look.Hover
			}
			if s.focused {
				ring = look.Focus
			}
			dress(s.halo, over, ring, 2, knob/2+4)
			layout(s.Size())
		},
	}).Ready()
}
