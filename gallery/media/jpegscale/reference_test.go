package jpegscale

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// decodeBytes decodes data at 1/denom and gives the test its own copy.
func decodeBytes(t testing.TB, data []byte, denom int) (*Picture, error) {
	t.Helper()
	return Decode(context.Background(), bytes.NewReader(data), Options{
		Denominator: func(int, int) int { return denom }, Size: int64(len(data)),
	})
}

func readTestdata(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// testPlane is one component of a decoded picture with the size that counts.
type testPlane struct {
	pix          []byte
	stride, w, h int
}

// planesOf gives a picture's planes, padded as the decoder padded them.
func planesOf(m image.Image) []testPlane {
	switch m := m.(type) {
	case *image.Gray:
		return []testPlane{{m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy()}}
	case *image.YCbCr:
		cx, cy := m.Rect.Dx(), m.Rect.Dy()
		switch m.SubsampleRatio {
		case image.YCbCrSubsampleRatio420:
			cx, cy = (cx+1)/2, (cy+1)/2
		case image.YCbCrSubsampleRatio422:
			cx = (cx + 1) / 2
		case image.YCbCrSubsampleRatio440:
			cy = (cy + 1) / 2
		case image.YCbCrSubsampleRatio411:
			cx = (cx + 3) / 4
		case image.YCbCrSubsampleRatio410:
			cx, cy = (cx+3)/4, (cy+1)/2
		}
		return []testPlane{
			{m.Y, m.YStride, m.Rect.Dx(), m.Rect.Dy()},
			{m.Cb, m.CStride, cx, cy},
			{m.Cr, m.CStride, cx, cy},
		}
	}
	return nil
}

// reduce is the definition of what the decoder does: the forward 8 x 8 DCT of
// each block of the full picture, of which the low n x n coefficients go through
// the n-point inverse, in floating point.
func reduce(p testPlane, n int) testPlane {
	w, h := (p.w*n+7)/8, (p.h*n+7)/8
	out := testPlane{make([]byte, w*h), w, w, h}
	basis := func(points, k, x int) float64 {
		s := math.Sqrt(2 / float64(points))
		if k == 0 {
			s = math.Sqrt(1 / float64(points))
		}
		return s * math.Cos(float64(2*x+1)*float64(k)*math.Pi/float64(2*points))
	}
	var f8, fn [8][8]float64
	for k := range n {
		for x := range 8 {
			f8[k][x] = basis(8, k, x)
		}
		for x := range n {
			fn[k][x] = basis(n, k, x)
		}
	}
	for by := 0; by*n < h; by++ {
		for bx := 0; bx*n < w; bx++ {
			var coef [8][8]float64
			for v := range n {
				for u := range n {
					for y := range 8 {
						for x := range 8 {
							coef[v][u] += float64(p.pix[(by*8+y)*p.stride+bx*8+x]) * f8[v][y] * f8[u][x]
						}
					}
				}
			}
			for y := 0; y < n && by*n+y < h; y++ {
				for x := 0; x < n && bx*n+x < w; x++ {
					sum := 0.0
					for v := range n {
						for u := range n {
							sum += coef[v][u] * fn[v][y] * fn[u][x]
						}
					}
					sum *= float64(n) / 8
					out.pix[(by*n+y)*w+bx*n+x] = byte(math.Round(min(max(sum, 0), 255)))
				}
			}
		}
	}
	return out
}

// psnr compares the pixels that both planes show.
func psnr(a, b testPlane) float64 {
	sum, count := 0.0, 0
	for y := range min(a.h, b.h) {
		for x := range min(a.w, b.w) {
			d := float64(a.pix[y*a.stride+x]) - float64(b.pix[y*b.stride+x])
			sum += d * d
			count++
		}
	}
	return 10 * math.Log10(255*255/(sum/float64(count)+1e-9))
}

func stdDecode(t testing.TB, data []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// noisy is a picture with detail in every frequency.
func noisy(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for y := range h {
		for x := range w {
			seed = seed*1664525 + 1013904223
			n := float64(seed>>24) / 8
			fx, fy := float64(x), float64(y)
			i := m.PixOffset(x, y)
			m.Pix[i] = byte(110 + 80*math.Sin(fx/17+fy/29) + n)
			m.Pix[i+1] = byte(100 + 60*math.Cos(fy/5)*math.Sin(fx/3) + n)
			m.Pix[i+2] = byte(120 + 70*math.Sin((fx-fy)/41) + n)
			m.Pix[i+3] = 255
		}
	}
	return m
}

func encode(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
