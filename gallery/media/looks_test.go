package media

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/disintegration/imaging"
)

// painted is a made-up picture of its own: a sky of gradients with shapes of
// all sizes before it.
func painted(seed uint64) *image.RGBA {
	const w, h = 480, 360
	rng := rand.New(rand.NewPCG(seed, 11))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	tone := func() [3]float64 { return [3]float64{rng.Float64() * 255, rng.Float64() * 255, rng.Float64() * 255} }
	top, bottom := tone(), tone()
	for y := range h {
		for x := range w {
			f := float64(y)/h + 0.2*float64(x)/w
			for c := range 3 {
				m.Pix[m.PixOffset(x, y)+c] = uint8(min(255, max(0, top[c]*(1-f)+bottom[c]*f)))
			}
			m.Pix[m.PixOffset(x, y)+3] = 255
		}
	}
	for range 6 + rng.IntN(14) {
		cx, cy, r, t := rng.IntN(w), rng.IntN(h), 10+rng.IntN(120), tone()
		rounded := rng.IntN(2) == 0
		for y := max(0, cy-r); y < min(h, cy+r); y++ {
			for x := max(0, cx-r); x < min(w, cx+r); x++ {
				if dx, dy := x-cx, y-cy; rounded && dx*dx+dy*dy > r*r {
					continue
				}
				m.SetRGBA(x, y, color.RGBA{uint8(t[0]), uint8(t[1]), uint8(t[2]), 255})
			}
		}
	}
	return m
}

// TestLooks repeats the measurement that AlikeBits rests on: what copies of a
// picture and different pictures are apart.
func TestLooks(t *testing.T) {
	const n = 90
	looks := func(m image.Image, q int) uint64 {
		t.Helper()
		data := jpegOf(t, m, q)
		grid, _, err := thumbnails(t, data, probeBytes(data, Hint{}))
		if err != nil {
			t.Fatal(err)
		}
		return grid.Looks
	}
	var originals []uint64
	var sent, bright, cropped []int
	for i := range n {
		m := painted(uint64(i))
		h := looks(m, 90)
		originals = append(originals, h)
		if i%3 != 0 {
			continue
		}
		sent = append(sent, Distance(h, looks(imaging.Resize(m, 300, 0, imaging.Linear), 70)))
		bright = append(bright, Distance(h, looks(imaging.AdjustBrightness(m, 6), 90)))
		cropped = append(cropped, Distance(h, looks(imaging.CropCenter(m, 451, 338), 90)))
	}
	var apart []int
	for i, a := range originals {
		for _, b := range originals[:i] {
			apart = append(apart, Distance(a, b))
		}
	}
	for _, d := range [][]int{sent, bright, cropped, apart} {
		slices.Sort(d)
	}
	last := func(d []int) int { return d[len(d)-1] }
	t.Logf("messenger copy: at most %d; brighter: at most %d; cropped by 6%%: median %d, at most %d; different: at least %d, 1 in 100 below %d",
		last(sent), last(bright), cropped[len(cropped)/2], last(cropped), apart[0], apart[len(apart)/100])
	if last(sent) > AlikeBits || last(bright) > AlikeBits {
		t.Errorf("copies are up to %d and %d bits apart; AlikeBits is %d", last(sent), last(bright), AlikeBits)
	}
	if apart[0] <= AlikeBits {
		t.Errorf("two of %d different pictures are only %d bits apart; AlikeBits is %d", n, apart[0], AlikeBits)
	}
}

// TestLooksOfNothing: pictures without contrast are like no other; turned ones
// are not like each other, and the way of storing one does not matter.
func TestLooksOfNothing(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range blank.Pix {
		blank.Pix[i] = uint8(128 + i%2)
	}
	if h := Looks(blank); h != 0 {
		t.Errorf("a grey page looks like %x", h)
	}
	m := painted(3)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	upright, _, err := thumbnails(t, b.Bytes(), probeBytes(b.Bytes(), Hint{}))
	if err != nil {
		t.Fatal(err)
	}
	stored := jpegOf(t, storedAs(m, 6), 75)
	turned, _, err := thumbnails(t, stored, probeBytes(withEXIF(stored, tags{main: []tag{{tagOrientation, uint16(6)}}}), Hint{}))
	if err != nil {
		t.Fatal(err)
	}
	if d := Distance(upright.Looks, turned.Looks); d > AlikeBits {
		t.Errorf("the same picture stored on its side is %d bits away", d)
	}
	side, _, err := thumbnails(t, stored, probeBytes(stored, Hint{}))
	if err != nil {
		t.Fatal(err)
	}
	if d := Distance(upright.Looks, side.Looks); d <= AlikeBits {
		t.Errorf("the picture on its side is only %d bits away", d)
	}
}

func BenchmarkLooks(b *testing.B) {
	m := toYCbCr(imaging.Resize(painted(1), 256, 192, imaging.Linear))
	for b.Loop() {
		Looks(m)
	}
}
