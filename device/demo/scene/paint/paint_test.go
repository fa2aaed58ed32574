package paint

import (
	"math"
	"slices"
	"testing"
)

// area is the light a white shape leaves on a black canvas.
func area(c *Canvas) float64 {
	var sum float64
	for _, p := range c.Pix {
		sum += float64(p.R)
	}
	return sum
}

func TestFillCoversExactly(t *testing.T) {
	for _, c := range []struct {
		name string
		path *Path
		want float64
	}{
		{"rectangle", (&Path{}).Rect(10.25, 5.5, 20.5, 7.25), 20.5 * 7.25},
		{"circle", (&Path{}).Circle(50, 40, 30), math.Pi * 900},
		{"turned square", (&Path{}).Poly(Pt{50, 10}, Pt{80, 40}, Pt{50, 70}, Pt{20, 40}), 1800},
		{"drawn the other way", (&Path{}).MoveTo(20, 40).LineTo(50, 70).LineTo(80, 40).LineTo(50, 10), 1800},
		{"two that overlap", (&Path{}).Rect(10, 10, 20, 20).Poly(Pt{20, 30}, Pt{40, 30}, Pt{40, 10}, Pt{20, 10}), 600},
		{"cut by the edges", (&Path{}).Rect(-50, -50, 75, 200), 25 * 80},
		{"sliver", (&Path{}).Poly(Pt{0, 40}, Pt{100, 40.2}, Pt{100, 40.4}), 10},
	} {
		k := New(100, 80)
		k.Fill(c.path, Gray(1))
		if got := area(k); math.Abs(got-c.want) > 0.01*c.want+0.5 {
			t.Errorf("%s: area %.2f, want %.2f", c.name, got, c.want)
		}
		for i, v := range k.cover {
			if v != 0 {
				t.Fatalf("%s: the rasteriser left %v at %d", c.name, v, i)
			}
		}
	}
}

func TestDabAgreesWithPath(t *testing.T) {
	a, b := New(90, 90), New(90, 90)
	a.Dab(44.3, 45.1, 30, 12, 0.7, 0, Gray(1), 1)
	b.Fill((&Path{}).Ellipse(44.3, 45.1, 30, 12, 0.7), Gray(1))
	if x, y := area(a), area(b); math.Abs(x-y) > 0.02*y {
		t.Errorf("dab covers %.0f, path %.0f", x, y)
	}
}

func TestBoxIsExact(t *testing.T) {
	c := New(40, 40)
	c.Box(3.25, 4.5, 10.5, 0.25, Gray(1), 1)
	if got, want := area(c), 10.5*0.25; math.Abs(got-want) > 1e-3 {
		t.Errorf("%.4f, want %.4f", got, want)
	}
}

func TestColour(t *testing.T) {
	for _, h := range []uint32{0, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0x336699, 0x010203} {
		c := Hex(h)
		for _, d := range []RGB{fromLab(toLab(c)), c.Tune(0, 1, 360), c.Mix(Gray(1), 0), Gray(1).Mix(c, 1)} {
			if far := max(Abs(c.R-d.R), Abs(c.G-d.G), Abs(c.B-d.B)); far > 0.003 {
				t.Errorf("%06x comes back as %v, %.4f off", h, d, far)
			}
		}
	}
	if y := Hex(0x0000FF).Mix(Hex(0xFFFF00), 0.5); y.Luma() < 0.35 {
		t.Errorf("blue and yellow make mud: %v", y)
	}
}

func TestPowers(t *testing.T) {
	for x := float32(-20); x < 20; x += 0.37 {
		if got, want := float64(Exp(x)), math.Exp(float64(x)); math.Abs(got-want) > 2e-5*want {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	for x := float32(0.001); x < 50; x *= 1.31 {
		for _, y := range []float32{0, 0.3333333, 1 / 2.4, 1, 2.4} {
			if got, want := float64(Pow(x, y)), math.Pow(float64(x), float64(y)); math.Abs(got-want) > 5e-5*want {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
	if Pow(0, 2) != 0 || Pow(0, 0) != 1 || Exp(-1e9) != 0 || math.IsInf(float64(Exp(1e9)), 0) {
		t.Error("the ends of Pow and Exp")
	}
}

func TestRamp(t *testing.T) {
	r := Stops(Stop{0.25, Hex(0x102030)}, Stop{0.75, Hex(0xF0E0D0)})
	for _, c := range []struct {
		at   float32
		want RGB
	}{{-1, Hex(0x102030)}, {0, Hex(0x102030)}, {0.2, Hex(0x102030)}, {0.8, Hex(0xF0E0D0)}, {7, Hex(0xF0E0D0)}} {
		if got := r.At(c.at); Abs(got.R-c.want.R) > 0.003 {
			t.Errorf("At(%v) = %v, want %v", c.at, got, c.want)
		}
	}
	if nan := float32(math.NaN()); r.At(nan) != r.At(0) {
		t.Error("no number gives no colour")
	}
	last := float32(0)
	for i := range 100 {
		if l := r.At(float32(i) / 99).Luma(); l < last-1e-4 {
			t.Errorf("a ramp from dark to light darkens at %d", i)
		} else {
			last = l
		}
	}
}

func TestNoise(t *testing.T) {
	n := Noise(42)
	var sum, most float64
	const k = 40000
	for i := range k {
		x, y := float32(i%200)*0.173-9, float32(i/200)*0.231-20
		for _, v := range []float32{n.At(x, y), n.Fbm(x, y, 5, 0.5)} {
			sum += float64(v)
			most = max(most, math.Abs(float64(v)))
		}
		if v := n.Ridged(x, y, 4); v < 0 || v > 1.01 {
			t.Fatalf("Ridged = %v", v)
		}
		if v := n.Crest(x, 4); v < 0 || v > 1 {
			t.Fatalf("Crest = %v", v)
		}
	}
	if most > 1.6 || most < 0.7 || math.Abs(sum/k/2) > 0.05 {
		t.Errorf("noise reaches %.2f about %.3f", most, sum/k/2)
	}
	if n.At(1.5, 2.5) == Noise(43).At(1.5, 2.5) {
		t.Error("another seed is the same noise")
	}
	if a, b := n.At(3-1e-4, 7.3), n.At(3+1e-4, 7.3); Abs(a-b) > 0.01 {
		t.Errorf("a step between cells: %v and %v", a, b)
	}
}

func TestFinishHidesSteps(t *testing.T) {
	c := New(256, 64)
	c.Vertical(Even(Gray(0.5), Gray(0.505)), 0, 64) // hardly more than one step of eight bits
	m := c.Finish(Film{Seed: 1})
	seen := map[uint8]bool{}
	for x := range 256 {
		seen[m.Pix[32*m.Stride+4*x]] = true
	}
	if len(seen) < 2 {
		t.Error("a row of a slow ramp is one flat value: it will band")
	}
	if !slices.Equal(m.Pix, c.Finish(Film{Seed: 1}).Pix) {
		t.Error("two developments differ")
	}
}

func TestFinishHoldsAnyValue(t *testing.T) {
	c := New(4, 1)
	c.Pix = []RGB{{-5, 0, 9}, {float32(math.NaN()), 1, 1}, {1e9, -1e9, 0}, {1, 1, 1}}
	m := c.Finish(Film{Grain: 1, Vignette: 0.5, Contrast: 0.3})
	for i := 3; i < len(m.Pix); i += 4 {
		if m.Pix[i] != 255 {
			t.Errorf("alpha %d", m.Pix[i])
		}
	}
	if m.Pix[0] > 8 || m.Pix[2] < 200 {
		t.Errorf("values beyond the range are not held at its ends: %v", m.Pix)
	}
}

func TestReliefMeetsTheBottom(t *testing.T) {
	flat := Relief{Horizon: 20, Eye: 0.3, Spread: 0.5, Near: 5, Far: 50, Ground: true,
		Height: func(x, z float32) float32 { return 0 }, Surface: func(s Spot) RGB { return Gray(1) }}
	c := New(60, 80)
	sky := flat.Paint(c)
	for y := 23; y < 80; y++ {
		if p := c.At(30, y); p.R < 0.99 {
			t.Fatalf("row %d is %v: the ground has a hole", y, p)
		}
	}
	if c.At(30, 10).R != 0 {
		t.Error("the ground covers the sky")
	}
	if top := sky.Top(); top < 19 || top > 24 {
		t.Errorf("skyline at %v, horizon at 20", top)
	}
}

func TestMirror(t *testing.T) {
	c := New(20, 40)
	c.Box(0, 5, 20, 10, Gray(1), 1) // a bar 5 above the horizon
	c.Mirror(Water{Horizon: 20, Bottom: 40})
	if c.At(10, 30).R < 0.9 || c.At(10, 22).R > 0.1 || c.At(10, 38).R > 0.1 {
		t.Errorf("mirrored bar: %v %v %v", c.At(10, 22), c.At(10, 30), c.At(10, 38))
	}
}

func TestText(t *testing.T) {
	f := Bold()
	if a, b := f.Width("im", 10), f.Width("imim", 10); math.Abs(float64(b-2*a)) > 0.5 {
		t.Errorf("widths %v and %v", a, b)
	}
	c := New(100, 40)
	w := c.Text(f, "Hi", 90, 30, 20, Right, Gray(1))
	if area(c) < 30 || w < 10 {
		t.Errorf("text covers %.0f, is %.1f wide", area(c), w)
	}
	if got := f.Width("", 10); got != 0 {
		t.Errorf("nothing is %v wide", got)
	}
}

func TestWashInterpolates(t *testing.T) {
	a, b := New(50, 30), New(50, 30)
	f := func(x, y float32) (RGB, float32) { return RGB{x / 50, y / 30, 0}, 1 }
	a.Wash(0, 30, 1, Over, f)
	b.Wash(0, 30, 7, Over, f)
	for i := range a.Pix {
		if Abs(a.Pix[i].R-b.Pix[i].R) > 0.02 || Abs(a.Pix[i].G-b.Pix[i].G) > 0.02 {
			t.Fatalf("pixel %d: %v by pixel, %v by cells", i, a.Pix[i], b.Pix[i])
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add(float32(1), float32(2), float32(30), float32(4), float32(5), float32(60))
	f.Add(float32(-1e9), float32(1e9), float32(5), float32(-4), float32(1e20), float32(3))
	f.Add(float32(0), float32(0), float32(0), float32(0), float32(0), float32(0))
	f.Add(float32(math.Inf(1)), float32(math.NaN()), float32(1), float32(math.Inf(-1)), float32(2), float32(3))
	f.Fuzz(func(t *testing.T, ax, ay, bx, by, cx, cy float32) {
		c := New(40, 30)
		c.Fill((&Path{}).Poly(Pt{ax, ay}, Pt{bx, by}, Pt{cx, cy}), Gray(1))
		c.Fill((&Path{}).MoveTo(ax, ay).QuadTo(bx, by, cx, cy), Gray(1))
		c.Dab(ax, ay, bx, by, cx, 0.5, Gray(1), 1)
		c.Box(ax, ay, bx, by, Gray(1), 1)
		c.Glow(ax, ay, bx, 1, Gray(1), 1, Screen)
		for _, p := range c.Pix {
			if p.R < -0.01 || p.R > 1.01 {
				t.Fatalf("pixel %v", p)
			}
		}
	})
}
