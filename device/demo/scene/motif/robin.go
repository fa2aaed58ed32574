package motif

import "keepsake/device/demo/scene/paint"

// paintRobin is a small bird on a twig.
func paintRobin(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.24
	u := c.U
	winter := v.Month == 12 || v.Month <= 2
	base := paint.Hex(paint.Pick(r, uint32(0x8AA878), 0xC8B070, 0x7FA0A8, 0xB8A0A8))
	if winter {
		base = paint.Hex(paint.Pick(r, uint32(0xA8BCD0), 0xB8C4D4, 0x9AB0C0))
	}
	v.blurBack(base.Tune(0.08, 1, 0), base.Tune(-0.1, 1, 0), 0.95, false)
	f := r.Fork()
	for range 36 {
		s := u * f.In(2, 7)
		c.Dab(c.X(f.F()), c.Y(f.F()), s, s, 0, 0.15, base.Tune(f.In(0, 0.2), 1, f.In(-30, 30)), f.In(0.1, 0.3))
	}
	dir := r.Sign()
	y := c.Y(r.In(0.64, 0.7))
	bark := paint.Hex(0x5A4438)
	a := paint.Pt{X: c.X(0.5 - dir*0.6), Y: y + u*f.In(2, 9)}
	b := paint.Pt{X: c.X(0.5 + dir*0.48), Y: y - u*f.In(3, 9)}
	p := &paint.Path{}
	line := paint.Bend(a, b, u*f.In(-3, 3), 20)
	p.Taper(u*3, u*0.9, line...)
	for i := 4; i < 20; i += 3 {
		grow(f, p, line[i], f.Sign()*f.In(0.6, 1.1)-0.3, u*f.In(4, 8), u*0.7, 1, nil)
	}
	c.Fill(p, paint.Linear{Y0: y - u*6, Y1: y + u*6, Ramp: paint.Even(bark.Tune(0.1, 1, 0), bark.Tune(-0.08, 1, 0))})
	if winter {
		for i := range line {
			if n := f.In(0.5, 1.4); i < 19 {
				c.Dab(line[i].X+u*f.In(0, 3), line[i].Y-u*(1.5-float32(i)*0.05), u*3*n, u*0.8, paint.Atan2(b.Y-a.Y, b.X-a.X), 0.3, paint.Hex(0xF6F9FD), 1)
			}
		}
	} else {
		m := mood{key: paint.Gray(1), ambient: paint.Gray(0.75)}
		for i := 2; i < 20; i += 2 {
			if f.Chance(0.5) {
				v.leaf(line[i].X, line[i].Y, u*f.In(5, 8), 0.45, f.F()*paint.Tau, paint.Hex(paint.Pick(f, uint32(0x6A9A4A), 0x8FB05A, 0xC8A04A)))
			} else {
				v.flower(f, m, line[i].X+u*f.Bell(), line[i].Y-u*f.F(), u*2.2, paint.Hex(0xF7C0CC))
			}
		}
	}
	bx := c.X(0.5 + dir*r.In(-0.08, 0.06))
	at := line[int(paint.Clamp((bx-a.X)/(b.X-a.X))*20)]
	v.bird(f, at.X, at.Y-u*1, u*r.In(25, 33), -dir)
	if winter {
		v.snowfall(paint.Gray(1))
	}
	c.Bloom(0.9, 0.2)
}

// bird perches with its feet at (x, y), about l long, looking to dir.
func (v *View) bird(r *paint.Rand, x, y, l, dir float32) {
	c := v.C
	back := paint.Hex(paint.Pick(r, uint32(0x7A6450), 0x5A7A9A, 0x6A6A5A, 0x4A5A4A))
	breast := paint.Hex(paint.Pick(r, uint32(0xE8682A), 0xF2B83A, 0xE8682A, 0xD8E0E4))
	belly := paint.Hex(0xF4EDE0)
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + dir*a*l, Y: y - b*l} }
	legs := paint.Stroke(l*0.022, at(-0.02, 0.12), at(-0.04, -0.01))
	legs.Taper(l*0.022, l*0.022, at(0.07, 0.12), at(0.08, -0.01))
	c.Fill(legs, paint.Hex(0x4A3A30))
	tail := (&paint.Path{}).Poly(at(-0.36, 0.28), at(-0.78, 0.06), at(-0.72, -0.02), at(-0.3, 0.14))
	c.Fill(tail, back.Tune(-0.1, 1, 0))
	body := (&paint.Path{}).Curve(at(-0.46, 0.28), at(-0.3, 0.5), at(-0.02, 0.7), at(0.12, 0.86), at(0.34, 0.86), at(0.44, 0.7), at(0.42, 0.48), at(0.36, 0.26), at(0.16, 0.08), at(-0.12, 0.07), at(-0.34, 0.16))
	c.Fill(body, paint.Linear{X0: at(-0.4, 0).X, Y0: y - l*0.8, X1: at(0.3, 0).X, Y1: y, Ramp: paint.Even(back.Tune(0.1, 1, 0), back, back.Tune(-0.08, 1, 0))})
	low := (&paint.Path{}).Curve(at(0.34, 0.3), at(0.3, 0.14), at(0.1, 0.085), at(-0.16, 0.1), at(-0.24, 0.18), at(0.0, 0.24), at(0.16, 0.36))
	c.Fill(low, belly)
	front := (&paint.Path{}).Curve(at(0.3, 0.82), at(0.41, 0.72), at(0.405, 0.5), at(0.35, 0.28), at(0.2, 0.2), at(0.1, 0.34), at(0.1, 0.56), at(0.18, 0.7))
	c.Fill(front, paint.Radial{X: at(0.3, 0.6).X, Y: at(0.3, 0.6).Y, R: l * 0.45, Ramp: paint.Even(breast.Tune(0.06, 1, 0), breast, breast.Tune(-0.08, 1, 0))})
	wing := (&paint.Path{}).Curve(at(0.08, 0.56), at(-0.12, 0.52), at(-0.36, 0.3), at(-0.56, 0.12), at(-0.3, 0.15), at(-0.04, 0.22), at(0.1, 0.38))
	c.Shadow(wing, 0, l*0.02, l*0.04, back.Tune(-0.3, 1, 0), 0.5)
	c.Fill(wing, paint.Linear{X0: at(0.1, 0).X, X1: at(-0.5, 0).X, Y0: y - l*0.6, Y1: y, Ramp: paint.Even(back.Tune(0.03, 1, 0), back.Tune(-0.12, 1, 0))})
	for i := range 5 {
		t := float32(i) / 4
		c.FillAs(paint.Taper(l*0.02, l*0.008, at(0.02-0.1*t, 0.46-0.17*t), at(-0.34-0.12*t, 0.2-0.05*t)), back.Tune(0.14, 0.9, 0), 0.5, paint.Over)
	}
	beak := (&paint.Path{}).Poly(at(0.43, 0.77), at(0.57, 0.725), at(0.43, 0.69))
	c.Fill(beak, paint.Hex(0x3A3028))
	e := at(0.33, 0.765)
	c.Disc(e.X, e.Y, l*0.033, paint.Hex(0x14100E), 1)
	c.Disc(e.X-l*0.008, e.Y-l*0.012, l*0.01, paint.Gray(1), 1)
	for range 40 { // soft feathers at the edge of the breast
		t := r.F()
		q := at(0.12+0.06*r.Bell(), 0.25+0.45*t)
		c.Dab(q.X, q.Y, l*0.03, l*0.01, -dir*0.9, 0.6, breast.Lerp(back, r.F()), 0.5)
	}
}
