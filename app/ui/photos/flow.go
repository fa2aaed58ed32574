package photos

import (
	"sort"

	"keepsake/app/ui/shelf"
)

// Flow is where everything of a timeline lies: a heading for each month, under
// it its pictures in rows of equal squares that fill the width. Positions are
// in float64, from the top of the first heading, so that a hundred thousand
// pictures lie as exactly as the first.
//
// A Flow is made anew for a new width, tile size or timeline; it takes time in
// the number of months, not of pictures.
type Flow struct {
	Columns int
	Side    float32 // of a tile
	months  []shelf.Month
	tops    []float64 // of each month's heading; one more for the end
	left    float32
	heading float64
	count   int
}

// Frame is what a Flow keeps free: the margins at its sides and the height of a
// heading.
type Frame struct{ Left, Right, Heading float32 }

// Measures of the grid.
const (
	gap        float32 = 4  // between tiles
	monthGap   float32 = 20 // after a month
	minColumns         = 2
)

// NewFlow lays months out in a width, in tiles of about the size wanted.
func NewFlow(months []shelf.Month, width, tile float32, free Frame) *Flow {
	inner := max(width-free.Left-free.Right, 2*tile/3)
	columns := max(minColumns, int((inner+gap)/(tile+gap)))
	f := &Flow{
		Columns: columns,
		Side:    (inner - gap*float32(columns-1)) / float32(columns),
		months:  months, left: free.Left, heading: float64(free.Heading),
		tops: make([]float64, 1, len(months)+1),
	}
	y := 0.0
	for _, m := range months {
		rows := (m.Count + columns - 1) / columns
		y += f.heading + float64(rows)*float64(f.Side+gap) + float64(monthGap)
		f.tops = append(f.tops, y)
		f.count += m.Count
	}
	return f
}

// Height is how high everything is together.
func (f *Flow) Height() float64 { return f.tops[len(f.tops)-1] }

// Count is how many pictures lie in the flow.
func (f *Flow) Count() int { return f.count }

// monthAt returns the index of the month that y lies in, 0 above the first and
// the last below the end; -1 without months.
func (f *Flow) monthAt(y float64) int {
	i := sort.Search(len(f.months), func(i int) bool { return f.tops[i+1] > y })
	return min(i, len(f.months)-1)
}

// monthOf returns the index of the month that holds picture i.
func (f *Flow) monthOf(i int) int {
	return sort.Search(len(f.months), func(m int) bool { return f.months[m].Start+f.months[m].Count > i })
}

// Spot returns where picture i lies.
func (f *Flow) Spot(i int) (x float32, y float64) {
	m := f.monthOf(i)
	n := i - f.months[m].Start
	step := f.Side + gap
	return f.left + float32(n%f.Columns)*step, f.tops[m] + f.heading + float64(n/f.Columns)*float64(step)
}

// At returns the picture at a place, or -1 where there is none.
func (f *Flow) At(x float32, y float64) int {
	if len(f.months) == 0 || y < 0 || y >= f.Height() || x < f.left {
		return -1
	}
	m := f.monthAt(y)
	y -= f.tops[m] + f.heading
	step := float64(f.Side + gap)
	if y < 0 {
		return -1
	}
	row, column := int(y/step), int(float64(x-f.left)/step)
	if column >= f.Columns || y-float64(row)*step > float64(f.Side) || float64(x-f.left)-float64(column)*step > float64(f.Side) {
		return -1
	}
	n := row*f.Columns + column
	if n >= f.months[m].Count {
		return -1
	}
	return f.months[m].Start + n
}

// Visible returns the pictures from first to before last that lie, at least
// partly, between two heights.
func (f *Flow) Visible(top, bottom float64) (first, last int) {
	if len(f.months) == 0 || bottom <= top {
		return 0, 0
	}
	step := float64(f.Side + gap)
	row := func(y float64, up bool) int {
		m := f.monthAt(y)
		inside := y - f.tops[m] - f.heading
		n := 0
		if inside > 0 {
			n = int(inside / step)
			if up {
				n++
			}
			n *= f.Columns
		}
		return f.months[m].Start + min(n, f.months[m].Count)
	}
	first, last = row(max(top, 0), false), row(min(bottom, f.Height()), true)
	return first, max(first, last)
}

// Within returns the pictures that lie, at least partly, in a rectangle.
func (f *Flow) Within(left, right float32, top, bottom float64) []int {
	first, last := f.Visible(top, bottom)
	var in []int
	for i := first; i < last; i++ {
		x, y := f.Spot(i)
		if x < right && x+f.Side > left && y < bottom && y+float64(f.Side) > top {
			in = append(in, i)
		}
	}
	return in
}

// Heading is a month's heading as it is drawn: the topmost one stays at the top
// of the window until the next one pushes it away.
type Heading struct {
	Month  shelf.Month
	Y      float64 // in the flow
	Sticky bool
}

// Headings returns the headings to draw when the window shows top to bottom.
func (f *Flow) Headings(top, bottom float64) []Heading {
	if len(f.months) == 0 {
		return nil
	}
	var hs []Heading
	for m := f.monthAt(top); m < len(f.months) && f.tops[m] < bottom; m++ {
		h := Heading{Month: f.months[m], Y: f.tops[m]}
		if h.Y <= top {
			h.Sticky = h.Y < top
			h.Y = min(top, f.tops[m+1]-f.heading)
		}
		hs = append(hs, h)
	}
	return hs
}

// Reveal returns the nearest offset to offset at which picture i is wholly
// visible below the sticky heading, in a window that is high.
func (f *Flow) Reveal(i int, offset float64, high float32) float64 {
	_, y := f.Spot(i)
	top := y - f.heading
	bottom := y + float64(f.Side) + float64(gap) - float64(high)
	switch {
	case offset > top:
		return top
	case offset < bottom:
		return min(bottom, top)
	}
	return offset
}

// Clamp brings an offset back into what can be scrolled.
func (f *Flow) Clamp(offset float64, high float32) float64 {
	return max(0, min(offset, f.Height()-float64(high)))
}

// Anchor remembers what is at the top of the window, to find it again after the
// flow has changed: a picture, and how far above it the window begins.
type Anchor struct {
	Index int
	Above float64 // in parts of a tile
}

// AnchorAt returns the anchor for an offset.
func (f *Flow) AnchorAt(offset float64) Anchor {
	first, last := f.Visible(offset+f.heading, offset+f.heading+1)
	if first >= f.count || first == last && first == 0 {
		return Anchor{}
	}
	_, y := f.Spot(first)
	return Anchor{Index: first, Above: (y - offset - f.heading) / float64(f.Side)}
}

// OffsetOf returns the offset at which an anchor is where it was.
func (f *Flow) OffsetOf(a Anchor) float64 {
	if f.count == 0 || a.Index == 0 && a.Above == 0 {
		return 0
	}
	_, y := f.Spot(min(a.Index, f.count-1))
	return max(0, y-f.heading-a.Above*float64(f.Side))
}

// Step returns the picture that the arrow keys reach from i by going some
// columns and rows; across months it keeps the column as far as there is one.
func (f *Flow) Step(i, columns, rows int) int {
	if f.count == 0 {
		return -1
	}
	if rows == 0 {
		return max(0, min(i+columns, f.count-1))
	}
	for ; rows > 0; rows-- {
		i = f.below(i)
	}
	for ; rows < 0; rows++ {
		i = f.above(i)
	}
	return i
}

func (f *Flow) below(i int) int {
	m := f.monthOf(i)
	mo := f.months[m]
	n := i - mo.Start
	if n/f.Columns < (mo.Count-1)/f.Columns {
		return mo.Start + min(n+f.Columns, mo.Count-1)
	}
	if m+1 == len(f.months) {
		return i
	}
	next := f.months[m+1]
	return next.Start + min(n%f.Columns, next.Count-1)
}

func (f *Flow) above(i int) int {
	m := f.monthOf(i)
	n := i - f.months[m].Start
	if n >= f.Columns {
		return i - f.Columns
	}
	if m == 0 {
		return i
	}
	prev := f.months[m-1]
	lastRow := (prev.Count - 1) / f.Columns * f.Columns
	return prev.Start + min(lastRow+n%f.Columns, prev.Count-1)
}

// Mark is a label of the scrubber: a year, where its newest month lies.
type Mark struct {
	Year int
	At   float64 // part of the whole height, 0 to 1
}

// Years returns the scrubber's labels, from the top.
func (f *Flow) Years() []Mark {
	var ms []Mark
	for i, m := range f.months {
		if len(ms) == 0 || ms[len(ms)-1].Year != m.Year {
			ms = append(ms, Mark{m.Year, f.tops[i] / f.Height()})
		}
	}
	return ms
}

// MonthAtPart returns the month at a part of the whole height.
func (f *Flow) MonthAtPart(part float64) (shelf.Month, bool) {
	if len(f.months) == 0 {
		return shelf.Month{}, false
	}
	return f.months[f.monthAt(part*f.Height())], true
}
