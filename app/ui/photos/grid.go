package photos

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
)

// Grid draws the timeline: as many tiles as fit on the screen, taken from a pool
// and bound anew as it scrolls, and the headings of the months over them. It
// scrolls by itself, because Fyne's scroller tells neither where it is nor which
// keys are down, and counts in float32.
type Grid struct {
	widget.BaseWidget
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader

	// Open is told which picture was pressed. Moved is told whenever the
	// offset or the flow changed. Chosen is told that the selection changed. Zoom
	// is told which way the wheel went with Ctrl held down. Menu is told which
	// picture the other button was pressed on, and where in the window.
	Open   func(index int)
	Menu   func(index int, at fyne.Position)
	Moved  func()
	Chosen func()
	Zoom   func(steps int)
	// Carry is told where in the window what is chosen is dragged to, and reports
	// whether it may be; Carried is told where it was let go.
	Carry   func(at fyne.Position) bool
	Carried func(at fyne.Position)

	tile    float32 // size wanted
	flow    *Flow
	version int
	ids     []int64 // of the timeline the flow was made of
	offset  float64
	hovered int // picture under the pointer, -1 for none
	cursor  int // picture under the keyboard, -1 for none
	focused bool
	mods    fyne.KeyModifier
	band    band
	carried *fyne.Position // where what is chosen is dragged to; nil: it is not

	tiles map[int]*part.Tile
	pool  []*part.Tile
	heads []*head
	parts []fyne.CanvasObject
}

var (
	_ fyne.Scrollable   = (*Grid)(nil)
	_ fyne.Tappable     = (*Grid)(nil)
	_ fyne.Focusable    = (*Grid)(nil)
	_ desktop.Mouseable = (*Grid)(nil)
	_ desktop.Hoverable = (*Grid)(nil)
)

// Margins of the grid; the scrubber lies over the right one.
const marginLeft = look.S6

// free is what the grid keeps free, which grows with the text.
func free() Frame {
	return Frame{Left: marginLeft, Right: scrubberWidth() + look.S2, Heading: max(48, part.Size(look.Heading)*1.6)}
}

// NewGrid returns the grid of a model.
func NewGrid(kit *part.Kit, model *Model, loader *thumbs.Loader, tile float32) *Grid {
	g := &Grid{kit: kit, model: model, loader: loader, tile: tile, hovered: -1, cursor: -1,
		tiles: map[int]*part.Tile{}, flow: NewFlow(nil, 800, tile, Frame{}),
		Open: func(int) {}, Moved: func() {}, Chosen: func() {}, Zoom: func(int) {}, Menu: func(int, fyne.Position) {},
		Carry: func(fyne.Position) bool { return false }, Carried: func(fyne.Position) {}}
	g.ExtendBaseWidget(g)
	return g
}

// Flow is where everything lies at this moment.
func (g *Grid) Flow() *Flow { return g.flow }

// Offset is how far the grid is scrolled, and the height it shows.
func (g *Grid) Offset() (offset float64, high float32) { return g.offset, g.Size().Height }

// SetTile changes the size of the tiles; what is at the top stays there.
func (g *Grid) SetTile(size float32) {
	if g.tile != size {
		g.tile = size
		g.reflow(false)
	}
}

// ScrollTo scrolls to an offset, as far as there is something.
func (g *Grid) ScrollTo(offset float64) {
	offset = g.flow.Clamp(offset, g.Size().Height)
	if offset != g.offset {
		g.offset = offset
		g.hovered = -1
		g.arrange()
		g.Moved()
	}
}

// Update draws the model's new state. A new timeline keeps what is at the top,
// unless that is the newest.
func (g *Grid) Update() {
	if g.version != g.model.Version {
		g.version = g.model.Version
		g.reflow(true)
		return
	}
	g.arrange()
}

func (g *Grid) reflow(renewed bool) {
	anchor := g.flow.AnchorAt(g.offset)
	if renewed {
		anchor = g.follow(anchor)
		g.ids = g.model.Timeline.IDs
	}
	g.flow = NewFlow(g.model.Timeline.Months, g.Size().Width, g.tile, free())
	g.offset = g.flow.Clamp(g.flow.OffsetOf(anchor), g.Size().Height)
	if g.cursor >= g.flow.Count() {
		g.cursor = g.flow.Count() - 1
	}
	if renewed {
		g.hovered = -1
		for i, t := range g.tiles { // another picture may have this place now
			g.pool = append(g.pool, t)
			delete(g.tiles, i)
		}
	}
	g.arrange()
	g.Moved()
}

// follow finds an anchor's picture in the new timeline. The newest picture at
// the very top is not followed: what came above it is what one wants to see.
func (g *Grid) follow(a Anchor) Anchor {
	if a == (Anchor{}) || a.Index >= len(g.ids) {
		return a
	}
	if i := slices.Index(g.model.Timeline.IDs, g.ids[a.Index]); i >= 0 {
		a.Index = i
	}
	return a
}

// arrange puts the tiles and headings where the offset says.
func (g *Grid) arrange() {
	size := g.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	top, bottom := g.offset, g.offset+float64(size.Height)
	first, last := g.flow.Visible(top, bottom)
	for i, t := range g.tiles {
		if i < first || i >= last {
			g.pool = append(g.pool, t)
			delete(g.tiles, i)
		}
	}
	g.parts = g.parts[:0]
	ids := g.model.Timeline.IDs
	for i := first; i < last && i < len(ids); i++ {
		t := g.tiles[i]
		if t == nil {
			t = g.take()
			g.tiles[i] = t
		}
		x, y := g.flow.Spot(i)
		part.Place(t, x, float32(y-top), g.flow.Side, g.flow.Side)
		g.bind(t, i)
		g.parts = append(g.parts, t)
	}
	for _, t := range g.pool {
		t.Unbind()
	}
	g.headings(top, bottom)
	g.drawBand()
	// A screen more, so that scrolling on finds the rows there.
	ahead := min(len(ids), last+(last-first))
	if first < ahead {
		g.model.Need(ids[first:ahead])
	}
	canvas.Refresh(g)
}

func (g *Grid) take() *part.Tile {
	if n := len(g.pool); n > 0 {
		t := g.pool[n-1]
		g.pool = g.pool[:n-1]
		return t
	}
	return part.NewTile(g.loader, look.TileRadius)
}

func (g *Grid) bind(t *part.Tile, i int) {
	id := g.model.Timeline.IDs[i]
	row, ok := g.model.Row(id)
	if !ok {
		t.Unbind()
		t.Refresh()
		return
	}
	show := part.ThumbnailOf(row)
	show.Stack = len(g.model.Timeline.Stacks[id])
	t.Bind(g.kit.Hop.Context(), show, g.flow.Side, g.kit.Scale())
	sel := &g.model.Selection
	t.Mark(sel.Has(id), sel.Count() > 0, i == g.hovered, g.focused && i == g.cursor)
}

// at returns the picture at a place of the widget.
func (g *Grid) at(p fyne.Position) int { return g.flow.At(p.X, g.offset+float64(p.Y)) }

// CreateRenderer implements fyne.Widget.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g} }

type gridRenderer struct{ g *Grid }

func (r *gridRenderer) Destroy() {
	for _, t := range r.g.tiles {
		t.Unbind()
	}
}

func (r *gridRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.g.parts }

func (r *gridRenderer) Layout(fyne.Size) { r.g.reflow(false) }

func (r *gridRenderer) Refresh() {
	for _, t := range r.g.tiles {
		t.Refresh()
	}
	r.g.arrange()
}
