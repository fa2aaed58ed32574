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

// albumsView is the wall of covers: the owner's own albums, those of the phones,
// and what is kept aside.
type albumsView struct {
	kit    *part.Kit
	loader *thumbs.Loader
	open   func(shelf.Album)
	view   func(shelf.View)
	made   bool
	shown  []shelf.Album
	column *fyne.Container
	page   *part.Page
	tiles  []*part.Tile
}

// coverSide is the least size of a cover.
const coverSide float32 = 176

func newAlbumsView(kit *part.Kit, loader *thumbs.Loader, open func(shelf.Album), view func(shelf.View)) *albumsView {
	v := &albumsView{kit: kit, loader: loader, open: open, view: view, column: part.Column(look.S3)}
	v.page = part.NewPage(1800, look.S4, v.column).Flush()
	return v
}

// render shows the albums; cards are only made anew when the albums changed.
func (v *albumsView) render(albums []shelf.Album) {
	if v.made && same(v.shown, albums) {
		return
	}
	v.shown, v.made = albums, true
	for _, t := range v.tiles {
		t.Unbind()
	}
	v.tiles = v.tiles[:0]
	v.column.Objects = v.column.Objects[:0]
	var own, phones []fyne.CanvasObject
	phone, several := "", false
	for _, a := range albums {
		if !a.Own {
			several = several || phone != "" && a.Key.Phone != phone
			phone = a.Key.Phone
		}
	}
	for _, a := range albums {
		if a.Own {
			own = append(own, v.card(a, false))
		} else {
			phones = append(phones, v.card(a, several))
		}
	}
	v.section(words.T("Your albums"), own)
	title := ""
	if len(own) > 0 {
		title = words.T("From your phones")
	}
	v.section(title, phones)
	v.column.Add(v.heading(words.T("Kept aside")))
	aside := part.Cells(232, 4, look.S2)
	for _, x := range []struct {
		view shelf.View
		icon look.Icon
		says string
	}{
		{shelf.Recent, look.IconActivity, words.T("by when it came into the library")},
		{shelf.Hidden, look.IconEyeOff, words.T("left out of everything else")},
		{shelf.Private, look.IconLock, words.T("from the phone, if you asked for it")},
		{shelf.Trash, look.IconTrash, words.T("until you empty it")},
	} {
		aside.Add(part.NewArea(viewName(x.view), look.Radius, part.Layers(
			part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
			part.Pad(look.S3, part.Row(look.S3, part.NewIcon(x.icon, look.Muted, 22),
				part.Grow(part.Column(1, part.Strong(viewName(x.view)).Middle(), part.Small(x.says).Middle())))),
		), func() { v.view(x.view) }))
	}
	v.column.Add(part.Inset(look.S2, 0, look.S2, look.S6, aside))
	v.page.Relayout()
}

func (v *albumsView) heading(title string) fyne.CanvasObject {
	return part.Inset(look.S2, look.S2, look.S2, 0, part.Head(title))
}

func (v *albumsView) section(title string, cards []fyne.CanvasObject) {
	if len(cards) == 0 {
		return
	}
	if title != "" {
		v.column.Add(v.heading(title))
	}
	v.column.Add(part.Cells(coverSide, 12, look.S4, cards...))
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
		shows: part.Thumbnail{Hash: a.Cover, Turn: a.Turn, Color: a.Color, Kind: "photo"}}
}

func (c *cover) HeightFor(_ []fyne.CanvasObject, width float32) float32 { return width }

func (c *cover) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(96) }

func (c *cover) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part.Place(objects[0], 0, 0, size.Width, size.Width)
	c.tile.Bind(c.ctx, c.shows, size.Width, c.kit.Scale())
}
