package motif

import "keepsake/device/demo/scene/paint"

// paintStreet is a wet street with lamps and someone under an umbrella.
func paintStreet(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.26
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.5, 0.58))
	vx := c.X(r.In(0.4, 0.6))
	glow := paint.Hex(paint.Pick(r, uint32(0xFFC070), 0xFFB060, 0xFFD090))
	m.sky = m.sky.Map(func(k paint.RGB) paint.RGB { return k.Mix(m.dark, 0.25) })
	v.sky(m, horizon)
	c.Glow(vx, horizon-u*4, u*75, 1, glow.Mix(m.haze, 0.4), 0.55, paint.Screen)
	// Houses on both sides, in perspective, near ones last.
	for i := range 6 {
		t := float32(i) / 5
		z := paint.Mixf(0.12, 1, t*t)
		for _, s := range []float32{-1, 1} {
			v.streetHouse(m, vx, horizon, s, z, paint.Mixf(0.12, 1, (t+0.2)*(t+0.2)), glow)
		}
	}
	c.Band(c.Ridge(func(float32) float32 { return horizon }), c.Y(1), m.dark.Lerp(m.haze, 0.2), 1, paint.Over)
	f := r.Fork()
	for i := range 6 {
		z := 0.1 + 0.62*float32(i*i)/25
		for _, s := range []float32{-1, 1} {
			x, foot := vx+s*u*(4+52*z), horizon+(c.Y(1)-horizon)*z*0.9
			v.streetLamp(m, x, foot, u*(8+48*z), -s, glow)
		}
	}
	c.Mirror(paint.Water{Horizon: horizon + u*1.5, Bottom: c.Y(1), Near: m.dark.Times(0.7), Far: m.haze.Lerp(m.dark, 0.4), Depth: 0.62, FarDepth: 0.3,
		Ripple: r.In(0.7, 1.1), Squeeze: 0.9, Seed: r.Seed()})
	for i := range 6 { // lamps stand on the wet ground: painted again over it
		z := 0.1 + 0.62*float32(i*i)/25
		for _, s := range []float32{-1, 1} {
			x, foot := vx+s*u*(4+52*z), horizon+(c.Y(1)-horizon)*z*0.9
			v.streetLamp(m, x, foot, u*(8+48*z), -s, glow)
		}
	}
	for range r.Between(1, 3) {
		z := f.In(0.25, 0.55)
		v.walker(f, m, vx+u*f.In(-16, 16), horizon+(c.Y(1)-horizon)*z, u*(10+34*z), glow)
	}
	if r.Chance(0.6) {
		for range 260 {
			x, y := c.X(f.F()), c.Y(f.F())
			l := u * f.In(1.2, 4)
			c.FillAs(paint.Stroke(u*0.09, paint.Pt{X: x, Y: y}, paint.Pt{X: x - l*0.14, Y: y + l}), m.haze.Lerp(paint.Gray(1), 0.4), 0.22, paint.Over)
		}
	}
	c.Bloom(0.72, 0.4)
}

// streetHouse is a front between depths z0 and z1 on one side of the street.
func (v *View) streetHouse(m mood, vx, horizon, s, z0, z1 float32, glow paint.RGB) {
	c, r := v.C, v.R.Fork()
	u := c.U
	x := func(z float32) float32 { return vx + s*u*(9+62*z) }
	up := func(z, h float32) float32 { return horizon - u*h*z }
	h := r.In(52, 86)
	base := paint.Hex(paint.Pick(r, uint32(0x6A4A40), 0x4E5560, 0x705C48, 0x5A4450, 0x465A58))
	wall := m.lit(base, 0.2).Lerp(m.dark, 0.35).Lerp(m.haze.Lerp(glow, 0.4), 0.5*(1-z1))
	low := func(z float32) float32 { return horizon + u*30*z }
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: x(z0), Y: low(z0)}, paint.Pt{X: x(z1), Y: low(z1)}, paint.Pt{X: x(z1), Y: up(z1, h)}, paint.Pt{X: x(z0), Y: up(z0, h)}),
		paint.Linear{Y0: horizon - u*h*z1, Y1: horizon, Ramp: paint.Even(wall.Times(0.7), wall.Lerp(glow, 0.16))})
	cols, rows := r.Between(3, 5), r.Between(3, 5)
	for i := range cols {
		za, zb := paint.Mixf(z0, z1, (float32(i)+0.25)/float32(cols)), paint.Mixf(z0, z1, (float32(i)+0.75)/float32(cols))
		for j := range rows {
			ha, hb := h*(float32(j)+0.28)/float32(rows)*0.96, h*(float32(j)+0.8)/float32(rows)*0.96
			col := wall.Times(0.6)
			if r.Chance(0.42) || j == 0 {
				col = glow.Lerp(paint.Hex(0xFFF0D0), r.In(0, 0.6)).Times(r.In(0.7, 1.05))
			}
			c.Fill((&paint.Path{}).Poly(paint.Pt{X: x(za), Y: up(za, ha)}, paint.Pt{X: x(zb), Y: up(zb, ha)}, paint.Pt{X: x(zb), Y: up(zb, hb)}, paint.Pt{X: x(za), Y: up(za, hb)}), col)
		}
	}
}

func (v *View) streetLamp(m mood, x, y, h, dir float32, glow paint.RGB) {
	c := v.C
	iron := m.dark.Times(0.7)
	arm := paint.Pt{X: x + dir*h*0.12, Y: y - h}
	p := paint.Taper(h*0.034, h*0.016, paint.Pt{X: x, Y: y}, paint.Pt{X: x, Y: y - h*0.92})
	p.Taper(h*0.016, h*0.012, paint.Bend(paint.Pt{X: x, Y: y - h*0.92}, arm, dir*h*0.04, 6)...)
	p.Taper(h*0.06, h*0.03, paint.Pt{X: x, Y: y}, paint.Pt{X: x, Y: y - h*0.1})
	c.Fill(p, iron)
	c.Glow(arm.X, arm.Y+h*0.03, h*0.5, 1, glow, 0.2, paint.Screen)
	c.Glow(arm.X, arm.Y+h*0.03, h*0.15, 1, glow, 0.6, paint.Screen)
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: arm.X - h*0.03, Y: arm.Y}, paint.Pt{X: arm.X + h*0.03, Y: arm.Y}, paint.Pt{X: arm.X + h*0.045, Y: arm.Y + h*0.05}, paint.Pt{X: arm.X - h*0.045, Y: arm.Y + h*0.05}), paint.Hex(0xFFF6DE))
}

// walker is a figure with an umbrella, seen from behind, and its reflection.
func (v *View) walker(r *paint.Rand, m mood, x, y, h float32, glow paint.RGB) {
	c := v.C
	coat := m.dark.Mix(paint.Hex(paint.Pick(r, uint32(0x3A4A6A), 0x6A3A3A, 0x4A4A3A, 0x2A3A3A)), 0.5)
	brolly := paint.Hex(paint.Pick(r, uint32(0xD8453A), 0xE8A83A, 0x3A8AA8, 0x2A2A34, 0xB84A7A))
	figure := func(k float32) { // k is -1 for the reflection
		pt := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*h, Y: y - k*b*h} }
		alpha := float32(1)
		if k < 0 {
			alpha = 0.4
		}
		legs := paint.Taper(h*0.07, h*0.05, pt(-0.04, 0.4), pt(-0.055, 0.01))
		legs.Taper(h*0.07, h*0.05, pt(0.04, 0.4), pt(0.07, 0.03))
		c.FillAs(legs, coat.Times(0.6), alpha, paint.Over)
		p := &paint.Path{}
		a, b := pt(-0.08, 0.8), pt(0.08, 0.8)
		q, w := pt(0.13, 0.3), pt(-0.13, 0.3)
		e, f := pt(-0.13, 0.66), pt(0.14, 0.66)
		p.MoveTo(a.X, a.Y).QuadTo(pt(0, 0.84).X, pt(0, 0.84).Y, b.X, b.Y).QuadTo(f.X, f.Y, q.X, q.Y).LineTo(w.X, w.Y).QuadTo(e.X, e.Y, a.X, a.Y)
		c.FillAs(p, paint.Linear{X0: x - h*0.13, X1: x + h*0.13, Ramp: paint.Even(coat.Lerp(glow, 0.25), coat, coat.Times(0.8))}, alpha, paint.Over)
		head := pt(0, 0.9)
		c.Disc(head.X, head.Y, h*0.06, coat.Times(0.7), alpha)
		u := &paint.Path{}
		l, t, g := pt(-0.34, 0.93), pt(0.03, 1.3), pt(0.38, 0.93)
		u.MoveTo(l.X, l.Y).CubeTo(pt(-0.28, 1.17).X, pt(-0.28, 1.17).Y, pt(-0.1, 1.24).X, pt(-0.1, 1.24).Y, t.X, t.Y-k*0)
		u.CubeTo(pt(0.16, 1.24).X, pt(0.16, 1.24).Y, pt(0.33, 1.17).X, pt(0.33, 1.17).Y, g.X, g.Y)
		for i := range 4 {
			e := 0.38 - 0.18*float32(i)
			u.QuadTo(pt(e-0.09, 0.99).X, pt(e-0.09, 0.99).Y, pt(e-0.18, 0.93).X, pt(e-0.18, 0.93).Y)
		}
		c.FillAs(u, paint.Linear{X0: l.X, X1: g.X, Ramp: paint.Even(brolly.Lerp(glow, 0.3), brolly, brolly.Times(0.6))}, alpha, paint.Over)
	}
	figure(-1)
	figure(1)
}
