package motif

import "keepsake/device/demo/scene/paint"

// paintDesert is a sea of dunes, sharp crests between sun and shade.
func paintDesert(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.34, 0.5))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.1, 0.4))
	v.sky(m, horizon+c.Y(0.05))
	sunY := horizon - c.U*r.In(6, 24)
	switch v.Light {
	case Night:
		v.stars(r.Between(500, 1100), horizon)
		v.moon(sx, c.Y(r.In(0.1, 0.2)), r.In(2.5, 5), paint.Pick[float32](r, 1, 0.3), m.sun)
	case Day:
		v.sunGlow(m, sx, sunY, 0.4)
		v.cover(m, paint.Pick(r, clear, streaks, heaps), r.In(0.15, 0.4), horizon, sx)
	default:
		v.sunGlow(m, sx, sunY, 0.8)
		v.cover(m, paint.Pick(r, clear, streaks), r.In(0.2, 0.6), horizon, sx)
		v.sunDisc(m, sx, sunY, r.In(3, 7))
	}
	sand := paint.Hex(paint.Pick(r, uint32(0xE8B06A), 0xE09A58, 0xEFC28A, 0xD9885A, 0xEBD0A0))
	if m.night {
		sand = sand.Lerp(m.ambient, 0.55)
	}
	n := paint.Noise(r.Seed())
	freq := r.In(0.7, 1.05)
	elev := r.In(0.22, 0.34)
	height := r.In(0.55, 0.85)
	ripples := n + 5
	dunes := func(x, z float32) float32 {
		w := n.Fbm(x*0.5+4, z*0.5, 2, 0.4)
		p := x*freq*0.75 + z*freq*0.45 + w*0.8
		k := (n + 3).At(p, z*freq*0.5-x*0.14)
		round := 0.05 + 0.05*z // finer crests than the grid of distances would show teeth
		h := 1 - (paint.Sqrt(k*k+round*round)-round*0.7)*1.9
		h = h * paint.Abs(h) * paint.Smooth(0.7, 1.9, z) * paint.Smooth(12, 4, z)
		big := 0.5 + 0.5*(n+8).At(x*0.35, z*0.3+9)
		return max(h, -0.2)*height*(0.3+0.7*big) + w*0.06
	}
	paint.Relief{
		Horizon: horizon, Eye: 0.5, Spread: 0.5, Ground: true, Near: 0.85, Far: 14, Slices: 330,
		Sun:    [3]float32{side, elev, 0.25},
		Height: dunes,
		Surface: func(s paint.Spot) paint.RGB {
			fine := ripples.At(s.X*26+s.Z*5+2*ripples.At(s.X*3, s.Z*3), s.Z*34)
			lit := paint.Smooth(-0.1, 0.55, s.Face) * (0.25 + 0.75*s.Lit)
			col := m.lit(sand.Times(1+0.05*fine*paint.Smooth(6, 1, s.Z)), lit)
			return col.Lerp(m.sun, 0.12*lit*lit)
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze, 1 - paint.Exp(-s.Z*0.1) },
	}.Paint(c)
	if r.Chance(0.45) {
		v.caravan(m, horizon, dunes)
	}
	c.Bloom(0.85, 0.3)
}

// caravan is a line of camels and walkers, small and far.
func (v *View) caravan(m mood, horizon float32, land func(x, z float32) float32) {
	c, r := v.C, v.R.Fork()
	z := r.In(2.2, 3.2)
	start, gap := r.In(-0.7, 0.1), r.In(0.1, 0.14)
	focal := float32(c.W)
	dark := m.dark.Lerp(m.haze, 0.15)
	for i := range r.Between(3, 6) {
		wx := start + float32(i)*gap
		x := float32(c.W)/2 + wx/z*focal
		y := horizon + (0.5-land(wx, z))/z*focal
		v.camel(x, y+c.U*0.15, c.U*r.In(2.4, 2.7), dark)
	}
}

func (v *View) camel(x, y, s float32, col paint.RGB) {
	p := &paint.Path{}
	pt := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*s, Y: y - b*s} }
	p.Curve(pt(-0.62, 0.75), pt(-0.35, 0.98), pt(-0.1, 1.18), pt(0.1, 1.02), pt(0.42, 0.95), pt(0.6, 0.72), pt(0.3, 0.58), pt(-0.4, 0.58))
	for _, l := range []float32{-0.5, -0.38, 0.4, 0.5} {
		p.Taper(s*0.13, s*0.06, pt(l, 0.7), pt(l+0.03, 0))
	}
	p.Taper(s*0.2, s*0.13, pt(0.5, 0.78), pt(0.72, 0.72), pt(0.88, 1.0), pt(0.92, 1.2))
	p.Taper(s*0.16, s*0.1, pt(0.9, 1.24), pt(1.12, 1.18))
	v.C.Fill(p, col)
}
