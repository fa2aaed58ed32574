package motif

import "keepsake/device/demo/scene/paint"

// paintShelf is potted plants on a shelf before a wall in the sun.
func paintShelf(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.18
	u := c.U
	wall := paint.Hex(paint.Pick(r, uint32(0xF1E4D3), 0xD9E2DC, 0xE9C9B4, 0xCBD6DF, 0xF2D9A8, 0x5F7F78, 0xC98A6E))
	c.Vertical(paint.Even(wall.Tune(0.03, 1, 0), wall.Tune(-0.02, 1, 0)), 0, c.Y(1))
	n := paint.Noise(r.Seed())
	s := still{dx: 0.9, dy: 0.5, shade: wall.Tune(-0.3, 1.3, 0)}
	if r.Chance(0.8) {
		v.windowLight(s)
	}
	c.Wash(0, c.Y(1), u*0.6, paint.Multiply, func(x, y float32) (paint.RGB, float32) {
		return paint.Gray(0.9), 0.25 * paint.Clamp(n.Fbm(x/u*0.2, y/u*0.2, 3, 0.6))
	})
	shelf := c.Y(r.In(0.74, 0.82))
	wood := paint.Hex(paint.Pick(r, uint32(0xB98A5A), 0x8A5F3F, 0xE2C49A))
	board := (&paint.Path{}).Rect(-u*2, shelf, c.X(1)+u*4, u*3)
	c.Shadow(board, u*1, u*4, u*3, s.shade, 0.5)
	c.Fill(board, paint.Linear{Y0: shelf, Y1: shelf + u*3, Ramp: paint.Even(wood.Tune(0.08, 1, 0), wood, wood.Tune(-0.14, 1, 0))})
	count := r.Between(3, 5)
	f := r.Fork()
	kinds := f.Int(6)
	for i := range count {
		x := c.X((float32(i) + 0.5 + f.In(-0.12, 0.12)) / float32(count))
		v.houseplant(f, s, x, shelf+u*0.2, u*f.In(20, 30)*(1-0.06*float32(count)), (kinds+i*5+i/2)%6)
	}
	c.Bloom(0.9, 0.2)
}

// houseplant stands on y; kind chooses what grows.
func (v *View) houseplant(r *paint.Rand, s still, x, y, h float32, kind int) {
	c := v.C
	clay := paint.Hex(paint.Pick(r, uint32(0xC96F4A), 0xF2EEE6, 0x3F4A56, 0xE0B04A, 0x7FA0A0, 0xD8A090))
	w := h * r.In(0.42, 0.54)
	pot := (&paint.Path{}).Poly(paint.Pt{X: x - w*0.5, Y: y - h*0.5}, paint.Pt{X: x + w*0.5, Y: y - h*0.5}, paint.Pt{X: x + w*0.38, Y: y}, paint.Pt{X: x - w*0.38, Y: y})
	if r.Chance(0.4) {
		pot = (&paint.Path{}).MoveTo(x-w*0.45, y-h*0.5).LineTo(x+w*0.45, y-h*0.5).CubeTo(x+w*0.62, y-h*0.3, x+w*0.5, y, x+w*0.2, y).LineTo(x-w*0.2, y).CubeTo(x-w*0.5, y, x-w*0.62, y-h*0.3, x-w*0.45, y-h*0.5)
	}
	c.Shadow(pot, h*0.1, h*0.02, h*0.08, s.shade, 0.45)
	green := paint.Hex(paint.Pick(r, uint32(0x4F8A4F), 0x3F7058, 0x7FA05A, 0x5A8F7A))
	root := paint.Pt{X: x, Y: y - h*0.48}
	lit := func(a float32) paint.RGB { return green.Tune(0.05-0.1*paint.Cos(a)*0.6+r.In(-0.04, 0.04), 1, 0) }
	switch kind {
	case 0: // sword leaves
		for i := range 9 {
			a := -1.57 + (float32(i)/8-0.5)*0.9 + r.In(-0.08, 0.08)
			l := h * r.In(0.8, 1.35)
			v.leaf(root.X+(float32(i)-4)*w*0.06, root.Y, l, 0.1, a, lit(a))
		}
	case 1: // cactus
		col := paint.Hex(0x5A8F5A)
		body := (&paint.Path{}).Round(x-h*0.13, y-h*1.35, h*0.26, h*0.9, h*0.13)
		body.Taper(h*0.15, h*0.15, paint.Smoothed(6, paint.Pt{X: x, Y: y - h*0.8}, paint.Pt{X: x + h*0.26, Y: y - h*0.8}, paint.Pt{X: x + h*0.28, Y: y - h*1.08})...)
		body.Taper(h*0.13, h*0.13, paint.Smoothed(6, paint.Pt{X: x, Y: y - h*0.95}, paint.Pt{X: x - h*0.24, Y: y - h*0.95}, paint.Pt{X: x - h*0.26, Y: y - h*1.2})...)
		c.Fill(body, paint.Linear{X0: x - h*0.3, X1: x + h*0.3, Ramp: paint.Even(col.Tune(0.1, 1, 10), col, col.Tune(-0.1, 1, 0))})
		for range 60 {
			c.Dab(x+r.In(-0.1, 0.1)*h, y-h*r.In(0.55, 1.3), h*0.012, h*0.005, r.F()*3, 0, paint.Hex(0xF2EED0), 0.9)
		}
		c.Dab(x, y-h*1.36, h*0.07, h*0.05, 0, 0.1, paint.Hex(0xE86A8A), 1)
	case 2: // trailing
		for range 16 {
			e := r.Sign()
			p := paint.Smoothed(6, root, paint.Pt{X: x + e*w*r.In(0.3, 0.55), Y: root.Y - h*r.In(0.05, 0.3)}, paint.Pt{X: x + e*w*r.In(0.55, 0.95), Y: root.Y + h*r.In(-0.1, 0.2)}, paint.Pt{X: x + e*w*r.In(0.6, 1), Y: root.Y + h*r.In(0.25, 0.75)})
			c.Fill(paint.Stroke(h*0.012, p...), green.Tune(-0.08, 1, 0))
			for i := 3; i < len(p); i += 2 {
				v.leaf(p[i].X, p[i].Y, h*0.13, 0.5, r.In(0.6, 2.5), lit(r.F()*6))
			}
		}
	case 3: // round leaves on stalks
		for range 15 {
			a := -1.57 + r.In(-1.15, 1.15)
			l := h * r.In(0.45, 1)
			e := paint.Pt{X: root.X + paint.Cos(a)*l*0.75, Y: root.Y + paint.Sin(a)*l}
			c.Fill(paint.Stroke(h*0.014, paint.Bend(root, e, l*0.08, 6)...), green.Tune(-0.08, 1, 0))
			d := h * r.In(0.1, 0.16)
			c.Dab(e.X, e.Y, d, d*0.86, a, 0, lit(a), 1)
			c.Dab(e.X-d*0.2, e.Y-d*0.2, d*0.5, d*0.4, a, 0.9, lit(a).Tune(0.08, 1, 0), 0.8)
		}
	case 4: // broad split leaves
		for i := range 7 {
			a := -1.57 + (float32(i)/6-0.5)*2.3
			l := h * r.In(0.5, 0.8)
			e := paint.Pt{X: root.X + paint.Cos(a)*l*0.6, Y: root.Y + paint.Sin(a)*l*0.8}
			c.Fill(paint.Stroke(h*0.018, paint.Bend(root, e, l*0.1, 6)...), green.Tune(-0.06, 1, 0))
			v.leaf(e.X, e.Y, h*r.In(0.36, 0.5), 0.62, a+r.In(-0.2, 0.2), lit(a))
		}
	default: // flowers
		for range 12 {
			a := -1.57 + r.In(-0.8, 0.8)
			l := h * r.In(0.5, 1.05)
			e := paint.Pt{X: root.X + paint.Cos(a)*l*0.8, Y: root.Y + paint.Sin(a)*l}
			c.Fill(paint.Stroke(h*0.014, paint.Bend(root, e, l*0.06, 6)...), green.Tune(-0.05, 1, 0))
			v.leaf(paint.Mixf(root.X, e.X, 0.4), paint.Mixf(root.Y, e.Y, 0.4), h*0.26, 0.3, a+r.Sign()*0.7, lit(a))
			m := mood{key: paint.Gray(1), ambient: paint.Gray(0.7)}
			v.flower(r, m, e.X, e.Y, h*0.1, paint.Hex(paint.Pick(r, uint32(0xF08AA8), 0xF7C84A, 0xE85A5A)))
		}
	}
	c.Fill(pot, paint.Linear{X0: x - w*0.5, X1: x + w*0.5, Ramp: paint.Even(clay.Tune(0.05, 1, 0), clay, clay.Tune(-0.13, 1, 0))})
	c.FillAs((&paint.Path{}).Rect(x-w*0.5, y-h*0.5, w, h*0.05), clay.Tune(-0.1, 1, 0), 0.5, paint.Over)
}
