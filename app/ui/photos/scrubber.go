package photos

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// scrubberWidth is how wide the strip is: a year and its surroundings.
func scrubberWidth() float32 {
	return max(56, fyne.MeasureText("2026", part.Size(look.Caption), fyne.TextStyle{}).Width+look.S6+look.S1)
}

// Scrubber is the strip of years at the grid's right: it shows where the window
// is in time, and goes wherever it is pressed or dragged to. It must not be
// Scrollable: Fyne cuts what is at its edges, and its bubble lies beside it. The
// wheel reaches the grid below.
type Scrubber struct {
	widget.BaseWidget
	grid             *Grid
	hovered, dragged bool
	at               float32 // height of the pointer

	thumb, line, pill *canvas.Rectangle
	says              *canvas.Text
	years             []*canvas.Text
	dots              []*canvas.Rectangle
	parts             []fyne.CanvasObject
}

var (
	_ fyne.Draggable    = (*Scrubber)(nil)
	_ fyne.Tappable     = (*Scrubber)(nil)
	_ desktop.Hoverable = (*Scrubber)(nil)
)

// NewScrubber returns the scrubber of a grid.
func NewScrubber(g *Grid) *Scrubber {
	s := &Scrubber{grid: g, thumb: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		pill: canvas.NewRectangle(nil), says: canvas.NewText("", nil)}
	s.ExtendBaseWidget(s)
	return s
}

// ends keep the first and last label inside the strip.
const ends float32 = 14

func (s *Scrubber) length() float32 { return max(1, s.Size().Height-2*ends) }

// part is how far down the strip a height is, 0 to 1.
func (s *Scrubber) part(y float32) float64 {
	return float64(min(max((y-ends)/s.length(), 0), 1))
}

// useful reports whether there is anything to scrub through.
func (s *Scrubber) useful() bool {
	_, high := s.grid.Offset()
	return s.grid.Flow().Height() > float64(high)*1.2
}

func (s *Scrubber) goTo(y float32) {
	if !s.useful() {
		return
	}
	s.at = y
	_, high := s.grid.Offset()
	s.grid.ScrollTo(s.part(y) * (s.grid.Flow().Height() - float64(high)))
	s.Refresh()
}

// Tapped implements fyne.Tappable.
func (s *Scrubber) Tapped(e *fyne.PointEvent) { s.goTo(e.Position.Y) }

// Dragged implements fyne.Draggable.
func (s *Scrubber) Dragged(e *fyne.DragEvent) {
	s.dragged = true
	s.goTo(e.Position.Y)
}

// DragEnd implements fyne.Draggable.
func (s *Scrubber) DragEnd() { s.dragged = false; s.Refresh() }

// MouseIn implements desktop.Hoverable.
func (s *Scrubber) MouseIn(e *desktop.MouseEvent) { s.hovered, s.at = true, e.Position.Y; s.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (s *Scrubber) MouseMoved(e *desktop.MouseEvent) { s.at = e.Position.Y; s.Refresh() }

// MouseOut implements desktop.Hoverable.
func (s *Scrubber) MouseOut() { s.hovered = false; s.Refresh() }

// Bubble is the month the pointer is at, while it is on the strip.
func (s *Scrubber) Bubble() string {
	if !s.hovered && !s.dragged || !s.useful() {
		return ""
	}
	offset, high := s.grid.Offset()
	at := s.part(s.at) * (s.grid.Flow().Height() - float64(high))
	if s.dragged {
		at = offset
	}
	m, ok := s.grid.Flow().MonthAtPart((at + s.grid.Flow().heading) / s.grid.Flow().Height())
	if !ok {
		return ""
	}
	return words.MonthYear(m.Year, m.Month)
}

// CreateRenderer implements fyne.Widget.
func (s *Scrubber) CreateRenderer() fyne.WidgetRenderer { return &scrubberRenderer{s} }

type scrubberRenderer struct{ s *Scrubber }

func (r *scrubberRenderer) Destroy()                     {}
func (r *scrubberRenderer) MinSize() fyne.Size           { return fyne.NewSize(scrubberWidth(), 120) }
func (r *scrubberRenderer) Objects() []fyne.CanvasObject { return r.s.parts }
func (r *scrubberRenderer) Layout(fyne.Size)             { r.update() }
func (r *scrubberRenderer) Refresh() {
	r.update()
	canvas.Refresh(r.s)
}

func (r *scrubberRenderer) update() {
	s := r.s
	s.parts = s.parts[:0]
	if !s.useful() {
		return
	}
	width := s.Size().Width
	offset, high := s.grid.Offset()
	flow := s.grid.Flow()
	now := ends + float32(offset/max(1, flow.Height()-float64(high)))*s.length()

	// Years, where there is room for their labels; the others as dots.
	used, dots := 0, 0
	last := float32(-100)
	for _, y := range flow.Years() {
		at := ends + float32(y.At)*s.length()
		if at-last < 20 {
			if dots == len(s.dots) {
				s.dots = append(s.dots, canvas.NewRectangle(nil))
			}
			d := s.dots[dots]
			dots++
			d.FillColor, d.CornerRadius = part.Color(look.Faint), 1.5
			part.Place(d, width-look.S3-12, at-1.5, 3, 3)
			s.parts = append(s.parts, d)
			continue
		}
		last = at
		if used == len(s.years) {
			s.years = append(s.years, canvas.NewText("", nil))
		}
		t := s.years[used]
		used++
		t.Text, t.TextSize, t.Color = yearText(y.Year), part.Size(look.Caption), part.Color(look.Muted)
		m := t.MinSize()
		part.Place(t, width-look.S3-m.Width, at-m.Height/2, m.Width, m.Height)
		s.parts = append(s.parts, t)
	}

	s.thumb.FillColor, s.thumb.CornerRadius = part.Color(look.Accent), 1.5
	part.Place(s.thumb, width-look.S2-1, now-12, 3, 24)
	s.parts = append(s.parts, s.thumb)

	if says := s.Bubble(); says != "" {
		y := min(max(s.at, ends), s.Size().Height-ends)
		if s.dragged {
			y = now
		}
		s.line.FillColor = part.Color(look.Accent)
		part.Place(s.line, 0, y-0.5, width, 1)
		s.says.Text, s.says.TextSize, s.says.Color = says, part.Size(look.Body), part.Color(look.OnTip)
		s.says.TextStyle.Bold = true
		m := s.says.MinSize()
		s.pill.FillColor, s.pill.CornerRadius = part.Color(look.Tip), look.Radius
		x := -m.Width - 2*look.S3
		y = min(max(y, m.Height/2+look.S2), s.Size().Height-m.Height/2-look.S2)
		part.Place(s.pill, x-look.S1, y-m.Height/2-look.S2, m.Width+2*look.S3, m.Height+2*look.S2)
		part.Place(s.says, x-look.S1+look.S3, y-m.Height/2, m.Width, m.Height)
		s.parts = append(s.parts, s.line, s.pill, s.says)
	}
}
