package photos

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/app/ui/world"
	"keepsake/gallery/atlas"
)

// CreateRenderer implements fyne.Widget.
func (v *placesView) CreateRenderer() fyne.WidgetRenderer { return &placesRenderer{v} }

type placesRenderer struct{ v *placesView }

func (r *placesRenderer) Destroy() {
	for _, t := range r.v.tiles {
		t.Unbind()
	}
}

func (r *placesRenderer) MinSize() fyne.Size           { return fyne.NewSize(320, 240) }
func (r *placesRenderer) Objects() []fyne.CanvasObject { return r.v.parts }

func (r *placesRenderer) Layout(size fyne.Size) {
	v := r.v
	w, h := float64(size.Width), float64(size.Height)
	if (!v.ready || v.wanted != nil) && v.pins != nil {
		v.showAll()
		return
	}
	if v.view.World == 0 {
		v.view = world.Whole(w, h)
	} else if v.view.Width != w || v.view.Height != h {
		v.look(v.view.Resized(w, h))
		return
	}
	r.arrange()
}

func (r *placesRenderer) Refresh() {
	r.arrange()
	canvas.Refresh(r.v)
}

// arrange puts the ground, the countries' names and the pictures where the view
// says.
func (r *placesRenderer) arrange() {
	v := r.v
	size := v.Size()
	if size.Width <= 0 || v.view.World == 0 {
		return
	}
	v.paint()
	v.parts = v.parts[:0]
	v.sea.FillColor = part.Color(look.MapSea)
	part.Place(v.sea, 0, 0, size.Width, size.Height)
	v.parts = append(v.parts, v.sea)
	if v.ground.Image != nil {
		d := v.drawn
		x, y := v.view.Spot(atlas.Point{X: d.Left, Y: d.Top})
		k := v.view.World / d.World
		part.Place(v.ground, float32(x), float32(y), float32(d.Width*k), float32(d.Height*k))
		v.parts = append(v.parts, v.ground)
	}
	r.countries()
	for i := len(v.clusters) - 1; i >= 0; i-- { // the largest on top
		r.cluster(i)
	}
	m := v.zoom.MinSize()
	part.Place(v.zoom, size.Width-m.Width-look.S6, look.S3, m.Width, m.Height)
	v.parts = append(v.parts, v.zoom)
}

// countries writes the names of the countries that have room for them.
func (r *placesRenderer) countries() {
	v := r.v
	if v.called == nil {
		return
	}
	used := 0
	for i := range v.called.Map.Countries {
		c := &v.called.Map.Countries[i]
		wide := c.Wide * v.view.World
		x, y := v.view.Spot(c.Label)
		if wide < 64 || x < 0 || y < 0 || x > v.view.Width || y > v.view.Height {
			continue
		}
		if used == len(v.names) {
			v.names = append(v.names, canvas.NewText("", nil))
		}
		t := v.names[used]
		t.Text, t.TextSize, t.Color = c.Name, part.Size(look.Caption), part.Color(look.Muted)
		m := t.MinSize()
		if float64(m.Width) > wide*0.9 {
			continue
		}
		used++
		part.Place(t, float32(x)-m.Width/2, float32(y)-m.Height/2, m.Width, m.Height)
		v.parts = append(v.parts, t)
	}
}

func (r *placesRenderer) cluster(i int) {
	v := r.v
	c := &v.clusters[i]
	for len(v.tiles) <= i {
		v.tiles = append(v.tiles, part.NewTile(v.loader, look.Radius))
		v.badges = append(v.badges, &badge{canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewText("", nil)})
	}
	t, b := v.tiles[i], v.badges[i]
	if row, ok := v.model.Row(c.Cover); ok {
		show := part.ThumbnailOf(row)
		show.Plain = true
		t.Bind(v.kit.Hop.Context(), show, pinSide, v.kit.Scale())
	} else {
		t.Unbind()
	}
	x, y := v.view.Spot(c.Point)
	left, top := float32(x)-pinSide/2, float32(y)-pinSide/2
	b.frame.FillColor, b.frame.CornerRadius = part.Color(look.Surface), look.Radius+2
	b.frame.StrokeWidth, b.frame.StrokeColor = 1, part.Color(look.Border)
	if i == v.hovered {
		b.frame.FillColor, b.frame.StrokeColor = part.Color(look.Accent), part.Color(look.Accent)
	}
	part.Place(b.frame, left-2, top-2, pinSide+4, pinSide+4)
	part.Place(t, left, top, pinSide, pinSide)
	v.parts = append(v.parts, b.frame, t)
	if c.Count < 2 {
		return
	}
	b.text.Text, b.text.TextSize, b.text.Color = words.Count(c.Count), part.Size(look.Caption), part.Color(look.OnAccent)
	b.text.TextStyle.Bold = true
	m := b.text.MinSize()
	w := max(m.Width+look.S2, m.Height)
	b.pill.FillColor, b.pill.CornerRadius = part.Color(look.Accent), m.Height/2
	part.Place(b.pill, left+pinSide-w+look.S2, top-look.S2, w, m.Height)
	part.Place(b.text, left+pinSide-w+look.S2+(w-m.Width)/2, top-look.S2, m.Width, m.Height)
	v.parts = append(v.parts, b.pill, b.text)
}
