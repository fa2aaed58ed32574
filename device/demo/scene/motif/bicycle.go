package motif

import "keepsake/device/demo/scene/paint"

// paintBicycle is a bicycle leaning at a painted wall.
func paintBicycle(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.2
	m := v.mood()
	u := c.U
	wall := paint.Hex(paint.Pick(r, uint32(0xE9B05A), 0xD8745A, 0x7FB0B8, 0xE8D4B0, 0x9AB48A, 0xC8909A, 0x5F86A8))
	wall = m.lit(wall, 0.85)
	foot := c.Y(r.In(0.8, 0.85))
	n := paint.Noise(r.Seed())
	brick := r.Chance(0.4)
	c.Wash(0, foot, u*0.3, paint.Over, func(x, y float32) (paint.RGB, float32) {
		k := n.Fbm(x/u*0.04, y/u*0.04, 4, 0.55)
		col := wall.Times(1 + 0.06*k)
		if brick {
			row := paint.Floor(y / u / 3.4)
			f := y/u/3.4 - row
			g := x/u/8.4 + 0.5*float32(int(row)&1)
			i := paint.Floor(g)
			col = col.Times(1 + 0.12*(n.Hash(int(i), int(row))-0.5))
			seam := max(paint.Smooth(0.1, 0.02, min(f, 1-f)), paint.Smooth(0.05, 0.01, min(g-i, 1-g+i)))
			col = col.Times(1 - 0.13*seam)
		}
		return col, 1
	})
	pave := m.lit(paint.Hex(0xA8A098), 0.6)
	c.Fill((&paint.Path{}).Rect(0, foot, c.X(1), c.Y(1)-foot), paint.Linear{Y0: foot, Y1: c.Y(1), Ramp: paint.Even(pave.Times(0.8), pave)})
	for i := range 5 {
		y := foot + (c.Y(1)-foot)*float32(i*i)/16
		c.Box(0, y, c.X(1), max(u*0.2, 1), pave.Times(0.62), 0.8)
	}
	side := r.Sign()
	s := still{dx: side * 0.9, dy: 0.35, shade: wall.Mul(m.ambient).Times(0.45)}
	v.wallWindow(m, s, c.X(0.5-side*r.In(0.22, 0.3)), c.Y(r.In(0.26, 0.34)), u*r.In(20, 25))
	if r.Chance(0.6) {
		v.doorway(m, s, c.X(0.5+side*r.In(0.3, 0.36)), foot, u*r.In(24, 28))
	}
	v.bike(m, s, c.X(0.5+r.In(-0.06, 0.06)), foot+u*5, u*r.In(13, 15), r.Sign())
	f := r.Fork()
	if r.Chance(0.6) { // leaves hanging in from above
		l := v.leafHues(m, greenHues)
		for range 5 {
			x := c.X(0.5 + side*f.In(0.2, 0.6))
			v.crown(f, l, x, -u*f.In(0, 5), u*f.In(12, 20), u*f.In(8, 15), 9, 200)
		}
	}
	c.Bloom(0.9, 0.2)
}

func (v *View) wallWindow(m mood, s still, x, y, w float32) {
	c, r := v.C, v.R.Fork()
	h := w * 1.25
	frame := m.lit(paint.Hex(0xF6F1E6), 0.9)
	shut := m.lit(paint.Hex(paint.Pick(r, uint32(0x3F6F7A), 0x4A7A5A, 0x8A3A34, 0x2F4A6A)), 0.7)
	outer := (&paint.Path{}).Rect(x-w/2, y-h/2, w, h)
	c.Shadow((&paint.Path{}).Rect(x-w*1.05, y-h*0.52, w*2.1, h*1.12), s.dx*w*0.06, s.dy*w*0.12, w*0.06, s.shade, 0.5)
	c.Fill(outer, frame)
	for i := range 2 {
		for j := range 3 {
			c.Fill((&paint.Path{}).Rect(x-w*0.44+w*0.46*float32(i), y-h*0.46+h*0.315*float32(j), w*0.42, h*0.28), paint.Linear{X0: x - w/2, Y0: y - h/2, X1: x + w/2, Y1: y + h/2, Ramp: paint.Even(m.sky.At(0.1).Times(0.6), m.sky.At(0.6).Times(0.85), m.sky.At(0.2).Times(0.5))})
		}
	}
	for _, e := range []float32{-1, 1} {
		x0 := x + e*w*0.78 - w*0.24
		c.Fill((&paint.Path{}).Rect(x0, y-h/2, w*0.48, h), shut)
		for i := range 15 {
			c.Box(x0+w*0.05, y-h*0.46+h*0.92*float32(i)/15, w*0.38, h*0.028, shut.Tune(-0.09, 1, 0), 1)
		}
	}
	box := m.lit(paint.Hex(0x8A5A3A), 0.6)
	l := v.leafHues(m, greenHues)
	c.Fill((&paint.Path{}).Rect(x-w*0.55, y+h*0.52, w*1.1, h*0.13), box)
	v.crown(r, l, x, y+h*0.49, w*0.56, h*0.1, 8, 120)
	for range 16 {
		v.flower(r, m, x+r.In(-0.5, 0.5)*w, y+h*r.In(0.4, 0.54), w*0.05, paint.Hex(paint.Pick(r, uint32(0xE8486A), 0xF7A0B8, 0xF7E9E0)))
	}
}

func (v *View) doorway(m mood, s still, x, foot, w float32) {
	c, r := v.C, v.R
	h := w * 2
	col := m.lit(paint.Hex(paint.Pick(r, uint32(0x2F5A6A), 0x7A2F34, 0x3F5F44, 0x6A4A34)), 0.7)
	stone := m.lit(paint.Hex(0xE6DCCB), 0.8)
	arch := func(k float32) *paint.Path {
		return (&paint.Path{}).MoveTo(x-w*k, foot).LineTo(x-w*k, foot-h*0.72).CubeTo(x-w*k, foot-h*0.72-w*k*1.3, x+w*k, foot-h*0.72-w*k*1.3, x+w*k, foot-h*0.72).LineTo(x+w*k, foot)
	}
	c.Fill(arch(0.58), stone)
	c.Fill(arch(0.5), col.Times(0.5))
	c.Fill(arch(0.47), paint.Linear{X0: x - w/2, X1: x + w/2, Ramp: paint.Even(col.Tune(0.03, 1, 0), col.Tune(-0.04, 1, 0))})
	c.Box(x-w*0.01, foot-h*0.98, w*0.02, h*0.98, col.Times(0.5), 1)
	for _, e := range []float32{-1, 1} {
		for j := range 3 {
			c.FillAs((&paint.Path{}).Rect(x+e*w*0.24-w*0.15, foot-h*(0.3+0.27*float32(j)), w*0.3, h*0.2), col.Tune(-0.07, 1, 0), 1, paint.Over)
		}
	}
	c.Disc(x+w*0.06, foot-h*0.4, w*0.03, m.lit(paint.Hex(0xE0B85A), 0.9), 1)
	c.Fill((&paint.Path{}).Rect(x-w*0.66, foot-u2(c), w*1.32, u2(c)*1.6), stone.Times(0.85))
}

func u2(c *paint.Canvas) float32 { return c.U * 1.6 }
