package motif

import "keepsake/device/demo/scene/paint"

// paintMeadow is flowers by the thousand in high grass: poppies, sunflowers,
// daisies.
func paintMeadow(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.36, 0.48))
	sx := c.X(r.In(0.2, 0.8))
	v.fieldSky(m, horizon, sx)
	v.fieldGuest(m, horizon)
	grass := paint.EvenHex(paint.Pick(r, uint32(0x3F5F2A), 0x4A5A24, 0x2F5A3A), paint.Pick(r, uint32(0x7F9A3F), 0x8FA048, 0x6F9A50), paint.Pick(r, uint32(0xC4C46A), 0xB8CC78, 0xD4C070)).
		Map(func(k paint.RGB) paint.RGB { return m.lit(k, paint.Clamp(0.25+k.Luma())) })
	kind := r.Int(4)
	n := paint.Noise(r.Seed())
	field := c.Ridge(func(x float32) float32 { return horizon + n.Line(x/u*0.01, 3, 0.4)*u*1.2 })
	c.FillRidge(field, paint.Linear{Y0: horizon, Y1: c.Y(1), Ramp: paint.Even(grass.At(0.85).Lerp(m.haze, 0.4), grass.At(0.6), grass.At(0.2))})
	f := r.Fork()
	const rows = 30
	for i := range rows { // far to near: grass, then flowers of the row
		t := float32(i) / (rows - 1)
		d := t * t
		y := horizon + (c.Y(1.08)-horizon)*d + u*0.4
		v.grassRow(f, grass, m, y, d)
		count := int(paint.Mixf(70, 7, paint.Pow(t, 0.7)) * v.aspect() * 0.8)
		for range count {
			x := c.X(f.In(-0.03, 1.03))
			patch := n.Fbm(x/u*0.02/(0.3+d), t*6, 2, 0.5)
			if patch < -0.25 {
				continue
			}
			s := u * (0.22 + 4.4*d*d + 1.3*d) * f.In(0.7, 1.2)
			fy := y - s*f.In(0.5, 2.2)
			v.wildflower(f, m, kind, x, fy, s, d, grass)
		}
	}
	c.Bloom(0.85, 0.28)
}

// grassRow is blades along y; d is 0 far, 1 near.
func (v *View) grassRow(r *paint.Rand, grass *paint.Ramp, m mood, y, d float32) {
	c := v.C
	u := c.U
	n := int(paint.Mixf(60, 70, d) * v.aspect())
	l := u * (0.8 + 13*d)
	for k := range 3 {
		p := &paint.Path{}
		for range n / 3 {
			x := c.X(r.In(-0.02, 1.02))
			h := l * r.In(0.5, 1.15)
			b := r.In(-0.4, 0.4) * h
			w := u * (0.1 + 0.42*d)
			p.MoveTo(x-w, y).QuadTo(x-w*0.5+b*0.2, y-h*0.6, x+b, y-h).QuadTo(x+w*0.7+b*0.3, y-h*0.5, x+w, y)
		}
		col := grass.At(0.2+0.3*float32(k)+0.25*(1-d)).Lerp(m.haze, 0.3*(1-d)*(1-d))
		c.Fill(p, col)
	}
}

// wildflower is one flower of radius s.
func (v *View) wildflower(r *paint.Rand, m mood, kind int, x, y, s, d float32, grass *paint.Ramp) {
	c := v.C
	hue := paint.Hex(0xE23A2A)
	switch kind {
	case 1:
		hue = paint.Hex(0xF7B826)
	case 2:
		hue = paint.Hex(paint.Pick(r, uint32(0xFAFAF4), 0xFAFAF4, 0xF2A0C0, 0xE86AA0, 0xC06AC8))
	case 3:
		hue = paint.Hex(paint.Pick(r, uint32(0xE23A2A), 0x4A6AD8, 0xF7C83A, 0xFAFAF4))
	}
	light := r.In(0.5, 1)
	col := m.lit(hue.Tune(r.In(-0.04, 0.04), 1, r.In(-6, 6)), light).Lerp(m.haze, 0.22*(1-d)*(1-d))
	if s < c.U*0.8 {
		c.Dab(x, y, s, s*0.72, r.In(-0.4, 0.4), 0, col, 1)
		return
	}
	c.Fill(paint.Taper(s*0.12, s*0.16, paint.Bend(paint.Pt{X: x, Y: y}, paint.Pt{X: x + s*r.In(-0.5, 0.5), Y: y + s*4}, s*r.In(-0.3, 0.3), 6)...), grass.At(0.35))
	switch kind {
	case 1: // sunflower
		for k := range 2 {
			for i := range 13 {
				a := paint.Tau * (float32(i) + 0.5*float32(k)) / 13
				q := s * (0.82 - 0.1*float32(k))
				c.Dab(x+paint.Cos(a)*q, y+paint.Sin(a)*q*0.94, s*0.36, s*0.15, a, 0, col.Tune(-0.07+0.08*float32(k), 1, -10+10*float32(k)), 1)
			}
		}
		brown := m.lit(paint.Hex(0x4A2C18), light)
		c.Disc(x, y, s*0.5, brown, 1)
		c.Ring(x, y, s*0.36, s*0.12, brown.Tune(0.1, 1, 0), 0.7)
		c.Disc(x-s*0.06, y-s*0.06, s*0.2, brown.Tune(0.06, 1, 20), 0.8)
	case 2: // daisy
		for i := range 14 {
			a := paint.Tau * float32(i) / 14
			c.Dab(x+paint.Cos(a)*s*0.6, y+paint.Sin(a)*s*0.5, s*0.42, s*0.13, a, 0, col.Tune(r.In(-0.06, 0.01), 1, 0), 1)
		}
		c.Dab(x, y, s*0.27, s*0.23, 0, 0.2, m.lit(paint.Hex(0xF2B62E), light), 1)
	default: // poppy: four broad crumpled petals
		turn := r.F() * 1.5
		for i := range 4 {
			a := turn + paint.Tau*float32(i)/4
			c.Dab(x+paint.Cos(a)*s*0.42, y+paint.Sin(a)*s*0.3, s*0.62, s*0.5, a+1.57, 0, col.Tune(0.05-0.035*float32(i%3), 1, 0), 1)
		}
		c.Dab(x, y+s*0.05, s*0.4, s*0.28, 0, 0.9, col.Tune(-0.2, 1, 0), 0.8)
		c.Dab(x, y, s*0.17, s*0.14, 0, 0.2, m.lit(paint.Hex(0x2A2018), 0.5), 1)
	}
}
