package photos

import (
	"context"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/app/ui/world"
	"keepsake/assets"
	"keepsake/gallery/atlas"
)

// placesView is the map: the outline of the world, and on it a picture for each
// place where some were taken. It can be dragged and zoomed; a press on a picture
// shows all that were taken there.
type placesView struct {
	widget.BaseWidget
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader

	called   *atlas.Names
	spots    []shelf.Spot // that pins were made of
	pins     []world.Pin
	view     world.View
	wanted   *atlas.Point // to be shown when there is a size; nil: none
	ready    bool         // view was set for the spots
	clusters []world.Cluster

	ground  *canvas.Image // of drawn
	drawn   world.View
	asked   world.View // that was drawn last, or is being drawn
	theme   [3]any     // colours it was asked for in
	drawing bool
	loading hop.Latest
	pinning hop.Latest
	gather  hop.Latest
	hovered int

	sea    *canvas.Rectangle
	tiles  []*part.Tile
	badges []*badge
	names  []*canvas.Text
	zoom   *fyne.Container
	parts  []fyne.CanvasObject
}

// badge is the number at a cluster's corner.
type badge struct {
	frame, pill *canvas.Rectangle
	text        *canvas.Text
}

// Measures of the map: a cluster's side, how far clusters lie apart, and a step of
// the zoom.
const (
	pinSide  float32 = 52
	pinApart float64 = 64
	zoomStep float64 = 1.6
)

var (
	_ fyne.Scrollable     = (*placesView)(nil)
	_ fyne.Draggable      = (*placesView)(nil)
	_ fyne.Tappable       = (*placesView)(nil)
	_ fyne.DoubleTappable = (*placesView)(nil)
	_ desktop.Hoverable   = (*placesView)(nil)
)

func newPlacesView(kit *part.Kit, model *Model, loader *thumbs.Loader) *placesView {
	v := &placesView{kit: kit, model: model, loader: loader, hovered: -1,
		ground: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}, sea: canvas.NewRectangle(nil)}
	button := func(icon look.Icon, name string, factor float64) fyne.CanvasObject {
		return part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
			part.NewIconButton(icon, name, kit.Tips, func() { v.zoomBy(factor) }))
	}
	v.zoom = part.Column(look.S1, button(look.IconPlus, words.T("Closer"), zoomStep), button(look.IconMinus, words.T("Farther"), 1/zoomStep),
		part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
			part.NewIconButton(look.IconFit, words.T("Show all places"), kit.Tips, v.showAll)))
	v.ExtendBaseWidget(v)
	return v
}

// render takes the model's spots.
func (v *placesView) render() {
	if v.called == nil {
		v.loading.Go(v.kit.Hop, func(context.Context) func() {
			names, err := atlas.LoadNames(assets.World, assets.Towns)
			return func() {
				if err != nil {
					v.kit.Failed(err)
					return
				}
				v.called = names
				v.Refresh()
			}
		})
	}
	spots := v.model.Spots
	if sameSpots(spots, v.spots) {
		return
	}
	v.spots = spots
	v.pinning.Go(v.kit.Hop, func(context.Context) func() {
		pins := world.Pins(spots)
		return func() {
			v.pins = pins
			if !v.ready {
				v.showAll()
				return
			}
			v.changed()
		}
	})
}

// sameSpots is quick: the library answers with another slice only when it was
// asked anew.
func sameSpots(a, b []shelf.Spot) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// show shows one place and what is near, as soon as the map has a size.
func (v *placesView) show(lat, lon float64) {
	p := atlas.At(lat, lon)
	v.wanted = &p
	v.showWanted()
}

func (v *placesView) showWanted() {
	size := v.Size()
	if v.wanted == nil || size.Width <= 0 {
		return
	}
	points := []atlas.Point{*v.wanted}
	v.wanted, v.ready = nil, true
	v.look(world.Around(points, float64(size.Width), float64(size.Height)))
}

func (v *placesView) showAll() {
	if v.wanted != nil {
		v.showWanted()
		return
	}
	points := make([]atlas.Point, len(v.pins))
	for i, p := range v.pins {
		points[i] = p.Point
	}
	size := v.Size()
	if size.Width <= 0 {
		return
	}
	v.ready = true
	v.look(world.Around(points, float64(size.Width), float64(size.Height)))
}

// look shows another part of the world.
func (v *placesView) look(to world.View) {
	v.view = to
	v.changed()
}

// changed gathers the pictures anew; the ground is drawn when that is there.
func (v *placesView) changed() {
	if v.view.World == 0 {
		return
	}
	pins, view := v.pins, v.view
	v.gather.Go(v.kit.Hop, func(ctx context.Context) func() {
		clusters := world.Gather(pins, view, pinApart)
		return func() {
			v.clusters, v.hovered = clusters, -1
			ids := make([]int64, len(clusters))
			for i, c := range clusters {
				ids[i] = c.Cover
			}
			v.model.Need(ids)
			v.Refresh()
		}
	})
	v.Refresh()
}

// paint draws the ground for the view, off the window's goroutine and one at a
// time; until it is there, the old one is moved and stretched to where it belongs.
func (v *placesView) paint() {
	if v.called == nil || v.view.World == 0 || v.drawing {
		return
	}
	c := world.Colours{Sea: part.Color(look.MapSea), Land: part.Color(look.MapLand), Border: part.Color(look.MapBorder)}
	theme := [3]any{c.Sea, c.Land, c.Border}
	if v.asked == v.view && v.theme == theme {
		return
	}
	view, m, scale := v.view, v.called.Map, float64(v.kit.Scale())
	v.asked, v.theme, v.drawing = view, theme, true
	v.kit.Hop.Go(func(context.Context) func() {
		im := world.Draw(m, view, scale, c)
		return func() {
			v.drawing = false
			v.ground.Image, v.drawn = im, view
			v.ground.Refresh()
			v.Refresh() // which draws again when the view has moved on
		}
	})
}

func (v *placesView) zoomBy(factor float64) {
	v.look(v.view.Zoomed(factor, v.view.Width/2, v.view.Height/2))
}

// Scrolled implements fyne.Scrollable: the wheel zooms at the pointer.
func (v *placesView) Scrolled(e *fyne.ScrollEvent) {
	factor := math.Pow(zoomStep, float64(e.Scrolled.DY)/25)
	v.look(v.view.Zoomed(min(max(factor, 1/4.0), 4), float64(e.Position.X), float64(e.Position.Y)))
}

// Dragged implements fyne.Draggable.
func (v *placesView) Dragged(e *fyne.DragEvent) {
	v.look(v.view.Moved(float64(e.Dragged.DX), float64(e.Dragged.DY)))
}

// DragEnd implements fyne.Draggable.
func (v *placesView) DragEnd() {}

// Tapped implements fyne.Tappable: a picture shows all that were taken there.
func (v *placesView) Tapped(e *fyne.PointEvent) {
	if i := v.at(e.Position); i >= 0 {
		c := &v.clusters[i]
		v.model.OpenBox(c.Box(), v.nameOf(c))
	}
}

// DoubleTapped implements fyne.DoubleTappable.
func (v *placesView) DoubleTapped(e *fyne.PointEvent) {
	if v.at(e.Position) < 0 {
		v.look(v.view.Zoomed(zoomStep*zoomStep, float64(e.Position.X), float64(e.Position.Y)))
	} else {
		v.Tapped(e)
	}
}

// nameOf says where a cluster lies.
func (v *placesView) nameOf(c *world.Cluster) string {
	lat, lon := c.Point.Degrees()
	at := words.Place(lat, lon)
	if v.called == nil {
		return at
	}
	name := v.called.At(lat, lon)
	const near = 0.3 // degrees: pictures further apart are not of one town
	if b := c.Box(); b.North-b.South > near || b.East-b.West > near {
		name.Name = ""
	}
	if said := name.String(); said != "" {
		return words.F("{{.Country}} · {{.Place}}", "Country", words.Name(said), "Place", at)
	}
	return at
}

// at returns the cluster at a place of the widget, -1 where there is none.
func (v *placesView) at(p fyne.Position) int {
	for i := range v.clusters {
		x, y := v.view.Spot(v.clusters[i].Point)
		if math.Abs(x-float64(p.X)) <= float64(pinSide/2) && math.Abs(y-float64(p.Y)) <= float64(pinSide/2) {
			return i
		}
	}
	return -1
}

// MouseIn implements desktop.Hoverable.
func (v *placesView) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (v *placesView) MouseMoved(e *desktop.MouseEvent) {
	if i := v.at(e.Position); i != v.hovered {
		v.hovered = i
		v.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (v *placesView) MouseOut() { v.hovered = -1; v.Refresh() }

// Cursor implements desktop.Cursorable.
func (v *placesView) Cursor() desktop.Cursor {
	if v.hovered >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Key does what a key means to the map.
func (v *placesView) Key(k fyne.KeyName) bool {
	step := v.view.Width / 6
	switch k {
	case fyne.KeyPlus, fyne.KeyEqual:
		v.zoomBy(zoomStep)
	case fyne.KeyMinus:
		v.zoomBy(1 / zoomStep)
	case fyne.Key0, fyne.KeyHome:
		v.showAll()
	case fyne.KeyLeft:
		v.look(v.view.Moved(step, 0))
	case fyne.KeyRight:
		v.look(v.view.Moved(-step, 0))
	case fyne.KeyUp:
		v.look(v.view.Moved(0, step))
	case fyne.KeyDown:
		v.look(v.view.Moved(0, -step))
	default:
		return false
	}
	return true
}

// AccessibilityLabel implements fyne.Accessible.
func (v *placesView) AccessibilityLabel() string { return words.T("Map of the places") }

// AccessibilityRole implements fyne.Accessible.
func (v *placesView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
