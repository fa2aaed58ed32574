package shrink

import (
	"fmt"
	"image"
	"math"
	"testing"
)

var allRatios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
}

// painted is a smooth picture whose three planes differ.
func painted(w, h int, r image.YCbCrSubsampleRatio) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), r)
	for y := range h {
		for x := range w {
			fx, fy := (float64(x)+.5)/float64(w), (float64(y)+.5)/float64(h)
			m.Y[m.YOffset(x, y)] = byte(128 + 100*math.Sin(5*fx+2*fy))
		}
	}
	sx, sy := steps(r)
	cw := (w + sx - 1) / sx
	for i := range m.Cb {
		// The centre of the chroma pixel, as a part of the picture.
		fx := (float64(i%m.CStride) + .5) * float64(sx) / float64(w)
		fy := (float64(i/m.CStride) + .5) * float64(sy) / float64(h)
		if i%m.CStride < cw {
			m.Cb[i], m.Cr[i] = byte(60+120*fx), byte(200-120*fy)
		}
	}
	return m
}

// exact computes a plane by the definition of the filter, in floating point.
func exact(src plane, across, down axis, k kernel) []byte {
	weights := func(a axis, i int) []float64 {
		ratio := a.extent / float64(a.out)
		scale := max(1, ratio)
		centre := (float64(i)+0.5-a.lead)*ratio - 0.5
		w, sum := make([]float64, a.in), 0.0
		for p := int(centre - 3*scale - 2); float64(p) < centre+3*scale+2; p++ {
			v := k.at((float64(p) - centre) / scale)
			w[min(max(p, 0), a.in-1)] += v
			sum += v
		}
		for j := range w {
			w[j] /= sum
		}
		return w
	}
	out := make([]byte, across.out*down.out)
	for y := range down.out {
		wy := weights(down, y)
		for x := range across.out {
			wx, sum := weights(across, x), 0.0
			for j, a := range wy {
				for i, b := range wx {
					if a*b != 0 {
						sum += a * b * float64(src.pix[j*src.stride+i])
					}
				}
			}
			out[y*across.out+x] = byte(math.Round(min(max(sum, 0), 255)))
		}
	}
	return out
}

func psnr(a, b []byte) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255/(sum/float64(len(a))+1e-9))
}

// noise is a plane of hard edges. It leaves room for a filter that rings: what
// is clamped between the passes is a difference to the definition that counts
// for nothing in a photo.
func noise(w, h int) plane {
	p := plane{make([]byte, w*h), w}
	seed := uint32(7)
	for i := range p.pix {
		seed = seed*1664525 + 1013904223
		p.pix[i] = 64 + byte(int32(seed)>>31)&128
	}
	return p
}

func TestLikeTheDefinition(t *testing.T) {
	for _, c := range []struct {
		w, h             int
		extentW, extentH float64
		ow, oh           int
	}{
		{100, 75, 100, 75, 52, 39}, {100, 75, 99.25, 74.5, 51, 38}, {37, 41, 37, 41, 36, 40},
		{64, 64, 64, 64, 8, 8}, {9, 9, 9, 9, 20, 31}, {120, 3, 120, 3, 40, 1}, {23, 90, 23, 89.125, 5, 19},
	} {
		src := noise(c.w, c.h)
		across, down := axis{in: c.w, extent: c.extentW, out: c.ow}, axis{in: c.h, extent: c.extentH, out: c.oh}
		for name, k := range map[string]kernel{"triangle": triangle, "Catmull-Rom": catmullRom} {
			got, want := resize(src, across, down, k), exact(src, across, down, k)
			if db := psnr(got.pix, want); db < 44 {
				t.Errorf("%s %v: %.1f dB from the definition", name, c, db)
			}
		}
	}
}

// TestFlatStaysFlat resizes planes of one value between all small sizes: weights
// that do not sum to one, or read outside, show.
func TestFlatStaysFlat(t *testing.T) {
	for in := 1; in <= 24; in++ {
		for out := 1; out <= 26; out++ {
			for _, level := range []byte{0, 1, 128, 255} {
				src := plane{make([]byte, in*3), in}
				for i := range src.pix {
					src.pix[i] = level
				}
				for _, k := range []kernel{triangle, catmullRom} {
					wide := resize(src, axis{in: in, extent: float64(in) - .4, out: out}, axis{in: 3, extent: 3, out: 2}, k)
					src.stride = 3
					high := resize(src, axis{in: 3, extent: 3, out: 2}, axis{in: in, extent: float64(in) - .4, out: out}, k)
					src.stride = in
					for _, p := range append(wide.pix, high.pix...) {
						if p != level {
							t.Fatalf("%d to %d: level %d became %d", in, out, level, p)
						}
					}
				}
			}
		}
	}
}

// TestLaneBounds holds what sumRows relies on: no pixel's weights down can leave
// a 16-bit lane.
func TestLaneBounds(t *testing.T) {
	for in := 1; in <= 300; in += 1 + in/40 {
		for _, out := range []int{1, 2, 3, in/7 + 1, in/3 + 1, in / 2, in - 1, in, in + 1, 2*in + 1, 3 * in} {
			if out < 1 {
				continue
			}
			for _, k := range []kernel{triangle, catmullRom} {
				for _, lead := range []float64{0, .5, .75} {
					tp := makeTaps(axis{in: in, extent: float64(in) - .3, out: out, lead: lead}, k, oneV)
					for i := range out {
						up, down := int32(0), int32(0)
						for _, w := range tp.w[i*tp.n:][:tp.n] {
							if w > 0 {
								up += w
							} else {
								down += w
							}
						}
						if up+down != oneV || bias+oneV/2+255*up > math.MaxUint16 || bias+255*down < 0 {
							t.Fatalf("%d to %d: weights up %d, down %d", in, out, up, down)
						}
					}
				}
			}
		}
	}
}

func TestSaturate(t *testing.T) {
	for sum := -bias; sum < 1<<16-bias; sum++ {
		lane := uint64(sum + bias)
		got := saturate(lane | lane<<16 | lane<<32 | lane<<48)
		if want := uint64(clamp(int32(sum) >> 7)); got != want*lanes {
			t.Fatalf("%d: got %#x, want %#x in each lane", sum, got, want)
		}
	}
}

// upright moves a picture's stored point to where an orientation shows it, by
// the EXIF definition: where row 0 and column 0 of the stored picture lie.
var upright = map[int]func(x, y, w, h int) (int, int){
	1: func(x, y, w, h int) (int, int) { return x, y },                 // top, left
	2: func(x, y, w, h int) (int, int) { return w - 1 - x, y },         // top, right
	3: func(x, y, w, h int) (int, int) { return w - 1 - x, h - 1 - y }, // bottom, right
	4: func(x, y, w, h int) (int, int) { return x, h - 1 - y },         // bottom, left
	5: func(x, y, w, h int) (int, int) { return y, x },                 // left, top
	6: func(x, y, w, h int) (int, int) { return h - 1 - y, x },         // right, top
	7: func(x, y, w, h int) (int, int) { return h - 1 - y, w - 1 - x }, // right, bottom
	8: func(x, y, w, h int) (int, int) { return y, w - 1 - x },         // left, bottom
}

func TestOrientations(t *testing.T) {
	for o := 0; o <= 9; o++ {
		for _, s := range [][2]int{{1, 1}, {5, 3}, {40, 70}, {33, 32}} {
			w, h := s[0], s[1]
			src := noise(w, h)
			for i := range src.pix {
				src.pix[i] = byte(i * 7)
			}
			dst := orient(src, w, h, o)
			move := upright[o]
			if move == nil {
				move = upright[1]
			}
			for y := range h {
				for x := range w {
					dx, dy := move(x, y, w, h)
					if got := dst.pix[dy*dst.stride+dx]; got != src.pix[y*w+x] {
						t.Fatalf("orientation %d of %d x %d: the point %d, %d is not at %d, %d", o, w, h, x, y, dx, dy)
					}
				}
			}
		}
	}
}

// TestResizeOriented resizes and turns at once, and compares with the picture
// turned first: sizes are odd, so that chroma pixels reach beyond the edge.
func TestResizeOriented(t *testing.T) {
	const w, h, ow, oh = 90, 60, 45, 31
	m := painted(w, h, image.YCbCrSubsampleRatio444)
	for o := 1; o <= 8; o++ {
		turned := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio444)
		dw, dh := ow, oh
		if Swaps(o) {
			turned = image.NewYCbCr(image.Rect(0, 0, h, w), image.YCbCrSubsampleRatio444)
			dw, dh = oh, ow
		}
		for y := range h {
			for x := range w {
				dx, dy := upright[o](x, y, w, h)
				from, to := m.YOffset(x, y), turned.YOffset(dx, dy)
				turned.Y[to], turned.Cb[to], turned.Cr[to] = m.Y[from], m.Cb[from], m.Cr[from]
			}
		}
		want, err := Picture{Image: turned}.Resize(dw, dh, image.YCbCrSubsampleRatio420)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Picture{Image: m, Orientation: o}.Resize(dw, dh, image.YCbCrSubsampleRatio420)
		if err != nil {
			t.Fatal(err)
		}
		g, v := got.(*image.YCbCr), want.(*image.YCbCr)
		if g.Rect != v.Rect {
			t.Fatalf("orientation %d: bounds %v, want %v", o, g.Rect, v.Rect)
		}
		for name, p := range map[string][2][]byte{"Y": {g.Y, v.Y}, "Cb": {g.Cb, v.Cb}, "Cr": {g.Cr, v.Cr}} {
			if db := psnr(p[0], p[1]); db < 45 {
				t.Errorf("orientation %d, %s: %.1f dB from the picture turned first", o, name, db)
			}
		}
	}
}

// TestEverySampling resizes the same scene from every chroma sampling: luma and
// chroma must stay where they are.
func TestEverySampling(t *testing.T) {
	want, err := Picture{Image: painted(88, 64, image.YCbCrSubsampleRatio444)}.Resize(44, 32, image.YCbCrSubsampleRatio444)
	if err != nil {
		t.Fatal(err)
	}
	v := want.(*image.YCbCr)
	for _, r := range allRatios {
		got, err := Picture{Image: painted(88, 64, r)}.Resize(44, 32, image.YCbCrSubsampleRatio444)
		if err != nil {
			t.Fatal(err)
		}
		g := got.(*image.YCbCr)
		for name, p := range map[string][2][]byte{"Y": {g.Y, v.Y}, "Cb": {g.Cb, v.Cb}, "Cr": {g.Cr, v.Cr}} {
			if db := psnr(p[0], p[1]); db < 40 {
				t.Errorf("%v, %s: %.1f dB", r, name, db)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, f := range map[string]func() (image.Image, error){
		"zero width": func() (image.Image, error) {
			return Picture{Image: painted(8, 8, allRatios[0])}.Resize(0, 4, allRatios[0])
		},
		"negative height": func() (image.Image, error) {
			return Picture{Image: painted(8, 8, allRatios[0])}.Resize(4, -4, allRatios[0])
		},
		"an empty picture": func() (image.Image, error) {
			return Picture{Image: &image.Gray{}}.Resize(4, 4, allRatios[0])
		},
		"RGB": func() (image.Image, error) {
			return Picture{Image: image.NewRGBA(image.Rect(0, 0, 4, 4))}.Resize(4, 4, allRatios[0])
		},
		"bounds not from 0, 0": func() (image.Image, error) {
			return Picture{Image: image.NewGray(image.Rect(1, 0, 4, 4))}.Resize(4, 4, allRatios[0])
		},
	} {
		if m, err := f(); err == nil {
			t.Errorf("%s: got %v, want an error", name, m.Bounds())
		}
	}
}

func TestAverage(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 10, 10), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = 76
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = 85, 255
	}
	if got := Average(m); got[0] < 250 || got[1] > 3 || got[2] > 3 {
		t.Errorf("the average of a red picture is %v", got)
	}
	g := &image.Gray{Pix: []byte{0, 100, 100, 200}, Stride: 2, Rect: image.Rect(0, 0, 2, 2)}
	if got := Average(g); got != [3]uint8{100, 100, 100} {
		t.Errorf("the average of a gray picture is %v, want 100", got)
	}
}

func FuzzResize(f *testing.F) {
	f.Add(uint8(1), uint8(1), uint8(1), uint8(1), uint8(0), uint8(0), false, []byte{7})
	f.Add(uint8(100), uint8(3), uint8(1), uint8(90), uint8(6), uint8(2), true, []byte{0, 255})
	f.Add(uint8(255), uint8(255), uint8(3), uint8(2), uint8(7), uint8(5), true, []byte{1, 2, 3})
	f.Add(uint8(3), uint8(7), uint8(200), uint8(201), uint8(8), uint8(4), false, []byte{255})
	f.Fuzz(func(t *testing.T, w, h, ow, oh, orientation, ratio uint8, half bool, fill []byte) {
		m := image.NewYCbCr(image.Rect(0, 0, int(w), int(h)), allRatios[int(ratio)%len(allRatios)])
		for _, p := range [][]byte{m.Y, m.Cb, m.Cr} {
			for i := range p {
				if len(fill) > 0 {
					p[i] = fill[i%len(fill)]
				}
			}
		}
		to := image.YCbCrSubsampleRatio444
		if half {
			to = image.YCbCrSubsampleRatio420
		}
		p := Picture{Image: m, Width: float64(w) - .6, Height: float64(h) - .1, Orientation: int(orientation % 10)}
		got, err := p.Resize(int(ow), int(oh), to)
		if (err == nil) != (w > 0 && h > 0 && ow > 0 && oh > 0) {
			t.Fatalf("%d x %d to %d x %d: error %v", w, h, ow, oh, err)
		}
		if err == nil && got.Bounds() != image.Rect(0, 0, int(ow), int(oh)) {
			t.Fatalf("bounds %v, want %d x %d", got.Bounds(), ow, oh)
		}
	})
}

func BenchmarkResize(b *testing.B) {
	m := painted(1000, 750, image.YCbCrSubsampleRatio420)
	for _, s := range [][2]int{{512, 384}, {256, 192}, {900, 675}} {
		b.Run(fmt.Sprintf("1000x750-to-%dx%d", s[0], s[1]), func(b *testing.B) {
			for b.Loop() {
				if _, err := (Picture{Image: m, Orientation: 6}).Resize(s[1], s[0], image.YCbCrSubsampleRatio420); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
