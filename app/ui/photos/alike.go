package photos

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// alikeView is the groups of pictures that look alike, each with its best first.
type alikeView struct {
	Open     func(t *shelf.Timeline, index int)
	KeepBest func(g shelf.Group)
	KeepAll  func(g shelf.Group)

	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader
	shown  []shelf.Group
	many   int // groups drawn; more when asked for
	column *fyne.Container
	page   *part.Page
	tiles  map[int64]*part.Tile
	dates  []*part.Text // of the groups drawn, written when their rows are there
}

// Measures: groups drawn at once, pictures of a group shown, and their side.
const (
	groupsAtOnce         = 40
	mostAlike            = 24
	alikeSide    float32 = 128
)

func newAlikeView(kit *part.Kit, model *Model, loader *thumbs.Loader) *alikeView {
	v := &alikeView{kit: kit, model: model, loader: loader, many: groupsAtOnce, column: part.Column(look.S4), tiles: map[int64]*part.Tile{},
		Open: func(*shelf.Timeline, int) {}, KeepBest: func(shelf.Group) {}, KeepAll: func(shelf.Group) {}}
	v.page = part.NewPage(1400, look.S6, v.column).Flush()
	return v
}

// render draws the groups; they are only made anew when they changed.
func (v *alikeView) render() {
	groups := v.model.Groups
	if slices.EqualFunc(v.shown, groups, func(a, b shelf.Group) bool { return a.Reason == b.Reason && slices.Equal(a.IDs, b.IDs) }) {
		v.bind()
		return
	}
	v.shown = groups
	v.draw()
}

func (v *alikeView) draw() {
	for _, t := range v.tiles {
		t.Unbind()
	}
	clear(v.tiles)
	v.dates = v.dates[:0]
	v.column.Objects = v.column.Objects[:0]
	v.column.Add(part.Muted(words.T("Pictures that look nearly the same, and bursts. The one that is likely the best comes first; nothing goes before you say so. Exact copies are kept only once anyway.")).Wrapped())
	n := min(v.many, len(v.shown))
	for _, g := range v.shown[:n] {
		v.column.Add(v.group(g))
	}
	if n < len(v.shown) {
		v.column.Add(container.NewCenter(part.NewButton(part.Secondary, words.N("Show {{.N}} more", min(groupsAtOnce, len(v.shown)-n)), "", func() {
			v.many += groupsAtOnce
			v.draw()
		})))
	}
	v.column.Add(part.Space(0, look.S6))
	v.bind()
	v.page.Relayout()
}

func (v *alikeView) group(g shelf.Group) fyne.CanvasObject {
	title := words.N("{{.N}} look alike", len(g.IDs))
	if g.Reason == shelf.Burst {
		title = words.N("A burst of {{.N}}", len(g.IDs))
	}
	when := part.Muted("")
	v.dates = append(v.dates, when)
	wrap := part.Wrap(look.S1)
	for i, id := range g.IDs[:min(mostAlike, len(g.IDs))] {
		wrap.Add(v.tile(g, i, id))
	}
	return part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1), part.Pad(look.S4, part.Column(look.S3,
		part.Row(look.S3, part.Strong(title), when, part.NewSpring(),
			part.NewButton(part.Plain, words.T("Keep all"), "", func() { v.KeepAll(g) }),
			part.NewButton(part.Secondary, words.T("Keep the best, trash the rest"), look.IconTrash, func() { v.KeepBest(g) })),
		wrap)))
}

func (v *alikeView) tile(g shelf.Group, i int, id int64) fyne.CanvasObject {
	t := part.NewTile(v.loader, look.TileRadius)
	v.tiles[id] = t
	name := words.T("Open")
	layers := part.Layers(t)
	if i == 0 {
		name = words.T("Open the best one")
		layers.Add(part.Inset(look.S1, look.S1, 0, 0, container.NewHBox(container.NewVBox(part.Layers(
			part.NewFill(look.Tip, look.Radius-2), part.Inset(look.S2, 2, look.S2, 2, part.Small(words.T("Best")).In(look.OnTip)))))))
	}
	return part.NewArea(name, look.TileRadius, part.Fixed(alikeSide, alikeSide, layers), func() { v.Open(v.timeline(g), i) })
}

// timeline is a group as the viewer leafs through it: one month is as good as
// another there.
func (v *alikeView) timeline(g shelf.Group) *shelf.Timeline {
	at := time.Time{}
	if r, ok := v.model.Row(g.IDs[0]); ok {
		at = r.Taken
	}
	t := &shelf.Timeline{IDs: g.IDs, Taken: make([]int64, len(g.IDs))}
	t.Months = []shelf.Month{{Year: at.Year(), Month: at.Month(), Count: len(g.IDs)}}
	return t
}

// bind gives the tiles their pictures, as far as their rows are there.
func (v *alikeView) bind() {
	var ids []int64
	for i, g := range v.shown[:min(v.many, len(v.shown))] {
		if r, ok := v.model.Row(g.IDs[0]); ok {
			v.dates[i].Set(words.LongDate(r.Taken))
		}
		ids = append(ids, g.IDs[:min(mostAlike, len(g.IDs))]...)
	}
	for _, id := range ids {
		if r, ok := v.model.Row(id); ok {
			v.tiles[id].Bind(v.kit.Hop.Context(), part.ThumbnailOf(r), alikeSide, v.kit.Scale())
		}
	}
	v.model.Need(ids)
}

// keepBest trashes all of a group but the first, which can be taken back.
func (s *Screen) keepBest(g shelf.Group) {
	if len(g.IDs) < 2 {
		return
	}
	on := true
	s.change(g.IDs[1:], shelf.Change{Trash: &on}, words.N("The best one is kept; {{.N}} items are in the trash", len(g.IDs)-1))
}
