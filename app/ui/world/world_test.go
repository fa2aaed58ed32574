package world_test

import (
	"image/color"
	"math"
	"testing"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/world"
	"keepsake/assets"
	"keepsake/gallery/atlas"
)

func load(t testing.TB) *atlas.Map {
	t.Helper()
	m, err := atlas.Load(assets.World)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestZoomKeepsThePlaceUnderThePointer(t *testing.T) {
	v := world.Whole(1000, 600)
	before := v.On(700, 200)
	in := v.Zoomed(8, 700, 200)
	if after := in.On(700, 200); math.Abs(after.X-before.X) > 1e-9 || math.Abs(after.Y-before.Y) > 1e-9 {
		t.Errorf("%v is now under the pointer, was %v", after, before)
	}
	if out := in.Zoomed(1e-9, 0, 0); out.World != 1000 || out.Left != 0 {
		t.Errorf("zoomed out: %+v", out)
	}
	if most := v.Zoomed(1e12, 0, 0); most.World != world.Closest {
		t.Errorf("zoomed in: %+v", most)
	}
	far := in.Moved(1e9, 1e9)
	if far.Left != 0 || far.Top != 0 {
		t.Errorf("dragged out of the world: %+v", far)
	}
}

func TestAroundShowsAll(t *testing.T) {
	points := []atlas.Point{atlas.At(50, 14), atlas.At(48, 11), atlas.At(41.9, 12.5)}
	v := world.Around(points, 800, 500)
	for _, p := range points {
		if x, y := v.Spot(p); x < 0 || y < 0 || x > 800 || y > 500 {
			t.Errorf("%v lies at %v, %v", p, x, y)
		}
	}
}

func spots(n int) []shelf.Spot {
	out := make([]shelf.Spot, n)
	for i := range out {
		out[i] = shelf.Spot{ID: int64(i + 1), Lat: 47 + float64(i%7)*0.9 + float64(i%101)*1e-4, Lon: 8 + float64(i%5)*1.3 + float64(i%97)*1e-4}
	}
	return out
}

// Every picture is in one cluster, whose box holds it, and the map's clusters do
// not lie on each other.
func TestGather(t *testing.T) {
	s := spots(5000)
	pins := world.Pins(s)
	points := make([]atlas.Point, len(pins))
	for i, p := range pins {
		points[i] = p.Point
	}
	v := world.Around(points, 1000, 700)
	clusters := world.Gather(pins, v, 64)
	total := 0
	for i, c := range clusters {
		total += c.Count
		in := 0
		b := c.Box()
		for _, x := range s {
			if x.Lat >= b.South && x.Lat <= b.North && x.Lon >= b.West && x.Lon <= b.East {
				in++
			}
		}
		if in < c.Count {
			t.Errorf("the box of cluster %d holds %d of %d", i, in, c.Count)
		}
		for _, d := range clusters[:i] {
			if dx, dy := (c.X-d.X)*v.World, (c.Y-d.Y)*v.World; math.Hypot(dx, dy) < 64 {
				t.Errorf("two clusters are %v units apart", math.Hypot(dx, dy))
			}
		}
	}
	if total != len(s) || len(clusters) < 10 {
		t.Errorf("%d clusters of %d pictures", len(clusters), total)
	}
	if far := world.Gather(pins, v.Zoomed(64, 0, 0), 64); len(far) > 0 && far[0].Count == len(s) {
		t.Error("what is out of sight was gathered too")
	}
}

func TestDraw(t *testing.T) {
	m := load(t)
	sea, land := color.RGBA{R: 10, A: 255}, color.RGBA{G: 200, A: 255}
	v := world.Whole(720, 360)
	im := world.Draw(m, v, 1, world.Colours{Sea: sea, Land: land, Border: land})
	at := func(lat, lon float64) color.Color {
		x, y := v.Spot(atlas.At(lat, lon))
		return im.At(int(x), int(y))
	}
	if got := at(25, 10); got != color.Color(land) {
		t.Errorf("the Sahara is %v", got)
	}
	if got := at(0, -30); got != color.Color(sea) {
		t.Errorf("the Atlantic is %v", got)
	}
	world.Draw(m, world.Around([]atlas.Point{atlas.At(50, 14)}, 900, 600), 2, world.Colours{Sea: sea, Land: land, Border: land})
}

func BenchmarkDraw(b *testing.B) {
	m := load(b)
	v := world.Whole(1072, 700)
	for b.Loop() {
		world.Draw(m, v, 1, world.Colours{Sea: color.Black, Land: color.White, Border: color.White})
	}
}

func BenchmarkGather200k(b *testing.B) {
	pins := world.Pins(spots(200_000))
	v := world.Whole(1072, 700).Zoomed(20, 536, 230)
	for b.Loop() {
		world.Gather(pins, v, 64)
	}
}
