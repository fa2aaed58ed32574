package motif

import "keepsake/device/demo/scene/paint"

var houseHues = []uint32{0xE2A23B, 0xD9623F, 0xE8C66A, 0xB8433A, 0x5E8FA8, 0xE9DFC8, 0x7FA58A, 0xD98A6A, 0x4F6E8C, 0xF0B0A0, 0x9C4A3C}

// paintHarbour is a row of painted houses on a quay, boats before them.
func paintHarbour(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	quay := c.Y(r.In(0.6, 0.68))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, quay)
	if v.Light == Night {
		v.stars(300, quay)
		v.moon(sx, c.Y(r.In(0.1, 0.18)), r.In(2, 3.4), 1, m.sun)
	} else {
		v.sunGlow(m, sx, quay-u*30, 0.5)
	}
	v.cover(m, paint.Pick(r, clear, heaps, streaks, veil), r.In(0.3, 0.6), quay, sx)
	if r.Chance(0.6) {
		set := rangeSet{horizon: quay - u*10, sharp: 0.5, tall: 0.8, sx: sx, valley: 0.3, middle: 0.5}
		v.mountainRange(m, set, 0.1)
	}
	f := r.Fork()
	order := f.Int(len(houseHues))
	for x := -u * f.In(2, 8); x < float32(c.W); {
		w := u * f.In(9, 14)
		order += 1 + f.Int(3)
		v.gableHouse(f, m, x, quay, w, u*f.In(26, 38), paint.Hex(houseHues[order%len(houseHues)]))
		x += w
	}
	stone := m.lit(paint.Hex(0x9A9086), 0.5)
	if v.Light == Night {
		stone = stone.Lerp(m.dark, 0.4)
	}
	wall := (&paint.Path{}).Rect(0, quay, float32(c.W), u*3.2)
	c.Fill(wall, paint.Linear{Y0: quay, Y1: quay + u*3.2, Ramp: paint.Even(stone, stone.Times(0.55))})
	if v.Light != Day {
		for x := u * f.In(3, 9); x < float32(c.W); x += u * f.In(16, 22) {
			v.streetLamp(m, x, quay, u*9, f.Sign(), paint.Hex(0xFFC46A))
		}
	}
	water := quay + u*3
	deep := paint.Hex(paint.Pick(r, uint32(0x2A5A66), 0x2C4F70, 0x34605A))
	if v.Light != Day {
		deep = deep.Mix(m.dark, 0.5)
	}
	c.Mirror(paint.Water{Horizon: water, Bottom: c.Y(1), Near: deep, Far: deep.Lerp(m.haze, 0.2), Depth: 0.55, FarDepth: 0.2,
		Ripple: r.In(0.6, 1.1), Squeeze: 0.95, Seed: r.Seed()})
	n := r.Between(2, 4)
	for i := range n {
		x := c.X((float32(i) + f.In(0.2, 0.8)) / float32(n))
		v.fishingBoat(f, m, x, water+u*f.In(4, 14), u*f.In(13, 19))
	}
	c.Bloom(0.72, 0.35)
}

// gableHouse is one house front from x, standing on y.
func (v *View) gableHouse(r *paint.Rand, m mood, x, y, w, h float32, hue paint.RGB) {
	c := v.C
	lit := r.In(0.5, 0.85)
	if v.Light == Night {
		lit = 0.12
	}
	wall := m.lit(hue, lit)
	body := (&paint.Path{}).MoveTo(x, y)
	gable := w * r.In(0.5, 0.75)
	switch r.Int(3) {
	case 0: // plain gable
		body.LineTo(x, y-h).LineTo(x+w/2, y-h-gable).LineTo(x+w, y-h)
	case 1: // stepped gable
		body.LineTo(x, y-h)
		for i := range 4 {
			t := float32(i) / 4
			body.LineTo(x+w*0.5*t, y-h-gable*t).LineTo(x+w*0.5*t, y-h-gable*(t+0.25))
		}
		for i := range 4 {
			t := 1 - float32(i)/4
			body.LineTo(x+w-w*0.5*t, y-h-gable*t).LineTo(x+w-w*0.5*(t-0.25), y-h-gable*t)
		}
		body.LineTo(x+w, y-h)
	default: // hipped roof, tiles
		roof := m.lit(paint.Hex(paint.Pick(r, uint32(0xA8543C), 0x5E4A48, 0x8C4A3A)), lit)
		c.Fill((&paint.Path{}).Poly(paint.Pt{X: x - w*0.03, Y: y - h + 1}, paint.Pt{X: x + w*1.03, Y: y - h + 1}, paint.Pt{X: x + w*0.86, Y: y - h - gable*0.8}, paint.Pt{X: x + w*0.14, Y: y - h - gable*0.8}),
			paint.Linear{Y0: y - h - gable, Y1: y - h, Ramp: paint.Even(roof.Times(1.08), roof.Times(0.8))})
		body.LineTo(x, y-h).LineTo(x+w, y-h)
	}
	body.LineTo(x+w, y)
	c.Fill(body, paint.Linear{X0: x, X1: x + w, Y0: y - h, Y1: y, Ramp: paint.Even(wall.Tune(0.03, 1, 0), wall.Tune(-0.05, 1, 0))})
	c.FillAs((&paint.Path{}).Rect(x+w-w*0.05, y-h, w*0.05, h), m.dark, 0.25, paint.Over)
	cols, rows := 3, int(h/(c.U*7.5))
	frame := m.lit(paint.Hex(0xF6F0E4), lit)
	shut := m.lit(paint.Hex(paint.Pick(r, uint32(0x3F5E5A), 0x6A3A30, 0x2F4A66, 0xEDE4D2)), lit)
	shutters := r.Chance(0.4)
	ww, wh := w*0.17, h/float32(rows)*0.5
	for j := range rows {
		wy := y - h + h*(float32(j)+0.22)/float32(rows)
		for i := range cols {
			wx := x + w*(float32(i)+0.5)/float32(cols) - ww/2
			if j == rows-1 {
				if i == 1 { // the door
					c.Fill((&paint.Path{}).Round(wx-ww*0.1, wy, ww*1.2, y-wy, ww*0.3), shut.Times(0.8))
					continue
				}
				c.Box(wx-ww*0.3, wy, ww*1.6, wh*1.1, v.pane(r, m, 0.5), 1)
				c.Box(wx-ww*0.45, wy-wh*0.25, ww*1.9, wh*0.22, shut.Tune(0.1, 1, 40), 1) // awning
				continue
			}
			c.Box(wx-ww*0.12, wy-ww*0.12, ww*1.24, wh+ww*0.24, frame, 1)
			c.Box(wx, wy, ww, wh, v.pane(r, m, 0.4), 1)
			c.Box(wx+ww*0.45, wy, ww*0.1, wh, frame, 1)
			c.Box(wx, wy+wh*0.4, ww, ww*0.1, frame, 1)
			if shutters {
				c.Box(wx-ww*0.55, wy-ww*0.05, ww*0.4, wh+ww*0.1, shut, 1)
				c.Box(wx+ww*1.15, wy-ww*0.05, ww*0.4, wh+ww*0.1, shut, 1)
			}
		}
	}
}

// pane is the colour of a window: lit with a chance by night, else sky.
func (v *View) pane(r *paint.Rand, m mood, lit float32) paint.RGB {
	if v.Light != Day && v.Light != Dawn && r.Chance(lit+0.15) {
		return paint.Hex(0xFFD27A).Lerp(paint.Hex(0xFFF2D0), r.F()*0.6)
	}
	return m.sky.At(r.In(0.1, 0.5)).Times(0.55)
}

// fishingBoat lies at (x, y), l long.
func (v *View) fishingBoat(r *paint.Rand, m mood, x, y, l float32) {
	c := v.C
	s := r.Sign()
	hull := m.lit(paint.Hex(paint.Pick(r, uint32(0x2F6F9A), 0xC4452F, 0xF0E8DA, 0x2F7A5E, 0xE0A83A)), 0.6)
	trim := m.lit(paint.Hex(0xF8F2E6), 0.7)
	if v.Light == Night {
		hull, trim = hull.Lerp(m.dark, 0.4), trim.Lerp(m.ambient, 0.5)
	}
	pt := func(a, b float32) paint.Pt { return paint.Pt{X: x + s*a*l, Y: y - b*l} }
	shape := func(lift float32) *paint.Path {
		p := &paint.Path{}
		a, b, d, e := pt(-0.48, 0.2+lift), pt(0.56, 0.3+lift), pt(0.38, -0.03), pt(-0.42, -0.03)
		q := pt(0.1, 0.14+lift)
		p.MoveTo(a.X, a.Y).QuadTo(q.X, q.Y, b.X, b.Y).QuadTo(pt(0.5, 0.05).X, pt(0.5, 0.05).Y, d.X, d.Y).LineTo(e.X, e.Y)
		return p.QuadTo(pt(-0.5, 0.05).X, pt(-0.5, 0.05).Y, a.X, a.Y)
	}
	for i := range 9 {
		t := float32(i) / 9
		c.Dab(x+r.Bell()*l*0.05, y+l*(0.05+0.3*t), l*0.45*(1-t*0.5)*r.In(0.6, 1), l*0.02, 0, 0.4, hull.Times(0.7), 0.55*(1-t))
	}
	cabin := (&paint.Path{}).Poly(pt(-0.3, 0.15), pt(0.04, 0.15), pt(0.0, 0.46), pt(-0.28, 0.46))
	c.Fill(cabin, trim)
	c.Fill((&paint.Path{}).Poly(pt(-0.33, 0.45), pt(0.05, 0.45), pt(0.03, 0.5), pt(-0.31, 0.5)), hull)
	for i := range 2 {
		a := -0.25 + float32(i)*0.13
		c.Fill((&paint.Path{}).Poly(pt(a, 0.28), pt(a+0.09, 0.28), pt(a+0.085, 0.4), pt(a+0.005, 0.4)), v.pane(r, m, 0.6))
	}
	mast := paint.Stroke(l*0.016, pt(0.14, 0.18), pt(0.14, 0.95))
	mast.Taper(l*0.006, l*0.006, pt(0.14, 0.93), pt(0.53, 0.3))
	mast.Taper(l*0.006, l*0.006, pt(0.14, 0.93), pt(-0.45, 0.22))
	c.Fill(mast, m.dark.Lerp(m.haze, 0.2))
	c.Fill(shape(0), paint.Linear{Y0: y - l*0.3, Y1: y, Ramp: paint.Even(hull.Tune(0.05, 1, 0), hull.Tune(-0.1, 1, 0))})
	c.Fill(paint.Taper(l*0.02, l*0.02, paint.Smoothed(6, pt(-0.48, 0.19), pt(0.1, 0.175), pt(0.56, 0.295))...), trim)
}
