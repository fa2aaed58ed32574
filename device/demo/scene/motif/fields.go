package motif

import "keepsake/device/demo/scene/paint"

// paintLavender is rows of flowers running to the horizon.
func paintLavender(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.4, 0.5))
	sx := c.X(r.In(0.2, 0.8))
	v.fieldSky(m, horizon, sx)
	hue := paint.Hex(paint.Pick(r, uint32(0x7A55B8), 0x7A55B8, 0x8A62C4, 0x6A4AA0))
	leaf := paint.Hex(0x6E8A5A)
	if r.Chance(0.3) { // tulips in stripes
		hue = paint.Hex(paint.Pick(r, uint32(0xE0483E), 0xF0B030, 0xE86A9A))
		leaf = paint.Hex(0x5F9A4A)
	}
	second := hue
	if leaf == paint.Hex(0x5F9A4A) {
		second = hue.Tune(0.08, 1, r.In(40, 120))
	}
	n := paint.Noise(r.Seed())
	skew, wide := r.In(-0.35, 0.35), r.In(0.15, 0.2)
	row := func(x, z float32) (f float32, i int) { // 0 at a row's middle, 0.5 between rows
		p := (x-skew*z)/wide + 0.04*n.At(x*3, z*2)
		k := paint.Floor(p + 0.5)
		return paint.Abs(p - k), int(k)
	}
	paint.Relief{
		Horizon: horizon, Eye: 0.34, Spread: 0.5, Ground: true, Near: 0.5, Far: 16, Slices: 220,
		Sun: [3]float32{sign(sx - c.X(0.5)), 0.55, 0.3},
		Height: func(x, z float32) float32 {
			f, _ := row(x, z)
			k := 1 - f*2.4
			tuft := n.Fbm(x*24, z*24, 2, 0.6) * 0.014
			return (paint.Sqrt(max(k, 0))*0.07+tuft*paint.Smooth(0, 0.3, k))*paint.Smooth(9, 3, z) + 0.16*paint.Smooth(4, 12, z)*n.Fbm(x*0.2, z*0.2, 2, 0.5)
		},
		Surface: func(s paint.Spot) paint.RGB {
			f, i := row(s.X, s.Z)
			j := n.Fbm(s.X*30, s.Z*30, 2, 0.6)
			col := hue
			if i&1 == 1 {
				col = second
			}
			col = col.Times(1+0.28*j).Lerp(leaf, paint.Smooth(0.24, 0.4, f+j*0.06))
			col = col.Lerp(paint.Hex(0xB08A62), 0.75*paint.Smooth(0.4, 0.47, f))
			far := hue.Lerp(second, 0.5).Lerp(leaf, 0.25)
			col = col.Lerp(far, paint.Smooth(4, 10, s.Z))
			return m.lit(col, paint.Clamp(0.45+0.6*s.Face)*(0.5+0.5*s.Lit))
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze, 1 - paint.Exp(-s.Z*0.055) },
	}.Paint(c)
	v.fieldGuest(m, horizon)
	c.Bloom(0.85, 0.3)
}

// fieldSky paints the sky over open country, hills at its foot.
func (v *View) fieldSky(m mood, horizon, sx float32) {
	c, r := v.C, v.R
	u := c.U
	v.sky(m, horizon)
	switch v.Light {
	case Day:
		v.sunGlow(m, sx, horizon*0.4, 0.3)
		v.cover(m, paint.Pick(r, heaps, heaps, streaks), r.In(0.4, 0.7), horizon, sx)
	case Night:
		v.stars(600, horizon)
		v.moon(sx, c.Y(0.16), r.In(3, 5), 1, m.sun)
	default:
		v.sunGlow(m, sx, horizon-u*5, 0.8)
		v.cover(m, paint.Pick(r, streaks, heaps, veil), r.In(0.3, 0.6), horizon, sx)
		v.sunDisc(m, sx, horizon-u*r.In(1, 9), r.In(3, 5))
	}
	for i := range r.Between(1, 3) {
		n := paint.Noise(r.Seed())
		ridge := c.Ridge(func(x float32) float32 {
			return horizon + u - u*(6-2*float32(i))*(0.5+0.6*n.Line(x/u*0.012, 4, 0.45))
		})
		col := m.dark.Lerp(m.haze, 0.72-0.16*float32(i))
		c.Band(ridge, horizon+u*6, paint.Linear{Y0: ridge.Top(), Y1: horizon + u, Ramp: paint.Even(col, col.Lerp(m.haze, 0.35))}, 1, paint.Over)
	}
}

// fieldGuest is something upright on the horizon: a tree, a farm, cypresses or nothing.
func (v *View) fieldGuest(m mood, horizon float32) {
	c, r := v.C, v.R.Fork()
	x := c.X(0.5 + r.Sign()*r.In(0.12, 0.32))
	y := horizon + c.U*r.In(1.2, 2.4)
	l := leaves{ramp: paint.EvenHex(greenHues[0]...).Map(func(k paint.RGB) paint.RGB {
		return m.lit(k, paint.Clamp(0.2+k.Luma())).Lerp(m.haze, 0.12)
	}), sx: r.Sign()}
	switch r.Int(4) {
	case 0:
		v.broadleaf(r, l, m.lit(paint.Hex(0x4A3A30), 0.4), x, y, c.U*r.In(15, 24))
	case 1:
		for i := range r.Between(3, 6) {
			h := c.U * r.In(8, 14)
			cx := x + c.U*4.2*float32(i)
			p := (&paint.Path{}).MoveTo(cx, y-h).CubeTo(cx+h*0.13, y-h*0.6, cx+h*0.13, y-h*0.2, cx, y).CubeTo(cx-h*0.13, y-h*0.2, cx-h*0.13, y-h*0.6, cx, y-h)
			c.Fill(p, paint.Linear{X0: cx - h*0.1, X1: cx + h*0.1, Ramp: paint.Even(l.ramp.At(0.5), l.ramp.At(0.15))})
		}
	case 2:
		v.farmhouse(m, x, y, c.U*r.In(9, 13), l)
	}
}

func (v *View) farmhouse(m mood, x, y, w float32, l leaves) {
	c, r := v.C, v.R.Fork()
	wall := m.lit(paint.Hex(paint.Pick(r, uint32(0xE9D9BC), 0xD9BE96, 0xF2E8DA)), 0.75)
	roof := m.lit(paint.Hex(0xB0603E), 0.65)
	v.crown(r, l, x-w*0.55, y-w*0.32, w*0.3, w*0.32, 6, 90)
	c.Fill((&paint.Path{}).Rect(x-w*0.4, y-w*0.34, w*0.8, w*0.36), paint.Linear{X0: x - w*0.4, X1: x + w*0.4, Ramp: paint.Even(wall, wall.Times(0.85))})
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: x - w*0.45, Y: y - w*0.33}, paint.Pt{X: x + w*0.45, Y: y - w*0.33}, paint.Pt{X: x + w*0.34, Y: y - w*0.54}, paint.Pt{X: x - w*0.34, Y: y - w*0.54}), roof)
	for i := range 4 {
		c.Box(x-w*0.3+w*0.18*float32(i), y-w*0.24, w*0.07, w*0.11, v.pane(r, m, 0.6), 1)
	}
	c.Box(x+w*0.18, y-w*0.62, w*0.07, w*0.14, wall.Times(0.8), 1)
	v.crown(r, l, x+w*0.55, y-w*0.2, w*0.22, w*0.22, 5, 70)
}
