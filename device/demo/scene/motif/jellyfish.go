package motif

import "keepsake/device/demo/scene/paint"

// paintJellyfish is glowing jellyfish in dark water.
func paintJellyfish(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.3
	u := c.U
	top := paint.Hex(paint.Pick(r, uint32(0x1A4A8A), 0x2A3A8A, 0x125A7A, 0x3A2A7A))
	c.Vertical(paint.Even(top, top.Tune(-0.12, 1, -10), top.Tune(-0.24, 1, -20)), 0, c.Y(1))
	n := paint.Noise(r.Seed())
	c.Wash(0, c.Y(1), u, paint.Screen, func(x, y float32) (paint.RGB, float32) { // light from above
		k := n.Fbm((x-c.X(0.4)+y*0.35)/u*0.045, 2, 3, 0.55)
		return top.Tune(0.3, 0.8, -20), paint.Smooth(0, 0.8, k) * 0.5 * paint.Exp(-y/float32(c.H)*2.4)
	})
	f := r.Fork()
	for range 150 {
		c.Dab(c.X(f.F()), c.Y(f.F()), u*f.In(0.08, 0.3), u*f.In(0.08, 0.3), 0, 0.8, paint.Hex(0xCFE8FF), f.In(0.1, 0.5))
	}
	hues := [][2]uint32{{0xFF9AC8, 0xFFD8A0}, {0x8AD8FF, 0xD0B0FF}, {0xFFB07A, 0xFF7AA8}, {0xA8F0E0, 0x8AB0FF}}
	h := paint.Pick(r, hues...)
	count := f.Between(4, 8)
	for i := range count {
		t := float32(i+1) / float32(count)
		s := u * (4 + 14*t*t) * f.In(0.8, 1.15)
		x, y := c.X(f.In(0.1, 0.9)), c.Y(f.In(0.12, 0.6))
		if i == count-1 {
			x, y = c.X(f.In(0.35, 0.65)), c.Y(f.In(0.26, 0.36))
		}
		v.jelly(f, x, y, s, f.In(-0.5, 0.5), paint.Hex(h[0]), paint.Hex(h[1]), 0.35+0.65*t)
	}
	c.Bloom(0.5, 0.5)
}

func (v *View) jelly(r *paint.Rand, x, y, s, tilt float32, a, b paint.RGB, alpha float32) {
	c := v.C
	sn, cs := paint.Sin(tilt), paint.Cos(tilt)
	at := func(p, q float32) paint.Pt { return paint.Pt{X: x + (p*cs-q*sn)*s, Y: y + (p*sn+q*cs)*s} }
	c.Glow(x, y, s*2.6, 1, a, 0.3*alpha, paint.Screen)
	n := paint.Noise(r.Seed())
	for i := range 26 { // long threads
		p := (float32(i)/25*2 - 1) * 0.86
		l := r.In(1.6, 4)
		var pts []paint.Pt
		for k := range 18 {
			t := float32(k) / 17
			pts = append(pts, at(p*(1-0.25*t)+0.3*t*n.At(t*2.2+float32(i)*0.23, 3)+0.12*paint.Sin(t*7+float32(i)), 0.25+t*l))
		}
		c.FillAs(paint.Taper(s*0.03, s*0.008, pts...), a.Lerp(b, r.F()), 0.36*alpha, paint.Screen)
	}
	for i := range 7 { // frilled arms
		p := (float32(i)/6*2 - 1) * 0.4
		var pts []paint.Pt
		for k := range 18 {
			t := float32(k) / 17
			pts = append(pts, at(p+0.2*n.At(t*3+float32(i), 8)+0.06*paint.Sin(t*22+float32(i)*2), 0.15+t*r.In(1.5, 1.6)))
		}
		c.FillAs(paint.Taper(s*0.16, s*0.03, pts...), b.Tune(-0.04, 1.2, 0), 0.3*alpha, paint.Screen)
	}
	bell := &paint.Path{}
	p0, p1 := at(-1, 0.3), at(1, 0.3)
	bell.MoveTo(p0.X, p0.Y).CubeTo(at(-1.1, -1).X, at(-1.1, -1).Y, at(1.1, -1).X, at(1.1, -1).Y, p1.X, p1.Y)
	for i := range 8 {
		q, m := at(1-0.25*float32(i+1), 0.3), at(1-0.25*float32(i)-0.125, 0.46)
		bell.QuadTo(m.X, m.Y, q.X, q.Y)
	}
	o, e := at(0, -0.75), at(0, 0.4)
	c.FillAs(bell, paint.Linear{X0: o.X, Y0: o.Y, X1: e.X, Y1: e.Y, Ramp: paint.Even(a.Tune(0.02, 1.1, 0), a.Tune(-0.05, 1.2, 0), a.Tune(-0.2, 1.2, 0), b.Tune(-0.05, 1.2, 0))}, 0.7*alpha, paint.Screen)
	for i := range 9 {
		p := (float32(i)/8*2 - 1) * 0.85
		c.FillAs(paint.Taper(s*0.02, s*0.03, paint.Bend(at(p*0.18, -0.6), at(p, 0.28), -p*s*0.16, 8)...), paint.Gray(1), 0.22*alpha, paint.Screen)
	}
	for i := range 4 {
		a := float32(i)*1.57 + 0.7
		g := at(paint.Cos(a)*0.26, -0.24+paint.Sin(a)*0.12)
		c.Dab(g.X, g.Y, s*0.17, s*0.09, a*0.5+tilt, 0.5, b.Lerp(paint.Gray(1), 0.25), 0.45*alpha)
	}
	hl := at(-0.35, -0.42)
	c.Dab(hl.X, hl.Y, s*0.3, s*0.1, tilt-0.6, 0.9, paint.Gray(1), 0.45*alpha)
}
