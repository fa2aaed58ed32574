package photos

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// albumsView is the wall of covers.
type albumsView struct {
	kit    *part.Kit
	loader *thumbs.Loader
	open   func(shelf.Album)
	shown  []shelf.Album
	cells  *fyne.Container
	page   *part.Page
	tiles  []*part.Tile
}

// coverSide is the least size of a cover.
const coverSide float32 = 176

func newAlbumsView(kit *part.Kit, loader *thumbs.Loader, open func(shelf.Album)) *albumsView {
	v := &albumsView{kit: kit, loader: loader, open: open, cells: part.Cells(coverSide, 12, look.S4)}
	v.page = part.NewPage(1800, look.S4, v.cells)
	return v
}

// render shows the albums; cards are only made anew when the albums changed.
func (v *albumsView) render(albums []shelf.Album) {
	if same(v.shown, albums) {
		return
	}
	v.shown = albums
	for _, t := range v.tiles {
		t.Unbind()
	}
	v.tiles = v.tiles[:0]
	v.cells.Objects = v.cells.Objects[:0]
	several := false
	for _, a := range albums {
		several = several || a.Key.Phone != albums[0].Key.Phone
	}
	for _, a := range albums {
		v.cells.Add(v.card(a, several))
	}
	v.page.Relayout()
}

func same(a, b []shelf.Album) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (v *albumsView) card(a shelf.Album, withPhone bool) fyne.CanvasObject {
	cover := newCover(v.kit.Hop.Context(), v.kit, v.loader, a)
	v.tiles = append(v.tiles, cover.tile)
	about := words.N("{{.N}} items", a.Count)
	if withPhone && a.Phone != "" {
		about = words.F("{{.Count}} · {{.Phone}}", "Count", about, "Phone", words.Name(a.Phone))
	}
	return part.NewArea(words.Name(a.Name), look.Radius, part.Pad(look.S2, part.Column(look.S1,
		container.New(cover, cover.tile),
		part.Space(0, 2),
		part.Strong(words.Name(a.Name)).Middle(),
		part.Small(about).Middle(),
	)), func() { v.open(a) })
}

// cover keeps its tile square, whatever the width.
type cover struct {
	ctx   context.Context
	kit   *part.Kit
	tile  *part.Tile
	shows part.Thumbnail
}

func newCover(ctx context.Context, kit *part.Kit, loader *thumbs.Loader, a shelf.Album) *cover {
	return &cover{ctx: ctx, kit: kit, tile: part.NewTile(loader, look.Radius),
		shows: part.Thumbnail{Hash: a.Cover, Color: a.Color, Kind: "photo"}}
}

func (c *cover) HeightFor(_ []fyne.CanvasObject, width float32) float32 { return width }

func (c *cover) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(96) }

func (c *cover) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part.Place(objects[0], 0, 0, size.Width, size.Width)
	c.tile.Bind(c.ctx, c.shows, size.Width, c.kit.Scale())
}
