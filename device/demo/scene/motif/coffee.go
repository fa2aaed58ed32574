package motif

import "keepsake/device/demo/scene/paint"

// paintCoffee is a cup seen from above, with what keeps it company.
func paintCoffee(v *View) {
	c, r := v.C, v.R
	s := v.tabletop()
	u := c.U
	x, y := c.X(r.In(0.4, 0.6)), c.Y(r.In(0.42, 0.58))
	rad := u * r.In(21, 27)
	f := r.Fork()
	// Companions first: they lie under the saucer's edge.
	side := r.Sign()
	switch r.Int(4) {
	case 0:
		v.notebook(f, s, x+side*u*46, y+u*f.In(-8, 8), u*22)
	case 1:
		px, py := x+side*u*46, y-u*f.In(-14, 14)
		v.plate(s, px, py, u*17, paint.Hex(0xF4EFE6))
		v.croissant(f, s, px, py, u*12)
	case 2:
		px, py := x+side*u*42, y+u*f.In(6, 20)
		v.plate(s, px, py, u*15, paint.Hex(paint.Pick(f, uint32(0xE6E2DA), 0x8FA8A8, 0xD8B8A0)))
		for i := range 3 {
			a := paint.Tau * float32(i) / 3
			v.cookie(f, s, px+paint.Cos(a)*u*5.4, py+paint.Sin(a)*u*5.4, u*5)
		}
	default:
		for i := range 5 {
			v.leafShadowed(f, s, x+side*u*(34+4*float32(i)), y+u*f.In(-30, 30), u*f.In(12, 18), f.F()*paint.Tau)
		}
	}
	china := paint.Hex(paint.Pick(r, uint32(0xF6F2EA), 0xF6F2EA, 0xDCE6E4, 0x3F5F6A, 0xC8785A, 0xE8C8B8, 0x4A5A4A))
	v.plate(s, x, y, rad, china)
	v.cup(f, s, x, y, rad*0.66, 1.57-side*f.In(0.9, 1.9), china)
	v.spoon(s, x-side*rad*0.74, y+rad*0.36, rad*0.85, 1.57+side*f.In(0.2, 0.5))
	for range f.Between(0, 9) {
		v.bean(f, s, x+f.Bell()*u*26, y+u*36+f.Bell()*u*5, u*1.7)
	}
	c.Bloom(0.9, 0.2)
}

// cup is filled to the brim, with latte art or black; its handle points to ha.
func (v *View) cup(r *paint.Rand, s still, x, y, rad, ha float32, china paint.RGB) {
	c := v.C
	h := paint.Pt{X: x + paint.Cos(ha)*rad*0.9, Y: y + paint.Sin(ha)*rad*0.9}
	e := paint.Pt{X: x + paint.Cos(ha)*rad*1.5, Y: y + paint.Sin(ha)*rad*1.5}
	handle := paint.Taper(rad*0.34, rad*0.24, h, e)
	c.Shadow(handle, s.dx*rad*0.12, s.dy*rad*0.12, rad*0.1, s.shade, 0.5)
	c.Fill(handle, china.Tune(-0.04, 1, 0))
	wall := (&paint.Path{}).Circle(x, y, rad)
	c.Shadow(wall, s.dx*rad*0.16, s.dy*rad*0.16, rad*0.16, s.shade, 0.6)
	c.Fill(wall, paint.Linear{X0: x - s.dx*rad, Y0: y - s.dy*rad, X1: x + s.dx*rad, Y1: y + s.dy*rad, Ramp: paint.Even(china.Tune(0.05, 1, 0), china.Tune(-0.08, 1, 0))})
	c.Ring(x, y, rad*0.96, rad*0.05, china.Lerp(paint.Gray(1), 0.55), 0.9)
	c.Disc(x, y, rad*0.9, china.Tune(-0.12, 1, 0), 1)
	brown := paint.Hex(paint.Pick(r, uint32(0xA8693A), 0x9A5C30, 0xB47A48))
	black := r.Chance(0.2)
	if black {
		brown = paint.Hex(0x3A1E10)
	}
	cr := rad * 0.86
	c.Fill((&paint.Path{}).Circle(x, y, cr), paint.Radial{X: x + s.dx*cr*0.2, Y: y + s.dy*cr*0.2, R: cr * 1.2, Ramp: paint.Even(brown.Tune(0.03, 1, 0), brown, brown.Tune(-0.1, 1, 0))})
	cream := paint.Hex(0xF6E6CC)
	switch {
	case black:
		for i := range 3 {
			c.Dab(x+r.Bell()*cr*0.3, y+r.Bell()*cr*0.3, cr*0.06*float32(i+1)*0.5, cr*0.04, r.F(), 0.5, paint.Hex(0xA8744A), 0.6)
		}
		c.Dab(x-s.dx*cr*0.45, y-s.dy*cr*0.45, cr*0.3, cr*0.16, 0.6, 0.9, paint.Gray(1), 0.35)
	case r.Chance(0.5):
		v.rosetta(r, x, y, cr, cream, brown)
	default:
		v.latteHeart(r, x, y, cr, cream, brown)
	}
	c.Ring(x, y, cr*0.985, cr*0.035, brown.Tune(-0.2, 1, 0), 0.55)
}

func (v *View) rosetta(r *paint.Rand, x, y, cr float32, cream, brown paint.RGB) {
	c := v.C
	ang := r.F() * paint.Tau
	k, q := paint.Cos(ang), paint.Sin(ang)
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + (a*k-b*q)*cr, Y: y + (a*q+b*k)*cr} }
	const n = 6
	for i := range n {
		t := float32(i) / (n - 1)
		a := -0.62 + 1.05*t
		w := (0.62 - 0.42*t*t) * (0.55 + 0.45*paint.Smooth(0, 0.3, t))
		th := float32(0.055)
		p := &paint.Path{}
		l, m, g := at(a-0.17, -w), at(a+0.17, 0), at(a-0.17, w)
		m2 := at(a+0.17+th*2.2, 0)
		p.MoveTo(l.X, l.Y).QuadTo(at(a+0.12, -w*0.55).X, at(a+0.12, -w*0.55).Y, m.X, m.Y).QuadTo(at(a+0.12, w*0.55).X, at(a+0.12, w*0.55).Y, g.X, g.Y)
		p.QuadTo(at(a+0.2, w*0.62).X, at(a+0.2, w*0.62).Y, m2.X, m2.Y).QuadTo(at(a+0.2, -w*0.62).X, at(a+0.2, -w*0.62).Y, l.X, l.Y)
		c.Fill(p, cream.Lerp(brown, 0.06*float32(i%2)))
	}
	c.Fill(paint.Taper(cr*0.05, cr*0.02, at(-0.75, 0), at(0.7, 0)), cream)
	tip := at(0.62, 0)
	c.Dab(tip.X, tip.Y, cr*0.15, cr*0.12, ang, 0.1, cream, 1)
}

func (v *View) latteHeart(r *paint.Rand, x, y, cr float32, cream, brown paint.RGB) {
	c := v.C
	ang := r.F() * paint.Tau
	for i, k := range []float32{0.78, 0.62, 0.52, 0.38, 0.3} {
		col := cream
		if i%2 == 1 {
			col = brown.Tune(0.05, 1, 0)
		}
		c.Fill(heart(x, y, cr*k, ang), col)
	}
}

// heart is the outline of a heart of radius k.
func heart(x, y, k, ang float32) *paint.Path {
	pts := make([]paint.Pt, 72)
	s, co := paint.Sin(ang), paint.Cos(ang)
	for i := range pts {
		t := paint.Tau * float32(i) / 72
		st := paint.Sin(t)
		a := 0.95 * st * st * st
		b := -(0.8*paint.Cos(t) - 0.31*paint.Cos(2*t) - 0.12*paint.Cos(3*t) - 0.06*paint.Cos(4*t))
		pts[i] = paint.Pt{X: x + (a*co-b*s)*k, Y: y + (a*s+b*co)*k}
	}
	return (&paint.Path{}).Poly(pts...)
}

func (v *View) spoon(s still, x, y, l, ang float32) {
	c := v.C
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	at := func(a float32) paint.Pt { return paint.Pt{X: x + a*k, Y: y + a*q} }
	p := paint.Taper(l*0.05, l*0.085, at(-0.3), at(0.75))
	bowl := at(-0.42)
	p.Ellipse(bowl.X, bowl.Y, l*0.2, l*0.125, ang)
	c.Shadow(p, s.dx*l*0.04, s.dy*l*0.04, l*0.03, s.shade, 0.55)
	steel := paint.Hex(0xC8CCD0)
	c.Fill(p, paint.Linear{X0: x - l*0.3, Y0: y - l*0.3, X1: x + l*0.3, Y1: y + l*0.3, Ramp: paint.Even(steel.Tune(0.1, 1, 0), steel.Tune(-0.12, 1, 0), steel.Tune(0.08, 1, 0), steel.Tune(-0.06, 1, 0))})
	c.Dab(bowl.X, bowl.Y, l*0.15, l*0.085, ang, 0.6, steel.Tune(-0.2, 1, 0), 0.7)
	c.Dab(bowl.X-l*0.04, bowl.Y-l*0.02, l*0.08, l*0.03, ang, 0.9, paint.Gray(1), 0.8)
}

func (v *View) bean(r *paint.Rand, s still, x, y, rad float32) {
	c := v.C
	ang := r.F() * 3.14
	brown := paint.Hex(paint.Pick(r, uint32(0x4A2A18), 0x5A3420, 0x3E2214))
	v.ball(s, x, y, rad, 0.68, ang, brown)
	k, q := paint.Cos(ang)*rad*0.8, paint.Sin(ang)*rad*0.8
	c.Fill(paint.Stroke(rad*0.16, paint.Bend(paint.Pt{X: x - k, Y: y - q}, paint.Pt{X: x + k, Y: y + q}, rad*0.18, 8)...), brown.Tune(-0.12, 1, 0))
}

func (v *View) notebook(r *paint.Rand, s still, x, y, w float32) {
	c := v.C
	ang := r.In(-0.35, 0.35)
	cover := paint.Hex(paint.Pick(r, uint32(0x3A5A6A), 0x8A3A3A, 0x2E3A46, 0xD8A03A, 0x5A7A5A))
	base := (&paint.Path{}).Round(-w*0.6, -w*0.85, w*1.2, w*1.7, w*0.06)
	p := base.Place(x, y, 1, ang)
	c.Shadow(p, s.dx*w*0.06, s.dy*w*0.06, w*0.06, s.shade, 0.6)
	c.Fill((&paint.Path{}).Round(-w*0.57, -w*0.82, w*1.19, w*1.68, w*0.04).Place(x+w*0.015, y+w*0.02, 1, ang), paint.Hex(0xF2EDE2))
	c.Fill(p, paint.Linear{X0: x - w*0.6, Y0: y - w, X1: x + w*0.6, Y1: y + w, Ramp: paint.Even(cover.Tune(0.05, 1, 0), cover.Tune(-0.03, 1, 0))})
	c.Fill((&paint.Path{}).Rect(w*0.38, -w*0.85, w*0.06, w*1.7).Place(x, y, 1, ang), cover.Tune(-0.14, 1, 0))
	pen := paint.Taper(w*0.09, w*0.09, paint.Pt{X: x - w*0.35, Y: y + w*0.5}, paint.Pt{X: x + w*0.1, Y: y - w*0.6})
	c.Shadow(pen, s.dx*w*0.05, s.dy*w*0.05, w*0.04, s.shade, 0.6)
	c.Fill(pen, paint.Linear{X0: x - w*0.2, X1: x + w*0.05, Ramp: paint.EvenHex(0x2A2A2E, 0x6A6A70, 0x1E1E22)})
	c.Fill(paint.Taper(w*0.06, w*0.015, paint.Pt{X: x - w*0.35, Y: y + w*0.5}, paint.Pt{X: x - w*0.4, Y: y + w*0.62}), paint.Hex(0xD8B45A))
}

func (v *View) croissant(r *paint.Rand, s still, x, y, l float32) {
	c := v.C
	ang := r.F() * paint.Tau
	crust := paint.Hex(0xD8924A)
	const n = 9
	for pass := range 2 {
		for i := range n {
			t := float32(i)/(n-1)*2 - 1
			a := ang + t*1.35
			px, py := x+paint.Cos(a)*l*0.62, y+paint.Sin(a)*l*0.62
			w := l * (0.44 - 0.27*t*t)
			seg := (&paint.Path{}).Ellipse(px, py, w, l*0.2, a)
			if pass == 0 {
				c.Shadow(seg, s.dx*l*0.09, s.dy*l*0.09, l*0.1, s.shade, 0.35)
				continue
			}
			c.Fill(seg, paint.Radial{X: px - s.dx*l*0.12, Y: py - s.dy*l*0.12, R: w * 1.15, Ramp: paint.Even(crust.Tune(0.13, 0.9, 8), crust.Tune(0.02, 1, 0), crust.Tune(-0.14, 1.05, -6))})
		}
	}
}

func (v *View) cookie(r *paint.Rand, s still, x, y, rad float32) {
	col := paint.Hex(paint.Pick(r, uint32(0xC8924E), 0xB87E40, 0x6A4228))
	v.ball(s, x, y, rad, 0.97, r.F(), col)
	for range 9 {
		a, d := r.F()*paint.Tau, paint.Sqrt(r.F())*rad*0.78
		v.C.Dab(x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*r.In(0.08, 0.15), rad*r.In(0.07, 0.12), r.F(), 0.1, paint.Hex(0x3A2014), 1)
	}
}

// leafShadowed is a leaf lying on the table.
func (v *View) leafShadowed(r *paint.Rand, s still, x, y, l, ang float32) {
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	v.C.Shadow(paint.Taper(l*0.3, l*0.12, paint.Pt{X: x + k*0.25, Y: y + q*0.25}, paint.Pt{X: x + k*0.85, Y: y + q*0.85}), s.dx*l*0.08, s.dy*l*0.08, l*0.08, s.shade, 0.4)
	v.leaf(x, y, l, 0.42, ang, paint.Hex(paint.Pick(r, uint32(0x5A8A5A), 0x3F6F4A, 0x7A9A5A, 0x4A7A70)))
}
