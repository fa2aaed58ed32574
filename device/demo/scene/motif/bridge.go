package motif

import "keepsake/device/demo/scene/paint"

// paintBridge is a suspension bridge standing in fog or evening light.
func paintBridge(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	shore := c.Y(r.In(0.66, 0.74))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, shore)
	if v.Light == Night {
		v.stars(220, shore*0.7)
		c.Glow(c.X(r.F()), shore, u*90, 2, paint.Hex(0xFFA868).Mix(m.haze, 0.4), 0.4, paint.Screen)
	} else {
		v.sunGlow(m, sx, shore-u*10, 0.7)
	}
	v.cover(m, paint.Pick(r, streaks, veil, clear), 0.5, shore, sx)
	if v.Light == Dusk || v.Light == Dawn {
		v.sunDisc(m, sx, shore-u*r.In(4, 20), r.In(3, 5))
	}
	set := rangeSet{horizon: shore - u*3, sharp: 0.3, tall: r.In(0.3, 0.7), sx: sx, valley: 0.2, middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, float32(i)*0.16)
		v.mist(m.haze.Lerp(m.sun, 0.2), shore-u*float32(4-i), u*5, 0.5)
	}
	col := m.lit(paint.Hex(paint.Pick(r, uint32(0xC8452E), 0xC8452E, 0x8C9AA6, 0x5E7F86)), 0.7)
	if v.Light == Night {
		col = col.Lerp(m.dark, 0.35)
	}
	side := r.Sign()
	v.span(m, col, side, shore)
	if r.Chance(0.7) {
		v.mist(m.haze.Lerp(m.sun, 0.25), shore-u*r.In(2, 9), u*r.In(3, 7), r.In(0.4, 0.8))
	}
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: m.sky.At(0.1).Lerp(m.dark, 0.5), Far: m.haze.Lerp(m.dark, 0.15),
		Depth: 0.65, FarDepth: 0.25, Ripple: r.In(0.4, 1), Squeeze: 0.7, Seed: r.Seed()})
	if v.Light == Dusk || v.Light == Dawn {
		c.Glitter(r.Fork(), sx, shore, c.Y(1), 0.16, 220, m.sun, 0.6)
	}
	c.Bloom(0.7, 0.35)
}

// span draws the bridge in perspective: it grows towards side.
func (v *View) span(m mood, col paint.RGB, side, shore float32) {
	c, r := v.C, v.R
	u := c.U
	// z along the bridge: position and scale on the picture.
	far, near := r.In(0.34, 0.42), r.In(1.1, 1.4)
	at := func(z float32) (x, k float32) { // z 0..1
		k = 1 / paint.Mixf(1/far, 1/near, z)
		return c.X(0.5 + side*(-0.42+1.0*(k-far)/(near-far))), k
	}
	deckUp, towerUp := u*15, u*46
	pt := func(z, up float32) paint.Pt { x, k := at(z); return paint.Pt{X: x, Y: shore - up*k} }
	haze := func(z float32) paint.RGB { return col.Lerp(m.haze, 0.55*(1-z)) }
	towers := []float32{0.24, 0.82}
	cable := func(z float32) float32 { // height of the main cable
		lo := deckUp * 1.12
		switch {
		case z < towers[0]:
			t := z / towers[0]
			return paint.Mixf(lo, towerUp, t*t)
		case z < towers[1]:
			t := (z-towers[0])/(towers[1]-towers[0])*2 - 1
			return lo + (towerUp-lo)*t*t
		}
		t := 1 - (z-towers[1])/(1.25-towers[1])
		return paint.Mixf(lo, towerUp, t*t)
	}
	const n = 90
	hangers := &paint.Path{}
	var line, line2 []paint.Pt
	for i := 0; i <= n; i++ {
		z := float32(i) / n * 1.25
		line = append(line, pt(z, cable(z)))
		line2 = append(line2, paint.Pt{X: pt(z, cable(z)).X + u*0.8*z*side, Y: pt(z, cable(z)).Y - u*0.5*z})
		if i%2 == 0 {
			_, k := at(z)
			hangers.Taper(u*0.12*k, u*0.12*k, pt(z, deckUp), pt(z, cable(z)))
		}
	}
	ink := func(w float32) paint.Ink {
		x0, _ := at(0)
		x1, _ := at(1)
		return paint.Linear{X0: x0, X1: x1, Ramp: paint.Even(haze(0), haze(1)).Map(func(q paint.RGB) paint.RGB { return q.Times(w) })}
	}
	c.FillAs(hangers, ink(0.9), 0.8, paint.Over)
	c.Fill(paint.Taper(u*0.25, u*0.75, line2...), ink(0.75))
	for _, z := range towers { // piers and towers
		x, k := at(z)
		w := u * 1.5 * k
		t := haze(z)
		for _, off := range []float32{0.9, -0.9} {
			px := x + off*u*1.6*k
			shade := t.Times(0.84 + 0.16*paint.Clamp(off*side))
			c.Fill((&paint.Path{}).Poly(paint.Pt{X: px - w*0.55, Y: shore + u}, paint.Pt{X: px + w*0.55, Y: shore + u}, paint.Pt{X: px + w*0.4, Y: shore - towerUp*1.04*k}, paint.Pt{X: px - w*0.4, Y: shore - towerUp*1.04*k}), shade)
		}
		for _, f := range []float32{0.52, 0.68, 0.84, 0.99} {
			y := shore - towerUp*f*k
			c.Fill((&paint.Path{}).Rect(x-u*1.5*k, y-u*0.6*k, u*3*k, u*1.2*k), t.Times(0.9))
		}
		c.Fill((&paint.Path{}).Rect(x-u*3.2*k, shore-u*2.2*k, u*6.4*k, u*3*k), t.Lerp(m.dark, 0.5))
	}
	var top, low []paint.Pt
	for i := 0; i <= 20; i++ {
		z := float32(i) / 20 * 1.25
		top, low = append(top, pt(z, deckUp)), append(low, pt(1.25-z, deckUp*0.86))
	}
	c.Fill((&paint.Path{}).Poly(append(top, low...)...), ink(0.7))
	c.Fill(paint.Taper(u*0.3, u*0.95, line...), ink(1))
	if v.Light == Night || v.Light == Dusk {
		for i := range 34 {
			z := float32(i) / 34 * 1.25
			_, k := at(z)
			q := pt(z, deckUp+u*1.6)
			c.Glow(q.X, q.Y, u*2.4*k, 1, paint.Hex(0xFFD08A), 0.55, paint.Screen)
			c.Disc(q.X, q.Y, u*0.28*k, paint.Hex(0xFFF0CC), 1)
		}
	}
}
