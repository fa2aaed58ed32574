package motif

import "keepsake/device/demo/scene/paint"

// paintBalloons is hot air balloons over misty land.
func paintBalloons(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.6, 0.72))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, horizon)
	v.sunGlow(m, sx, horizon-u*8, 0.7)
	v.cover(m, paint.Pick(r, clear, streaks, veil, heaps), r.In(0.2, 0.5), horizon, sx)
	if v.Light != Day {
		v.sunDisc(m, sx, horizon-u*r.In(3, 14), r.In(2.6, 4.4))
	}
	set := rangeSet{horizon: horizon, sharp: r.In(0.1, 0.9), tall: r.In(0.5, 1), sx: sx, valley: r.In(-0.3, 0.5), middle: 0.5}
	f := r.Fork()
	hue := f.F()
	draw := func(n int, lo, hi, y0, y1 float32) {
		for range n {
			s := u * f.In(lo, hi)
			x, y := c.X(f.In(0.06, 0.94)), c.Y(f.In(y0, y1))
			hue += 0.37
			v.balloon(f, m, x, y, s, hue, paint.Clamp(1-s/u/11))
		}
	}
	for i := range 5 {
		t := float32(i) / 4
		v.mountainRange(m, set, t*0.9)
		if i < 4 {
			v.mist(m.haze.Lerp(m.sun, 0.25), horizon+c.Y(0.04+0.3*t*t)+u*5, u*6, 0.5*(1-t*0.6))
		}
		if i == 1 {
			draw(r.Between(4, 8), 1.1, 2.4, 0.2, 0.64)
		}
	}
	draw(r.Between(2, 4), 3, 6, 0.12, 0.55)
	s := u * r.In(10, 16)
	v.balloon(f, m, c.X(r.In(0.25, 0.75)), c.Y(r.In(0.24, 0.36)), s, hue+0.5, 0)
	c.Bloom(0.85, 0.28)
}

// balloon has an envelope of radius s around (x, y); hue turns the wheel once per
// whole number; far fades it.
func (v *View) balloon(r *paint.Rand, m mood, x, y, s, hue, far float32) {
	c := v.C
	const gores = 12
	base := paint.Hex(0xD84A3A).Tune(0, 1, hue*360)
	pal := [3]paint.RGB{base, paint.Hex(0xF7E9CC), base.Tune(0.08, 0.9, r.In(30, 80))}
	style := r.Int(4)
	edge := func(t float32) float32 { // half width at t: 0 crown, 1 mouth
		if t < 0.45 {
			q := (t - 0.45) / 0.45
			return paint.Sqrt(1 - q*q)
		}
		q := (t - 0.45) / 0.55
		return paint.Mixf(1, 0.2, q*q*(1.45-0.45*q))
	}
	top, tall := y-s*0.95, s*2.25
	const steps = 16
	for g := range gores {
		// A gore seen from the front spans two angles of the round envelope.
		a0, a1 := -1+2*float32(g)/gores, -1+2*float32(g+1)/gores
		k0, k1 := paint.Sin(a0*1.5708), paint.Sin(a1*1.5708)
		var pts []paint.Pt
		for i := 0; i <= steps; i++ {
			t := float32(i) / steps
			pts = append(pts, paint.Pt{X: x + k0*edge(t)*s, Y: top + t*tall})
		}
		for i := steps; i >= 0; i-- {
			t := float32(i) / steps
			pts = append(pts, paint.Pt{X: x + k1*edge(t)*s + 0.4, Y: top + t*tall})
		}
		col := pal[g%2]
		switch style {
		case 1:
			col = pal[g%3]
		case 2:
			col = pal[0]
		}
		mid := (k0 + k1) / 2
		light := paint.Clamp(0.85 - 0.5*mid*mid + 0.25*mid)
		lit := m.lit(col, light)
		c.Fill((&paint.Path{}).Poly(pts...), paint.Linear{Y0: top, Y1: top + tall, Ramp: paint.Even(lit.Tune(0.05, 1, 0), lit, lit.Tune(-0.1, 1, 0)).Map(func(q paint.RGB) paint.RGB { return q.Lerp(m.haze, far*0.6) })})
	}
	if style >= 2 { // bands across
		for i, t := range []float32{0.28, 0.5} {
			band := &paint.Path{}
			var up, low []paint.Pt
			for k := 0; k <= 12; k++ {
				q := float32(k)/6 - 1
				sag := s * 0.1 * (1 - q*q)
				up = append(up, paint.Pt{X: x + q*edge(t)*s, Y: top + t*tall + sag})
				low = append(low, paint.Pt{X: x - q*edge(t+0.13)*s, Y: top + (t+0.13)*tall + s*0.1*(1-q*q)})
			}
			band.Poly(append(up, low...)...)
			col := m.lit(pal[1+i%2], 0.7)
			c.Fill(band, paint.Linear{X0: x - s, X1: x + s, Ramp: paint.Even(col.Times(0.75), col, col.Times(1.02), col.Times(0.85)).Map(func(q paint.RGB) paint.RGB { return q.Lerp(m.haze, far*0.6) })})
		}
	}
	c.Glow(x-s*0.3, y-s*0.35, s*0.9, 1, m.key, 0.28*(1-far), paint.Screen)
	by := top + tall + s*0.42
	ropes := &paint.Path{}
	for _, q := range []float32{-0.18, -0.07, 0.07, 0.18} {
		ropes.Taper(max(s*0.012, 0.6), max(s*0.012, 0.6), paint.Pt{X: x + q*s, Y: top + tall}, paint.Pt{X: x + q*0.8*s, Y: by})
	}
	c.FillAs(ropes, m.dark.Lerp(m.haze, far*0.6), 0.8, paint.Over)
	wicker := m.lit(paint.Hex(0x8A5A34), 0.5).Lerp(m.haze, far*0.6)
	c.Fill((&paint.Path{}).Round(x-s*0.16, by, s*0.32, s*0.24, s*0.05), paint.Linear{X0: x - s*0.16, X1: x + s*0.16, Ramp: paint.Even(wicker, wicker.Times(0.7))})
}
