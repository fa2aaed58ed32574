package motif

import "keepsake/device/demo/scene/paint"

// knit covers the canvas with a knitted blanket and returns its shadow colour.
func (v *View) knit(col paint.RGB) paint.RGB {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	ang := r.In(-0.5, 0.5)
	k, q := paint.Cos(ang), paint.Sin(ang)
	w := u * r.In(5, 7)
	tones := paint.Even(col.Tune(-0.24, 1, 0), col, col.Tune(0.16, 1, 0))
	c.Wash(0, c.Y(1), max(u*0.2, 1), paint.Over, func(x, y float32) (paint.RGB, float32) {
		fold := n.Fbm(x/u*0.012, y/u*0.012, 2, 0.5)
		a, b := (x*k+y*q)/w+fold*0.5, (y*k-x*q)/w
		i := paint.Floor(a)
		f := a - i - 0.5 // across a row of stitches
		// Stitches lean towards the row's middle from both sides.
		s := b*1.5 + paint.Abs(f)*1.1
		g := s - paint.Floor(s)
		h := (1 - 4*f*f*0.9) * (0.55 + 0.45*paint.Sin(g*3.1416))
		side := 0.5 - f*0.5
		tone := tones.At(0.5 - 0.4 + 0.5*h + 0.12*side + 0.17*fold)
		return tone.Times(1 + 0.05*n.At(x/u*2, y/u*2)), 1
	})
	return col.Times(0.2)
}

// paintBook is an open book on a blanket, with glasses, a cup or leaves.
func paintBook(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.28
	u := c.U
	col := paint.Hex(paint.Pick(r, uint32(0xC8643A), 0xE2D4BE, 0x7A8FA0, 0x8A9A6A, 0xA85A5A, 0x4A5F74, 0xD8A85A))
	a := r.F() * paint.Tau
	s := still{dx: paint.Cos(a) * 1.1, dy: paint.Sin(a) * 1.1}
	s.shade = v.knit(col)
	c.Glow(c.X(0.5)-s.dx*u*40, c.Y(0.5)-s.dy*u*40, u*120, 1, paint.Hex(0xFFE6BE), 0.3, paint.Screen)
	f := r.Fork()
	x, y := c.X(r.In(0.42, 0.58)), c.Y(r.In(0.45, 0.55))
	ang := r.In(-0.35, 0.35)
	v.openBook(f, s, x, y, u*r.In(30, 36), ang)
	side := r.Sign()
	china := paint.Hex(paint.Pick(r, uint32(0xF4EEE4), 0x3F5F6A, 0xC8785A))
	switch r.Int(3) {
	case 0:
		v.cup(f, s, x+side*u*52, y+u*f.In(-26, 26), u*13, f.F()*paint.Tau, china)
	case 1:
		v.glasses(s, x+side*u*f.In(18, 30), y+u*f.In(34, 40), u*11, ang+f.In(-0.4, 0.4))
		v.cup(f, s, x-side*u*50, y-u*f.In(16, 30), u*12, f.F()*paint.Tau, china)
	default:
		for range f.Between(5, 9) {
			v.leafTurned(f, s, x+f.Sign()*u*f.In(40, 64), y+f.Bell()*u*22, u*f.In(10, 15))
		}
	}
	c.Bloom(0.9, 0.22)
}

// leafTurned is an autumn leaf with five lobes.
func (v *View) leafTurned(r *paint.Rand, s still, x, y, l float32) {
	c := v.C
	col := paint.Hex(paint.Pick(r, uint32(0xC8502A), 0xE08A2A, 0xE0B03A, 0x9A3A2A, 0xB87A2A))
	turn := r.F() * paint.Tau
	var pts []paint.Pt
	for i := range 11 { // lobes out, notches in
		a := turn + paint.Tau*float32(i)/11
		d := l * 0.26
		if i%2 == 0 {
			d = l * (0.62 - 0.05*float32(i%4)) * r.In(0.9, 1.1)
		}
		if i == 0 {
			d = l * 0.2
		}
		pts = append(pts, paint.Pt{X: x + paint.Cos(a)*d, Y: y + paint.Sin(a)*d})
	}
	p := (&paint.Path{}).Poly(pts...)
	c.Shadow(p, s.dx*l*0.06, s.dy*l*0.06, l*0.06, s.shade, 0.5)
	c.Fill(p, paint.Radial{X: x, Y: y, R: l * 0.66, Ramp: paint.Even(col.Tune(0.1, 1, 10), col, col.Tune(-0.1, 1, -8))})
	veins := &paint.Path{}
	for i := 2; i < 11; i += 2 {
		veins.Taper(l*0.022, l*0.006, paint.Pt{X: x, Y: y}, pts[i])
	}
	veins.Taper(l*0.03, l*0.022, paint.Pt{X: x, Y: y}, paint.Pt{X: x + paint.Cos(turn)*l*0.6, Y: y + paint.Sin(turn)*l*0.6})
	c.FillAs(veins, col.Tune(-0.2, 1, 0), 0.7, paint.Over)
}

// openBook lies with its spine through (x, y); w is the width of a page.
func (v *View) openBook(r *paint.Rand, s still, x, y, w, ang float32) {
	c := v.C
	k, q := paint.Cos(ang)*w, paint.Sin(ang)*w
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	h := float32(0.68)
	cover := paint.Hex(paint.Pick(r, uint32(0x3A4F6A), 0x7A3A34, 0x3F5A4A, 0x4A3A2E))
	hull := (&paint.Path{}).Poly(at(-1.05, -h-0.04), at(1.05, -h-0.04), at(1.05, h+0.04), at(-1.05, h+0.04))
	c.Shadow(hull, s.dx*w*0.06, s.dy*w*0.06, w*0.07, s.shade, 0.7)
	c.Fill(hull, cover)
	paper := paint.Hex(0xF7F0E0)
	for _, e := range []float32{-1, 1} {
		for i := range 4 { // the pages under the top one
			o := 1.02 - 0.012*float32(i)
			p := (&paint.Path{}).Poly(at(0, -h-0.012+0.004*float32(i)), at(e*o, -h+0.01), at(e*o, h-0.01), at(0, h+0.012-0.004*float32(i)))
			c.Fill(p, paper.Tune(-0.1+0.025*float32(i), 1, 0))
		}
		m0, m1 := at(e*0.4, -h-0.05), at(e*0.4, h-0.05)
		o0, o1 := at(e*0.97, -h+0.01), at(e*0.97, h-0.01)
		t, b := at(0, -h), at(0, h)
		page := (&paint.Path{}).MoveTo(t.X, t.Y).QuadTo(m0.X, m0.Y, o0.X, o0.Y).LineTo(o1.X, o1.Y).QuadTo(m1.X, m1.Y, b.X, b.Y)
		in, out := at(0, 0), at(e*0.97, 0)
		c.Fill(page, paint.Linear{X0: in.X, Y0: in.Y, X1: out.X, Y1: out.Y, Ramp: paint.Stops(
			paint.Stop{At: 0, C: paper.Tune(-0.2, 1, 0)}, paint.Stop{At: 0.1, C: paper.Tune(-0.05, 1, 0)}, paint.Stop{At: 0.35, C: paper.Tune(0.01, 1, 0)}, paint.Stop{At: 1, C: paper.Tune(-0.03, 1, 0)})})
		picture := r.Chance(0.3)
		for i := range 17 { // lines of text, as grey bars
			b := -h + 0.14 + 0.066*float32(i)
			if picture && i < 8 {
				continue
			}
			l := float32(0.8)
			if i%6 == 5 {
				l *= r.In(0.4, 0.9)
			}
			sag := -0.028
			n0, n1, nm := at(e*0.12, b), at(e*(0.12+l*0.96), b), at(e*(0.12+l*0.4), b+float32(sag))
			if e < 0 {
				n0, n1, nm = at(-0.9, b), at(-0.9+l*0.96, b), at(-0.9+l*0.55, b+float32(sag))
			}
			c.FillAs(paint.Stroke(w*0.014, paint.Smoothed(6, n0, nm, n1)...), paint.Hex(0x4A443C), 0.5, paint.Over)
		}
		if picture {
			p := (&paint.Path{}).Poly(at(e*0.14, -h+0.13), at(e*0.88, -h+0.13), at(e*0.88, -0.05), at(e*0.14, -0.05))
			sky := paint.EvenHex(0x8FB0C0, 0xF2D8B0, 0xD89A6A)
			c.Fill(p, paint.Linear{X0: at(0, -h).X, Y0: at(0, -h).Y, X1: at(0, 0).X, Y1: at(0, 0).Y, Ramp: sky})
			hill := (&paint.Path{}).Poly(at(e*0.14, -0.05), at(e*0.14, -0.2), at(e*0.4, -0.4), at(e*0.56, -0.24), at(e*0.72, -0.33), at(e*0.88, -0.16), at(e*0.88, -0.05))
			c.Fill(hill, paint.Hex(0x5A6A6A))
		}
	}
	ribbon := paint.Smoothed(6, at(0.02, -h), at(0.03, 0.3), at(0.06, h), at(0.1, h+0.22))
	c.Fill(paint.Stroke(w*0.024, ribbon...), paint.Hex(0xC83A34))
}

func (v *View) glasses(s still, x, y, w, ang float32) {
	c := v.C
	k, q := paint.Cos(ang)*w, paint.Sin(ang)*w
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	frame := paint.Hex(0x3A2A1E)
	lines := paint.Taper(w*0.07, w*0.07, paint.Bend(at(-0.2, -0.05), at(0.2, -0.05), -w*0.07, 8)...)
	lines.Taper(w*0.07, w*0.045, paint.Smoothed(6, at(1.03, -0.1), at(1.0, -0.7), at(0.7, -1.0))...)
	lines.Taper(w*0.07, w*0.045, paint.Smoothed(6, at(-1.03, -0.1), at(-1.0, -0.7), at(-0.7, -1.0))...)
	c.Shadow(lines, s.dx*w*0.12, s.dy*w*0.12, w*0.05, s.shade, 0.6)
	c.Fill(lines, frame)
	for _, e := range []float32{-0.62, 0.62} {
		p := at(e, 0)
		c.Dab(p.X, p.Y, w*0.42, w*0.42, 0, 0, paint.Hex(0xE8F0F4), 0.25)
		c.Ring(p.X+s.dx*w*0.08, p.Y+s.dy*w*0.08, w*0.42, w*0.07, s.shade, 0.35)
		c.Ring(p.X, p.Y, w*0.42, w*0.075, frame, 1)
		c.Dab(p.X-w*0.12, p.Y-w*0.14, w*0.16, w*0.05, -0.7, 0.8, paint.Gray(1), 0.6)
	}
}
