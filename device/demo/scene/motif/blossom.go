package motif

import "keepsake/device/demo/scene/paint"

// paintBlossom is cherry trees in flower: a branch against the sky, or framing a
// snow-capped mountain over a lake.
func paintBlossom(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	pink := paint.Hex(paint.Pick(r, uint32(0xF7B8CC), 0xFBD0DC, 0xF49AB8, 0xFFF0F2))
	if r.Chance(0.5) {
		v.volcano(m)
	} else {
		v.sky(m, c.Y(1.3))
		v.petalBlur(m, pink)
	}
	side := r.Sign()
	start := paint.Pt{X: c.X(0.5 - side*0.56), Y: c.Y(r.In(0.02, 0.35))}
	v.flowerBranch(m, start, r.In(0, 0.3)*3.14*0.5, side, pink, c.U*r.In(15, 19))
	if r.Chance(0.7) {
		v.flowerBranch(m, paint.Pt{X: c.X(0.5 - side*r.In(0.2, 0.5)), Y: c.Y(-0.05)}, r.In(0.5, 1), side, pink, c.U*r.In(10, 14))
	}
	f := r.Fork()
	for range 34 { // falling
		s := c.U * f.In(0.4, 1.1)
		c.Dab(c.X(f.F()), c.Y(f.F()), s, s*0.55, f.In(-1.5, 1.5), 0.2, m.lit(pink.Lerp(paint.Gray(1), 0.3), 0.8), 0.85)
	}
	c.Bloom(0.85, 0.3)
}

// petalBlur is more blossom far out of focus.
func (v *View) petalBlur(m mood, pink paint.RGB) {
	c, r := v.C, v.R.Fork()
	b := paint.New(max(c.W/6, 24), max(c.H/6, 24))
	b.Lay(c.Shrink(6), paint.Over, 1)
	for range 110 {
		x, y := r.F(), r.F()
		if r.F() > 0.35+0.65*(1-y) {
			continue
		}
		s := b.U * r.In(2, 8)
		b.Dab(x*float32(b.W), y*float32(b.H), s, s, 0, 0.3, m.lit(pink.Tune(r.In(-0.08, 0.05), 1, 0), 0.8), 0.4)
	}
	b.Blur(1.6)
	c.Lay(b, paint.Over, 1)
	for range 26 {
		s := c.U * r.In(2, 6)
		c.Dab(c.X(r.F()), c.Y(r.F()), s, s, 0, 0.15, m.lit(pink, 0.9).Lerp(paint.Gray(1), 0.3), 0.22)
	}
}

// flowerBranch grows from a with twigs, buds and open flowers.
func (v *View) flowerBranch(m mood, a paint.Pt, ang, side float32, pink paint.RGB, l float32) {
	c, r := v.C, v.R.Fork()
	bark := m.lit(paint.Hex(0x4A3430), 0.4)
	type spot struct{ x, y, ang float32 }
	var spots []spot
	p := &paint.Path{}
	dir := func(t float32) float32 {
		if side < 0 {
			return 3.1416 - t
		}
		return t
	}
	main := []paint.Pt{a}
	for range 5 {
		q := main[len(main)-1]
		t := dir(ang + r.In(-0.35, 0.35))
		main = append(main, paint.Pt{X: q.X + paint.Cos(t)*l, Y: q.Y + paint.Sin(t)*l})
	}
	line := paint.Smoothed(6, main...)
	p.Taper(l*0.16, l*0.035, line...)
	for i := 3; i < len(line); i++ {
		if i%2 == 0 {
			continue
		}
		s := r.Sign()
		t := dir(ang) + s*r.In(0.5, 1.1)
		size := l * r.In(0.35, 0.8) * (1.1 - float32(i)/float32(len(line))*0.4)
		grow(r, p, line[i], t, size*0.5, l*0.035, 2, func(q paint.Pt, t float32) {
			for range r.Between(2, 4) {
				spots = append(spots, spot{q.X + r.Bell()*l*0.09, q.Y + r.Bell()*l*0.09, t})
			}
		})
		if r.Chance(0.8) {
			spots = append(spots, spot{line[i].X + r.Bell()*l*0.08, line[i].Y + r.Bell()*l*0.08, t})
		}
	}
	c.Fill(p, paint.Linear{Y0: a.Y - l, Y1: a.Y + l*2, Ramp: paint.Even(bark.Tune(0.06, 1, 0), bark.Tune(-0.06, 1, 0))})
	for _, s := range spots {
		if r.Chance(0.2) {
			c.Dab(s.x, s.y, l*0.03, l*0.045, s.ang, 0, m.lit(pink.Tune(-0.12, 1.4, 0), 0.7), 1)
			continue
		}
		v.flower(r, m, s.x, s.y, l*r.In(0.1, 0.155), pink)
	}
}

// flower is one five-petalled blossom of radius s, seen at a slant.
func (v *View) flower(r *paint.Rand, m mood, x, y, s float32, pink paint.RGB) {
	c := v.C
	turn, squash := r.F()*paint.Tau, r.In(0.72, 1)
	tilt := r.F() * 3.14
	light := r.In(0.55, 0.95)
	st, kt := paint.Sin(tilt), paint.Cos(tilt)
	at := func(ang, d float32) (float32, float32) { // a point of the tilted disc
		a, b := paint.Cos(ang)*d, paint.Sin(ang)*d*squash
		return x + a*kt - b*st, y + a*st + b*kt
	}
	petal := m.lit(pink, light)
	c.Dab(x+s*0.1, y+s*0.16, s*0.95, s*0.9, 0, 0.6, m.ambient.Times(0.4), 0.16)
	for i := range 5 {
		a := turn + paint.Tau*float32(i)/5
		px, py := at(a, s*0.56)
		tone := petal.Lerp(paint.Gray(1), 0.28).Tune(r.In(-0.035, 0.02), 1, 0)
		c.Dab(px, py, s*0.47, s*0.42*squash, a+tilt, 0, tone, 1)
		ex, ey := at(a, s*0.28)
		c.Dab(ex, ey, s*0.26, s*0.13, a+tilt, 0.9, petal.Tune(-0.06, 1.5, 0), 0.55)
	}
	heart := m.lit(paint.Hex(0xD8527E), light)
	c.Dab(x, y, s*0.16, s*0.15, 0, 0.6, heart, 0.9)
	for i := range 7 {
		a := turn + paint.Tau*float32(i)/7 + 0.3
		ex, ey := at(a, s*0.34)
		c.Disc(ex, ey, s*0.045, m.lit(paint.Hex(0xFFE08A), light), 1)
	}
}

// volcano is a single snow-capped cone over a lake.
func (v *View) volcano(m mood) {
	c, r := v.C, v.R
	u := c.U
	shore := c.Y(r.In(0.62, 0.7))
	x := c.X(r.In(0.4, 0.62))
	v.sky(m, shore)
	sx := c.X(r.F())
	v.sunGlow(m, sx, shore-u*12, 0.4)
	v.cover(m, paint.Pick(r, clear, streaks, streaks), 0.4, shore, sx)
	h := u * r.In(30, 38)
	n := paint.Noise(r.Seed())
	cone := func(px float32) float32 {
		d := paint.Abs(px-x) / u
		k := paint.Exp(-paint.Pow(d/26, 1.15))
		y := shore - h*min(k, 0.9+0.012*n.At(px/u*0.6, 2))/0.9
		return y + n.Line(px/u*0.1, 4, 0.5)*u*0.35
	}
	ridge := c.Ridge(cone)
	blue := m.dark.Mix(m.haze, 0.5)
	c.Band(ridge, shore, paint.Linear{Y0: shore - h, Y1: shore, Ramp: paint.Even(blue.Tune(-0.05, 1.1, 0), blue.Lerp(m.haze, 0.75))}, 1, paint.Over)
	white := m.lit(paint.Hex(0xFBFCFF), 0.75)
	side := sign(x - sx)
	c.Wash(shore-h-u, shore-h*0.2, u*0.3, paint.Over, func(px, py float32) (paint.RGB, float32) {
		d := py - ridge.At(min(max(px, 0), float32(c.W-1)))
		if d < u*0.15 {
			return white, 0
		}
		gully := n.Ridged((px-x)/u*0.11/(0.35+(py-shore+h)/h*1.4), 3, 3)
		line := (py - shore + h) / h
		a := paint.Smooth(0.46+0.26*(gully-0.5), 0.3+0.26*(gully-0.5), line) * paint.Smooth(u*0.1, u*0.6, d)
		k := paint.Clamp(0.6 - side*(px-x)/u*0.05 + (gully-0.5)*0.9)
		return white.Mul(m.ambient).Lerp(white, k), a
	})
	v.mist(m.haze.Lerp(m.sun, 0.3), shore-u*5, u*5, 0.7)
	v.farShore(m, shore)
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: m.sky.At(0.1).Lerp(m.dark, 0.3), Far: m.haze, Depth: 0.5, FarDepth: 0.1,
		Ripple: r.In(0.15, 0.6), Squeeze: 0.85, Seed: r.Seed()})
}
