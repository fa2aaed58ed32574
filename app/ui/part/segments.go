package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Segments is a choice of one among a few words that lie side by side: the tabs
// of a page, a setting with three values.
type Segments struct {
	widget.BaseWidget
	labels  []string
	chosen  int
	over    int
	focused bool
	choose  func(int)

	ground, thumb, outline *canvas.Rectangle
	texts                  []*canvas.Text
}

var (
	_ fyne.Focusable    = (*Segments)(nil)
	_ desktop.Hoverable = (*Segments)(nil)
)

// NewSegments returns a choice; choose is told the index when it changes.
func NewSegments(labels []string, choose func(int)) *Segments {
	s := &Segments{labels: labels, over: -1, choose: choose,
		ground: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil), outline: canvas.NewRectangle(nil)}
	for range labels {
		s.texts = append(s.texts, canvas.NewText("", nil))
	}
	s.ExtendBaseWidget(s)
	return s
}

// Choose shows an index as chosen without telling choose.
func (s *Segments) Choose(i int) {
	if s.chosen != i {
		s.chosen = i
		s.Refresh()
	}
}

func (s *Segments) pick(i int) {
	if i < 0 || i >= len(s.labels) || i == s.chosen {
		return
	}
	s.Choose(i)
	s.choose(i)
}

func (s *Segments) widths() []float32 {
	ws := make([]float32, len(s.labels))
	for i, l := range s.labels {
		ws[i] = fyne.MeasureText(l, Size(look.Body), fyne.TextStyle{Bold: true}).Width + 2*look.S4
	}
	return ws
}

func (s *Segments) at(x float32) int {
	x -= 3
	for i, w := range s.widths() {
		if x < w {
			return i
		}
		x -= w
	}
	return len(s.labels) - 1
}

// Tapped implements fyne.Tappable.
func (s *Segments) Tapped(e *fyne.PointEvent) { s.pick(s.at(e.Position.X)) }

// MouseIn implements desktop.Hoverable.
func (s *Segments) MouseIn(e *desktop.MouseEvent) { s.hover(s.at(e.Position.X)) }

// MouseMoved implements desktop.Hoverable.
func (s *Segments) MouseMoved(e *desktop.MouseEvent) { s.hover(s.at(e.Position.X)) }

// MouseOut implements desktop.Hoverable.
func (s *Segments) MouseOut() { s.hover(-1) }

func (s *Segments) hover(i int) {
	if s.over != i {
		s.over = i
		s.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (s *Segments) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Segments) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *Segments) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: left and right choose.
func (s *Segments) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		s.pick(s.chosen - 1)
	case fyne.KeyRight:
		s.pick(s.chosen + 1)
	default:
		PassKey(e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Segments) AccessibilityLabel() string { return s.labels[s.chosen] }

// AccessibilityRole implements fyne.Accessible.
func (s *Segments) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{s.ground, s.thumb, s.outline}
	for _, t := range s.texts {
		parts = append(parts, t)
	}
	layout := func(size fyne.Size) {
		Place(s.ground, 0, 0, size.Width, size.Height)
		Place(s.outline, 0, 0, size.Width, size.Height)
		x := float32(3)
		for i, w := range s.widths() {
			if i == s.chosen {
				Place(s.thumb, x, 3, w, size.Height-6)
			}
			h := s.texts[i].MinSize().Height
			Place(s.texts[i], x, (size.Height-h)/2, w, h)
			x += w
		}
	}
	return (&Renderer{
		Parts: parts,
		OnMin: func() fyne.Size {
			w := float32(6)
			for _, v := range s.widths() {
				w += v
			}
			return fyne.NewSize(w, High())
		},
		OnLayout: layout,
		OnRefresh: func() {
			s.ground.FillColor, s.ground.CornerRadius = Color(look.Track), look.Radius
			s.thumb.FillColor, s.thumb.CornerRadius = Color(look.Thumb), look.Radius-2
			var ring fyne.ThemeColorName
			if s.focused {
				ring = look.Focus
			}
			dress(s.outline, "", ring, 2, look.Radius)
			for i, t := range s.texts {
				t.Text, t.TextSize, t.Alignment = s.labels[i], Size(look.Body), fyne.TextAlignCenter
				t.TextStyle.Bold = i == s.chosen
				t.Color = Color(look.Muted)
				if i == s.chosen || i == s.over {
					t.Color = Color(look.Foreground)
				}
			}
			layout(s.Size())
		},
	}).Ready()
}
