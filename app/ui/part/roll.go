package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// RollRows is what a Roll shows. Heights may differ, and may change between two calls
// of Roll.Update; they must be above zero.
type RollRows interface {
	Count() int
	Height(i int, width float32) float32
	New() fyne.CanvasObject                            // an empty row, bound many times
	Bind(i int, row fyne.CanvasObject, state RowState) // shows the i-th
	Free(row fyne.CanvasObject)                        // it is out of sight: nothing need load for it
}

// RowState is how a row is drawn.
type RowState struct{ Chosen, Hovered, Focused bool }

// Roll is a list of any length and of rows of any height. Only what is in sight
// exists. It knows its place as a row and where that row's top lies, not as a
// distance from the top: so a row that turns out higher than it was thought to be
// moves nothing that is being read, and a million rows cost as much as ten.
type Roll struct {
	widget.BaseWidget
	// Choose is told which row was pressed, or walked to with the arrows. Menu is
	// told of the other button, and where in the window. May refuses rows that
	// cannot be chosen, such as headings. Says names a row while the bar is dragged.
	// Moved is told that other rows are in sight. All may be nil.
	Choose func(i int)
	Menu   func(i int, at fyne.Position)
	May    func(i int) bool
	Says   func(i int) string
	Moved  func(first, last int)
	// Walk lets the arrow keys go from row to row; without it they scroll.
	Walk bool

	rows    RollRows
	chosen  int
	hovered int
	focused bool
	anchor  int
	at      float32 // where the anchor's top lies
	pinned  bool    // the anchor stays the one that is looked at
	end     bool    // the last row's lower edge stays at the list's
	first   float64 // rows above the upper edge
	seen    float64 // rows in sight
	from    int
	to      int

	live  map[int]fyne.CanvasObject
	spots map[int]rowSpot
	pool  []fyne.CanvasObject
	parts []fyne.CanvasObject
	bar   *rollBar
	ring  *canvas.Rectangle
}

type rowSpot struct{ y, h float32 }

var (
	_ fyne.Scrollable        = (*Roll)(nil)
	_ fyne.Tappable          = (*Roll)(nil)
	_ fyne.SecondaryTappable = (*Roll)(nil)
	_ fyne.Focusable         = (*Roll)(nil)
	_ desktop.Hoverable      = (*Roll)(nil)
)

// NewRoll returns a list at its beginning.
func NewRoll(rows RollRows) *Roll {
	r := &Roll{rows: rows, chosen: -1, hovered: -1, live: map[int]fyne.CanvasObject{}, spots: map[int]rowSpot{}, ring: canvas.NewRectangle(nil)}
	r.bar = newRollBar(r)
	r.ExtendBaseWidget(r)
	return r
}

// Chosen is the row that is chosen, -1 for none.
func (r *Roll) Chosen() int { return r.chosen }

// Select shows a row as chosen, without telling Choose; -1 none.
func (r *Roll) Select(i int) {
	if r.chosen != i {
		r.chosen = i
		r.arrange()
	}
}

// Reveal scrolls as little as needed to have a row in sight.
func (r *Roll) Reveal(i int) {
	if i < 0 || i >= r.rows.Count() {
		return
	}
	h, high := r.rows.Height(i, r.inner()), r.Size().Height
	switch s, ok := r.spots[i]; {
	case ok && s.y >= 0 && s.y+s.h <= high:
		return
	case ok && s.y < 0 || !ok && i < r.from:
		r.put(i, 0, false)
	default:
		r.put(i, high-h, false)
	}
}

// ShowAt puts a row's top at a part of the height, and holds it there while rows
// above it come in, until somebody scrolls.
func (r *Roll) ShowAt(i int, part float32) { r.put(i, r.Size().Height*part, true) }

// ToEnd scrolls to the last row.
func (r *Roll) ToEnd() {
	r.put(r.rows.Count()-1, 0, false)
	r.end = true
	r.arrange()
}

// ToStart scrolls to the first row.
func (r *Roll) ToStart() { r.put(0, 0, false) }

func (r *Roll) put(i int, at float32, pin bool) {
	r.anchor, r.at, r.pinned, r.end = max(i, 0), at, pin, false
	r.arrange()
}

// Update draws what the rows are now. What is in sight stays.
func (r *Roll) Update() {
	if r.chosen >= r.rows.Count() {
		r.chosen = -1
	}
	r.arrange()
}

// inner is the width that rows have.
func (r *Roll) inner() float32 { return r.Size().Width - barWidth }

// arrange puts the rows in sight where they belong.
func (r *Roll) arrange() {
	size, n := r.Size(), r.rows.Count()
	clear(r.spots)
	r.parts = r.parts[:0]
	if size.Width <= barWidth || size.Height <= 0 || n == 0 {
		r.free(0, 0)
		r.first, r.seen, r.from, r.to = 0, 0, 0, 0
		r.finish()
		return
	}
	width := r.inner()
	height := func(i int) float32 { return max(1, r.rows.Height(i, width)) }
	i, y := min(max(r.anchor, 0), n-1), r.at
	if r.anchor >= n || r.end { // or the list became shorter
		i = n - 1
		y = size.Height - height(i)
	}
	up := func() {
		for y > 0 && i > 0 {
			i--
			y -= height(i)
		}
		y = min(y, 0)
	}
	up()
	for y+height(i) <= 0 && i < n-1 {
		y += height(i)
		i++
	}
	bottom, last := y, i
	for ; last < n && bottom < size.Height; last++ {
		bottom += height(last)
	}
	if bottom < size.Height { // beyond the end
		y += size.Height - bottom
		up()
	}
	if !r.pinned {
		r.anchor, r.at = i, y
	}
	r.free(i, n)
	from, top := i, y
	for ; i < n && y < size.Height; i++ {
		h := height(i)
		r.spots[i] = rowSpot{y, h}
		y += h
	}
	r.from, r.to = from, i
	r.free(from, i)
	r.first = float64(from) + float64(-top/r.spots[from].h)
	r.seen = 0
	for j := from; j < i; j++ {
		s := r.spots[j]
		r.seen += float64((min(s.y+s.h, size.Height) - max(s.y, 0)) / s.h)
		row := r.live[j]
		if row == nil {
			row = r.take()
			r.live[j] = row
		}
		Place(row, 0, s.y, width, s.h)
		r.rows.Bind(j, row, RowState{Chosen: j == r.chosen, Hovered: j == r.hovered, Focused: r.focused && j == r.chosen})
		r.parts = append(r.parts, row)
	}
	r.finish()
	if r.Moved != nil {
		r.Moved(from, i)
	}
}

func (r *Roll) finish() {
	size := r.Size()
	Place(r.bar, size.Width-barWidth, 0, barWidth, size.Height)
	r.bar.Refresh()
	r.parts = append(r.parts, r.bar)
	if r.focused && !r.Walk {
		dress(r.ring, "", look.Focus, 2, look.Radius)
		Place(r.ring, 1, 1, size.Width-2, size.Height-2)
		r.parts = append(r.parts, r.ring)
	}
	canvas.Refresh(r)
}

// free puts rows that are out of sight back.
func (r *Roll) free(from, to int) {
	for i, row := range r.live {
		if i < from || i >= to {
			r.rows.Free(row)
			r.pool = append(r.pool, row)
			delete(r.live, i)
		}
	}
}

func (r *Roll) take() fyne.CanvasObject {
	if n := len(r.pool); n > 0 {
		row := r.pool[n-1]
		r.pool = r.pool[:n-1]
		return row
	}
	return r.rows.New()
}

// rowAt is the row at a height, -1 for none.
func (r *Roll) rowAt(y float32) int {
	for i, s := range r.spots {
		if y >= s.y && y < s.y+s.h && (r.May == nil || r.May(i)) {
			return i
		}
	}
	return -1
}

// CreateRenderer implements fyne.Widget.
func (r *Roll) CreateRenderer() fyne.WidgetRenderer { return &rollRenderer{r} }

type rollRenderer struct{ r *Roll }

func (x *rollRenderer) Destroy()                     {}
func (x *rollRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, 80) }
func (x *rollRenderer) Objects() []fyne.CanvasObject { return x.r.parts }
func (x *rollRenderer) Layout(fyne.Size)             { x.r.arrange() }
func (x *rollRenderer) Refresh() {
	for _, row := range x.r.live {
		row.Refresh()
	}
	x.r.arrange()
}
