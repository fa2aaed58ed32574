package motif

import "keepsake/device/demo/scene/paint"

// paintFlight is the view from an aeroplane: a wing over clouds.
func paintFlight(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.46, 0.56))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, horizon)
	if v.Light == Night {
		v.stars(700, horizon)
		v.moon(sx, c.Y(0.2), r.In(3, 5), 1, m.sun)
	} else {
		v.sunGlow(m, sx, horizon-u*6, 0.9)
		if v.Light != Day {
			v.sunDisc(m, sx, horizon-u*r.In(2, 9), r.In(3, 5))
		}
	}
	v.cloudSea(m, horizon, sx)
	side := r.Sign()
	v.wing(m, side)
	v.window(m)
	c.Bloom(0.85, 0.3)
}

// cloudSea is clouds from above, heaped and lit from the sun's side.
func (v *View) cloudSea(m mood, horizon, sx float32) {
	c, r := v.C, v.R
	n := paint.Noise(r.Seed())
	bright := m.sun.Lerp(paint.Gray(1), 0.4)
	if v.Light == Night {
		bright = m.haze.Lerp(m.sun, 0.3)
	}
	shade := m.ambient.Lerp(m.haze, 0.35)
	paint.Relief{
		Horizon: horizon, Eye: 1, Spread: 0.5, Ground: true, Near: 1.2, Far: 26, Slices: 150,
		Sun: [3]float32{sign(sx - c.X(0.5)), 0.45, 0.8},
		Height: func(x, z float32) float32 {
			k := n.Fbm(x*0.34, z*0.3, 4, 0.5)
			b := 1 - paint.Abs(n.At(x*0.8+4, z*0.75))
			return paint.Smooth(-0.5, 0.8, k) * (0.35 + 0.3*b) * paint.Smooth(30, 9, z)
		},
		Surface: func(s paint.Spot) paint.RGB {
			return shade.Lerp(bright, paint.Clamp(0.35+0.75*s.Face)*(0.55+0.45*s.Lit)+0.25*s.H)
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze.Lerp(m.sun, 0.25), 1 - paint.Exp(-s.Z*0.075) },
	}.Paint(c)
	v.mist(m.haze.Lerp(m.sun, 0.35), horizon, c.U*3, 0.8)
}

func (v *View) wing(m mood, side float32) {
	c, r := v.C, v.R
	at := func(a, b float32) paint.Pt { return paint.Pt{X: c.X(0.5 + side*a), Y: c.Y(b)} }
	metal := m.lit(paint.Hex(0xDDE2E8), 0.7)
	if v.Light == Night {
		metal = metal.Lerp(m.dark, 0.45)
	}
	wing := (&paint.Path{}).Poly(at(0.62, 0.98), at(0.62, 0.74), at(-0.2, 0.545), at(-0.3, 0.56), at(-0.27, 0.575))
	c.Fill(wing, paint.Linear{X0: at(0.6, 0).X, Y0: c.Y(0.8), X1: at(-0.3, 0).X, Y1: c.Y(0.55), Ramp: paint.Even(metal.Tune(-0.12, 1, 0), metal, metal.Lerp(m.sun, 0.35))})
	lead := (&paint.Path{}).Poly(at(0.62, 0.765), at(0.62, 0.74), at(-0.2, 0.545), at(-0.3, 0.56), at(-0.22, 0.556))
	c.Fill(lead, metal.Lerp(m.sun, 0.5))
	for _, k := range []float32{0.3, 0.62} {
		c.FillAs(paint.Stroke(c.U*0.14, at(0.62, 0.74+0.24*k), at(-0.22, 0.552+0.015*k)), metal.Tune(-0.16, 1, 0), 0.7, paint.Over)
	}
	for i := range 5 {
		t := 0.1 + 0.2*float32(i)
		a := 0.55 - 0.72*t
		c.FillAs(paint.Stroke(c.U*0.1, at(a, 0.74-0.16*(1-(a+0.2)/0.82)+0.02), at(a-0.05, 0.93-0.33*(1-(a+0.2)/0.82))), metal.Tune(-0.14, 1, 0), 0.45, paint.Over)
	}
	tip := (&paint.Path{}).Poly(at(-0.2, 0.55), at(-0.3, 0.562), at(-0.385, 0.44), at(-0.345, 0.435))
	brand := m.lit(paint.Hex(paint.Pick(r, uint32(0xD8453A), 0x2F6FA8, 0xE8A83A, 0x3A8A7A)), 0.75)
	c.Fill(tip, paint.Linear{X0: at(-0.2, 0).X, Y0: c.Y(0.56), X1: at(-0.38, 0).X, Y1: c.Y(0.44), Ramp: paint.Even(metal, brand, brand)})
	if v.Light == Night || v.Light == Dusk {
		q := at(-0.3, 0.56)
		c.Glow(q.X, q.Y, c.U*6, 1, paint.Hex(0xFF5A4A), 0.8, paint.Screen)
		c.Disc(q.X, q.Y, c.U*0.5, paint.Hex(0xFFD8D0), 1)
	}
}

// window frames the view with the rounded edge of a cabin window.
func (v *View) window(m mood) {
	c := v.C
	u := c.U
	if v.R.Chance(0.4) {
		return
	}
	cabin := m.dark.Mix(paint.Hex(0x3A3A40), 0.4)
	cx, cy := c.X(0.5), c.Y(0.5)
	w, h := c.X(0.47), c.Y(0.475)
	c.Wash(0, c.Y(1), max(u*0.25, 1), paint.Over, func(x, y float32) (paint.RGB, float32) {
		dx, dy := paint.Abs(x-cx)/w, paint.Abs(y-cy)/h
		q := paint.Sqrt(paint.Sqrt(dx*dx*dx*dx + dy*dy*dy*dy))
		rim := paint.Smooth(1.0, 1.05, q) * paint.Smooth(1.16, 1.07, q)
		return cabin.Lerp(m.haze, 0.4*rim), paint.Smooth(0.985, 1.005, q)
	})
}
