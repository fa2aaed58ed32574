package motif

import "keepsake/device/demo/scene/paint"

// paintBeach is a warm shore with palms.
func paintBeach(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.4, 0.52))
	sx := c.X(r.In(0.25, 0.75))
	v.sky(m, horizon)
	low := v.Light != Day
	if v.Light == Night {
		v.stars(600, horizon)
		v.moon(sx, c.Y(r.In(0.12, 0.25)), r.In(3, 5), 1, m.sun)
	} else if low {
		v.sunGlow(m, sx, horizon-u*6, 0.8)
	}
	v.cover(m, paint.Pick(r, heaps, heaps, streaks), r.In(0.3, 0.6), horizon, sx)
	if low && v.Light != Night {
		v.sunDisc(m, sx, horizon-u*r.In(2, 12), r.In(3.5, 6))
	}
	if r.Chance(0.6) {
		v.coast(m, horizon)
	}
	v.sea(m, horizon, c.Y(1), sx, low)
	if v.Light == Day { // shallow water turns turquoise
		c.Wash(horizon, c.Y(1), u*2, paint.Over, func(x, y float32) (paint.RGB, float32) {
			return paint.Hex(0x5FD0C4), 0.85 * paint.Smooth(0.05, 0.6, (y-horizon)/(c.Y(1)-horizon))
		})
	}
	side := r.Sign()
	v.sandShore(m, horizon, side)
	for i := range r.Between(1, 3) {
		x := c.X(0.5 + side*(0.43-0.13*float32(i)+r.In(-0.05, 0.05)))
		y := c.Y(r.In(0.86, 0.98)) - float32(i)*u*4
		h := u * r.In(52, 82) * (1 - 0.16*float32(i))
		v.palm(m, x, y, h, -side*r.In(0.1, 0.42))
	}
	switch {
	case v.Light == Day && r.Chance(0.7):
		v.parasol(m, c.X(0.5-side*r.In(0, 0.14)), c.Y(r.In(0.86, 0.92)))
	case r.Chance(0.5):
		v.canoe(m, c.X(0.5-side*r.In(0.05, 0.3)), horizon+u*r.In(9, 16))
	}
	c.Bloom(0.85, 0.28)
}

// sandShore covers a lower corner with sand, wet and foamy at the edge.
func (v *View) sandShore(m mood, horizon, side float32) {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	sand := paint.Hex(paint.Pick(r, uint32(0xF1DDB4), 0xF6E6C6, 0xE9CFA2))
	if v.Light == Night {
		sand = sand.Lerp(m.ambient, 0.5)
	}
	dry := m.lit(sand, 0.85)
	wet := m.lit(sand.Times(0.7), 0.5).Lerp(m.sky.At(0.6), 0.25)
	reach := r.In(0.3, 0.42)
	edge := func(x, back float32) float32 {
		f := (x/float32(c.W)-0.5)*side + 0.5
		return c.Y(0.97) - c.Y(reach)*paint.Smooth(0.05, 1.1, f) + n.Line(x/u*0.014, 3, 0.45)*u*4 + back*u
	}
	foam := paint.Gray(1).Lerp(m.key, 0.3)
	if v.Light == Night {
		foam = foam.Lerp(m.ambient, 0.5)
	}
	wob := paint.Noise(r.Seed())
	shallow := paint.Hex(0x8FE2D4)
	if v.Light != Day {
		shallow = m.sky.At(0.8).Lerp(m.dark, 0.22)
	}
	for i, back := range []float32{-7, -3, 0} {
		line := c.Ridge(func(x float32) float32 {
			return edge(x, back) + wob.Line(x/u*0.04+float32(i)*31, 4, 0.5)*u*(2.4-0.7*float32(i))
		})
		lower := append(paint.Ridge{}, line...)
		for k := range lower { // the foam is broad here and gone there
			x := float32(k) / 4 / u
			lower[k] += u * 1.5 * paint.Smooth(-0.35, 0.6, wob.At(x*0.055, float32(i)*3)+0.5*wob.At(x*0.2, float32(i)*5))
		}
		c.Band(line, c.Y(1), foam, 0.5+0.2*float32(i), paint.Over)
		under, a := shallow, float32(0.75)
		if i == 2 {
			under, a = wet, 1
		}
		c.Band(lower, c.Y(1), under, a, paint.Over)
	}
	dryLine := c.Ridge(func(x float32) float32 { return edge(x, 5) + wob.Line(x/u*0.03+80, 3, 0.5)*u*1.6 })
	c.Band(dryLine, c.Y(1), paint.Linear{Y0: c.Y(0.7), Y1: c.Y(1), Ramp: paint.Even(dry, dry.Tune(-0.05, 1.1, 0))}, 0.9, paint.Over)
	c.Wash(dryLine.Top(), c.Y(1), u*0.5, paint.Multiply, func(x, y float32) (paint.RGB, float32) {
		if y < dryLine.At(min(max(x, 0), float32(c.W-1))) {
			return paint.Gray(1), 0
		}
		k := wob.Fbm(x/u*0.07, y/u*0.25, 3, 0.5)
		return m.ambient.Lerp(paint.Gray(1), 0.35), paint.Clamp(k) * 0.35
	})
}

// palm stands at (x, y), h high, leaning.
func (v *View) palm(m mood, x, y, h, lean float32) {
	c, r := v.C, v.R.Fork()
	trunk := m.lit(paint.Hex(0x8A6A4C), 0.5)
	leaf := m.lit(paint.Hex(paint.Pick(r, uint32(0x4E8A3C), 0x3F7D46, 0x5C9440)), 0.75)
	if v.Light != Day {
		trunk, leaf = m.dark.Lerp(trunk, 0.16), m.dark.Lerp(leaf, 0.14)
	}
	top := paint.Pt{X: x + lean*h, Y: y - h}
	stem := paint.Bend(paint.Pt{X: x, Y: y}, top, -lean*h*0.16, 14)
	c.Fill(paint.Taper(h*0.042, h*0.022, stem...), trunk)
	for i := 1; i < len(stem)-1; i++ { // rings of old leaves
		w := h * 0.021 * (1 - 0.5*float32(i)/14)
		c.Fill(paint.Stroke(h*0.004, paint.Pt{X: stem[i].X - w, Y: stem[i].Y - w*0.3}, paint.Pt{X: stem[i].X + w, Y: stem[i].Y + w*0.3}), trunk.Times(0.72))
	}
	n := r.Between(11, 15)
	for i := range n {
		t := (float32(i) + r.In(-0.3, 0.3)) / float32(n-1)
		ang := -0.35 + t*(3.1416+0.7) // from right of level, over the top, to left
		l := h * r.In(0.36, 0.5)
		dx, dy := paint.Cos(ang), -paint.Sin(ang)
		droop := l * (0.3 + 0.32*paint.Abs(dx))
		end := paint.Pt{X: top.X + dx*l, Y: top.Y + dy*l*0.75 + droop}
		mid := paint.Pt{X: top.X + dx*l*0.55, Y: top.Y + dy*l*0.62}
		v.frond(r, top, mid, end, h, leaf.Tune(r.In(-0.06, 0.05), 1, r.In(-8, 8)))
	}
	for range 3 {
		c.Disc(top.X+r.In(-1, 1)*h*0.025, top.Y+h*r.In(0.01, 0.035), h*0.014, trunk.Times(0.7), 1)
	}
}

// frond is one leaf: a rib with leaflets hanging to both sides.
func (v *View) frond(r *paint.Rand, a, via, b paint.Pt, h float32, col paint.RGB) {
	p := &paint.Path{}
	const n = 22
	at := func(t float32) paint.Pt {
		u := 1 - t
		return paint.Pt{X: u*u*a.X + 2*u*t*via.X + t*t*b.X, Y: u*u*a.Y + 2*u*t*via.Y + t*t*b.Y}
	}
	prev := a
	for i := 1; i <= n; i++ {
		t := float32(i) / n
		q := at(t)
		p.Taper(h*0.008*(1.2-t), h*0.008*(1.15-t), prev, q)
		tx, ty := q.X-prev.X, q.Y-prev.Y
		d := paint.Sqrt(tx*tx+ty*ty) + 0.001
		tx, ty = tx/d, ty/d
		l := h * 0.105 * (1 - 0.55*t) * paint.Smooth(0, 0.15, t) * r.In(0.8, 1.15)
		for _, s := range []float32{-1, 1} {
			// Leaflets point forward and fall.
			ex := q.X + (tx*0.75-ty*s*0.62)*l
			ey := q.Y + (ty*0.75+tx*s*0.62)*l + l*0.3
			p.Poly(prev, q, paint.Pt{X: ex, Y: ey})
		}
		prev = q
	}
	v.C.Fill(p, col)
}

// parasol stands in the sand with a towel beside it.
func (v *View) parasol(m mood, x, y float32) {
	c, r := v.C, v.R
	s := c.U * r.In(10, 13)
	a := m.lit(paint.Hex(paint.Pick(r, uint32(0xE2574C), 0x2F8FA8, 0xF2B33D, 0xD96C9A)), 0.95)
	b := m.lit(paint.Hex(0xFBF4E6), 0.95)
	c.Dab(x+s*0.35, y+s*0.05, s*0.85, s*0.15, 0, 0.7, m.ambient.Times(0.7), 0.4)
	towel := (&paint.Path{}).Poly(paint.Pt{X: x + s*0.2, Y: y - s*0.06}, paint.Pt{X: x + s*1.05, Y: y - s*0.02}, paint.Pt{X: x + s*1.25, Y: y + s*0.16}, paint.Pt{X: x + s*0.26, Y: y + s*0.12})
	c.Fill(towel, a.Tune(0.06, 0.8, 25))
	c.Fill(paint.Stroke(s*0.035, paint.Pt{X: x, Y: y + s*0.08}, paint.Pt{X: x + s*0.14, Y: y - s*1.1}), paint.Hex(0xEFE7DA))
	top := paint.Pt{X: x + s*0.145, Y: y - s*1.2}
	const n = 8
	for i := range n {
		t0, t1 := float32(i)/n, float32(i+1)/n
		rim := func(t float32) paint.Pt {
			return paint.Pt{X: x + s*(-0.72+1.62*t), Y: y - s*(0.72-0.18*t) - s*0.06*paint.Sin(t*3.14)}
		}
		p0, p1 := rim(t0), rim(t1)
		mid := func(q paint.Pt, t float32) paint.Pt { // the canopy bulges
			return paint.Pt{X: q.X + (top.X-q.X)*0.42 + (t-0.5)*s*0.3, Y: q.Y + (top.Y-q.Y)*0.75}
		}
		m0, m1 := mid(p0, t0), mid(p1, t1)
		seg := (&paint.Path{}).MoveTo(top.X, top.Y).QuadTo(m0.X, m0.Y, p0.X, p0.Y)
		seg.QuadTo((p0.X+p1.X)/2, (p0.Y+p1.Y)/2-s*0.03, p1.X, p1.Y).QuadTo(m1.X, m1.Y, top.X, top.Y)
		col := a
		if i%2 == 1 {
			col = b
		}
		c.Fill(seg, col.Times(1.04-0.16*t1))
	}
}
