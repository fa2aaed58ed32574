package prose

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/bidi"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// Flow is words in several styles that run over as many lines as they need. A
// paragraph that begins in a script written from the right stands at the right.
type Flow struct {
	widget.BaseWidget
	// OnLink, when not nil, is told the address of a link that was pressed.
	OnLink func(address string)

	spans []Span
	size  fyne.ThemeSizeName
	scale float32
	color fyne.ThemeColorName
	bold  bool
	fixed bool
	right bool // written from the right

	key   flowKey
	lines []flowLine
	parts []fyne.CanvasObject
	hot   []hotspot
	over  bool // a link is under the pointer
}

type flowKey struct{ width, size float32 }

// flowLine is one line of a flow.
type flowLine struct {
	runs  []run
	width float32
}

// run is neighbouring words in one style.
type run struct {
	Span
	width float32
}

type hotspot struct {
	x, y, w, h float32
	address    string
}

var (
	_ fyne.Tappable      = (*Flow)(nil)
	_ desktop.Cursorable = (*Flow)(nil)
	_ desktop.Hoverable  = (*Flow)(nil)
)

// NewFlow returns spans at a size of the type scale times scale.
func NewFlow(spans []Span, size fyne.ThemeSizeName, scale float32, color fyne.ThemeColorName) *Flow {
	f := &Flow{spans: spans, size: size, scale: scale, color: color, right: fromRight(spans)}
	f.ExtendBaseWidget(f)
	return f
}

// fromRight reports whether the first letter belongs to a script written from the
// right.
func fromRight(spans []Span) bool {
	for _, s := range spans {
		for i, r := range s.Text {
			if i > 200 {
				break
			}
			p, _ := bidi.LookupRune(r)
			switch p.Class() {
			case bidi.R, bidi.AL:
				return true
			case bidi.L:
				return false
			}
		}
	}
	return false
}

func (f *Flow) points() float32 { return part.Size(f.size) * f.scale }

func (f *Flow) style(s Span) fyne.TextStyle {
	return fyne.TextStyle{Bold: s.Bold || f.bold, Italic: s.Italic, Monospace: s.Fixed || f.fixed}
}

func (f *Flow) measure(s Span) func(string) float32 {
	size, style := f.points(), f.style(s)
	return func(text string) float32 { return fyne.MeasureText(text, size, style).Width }
}

// lineHeight is a line's height, with a little air.
func (f *Flow) lineHeight() float32 {
	return fyne.MeasureText("Ag", f.points(), fyne.TextStyle{Bold: f.bold}).Height * 1.08
}

// HeightFor implements part.Fluid.
func (f *Flow) HeightFor(width float32) float32 {
	return f.lineHeight() * float32(len(f.broken(width)))
}

// broken returns the lines for a width; the last answer is kept.
func (f *Flow) broken(width float32) []flowLine {
	k := flowKey{width, f.points()}
	if f.lines == nil || f.key != k {
		f.key, f.lines = k, breakSpans(f.spans, width, f.measure)
	}
	return f.lines
}

// breakSpans breaks spans into lines of a width.
func breakSpans(spans []Span, width float32, measure func(Span) func(string) float32) []flowLine {
	b := breaker{width: width, lines: []flowLine{{}}}
	for _, s := range spans {
		m := measure(s)
		for i, para := range strings.Split(s.Text, "\n") {
			if i > 0 {
				b.newLine()
			}
			for _, word := range part.Pieces(para) {
				b.put(word, s, m)
			}
		}
	}
	return b.lines
}

type breaker struct {
	width float32
	lines []flowLine
}

func (b *breaker) line() *flowLine { return &b.lines[len(b.lines)-1] }

func (b *breaker) newLine() {
	l := b.line()
	if n := len(l.runs); n > 0 { // the space at the end does not count
		l.runs[n-1].Text = strings.TrimRight(l.runs[n-1].Text, " ")
	}
	b.lines = append(b.lines, flowLine{})
}

func (b *breaker) put(word string, s Span, measure func(string) float32) {
	w := measure(strings.TrimRight(word, " "))
	if l := b.line(); l.width > 0 && l.width+w > b.width {
		b.newLine()
	}
	for w > b.width && len([]rune(word)) > 1 {
		rs := []rune(word)
		n := part.BreakWord(rs, b.width, measure)
		b.add(string(rs[:n]), s, measure)
		b.newLine()
		word = string(rs[n:])
		w = measure(strings.TrimRight(word, " "))
	}
	b.add(word, s, measure)
}

// add puts a word at the end of the line; what has the style of the words before it
// becomes one run with them, so that scripts whose letters join do.
func (b *breaker) add(word string, s Span, measure func(string) float32) {
	l := b.line()
	w := measure(word)
	l.width += w
	if n := len(l.runs); n > 0 {
		last := &l.runs[n-1]
		bare := last.Span
		bare.Text, s.Text = "", ""
		if bare == s {
			last.Text += word
			last.width += w
			return
		}
	}
	s.Text = word
	l.runs = append(l.runs, run{s, w})
}

// Tapped implements fyne.Tappable: on a link.
func (f *Flow) Tapped(e *fyne.PointEvent) {
	if a := f.linkAt(e.Position); a != "" && f.OnLink != nil {
		f.OnLink(a)
	}
}

func (f *Flow) linkAt(p fyne.Position) string {
	for _, h := range f.hot {
		if p.X >= h.x && p.X < h.x+h.w && p.Y >= h.y && p.Y < h.y+h.h {
			return h.address
		}
	}
	return ""
}

// MouseIn implements desktop.Hoverable.
func (f *Flow) MouseIn(e *desktop.MouseEvent) { f.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (f *Flow) MouseMoved(e *desktop.MouseEvent) { f.over = f.linkAt(e.Position) != "" }

// MouseOut implements desktop.Hoverable.
func (f *Flow) MouseOut() { f.over = false }

// Cursor implements desktop.Cursorable.
func (f *Flow) Cursor() desktop.Cursor {
	if f.over {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (f *Flow) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{f: f} }

type flowRenderer struct {
	f     *Flow
	width float32
}

func (r *flowRenderer) Destroy()                     {}
func (r *flowRenderer) Objects() []fyne.CanvasObject { return r.f.parts }

func (r *flowRenderer) MinSize() fyne.Size {
	w := 4 * r.f.points()
	return fyne.NewSize(w, r.f.HeightFor(max(r.width, w)))
}

func (r *flowRenderer) Refresh() {
	r.f.lines = nil
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}

func (r *flowRenderer) Layout(size fyne.Size) {
	f := r.f
	r.width = size.Width
	f.parts, f.hot = f.parts[:0], f.hot[:0]
	high := f.lineHeight()
	for i, l := range f.broken(size.Width) {
		y := float32(i) * high
		x := float32(0)
		if f.right {
			x = size.Width
		}
		for _, run := range l.runs {
			if f.right {
				x -= run.width
			}
			f.draw(run, x, y, high)
			if !f.right {
				x += run.width
			}
		}
	}
}

// draw puts a run and what marks it at a place.
func (f *Flow) draw(r run, x, y, high float32) {
	points := f.points()
	if r.Marked {
		ground := canvas.NewRectangle(part.Color(look.AmberBg))
		ground.CornerRadius = 3
		part.Place(ground, x-1, y+1, r.width+2, high-2)
		f.parts = append(f.parts, ground)
	}
	color := part.Color(f.color)
	if r.Link != "" {
		color = part.Color(look.Accent)
		f.hot = append(f.hot, hotspot{x, y, r.width, high, r.Link})
	}
	t := canvas.NewText(r.Text, color)
	t.TextSize, t.TextStyle = points, f.style(r.Span)
	// Scripts from other fonts have other heights; all stand on one line.
	own, base := textSize(r.Text, points, t.TextStyle)
	part.Place(t, x, y+f.base()-base, r.width, own.Height)
	f.parts = append(f.parts, t)
	line := func(at float32) {
		l := canvas.NewRectangle(color)
		part.Place(l, x, y+at, r.width, max(1, points/14))
		f.parts = append(f.parts, l)
	}
	if r.Under || r.Link != "" {
		line(f.base() + points*0.12)
	}
	if r.Struck {
		line(f.base() - points*0.32)
	}
}

// base is where in a line its letters stand, from the top.
func (f *Flow) base() float32 {
	own, base := textSize("Ag", f.points(), fyne.TextStyle{Bold: f.bold})
	return (f.lineHeight()-own.Height)/2 + base
}

func textSize(s string, points float32, style fyne.TextStyle) (fyne.Size, float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(s, points, style, nil)
}

// AccessibilityLabel implements fyne.Accessible.
func (f *Flow) AccessibilityLabel() string { return Block{Spans: f.spans}.Text() }

// AccessibilityRole implements fyne.Accessible.
func (f *Flow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
