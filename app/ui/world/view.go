package world

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"keepsake/gallery/atlas"
)

// View is a part of the map in a window: which point is at its upper left
// corner, how many units wide the whole world is, and the window's size in
// units. A view is a value; its methods return others.
type View struct {
	Left, Top     float64 // in the map's square
	World         float64 // units
	Width, Height float64 // units
}

// Closest is how large the world becomes at most: a unit is then some 20 metres,
// more than the outline and most cameras' places are good for.
const Closest = 2_000_000

// Whole returns the view of the whole world in a window of w by h units.
func Whole(w, h float64) View {
	v := View{Width: max(1, w), Height: max(1, h)}
	v.World = v.least()
	// Most people live north of the equator; a little of the ice is cut off.
	return v.centred(atlas.Point{X: 0.5, Y: 0.42})
}

// Around returns the view that shows all of points, with room around them.
func Around(points []atlas.Point, w, h float64) View {
	v := Whole(w, h)
	if len(points) == 0 {
		return v
	}
	west, north, east, south := 1.0, 1.0, 0.0, 0.0
	for _, p := range points {
		west, east = min(west, p.X), max(east, p.X)
		north, south = min(north, p.Y), max(south, p.Y)
	}
	const room, few = 1.3, 1.0 / 4000 // a single place shows some ten kilometres around it
	across := max((east-west)*room, few)
	down := max((south-north)*room, few)
	v.World = min(max(min(v.Width/across, v.Height/down), v.least()), Closest)
	return v.centred(atlas.Point{X: (west + east) / 2, Y: (north + south) / 2})
}

// least is the world's size at which it just fills the window.
func (v View) least() float64 { return max(v.Width, v.Height) }

func (v View) centred(p atlas.Point) View {
	v.Left = p.X - v.Width/v.World/2
	v.Top = p.Y - v.Height/v.World/2
	return v.kept()
}

// kept keeps the window within the world.
func (v View) kept() View {
	v.Left = min(max(v.Left, 0), 1-v.Width/v.World)
	v.Top = min(max(v.Top, 0), 1-v.Height/v.World)
	return v
}

// Resized returns the view in a window of another size, its middle where it was.
func (v View) Resized(w, h float64) View {
	mid := v.On(v.Width/2, v.Height/2)
	v.Width, v.Height = max(1, w), max(1, h)
	v.World = min(max(v.World, v.least()), Closest)
	return v.centred(mid)
}

// Moved returns the view after the map was dragged by some units.
func (v View) Moved(dx, dy float64) View {
	v.Left -= dx / v.World
	v.Top -= dy / v.World
	return v.kept()
}

// Zoomed returns the view by a factor closer; the place at x, y of the window
// stays there.
func (v View) Zoomed(factor, x, y float64) View {
	at := v.On(x, y)
	v.World = min(max(v.World*factor, v.least()), Closest)
	v.Left, v.Top = at.X-x/v.World, at.Y-y/v.World
	return v.kept()
}

// On returns the point of the map at a place of the window.
func (v View) On(x, y float64) atlas.Point {
	return atlas.Point{X: v.Left + x/v.World, Y: v.Top + y/v.World}
}

// Spot returns where a point of the map is in the window.
func (v View) Spot(p atlas.Point) (x, y float64) {
	return (p.X - v.Left) * v.World, (p.Y - v.Top) * v.World
}

// Colours of the ground.
type Colours struct{ Sea, Land, Border color.Color }

// Draw paints the part of a map that a view shows, in scale pixels a unit.
func Draw(m *atlas.Map, v View, scale float64, c Colours) *image.RGBA {
	w, h := max(1, int(math.Ceil(v.Width*scale))), max(1, int(math.Ceil(v.Height*scale)))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(c.Sea), image.Point{}, draw.Src)
	right, bottom := v.Left+v.Width/v.World, v.Top+v.Height/v.World
	land, line := vector.NewRasterizer(w, h), vector.NewRasterizer(w, h)
	for i := range m.Countries {
		rings := m.Countries[i].Rings
		for j := range rings {
			g := &rings[j]
			if g.West > right || g.East < v.Left || g.North > bottom || g.Bottom < v.Top {
				continue
			}
			v.fill(land, g, scale)
			v.stroke(line, g, scale)
		}
	}
	// Where two countries meet, their edges cover a pixel only in part each: the
	// border drawn over them hides that.
	land.Draw(out, out.Bounds(), image.NewUniform(c.Land), image.Point{})
	line.Draw(out, out.Bounds(), image.NewUniform(c.Border), image.Point{})
	return out
}

// pixel returns a point in pixels. What is far outside is brought near, so that
// the rasteriser's numbers stay small; edges stay outside on the same side.
func (v View) pixel(p atlas.Point, scale float64) (float32, float32) {
	x, y := v.Spot(p)
	far := 4 * (v.Width + v.Height)
	return float32(min(max(x, -far), far) * scale), float32(min(max(y, -far), far) * scale)
}

func (v View) fill(r *vector.Rasterizer, g *atlas.Ring, scale float64) {
	for i, p := range g.Points {
		x, y := v.pixel(p, scale)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
}

// stroke draws a ring as thin quadrilaterals along its edges.
func (v View) stroke(r *vector.Rasterizer, g *atlas.Ring, scale float64) {
	half := float32(0.4 * max(1, scale))
	limit := float32((v.Width + v.Height) * scale)
	px, py := v.pixel(g.Points[len(g.Points)-1], scale)
	for _, p := range g.Points {
		x, y := v.pixel(p, scale)
		dx, dy := x-px, y-py
		n := float32(math.Hypot(float64(dx), float64(dy)))
		if n > 0 && n < limit && min(x, px) < limit && min(y, py) < limit && max(x, px) > 0 && max(y, py) > 0 {
			ox, oy := -dy/n*half, dx/n*half
			r.MoveTo(px+ox, py+oy)
			r.LineTo(x+ox, y+oy)
			r.LineTo(x-ox, y-oy)
			r.LineTo(px-ox, py-oy)
			r.ClosePath()
		}
		px, py = x, y
	}
}
