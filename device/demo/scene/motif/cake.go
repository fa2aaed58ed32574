package motif

import "keepsake/device/demo/scene/paint"

// blurBack paints a background out of focus: a wall of one colour with soft
// patches, or evening lights.
func (v *View) blurBack(wall, floor paint.RGB, horizon float32, lights bool) {
	c, r := v.C, v.R.Fork()
	b := paint.New(max(c.W/8, 24), max(c.H/8, 24))
	b.Vertical(paint.Even(wall.Tune(0.03, 1, 0), wall, wall.Tune(-0.06, 1, 0)), 0, b.Y(horizon))
	for range 14 {
		s := b.U * r.In(6, 20)
		b.Dab(b.X(r.F()), b.Y(r.In(0, horizon)), s, s*r.In(0.6, 1.6), 0, 0.5, wall.Tune(r.In(-0.1, 0.09), 1, r.In(-25, 25)), 0.35)
	}
	b.Box(0, b.Y(horizon), float32(b.W), float32(b.H), floor, 1)
	b.Blur(float32(min(b.W, b.H)) / 26)
	c.Lay(b, paint.Over, 1)
	if lights {
		for range 30 {
			x, y := c.X(r.F()), c.Y(r.In(0, horizon*0.9))
			s := c.U * r.In(1.4, 4.6)
			col := paint.Hex(paint.Pick(r, uint32(0xFFC46A), 0xFFD890, 0xFF9A5A, 0xFFE9C8, 0xF08A8A))
			c.Dab(x, y, s, s, 0, 0.1, col, r.In(0.12, 0.42))
		}
	}
}

// paintCake is a birthday cake with candles.
func paintCake(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.3
	u := c.U
	dark := v.Light != Day
	wall := paint.Hex(paint.Pick(r, uint32(0x4A3A4A), 0x3A3450, 0x5A3A3A, 0x2E3E4A))
	table := paint.Hex(0x6A4630)
	if !dark {
		wall = paint.Hex(paint.Pick(r, uint32(0xF2D6C8), 0xCFE2E0, 0xF4E3B8, 0xE2D4EC))
		table = paint.Hex(0xC8A078)
	}
	v.blurBack(wall, table, r.In(0.66, 0.74), dark || r.Chance(0.5))
	x, base := c.X(r.In(0.44, 0.56)), c.Y(r.In(0.84, 0.9))
	w := u * r.In(27, 33)
	f := r.Fork()
	c.Dab(x, base+u*2, w*1.5, w*0.26, 0, 0.8, paint.Gray(0.05), 0.4)
	// Stand.
	dish := paint.Hex(0xF4F0EA)
	if dark {
		dish = paint.Hex(0xD8C4B0)
	}
	c.Fill((&paint.Path{}).Ellipse(x, base, w*1.28, w*0.24, 0), paint.Linear{X0: x - w, X1: x + w, Ramp: paint.Even(dish, dish.Tune(0.04, 1, 0), dish.Tune(-0.12, 1, 0))})
	c.Fill((&paint.Path{}).Ellipse(x, base-u*0.8, w*1.24, w*0.21, 0), dish.Tune(0.03, 1, 0))
	cream := paint.Hex(paint.Pick(r, uint32(0xFBEFE2), 0xF7C9D0, 0xFBE6B8, 0xD9EADD, 0x6A4030))
	sponge := paint.Hex(paint.Pick(r, uint32(0xE0B070), 0xC88A5A, 0x6A4028, 0xE8C8A0))
	tiers := r.Between(1, 2)
	y := base - u*1.2
	tw := w
	for i := range tiers {
		h := u * (17 - 3*float32(i))
		v.tier(f, x, y, tw, h, cream, sponge, dark)
		y -= h
		tw *= 0.66
	}
	tw /= 0.66
	v.toppings(f, x, y, tw)
	n := f.Between(4, 8)
	for i := range n {
		a := paint.Tau * float32(i) / float32(n)
		v.candle(f, x+paint.Cos(a)*tw*0.66, y+paint.Sin(a)*tw*0.13-u*0.4, u*f.In(9, 11))
	}
	c.Glow(x, y-u*10, u*60, 1, paint.Hex(0xFFB45A), 0.3, paint.Screen)
	c.Bloom(0.7, 0.45)
}

// tier is one round of cake standing on y.
func (v *View) tier(r *paint.Rand, x, y, w, h float32, cream, sponge paint.RGB, dark bool) {
	c := v.C
	q := w * 0.19 // how much of the top is seen
	side := (&paint.Path{}).MoveTo(x-w, y-h).LineTo(x-w, y).CubeTo(x-w*0.9, y+q*1.15, x+w*0.9, y+q*1.15, x+w, y).LineTo(x+w, y-h)
	light := float32(0)
	if dark {
		light = -0.12
	}
	ink := func(k paint.RGB) paint.Ink {
		k = k.Tune(light, 1, 0)
		return paint.Linear{X0: x - w, X1: x + w, Ramp: paint.Even(k.Tune(-0.12, 1, 0), k.Tune(0.02, 1, 0), k.Tune(0.04, 1, 0), k.Tune(-0.04, 1, 0), k.Tune(-0.2, 1, 0))}
	}
	naked := r.Chance(0.5)
	if naked {
		c.Fill(side, ink(sponge))
		for i := range 3 {
			t := h * (0.18 + 0.32*float32(i))
			band := (&paint.Path{}).MoveTo(x-w, y-t-h*0.07).CubeTo(x-w*0.9, y-t-h*0.07+q*1.15, x+w*0.9, y-t-h*0.07+q*1.15, x+w, y-t-h*0.07).LineTo(x+w, y-t+h*0.04).CubeTo(x+w*0.9, y-t+h*0.04+q*1.15, x-w*0.9, y-t+h*0.04+q*1.15, x-w, y-t+h*0.04)
			c.Fill(band, ink(cream))
		}
	} else {
		c.Fill(side, ink(cream.Tune(-0.02, 1.1, 0)))
		for i := range 46 { // sprinkles
			a := 3.1416 * (float32(i) + r.F()) / 46
			px, d := x-paint.Cos(a)*w*0.98, paint.Sin(a)
			c.Dab(px, y-h*r.In(0.06, 0.5)+q*0.85*d, h*0.035, h*0.014, r.F()*3, 0, paint.Hex(paint.Pick(r, uint32(0xE85A6A), 0xF2B33D, 0x5AB0C8, 0x8FC05A, 0xB07AD0)).Tune(light, 1, 0), 1)
		}
	}
	// Icing over the top edge, running down in drops.
	ice := cream
	if !naked {
		ice = cream.Tune(-0.1, 1.6, r.In(-30, 30))
	}
	top := &paint.Path{}
	top.MoveTo(x-w, y-h)
	const n = 13
	for i := range n {
		a0, a1 := 3.1416*float32(i)/n, 3.1416*float32(i+1)/n
		am := (a0 + a1) / 2
		l := h * r.In(0.12, 0.42)
		x0, y0 := x-paint.Cos(a0)*w, y-h+paint.Sin(a0)*q
		x1, y1 := x-paint.Cos(a1)*w, y-h+paint.Sin(a1)*q
		xm, ym := x-paint.Cos(am)*w, y-h+paint.Sin(am)*q+l
		hw := (x1 - x0) * 0.3
		top.CubeTo(x0+hw*0.6, y0+l*0.15, xm-hw, ym-l*0.55, xm-hw, ym-hw*0.4)
		top.CubeTo(xm-hw, ym+hw*0.9, xm+hw, ym+hw*0.9, xm+hw, ym-hw*0.4)
		top.CubeTo(xm+hw, ym-l*0.55, x1-hw*0.6, y1+l*0.15, x1, y1)
	}
	top.CubeTo(x+w*0.9, y-h-q*1.2, x-w*0.9, y-h-q*1.2, x-w, y-h)
	c.Shadow(top, 0, h*0.03, h*0.04, sponge.Tune(-0.3, 1, 0), 0.35)
	c.Fill(top, ink(ice))
	c.Fill((&paint.Path{}).Ellipse(x, y-h, w*0.97, q*0.86, 0), paint.Linear{Y0: y - h - q, Y1: y - h + q, Ramp: paint.Even(ice.Tune(light-0.03, 1, 0), ice.Tune(light+0.05, 1, 0))})
}

// toppings are berries around the edge.
func (v *View) toppings(r *paint.Rand, x, y, w float32) {
	s := still{dx: 0.5, dy: 0.9, shade: paint.Hex(0x3A1A1A)}
	n := r.Between(9, 13)
	col := paint.Hex(paint.Pick(r, uint32(0xC8283A), 0xC8283A, 0x3A2A5A, 0xE8862A))
	for i := range n { // back ones first
		t := float32(i) / float32(n-1)
		for _, e := range []float32{-1, 1} {
			a := -1.57 + e*t*3.0
			v.ball(s, x+paint.Cos(a)*w*0.86, y+paint.Sin(a)*w*0.15-w*0.035, w*0.075, 0.95, 0, col.Tune(r.In(-0.03, 0.04), 1, 0))
		}
	}
}

func (v *View) candle(r *paint.Rand, x, y, h float32) {
	c := v.C
	col := paint.Hex(paint.Pick(r, uint32(0xF08AA0), 0x7AC0D8, 0xF7D06A, 0xA8D89A, 0xC8A0E0))
	w := h * 0.12
	c.Fill((&paint.Path{}).Round(x-w/2, y-h, w, h, w*0.3), paint.Linear{X0: x - w/2, X1: x + w/2, Ramp: paint.Even(col.Tune(0.06, 1, 0), col, col.Tune(-0.12, 1, 0))})
	for i := range 4 {
		t := y - h + h*(float32(i)+0.3)/4
		c.FillAs((&paint.Path{}).Poly(paint.Pt{X: x - w/2, Y: t + w*0.5}, paint.Pt{X: x + w/2, Y: t - w*0.2}, paint.Pt{X: x + w/2, Y: t + w*0.4}, paint.Pt{X: x - w/2, Y: t + w*1.1}), paint.Gray(1), 0.75, paint.Over)
	}
	c.Fill(paint.Stroke(max(w*0.14, 0.7), paint.Pt{X: x, Y: y - h}, paint.Pt{X: x, Y: y - h - w*0.8}), paint.Hex(0x3A2A20))
	fy := y - h - w*0.5
	c.Glow(x, fy-h*0.2, h*2.2, 1, paint.Hex(0xFFA040), 0.35, paint.Screen)
	c.Glow(x, fy-h*0.2, h*0.7, 1, paint.Hex(0xFFC060), 0.6, paint.Screen)
	sway := r.In(-0.05, 0.05) * h
	flame := (&paint.Path{}).MoveTo(x+sway, fy-h*0.5).CubeTo(x+w*0.7, fy-h*0.25, x+w*0.75, fy, x, fy).CubeTo(x-w*0.75, fy, x-w*0.7, fy-h*0.25, x+sway, fy-h*0.5)
	c.Fill(flame, paint.Linear{Y0: fy - h*0.5, Y1: fy, Ramp: paint.EvenHex(0xFFB040, 0xFFE08A, 0xFFF8E0, 0xFFE6A0)})
}
