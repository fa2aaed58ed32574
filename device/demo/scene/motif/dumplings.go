package motif

import "keepsake/device/demo/scene/paint"

// paintDumplings is a plate of dumplings with sauce and chopsticks.
func paintDumplings(v *View) {
	c, r := v.C, v.R
	s := v.tabletop()
	u := c.U
	f := r.Fork()
	x, y := c.X(r.In(0.42, 0.52)), c.Y(r.In(0.48, 0.56))
	rad := u * r.In(33, 38)
	dish := paint.Hex(paint.Pick(r, uint32(0x3E5A66), 0xEFEAE0, 0x2E3238, 0x8FA89A, 0xB5553C))
	v.plate(s, x, y, rad, dish)
	in := s
	in.shade = paint.Gray(0.03)
	n := f.Between(7, 9)
	spin := f.F()
	for i := range n {
		a := paint.Tau*float32(i)/float32(n) + spin
		v.dumpling(f, in, x+paint.Cos(a)*rad*0.52, y+paint.Sin(a)*rad*0.52, rad*0.25, a+1.57)
	}
	if f.Chance(0.5) {
		v.dumpling(f, in, x, y, rad*0.26, f.F()*3)
	} else {
		v.sauce(in, x, y, rad*0.22, dish)
	}
	bx, by := x+rad*1.28, y-rad*f.In(0.3, 0.7)
	v.sauce(s, bx, by, rad*0.32, paint.Hex(paint.Pick(f, uint32(0xE8E2D6), 0x2E3238, 0x8A3A2A)))
	for range 40 {
		a, d := f.F()*paint.Tau, paint.Sqrt(f.F())*rad*0.66
		v.scallion(f, x+paint.Cos(a)*d, y+paint.Sin(a)*d, u*0.8)
	}
	v.sticks(s, x+rad*0.7, y+rad*0.75, rad*2.1, -0.42+f.In(-0.1, 0.1))
	c.Bloom(0.9, 0.2)
}

// dumpling is a pleated crescent.
func (v *View) dumpling(r *paint.Rand, s still, x, y, l, ang float32) {
	c := v.C
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	dough := paint.Hex(0xF6E8CE)
	body := (&paint.Path{}).Curve(at(-1.02, 0.14), at(-0.72, -0.38), at(0, -0.6), at(0.72, -0.38), at(1.02, 0.14), at(0.6, 0.42), at(0, 0.5), at(-0.6, 0.42))
	c.Shadow(body, s.dx*l*0.16, s.dy*l*0.16, l*0.16, s.shade, 0.55)
	m := at(0, 0)
	c.Fill(body, paint.Radial{X: m.X - s.dx*l*0.25, Y: m.Y - s.dy*l*0.25, R: l * 1.25, Ramp: paint.Even(dough.Tune(0.04, 1, 0), dough, dough.Tune(-0.06, 1.2, 0), dough.Tune(-0.2, 1.3, 0))})
	if r.Chance(0.55) { // pan-fried side
		b := at(0, 0.26)
		c.Dab(b.X, b.Y, l*0.62, l*0.17, ang, 0.9, paint.Hex(0xC8843A), 0.65)
	}
	for i := range 9 { // pleats along the seam
		t := float32(i)/8*2 - 1
		a, b := at(t*0.84, -0.2-0.24*(1-t*t)), at(t*0.62, 0.1-0.05*(1-t*t))
		c.FillAs(paint.Taper(l*0.05, l*0.012, a, b), dough.Tune(-0.15, 1.1, 0), 0.55, paint.Over)
		a2, b2 := at(t*0.84+0.06, -0.22-0.24*(1-t*t)), at(t*0.62+0.05, 0.06)
		c.FillAs(paint.Taper(l*0.04, l*0.01, a2, b2), dough.Tune(0.06, 1, 0), 0.7, paint.Over)
	}
	h := at(-0.2, 0.1)
	c.Dab(h.X, h.Y, l*0.3, l*0.12, ang, 0.9, paint.Gray(1), 0.3)
}

func (v *View) sauce(s still, x, y, rad float32, dish paint.RGB) {
	c := v.C
	v.plate(s, x, y, rad, dish)
	soy := paint.Hex(0x3A1A0C)
	c.Fill((&paint.Path{}).Circle(x, y, rad*0.74), paint.Radial{X: x, Y: y, R: rad * 0.76, Ramp: paint.Even(soy, soy.Tune(0.03, 1, 0), soy.Tune(0.1, 1.2, 0))})
	c.Dab(x-s.dx*rad*0.3, y-s.dy*rad*0.3, rad*0.2, rad*0.09, 0.8, 0.9, paint.Gray(1), 0.5)
	for i := range 7 {
		a := float32(i) * 2.4
		c.Disc(x+paint.Cos(a)*rad*0.4, y+paint.Sin(a)*rad*0.36, rad*0.045, paint.Hex(0xD8803A), 0.8)
	}
}

func (v *View) scallion(r *paint.Rand, x, y, rad float32) {
	c := v.C
	green := paint.Hex(paint.Pick(r, uint32(0x6FA83A), 0x8FC04A, 0x4F8A34))
	if r.Chance(0.5) {
		c.Ring(x, y, rad*0.6, rad*0.35, green, 1)
		return
	}
	c.Disc(x, y, rad*r.In(0.18, 0.3), paint.Hex(0xF2E2B8), 1)
}

func (v *View) sticks(s still, x, y, l, ang float32) {
	c := v.C
	k, q := paint.Cos(ang), paint.Sin(ang)
	for i := range 2 {
		o := float32(i)*l*0.035 - l*0.02
		t := float32(i)*0.02 - 0.01
		a := paint.Pt{X: x - k*l*0.5 - q*o, Y: y - q*l*0.5 + k*o}
		b := paint.Pt{X: x + (k-q*t)*l*0.5 - q*o, Y: y + (q+k*t)*l*0.5 + k*o}
		p := paint.Taper(l*0.014, l*0.026, a, b)
		c.Shadow(p, s.dx*l*0.016, s.dy*l*0.016, l*0.012, s.shade, 0.55)
		c.Fill(p, paint.Linear{X0: a.X, Y0: a.Y, X1: b.X, Y1: b.Y, Ramp: paint.EvenHex(0x7A3A22, 0x5A2818, 0x3A1A12)})
		c.Fill(paint.Taper(l*0.025, l*0.026, paint.Pt{X: paint.Mixf(a.X, b.X, 0.9), Y: paint.Mixf(a.Y, b.Y, 0.9)}, paint.Pt{X: paint.Mixf(a.X, b.X, 0.93), Y: paint.Mixf(a.Y, b.Y, 0.93)}), paint.Hex(0xD8A84A))
	}
}
