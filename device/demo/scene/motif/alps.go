package motif

import "keepsake/device/demo/scene/paint"

// alpine describes land with peaks for paint.Relief.
type alpine struct {
	n                        paint.Noise
	freq                     float32 // of the mountains
	height                   float32
	from, full               float32 // distances where the land rises
	snow                     float32 // height of the snow line; 9: none
	tree                     float32 // height of the tree line
	rock, wood, grass, white paint.RGB
}

// wooded is above 0 where forest grows.
func (a alpine) wooded(x, z float32) float32 {
	return (a.n+31).Fbm(x*1.6, z*1.1, 3, 0.5) + 0.05
}

func (a alpine) height0(x, z float32) float32 {
	n := a.n
	fx, fz := x*a.freq, z*a.freq
	wx := n.At(fx*0.7+5, fz*0.7)*0.4 + fx
	wz := (n+17).At(fx*0.7, fz*0.7+3)*0.4 + fz
	h := (n + 3).Ridged(wx, wz, 5)
	rise := paint.Smooth(a.from, a.full, z)
	big := 0.6 + 0.5*(n+9).At(fx*0.45, fz*0.45) // some massifs, some gaps
	roll := 0.02 * (n+23).Fbm(x*1.3, z*1.3, 2, 0.5)
	return h*(0.35+0.65*h)*a.height*rise*max(big, 0.25) + roll - 0.02
}

func (a alpine) at(x, z float32) float32 {
	h := a.height0(x, z)
	if z < 6 {
		if k := paint.Smooth(0, 0.2, a.wooded(x, z)) * paint.Smooth(a.tree+0.03, a.tree-0.08, h); k > 0 {
			t := (a.n + 51).At(x*34, z*26)
			h += k * (0.012 + 0.02*max(t, 0)) // tree tops
		}
	}
	return h
}

// surface colours by height and slope, with light.
func (a alpine) surface(m mood, s paint.Spot) paint.RGB {
	n := a.n + 40
	j := n.Fbm(s.X*7, s.Z*7+s.H*9, 2, 0.5)
	crack := n.Fbm(s.X*11+s.H*3, s.H*16-s.X*2, 3, 0.55) // runs across walls, where x and z stand still
	c := a.grass.Times(1+0.1*j).Lerp(a.wood, paint.Smooth(0.02, 0.16, a.wooded(s.X, s.Z)))
	rock := a.rock.Times(1 + crack*0.3)
	c = c.Lerp(rock, paint.Smooth(a.tree-0.03, a.tree+0.06, s.H+j*0.05))
	c = c.Lerp(rock, paint.Smooth(0.66, 0.5, s.Up)*paint.Smooth(a.tree-0.15, a.tree, s.H))
	if a.snow < 9 {
		sn := paint.Smooth(a.snow-0.04, a.snow+0.08, s.H+j*0.07+crack*0.06) * paint.Smooth(0.34, 0.55, s.Up+j*0.12+crack*0.1)
		c = c.Lerp(a.white, sn)
	}
	sun := paint.Clamp(s.Face*1.3+0.1) * (0.12 + 0.88*s.Lit)
	out := m.lit(c, sun).Times(0.88 + 0.12*s.Up)
	if m.night {
		out = out.Lerp(m.ambient.Times(out.Luma()*2.1), 0.62) // colours sleep
	}
	return out
}

// paintAlps is a chain of lit peaks over meadows or mist.
func paintAlps(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.56, 0.68))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.2, 0.6))
	v.alpineSky(m, horizon, sx)
	a := v.alpine()
	v.peaks(m, a, horizon, side)
	if r.Chance(0.7) {
		v.mist(m.haze.Lerp(m.sun, 0.3), horizon+c.U*r.In(1, 5), c.U*r.In(3, 6), r.In(0.35, 0.85))
	}
	n := paint.Noise(r.Seed())
	slope := r.Sign() * r.In(0.02, 0.14)
	ground := c.Ridge(func(x float32) float32 {
		f := x/float32(c.W) - 0.5
		return c.Y(0.95) - f*slope*float32(c.H) + n.Line(x/c.U*0.03, 3, 0.5)*c.U*2
	})
	dark := m.dark.Mix(a.wood.Mul(m.ambient), 0.45)
	v.firs(ground, c.U*r.In(16, 34), r.Between(7, 26), dark.Lerp(m.haze, 0.25), dark)
	c.FillRidge(ground, dark.Tune(-0.03, 1, 0))
	c.Bloom(0.85, 0.25)
}

func (v *View) alpineSky(m mood, horizon, sx float32) {
	c, r := v.C, v.R
	v.sky(m, horizon)
	if v.Light == Night {
		v.stars(r.Between(400, 900), horizon)
	} else {
		v.sunGlow(m, sx, horizon-c.U*20, 0.45)
	}
	v.cover(m, paint.Pick(r, clear, heaps, streaks, veil), r.In(0.25, 0.6), horizon, sx)
}

func (v *View) alpine() alpine {
	r := v.R
	a := alpine{
		n: paint.Noise(r.Seed()), freq: r.In(0.21, 0.34), height: r.In(2.1, 2.9),
		from: 0.9, full: r.In(2.7, 3.8), snow: r.In(0.6, 1.15), tree: r.In(0.22, 0.36),
		rock:  paint.Hex(paint.Pick(r, uint32(0x8A8782), 0x9A8A7E, 0x7E8894, 0x94897F)),
		wood:  paint.Hex(paint.Pick(r, uint32(0x3F5A3A), 0x35524A, 0x4A5C34)),
		grass: paint.Hex(paint.Pick(r, uint32(0x8AA352), 0x7FA05E, 0x9AA85A)), white: paint.Hex(0xF7F9FC),
	}
	switch {
	case v.Month == 12 || v.Month <= 2:
		a.snow = r.In(0.02, 0.2)
	case v.Month >= 9 && v.Month <= 11:
		a.wood, a.grass = paint.Hex(0xA8702E), paint.Hex(0xC4A458)
	}
	return a
}

// peaks paints alpine land up to the horizon row, lit from side.
func (v *View) peaks(m mood, a alpine, horizon, side float32) paint.Skyline {
	r := v.R
	elev := r.In(0.4, 0.75)
	if v.Light == Dawn || v.Light == Dusk {
		elev = r.In(0.28, 0.45)
	}
	clear := r.In(0.03, 0.06)
	return paint.Relief{
		Horizon: horizon, Eye: 0.22, Spread: 0.5, Ground: true, Near: 0.62, Far: 9, Slices: 205,
		Sun:     [3]float32{side, elev, -0.45},
		Height:  a.at,
		Surface: func(s paint.Spot) paint.RGB { return a.surface(m, s) },
		Haze: func(s paint.Spot) (paint.RGB, float32) {
			low := paint.Exp(-max(s.H, 0) * 5)
			return m.haze, 1 - paint.Exp(-s.Z*(clear+0.09*low))
		},
	}.Paint(v.C)
}
