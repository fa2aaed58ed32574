//go:build ignore

// Icon draws the application's icon: a photo kept in a pocket.
//
//	go run assets/draw/icon.go
//
// writes assets/icon.png (512x512) and assets/icon-1024.png, from the root of
// the repository.
package main

import (
	"fmt"
	"image"
	"image/png"
	"os"

	"keepsake/device/demo/scene/paint"
)

func main() {
	for _, f := range []struct {
		name string
		size int
	}{{"assets/icon.png", 512}, {"assets/icon-1024.png", 1024}} {
		if err := write(f.name, f.size); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func write(name string, size int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(f, draw(size)); err != nil {
		f.Close()
		return fmt.Errorf("%s: %w", name, err)
	}
	return f.Close()
}

// draw paints at twice the size and averages, on a square of 100 units.
func draw(size int) *image.NRGBA {
	c, mask := paint.New(size*2, size*2), paint.New(size*2, size*2)
	tile := squircle(c, 3.5)
	mask.Fill(tile, paint.Gray(1))
	symbol(c, tile)
	pix, cut := c.Shrink(2).Plain(), mask.Shrink(2).Plain()
	out := image.NewNRGBA(pix.Rect)
	copy(out.Pix, pix.Pix)
	for i := 3; i < len(out.Pix); i += 4 {
		if out.Pix[i] = cut.Pix[i-3]; out.Pix[i] == 0 {
			copy(out.Pix[i-3:i], "\x00\x00\x00")
		}
	}
	return out
}

// squircle is a square with continuous corners, at a distance from the edge.
func squircle(c *paint.Canvas, inset float32) *paint.Path {
	u := c.U
	half := (50 - inset) * u
	var pts []paint.Pt
	const n = 400
	for i := range n {
		a := paint.Tau * float32(i) / n
		k, s := paint.Cos(a), paint.Sin(a)
		x, y := paint.Pow(paint.Abs(k), 2/5.0), paint.Pow(paint.Abs(s), 2/5.0)
		if k < 0 {
			x = -x
		}
		if s < 0 {
			y = -y
		}
		pts = append(pts, paint.Pt{X: 50*u + x*half, Y: 50*u + y*half})
	}
	return (&paint.Path{}).Poly(pts...)
}

func symbol(c *paint.Canvas, tile *paint.Path) {
	u := c.U
	c.Clear(paint.Hex(0xF0652A)) // under the mask's soft edge
	c.Fill(tile, paint.Linear{X0: 15 * u, Y0: 0, X1: 85 * u, Y1: 100 * u, Ramp: paint.EvenHex(0xFFB455, 0xFB8A3C, 0xEC5A27)})
	c.Glow(34*u, 8*u, 62*u, 1, paint.Hex(0xFFE3A8), 0.45, paint.Screen)

	photo(c, 59, 46, 22.5, 0.17, 0.6)
	photo(c, 45.5, 42, 24.5, -0.1, 1)
	pocket(c)
}

// photo is a card with a landscape; its middle at (x, y), w half its width.
// Light below 1 dims a card that lies behind.
func photo(c *paint.Canvas, x, y, w, ang, light float32) {
	u := c.U
	place := func(p *paint.Path) *paint.Path { return p.Place(x*u, y*u, u, ang) }
	shade := paint.Hex(0x8A2A10)
	card := place((&paint.Path{}).Round(-w*20, -w*22, w*40, w*50, w*3.4).Place(0, 0, 1.0/20, 0))
	c.Shadow(card, 0, 1.4*u, 2.2*u, shade, 0.45)
	white := paint.Hex(0xFFFBF3).Lerp(paint.Hex(0xF6C9A0), 1-light)
	c.Fill(card, white)
	in := w * 0.84
	frame := place((&paint.Path{}).Round(-in*20, -in*21.5, in*40, in*52, in*2).Place(0, 0, 1.0/20, 0))
	tone := func(h uint32) paint.RGB { return paint.Hex(h).Lerp(paint.Hex(0xE88A52), (1-light)*0.75) }
	sky := paint.Even(tone(0x2F8FB8), tone(0x7CC7D0), tone(0xFFE2AE))
	s := paint.New(c.W, c.H)
	s.Vertical(sky, (y-w)*u, (y+w*0.9)*u)
	disc := place((&paint.Path{}).Circle(in*8, -in*9, in*5.2).Place(0, 0, 1.0/20, 0))
	s.Fill(disc, tone(0xFFF1B8))
	far := place((&paint.Path{}).Poly(paint.Pt{X: -in * 30, Y: in * 30}, paint.Pt{X: -in * 9, Y: -in * 4}, paint.Pt{X: in * 12, Y: in * 30}).
		Poly(paint.Pt{X: -in * 6, Y: in * 30}, paint.Pt{X: in * 11, Y: in * 1}, paint.Pt{X: in * 32, Y: in * 30}).Place(0, 0, 1.0/20, 0))
	s.Fill(far, paint.Linear{Y0: (y - w*0.3) * u, Y1: (y + w*0.9) * u, Ramp: paint.Even(tone(0x1F5E7E), tone(0x3F8FA0))})
	near := place((&paint.Path{}).Poly(paint.Pt{X: -in * 32, Y: in * 30}, paint.Pt{X: -in * 16, Y: in * 5}, paint.Pt{X: in * 6, Y: in * 30}).Place(0, 0, 1.0/20, 0))
	s.Fill(near, tone(0x16425E))
	c.Fill(frame, s)
}

// pocket is what the photos are kept in.
func pocket(c *paint.Canvas) {
	u := c.U
	p := &paint.Path{}
	p.MoveTo(16*u, 58*u)
	line := func(x, y float32) { p.LineTo(x*u, y*u) }
	curve := func(ax, ay, bx, by, x, y float32) { p.CubeTo(ax*u, ay*u, bx*u, by*u, x*u, y*u) }
	curve(16, 55.6, 17.6, 54, 20, 54)
	line(36.5, 54)
	curve(38.6, 54, 39.6, 55, 40.2, 56.6)
	curve(41.8, 61, 45.4, 63.2, 50, 63.2) // the thumb's notch
	curve(54.6, 63.2, 58.2, 61, 59.8, 56.6)
	curve(60.4, 55, 61.4, 54, 63.5, 54)
	line(80, 54)
	curve(82.4, 54, 84, 55.6, 84, 58)
	line(84, 78)
	curve(84, 83.4, 81.4, 86, 76, 86)
	line(24, 86)
	curve(18.6, 86, 16, 83.4, 16, 78)
	c.Shadow(p, 0, -0.8*u, 2.4*u, paint.Hex(0x7A1E08), 0.5)
	c.Shadow(p, 0, 1.6*u, 2.6*u, paint.Hex(0x8A2A10), 0.4)
	c.Fill(p, paint.Linear{Y0: 54 * u, Y1: 86 * u, Ramp: paint.EvenHex(0xFFFDF8, 0xFFEBD2)})
}
