package motif

import "keepsake/device/demo/scene/paint"

// paintSkyline is a city across the water.
func paintSkyline(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	shore := c.Y(r.In(0.6, 0.72))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, shore)
	switch v.Light {
	case Night:
		v.stars(160, shore*0.8)
		c.Glow(c.X(0.5), shore, u*110, 1.6, paint.Hex(0xFF9E5E).Mix(m.haze, 0.4), 0.45, paint.Screen)
		if r.Chance(0.6) {
			v.moon(sx, c.Y(r.In(0.12, 0.25)), r.In(2.5, 5), paint.Pick[float32](r, 1, 0.4), m.sun)
		}
	case Day:
		v.sunGlow(m, sx, shore*0.4, 0.4)
	default:
		v.sunGlow(m, sx, shore-u*6, 0.8)
	}
	v.cover(m, paint.Pick(r, clear, streaks, heaps, veil), r.In(0.25, 0.6), shore, sx)
	if v.Light == Dusk || v.Light == Dawn {
		v.sunDisc(m, sx, shore-u*r.In(5, 16), r.In(3, 5))
	}
	for i := range 3 {
		v.blocks(m, float32(i)/2, shore)
	}
	v.quay(m, shore)
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: m.sky.At(0.05).Lerp(m.dark, 0.5), Far: m.haze.Lerp(m.dark, 0.3),
		Depth: 0.6, FarDepth: 0.2, Ripple: r.In(0.5, 1), Squeeze: 0.75, Seed: r.Seed()})
	if v.Light == Dusk || v.Light == Dawn {
		c.Glitter(r.Fork(), sx, shore, c.Y(1), 0.14, 200, m.sun, 0.6)
	}
	c.Bloom(0.65, 0.45)
}

// lamps is how many windows are lit.
func (v *View) lamps() float32 {
	switch v.Light {
	case Night:
		return 0.5
	case Day:
		return 0.015
	}
	return 0.22
}

// blocks is one row of buildings; t is 0 for the farthest.
func (v *View) blocks(m mood, t, shore float32) {
	c, r := v.C, v.R.Fork()
	u := c.U
	wall := m.dark.Lerp(m.haze, 0.68-0.5*t)
	if v.Light == Day {
		wall = m.lit(paint.Hex(paint.Pick(r, uint32(0x8FA0B0), 0xA79C92, 0x9AA8A8)), 0.6).Lerp(m.haze, 0.6-0.5*t)
	}
	cluster := r.In(0.25, 0.75)
	tall := u * paint.Mixf(40, 22, t) * r.In(0.8, 1.25)
	for x := -u * 4; x < float32(c.W)+u*4; {
		w := u * r.In(3.4, 7.5) * paint.Mixf(0.9, 1.15, t)
		d := (x + w/2) / float32(c.W)
		peak := paint.Exp(-(d - cluster) * (d - cluster) * 14)
		h := tall * (0.22 + 0.78*peak) * r.In(0.35, 1)
		v.building(r, m, x, shore-h, w, h, wall.Tune(r.In(-0.03, 0.03), 1, r.In(-10, 10)), t)
		x += w * r.In(0.78, 1.12)
	}
}

func (v *View) building(r *paint.Rand, m mood, x, y, w, h float32, wall paint.RGB, t float32) {
	c := v.C
	u := c.U
	body := (&paint.Path{}).Rect(x, y, w, h+u)
	switch r.Int(6) {
	case 0: // stepped
		body.Rect(x+w*0.18, y-u*2, w*0.64, u*3).Rect(x+w*0.34, y-u*4, w*0.32, u*3)
	case 1: // mast
		body.Taper(u*0.5, u*0.12, paint.Pt{X: x + w/2, Y: y}, paint.Pt{X: x + w/2, Y: y - u*r.In(4, 10)})
	case 2: // slanted
		body.Poly(paint.Pt{X: x, Y: y + 1}, paint.Pt{X: x + w, Y: y + 1}, paint.Pt{X: x + w, Y: y - w*0.5})
	case 3: // tank and boxes
		body.Rect(x+w*0.2, y-u*1.1, w*0.25, u*1.5).Rect(x+w*0.6, y-u*0.8, w*0.2, u*1.2)
	case 4:
		if t < 0.6 && h > u*22 { // spire
			body.Poly(paint.Pt{X: x + w*0.1, Y: y + 1}, paint.Pt{X: x + w*0.9, Y: y + 1}, paint.Pt{X: x + w*0.5, Y: y - w*0.9})
			body.Taper(u*0.35, u*0.08, paint.Pt{X: x + w/2, Y: y - w*0.7}, paint.Pt{X: x + w/2, Y: y - w*0.9 - u*5})
		}
	}
	c.Fill(body, paint.Linear{Y0: y, Y1: y + h, Ramp: paint.Even(wall.Tune(0.02, 1, 0), wall.Lerp(m.haze, 0.25))})
	c.FillAs((&paint.Path{}).Rect(x+w*0.72, y, w*0.28, h+u), m.dark, 0.16, paint.Over) // the side in shade
	cw, ch := u*paint.Mixf(0.8, 1.05, t), u*paint.Mixf(1.05, 1.4, t)
	cols, rows := int((w-cw*0.6)/cw), int((h-ch)/ch)
	share := v.lamps() * r.In(0.4, 1.3)
	style := r.Int(3)
	dim := wall.Lerp(m.sky.At(0.5), 0.35)
	lamps := [...]paint.RGB{paint.Hex(0xFFD98A), paint.Hex(0xFFC46A), paint.Hex(0xFFE9BE), paint.Hex(0xDDEBFF)}
	x0 := x + (w-float32(cols)*cw)/2
	for j := range rows {
		rowLit := r.Chance(0.12)
		for i := range cols {
			px, py := x0+float32(i)*cw+cw*0.2, y+ch*0.7+float32(j)*ch
			ww, hh := cw*0.6, ch*0.5
			if style == 1 {
				ww, hh = cw*0.96, ch*0.36
			} else if style == 2 {
				ww, hh = cw*0.42, ch*0.72
			}
			col, a := dim, float32(0.5)
			if k := r.F(); k < share || rowLit && k < share*2.2 {
				col, a = lamps[r.Int(4)], r.In(0.55, 1)
			}
			c.Box(px, py, ww, hh, col, a)
		}
	}
}

// quay is the line of lamps and trees by the water.
func (v *View) quay(m mood, shore float32) {
	c, r := v.C, v.R.Fork()
	u := c.U
	n := paint.Noise(r.Seed())
	dark := m.dark.Lerp(m.haze, 0.12)
	trees := c.Ridge(func(x float32) float32 {
		return shore - u*1.2 - u*1.6*paint.Clamp(n.Fbm(x/u*0.12, 3, 4, 0.6)+0.2)
	})
	c.Band(trees, shore, dark, 1, paint.Over)
	if v.Light == Day {
		return
	}
	for x := u * r.In(0, 4); x < float32(c.W); x += u * r.In(3.5, 5) {
		col := paint.Hex(0xFFD08A)
		c.Glow(x, shore-u*1.4, u*2.6, 1, col, 0.6, paint.Screen)
		c.Disc(x, shore-u*1.4, u*0.28, paint.Hex(0xFFF2D0), 1)
	}
}
