package motif

import "keepsake/device/demo/scene/paint"

// paintFlower is one bloom close up before a blurred garden.
func paintFlower(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.24
	u := c.U
	green := paint.Hex(paint.Pick(r, uint32(0x3F6F3A), 0x5A7A34, 0x2F5F4A, 0x6A8A4A))
	sky := paint.Hex(paint.Pick(r, uint32(0xD8E6C0), 0xF2E0B8, 0xC8DDE6, 0xE6C8D0))
	b := paint.New(max(c.W/7, 24), max(c.H/7, 24))
	b.Vertical(paint.Even(sky, green.Tune(0.2, 0.9, 0), green, green.Tune(-0.12, 1, 0)), 0, b.Y(1))
	petal := paint.Hex(paint.Pick(r, uint32(0xE8486A), 0xF7B93A, 0xF2F0EA, 0xB86AD0, 0xF08A5A, 0xF7A8C0, 0x5A7AD8, 0xD83A3A))
	f := r.Fork()
	for range 120 {
		s := b.U * f.In(2, 12)
		col := green.Tune(f.In(-0.15, 0.22), f.In(0.8, 1.2), f.In(-20, 20))
		if f.Chance(0.25) {
			col = petal.Tune(f.In(-0.1, 0.1), 0.9, 0)
		}
		b.Dab(b.X(f.F()), b.Y(f.F()), s, s*f.In(0.6, 1), f.F()*3, 0.3, col, 0.5)
	}
	b.Blur(float32(min(b.W, b.H)) / 24)
	c.Lay(b, paint.Over, 1)
	for range 26 {
		s := u * f.In(2, 7)
		c.Dab(c.X(f.F()), c.Y(f.F()*0.8), s, s, 0, 0.12, sky.Lerp(paint.Gray(1), 0.4), f.In(0.06, 0.22))
	}
	x, y := c.X(r.In(0.4, 0.6)), c.Y(r.In(0.4, 0.5))
	rad := u * r.In(27, 36)
	stem := paint.Bend(paint.Pt{X: x, Y: y}, paint.Pt{X: x + u*f.In(-14, 14), Y: c.Y(1.05)}, u*f.In(-6, 6), 14)
	c.Fill(paint.Taper(u*1.8, u*2.6, stem...), paint.Linear{X0: x - u*2, X1: x + u*2, Ramp: paint.Even(green.Tune(0.12, 1, 0), green.Tune(-0.06, 1, 0))})
	q := stem[9]
	v.leaf(q.X, q.Y, rad*0.9, 0.3, -0.5, green.Tune(0.06, 1, 0))
	q = stem[11]
	v.leaf(q.X, q.Y, rad*0.8, 0.3, 3.6, green.Tune(0.02, 1, 0))
	switch r.Int(3) {
	case 0:
		v.dahlia(f, x, y, rad, petal)
	case 1:
		v.gerbera(f, x, y, rad, petal)
	default:
		v.rose(f, x, y, rad*0.95, petal)
	}
	if r.Chance(0.5) {
		v.butterfly(f, x+rad*f.In(0.5, 0.9)*f.Sign(), y-rad*f.In(0.7, 1), u*8)
	}
	c.Bloom(0.85, 0.3)
}

// petalShape paints one petal from the centre outwards.
func (v *View) petalShape(x, y, l, wide, ang float32, col paint.RGB) {
	c := v.C
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	p := &paint.Path{}
	a, e, g := at(0.35, wide), at(0.95, wide*0.75), at(1, 0)
	p.MoveTo(x, y).CubeTo(a.X, a.Y, e.X, e.Y, g.X, g.Y)
	a, e = at(0.95, -wide*0.75), at(0.35, -wide)
	p.CubeTo(a.X, a.Y, e.X, e.Y, x, y)
	tip := at(1, 0)
	c.Shadow(p, l*0.015, l*0.04, l*0.05, col.Tune(-0.4, 1, 0), 0.35)
	c.Fill(p, paint.Linear{X0: x, Y0: y, X1: tip.X, Y1: tip.Y, Ramp: paint.Even(col.Tune(-0.16, 1.15, -8), col, col.Tune(0.07, 0.92, 4))})
	for _, b := range []float32{-0.3, 0, 0.3} {
		m, n := at(0.3, wide*b*0.6), at(0.88, wide*b)
		c.FillAs(paint.Taper(l*0.012, l*0.004, m, n), col.Tune(-0.1, 1.1, 0), 0.4, paint.Over)
	}
}

func (v *View) dahlia(r *paint.Rand, x, y, rad float32, col paint.RGB) {
	rows := 8
	for j := range rows {
		t := float32(j) / float32(rows)
		n := 17 - j
		l := rad * (1 - t*0.82)
		for i := range n {
			a := paint.Tau*(float32(i)+0.5*float32(j%2))/float32(n) + r.In(-0.03, 0.03)
			v.petalShape(x, y, l*r.In(0.95, 1.04), 0.17+0.12*t, a, col.Tune(-0.08+0.12*t+0.05*paint.Cos(a+0.8), 1, 0))
		}
	}
}

func (v *View) gerbera(r *paint.Rand, x, y, rad float32, col paint.RGB) {
	c := v.C
	for j := range 2 {
		n := 22
		for i := range n {
			a := paint.Tau*(float32(i)+0.5*float32(j))/float32(n) + r.In(-0.04, 0.04)
			v.petalShape(x, y, rad*(1-0.12*float32(j))*r.In(0.93, 1.05), 0.13, a, col.Tune(-0.05+0.06*float32(j)+0.05*paint.Cos(a+0.8), 1, 0))
		}
	}
	heart := paint.Hex(paint.Pick(r, uint32(0x4A2A1A), 0xE0B03A, 0x5A6A2A))
	c.Dab(x, y, rad*0.32, rad*0.31, 0, 0.3, heart.Tune(-0.08, 1, 0), 1)
	for i := range 150 {
		a := float32(i) * 2.39996
		d := rad * 0.29 * paint.Sqrt(float32(i)/150)
		c.Dab(x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*0.022, rad*0.018, a, 0.2, heart.Tune(0.05+0.16*float32(i%3)/2-0.05*paint.Sin(a), 1, float32(i%5)*4), 1)
	}
}

// rose is petals wound around the middle.
func (v *View) rose(r *paint.Rand, x, y, rad float32, col paint.RGB) {
	c := v.C
	turn := r.F() * 6
	for j := range 9 {
		t := float32(j) / 8
		d := rad * paint.Pow(1-t, 1.1)
		n := 5 - j/4
		for i := range n {
			a := turn + paint.Tau*float32(i)/float32(n) + float32(j)*0.75
			s := d*0.62 + rad*0.1
			px, py := x+paint.Cos(a)*d*0.5, y+paint.Sin(a)*d*0.46
			p := (&paint.Path{}).Ellipse(px, py, s, s*0.86, a)
			c.Shadow(p, rad*0.01, rad*0.025, rad*0.05, col.Tune(-0.38, 1, 0), 0.4)
			tone := col.Tune(0.06-0.15*t+0.05*paint.Cos(a+0.9), 1, 0)
			ex, ey := px+paint.Cos(a)*s, py+paint.Sin(a)*s*0.86
			c.Fill(p, paint.Linear{X0: x, Y0: y, X1: ex, Y1: ey, Ramp: paint.Even(tone.Tune(-0.2, 1.1, -6), tone.Tune(-0.04, 1.05, 0), tone, tone.Tune(0.08, 0.85, 4))})
		}
	}
	var spiral []paint.Pt
	for i := range 40 {
		t := float32(i) / 39
		a := turn + t*11
		spiral = append(spiral, paint.Pt{X: x + paint.Cos(a)*rad*0.2*t, Y: y + paint.Sin(a)*rad*0.18*t})
	}
	c.FillAs(paint.Stroke(rad*0.022, spiral...), col.Tune(-0.24, 1, 0), 0.8, paint.Over)
}

func (v *View) butterfly(r *paint.Rand, x, y, s float32) {
	c := v.C
	col := paint.Hex(paint.Pick(r, uint32(0xF09A3A), 0x5A9AD8, 0xF7E27A, 0xF4F0E8))
	tilt := r.In(-0.5, 0.5)
	for _, e := range []float32{-1, 1} {
		wing := func(a, b, rx, ry, ang float32, k paint.RGB) {
			px, py := a*e*s, b*s
			sn, cs := paint.Sin(tilt), paint.Cos(tilt)
			c.Dab(x+px*cs-py*sn, y+px*sn+py*cs, rx*s, ry*s, ang*e+tilt, 0, k, 1)
		}
		wing(0.46, -0.3, 0.52, 0.36, -0.6, col.Tune(-0.3, 0.8, 0))
		wing(0.45, -0.3, 0.44, 0.29, -0.6, col)
		wing(0.34, 0.26, 0.36, 0.28, 0.6, col.Tune(-0.3, 0.8, 0))
		wing(0.34, 0.25, 0.29, 0.21, 0.6, col.Tune(0.03, 1, 6))
		wing(0.68, -0.46, 0.07, 0.06, 0, paint.Gray(0.97))
		wing(0.3, -0.2, 0.1, 0.06, -0.6, col.Tune(-0.12, 1, 0))
	}
	c.Fill(paint.Taper(s*0.13, s*0.05, paint.Pt{X: x + s*0.3*paint.Sin(tilt), Y: y - s*0.35}, paint.Pt{X: x - s*0.4*paint.Sin(tilt), Y: y + s*0.45}), paint.Hex(0x2A221C))
}
