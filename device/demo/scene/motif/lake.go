package motif

import "keepsake/device/demo/scene/paint"

// paintLake is a still lake with its far shore mirrored, and something small in front.
func paintLake(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	shore := c.Y(r.In(0.5, 0.62))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.05, 0.35))
	horizon := shore - c.U*1.2
	v.alpineSky(m, horizon, sx)
	sunY := horizon - c.U*r.In(10, 26)
	switch {
	case v.Light == Night:
		sunY = c.Y(r.In(0.12, 0.28))
		v.moon(sx, sunY, r.In(2.6, 4.4), 1, m.sun)
	case r.Chance(0.5) && v.Light != Day:
		v.sunGlow(m, sx, sunY, 0.6)
		v.sunDisc(m, sx, sunY, r.In(2, 3.6))
	}
	if r.Chance(0.55) {
		v.lakePeaks(m, horizon, shore, side)
	} else {
		set := rangeSet{horizon: horizon - c.U*4, sharp: r.In(0.4, 1), tall: r.In(0.7, 1.3), sx: sx, valley: r.In(0.2, 0.8), middle: 0.5}
		for i := range 4 {
			v.mountainRange(m, set, float32(i)*0.13)
			v.mist(m.haze.Lerp(m.sun, 0.2), horizon-c.U*float32(3-i)*1.2, c.U*5, 0.4)
		}
	}
	v.farShore(m, shore)
	v.mist(m.haze.Lerp(m.sun, 0.3), shore-c.U*1.5, c.U*r.In(1.5, 3.5), r.In(0.2, 0.7))
	deep := m.sky.At(0.1).Lerp(m.dark, 0.45)
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: deep, Far: m.haze.Lerp(deep, 0.25), Depth: r.In(0.45, 0.7),
		FarDepth: 0.12, Ripple: r.In(0.12, 0.7), Squeeze: 0.92, Seed: r.Seed()})
	c.Glow(c.X(0.5), shore, c.X(0.8), 60, m.haze.Lerp(m.sun, 0.4), 0.4, paint.Screen)
	if v.Light == Night || v.Light != Day && r.Chance(0.5) {
		c.Glitter(r.Fork(), sx, shore, c.Y(1), 0.16, 150, m.sun, 0.55)
	}
	switch r.Int(4) {
	case 0:
		v.pier(m, c.X(r.In(0.3, 0.7)), shore)
	case 1:
		v.canoe(m, c.X(r.In(0.25, 0.75)), shore+(c.Y(1)-shore)*r.In(0.35, 0.65))
	case 2:
		v.reeds(m, r.Sign())
	default:
		n := paint.Noise(r.Seed())
		dir := r.Sign()
		bank := c.Ridge(func(x float32) float32 {
			f := (x/float32(c.W) - 0.5) * dir
			return c.Y(0.99) - c.Y(0.3)*paint.Smooth(0.05, 0.6, f) + n.Line(x/c.U*0.05, 4, 0.5)*c.U*2
		})
		dark := m.dark.Times(0.95)
		v.firs(bank, c.U*r.In(26, 44), r.Between(7, 14), dark.Lerp(m.haze, 0.14), dark)
		c.FillRidge(bank, dark.Times(0.9))
	}
	c.Bloom(0.82, 0.3)
}

func (v *View) lakePeaks(m mood, horizon, shore, side float32) {
	r := v.R
	a := v.alpine()
	a.from, a.full, a.height = 1.2, r.In(2.6, 3.6), r.In(1.3, 1.9)
	const near = 1.4
	focal := float32(v.C.W)
	paint.Relief{
		Horizon: horizon, Eye: (shore - horizon) * near / focal, Spread: 0.5, Near: near, Far: 8, Slices: 150,
		Sun:     [3]float32{side, r.In(0.35, 0.7), -0.45},
		Height:  func(x, z float32) float32 { return a.at(x, z)*paint.Smooth(near, near+0.5, z) + 0.001 },
		Surface: func(s paint.Spot) paint.RGB { return a.surface(m, s) },
		Haze: func(s paint.Spot) (paint.RGB, float32) {
			return m.haze, 1 - paint.Exp(-s.Z*(0.05+0.1*paint.Exp(-max(s.H, 0)*5)))
		},
	}.Paint(v.C)
}

// farShore is the line of trees across the water.
func (v *View) farShore(m mood, shore float32) {
	c, r := v.C, v.R
	n := paint.Noise(r.Seed())
	for i := range 2 {
		t := float32(i)
		gap := r.In(-0.3, 0.2)
		ridge := c.Ridge(func(x float32) float32 {
			h := n.Line(x/c.U*0.012+t*30, 3, 0.5) + gap
			return min(shore-c.U*0.4-c.U*4*h*(1-t*0.4), shore+c.U)
		})
		v.pines(ridge, c.U*paint.Mixf(5, 7, t), 0.9)
		for k, y := range ridge { // nothing grows in the water
			if y > shore-c.U*0.4 {
				ridge[k] = shore + 2
			}
		}
		col := m.dark.Lerp(m.haze, 0.42-0.26*t)
		c.Band(ridge, shore, paint.Linear{Y0: ridge.Top(), Y1: shore, Ramp: paint.Even(col, col.Lerp(m.haze, 0.2))}, 1, paint.Over)
		n += 7
	}
}

// pier runs from below the picture towards (x, shore).
func (v *View) pier(m mood, x, shore float32) {
	c, r := v.C, v.R
	u := c.U
	endY := shore + (c.Y(1)-shore)*r.In(0.3, 0.45)
	bx := x + r.In(-8, 8)*u
	w0, w1 := u*r.In(13, 18), u*2.6
	wood := m.lit(paint.Hex(0x9A7B5C), 0.45)
	at := func(t float32) (cx, y, w float32) { // 0 near, 1 far, in perspective
		q := t / (t + (1-t)*(w1/w0))
		return paint.Mixf(bx, x, q), paint.Mixf(c.Y(1.02), endY, q), paint.Mixf(w0, w1, q)
	}
	const planks = 26
	for i := range planks {
		x0, y0, a := at(float32(i) / planks)
		x1, y1, b := at((float32(i) + 0.93) / planks)
		p := (&paint.Path{}).Poly(paint.Pt{X: x0 - a, Y: y0}, paint.Pt{X: x0 + a, Y: y0}, paint.Pt{X: x1 + b, Y: y1}, paint.Pt{X: x1 - b, Y: y1})
		c.Fill(p, wood.Times(r.In(0.82, 1.05)).Lerp(m.haze, float32(i)/planks*0.2))
	}
	for i := range 4 {
		t := 1 - float32(i)*0.24
		px, py, w := at(t)
		for _, s := range []float32{-1, 1} {
			q := px + s*w*0.98
			h, tw := w*0.5, w*0.1
			c.FillAs((&paint.Path{}).Rect(q-tw/2, py, tw, h*0.9), m.dark, 0.45, paint.Over)
			c.Fill((&paint.Path{}).Round(q-tw/2, py-h, tw, h*1.15, tw*0.3),
				paint.Linear{X0: q - tw/2, X1: q + tw/2, Ramp: paint.Even(wood.Times(0.95), wood.Times(0.5))})
		}
	}
}

// canoe is a small boat with its reflection, now and then with someone in it.
func (v *View) canoe(m mood, x, y float32) {
	c, r := v.C, v.R
	s := c.U * r.In(7, 12)
	hull := paint.Hex(paint.Pick(r, uint32(0xC4452F), 0xD98B2B, 0x2F6F73, 0xE8DCC2, 0x7C2F2A))
	hull = m.lit(hull, 0.6)
	shape := func(dir float32) *paint.Path {
		p := &paint.Path{}
		p.MoveTo(x-s, y-s*0.13*dir).QuadTo(x-s*0.8, y-s*0.01*dir, x, y).QuadTo(x+s*0.8, y-s*0.01*dir, x+s, y-s*0.13*dir)
		return p.QuadTo(x+s*0.92, y+s*0.14*dir, x+s*0.6, y+s*0.14*dir).LineTo(x-s*0.6, y+s*0.14*dir).QuadTo(x-s*0.92, y+s*0.14*dir, x-s, y-s*0.13*dir)
	}
	low := shape(-0.9)
	low = low.Place(0, s*0.27, 1, 0)
	c.FillAs(low, hull.Lerp(m.dark, 0.6), 0.6, paint.Over)
	person := r.Chance(0.6)
	if person {
		coat := m.lit(paint.Hex(paint.Pick(r, uint32(0xE2B13C), 0x3B5E8C, 0xB64B4B, 0x3E4A3C)), 0.5)
		px := x + s*r.In(-0.2, 0.2)
		p := (&paint.Path{}).MoveTo(px-s*0.1, y).QuadTo(px-s*0.12, y-s*0.3, px, y-s*0.31).QuadTo(px+s*0.12, y-s*0.3, px+s*0.1, y)
		c.Fill(p, coat)
		c.Disc(px, y-s*0.37, s*0.075, m.lit(paint.Hex(0x4A3A30), 0.5), 1)
		c.Fill(paint.Stroke(s*0.022, paint.Pt{X: px - s*0.3, Y: y + s*0.16}, paint.Pt{X: px + s*0.16, Y: y - s*0.26}), m.lit(paint.Hex(0xB08A60), 0.5))
	}
	c.Fill(shape(1), paint.Linear{Y0: y - s*0.2, Y1: y + s*0.16, Ramp: paint.Even(hull.Tune(0.06, 1, 0), hull.Tune(-0.12, 1, 0))})
	for i := range 3 {
		w := s * (1.2 + 0.5*float32(i))
		c.Dab(x, y+s*(0.22+0.09*float32(i)), w, s*0.012, 0, 0.6, m.haze.Lerp(m.sun, 0.4), 0.4-0.1*float32(i))
	}
}

// reeds frame a lower corner with grasses against the light.
func (v *View) reeds(m mood, side float32) {
	c, r := v.C, v.R.Fork()
	p := &paint.Path{}
	for range 90 {
		f := r.F() * r.F()
		x := c.X(0.5 + side*(0.52-f*0.55))
		h := c.U * r.In(10, 34) * (1 - f*0.6)
		lean := r.In(-0.25, 0.35) * h * -side
		tip := paint.Pt{X: x + lean, Y: c.Y(1.01) - h}
		p.Taper(c.U*0.35, c.U*0.08, paint.Bend(paint.Pt{X: x, Y: c.Y(1.02)}, tip, lean*0.25, 6)...)
		if r.Chance(0.3) {
			p.Taper(c.U*0.7, c.U*0.6, paint.Pt{X: tip.X, Y: tip.Y}, paint.Pt{X: tip.X - lean*0.12, Y: tip.Y + h*0.13})
		}
	}
	c.Fill(p, m.dark.Times(0.85))
}
