package part

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Rows is a list of any length, one below the other. Rows are of a few kinds, each
// with a height and a drawing of its own: lines, and the headings between them. Only
// those in sight exist.
type Rows struct {
	widget.BaseWidget
	// Press is told which row was pressed. Rows of the kinds in Still cannot be.
	Press func(i int)
	Still []int
	// Name is a row's accessible name; nil leaves it out.
	Name func(i int) string

	height func(kind int) float32
	make   func(kind int) fyne.CanvasObject
	set    func(i int, o fyne.CanvasObject)

	kinds  []int
	tops   []float32 // of each row, and the end of the last
	zoom   float32
	chosen int
	shown  map[int]*rowAt
	spare  map[int][]*rowAt
	inside *fyne.Container
	scroll *container.Scroll
}

// rowAt is a drawing, and the row it shows.
type rowAt struct {
	at, kind int
	content  fyne.CanvasObject
	area     *Area // nil of a kind that cannot be pressed
	object   fyne.CanvasObject
}

// NewRows returns an empty list. height is that of a kind at the usual size of text,
// make draws one row of a kind, set makes it show row i.
func NewRows(height func(kind int) float32, make func(kind int) fyne.CanvasObject, set func(i int, o fyne.CanvasObject)) *Rows {
	r := &Rows{height: height, make: make, set: set, chosen: -1, shown: map[int]*rowAt{}, spare: map[int][]*rowAt{}, Press: func(int) {}}
	r.inside = container.New(&rowsLayout{r})
	r.scroll = container.NewVScroll(r.inside)
	r.scroll.OnScrolled = func(fyne.Position) { r.place() }
	r.ExtendBaseWidget(r)
	return r
}

// Set shows rows of these kinds; what was shown is drawn anew.
func (r *Rows) Set(kinds []int) {
	r.kinds = slices.Clone(kinds)
	r.measure()
	for _, row := range r.shown {
		r.drop(row)
	}
	clear(r.shown)
	r.inside.Refresh()
	r.scroll.Refresh()
	r.place()
}

func (r *Rows) measure() {
	r.zoom = Zoom()
	r.tops = append(r.tops[:0], 0)
	heights := map[int]float32{}
	var y float32
	for _, k := range r.kinds {
		h, ok := heights[k]
		if !ok {
			h = r.height(k) * (1 + (r.zoom-1)*0.9)
			heights[k] = h
		}
		y += h
		r.tops = append(r.tops, y)
	}
}

// Update draws the rows in sight anew.
func (r *Rows) Update() {
	for i, row := range r.shown {
		r.show(i, row)
	}
}

// Choose marks a row as the one that is open; -1 is none.
func (r *Rows) Choose(i int) {
	if r.chosen == i {
		return
	}
	r.chosen = i
	for at, row := range r.shown {
		if row.area != nil {
			row.area.Choose(at == i)
		}
	}
}

// Reveal scrolls as far as is needed for a row to be in sight.
func (r *Rows) Reveal(i int) {
	if i < 0 || i >= len(r.kinds) {
		return
	}
	top, end, high := r.tops[i], r.tops[i+1], r.scroll.Size().Height
	for i > 0 && slices.Contains(r.Still, r.kinds[i-1]) { // with its heading
		i--
		top = r.tops[i]
	}
	switch y := r.scroll.Offset.Y; {
	case high == 0:
	case top < y:
		r.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case end > y+high:
		r.scroll.ScrollToOffset(fyne.NewPos(0, end-high))
	}
	r.place()
}

// ScrollTo puts a row at the top, as far as there is enough below it.
func (r *Rows) ScrollTo(i int) {
	if i >= 0 && i < len(r.kinds) {
		r.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(r.tops[i], r.tops[len(r.kinds)]-r.scroll.Size().Height))))
		r.place()
	}
}

// Top is the row at the top of what is in sight, 0 when there is none.
func (r *Rows) Top() int { return max(0, r.rowAt(r.scroll.Offset.Y)) }

// rowAt is the row at a height, -1 when there is none.
func (r *Rows) rowAt(y float32) int {
	return min(sort.Search(len(r.kinds), func(i int) bool { return r.tops[i+1] > y }), len(r.kinds)-1)
}

// place draws what has come into sight and lets go of what has left it.
func (r *Rows) place() {
	size := r.scroll.Size()
	if size.Height <= 0 || len(r.kinds) == 0 {
		return
	}
	if r.zoom != Zoom() {
		r.measure()
	}
	y := r.scroll.Offset.Y
	first, last := r.rowAt(y), r.rowAt(y+size.Height)
	for i, row := range r.shown {
		if i < first || i > last {
			r.drop(row)
			delete(r.shown, i)
		}
	}
	for i := first; i <= last; i++ {
		row := r.shown[i]
		if row == nil {
			row = r.take(r.kinds[i])
			r.shown[i] = row
			r.show(i, row)
		}
		Place(row.object, 0, r.tops[i], size.Width, r.tops[i+1]-r.tops[i])
	}
	r.inside.Objects = r.inside.Objects[:0]
	for i := first; i <= last; i++ {
		r.inside.Objects = append(r.inside.Objects, r.shown[i].object)
	}
}

func (r *Rows) take(kind int) *rowAt {
	if n := len(r.spare[kind]); n > 0 {
		row := r.spare[kind][n-1]
		r.spare[kind] = r.spare[kind][:n-1]
		return row
	}
	row := &rowAt{kind: kind, content: r.make(kind)}
	row.object = row.content
	if !slices.Contains(r.Still, kind) {
		row.area = NewArea("", look.Radius, row.content, func() { r.Press(row.at) })
		row.object = row.area
	}
	return row
}

func (r *Rows) drop(row *rowAt) {
	const most = 64
	if len(r.spare[row.kind]) < most {
		r.spare[row.kind] = append(r.spare[row.kind], row)
	}
}

func (r *Rows) show(i int, row *rowAt) {
	row.at = i
	r.set(i, row.content)
	if row.area != nil {
		row.area.Choose(i == r.chosen)
		if r.Name != nil {
			row.area.Name(r.Name(i))
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		Parts: []fyne.CanvasObject{r.scroll},
		OnMin: func() fyne.Size { return fyne.NewSize(120, 80) },
		OnLayout: func(s fyne.Size) {
			Place(r.scroll, 0, 0, s.Width, s.Height)
			r.inside.Refresh()
			r.place()
		},
		OnRefresh: func() { r.place() },
	}
}

type rowsLayout struct{ r *Rows }

func (l *rowsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if n := len(l.r.tops); n > 0 {
		return fyne.NewSize(80, l.r.tops[n-1])
	}
	return fyne.NewSize(80, 0)
}

func (l *rowsLayout) Layout([]fyne.CanvasObject, fyne.Size) { l.r.place() }
