package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Scrolled implements fyne.Scrollable.
func (r *Roll) Scrolled(e *fyne.ScrollEvent) { r.scroll(e.Scrolled.DY) }

// scroll moves the rows down by so much, up when it is negative.
func (r *Roll) scroll(dy float32) {
	if s, ok := r.spots[r.from]; ok { // from where they are, not from what is pinned
		r.anchor, r.at = r.from, s.y
	}
	r.pinned, r.end, r.hovered = false, false, -1
	r.at += dy
	r.arrange()
}

// Tapped implements fyne.Tappable.
func (r *Roll) Tapped(e *fyne.PointEvent) {
	if i := r.rowAt(e.Position.Y); i >= 0 {
		r.press(i)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *Roll) TappedSecondary(e *fyne.PointEvent) {
	if i := r.rowAt(e.Position.Y); i >= 0 && r.Menu != nil {
		r.Menu(i, e.AbsolutePosition)
	}
}

func (r *Roll) press(i int) {
	if r.Choose == nil {
		return
	}
	if r.Walk {
		r.Select(i)
	}
	r.Choose(i)
}

// Key does what a key means to the list and reports whether it means anything.
func (r *Roll) Key(k fyne.KeyName) bool {
	const line float32 = 60
	page := r.Size().Height - line
	switch k {
	case fyne.KeyUp, fyne.KeyDown:
		step := 1
		if k == fyne.KeyUp {
			step = -1
		}
		if !r.Walk {
			r.scroll(-line * float32(step))
			return true
		}
		r.walk(step)
	case fyne.KeyPageUp:
		r.scroll(page)
	case fyne.KeyPageDown:
		r.scroll(-page)
	case fyne.KeyHome:
		r.ToStart()
	case fyne.KeyEnd:
		r.ToEnd()
	default:
		return false
	}
	return true
}

// walk chooses the next row in a direction that may be chosen.
func (r *Roll) walk(step int) {
	for i := r.chosen + step; i >= 0 && i < r.rows.Count(); i += step {
		if r.May == nil || r.May(i) {
			r.Reveal(i)
			r.press(i)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (r *Roll) FocusGained() { r.focused = true; r.arrange() }

// FocusLost implements fyne.Focusable.
func (r *Roll) FocusLost() { r.focused = false; r.arrange() }

// TypedRune implements fyne.Focusable.
func (r *Roll) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (r *Roll) TypedKey(e *fyne.KeyEvent) {
	if !r.Key(e.Name) {
		PassKey(e)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *Roll) MouseIn(e *desktop.MouseEvent) { r.hover(r.rowAt(e.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (r *Roll) MouseMoved(e *desktop.MouseEvent) { r.hover(r.rowAt(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (r *Roll) MouseOut() { r.hover(-1) }

func (r *Roll) hover(i int) {
	if r.hovered != i {
		r.hovered = i
		r.arrange()
	}
}

// barWidth is what the bar takes at the right.
const barWidth float32 = 14

// rollBar is a Roll's scroll bar: it goes wherever it is pressed or dragged to, and
// says what is there.
type rollBar struct {
	widget.BaseWidget
	roll             *Roll
	hovered, dragged bool
	grip             float32 // where on the thumb it was taken
	thumb, pill      *canvas.Rectangle
	says             *canvas.Text
	parts            []fyne.CanvasObject
}

var (
	_ fyne.Draggable    = (*rollBar)(nil)
	_ fyne.Tappable     = (*rollBar)(nil)
	_ desktop.Hoverable = (*rollBar)(nil)
)

func newRollBar(r *Roll) *rollBar {
	b := &rollBar{roll: r, thumb: canvas.NewRectangle(nil), pill: canvas.NewRectangle(nil), says: canvas.NewText("", nil)}
	b.ExtendBaseWidget(b)
	return b
}

// thumbAt is where the thumb lies, and how long it is; 0 when all is in sight.
func (b *rollBar) thumbAt() (y, h float32) {
	n, high := float64(b.roll.rows.Count()), b.Size().Height
	if n-b.roll.seen < 0.01 {
		return 0, 0
	}
	h = max(28, high*float32(b.roll.seen/n))
	return float32(min(b.roll.first/(n-b.roll.seen), 1)) * (high - h), h
}

// to scrolls so that the thumb's middle is at a height.
func (b *rollBar) to(y float32) {
	_, h := b.thumbAt()
	if h == 0 {
		return
	}
	r := b.roll
	n := r.rows.Count()
	part := float64(min(max((y-h/2)/(b.Size().Height-h), 0), 1))
	first := part * (float64(n) - r.seen)
	r.hovered = -1
	if part == 1 {
		r.ToEnd()
		return
	}
	i := int(first)
	r.put(i, -float32(first-float64(i))*r.rows.Height(i, r.inner()), false)
}

// Tapped implements fyne.Tappable.
func (b *rollBar) Tapped(e *fyne.PointEvent) { b.to(e.Position.Y) }

// Dragged implements fyne.Draggable.
func (b *rollBar) Dragged(e *fyne.DragEvent) {
	if !b.dragged {
		b.dragged, b.grip = true, 0
		if y, h := b.thumbAt(); e.Position.Y >= y && e.Position.Y <= y+h {
			b.grip = e.Position.Y - (y + h/2)
		}
	}
	b.to(e.Position.Y - b.grip)
}

// DragEnd implements fyne.Draggable.
func (b *rollBar) DragEnd() { b.dragged = false; b.Refresh() }

// MouseIn implements desktop.Hoverable.
func (b *rollBar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *rollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *rollBar) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *rollBar) CreateRenderer() fyne.WidgetRenderer { return &rollBarRenderer{b} }

type rollBarRenderer struct{ b *rollBar }

func (x *rollBarRenderer) Destroy()                     {}
func (x *rollBarRenderer) MinSize() fyne.Size           { return fyne.NewSize(barWidth, 40) }
func (x *rollBarRenderer) Objects() []fyne.CanvasObject { return x.b.parts }
func (x *rollBarRenderer) Layout(fyne.Size)             { x.update() }
func (x *rollBarRenderer) Refresh() {
	x.update()
	canvas.Refresh(x.b)
}

func (x *rollBarRenderer) update() {
	b := x.b
	b.parts = b.parts[:0]
	y, h := b.thumbAt()
	if h == 0 {
		return
	}
	w, color := float32(4), look.Faint
	if b.hovered || b.dragged {
		w, color = 8, look.Muted
	}
	b.thumb.FillColor, b.thumb.CornerRadius = Color(color), w/2
	Place(b.thumb, barWidth-w-3, y+2, w, h-4)
	b.parts = append(b.parts, b.thumb)
	if b.roll.Says == nil || !b.dragged {
		return
	}
	says := b.roll.Says(b.roll.from)
	if says == "" {
		return
	}
	b.says.Text, b.says.TextSize, b.says.Color = says, Size(look.Body), Color(look.OnTip)
	b.says.TextStyle.Bold = true
	m := b.says.MinSize()
	pw, ph := m.Width+2*look.S3, m.Height+2*look.S2
	py := min(max(y+h/2-ph/2, look.S1), b.Size().Height-ph-look.S1)
	b.pill.FillColor, b.pill.CornerRadius = Color(look.Tip), look.Radius
	Place(b.pill, -pw-look.S2, py, pw, ph)
	Place(b.says, -pw-look.S2+look.S3, py+look.S2, m.Width, m.Height)
	b.parts = append(b.parts, b.pill, b.says)
}
