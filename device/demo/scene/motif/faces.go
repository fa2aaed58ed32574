package motif

import "keepsake/device/demo/scene/paint"

// paintMood is a picture of an animal's face with a caption.
func paintMood(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.1
	p := v.cardPalette()
	u := c.U
	ground := p[1+r.Int(4)]
	c.Vertical(paint.Even(ground.Tune(0.04, 1, 0), ground.Tune(-0.04, 1, 0)), 0, c.Y(1))
	stripes := &paint.Path{}
	x, y := c.X(0.5), c.Y(0.56)
	for i := range 12 {
		a := paint.Tau * float32(i) / 12
		d := float32(c.W + c.H)
		stripes.Poly(paint.Pt{X: x, Y: y}, paint.Pt{X: x + paint.Cos(a)*d, Y: y + paint.Sin(a)*d}, paint.Pt{X: x + paint.Cos(a+0.26)*d, Y: y + paint.Sin(a+0.26)*d})
	}
	c.FillAs(stripes, ground.Tune(0.07, 1, 0), 0.7, paint.Over)
	s := u * r.In(25, 29)
	fur := paint.Hex(paint.Pick(r, uint32(0xF0A04A), 0x6A6A74, 0xF4EEE4, 0x3A3438, 0xC89A6A, 0xB8B4B0))
	v.face(r.Fork(), x, y, s, fur)
	text := [][2]string{
		{"MONDAY?", "AGAIN?"}, {"FIVE MORE", "MINUTES"}, {"IS IT", "LUNCH YET?"}, {"WEEKEND MODE", "ON"}, {"SEND", "SNACKS"}, {"NOT TODAY", ""}, {"TREAT", "PLEASE"},
	}[r.Int(7)]
	b := paint.Bold()
	for i, line := range text {
		if line == "" {
			continue
		}
		size := min(u*13, c.X(0.9)/b.Width(line, 1))
		py := c.Y(0.15)
		if i == 1 {
			py = c.Y(0.95)
		}
		q := b.Path(line, x-b.Width(line, size)/2, py, size)
		for k := range 12 { // an outline, so that it reads on anything
			a := paint.Tau * float32(k) / 12
			c.Fill(q.Place(paint.Cos(a)*size*0.06, paint.Sin(a)*size*0.06, 1, 0), paint.Hex(0x1E1A22))
		}
		c.Fill(q, paint.Hex(0xFFFDF6))
	}
}

// face is a cat or a dog looking at us, s is half its width.
func (v *View) face(r *paint.Rand, x, y, s float32, fur paint.RGB) {
	c := v.C
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*s, Y: y + b*s} }
	dark, pale := fur.Tune(-0.14, 1, 0), fur.Tune(0.14, 0.6, 0)
	if fur.Luma() > 0.85 {
		pale = paint.Gray(1)
	}
	dog := r.Chance(0.4)
	for _, e := range []float32{-1, 1} {
		if dog {
			ear := (&paint.Path{}).Curve(at(e*0.62, -0.78), at(e*1.02, -0.6), at(e*1.2, 0.0), at(e*1.08, 0.36), at(e*0.84, 0.1), at(e*0.7, -0.3))
			c.Fill(ear, dark)
			continue
		}
		c.Fill((&paint.Path{}).Curve(at(e*0.9, -0.1), at(e*0.86, -1.12), at(e*0.8, -1.18), at(e*0.2, -0.74), at(e*0.3, -0.4)), fur)
		c.Fill((&paint.Path{}).Curve(at(e*0.74, -0.4), at(e*0.76, -0.94), at(e*0.72, -0.95), at(e*0.42, -0.72), at(e*0.46, -0.5)), paint.Hex(0xF2A8A0))
	}
	head := (&paint.Path{}).Curve(at(-1, 0.05), at(-0.78, -0.6), at(0, -0.82), at(0.78, -0.6), at(1, 0.05), at(0.74, 0.62), at(0, 0.86), at(-0.74, 0.62))
	c.Shadow(head, 0, s*0.06, s*0.12, paint.Gray(0.05), 0.3)
	c.Fill(head, paint.Radial{X: x - s*0.2, Y: y - s*0.3, R: s * 1.5, Ramp: paint.Even(fur.Tune(0.06, 1, 0), fur, dark)})
	if !dog {
		for i := range 3 { // stripes on the brow
			a := (float32(i) - 1) * 0.2
			c.Fill(paint.Taper(s*0.03, s*0.09, at(a*0.8, -0.38), at(a*1.3, -0.72)), dark)
		}
	} else {
		c.Fill((&paint.Path{}).Curve(at(-0.2, -0.75), at(0.2, -0.75), at(0.13, -0.2), at(0, 0), at(-0.13, -0.2)), pale)
	}
	c.Dab(x-s*0.22, y+s*0.42, s*0.36, s*0.29, 0, 0.06, pale, 1)
	c.Dab(x+s*0.22, y+s*0.42, s*0.36, s*0.29, 0, 0.06, pale, 1)
	iris := paint.Hex(paint.Pick(r, uint32(0x7FB85A), 0xE0B03A, 0x5AA0C8, 0x8A5A34))
	sleepy := r.Chance(0.45)
	for _, e := range []float32{-1, 1} {
		q := at(e*0.4, -0.02)
		c.Disc(q.X, q.Y, s*0.245, paint.Hex(0x241E22), 1)
		c.Disc(q.X, q.Y, s*0.215, iris, 1)
		c.Dab(q.X, q.Y, s*paint.Mixf(0.09, 0.15, r.F()), s*0.17, 0, 0.05, paint.Hex(0x120E10), 1)
		c.Disc(q.X-s*0.06, q.Y-s*0.08, s*0.055, paint.Gray(1), 1)
		if sleepy {
			lid := (&paint.Path{}).MoveTo(q.X-s*0.255, q.Y+s*0.02).QuadTo(q.X, q.Y+s*0.07, q.X+s*0.255, q.Y+s*0.02)
			lid.CubeTo(q.X+s*0.25, q.Y-s*0.34, q.X-s*0.25, q.Y-s*0.34, q.X-s*0.255, q.Y+s*0.02)
			c.Fill(lid, fur.Tune(-0.03, 1, 0))
			c.Fill(paint.Stroke(s*0.035, paint.Bend(paint.Pt{X: q.X - s*0.25, Y: q.Y + s*0.02}, paint.Pt{X: q.X + s*0.25, Y: q.Y + s*0.02}, -s*0.05, 6)...), dark.Tune(-0.15, 1, 0))
		}
	}
	nose := (&paint.Path{}).Curve(at(-0.13, 0.24), at(0, 0.2), at(0.13, 0.24), at(0.05, 0.35), at(-0.05, 0.35))
	if dog {
		nose = (&paint.Path{}).Ellipse(x, y+s*0.27, s*0.18, s*0.13, 0)
	}
	c.Fill(nose, paint.Hex(paint.Pick(r, uint32(0x2A2024), 0xD87A84)))
	mouth := paint.Taper(s*0.035, s*0.03, at(0, 0.34), at(0, 0.45))
	for _, e := range []float32{-1, 1} {
		mouth.Taper(s*0.03, s*0.02, paint.Bend(at(0, 0.45), at(e*0.26, 0.47), e*s*0.07, 8)...)
	}
	c.Fill(mouth, paint.Hex(0x2A2024))
	if dog {
		c.Fill((&paint.Path{}).Curve(at(-0.1, 0.53), at(0.1, 0.53), at(0.1, 0.7), at(0, 0.76), at(-0.1, 0.7)), paint.Hex(0xE8707A))
		return
	}
	w := &paint.Path{}
	for _, e := range []float32{-1, 1} {
		for i := range 3 {
			w.Taper(s*0.016, s*0.006, at(e*0.42, 0.4+0.06*float32(i-1)), at(e*1.15, 0.36+0.17*float32(i-1)))
		}
	}
	c.FillAs(w, paint.Gray(1).Lerp(dark, 0.15), 0.9, paint.Over)
}
