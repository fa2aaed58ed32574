package motif

import "keepsake/device/demo/scene/paint"

// seaColors picks the water of an hour: far and near.
func (v *View) seaColors(m mood) (far, near paint.RGB) {
	base := m.sky.At(0.75).Lerp(m.haze, 0.3)
	deep := paint.Hex(paint.Pick(v.R, uint32(0x1F6F8B), 0x2A7F8E, 0x1C5A86, 0x23768A))
	switch v.Light {
	case Day:
		return deep.Mix(m.haze, 0.35), deep.Tune(-0.04, 1, 0)
	case Night:
		return m.haze.Times(0.8), m.sky.At(0.05).Times(0.9)
	}
	return base, deep.Mix(m.sky.At(0.05), 0.55)
}

// sea paints open water with rows of waves from horizon down to bottom, and the
// light's path when lit.
func (v *View) sea(m mood, horizon, bottom, sx float32, path bool) {
	c, r := v.C, v.R
	u := c.U
	far, near := v.seaColors(m)
	n := paint.Noise(r.Seed())
	span := bottom - horizon
	crest := m.haze.Lerp(m.sun, 0.5)
	c.Band(c.Ridge(func(float32) float32 { return horizon }), bottom, paint.Linear{Y0: horizon, Y1: bottom, Ramp: paint.Even(far, far.Mix(near, 0.6), near)}, 1, paint.Over)
	c.Wash(horizon, bottom, u*0.28, paint.Over, func(x, y float32) (paint.RGB, float32) {
		d := (y - horizon) / span
		z := 1 / (d + 0.045)
		px := (x - float32(c.W)/2) / u * 0.009 * (0.35 + z*0.5)
		py := z * 2.6
		w := n.At(px*1.1+py*0.2, py*1.6) + 0.6*(n+3).At(px*2.6, py*4.1)
		k := paint.Smooth(0.1, 0.9, w)
		if w < 0 {
			return near.Times(0.78), paint.Clamp(-w) * 0.4 * paint.Smooth(0, 0.1, d)
		}
		return crest, k * 0.34 * (0.4 + 0.6*d)
	})
	c.Glow(float32(c.W)/2, horizon, float32(c.W)*0.8, 50, m.haze.Lerp(m.sun, 0.4), 0.5, paint.Screen)
	if path {
		c.Glow(sx, horizon, u*70, 0.9, m.sun, 0.12, paint.Screen)
		c.Glitter(r.Fork(), sx, horizon, bottom, 0.2, 420, m.sun, 0.75)
	}
}

// paintSailing is boats on open water.
func paintSailing(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.4, 0.6))
	sx := c.X(r.In(0.25, 0.75))
	v.sky(m, horizon)
	low := v.Light != Day
	sunY := horizon - c.U*r.In(1, 18)
	if v.Light == Night {
		sunY = c.Y(r.In(0.12, 0.28))
		v.stars(500, horizon)
	}
	if low && v.Light != Night {
		v.sunGlow(m, sx, sunY, 0.8)
	}
	v.cover(m, paint.Pick(r, clear, streaks, heaps, streaks), r.In(0.3, 0.65), horizon, sx)
	if v.Light == Night {
		v.moon(sx, sunY, r.In(3, 5), 1, m.sun)
	} else if low {
		v.sunDisc(m, sx, sunY, r.In(3, 6))
	}
	if r.Chance(0.5) {
		v.coast(m, horizon)
	}
	v.sea(m, horizon, c.Y(1), sx, low)
	count := r.Between(1, 5)
	for i := range count {
		d := 0.05 + 0.35*float32(i)/float32(count)*r.In(0.7, 1)
		if i == count-1 {
			d = r.In(0.16, 0.4)
		}
		x := c.X(r.In(0.1, 0.9))
		if i == count-1 {
			x = c.X(r.In(0.28, 0.72))
		}
		v.sailboat(m, x, horizon+(c.Y(1)-horizon)*d, c.U*(4+70*d))
	}
	if r.Chance(0.5) {
		v.birds(r.Between(3, 8), c.X(r.In(0.2, 0.8)), c.Y(r.In(0.12, 0.3)), c.U*8, m.dark)
	}
	c.Bloom(0.82, 0.3)
}

// coast is a low headland behind the sea.
func (v *View) coast(m mood, horizon float32) {
	c, r := v.C, v.R
	for i := range r.Between(1, 3) {
		n := paint.Noise(r.Seed())
		side := r.Sign()
		h := c.U * r.In(6, 14) / float32(i+1)
		ridge := c.Ridge(func(x float32) float32 {
			f := (x/float32(c.W)-0.5)*side + 0.5
			return horizon - h*paint.Smooth(0.45, 1, f)*(0.8+0.5*n.Line(x/c.U*0.03, 5, 0.5)) + c.U*0.2
		})
		col := m.dark.Lerp(m.haze, 0.72-0.2*float32(i))
		c.Band(ridge, horizon+1, paint.Linear{Y0: horizon - h, Y1: horizon, Ramp: paint.Even(col, col.Lerp(m.haze, 0.4))}, 1, paint.Over)
	}
}

// sailboat has its waterline at (x, y) and a mast h high; the hull, two full
// sails, and what the water shows of them.
func (v *View) sailboat(m mood, x, y, h float32) {
	c, r := v.C, v.R
	dir := r.Sign()
	heel := dir * r.In(0.02, 0.1)
	cloth := m.lit(paint.Hex(paint.Pick(r, uint32(0xFBF6EA), 0xFFFFFF, 0xF3E3C8, 0xE9B9A0, 0xD8554A)), 0.85)
	hull := m.lit(paint.Hex(paint.Pick(r, uint32(0xF4F1EA), 0x1E3A5A, 0x8C2F2B, 0x2C5E58, 0x7A4A2C)), 0.6)
	if m.night {
		cloth, hull = cloth.Lerp(m.ambient, 0.35), hull.Lerp(m.dark, 0.5)
	}
	pt := func(a, b float32) paint.Pt { return paint.Pt{X: x + (a*dir+b*heel*dir)*h, Y: y - b*h} }
	// Reflection first: broken streaks under the boat.
	for i := range 16 {
		t := float32(i) / 16
		w := h * (0.3*(1-t) + 0.04) * r.In(0.5, 1.1)
		c.Dab(x+r.Bell()*h*0.04, y+h*0.04+t*h*0.62, w, h*0.014, 0, 0.5, cloth.Lerp(hull, paint.Smooth(0.25, 0, t)), 0.45*(1-t))
	}
	bend := func(p *paint.Path, a, b, via paint.Pt) { p.LineTo(a.X, a.Y).QuadTo(via.X, via.Y, b.X, b.Y) }
	main := &paint.Path{}
	s0, s1, s2 := pt(0.02, 1), pt(-0.36, 0.17), pt(0.02, 0.15)
	main.MoveTo(s0.X, s0.Y)
	bend(main, s0, s1, pt(-0.3, 0.66))
	bend(main, s1, s2, pt(-0.15, 0.11))
	c.Fill(main, paint.Linear{X0: x - h*0.36*dir, X1: x, Ramp: paint.Even(cloth, cloth.Tune(-0.07, 1, 0))})
	jib := &paint.Path{}
	j0, j1, j2 := pt(0.045, 0.9), pt(0.36, 0.13), pt(0.05, 0.17)
	jib.MoveTo(j0.X, j0.Y)
	bend(jib, j0, j1, pt(0.26, 0.45))
	bend(jib, j1, j2, pt(0.2, 0.12))
	c.Fill(jib, paint.Linear{X0: x, X1: x + h*0.36*dir, Ramp: paint.Even(cloth.Tune(-0.1, 1, 0), cloth.Tune(-0.02, 1, 0))})
	c.Fill(paint.Stroke(max(h*0.012, 0.8), pt(0.03, 0.06), pt(0.03, 1.03)), m.dark.Lerp(m.haze, 0.25))
	p := &paint.Path{}
	h0, h1, h2, h3 := pt(-0.36, 0.1), pt(0.46, 0.11), pt(0.32, -0.01), pt(-0.31, -0.01)
	p.MoveTo(h0.X, h0.Y)
	bend(p, h0, h1, pt(0.05, 0.055))
	bend(p, h1, h2, pt(0.41, 0.02))
	p.LineTo(h3.X, h3.Y)
	c.Fill(p, paint.Linear{Y0: y - h*0.1, Y1: y, Ramp: paint.Even(hull.Tune(0.05, 1, 0), hull.Tune(-0.1, 1, 0))})
	c.Dab(x, y+h*0.005, h*0.42, max(h*0.012, 0.6), 0, 0.5, m.haze.Lerp(paint.Gray(1), 0.5), 0.6)
}
