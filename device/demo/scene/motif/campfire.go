package motif

import "keepsake/device/demo/scene/paint"

// paintCampfire is a fire by a lake or wood, tents near.
func paintCampfire(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.3
	v.Light = Night
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.56, 0.64))
	v.sky(m, horizon)
	v.stars(r.Between(400, 900), horizon)
	set := rangeSet{horizon: horizon, sharp: 0.6, tall: r.In(0.6, 1.1), sx: c.X(0.5), valley: 0.4, middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, 0.08+float32(i)*0.16)
	}
	fx, fy := c.X(r.In(0.4, 0.6)), c.Y(r.In(0.82, 0.87))
	fire := paint.Hex(0xFF9A3A)
	n := paint.Noise(r.Seed())
	ground := c.Ridge(func(x float32) float32 { return c.Y(0.72) + n.Line(x/u*0.015, 3, 0.5)*u*3 })
	v.firs(ground, u*r.In(26, 40), r.Between(14, 26), m.dark.Lerp(m.haze, 0.14), m.dark.Lerp(fire, 0.05))
	earth := m.dark.Mix(paint.Hex(0x3A2A1E), 0.5)
	c.FillRidge(ground, paint.Linear{Y0: c.Y(0.7), Y1: c.Y(1), Ramp: paint.Even(earth.Lerp(m.haze, 0.1), earth.Times(0.6))})
	c.Glow(fx, fy, u*75, 1.7, fire, 0.55, paint.Screen)
	c.Glow(fx, fy, u*34, 2.4, paint.Hex(0xFFB45A), 0.6, paint.Screen)
	c.Wash(c.Y(0.7), c.Y(1), u*0.5, paint.Multiply, func(x, y float32) (paint.RGB, float32) {
		return paint.Gray(0.4), 0.6 * paint.Clamp(n.Fbm(x/u*0.12, y/u*0.3, 3, 0.6)) * paint.Smooth(ground.At(min(max(x, 0), float32(c.W-1))), c.Y(0.8), y)
	})
	f := r.Fork()
	side := r.Sign()
	v.tent(fx+side*u*f.In(28, 36), fy-u*f.In(2, 5), u*f.In(9, 12))
	if r.Chance(0.5) {
		v.tent(fx-side*u*f.In(36, 46), fy-u*7, u*f.In(6, 8))
	}
	for i := range f.Between(2, 4) { // people by the fire
		s := side
		if i%2 == 0 {
			s = -side
		}
		v.sitter(f, m, fx+s*u*(13+4*float32(i)), fy+u*1.5, u*f.In(9, 11), -s, fire)
	}
	for i := range 9 {
		a := paint.Tau * float32(i) / 9
		v.ball(still{dx: 0.2, dy: 0.6, shade: paint.Gray(0.02)}, fx+paint.Cos(a)*u*7, fy+u*1.2+paint.Sin(a)*u*2, u*1.5, 0.7, 0, earth.Lerp(fire, 0.25))
	}
	v.flames(f, fx, fy, u*12)
	c.Bloom(0.55, 0.6)
}

// flames burn on crossed logs, with sparks.
func (v *View) flames(r *paint.Rand, x, y, h float32) {
	c := v.C
	log := paint.Hex(0x3A2418)
	for _, k := range []float32{-1, 1, -0.4, 0.5} {
		c.Fill(paint.Taper(h*0.13, h*0.1, paint.Pt{X: x - k*h*0.45, Y: y + h*0.08}, paint.Pt{X: x + k*h*0.3, Y: y - h*0.14}), log.Lerp(paint.Hex(0xFF7A2A), 0.16+0.1*k))
	}
	for pass, col := range []uint32{0xF0601A, 0xFF9A2A, 0xFFD25A, 0xFFF4C0} {
		k := 1 - 0.22*float32(pass)
		p := &paint.Path{}
		for i := range 7 {
			t := float32(i)/6*2 - 1
			w := h * 0.2 * k
			tip := h * (1.05 - 0.6*paint.Abs(t)) * k * r.In(0.8, 1.15)
			bx := x + t*h*0.34*k
			sway := r.In(-0.12, 0.12)*h - t*h*0.12
			p.MoveTo(bx-w, y).CubeTo(bx-w*1.1, y-tip*0.4, bx+sway-w*0.2, y-tip*0.6, bx+sway, y-tip)
			p.CubeTo(bx+sway+w*0.5, y-tip*0.55, bx+w*1.1, y-tip*0.4, bx+w, y)
		}
		c.FillAs(p, paint.Hex(col), 0.85, paint.Over)
	}
	c.Glow(x, y-h*0.3, h*1.3, 1, paint.Hex(0xFFB040), 0.6, paint.Screen)
	for range 70 {
		t := r.F()
		c.Disc(x+r.Bell()*h*(0.2+0.5*t), y-h*(0.6+2.6*t), h*0.016*(1.2-t), paint.Hex(0xFFC060), 0.9*(1-t))
	}
}

// sitter is someone sitting on the ground, lit from the front.
func (v *View) sitter(r *paint.Rand, m mood, x, y, h, dir float32, fire paint.RGB) {
	c := v.C
	coat := paint.Hex(paint.Pick(r, uint32(0x8A3A34), 0x3A5A7A, 0x5A6A3A, 0xA87A3A, 0x6A4A7A)).Times(0.5)
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + dir*a*h, Y: y - b*h} }
	ink := paint.Linear{X0: at(-0.3, 0).X, X1: at(0.4, 0).X, Ramp: paint.Even(coat.Times(0.35), coat, coat.Lerp(fire, 0.65))}
	legs := paint.Taper(h*0.2, h*0.17, at(-0.1, 0.1), at(0.3, 0.4))
	legs.Taper(h*0.17, h*0.13, at(0.3, 0.4), at(0.48, 0.02))
	c.Fill(legs, ink)
	c.Fill((&paint.Path{}).Curve(at(-0.26, 0.0), at(-0.28, 0.3), at(-0.16, 0.66), at(0.06, 0.66), at(0.12, 0.36), at(0.1, 0.02)), ink)
	c.Fill(paint.Taper(h*0.13, h*0.1, at(0.0, 0.56), at(0.2, 0.32), at(0.38, 0.42)), ink)
	q := at(0.0, 0.82)
	c.Dab(q.X, q.Y, h*0.13, h*0.15, 0, 0, m.dark.Lerp(fire, 0.3), 1)
	q = at(0.05, 0.82)
	c.Dab(q.X, q.Y, h*0.08, h*0.11, 0, 0.5, paint.Hex(0xF0A070), 0.8)
}

// paintLanterns is paper lanterns rising over water.
func paintLanterns(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.28
	v.Light = Night
	m := v.mood()
	u := c.U
	shore := c.Y(r.In(0.68, 0.76))
	v.sky(m, shore)
	v.stars(260, shore*0.8)
	set := rangeSet{horizon: shore - u*2, sharp: 0.5, tall: r.In(0.5, 1), sx: c.X(0.5), valley: 0.3, middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, 0.1+float32(i)*0.14)
	}
	c.Glow(c.X(0.5), shore, u*90, 2, paint.Hex(0xFF9A4A), 0.35, paint.Screen)
	f := r.Fork()
	count := f.Between(60, 110)
	for i := range count {
		t := float32(i) / float32(count)
		s := u * (0.5 + 6.2*t*t*t) * f.In(0.8, 1.2)
		x, y := c.X(f.In(-0.02, 1.02)), shore*f.In(0.02, 0.94)
		if t > 0.8 {
			y = shore * f.In(0.1, 0.75)
		}
		v.lantern(f, x, y, s, 0.55+0.45*t)
	}
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: m.dark, Far: m.haze.Times(0.5), Depth: 0.45, FarDepth: 0.1, Ripple: r.In(0.4, 0.9), Squeeze: 0.5, Seed: r.Seed()})
	if r.Chance(0.5) {
		v.canoe(m, c.X(r.In(0.3, 0.7)), shore+u*r.In(9, 14))
	}
	c.Bloom(0.5, 0.6)
}

func (v *View) lantern(r *paint.Rand, x, y, s, alpha float32) {
	c := v.C
	warm := paint.Hex(paint.Pick(r, uint32(0xFFB04A), 0xFF9A3A, 0xFFC46A, 0xFF8A4A))
	c.Glow(x, y, s*3.4, 1, warm, 0.45*alpha, paint.Screen)
	if s < c.U*1.1 {
		c.Dab(x, y, s*0.5, s*0.62, 0, 0.4, warm.Lerp(paint.Gray(1), 0.3), alpha)
		return
	}
	tilt := r.In(-0.12, 0.12)
	p := (&paint.Path{}).MoveTo(-0.42, 0.75).CubeTo(-0.6, 0.1, -0.62, -0.5, -0.4, -0.72).CubeTo(-0.2, -0.85, 0.2, -0.85, 0.4, -0.72).CubeTo(0.62, -0.5, 0.6, 0.1, 0.42, 0.75).Place(x, y, s, tilt)
	c.FillAs(p, paint.Linear{Y0: y - s*0.8, Y1: y + s*0.8, Ramp: paint.Even(warm.Tune(-0.14, 1.05, -8), warm, warm.Lerp(paint.Hex(0xFFF0C0), 0.65), paint.Hex(0xFFF6DC))}, alpha, paint.Over)
	for _, k := range []float32{-0.2, 0.2} {
		c.FillAs(paint.Stroke(s*0.02, paint.Bend(paint.Pt{X: x + k*s*0.9, Y: y - s*0.74}, paint.Pt{X: x + k*s, Y: y + s*0.74}, -k*s*0.3, 8)...), warm.Tune(-0.2, 1, 0), 0.5*alpha, paint.Over)
	}
	c.FillAs((&paint.Path{}).Ellipse(x, y+s*0.75, s*0.42, s*0.08, tilt), paint.Hex(0xFFFBEA), alpha, paint.Over)
}
