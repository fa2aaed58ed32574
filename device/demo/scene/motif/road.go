package motif

import "keepsake/device/demo/scene/paint"

// paintRoad is a road winding towards mountains.
func paintRoad(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.5, 0.58))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.05, 0.35))
	v.alpineSky(m, horizon, sx)
	if v.Light == Dusk || v.Light == Dawn {
		v.sunDisc(m, sx, horizon-u*r.In(8, 20), r.In(2.5, 4.5))
	}
	if r.Chance(0.5) {
		v.lakePeaks(m, horizon-u*0.5, horizon+u*0.5, side)
	} else {
		set := rangeSet{horizon: horizon, sharp: r.In(0.4, 1), tall: r.In(0.8, 1.3), sx: sx, valley: 0.4, middle: 0.5}
		for i := range 3 {
			v.mountainRange(m, set, float32(i)*0.12)
		}
	}
	v.mist(m.haze.Lerp(m.sun, 0.3), horizon-u, u*4, 0.5)
	ground := paint.Hex(paint.Pick(r, uint32(0xB8A05A), 0x8A9A50, 0xC4946A, 0xA8A878))
	if v.Light == Night {
		ground = ground.Lerp(m.ambient, 0.6)
	}
	n := paint.Noise(r.Seed())
	span := c.Y(1) - horizon
	near, far := m.lit(ground, 0.6).Times(0.8), m.lit(ground, 0.8).Lerp(m.haze, 0.5)
	c.Band(c.Ridge(func(float32) float32 { return horizon }), c.Y(1), paint.Linear{Y0: horizon, Y1: c.Y(1), Ramp: paint.Even(far, near.Lerp(far, 0.4), near)}, 1, paint.Over)
	c.Wash(horizon, c.Y(1), u*0.35, paint.Over, func(x, y float32) (paint.RGB, float32) {
		d := (y - horizon) / span
		z := 1 / (d + 0.05)
		k := n.Fbm((x-c.X(0.5))/u*0.02*(0.3+z*0.35), z*2.2, 4, 0.55)
		if k > 0 {
			return m.lit(ground.Tune(0.06, 1.1, 12), 0.9), k * 0.5 * paint.Smooth(0, 0.15, d)
		}
		return m.lit(ground, 0.1).Times(0.55), -k * 0.75 * paint.Smooth(0, 0.15, d)
	})
	v.asphalt(m, horizon)
	c.Bloom(0.85, 0.28)
}

// asphalt is the road itself with its lines, posts and perhaps a car.
func (v *View) asphalt(m mood, horizon float32) {
	c, r := v.C, v.R
	u := c.U
	bend, sway := r.In(-1, 1), r.In(2, 4)
	phase := r.In(0, 6)
	x0 := c.X(r.In(0.44, 0.56))
	span := c.Y(1.02) - horizon
	at := func(d float32) (x, half, y float32) { // d: 0 horizon, 1 near
		z := 1/(d+0.035) - 1
		w := paint.Sin(phase+z*0.12*sway) - paint.Sin(phase)
		return x0 + u*(bend*26*(1-d)*paint.Smooth(1, 0.1, d)+w*15*(1-d)*(0.25+d)), u * (0.25 + 36*d), horizon + span*d
	}
	const steps = 70
	side := func(k float32) []paint.Pt {
		var pts []paint.Pt
		for i := 0; i <= steps; i++ {
			d := float32(i) / steps
			x, half, y := at(d * d)
			pts = append(pts, paint.Pt{X: x + half*k, Y: y})
		}
		return pts
	}
	strip := func(a, b float32, ink paint.Ink) {
		l, q := side(a), side(b)
		for i := len(q) - 1; i >= 0; i-- {
			l = append(l, q[i])
		}
		c.Fill((&paint.Path{}).Poly(l...), ink)
	}
	tar := m.lit(paint.Hex(0x5A5C64), 0.4)
	if v.Light == Night {
		tar = m.dark.Lerp(m.ambient, 0.4)
	}
	shoulder := m.lit(paint.Hex(0xA89A80), 0.5)
	fade := func(k paint.RGB) paint.Ink {
		return paint.Linear{Y0: horizon, Y1: c.Y(1), Ramp: paint.Even(k.Lerp(m.haze, 0.6), k, k.Times(0.82))}
	}
	strip(-1.12, 1.12, fade(shoulder))
	strip(-1, 1, fade(tar))
	line := m.lit(paint.Hex(0xF2EEE2), 0.8)
	strip(-0.93, -0.89, fade(line))
	strip(0.89, 0.93, fade(line))
	yellow := m.lit(paint.Hex(paint.Pick(r, uint32(0xF0C04A), 0xF2EEE2)), 0.8)
	for i := range 26 { // dashes at equal distances on the ground
		z := float32(i) * 1.05
		d0, d1 := 1/(z+1+0.035)-0.0, 1/(z+1.5+0.035)
		if d0 > 1 {
			d0 = 1
		}
		xa, ha, ya := at(d0 * 0.98)
		xb, hb, yb := at(d1 * 0.98)
		c.Fill((&paint.Path{}).Poly(paint.Pt{X: xa - ha*0.025, Y: ya}, paint.Pt{X: xa + ha*0.025, Y: ya}, paint.Pt{X: xb + hb*0.025, Y: yb}, paint.Pt{X: xb - hb*0.025, Y: yb}), yellow.Lerp(m.haze, 0.5*(1-d0)))
	}
	post := m.lit(paint.Hex(0x7A5A40), 0.5)
	for i := range 12 {
		d := 1 / (float32(i)*1.3 + 1.35)
		x, half, y := at(d)
		for _, s := range []float32{-1, 1} {
			h := half * 0.26
			c.Fill(paint.Stroke(max(half*0.022, 0.7), paint.Pt{X: x + s*half*1.25, Y: y}, paint.Pt{X: x + s*half*1.25, Y: y - h}), post.Lerp(m.haze, 0.6*(1-d)))
		}
	}
	if r.Chance(0.5) {
		d := r.In(0.12, 0.24)
		x, half, y := at(d)
		v.car(m, x+half*0.45, y, half*0.62)
	}
}

// car is seen from behind, w wide, its wheels on y.
func (v *View) car(m mood, x, y, w float32) {
	c, r := v.C, v.R
	body := m.lit(paint.Hex(paint.Pick(r, uint32(0xD8452E), 0xF2C84A, 0x3A8AA8, 0xF0ECE2, 0x5A8A5A)), 0.6)
	if v.Light == Night {
		body = body.Lerp(m.dark, 0.5)
	}
	c.Dab(x, y, w*0.58, w*0.08, 0, 0.6, paint.Gray(0.05), 0.5)
	for _, s := range []float32{-1, 1} {
		c.Fill((&paint.Path{}).Round(x+s*w*0.38-w*0.08, y-w*0.2, w*0.16, w*0.2, w*0.04), paint.Gray(0.08))
	}
	c.Fill((&paint.Path{}).MoveTo(x-w*0.36, y-w*0.42).QuadTo(x-w*0.32, y-w*0.74, x-w*0.2, y-w*0.76).LineTo(x+w*0.2, y-w*0.76).QuadTo(x+w*0.32, y-w*0.74, x+w*0.36, y-w*0.42), body.Times(0.94))
	c.Fill((&paint.Path{}).MoveTo(x-w*0.3, y-w*0.45).QuadTo(x-w*0.27, y-w*0.67, x-w*0.18, y-w*0.68).LineTo(x+w*0.18, y-w*0.68).QuadTo(x+w*0.27, y-w*0.67, x+w*0.3, y-w*0.45), m.sky.At(0.4).Times(0.6))
	c.Fill((&paint.Path{}).Round(x-w*0.5, y-w*0.46, w, w*0.34, w*0.08), paint.Linear{Y0: y - w*0.46, Y1: y - w*0.1, Ramp: paint.Even(body.Tune(0.05, 1, 0), body.Tune(-0.1, 1, 0))})
	for _, s := range []float32{-1, 1} {
		c.Glow(x+s*w*0.38, y-w*0.33, w*0.22, 1, paint.Hex(0xFF5030), 0.6, paint.Screen)
		c.Fill((&paint.Path{}).Round(x+s*w*0.38-w*0.07, y-w*0.37, w*0.14, w*0.07, w*0.02), paint.Hex(0xE83A2A))
	}
	c.Box(x-w*0.12, y-w*0.28, w*0.24, w*0.08, paint.Gray(0.92), 1)
}
