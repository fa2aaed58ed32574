package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// strip is one row of the newest pictures, as many as fit.
type strip struct {
	*fyne.Container
	layout *stripLayout
	loader *thumbs.Loader
	open   func(shelf.Row)
}

func newStrip(kit *part.Kit, loader *thumbs.Loader, open func(shelf.Row)) *strip {
	l := &stripLayout{kit: kit}
	return &strip{Container: container.New(l), layout: l, loader: loader, open: open}
}

func (s *strip) render(rows []shelf.Row) {
	l := s.layout
	if sameRows(l.rows, rows) {
		return
	}
	l.rows = rows
	for len(l.tiles) < len(rows) {
		i := len(l.tiles)
		t := part.NewTile(s.loader, look.Radius)
		l.tiles = append(l.tiles, t)
		s.Add(part.NewArea("", look.Radius, t, func() {
			if i < len(l.rows) {
				s.open(l.rows[i])
			}
		}))
	}
	for i, r := range rows {
		s.Objects[i].(*part.Area).Name(words.Name(r.Name))
	}
	s.Refresh()
}

func sameRows(a, b []shelf.Row) bool {
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

type stripLayout struct {
	kit   *part.Kit
	tiles []*part.Tile
	rows  []shelf.Row
}

const (
	stripLeast float32 = 108
	stripGap           = look.S2
)

func (l *stripLayout) shape(width float32) (n int, side float32) {
	n = max(1, int((width+stripGap)/(stripLeast+stripGap)))
	return n, (width - stripGap*float32(n-1)) / float32(n)
}

// HeightFor is asked by the page's column.
func (l *stripLayout) HeightFor(_ []fyne.CanvasObject, width float32) float32 {
	_, side := l.shape(width)
	return side
}

func (l *stripLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(stripLeast) }

func (l *stripLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n, side := l.shape(size.Width)
	for i, o := range objects {
		if i >= n || i >= len(l.rows) {
			o.Hide()
			l.tiles[i].Unbind()
			continue
		}
		o.Show()
		part.Place(o, float32(i)*(side+stripGap), 0, side, side)
		l.tiles[i].Bind(l.kit.Hop.Context(), part.ThumbnailOf(l.rows[i]), side, l.kit.Scale())
	}
}
