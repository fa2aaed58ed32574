package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
)

// film is the strip of neighbours under the picture.
type film struct {
	widget.BaseWidget
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader
	tiles  map[int]*part.Tile
	pool   []*part.Tile
	frame  *canvas.Rectangle
	parts  []fyne.CanvasObject
}

const (
	filmTile float32 = 52
	filmGap  float32 = 4
	filmHigh float32 = 68
)

func newFilm(kit *part.Kit, m *Model, loader *thumbs.Loader) *film {
	f := &film{kit: kit, model: m, loader: loader, tiles: map[int]*part.Tile{}, frame: canvas.NewRectangle(nil)}
	f.ExtendBaseWidget(f)
	return f
}

// sides is how many neighbours fit on each side.
func (f *film) sides() int {
	return min(filmstrip, int((f.Size().Width/2-filmTile/2)/(filmTile+filmGap)))
}

func (f *film) left(i int) float32 {
	return f.Size().Width/2 - filmTile/2 + float32(i-f.model.at)*(filmTile+filmGap)
}

func (f *film) update() {
	m := f.model
	first, last := max(0, m.at-f.sides()), min(len(m.ids), m.at+f.sides()+1)
	for i, t := range f.tiles {
		if i < first || i >= last {
			t.Unbind()
			f.pool = append(f.pool, t)
			delete(f.tiles, i)
		}
	}
	f.parts = f.parts[:0]
	for i := first; i < last; i++ {
		t := f.tiles[i]
		if t == nil {
			if n := len(f.pool); n > 0 {
				t, f.pool = f.pool[n-1], f.pool[:n-1]
			} else {
				t = part.NewTile(f.loader, look.TileRadius)
			}
			f.tiles[i] = t
		}
		part.Place(t, f.left(i), (filmHigh-filmTile)/2, filmTile, filmTile)
		if row, ok := m.rows[m.ids[i]]; ok {
			show := part.ThumbnailOf(row)
			show.Plain = true
			t.Bind(f.kit.Hop.Context(), show, filmTile, f.kit.Scale())
		} else {
			t.Unbind()
		}
		f.parts = append(f.parts, t)
	}
	f.frame.StrokeColor, f.frame.StrokeWidth, f.frame.CornerRadius = part.Color(look.OnStage), 2, look.TileRadius+2
	part.Place(f.frame, f.left(m.at)-3, (filmHigh-filmTile)/2-3, filmTile+6, filmTile+6)
	if last > first {
		f.parts = append(f.parts, f.frame)
	}
	canvas.Refresh(f)
}

// forget binds every tile anew: another timeline is shown.
func (f *film) forget() {
	for i, t := range f.tiles {
		t.Unbind()
		f.pool = append(f.pool, t)
		delete(f.tiles, i)
	}
}

// Tapped implements fyne.Tappable.
func (f *film) Tapped(e *fyne.PointEvent) {
	for i := range f.tiles {
		if x := e.Position.X - f.left(i); x >= 0 && x <= filmTile {
			f.model.Step(i - f.model.at)
			return
		}
	}
}

// Scrolled implements fyne.Scrollable: the wheel leafs.
func (f *film) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY+e.Scrolled.DX > 0:
		f.model.Step(-1)
	case e.Scrolled.DY+e.Scrolled.DX < 0:
		f.model.Step(1)
	}
}

// CreateRenderer implements fyne.Widget.
func (f *film) CreateRenderer() fyne.WidgetRenderer { return &filmRenderer{f} }

type filmRenderer struct{ f *film }

func (r *filmRenderer) Destroy()                     { r.f.forget() }
func (r *filmRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, filmHigh) }
func (r *filmRenderer) Objects() []fyne.CanvasObject { return r.f.parts }
func (r *filmRenderer) Refresh()                     { r.f.update() }
func (r *filmRenderer) Layout(fyne.Size)             { r.f.update() }
