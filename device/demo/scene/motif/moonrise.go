package motif

import "keepsake/device/demo/scene/paint"

// paintMoonrise is a great moon behind a ridge with trees or someone on it.
func paintMoonrise(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.72, 0.82))
	v.sky(m, horizon)
	v.stars(r.Between(200, 600), horizon*0.9)
	x, y := c.X(r.In(0.34, 0.66)), horizon-u*r.In(16, 30)
	hue := paint.Hex(paint.Pick(r, uint32(0xF8F0D8), 0xFFE0B0, 0xF6C890, 0xEAF0F8))
	v.moon(x, y, r.In(15, 25), 1, hue)
	v.cover(m, paint.Pick(r, streaks, streaks, veil, clear), r.In(0.3, 0.6), horizon, x)
	set := rangeSet{horizon: horizon, sharp: r.In(0.2, 1), tall: r.In(0.4, 0.9), sx: x, valley: r.In(-0.5, 0.5), middle: 0.5}
	for i := range 3 {
		v.mountainRange(m, set, 0.12+float32(i)*0.22)
		v.mist(m.haze.Lerp(hue, 0.25), horizon+u*float32(2+i*5), u*5, 0.4)
	}
	n := paint.Noise(r.Seed())
	dir := r.Sign()
	hill := c.Ridge(func(px float32) float32 {
		f := (px/float32(c.W) - 0.5) * dir
		return c.Y(0.9) - u*16*paint.Smooth(-0.3, 0.4, f) + n.Line(px/u*0.02, 3, 0.5)*u*2.4
	})
	dark := m.dark.Times(0.6)
	switch r.Int(3) {
	case 0:
		v.firs(hill, u*r.In(14, 24), r.Between(8, 18), dark, dark)
	case 1:
		v.bareTree(x+u*r.In(-12, 12)-dir*u*4, hill, u*r.In(34, 46), dark)
	default:
		v.birds(r.Between(6, 14), x, y-u*4, u*9, dark)
		v.firs(hill, u*12, r.Between(3, 8), dark, dark)
	}
	c.FillRidge(hill, paint.Linear{Y0: hill.Top(), Y1: c.Y(1), Ramp: paint.Even(dark.Lerp(m.haze, 0.08), dark.Times(0.7))})
	c.Bloom(0.7, 0.35)
}

// bareTree is a wide tree without leaves standing on a ridge.
func (v *View) bareTree(x float32, ground paint.Ridge, h float32, col paint.RGB) {
	r := v.R.Fork()
	p := &paint.Path{}
	y := ground.At(min(max(x, 0), float32(v.C.W-1))) + h*0.02
	grow(r, p, paint.Pt{X: x, Y: y}, -1.57, h*0.34, h*0.06, 7, nil)
	v.C.Fill(p, col)
}

// grow adds a branch and its twigs; each end is told to tip.
func grow(r *paint.Rand, p *paint.Path, a paint.Pt, ang, l, w float32, depth int, tip func(paint.Pt, float32)) {
	b := paint.Pt{X: a.X + paint.Cos(ang)*l, Y: a.Y + paint.Sin(ang)*l}
	p.Taper(w, w*0.68, paint.Bend(a, b, l*r.In(-0.12, 0.12), 4)...)
	if depth == 0 {
		if tip != nil {
			tip(b, ang)
		}
		return
	}
	n := 2
	if r.Chance(0.3) {
		n = 3
	}
	for i := range n {
		spread := (float32(i)/float32(n-1) - 0.5) * r.In(0.8, 1.5)
		grow(r, p, b, ang+spread+r.In(-0.2, 0.2), l*r.In(0.66, 0.86), w*r.In(0.58, 0.7), depth-1, tip)
	}
}
