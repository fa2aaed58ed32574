package motif

import "keepsake/device/demo/scene/paint"

// cardHues are grounds with what goes on them.
var cardHues = [][]uint32{
	{0x264653, 0x2A9D8F, 0xE9C46A, 0xF4A261, 0xE76F51},
	{0xF1E3D3, 0x99C1B9, 0x8E7DBE, 0xF2D0A9, 0xD88C9A},
	{0x1D3557, 0x457B9D, 0xA8DADC, 0xF1FAEE, 0xE63946},
	{0xFFF3E0, 0xFFB4A2, 0xE5989B, 0xB5838D, 0x6D6875},
	{0x2B2D42, 0x8D99AE, 0xEDF2F4, 0xF8B400, 0xEF233C},
	{0xF7EDE2, 0xF5CAC3, 0x84A59D, 0xF28482, 0xF6BD60},
	{0x0B3954, 0x087E8B, 0xBFD7EA, 0xFF5A5F, 0xF6D55C},
}

func (v *View) cardPalette() []paint.RGB {
	hs := paint.Pick(v.R, cardHues...)
	out := make([]paint.RGB, len(hs))
	turn := v.R.In(-12, 12)
	for i, h := range hs {
		out[i] = paint.Hex(h).Tune(0, 1, turn)
	}
	return out
}

// paintSunburst is a rising sun with rays and a few words.
func paintSunburst(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.1
	p := v.cardPalette()
	u := c.U
	x, y := c.X(0.5), c.Y(r.In(0.6, 0.7))
	ground, sun := p[0], p[3]
	if ground.Luma() > 0.6 {
		ground, sun = p[4], p[1]
	}
	c.Vertical(paint.Even(ground, p[1].Mix(ground, 0.3)), 0, c.Y(1))
	n := r.Between(10, 16)
	rays := &paint.Path{}
	for i := range n {
		a := paint.Tau * float32(i) / float32(n)
		w := paint.Tau / float32(n) / 4
		d := float32(c.W + c.H)
		rays.Poly(paint.Pt{X: x, Y: y}, paint.Pt{X: x + paint.Cos(a-w)*d, Y: y + paint.Sin(a-w)*d}, paint.Pt{X: x + paint.Cos(a+w)*d, Y: y + paint.Sin(a+w)*d})
	}
	c.FillAs(rays, paint.Radial{X: x, Y: y, R: c.X(0.9), Ramp: paint.Even(p[2], ground)}, 0.75, paint.Over)
	for i := range 3 {
		c.Disc(x, y, u*(30-5*float32(i)), sun.Mix(p[2], float32(i)*0.35), 1)
	}
	for i := range 4 {
		t := float32(i) / 3
		k := paint.Noise(r.Seed())
		col := p[1].Mix(p[0], t).Tune(-0.03*t, 1, 0)
		if i%2 == 1 {
			col = p[4].Mix(p[0], 0.35+0.3*t)
		}
		c.FillRidge(c.Ridge(func(px float32) float32 {
			return y + u*(5+9*float32(i)) + k.Line(px/u*0.014, 2, 0.4)*u*5
		}), paint.Linear{Y0: y, Y1: c.Y(1), Ramp: paint.Even(col, col.Tune(-0.06, 1, 0))})
	}
	text := paint.Pick(r, "Good morning!", "Hello sunshine", "Have a lovely day", "Happy Sunday!", "Sunny greetings")
	white := paint.Hex(0xFFF8EA)
	size := min(u*11, c.X(0.84)/paint.Bold().Width(text, 1))
	c.Text(paint.Bold(), text, x, c.Y(0.2), size, paint.Center, white)
}

// paintConfetti is a birthday card: balloons, bunting and confetti.
func paintConfetti(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.08
	p := v.cardPalette()
	u := c.U
	ground := p[0].Tune(0, 0.9, 0)
	if r.Chance(0.6) {
		ground = paint.Hex(paint.Pick(r, uint32(0xFFF6EA), 0xF2F7FB, 0xFDF0F2))
	}
	c.Vertical(paint.Even(ground.Tune(0.02, 1, 0), ground.Tune(-0.03, 1, 0)), 0, c.Y(1))
	f := r.Fork()
	for range 150 {
		x, y := c.X(f.F()), c.Y(f.F())
		s := u * f.In(0.5, 1.3)
		col := p[1+f.Int(4)]
		switch f.Int(3) {
		case 0:
			c.Disc(x, y, s*0.7, col, 0.9)
		case 1:
			c.Fill((&paint.Path{}).Rect(-s*0.9, -s*0.35, s*1.8, s*0.7).Place(x, y, 1, f.F()*3), col)
		default:
			c.Fill(paint.Stroke(s*0.4, paint.Smoothed(5, paint.Pt{X: x, Y: y}, paint.Pt{X: x + s, Y: y - s}, paint.Pt{X: x + s*2, Y: y}, paint.Pt{X: x + s*3, Y: y - s})...), col)
		}
	}
	for row := range 2 { // bunting
		var cord []paint.Pt
		sag := u * (10 + 5*float32(row))
		y0 := u * (2 + 7*float32(row))
		for i := range 25 {
			t := float32(i) / 24
			cord = append(cord, paint.Pt{X: c.X(t), Y: y0 + sag*(1-(2*t-1)*(2*t-1))})
		}
		for i := 1; i+2 < 25; i += 2 {
			a, b := cord[i], cord[i+1]
			flag := (&paint.Path{}).Poly(a, b, paint.Pt{X: (a.X + b.X) / 2, Y: (a.Y+b.Y)/2 + (b.X-a.X)*1.3})
			c.Shadow(flag, u*0.3, u*0.6, u*0.6, paint.Gray(0.1), 0.25)
			c.Fill(flag, p[1+(i/2+row)%4])
		}
		c.Fill(paint.Stroke(u*0.35, cord...), p[4].Tune(-0.2, 0.6, 0))
	}
	n := r.Between(3, 6)
	for i := range n {
		x := c.X((float32(i) + 0.5 + f.In(-0.2, 0.2)) / float32(n))
		v.partyBalloon(x, c.Y(f.In(0.48, 0.68)), u*f.In(9, 13), p[1+(i*2)%4])
	}
	text := paint.Pick(r, "Happy Birthday!", "Hip hip hooray!", "Let's celebrate!", "Congratulations!")
	ink := p[0]
	if ground.Luma() < 0.5 || p[0].Luma() > 0.7 {
		ink = p[4]
	}
	if ground.Luma() < 0.5 {
		ink = paint.Hex(0xFFF6EA)
	}
	b := paint.Bold()
	size := min(u*11, c.X(0.86)/b.Width(text, 1))
	pill := (&paint.Path{}).Round(c.X(0.5)-b.Width(text, size)/2-u*3, c.Y(0.9)-size*1.05, b.Width(text, size)+u*6, size*1.5, size*0.75)
	c.FillAs(pill, ground, 0.86, paint.Over)
	c.Text(b, text, c.X(0.5), c.Y(0.9), size, paint.Center, ink)
}

func (v *View) partyBalloon(x, y, s float32, col paint.RGB) {
	c := v.C
	var cord []paint.Pt
	for i := range 16 {
		t := float32(i) / 15
		cord = append(cord, paint.Pt{X: x + paint.Sin(t*7)*s*0.1, Y: y + s*1.2 + t*s*2.6})
	}
	c.FillAs(paint.Stroke(s*0.03, cord...), col.Tune(-0.15, 1, 0), 0.8, paint.Over)
	body := (&paint.Path{}).MoveTo(x, y+s*1.18).CubeTo(x+s*0.6, y+s*0.95, x+s, y+s*0.3, x+s, y-s*0.15).CubeTo(x+s, y-s*0.85, x+s*0.55, y-s*1.15, x, y-s*1.15)
	body.CubeTo(x-s*0.55, y-s*1.15, x-s, y-s*0.85, x-s, y-s*0.15).CubeTo(x-s, y+s*0.3, x-s*0.6, y+s*0.95, x, y+s*1.18)
	c.Shadow(body, s*0.1, s*0.2, s*0.2, paint.Gray(0.1), 0.22)
	c.Fill((&paint.Path{}).Poly(paint.Pt{X: x, Y: y + s*1.1}, paint.Pt{X: x + s*0.14, Y: y + s*1.32}, paint.Pt{X: x - s*0.14, Y: y + s*1.32}), col.Tune(-0.08, 1, 0))
	c.Fill(body, paint.Radial{X: x - s*0.35, Y: y - s*0.45, R: s * 1.9, Ramp: paint.Even(col.Tune(0.13, 0.95, 0), col.Tune(0.02, 1, 0), col.Tune(-0.07, 1.05, 0), col.Tune(-0.16, 1.05, 0))})
	c.Dab(x-s*0.42, y-s*0.55, s*0.13, s*0.26, 0.5, 0.6, paint.Gray(1), 0.65)
}

// paintShapes is a poster of simple forms on a grid.
func paintShapes(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.06
	p := v.cardPalette()
	n := r.Between(3, 5)
	cell := max(float32(c.W), float32(c.H)) / float32(n)
	f := r.Fork()
	for j := range n {
		for i := range n {
			x, y := float32(i)*cell, float32(j)*cell
			a, b := f.Int(5), f.Int(4)
			if b >= a {
				b++
			}
			c.Box(x, y, cell, cell, p[a], 1)
			v.form(f, x, y, cell, p[b], p[(b+1+f.Int(3))%5])
		}
	}
}

// form is one figure of the grid.
func (v *View) form(r *paint.Rand, x, y, s float32, a, b paint.RGB) {
	c := v.C
	corner := func(k int) (float32, float32) { return x + s*float32(k&1), y + s*float32(k>>1&1) }
	clipQuarter := func(k int, rad float32, col paint.RGB) {
		cx, cy := corner(k)
		sx, sy := float32(1-2*(k&1)), float32(1-2*(k>>1&1))
		pts := []paint.Pt{{X: cx, Y: cy}}
		for i := range 25 {
			t := 1.5708 * float32(i) / 24
			pts = append(pts, paint.Pt{X: cx + sx*paint.Cos(t)*rad, Y: cy + sy*paint.Sin(t)*rad})
		}
		c.Fill((&paint.Path{}).Poly(pts...), col)
	}
	switch r.Int(7) {
	case 0:
		k := r.Int(4)
		clipQuarter(k, s, a)
		clipQuarter(k, s*0.5, b)
	case 1:
		c.Disc(x+s/2, y+s/2, s*0.42, a, 1)
		c.Disc(x+s/2, y+s/2, s*0.2, b, 1)
	case 2:
		clipQuarter(r.Int(2), s*0.98, a)
		clipQuarter(2+r.Int(2), s*0.5, b)
	case 3:
		for i := range 4 {
			c.Box(x, y+s*float32(i)/4, s, s/8, a, 1)
		}
	case 4:
		k := r.Int(4)
		px, py := corner(k)
		qx, qy := corner(k ^ 1)
		rx, ry := corner(k ^ 2)
		c.Fill((&paint.Path{}).Poly(paint.Pt{X: px, Y: py}, paint.Pt{X: qx, Y: qy}, paint.Pt{X: rx, Y: ry}), a)
	case 5:
		for j := range 4 {
			for i := range 4 {
				c.Disc(x+s*(float32(i)+0.5)/4, y+s*(float32(j)+0.5)/4, s*0.06, a, 1)
			}
		}
	default:
		for k := range 4 {
			cx, cy := corner(k)
			sx, sy := float32(1-2*(k&1)), float32(1-2*(k>>1&1))
			m := paint.Pt{X: x + s/2, Y: y + s/2}
			leaf := (&paint.Path{}).MoveTo(m.X, m.Y).QuadTo(m.X, cy+sy*s*0.02, cx+sx*s*0.04, cy+sy*s*0.04).QuadTo(cx+sx*s*0.02, m.Y, m.X, m.Y)
			c.Fill(leaf, a)
		}
		c.Disc(x+s/2, y+s/2, s*0.09, b, 1)
	}
}
