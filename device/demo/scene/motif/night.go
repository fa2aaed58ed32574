package motif

import "keepsake/device/demo/scene/paint"

// paintAurora is northern lights over snow hills or water.
func paintAurora(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.62, 0.74))
	m.sky = paint.EvenHex(0x050A1C, 0x0A1B38, 0x123650, 0x1E5560)
	v.sky(m, horizon)
	v.stars(r.Between(500, 1000), horizon)
	hues := paint.Pick(r,
		[3]uint32{0x58F0A0, 0x2FD6B4, 0x8A5CE0}, [3]uint32{0x7CF29A, 0x3ED0A0, 0xC458C8},
		[3]uint32{0x52E8C8, 0x3A9CE8, 0x7A58E8}, [3]uint32{0xA6F27C, 0x46DC94, 0xE0608C})
	for i := range r.Between(2, 4) {
		v.curtain(hues, horizon, float32(i))
	}
	glow := paint.Hex(hues[1])
	lake := r.Chance(0.5)
	v.snowHills(m, horizon, glow, lake)
	if lake {
		shore := horizon + u*4
		c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: paint.Hex(0x061424), Far: paint.Hex(0x0E3040), Depth: 0.55, FarDepth: 0.15,
			Ripple: r.In(0.15, 0.5), Squeeze: 0.8, Seed: r.Seed()})
		if r.Chance(0.5) {
			v.canoe(m, c.X(r.In(0.3, 0.7)), shore+u*r.In(8, 14))
		}
	} else {
		v.tent(c.X(r.In(0.3, 0.7)), c.Y(r.In(0.88, 0.93)), u*r.In(5, 8))
	}
	c.Bloom(0.5, 0.35)
}

// curtain hangs one folded band of light.
func (v *View) curtain(hues [3]uint32, horizon, k float32) {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	ramp := paint.Even(paint.Hex(hues[0]), paint.Hex(hues[0]), paint.Hex(hues[1]), paint.Hex(hues[2]), paint.Hex(hues[2]).Times(0.7))
	foot := horizon * r.In(0.5, 0.85)
	tall := horizon * r.In(0.45, 0.8)
	slope := r.In(-0.35, 0.35)
	strength := r.In(0.55, 0.95) / (1 + 0.25*k)
	c.Wash(0, horizon, u*0.55, paint.Screen, func(x, y float32) (paint.RGB, float32) {
		px := x / u * 0.016
		fold := n.Line(px*0.7+k*9, 3, 0.5)
		base := foot + (x-float32(c.W)/2)*slope + fold*horizon*0.24
		rays := 0.5 + 0.5*n.At(px*7+fold*5, 3+y/u*0.004)
		h := tall * (0.55 + 0.6*rays) * (0.7 + 0.5*n.At(px*1.3, 7))
		t := (base - y) / h // 0 at the lower edge, 1 at the top
		if t < -0.12 || t > 1 {
			return ramp.At(0), 0
		}
		a := paint.Smooth(-0.1, 0.06, t) * paint.Pow(1-max(t, 0), 1.6)
		a *= 0.35 + 0.65*rays*rays
		a *= paint.Smooth(-0.7, 0.25, n.At(px*0.9+20, 1.5))
		return ramp.At(t), a * strength
	})
}

func (v *View) snowHills(m mood, horizon float32, glow paint.RGB, lake bool) {
	c, r := v.C, v.R
	u := c.U
	snow := paint.Hex(0x6F93B8)
	for i := range 3 {
		t := float32(i) / 2
		n := paint.Noise(r.Seed())
		base := horizon + c.Y(0.22)*t*t
		if lake {
			base = horizon + u*2*t
		}
		amp := u * paint.Mixf(13, 5, t)
		ridge := c.Ridge(func(x float32) float32 {
			return base - amp*paint.Mixf(n.Crest(x/u*0.017, 6), 0.5+0.5*n.Line(x/u*0.012, 4, 0.4), t)
		})
		col := snow.Lerp(glow, 0.16).Times(paint.Mixf(0.3, 0.62, t))
		if lake && i == 2 {
			col = paint.Hex(0x060F1A)
			v.pines(ridge, u*6, 0.8)
		}
		bottom := c.Y(1)
		if lake {
			bottom = horizon + u*4
		}
		top := ridge.Top()
		c.Band(ridge, bottom, paint.Linear{Y0: top, Y1: top + amp*3, Ramp: paint.Even(col.Lerp(glow, 0.12), col.Times(0.62))}, 1, paint.Over)
		if i < 2 {
			m2 := m
			m2.sun, m2.ambient = glow.Lerp(snow, 0.5), paint.Hex(0x0A1626)
			v.flanks(m2, ridge, base, amp*1.6, 0.2, c.X(0.5), r.Seed())
		}
	}
	if !lake {
		n := paint.Noise(r.Seed())
		ground := c.Ridge(func(x float32) float32 { return c.Y(0.92) + n.Line(x/u*0.02, 3, 0.5)*u*3 })
		dark := paint.Hex(0x07121E)
		v.firs(ground, u*r.In(14, 26), r.Between(6, 16), dark.Lerp(snow, 0.15), dark)
		c.FillRidge(ground, paint.Linear{Y0: c.Y(0.9), Y1: c.Y(1), Ramp: paint.Even(snow.Times(0.6).Lerp(glow, 0.14), snow.Times(0.34))})
	}
}

// tent glows from within.
func (v *View) tent(x, y, s float32) {
	c, r := v.C, v.R
	col := paint.Hex(paint.Pick(r, uint32(0xFFB84A), 0xFF9A52, 0xFFD06A))
	c.Glow(x, y-s*0.3, s*5, 1.6, col, 0.45, paint.Screen)
	p := (&paint.Path{}).MoveTo(x-s*1.1, y).QuadTo(x-s*0.75, y-s*0.72, x, y-s*0.95).QuadTo(x+s*0.8, y-s*0.7, x+s*1.15, y).QuadTo(x, y+s*0.12, x-s*1.1, y)
	c.Fill(p, paint.Radial{X: x + s*0.1, Y: y - s*0.25, R: s * 1.3, Ramp: paint.Even(col.Lerp(paint.Gray(1), 0.55), col, col.Times(0.55))})
	c.Fill(paint.Stroke(s*0.03, paint.Bend(paint.Pt{X: x, Y: y - s*0.95}, paint.Pt{X: x - s*0.32, Y: y + s*0.05}, s*0.1, 8)...), col.Times(0.45))
	door := (&paint.Path{}).MoveTo(x, y-s*0.8).QuadTo(x-s*0.28, y-s*0.5, x-s*0.32, y+s*0.04).LineTo(x+s*0.25, y+s*0.05).QuadTo(x+s*0.22, y-s*0.45, x, y-s*0.8)
	c.FillAs(door, paint.Hex(0xFFF0C4), 0.65, paint.Over)
	c.Glow(x, y+s*0.2, s*2.2, 4, col, 0.5, paint.Screen)
}

// paintMilkyway is the band of the galaxy over a dark land.
func paintMilkyway(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.72, 0.82))
	v.sky(m, horizon*1.05)
	n := paint.Noise(r.Seed())
	ang := r.Sign() * r.In(0.5, 1.2)
	s, k := paint.Sin(ang), paint.Cos(ang)
	cx, cy := c.X(r.In(0.35, 0.65)), c.Y(r.In(0.25, 0.4))
	core := paint.Hex(paint.Pick(r, uint32(0xFFD9B0), 0xF6C8C0, 0xE8D0FF))
	edge := m.haze.Lerp(paint.Hex(0x8FA8E8), 0.5)
	band := func(x, y float32) (across, along float32) {
		dx, dy := (x-cx)/u, (y-cy)/u
		along, across = dx*k+dy*s, dy*k-dx*s
		return across + n.Fbm(along*0.025, 4, 3, 0.5)*7, along
	}
	c.Wash(0, horizon, u*0.5, paint.Screen, func(x, y float32) (paint.RGB, float32) {
		q, l := band(x, y)
		w := 15 + 4*n.At(l*0.03, 9)
		g := paint.Exp(-q * q / (w * w))
		cloud := n.Fbm(x/u*0.05, y/u*0.05, 5, 0.6)
		dust := paint.Smooth(0.1, 0.6, n.Ridged(l*0.035+3, q*0.075, 4)-0.25) * paint.Exp(-q*q/50)
		a := g * (0.5 + 0.4*cloud) * (1 - 0.7*dust)
		warm := paint.Exp(-q*q/90) * paint.Exp(-l*l/2600)
		return edge.Lerp(core, paint.Clamp(warm*1.2)), a * (0.55 + 0.5*warm)
	})
	v.stars(r.Between(900, 1400), horizon)
	f := r.Fork()
	for range 2600 { // the band is made of stars
		l, q := f.In(-90, 90), f.Bell()*8
		x, y := cx+(l*k-q*s)*u, cy+(l*s+q*k)*u
		if y < horizon && x >= 0 && x < float32(c.W) && y >= 0 {
			c.Disc(x, y, u*f.In(0.03, 0.07), core.Lerp(paint.Gray(1), 0.6), f.In(0.15, 0.7))
		}
	}
	v.nightLand(m, horizon)
	if r.Chance(0.5) {
		v.tent(c.X(r.In(0.25, 0.75)), c.Y(r.In(0.93, 0.96)), u*r.In(4.5, 7))
	}
	c.Bloom(0.6, 0.3)
}

// nightLand is hills and trees in the dark, a breath of light behind them.
func (v *View) nightLand(m mood, horizon float32) {
	c, r := v.C, v.R
	u := c.U
	c.Glow(c.X(r.In(0.2, 0.8)), horizon, u*90, 3, paint.Hex(0xFFB870), 0.3, paint.Screen)
	set := rangeSet{horizon: horizon, sharp: r.In(0.2, 0.9), tall: r.In(0.3, 0.7), sx: c.X(0.5), valley: r.In(-0.4, 0.6), middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, 0.25+float32(i)*0.2)
	}
	n := paint.Noise(r.Seed())
	ground := c.Ridge(func(x float32) float32 { return c.Y(0.95) + n.Line(x/u*0.02, 3, 0.5)*u*3 })
	v.firs(ground, u*r.In(16, 34), r.Between(5, 14), m.dark.Times(0.9), m.dark.Times(0.6))
	c.FillRidge(ground, m.dark.Times(0.55))
}
