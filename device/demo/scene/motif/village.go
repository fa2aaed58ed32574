package motif

import "keepsake/device/demo/scene/paint"

// paintVillage is white houses with blue domes stacked over the sea.
func paintVillage(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.36, 0.46))
	side := r.Sign()
	sx := c.X(0.5 - side*r.In(0.15, 0.4))
	v.sky(m, horizon)
	low := v.Light != Day
	if v.Light == Night {
		v.stars(300, horizon)
	} else {
		v.sunGlow(m, sx, horizon-u*5, 0.7)
	}
	v.cover(m, paint.Pick(r, clear, streaks, heaps), 0.35, horizon, sx)
	if low && v.Light != Night {
		v.sunDisc(m, sx, horizon-u*r.In(3, 14), r.In(3, 5))
	}
	v.coast(m, horizon)
	v.sea(m, horizon, c.Y(1), sx, low)
	f := r.Fork()
	white := paint.Hex(0xFAF7F0)
	n := paint.Noise(r.Seed())
	steep := r.F()
	slope := func(x float32) float32 { // upper edge of the village
		t := (x/float32(c.W)-0.5)*side + 0.5
		k := paint.Clamp(t*1.05 + 0.1*n.Line(x/u*0.02+5, 2, 0.5))
		return c.Y(1.04) - c.Y(0.7)*paint.Mixf(paint.Smooth(0, 1, k), paint.Sqrt(k), steep) + n.Line(x/u*0.05, 2, 0.5)*u*2
	}
	rock := m.lit(paint.Hex(0x8A7462), 0.5)
	c.FillRidge(c.Ridge(func(x float32) float32 { return slope(x) + u*2 }), rock.Lerp(m.dark, 0.2))
	// Rows from the back to the front, each a step lower.
	const rows = 13
	for j := range rows {
		drop := float32(j) * u * 6.2
		for x := -u * f.In(0, 8); x < float32(c.W)+u*5; {
			s := u * f.In(6, 10) * (0.75 + 0.04*float32(j))
			y := slope(x) + drop + f.In(-1.5, 1.5)*u
			if y < c.Y(1.2) && y-s > slope(x)-u*8 {
				v.cube(f, m, x, y+s*0.5, s, white, side)
			}
			x += s * f.In(0.8, 1.3)
		}
	}
	if v.Light != Night && r.Chance(0.5) {
		v.sailboat(m, c.X(0.5-side*r.In(0.15, 0.35)), horizon+u*r.In(5, 14), u*r.In(6, 10))
	}
	c.Bloom(0.85, 0.3)
}

// cube is a whitewashed house with its front at (x, y), s wide; some carry a dome.
func (v *View) cube(r *paint.Rand, m mood, x, y, s float32, white paint.RGB, side float32) {
	c := v.C
	h := s * r.In(0.7, 1.1)
	hue := white
	switch r.Int(9) {
	case 0:
		hue = paint.Hex(0xF3D9BE)
	case 1:
		hue = paint.Hex(0xE9C4B4)
	}
	lit, shade := m.lit(hue, 0.95), m.lit(hue, 0.12)
	if v.Light == Night {
		lit, shade = m.lit(hue, 0.25), m.lit(hue, 0).Times(0.8)
	}
	blue := m.lit(paint.Hex(0x2F6FB5), paint.Clamp(0.7-0.5*v.dark01()))
	depth := s * 0.28
	// Light from the sea side: that face is bright.
	d := -side * depth
	wallX := x
	c.Shadow((&paint.Path{}).Rect(x, y-h*0.8, s, h*0.85), side*s*0.12, s*0.03, s*0.12, m.ambient.Times(0.35), 0.3)
	if r.Chance(0.16) {
		cx := x + s/2
		p := (&paint.Path{}).MoveTo(cx-s*0.42, y-h).CubeTo(cx-s*0.42, y-h-s*0.56, cx+s*0.42, y-h-s*0.56, cx+s*0.42, y-h)
		c.Fill(p, paint.Linear{X0: cx - s*0.42, X1: cx + s*0.42, Ramp: paint.Even(blue.Tune(0.1*-side, 1, 0), blue.Tune(0.1*side, 1, 0)).Map(func(k paint.RGB) paint.RGB { return k })})
		c.Fill(paint.Stroke(s*0.03, paint.Pt{X: cx, Y: y - h - s*0.4}, paint.Pt{X: cx, Y: y - h - s*0.6}), shade)
		c.Fill(paint.Stroke(s*0.025, paint.Pt{X: cx - s*0.06, Y: y - h - s*0.53}, paint.Pt{X: cx + s*0.06, Y: y - h - s*0.53}), shade)
	}
	c.Fill((&paint.Path{}).Rect(wallX, y-h, s, h), paint.Linear{X0: x, X1: x + s, Y0: y - h, Y1: y, Ramp: paint.Even(lit, lit.Lerp(shade, 0.35))})
	face := (&paint.Path{}).Poly(paint.Pt{X: x + s/2 - side*-s/2, Y: y - h}, paint.Pt{X: x + s/2 + side*s/2 - d*0, Y: y}, paint.Pt{X: x + s/2 + side*s/2 - side*s*0.3, Y: y}, paint.Pt{X: x + s/2 + side*s/2 - side*s*0.3, Y: y - h})
	c.FillAs(face, shade, 0.75, paint.Over)
	c.Box(x-s*0.02, y-h-s*0.04, s*1.04, s*0.07, lit.Lerp(paint.Gray(1), 0.2), 1)
	if r.Chance(0.75) {
		wx := x + s/2 - side*s*r.In(0.08, 0.28)
		door := r.Chance(0.4)
		hh := h * 0.26
		if door {
			hh = h * 0.48
		}
		py := y - h*0.62
		if door {
			py = y - hh
		}
		if v.Light == Night || v.Light == Dusk {
			if r.Chance(0.5) {
				c.Glow(wx, py+hh/2, s*0.6, 1, paint.Hex(0xFFC46A), 0.5, paint.Screen)
				c.Fill((&paint.Path{}).Round(wx-s*0.08, py, s*0.16, hh, s*0.06), paint.Hex(0xFFDC96))
				return
			}
		}
		c.Fill((&paint.Path{}).Round(wx-s*0.08, py, s*0.16, hh, s*0.06), blue)
	}
}

// dark01 is 1 by night, 0 by day.
func (v *View) dark01() float32 {
	switch v.Light {
	case Night:
		return 1
	case Day:
		return 0
	}
	return 0.3
}
