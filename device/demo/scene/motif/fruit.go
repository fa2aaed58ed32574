package motif

import "keepsake/device/demo/scene/paint"

// paintFruit is a bowl of fruit or slices of citrus laid out.
func paintFruit(v *View) {
	if v.R.Chance(0.45) {
		v.citrus()
		return
	}
	c, r := v.C, v.R
	s := v.tabletop()
	u := c.U
	x, y := c.X(r.In(0.44, 0.56)), c.Y(r.In(0.45, 0.55))
	rad := u * r.In(34, 40)
	f := r.Fork()
	for range f.Between(2, 5) {
		v.leafShadowed(f, s, x+f.Sign()*u*f.In(38, 58), y+f.Bell()*u*18, u*f.In(10, 15), f.F()*paint.Tau)
	}
	bowl := paint.Hex(paint.Pick(r, uint32(0xEDE6DA), 0x5F8A9A, 0x3A4A5A, 0xC8704A, 0xA8B8A0))
	p := (&paint.Path{}).Circle(x, y, rad)
	c.Shadow(p, s.dx*rad*0.14, s.dy*rad*0.14, rad*0.14, s.shade, 0.65)
	c.Fill(p, paint.Linear{X0: x - s.dx*rad, Y0: y - s.dy*rad, X1: x + s.dx*rad, Y1: y + s.dy*rad, Ramp: paint.Even(bowl.Tune(0.06, 1, 0), bowl.Tune(-0.1, 1, 0))})
	c.Fill((&paint.Path{}).Circle(x, y, rad*0.93), paint.Radial{X: x + s.dx*rad*0.25, Y: y + s.dy*rad*0.25, R: rad * 1.25, Ramp: paint.Even(bowl.Tune(-0.04, 1, 0), bowl.Tune(-0.1, 1, 0), bowl.Tune(-0.26, 1, 0))})
	inner := s
	inner.shade = paint.Gray(0.04)
	// A ring of fruit, then the ones on top.
	for ring, n := range []int{9, 5, 1} {
		for i := range n {
			a := paint.Tau*(float32(i)+f.In(-0.15, 0.15))/float32(n) + float32(ring)
			d := rad * []float32{0.64, 0.32, 0}[ring]
			v.anyFruit(f, inner, x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*f.In(0.23, 0.29))
		}
	}
	if r.Chance(0.6) {
		v.grapes(f, inner, x+f.Bell()*rad*0.2, y+rad*0.35, rad*0.075)
	}
	c.Bloom(0.9, 0.2)
}

func (v *View) anyFruit(r *paint.Rand, s still, x, y, rad float32) {
	c := v.C
	switch r.Int(5) {
	case 0: // orange
		col := paint.Hex(0xF08A24)
		v.ball(s, x, y, rad, 1, 0, col)
		for range 26 {
			a, d := r.F()*paint.Tau, paint.Sqrt(r.F())*rad*0.9
			c.Dab(x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*0.022, rad*0.022, 0, 0.6, col.Tune(-0.1, 1, 0), 0.5)
		}
		c.Dab(x+rad*0.15, y+rad*0.1, rad*0.07, rad*0.06, 0, 0.3, paint.Hex(0x5A6A2A), 1)
	case 1, 2: // apple, red or green
		col := paint.Hex(paint.Pick(r, uint32(0xC8342C), 0xC8342C, 0x9ABF3F, 0xE0B040))
		v.ball(s, x, y, rad, 0.96, 0, col)
		n := paint.Noise(r.Seed())
		for i := range 22 {
			a := paint.Tau * float32(i) / 22
			l := 0.3 + 0.5*n.Hash(i, 1)
			c.FillAs(paint.Taper(rad*0.05, rad*0.01, paint.Pt{X: x + paint.Cos(a)*rad*0.16, Y: y + paint.Sin(a)*rad*0.16}, paint.Pt{X: x + paint.Cos(a)*rad*l, Y: y + paint.Sin(a)*rad*l}), col.Tune(0.16, 0.9, 30), 0.28, paint.Over)
		}
		c.Dab(x, y, rad*0.2, rad*0.17, 0, 0.8, col.Tune(-0.22, 1, 20), 0.8)
		c.Fill(paint.Taper(rad*0.05, rad*0.07, paint.Bend(paint.Pt{X: x, Y: y}, paint.Pt{X: x + rad*0.2, Y: y - rad*0.42}, rad*0.06, 6)...), paint.Hex(0x5A3A20))
		v.leaf(x+rad*0.1, y-rad*0.2, rad*0.6, 0.4, r.In(-0.9, 0.2), paint.Hex(0x5F8F3F))
	case 3: // plum or peach
		col := paint.Hex(paint.Pick(r, uint32(0x5A2A5A), 0xF2A070, 0x7A2A48))
		v.ball(s, x, y, rad*0.92, 0.97, 0, col)
		c.FillAs(paint.Stroke(rad*0.05, paint.Bend(paint.Pt{X: x - rad*0.1, Y: y - rad*0.8}, paint.Pt{X: x + rad*0.1, Y: y + rad*0.3}, rad*0.25, 10)...), col.Tune(-0.1, 1, 0), 0.5, paint.Over)
	default: // lemon
		col := paint.Hex(0xF7D23A)
		a := r.F() * 3.14
		v.ball(s, x, y, rad, 0.76, a, col)
		for _, e := range []float32{-1, 1} {
			c.Dab(x+paint.Cos(a)*rad*0.96*e, y+paint.Sin(a)*rad*0.96*e, rad*0.13, rad*0.1, a, 0.4, col.Tune(-0.05, 1, 0), 1)
		}
	}
}

func (v *View) grapes(r *paint.Rand, s still, x, y, rad float32) {
	col := paint.Hex(paint.Pick(r, uint32(0x6A3A7A), 0xA8C45A, 0x3A2A5A))
	for range 24 {
		d := r.F()
		v.ball(s, x+r.Bell()*rad*2.2*(1-d*0.5), y+(d*2-1)*rad*3.6, rad*r.In(0.85, 1.1), 1, 0, col.Tune(r.In(-0.04, 0.05), 1, 0))
	}
}

// citrus is slices in rows on a bright ground.
func (v *View) citrus() {
	c, r := v.C, v.R
	v.Film.Vignette = 0.14
	u := c.U
	ground := paint.Hex(paint.Pick(r, uint32(0x7FC8C0), 0xF7E3B8, 0xF2A89A, 0x9AC4E0, 0xE9D5F0, 0xF6F1E7, 0x3E6E7A))
	c.Vertical(paint.Even(ground.Tune(0.03, 1, 0), ground.Tune(-0.03, 1, 0)), 0, c.Y(1))
	s := still{dx: 0.85, dy: 0.85, shade: ground.Tune(-0.35, 1.1, 0)}
	pitch := u * r.In(24, 34)
	f := r.Fork()
	kinds := []int{f.Int(5), f.Int(5), f.Int(5)}
	row := 0
	for y := -pitch * 0.2; y < float32(c.H)+pitch; y += pitch * 0.88 {
		shift := pitch * 0.5 * float32(row%2)
		for i, x := 0, -pitch*0.6+shift; x < float32(c.W)+pitch; i, x = i+1, x+pitch {
			v.slice(f, s, x+f.Bell()*pitch*0.03, y+f.Bell()*pitch*0.03, pitch*f.In(0.37, 0.44), kinds[(i+row)%3])
		}
		row++
	}
	for range f.Between(6, 14) {
		v.leafShadowed(f, s, c.X(f.F()), c.Y(f.F()), u*f.In(6, 9), f.F()*paint.Tau)
	}
}

// slice is one cut through a fruit: orange, lemon, lime, grapefruit, kiwi.
func (v *View) slice(r *paint.Rand, s still, x, y, rad float32, kind int) {
	c := v.C
	flesh := paint.Hex([]uint32{0xF79A2A, 0xF7DC4A, 0xB4D24A, 0xF0705A, 0x9AC23A}[kind])
	peel := paint.Hex([]uint32{0xF0801A, 0xF2C81E, 0x6FA82A, 0xF09A3A, 0x7A5A34}[kind])
	p := (&paint.Path{}).Circle(x, y, rad)
	c.Shadow(p, s.dx*rad*0.12, s.dy*rad*0.12, rad*0.1, s.shade, 0.5)
	c.Fill(p, peel)
	turn := r.F()
	if kind == 4 {
		c.Fill((&paint.Path{}).Circle(x, y, rad*0.93), paint.Radial{X: x, Y: y, R: rad, Ramp: paint.Even(paint.Hex(0xF2F0CC), paint.Hex(0xF2F0CC), flesh.Tune(0.06, 1, 0), flesh, flesh.Tune(-0.06, 1, 0))})
		for i := range 34 {
			a := paint.Tau*float32(i)/34 + turn
			d := rad * r.In(0.36, 0.48)
			c.Dab(x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*0.055, rad*0.026, a, 0, paint.Hex(0x2A2418), 1)
			c.FillAs(paint.Taper(rad*0.02, rad*0.01, paint.Pt{X: x + paint.Cos(a)*rad*0.3, Y: y + paint.Sin(a)*rad*0.3}, paint.Pt{X: x + paint.Cos(a)*rad*0.88, Y: y + paint.Sin(a)*rad*0.88}), paint.Hex(0xE6F0B0), 0.35, paint.Over)
		}
		return
	}
	c.Disc(x, y, rad*0.93, paint.Hex(0xFFF4DC), 1)
	const n = 10
	for i := range n {
		a0, a1 := paint.Tau*(float32(i)+0.07)/n+turn, paint.Tau*(float32(i)+0.93)/n+turn
		at := func(a, d float32) paint.Pt { return paint.Pt{X: x + paint.Cos(a)*rad*d, Y: y + paint.Sin(a)*rad*d} }
		mid := (a0 + a1) / 2
		q := &paint.Path{}
		in := at(mid, 0.09)
		q.MoveTo(in.X, in.Y).LineTo(at(a0, 0.72).X, at(a0, 0.72).Y).QuadTo(at(a0, 0.86).X, at(a0, 0.86).Y, at(a0+0.1, 0.865).X, at(a0+0.1, 0.865).Y)
		q.QuadTo(at(mid, 0.9).X, at(mid, 0.9).Y, at(a1-0.1, 0.865).X, at(a1-0.1, 0.865).Y).QuadTo(at(a1, 0.86).X, at(a1, 0.86).Y, at(a1, 0.72).X, at(a1, 0.72).Y)
		c.Fill(q, paint.Radial{X: x, Y: y, R: rad * 0.9, Ramp: paint.Even(flesh.Tune(0.09, 0.9, 0), flesh, flesh.Tune(-0.03, 1.05, 0))})
		for range 5 { // vesicles
			a, d := r.In(a0+0.08, a1-0.08), r.In(0.35, 0.78)
			g := at(a, d)
			c.Dab(g.X, g.Y, rad*0.09, rad*0.02, a, 0.6, flesh.Tune(0.1, 0.9, 0), 0.5)
		}
	}
}
