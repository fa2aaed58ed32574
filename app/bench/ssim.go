package main

import (
	"bufio"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/disintegration/imaging"
)

// like prints the mean and the least likeness of the thumbnails in out, whose
// names end so, to the pictures in dir, shrunk from full size by Lanczos.
func like(ending, dir, out string) error {
	thumbs, err := filepath.Glob(filepath.Join(out, "*"+ending))
	if err != nil || len(thumbs) == 0 {
		return fmt.Errorf("no thumbnails in %s: %w", out, err)
	}
	sum, least := 0.0, 1.0
	for _, name := range thumbs {
		decode := jpeg.Decode
		if strings.HasSuffix(name, ".png") {
			decode = png.Decode
		}
		small, err := open(name, decode)
		if err != nil {
			return err
		}
		base := filepath.Join(dir, strings.TrimSuffix(filepath.Base(name), ending))
		whole, err := open(base+".source.png", png.Decode)
		if os.IsNotExist(err) {
			whole, err = open(base+".png", png.Decode)
		}
		if os.IsNotExist(err) {
			whole, err = open(base+".jpg", jpeg.Decode)
		}
		if err != nil {
			return err
		}
		b := small.Bounds()
		v := ssim(luma(small), luma(imaging.Resize(whole, b.Dx(), b.Dy(), imaging.Lanczos)), b.Dx(), b.Dy())
		sum, least = sum+v, min(least, v)
	}
	fmt.Printf("%.4f %.4f\n", sum/float64(len(thumbs)), least)
	return nil
}

// open decodes a file.
func open(name string, decode func(io.Reader) (image.Image, error)) (image.Image, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return decode(bufio.NewReader(f))
}

func luma(m image.Image) []float64 {
	b := m.Bounds()
	out := make([]float64, 0, b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if p, ok := m.(*image.YCbCr); ok {
				out = append(out, float64(p.Y[p.YOffset(x, y)]))
				continue
			}
			r, g, bl, _ := m.At(x, y).RGBA()
			out = append(out, (0.299*float64(r)+0.587*float64(g)+0.114*float64(bl))/257)
		}
	}
	return out
}

// ssim is the mean structural similarity of two pictures of w x h, after Wang et
// al. 2004: windows of 11 x 11 with Gaussian weights of 1.5 pixels.
func ssim(a, b []float64, w, h int) float64 {
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	product := func(p, q []float64) []float64 {
		r := make([]float64, len(p))
		for i := range r {
			r[i] = p[i] * q[i]
		}
		return r
	}
	ma, mb := blur(a, w, h), blur(b, w, h)
	aa, bb, ab := blur(product(a, a), w, h), blur(product(b, b), w, h), blur(product(a, b), w, h)
	sum := 0.0
	for i := range ma {
		x, y := ma[i], mb[i]
		sum += (2*x*y + c1) * (2*(ab[i]-x*y) + c2) / ((x*x + y*y + c1) * (aa[i] - x*x + bb[i] - y*y + c2))
	}
	return sum / float64(len(ma))
}

func blur(p []float64, w, h int) []float64 {
	var k [11]float64
	sum := 0.0
	for i := range k {
		d := float64(i - 5)
		k[i] = math.Exp(-d * d / (2 * 1.5 * 1.5))
		sum += k[i]
	}
	pass := func(src []float64, dx, dy int) []float64 {
		dst := make([]float64, len(src))
		for y := range h {
			for x := range w {
				for i, v := range k {
					px, py := min(max(x+(i-5)*dx, 0), w-1), min(max(y+(i-5)*dy, 0), h-1)
					dst[y*w+x] += v / sum * src[py*w+px]
				}
			}
		}
		return dst
	}
	return pass(pass(p, 1, 0), 0, 1)
}
