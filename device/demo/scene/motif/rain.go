package motif

import "keepsake/device/demo/scene/paint"

var lampHues = []uint32{0xFFC46A, 0xFFB04E, 0xFFE0A0, 0xFF7A4A, 0xFF5A5A, 0x6AD0FF, 0x8AF0C8, 0xFF8AB8, 0xF8F0DC}

// cityBlur paints lights out of focus over a small canvas: the back of many
// evening pictures. Discs grow from far to near.
func (v *View) cityBlur(b *paint.Canvas, sky *paint.Ramp, n int, lo, hi float32) {
	r := v.R.Fork()
	b.Vertical(sky, 0, b.Y(1))
	for range 9 {
		x := b.X(r.F())
		w := b.U * r.In(8, 22)
		h := b.U * r.In(20, 62)
		b.Box(x, b.Y(0.7)-h, w, h*1.6, sky.At(0.15).Times(0.7), 0.7)
	}
	b.Blur(float32(min(b.W, b.H)) / 30)
	for range n {
		y := 0.5 + r.Bell()*0.16
		s := b.U * r.In(lo, hi)
		b.Dab(b.X(r.F()), b.Y(y), s, s, 0, 0.12, paint.Hex(paint.Pick(r, lampHues...)), r.In(0.16, 0.6))
	}
}

// discs are single lights out of focus, rim a little brighter, on the big canvas.
func (v *View) discs(n int, y, spread, lo, hi float32) {
	c, r := v.C, v.R.Fork()
	for range n {
		x, py := c.X(r.F()), y+r.Bell()*spread
		s := c.U * r.In(lo, hi)
		col := paint.Hex(paint.Pick(r, lampHues...))
		a := r.In(0.14, 0.5)
		c.Dab(x, py, s, s, 0, 0.07, col, a)
		c.Ring(x, py, s*0.95, max(s*0.06, 1), col.Lerp(paint.Gray(1), 0.3), a*0.6)
	}
}

// paintRain is a window with drops, the evening city blurred behind.
func paintRain(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.3
	top := paint.Pick(r, uint32(0x101B30), 0x1B1838, 0x0E2430, 0x241A2E)
	low := paint.Pick(r, uint32(0x4A3A50), 0x5A4038, 0x2F4A58, 0x6A4A40)
	if v.Light == Day {
		top, low = paint.Pick(r, uint32(0x7A8FA0), 0x8A98A0), paint.Pick(r, uint32(0xB8C4C4), 0xC8C0B4)
	}
	sky := paint.EvenHex(top, low, paint.Pick(r, uint32(0x1A1620), 0x141C28))
	back := paint.New(max(c.W/4, 32), max(c.H/4, 32))
	v.cityBlur(back, sky, 50, 2, 7)
	back.Blur(1)
	c.Lay(back, paint.Over, 1)
	v.discs(r.Between(24, 44), c.Y(r.In(0.45, 0.6)), c.Y(0.14), 2.5, 7)
	ref := *back // drops show the view upside down
	// Trails first.
	f := r.Fork()
	n := paint.Noise(r.Seed())
	for range r.Between(5, 9) {
		x, y0, l := c.X(f.F()), c.Y(f.In(-0.1, 0.4)), c.Y(f.In(0.2, 0.55))
		var pts []paint.Pt
		for i := range 14 {
			t := float32(i) / 13
			pts = append(pts, paint.Pt{X: x + n.Line(t*3+x, 2, 0.5)*c.U*1.6, Y: y0 + l*t})
		}
		c.FillAs(paint.Taper(c.U*0.5, c.U*1.4, pts...), sky.At(0.4).Lerp(paint.Gray(1), 0.35), 0.16, paint.Over)
		end := pts[len(pts)-1]
		v.drop(f, &ref, end.X, end.Y, c.U*f.In(1, 1.6))
	}
	for range 520 {
		s := f.F()
		s = 0.18 + 1.25*s*s*s*s
		v.drop(f, &ref, c.X(f.F()), c.Y(f.F()), c.U*s)
	}
	c.Bloom(0.7, 0.35)
}

// drop is a bead of water on glass.
func (v *View) drop(r *paint.Rand, back *paint.Canvas, x, y, s float32) {
	c := v.C
	sy := s * r.In(1, 1.3)
	kx, ky := float32(back.W)/float32(c.W), float32(back.H)/float32(c.H)
	if s < c.U*0.45 {
		col := back.At(int(x*kx), int((float32(c.H)-y)*ky))
		c.Dab(x, y, s, sy, 0, 0.4, col.Lerp(paint.Gray(1), 0.25), 0.6)
		c.Dab(x-s*0.25, y-sy*0.3, s*0.3, s*0.3, 0, 0.8, paint.Gray(1), 0.7)
		return
	}
	c.Dab(x+s*0.08, y+sy*0.16, s*1.08, sy*1.05, 0, 0.5, paint.Gray(0.02), 0.4)
	p := (&paint.Path{}).Ellipse(x, y, s, sy, r.In(-0.1, 0.1))
	c.Fill(p, paint.Shade(func(px, py float32) paint.RGB {
		dx, dy := (px-x)/s, (py-y)/sy
		q := dx*dx + dy*dy
		bx, by := x-dx*s*9*(0.4+q), y-dy*sy*14*(0.4+q)
		col := back.At(int(bx*kx), int(min(max(by, 0), float32(c.H-1))*ky))
		return col.Times(0.75+0.5*paint.Clamp(dy*0.6+0.3)).Lerp(paint.Gray(0.05), 0.55*q*q*q*paint.Clamp(0.3-dy))
	}))
	c.Dab(x-s*0.3, y-sy*0.42, s*0.22, s*0.15, -0.5, 0.6, paint.Gray(1), 0.85)
	c.Dab(x+s*0.1, y+sy*0.62, s*0.42, s*0.12, 0, 0.9, paint.Gray(1), 0.3)
}
