package media

import (
	"image"
	"math"
)

// luma is a picture's brightness, for comparisons.
type luma struct {
	pix  []float64
	w, h int
}

func lumaOf(m image.Image) luma {
	b := m.Bounds()
	l := luma{make([]float64, b.Dx()*b.Dy()), b.Dx(), b.Dy()}
	for y := range l.h {
		for x := range l.w {
			switch m := m.(type) {
			case *image.YCbCr:
				l.pix[y*l.w+x] = float64(m.Y[m.YOffset(b.Min.X+x, b.Min.Y+y)])
			case *image.Gray:
				l.pix[y*l.w+x] = float64(m.GrayAt(b.Min.X+x, b.Min.Y+y).Y)
			default:
				r, g, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
				l.pix[y*l.w+x] = (0.299*float64(r) + 0.587*float64(g) + 0.114*float64(bl)) / 257
			}
		}
	}
	return l
}

// ssim is the mean structural similarity of two pictures of one size, after
// Wang et al. 2004: windows of 11 x 11 with Gaussian weights of 1.5 pixels.
func ssim(a, b luma) float64 {
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	product := func(p, q luma) luma {
		r := luma{make([]float64, len(p.pix)), p.w, p.h}
		for i := range r.pix {
			r.pix[i] = p.pix[i] * q.pix[i]
		}
		return r
	}
	ma, mb := blur(a), blur(b)
	aa, bb, ab := blur(product(a, a)), blur(product(b, b)), blur(product(a, b))
	sum := 0.0
	for i := range ma.pix {
		x, y := ma.pix[i], mb.pix[i]
		sum += (2*x*y + c1) * (2*(ab.pix[i]-x*y) + c2) /
			((x*x + y*y + c1) * (aa.pix[i] - x*x + bb.pix[i] - y*y + c2))
	}
	return sum / float64(len(ma.pix))
}

func blur(l luma) luma {
	var k [11]float64
	sum := 0.0
	for i := range k {
		d := float64(i - 5)
		k[i] = math.Exp(-d * d / (2 * 1.5 * 1.5))
		sum += k[i]
	}
	pass := func(src luma, dx, dy int) luma {
		dst := luma{make([]float64, len(src.pix)), src.w, src.h}
		for y := range src.h {
			for x := range src.w {
				for i, v := range k {
					px := min(max(x+(i-5)*dx, 0), src.w-1)
					py := min(max(y+(i-5)*dy, 0), src.h-1)
					dst.pix[y*src.w+x] += v / sum * src.pix[py*src.w+px]
				}
			}
		}
		return dst
	}
	return pass(pass(l, 1, 0), 0, 1)
}
