package motif

import "keepsake/device/demo/scene/paint"

// paintLighthouse is a tower on a headland, its beam out at night.
func paintLighthouse(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.52, 0.62))
	side := r.Sign()
	sx := c.X(0.5 - side*r.In(0.1, 0.35))
	v.seaSky(m, horizon, sx)
	v.sea(m, horizon, c.Y(1), sx, v.Light != Day)
	n := paint.Noise(r.Seed())
	rock := m.lit(paint.Hex(paint.Pick(r, uint32(0x7A6E66), 0x6E6A6A, 0x8A7868)), 0.45)
	grass := m.lit(paint.Hex(paint.Pick(r, uint32(0x7F9A4A), 0x6A8C50)), 0.6)
	if v.Light == Night {
		rock, grass = rock.Lerp(m.dark, 0.5), grass.Lerp(m.dark, 0.55)
	}
	lx := c.X(0.5 + side*r.In(0.14, 0.3))
	ly := c.Y(r.In(0.6, 0.68))
	cliff := c.Ridge(func(x float32) float32 {
		t := (x-lx)*side/u + 16 // units inland from the tip
		drop := paint.Smooth(0, 9, t)
		y := ly + n.Line(x/u*0.03, 4, 0.5)*u*2.4 - u*0.12*max(t-16, 0)
		return paint.Mixf(c.Y(0.93)+n.Line(x/u*0.1, 3, 0.5)*u*2+u*0.9*max(-t, 0), y, drop)
	})
	c.FillRidge(cliff, paint.Linear{Y0: ly, Y1: c.Y(1), Ramp: paint.Even(rock.Tune(0.04, 1, 0), rock.Times(0.5))})
	c.Wash(cliff.Top(), c.Y(1), u*0.35, paint.Over, func(x, y float32) (paint.RGB, float32) {
		d := y - cliff.At(min(max(x, 0), float32(c.W-1)))
		if d < 0 {
			return rock, 0
		}
		g := n.Ridged(x/u*0.09, y/u*0.05+x/u*0.03, 4) - 0.45
		if d < u*(2.2+5*n.At(x/u*0.07, 4)) {
			return grass.Times(1 + g*0.4), paint.Smooth(0, u*0.4, d) * 0.95
		}
		if g > 0 {
			return rock.Lerp(m.key, 0.4), g * 0.6
		}
		return m.dark, -g * 0.8
	})
	for i := range 60 {
		f := n.Hash(i, 3)
		x := lx - side*u*(16-float32(i%12)*5) + side*f*u*10
		c.Dab(x, c.Y(0.95)+n.Hash(i, 4)*u*5, u*(1+3*f), u*0.5, 0, 0.9, paint.Gray(0.95).Mul(m.ambient.Lerp(m.key, 0.6)), 0.35)
	}
	v.tower(m, lx, cliff.At(lx)+u*0.6, u*r.In(34, 42), side)
	c.Bloom(0.75, 0.35)
}

// tower is the lighthouse with its foot at (x, y), h high, and a keeper's house.
func (v *View) tower(m mood, x, y, h, side float32) {
	c, r := v.C, v.R
	white := m.lit(paint.Hex(0xFAF6EE), 0.85)
	red := m.lit(paint.Hex(paint.Pick(r, uint32(0xC8382E), 0xC8382E, 0x24527A, 0x2E2E36)), 0.75)
	if v.Light == Night {
		white, red = white.Lerp(m.ambient, 0.55), red.Lerp(m.dark, 0.4)
	}
	lamp := paint.Pt{X: x, Y: y - h*0.9}
	if v.Light == Night || v.Light == Dusk {
		v.beam(lamp, -side, paint.Hex(0xFFF0C0))
	}
	// Keeper's house.
	hw, hh := h*0.3, h*0.14
	hx := x + side*h*0.1
	if side < 0 {
		hx -= hw
	}
	c.Fill((&paint.Path{}).Rect(hx, y-hh, hw, hh*1.3), white.Times(0.93))
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: hx - hw*0.06, Y: y - hh}, paint.Pt{X: hx + hw*1.06, Y: y - hh}, paint.Pt{X: hx + hw*0.85, Y: y - hh*1.7}, paint.Pt{X: hx + hw*0.15, Y: y - hh*1.7}), red)
	for i := range 2 {
		c.Box(hx+hw*(0.28+0.32*float32(i)), y-hh*0.75, hw*0.13, hh*0.4, v.pane(r, m, 0.8), 1)
	}
	w0, w1 := h*0.085, h*0.055
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*paint.Mixf(w0, w1, b/0.84), Y: y - b*h} }
	shade := func(k paint.RGB) paint.Ink {
		return paint.Linear{X0: x - w0, X1: x + w0, Ramp: paint.Even(k.Times(0.92), k, k.Times(0.9), k.Mul(m.ambient).Times(0.85))}
	}
	c.Fill((&paint.Path{}).Poly(at(-1, -0.03), at(1, -0.03), at(1, 0.8), at(-1, 0.8)), shade(white))
	bands := r.Between(2, 3)
	for i := range bands {
		b0 := 0.8 * (float32(i)*2 + 1) / float32(bands*2+1)
		b1 := 0.8 * (float32(i)*2 + 2) / float32(bands*2+1)
		c.Fill((&paint.Path{}).Poly(at(-1, b0), at(1, b0), at(1, b1), at(-1, b1)), shade(red))
	}
	for i := range 3 {
		p := at(0.1, 0.2+0.22*float32(i))
		c.Box(p.X-h*0.01, p.Y-h*0.02, h*0.02, h*0.035, m.dark, 0.8)
	}
	iron := m.dark.Lerp(red, 0.25)
	c.Box(x-w1*1.6, y-h*0.825, w1*3.2, h*0.022, iron, 1)
	for i := range 9 {
		c.Box(x-w1*1.55+w1*3.1*float32(i)/8, y-h*0.86, h*0.005, h*0.04, iron, 1)
	}
	c.Box(x-w1*1.6, y-h*0.862, w1*3.2, h*0.006, iron, 1)
	glass := paint.Hex(0xFFF6D8)
	if v.Light == Day {
		glass = m.sky.At(0.5)
	}
	c.Fill((&paint.Path{}).Rect(x-w1*0.75, y-h*0.94, w1*1.5, h*0.12), glass)
	for i := range 4 {
		c.Box(x-w1*0.75+w1*1.5*float32(i)/3-h*0.003, y-h*0.94, h*0.006, h*0.12, iron, 1)
	}
	c.Fill((&paint.Path{}).MoveTo(x-w1*0.95, y-h*0.935).QuadTo(x-w1*0.6, y-h*1.0, x, y-h*1.02).QuadTo(x+w1*0.6, y-h*1.0, x+w1*0.95, y-h*0.935), red)
	c.Fill(paint.Stroke(h*0.006, paint.Pt{X: x, Y: y - h*1.01}, paint.Pt{X: x, Y: y - h*1.06}), iron)
	if v.Light != Day {
		c.Glow(lamp.X, lamp.Y, h*0.5, 1, paint.Hex(0xFFE9B0), 0.8, paint.Screen)
	}
}

// beam is the light of a lamp to both sides, in thin air.
func (v *View) beam(p paint.Pt, dir float32, col paint.RGB) {
	c := v.C
	u := c.U
	c.Wash(0, c.Y(1), u*0.5, paint.Screen, func(x, y float32) (paint.RGB, float32) {
		dx, dy := (x-p.X)*dir, y-p.Y
		l := paint.Abs(dx)
		axis := dy + dx*0.1
		w := u*0.8 + l*0.075
		k := paint.Exp(-axis * axis / (w * w) * 1.6)
		fall := paint.Exp(-l / (u * 75))
		if dx < 0 {
			fall *= 0.35
		}
		return col, k * fall * 0.75 * paint.Smooth(0, u*2, l)
	})
}
