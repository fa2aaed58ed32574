package motif

import "keepsake/device/demo/scene/paint"

// paintCat is a cat on a window sill, the world outside.
func paintCat(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.28
	m := v.mood()
	u := c.U
	sill := c.Y(r.In(0.76, 0.82))
	v.sky(m, sill)
	sx := c.X(r.In(0.25, 0.75))
	if v.Light == Night {
		v.stars(300, sill*0.8)
		v.moon(sx, c.Y(r.In(0.2, 0.34)), r.In(4, 7), paint.Pick[float32](r, 1, 0.4), m.sun)
	} else {
		v.sunGlow(m, sx, sill-u*22, 0.8)
		v.cover(m, paint.Pick(r, streaks, heaps, veil), 0.5, sill, sx)
	}
	switch r.Int(3) {
	case 0:
		for i := range 2 {
			v.blocks(m, 0.3+0.5*float32(i), sill+u*2)
		}
	case 1:
		set := rangeSet{horizon: sill - u*16, sharp: 0.4, tall: 0.9, sx: sx, valley: 0.2, middle: 0.5}
		for i := range 4 {
			v.mountainRange(m, set, 0.1+float32(i)*0.2)
		}
	default:
		v.roofs(m, sill)
	}
	if r.Chance(0.35) { // rain on the pane
		f := r.Fork()
		back := c.Shrink(4)
		for range 240 {
			s := f.F()
			v.drop(f, back, c.X(f.F()), f.F()*sill, u*(0.2+0.9*s*s*s))
		}
	}
	wall := m.dark.Mix(paint.Hex(paint.Pick(r, uint32(0x4A3A3A), 0x3A4450, 0x44403A)), 0.4)
	frame := wall.Lerp(m.haze, 0.12)
	bars := &paint.Path{}
	bars.Rect(0, 0, c.X(0.05), c.Y(1)).Rect(c.X(0.95), 0, c.X(0.05), c.Y(1)).Rect(0, 0, c.X(1), u*4)
	mid := c.X(paint.Pick[float32](r, 0.36, 0.5, 0.64))
	bars.Rect(mid-u*1.2, 0, u*2.4, sill)
	if r.Chance(0.6) {
		bars.Rect(0, c.Y(0.3)-u*0.9, c.X(1), u*1.8)
	}
	c.Fill(bars, frame)
	c.Fill((&paint.Path{}).Rect(0, sill, c.X(1), c.Y(1)-sill), paint.Linear{Y0: sill, Y1: c.Y(1), Ramp: paint.Even(frame.Lerp(m.haze, 0.28), frame, wall.Times(0.6))})
	c.Box(0, sill, c.X(1), u*0.5, m.haze.Lerp(m.sun, 0.4), 0.35)
	side := r.Sign()
	cx := c.X(0.5 + side*r.In(0.02, 0.2))
	dark := m.dark.Times(0.55)
	v.cat(m, cx, sill+u*1.2, u*r.In(38, 46), r.Sign(), dark)
	v.pot(m, c.X(0.5-side*r.In(0.26, 0.34)), sill+u*1, u*r.In(12, 16), dark.Lerp(m.haze, 0.06))
	if r.Chance(0.6) {
		v.curtains(m, sill, wall)
	}
	c.Bloom(0.75, 0.4)
}

// roofs is a huddle of roofs with chimneys.
func (v *View) roofs(m mood, foot float32) {
	c, r := v.C, v.R.Fork()
	u := c.U
	for row := range 3 {
		t := float32(row) / 2
		col := m.dark.Lerp(m.haze, 0.6-0.4*t)
		for x := -u * r.In(0, 12); x < float32(c.W); {
			w := u * r.In(10, 18)
			h := u * r.In(7, 13) * (1.5 - 0.4*t)
			y := foot - u*8*(1-t) - h*0.3
			p := (&paint.Path{}).Poly(paint.Pt{X: x, Y: foot + u}, paint.Pt{X: x, Y: y}, paint.Pt{X: x + w/2, Y: y - h*0.6}, paint.Pt{X: x + w, Y: y}, paint.Pt{X: x + w, Y: foot + u})
			p.Rect(x+w*0.68, y-h*0.62, w*0.1, h*0.4)
			c.Fill(p, col.Tune(r.In(-0.02, 0.02), 1, 0))
			if v.Light != Day && r.Chance(0.6) {
				c.Box(x+w*0.42, y-h*0.08, w*0.14, w*0.16, paint.Hex(0xFFCE7A), 0.9)
			}
			x += w * r.In(0.85, 1.05)
		}
	}
}

// cat sits with its back to us, h high, head turned to dir.
func (v *View) cat(m mood, x, y, h, dir float32, col paint.RGB) {
	c, r := v.C, v.R
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + dir*a*h, Y: y - b*h} }
	p := &paint.Path{}
	p.Curve(at(-0.2, 0.0), at(-0.27, 0.14), at(-0.24, 0.34), at(-0.15, 0.54), at(-0.1, 0.64), at(0.1, 0.66), at(0.16, 0.55), at(0.2, 0.36), at(0.25, 0.16), at(0.22, 0.01), at(0.05, -0.015))
	head := at(0.035, 0.76)
	p.Ellipse(head.X, head.Y, h*0.155, h*0.132, 0)
	p.Poly(at(-0.11, 0.6), at(0.15, 0.6), at(0.13, 0.76), at(-0.06, 0.76)) // the neck
	for _, e := range []float32{-1, 1} {
		b := 0.035 + e*0.085
		p.Poly(at(b-0.065, 0.83), at(b+0.065, 0.83), at(b+e*0.035, 0.975))
	}
	tail := paint.Smoothed(10, at(-0.18, 0.05), at(-0.36, 0.02), at(-0.46, 0.1), at(-0.43, 0.22), at(-0.35, 0.25))
	if r.Chance(0.5) { // hangs down
		tail = paint.Smoothed(10, at(-0.14, 0.04), at(-0.28, -0.02), at(-0.33, -0.14), at(-0.3, -0.26), at(-0.24, -0.31))
	}
	p.Taper(h*0.085, h*0.05, tail...)
	rim := m.sun.Lerp(m.haze, 0.3)
	c.Glow(x, y-h*0.6, h*0.9, 1, m.sun, 0.14, paint.Screen)
	c.Fill(p.Place(h*0.008*dir, -h*0.006, 1, 0), rim.Lerp(col, 0.35))
	c.Fill(p, paint.Linear{Y0: y - h, Y1: y, Ramp: paint.Even(col.Lerp(m.haze, 0.1), col)})
	whiskers := &paint.Path{}
	for i := range 3 {
		k := float32(i)*0.03 - 0.03
		for _, e := range []float32{-1, 1} {
			whiskers.Taper(h*0.004, h*0.002, at(0.035+e*0.13, 0.73+k*0.4), at(0.035+e*0.27, 0.73+k*1.6))
		}
	}
	c.FillAs(whiskers, col, 0.8, paint.Over)
}

// pot is a plant in a pot, against the light.
func (v *View) pot(m mood, x, y, h float32, col paint.RGB) {
	c, r := v.C, v.R.Fork()
	clay := col.Mix(paint.Hex(0x8A4A34), 0.4)
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: x - h*0.26, Y: y - h*0.5}, paint.Pt{X: x + h*0.26, Y: y - h*0.5}, paint.Pt{X: x + h*0.19, Y: y}, paint.Pt{X: x - h*0.19, Y: y}), paint.Linear{X0: x - h*0.26, X1: x + h*0.26, Ramp: paint.Even(clay.Lerp(m.haze, 0.2), clay, clay.Times(0.7))})
	c.Fill((&paint.Path{}).Round(x-h*0.29, y-h*0.58, h*0.58, h*0.11, h*0.02), clay.Lerp(m.haze, 0.12))
	green := col.Mix(paint.Hex(0x3F6F4A), 0.45)
	for range r.Between(7, 12) {
		a := -1.57 + r.In(-1.1, 1.1)
		l := h * r.In(0.5, 1)
		k := paint.Pt{X: x + paint.Cos(a)*l*0.4, Y: y - h*0.55 + paint.Sin(a)*l*0.5}
		c.Fill(paint.Stroke(h*0.018, paint.Pt{X: x, Y: y - h*0.55}, k), green.Times(0.8))
		v.leaf(k.X, k.Y, l*0.62, 0.36, a+r.In(-0.3, 0.3), green.Lerp(m.sun, r.In(0, 0.18)))
	}
}

// curtains hang at both sides and let some light through.
func (v *View) curtains(m mood, foot float32, wall paint.RGB) {
	c, r := v.C, v.R
	n := paint.Noise(r.Seed())
	cloth := wall.Lerp(m.haze.Lerp(m.sun, 0.3), 0.42)
	for _, s := range []float32{-1, 1} {
		w := c.X(r.In(0.1, 0.17))
		c.Wash(0, foot+c.U*3, c.U*0.4, paint.Over, func(x, y float32) (paint.RGB, float32) {
			d := x
			if s > 0 {
				d = float32(c.W) - x
			}
			edge := w * (1 - 0.22*paint.Sin(y/foot*2.6)) * (1 + 0.06*n.At(y/c.U*0.05, s))
			fold := paint.Sin(d/c.U*1.1+n.At(y/c.U*0.02, s*3)*1.2) * 0.5
			return cloth.Times(0.85 + 0.28*fold), 0.93 * paint.Smooth(edge, edge-c.U*0.8, d)
		})
	}
}
