package motif

import "keepsake/device/demo/scene/paint"

// paintTerraces is rice terraces stepping down a valley, some full of sky.
func paintTerraces(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.2, 0.28))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.1, 0.4))
	v.sky(m, horizon+u*14)
	v.sunGlow(m, sx, horizon, 0.7)
	v.cover(m, paint.Pick(r, veil, streaks, heaps), 0.45, horizon, sx)
	set := rangeSet{horizon: horizon + u*6, sharp: 0.6, tall: r.In(0.7, 1), sx: sx, valley: 0.3, middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, float32(i)*0.15)
		v.mist(m.haze.Lerp(m.sun, 0.3), horizon+u*float32(4+3*i), u*5, 0.6)
	}
	n := paint.Noise(r.Seed())
	young := paint.Hex(paint.Pick(r, uint32(0x8FB84A), 0x7AA84E, 0xA8C456))
	ripe := paint.Hex(paint.Pick(r, uint32(0xD8B84A), 0xC8C060, 0x9AC05A))
	bank := paint.Hex(0x4A6A34)
	wet := r.In(0.25, 0.75) // share of flooded fields
	step := r.In(0.042, 0.06)
	raw := func(x, z float32) float32 {
		// A bowl: the sides rise, the far end too.
		b := 0.16*x*x + 0.1*(z-1) + 0.26*n.Fbm(x*0.55+4, z*0.5, 3, 0.42)
		return b + 0.02*n.At(x*3, z*3)
	}
	level := func(x, z float32) (h, f float32, i int) {
		p := raw(x, z) / step
		k := paint.Floor(p)
		return (k + paint.Smooth(0.66, 1, p-k)) * step, p - k, int(k)
	}
	paint.Relief{
		Horizon: horizon, Eye: 0.85, Spread: 0.55, Ground: true, Near: 0.85, Far: 6.5, Slices: 330,
		Sun:    [3]float32{side, 0.6, 0.5},
		Height: func(x, z float32) float32 { h, _, _ := level(x, z); return h },
		Surface: func(s paint.Spot) paint.RGB {
			_, f, i := level(s.X, s.Z)
			// Fields along a terrace are parted now and then.
			cell := int(paint.Floor(s.X*1.3 + n.Hash(i, 7)*3))
			pick := n.Hash(i, cell)
			j := n.Fbm(s.X*12, s.Z*12, 2, 0.5)
			col := young.Lerp(ripe, n.Hash(i+40, cell)*0.8).Times(1 + 0.14*j)
			sun := paint.Clamp(0.35+0.75*s.Face) * (0.4 + 0.6*s.Lit)
			out := m.lit(col, sun)
			if pick < wet {
				// Water shows the sky: brighter further away, with rows of seedlings.
				sky := m.sky.At(paint.Clamp(0.25+0.12*s.Z)).Lerp(m.sun, 0.18)
				rows := paint.Smooth(0.2, 0.6, n.At(s.X*46, s.Z*30))
				out = sky.Lerp(m.lit(young, 0.6), 0.28*rows)
			}
			// The bank goes over into the next terrace's outer edge, without a step.
			edge := max(paint.Smooth(0.6, 0.74, f), paint.Smooth(0.11, 0.01, f))
			out = out.Lerp(m.lit(bank.Times(1+0.3*j), sun*0.8), edge)
			rim := paint.Smooth(0.05, 0.11, f) * paint.Smooth(0.2, 0.13, f)
			return out.Lerp(m.lit(young.Tune(0.05, 1, 0), 0.9), 0.55*rim)
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze, 1 - paint.Exp(-max(s.Z-0.8, 0)*0.16) },
	}.Paint(c)
	v.mist(m.haze.Lerp(m.sun, 0.4), horizon+u*r.In(14, 24), u*6, r.In(0.2, 0.5))
	if r.Chance(0.6) {
		v.hut(m, c.X(r.In(0.25, 0.75)), c.Y(r.In(0.5, 0.66)), u*r.In(6, 9))
	}
	c.Bloom(0.85, 0.3)
}

// hut is a thatched shelter on stilts.
func (v *View) hut(m mood, x, y, w float32) {
	c := v.C
	wall := m.lit(paint.Hex(0x7A5638), 0.5)
	thatch := m.lit(paint.Hex(0xB8925A), 0.7)
	c.Dab(x, y+w*0.02, w*0.5, w*0.07, 0, 0.7, m.dark, 0.4)
	for _, q := range []float32{-0.3, -0.1, 0.1, 0.3} {
		c.Box(x+q*w-w*0.015, y-w*0.2, w*0.03, w*0.2, wall.Times(0.6), 1)
	}
	c.Fill((&paint.Path{}).Rect(x-w*0.32, y-w*0.42, w*0.64, w*0.25), wall)
	c.Box(x-w*0.08, y-w*0.38, w*0.14, w*0.21, wall.Times(0.4), 1)
	roof := (&paint.Path{}).MoveTo(x, y-w*0.85).QuadTo(x+w*0.25, y-w*0.55, x+w*0.52, y-w*0.38).LineTo(x-w*0.52, y-w*0.38).QuadTo(x-w*0.25, y-w*0.55, x, y-w*0.85)
	c.Fill(roof, paint.Linear{X0: x - w*0.5, X1: x + w*0.5, Ramp: paint.Even(thatch.Tune(0.05, 1, 0), thatch, thatch.Times(0.65))})
}
