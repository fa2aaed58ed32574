package calendar

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// grid is a month: a column for each day of the week, a row for each week. It draws
// what the model has, and tells which day or which item was pressed.
type grid struct {
	widget.BaseWidget
	m       *Model
	now     func() time.Time
	day     func(day int)
	item    func(item int)
	key     func(fyne.KeyName) bool
	over    spot
	focused bool

	parts []fyne.CanvasObject
	spots []spot // items that can be pressed
}

// spot is where an item lies.
type spot struct {
	x, y, w, h float32
	item       int // plus one; 0 is nothing
}

var (
	_ fyne.Tappable      = (*grid)(nil)
	_ fyne.Focusable     = (*grid)(nil)
	_ desktop.Hoverable  = (*grid)(nil)
	_ desktop.Cursorable = (*grid)(nil)
)

func newGrid(m *Model, now func() time.Time) *grid {
	g := &grid{m: m, now: now, day: func(int) {}, item: func(int) {}, key: func(fyne.KeyName) bool { return false }}
	g.ExtendBaseWidget(g)
	return g
}

// sizes of the grid, at the usual size of text.
func headHigh() float32   { return 28 * part.Zoom() }
func numberHigh() float32 { return 30 * part.Zoom() }
func lineHigh() float32   { return 21 * part.Zoom() }

const lineGap float32 = 2

// cell is the size of a day.
func (g *grid) cell(size fyne.Size) (w, h float32) {
	n := max(1, len(g.m.Weeks))
	return size.Width / 7, (size.Height - headHigh()) / float32(n)
}

func (g *grid) at(p fyne.Position) (day int, ok bool) {
	w, h := g.cell(g.Size())
	col, row := int(p.X/w), int((p.Y-headHigh())/h)
	if p.Y < headHigh() || row < 0 || row >= len(g.m.Weeks) || col < 0 || col > 6 {
		return 0, false
	}
	return g.m.Weeks[row].First + col, true
}

func (g *grid) spotAt(p fyne.Position) spot {
	for _, s := range g.spots {
		if p.X >= s.x && p.X < s.x+s.w && p.Y >= s.y && p.Y < s.y+s.h {
			return s
		}
	}
	return spot{}
}

// Tapped implements fyne.Tappable.
func (g *grid) Tapped(e *fyne.PointEvent) {
	if s := g.spotAt(e.Position); s.item > 0 {
		g.item(s.item - 1)
		return
	}
	if d, ok := g.at(e.Position); ok {
		g.day(d)
	}
}

// MouseIn implements desktop.Hoverable.
func (g *grid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (g *grid) MouseMoved(e *desktop.MouseEvent) {
	if s := g.spotAt(e.Position); s != g.over {
		g.over = s
		g.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (g *grid) MouseOut() { g.over = spot{}; g.Refresh() }

// Cursor implements desktop.Cursorable.
func (g *grid) Cursor() desktop.Cursor {
	if g.over.item > 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FocusGained implements fyne.Focusable.
func (g *grid) FocusGained() { g.focused = true; g.Refresh() }

// FocusLost implements fyne.Focusable.
func (g *grid) FocusLost() { g.focused = false; g.Refresh() }

// TypedRune implements fyne.Focusable.
func (g *grid) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (g *grid) TypedKey(e *fyne.KeyEvent) {
	if !g.key(e.Name) {
		part.PassKey(e)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (g *grid) AccessibilityLabel() string {
	return words.N("{{.Day}}, {{.N}} events", len(g.m.On(g.m.Day)), "Day", words.LongDate(dayTime(g.m.Day)))
}

// AccessibilityRole implements fyne.Accessible.
func (g *grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (g *grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g} }

type gridRenderer struct{ g *grid }

func (r *gridRenderer) Destroy()                     {}
func (r *gridRenderer) MinSize() fyne.Size           { return fyne.NewSize(420, 300) }
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.g.parts }
func (r *gridRenderer) Layout(size fyne.Size)        { r.g.draw(size) }
func (r *gridRenderer) Refresh() {
	r.g.draw(r.g.Size())
	canvas.Refresh(r.g)
}

func (g *grid) rect(x, y, w, h float32, c color.Color, radius float32) *canvas.Rectangle {
	o := canvas.NewRectangle(c)
	o.CornerRadius = radius
	part.Place(o, x, y, w, h)
	g.parts = append(g.parts, o)
	return o
}

func (g *grid) text(s string, x, y, w, h float32, c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *canvas.Text {
	t := canvas.NewText(s, part.Color(c))
	t.TextSize, t.TextStyle.Bold = part.Size(size), bold
	m := t.MinSize()
	part.Place(t, x, y+(h-m.Height)/2, w, m.Height)
	g.parts = append(g.parts, t)
	return t
}

// fitted is a text cut at its end to a width.
func fitted(s string, w float32, size fyne.ThemeSizeName, bold bool) string {
	return part.EndEllipsis(s, w, func(s string) float32 {
		return fyne.MeasureText(s, part.Size(size), fyne.TextStyle{Bold: bold}).Width
	})
}

func (g *grid) draw(size fyne.Size) {
	g.parts, g.spots = g.parts[:0], g.spots[:0]
	if size.Width <= 0 || len(g.m.Weeks) == 0 {
		return
	}
	w, h := g.cell(size)
	dayName := words.ShortWeekday
	if w > 96*part.Zoom() {
		dayName = words.WeekdayName
	}
	for d := range 7 {
		name := dayName(dayTime(g.m.Weeks[0].First + d).Weekday())
		g.text(name, float32(d)*w+look.S2, 0, w-look.S2, headHigh(), look.Muted, look.Caption, false)
	}
	g.ground(size, w, h)
	lines := int((h - numberHigh() - 2) / (lineHigh() + lineGap))
	for row, week := range g.m.Weeks {
		top := headHigh() + float32(row)*h
		g.numbers(week, top, w)
		bars, more := week.Fit(lines)
		for _, b := range bars {
			g.bar(b, top+numberHigh()+float32(b.Lane)*(lineHigh()+lineGap), w, week.First)
		}
		for d, n := range more {
			if n == 0 {
				continue
			}
			y := top + numberHigh() + float32(max(0, lines-1))*(lineHigh()+lineGap)
			s := fitted(words.N("{{.N}} more", n), w-2*look.S2, look.Caption, false)
			if lines <= 0 { // no room but beside the number
				y, s = top, "•"
				g.text(s, float32(d+1)*w-look.S4, y, look.S4, numberHigh(), look.Accent, look.Caption, true)
				continue
			}
			g.text(s, float32(d)*w+look.S2, y, w-look.S2, lineHigh(), look.Muted, look.Caption, false)
		}
	}
}

// ground draws the cells and the lines between them.
func (g *grid) ground(size fyne.Size, w, h float32) {
	top := headHigh()
	g.rect(0, top, size.Width, size.Height-top, part.Color(look.Surface), 12)
	for row, week := range g.m.Weeks {
		for d := range 7 {
			day := week.First + d
			x, y := float32(d)*w, top+float32(row)*h
			if day == g.m.Day {
				c := g.rect(x+2, y+2, w-4, h-4, part.Color(look.Tint), look.Radius)
				if g.focused {
					c.StrokeColor, c.StrokeWidth = part.Color(look.Focus), 2
				}
			} else if dayTime(day).Month() != g.m.Month {
				g.rect(x+1, y+1, w-2, h-2, part.Color(look.Background), look.Radius)
			}
		}
	}
	line := part.Color(look.Border)
	for d := 1; d < 7; d++ {
		g.rect(float32(d)*w, top+1, 1, size.Height-top-2, line, 0)
	}
	for row := 1; row < len(g.m.Weeks); row++ {
		g.rect(1, top+float32(row)*h, size.Width-2, 1, line, 0)
	}
	frame := g.rect(0, top, size.Width, size.Height-top, color.Transparent, 12)
	frame.StrokeColor, frame.StrokeWidth = line, 1
}

// numbers draws the days of a week; today's is on a disc.
func (g *grid) numbers(week Week, top, w float32) {
	today := Days(g.now())
	for d := range 7 {
		day := week.First + d
		x := float32(d) * w
		s := dayNumber(day)
		if dayTime(day).Day() == 1 && w > 84*part.Zoom() {
			s = part.EndEllipsis(words.DayMonth(dayTime(day)), w-30*part.Zoom(), func(s string) float32 {
				return fyne.MeasureText(s, part.Size(look.Body), fyne.TextStyle{Bold: true}).Width
			})
		}
		c, bold := look.Foreground, false
		if dayTime(day).Month() != g.m.Month {
			c = look.Muted
		}
		if day == today {
			c, bold = look.OnAccent, true
			wide := max(fyne.MeasureText(s, part.Size(look.Body), fyne.TextStyle{Bold: true}).Width+12, 24*part.Zoom())
			g.rect(x+look.S1+1, top+4, wide, numberHigh()-7, part.Color(look.Accent), (numberHigh()-7)/2)
			g.text(s, x+look.S1+1, top+4, wide, numberHigh()-7, c, look.Body, bold).Alignment = fyne.TextAlignCenter
			continue
		}
		g.text(s, x+look.S2+2, top+3, w-look.S2, numberHigh()-6, c, look.Body, bold)
	}
}

// bar draws an item's part of a week: what takes whole days as a bar over them, what
// has a time as a dot and words.
func (g *grid) bar(b Bar, y, w float32, first int) {
	it := g.m.Items[b.Item]
	x, wide := float32(b.From)*w+3, float32(b.To-b.From+1)*w-6
	c := colorOf(it.Event)
	gone := it.Event.Status == "cancelled"
	s := spot{x, y, wide, lineHigh(), b.Item + 1}
	g.spots = append(g.spots, s)
	if it.bar() {
		if b.Begun {
			x, wide = x-3, wide+3
		}
		if b.Goes {
			wide += 3
		}
		g.rect(x, y, wide, lineHigh(), soft(c), 5)
		if !b.Begun {
			g.rect(x, y, 4, lineHigh(), c, 2)
		}
		g.words(title(it.Event), x+9, y, wide-12, gone)
	} else {
		name := title(it.Event)
		left := x + 14
		g.rect(x+3, y+lineHigh()/2-3, 6, 6, c, 3)
		if room := w - 6; room > 120*part.Zoom() {
			at := words.Clock(it.Start)
			t := g.text(at, left, y, 60, lineHigh(), look.Muted, look.Caption, false)
			left += t.MinSize().Width + 6
		}
		g.words(name, left, y, x+wide-left-2, gone)
	}
	switch {
	case g.m.Chosen == b.Item:
		r := g.rect(s.x, y, s.w, lineHigh(), color.Transparent, 5)
		r.StrokeColor, r.StrokeWidth = part.Color(look.Accent), 1.5
	case g.over == s:
		g.rect(s.x, y, s.w, lineHigh(), part.Color(look.Hover), 5)
	}
}

func (g *grid) words(s string, x, y, w float32, gone bool) {
	c := look.Foreground
	if gone {
		c = look.Muted
	}
	s = fitted(s, w, look.Caption, false)
	t := g.text(s, x, y, w, lineHigh(), c, look.Caption, false)
	if gone {
		g.rect(x, y+lineHigh()/2, t.MinSize().Width, 1, part.Color(c), 0)
	}
}
