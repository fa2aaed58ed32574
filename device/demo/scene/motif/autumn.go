package motif

import "keepsake/device/demo/scene/paint"

var autumnHues = [][]uint32{
	{0x4A1F14, 0x8C2F16, 0xC9571C, 0xE98B2A, 0xFFC95A},
	{0x4A2A10, 0x93561A, 0xD18A22, 0xF0B838, 0xFFE27A},
	{0x3E1420, 0x7E1F2A, 0xB93A2E, 0xE0633C, 0xFFA566},
	{0x38300F, 0x6F6420, 0xA89A34, 0xD8C44E, 0xF6E78A},
}

// paintAutumn is an avenue under turning leaves, or birches close by.
func paintAutumn(v *View) {
	if v.R.Chance(0.4) {
		v.birches()
		return
	}
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.44, 0.54))
	vx := c.X(r.In(0.4, 0.6))
	fog := m.haze.Lerp(m.sun, 0.4)
	v.sky(m, horizon)
	c.Glow(vx, horizon-u*8, u*80, 1, m.sun, 0.75, paint.Screen)
	n := paint.Noise(r.Seed())
	hues := paint.Pick(r, autumnHues...)
	if v.Month >= 4 && v.Month <= 8 {
		hues = paint.Pick(r, greenHues...)
	}
	ground := paint.EvenHex(hues...).Map(func(k paint.RGB) paint.RGB { return m.lit(k, 0.6).Lerp(paint.Hex(0x8A7A48), 0.2) })
	far := c.Ridge(func(x float32) float32 { return horizon - u*5 - n.Line(x/u*0.05, 5, 0.6)*u*4 })
	c.FillRidge(far, ground.At(0.5).Lerp(fog, 0.7))
	c.Band(c.Ridge(func(float32) float32 { return horizon }), c.Y(1), paint.Linear{Y0: horizon, Y1: c.Y(1), Ramp: paint.Even(ground.At(0.7).Lerp(fog, 0.5), ground.At(0.55), ground.At(0.35))}, 1, paint.Over)
	half := u * r.In(26, 36)
	path := (&paint.Path{}).Poly(paint.Pt{X: vx - u*0.5, Y: horizon}, paint.Pt{X: vx + u*0.5, Y: horizon}, paint.Pt{X: c.X(0.5) + half*1.3, Y: c.Y(1.02)}, paint.Pt{X: c.X(0.5) - half*1.3, Y: c.Y(1.02)})
	earth := m.lit(paint.Hex(0xC9B08E), 0.7)
	c.Fill(path, paint.Linear{Y0: horizon, Y1: c.Y(1), Ramp: paint.Even(earth.Lerp(fog, 0.5), earth, earth.Times(0.75))})
	for range 260 { // leaves heap up along its edges
		d := r.F()
		y := horizon + (c.Y(1.02)-horizon)*d
		e := r.Sign() * half * 1.3 * d
		c.Dab(paint.Mixf(vx, c.X(0.5), d)+e+r.Bell()*half*0.1*d, y, u*(0.4+5*d)*r.In(0.5, 1), u*(0.1+1.3*d), 0, 0.7, ground.At(r.In(0.35, 0.75)).Lerp(fog, 0.45*(1-d)), 0.75)
	}
	// Shadows of the trees and fallen leaves over all the ground.
	c.Wash(horizon, c.Y(1), u*0.7, paint.Over, func(x, y float32) (paint.RGB, float32) {
		d := (y - horizon) / (c.Y(1) - horizon)
		k := n.Fbm(x/u*0.012, 1.4/(d+0.06), 3, 0.5)
		return m.ambient.Times(0.35), paint.Smooth(0, 0.5, k) * 0.42 * d
	})
	f := r.Fork()
	for range 1500 {
		d := f.F()
		d *= d
		y := horizon + (c.Y(1)-horizon)*d
		s := u * (0.12 + 0.75*d) * f.In(0.6, 1.2)
		c.Dab(f.F()*float32(c.W), y, s, s*0.42, f.In(-0.5, 0.5), 0, ground.At(f.In(0.3, 1)), 0.85)
	}
	l := leaves{ramp: paint.EvenHex(hues...).Map(func(k paint.RGB) paint.RGB { return m.lit(k, paint.Clamp(0.3+k.Luma()*1.1)) }), sx: r.Sign()}
	bark := m.lit(paint.Hex(0x4A3A30), 0.4)
	for i := range 6 {
		t := float32(i) / 5
		z := paint.Mixf(0.1, 1, t*t)
		y := horizon + (c.Y(0.98)-horizon)*z
		for _, s := range []float32{-1, 1} {
			x := paint.Mixf(vx, c.X(0.5), z) + s*(half*1.25*z+u*3*z+u*2)
			k := leaves{sx: l.sx, ramp: l.ramp.Map(func(q paint.RGB) paint.RGB { return q.Lerp(fog, 0.62*(1-t)) })}
			v.avenueTree(r.Fork(), k, bark.Lerp(fog, 0.6*(1-t)), x, y, u*(10+74*z), s)
		}
	}
	v.beams(m, vx, horizon-u*30, 0.3)
	c.Bloom(0.8, 0.35)
}

// avenueTree leans its crown over the path; side is -1 left of it.
func (v *View) avenueTree(r *paint.Rand, l leaves, bark paint.RGB, x, y, h, side float32) {
	v.limbs(r, x, y, h*0.9, h*0.07, bark)
	dabs := int(260 + 12*h/v.C.U)
	v.crown(r, l, x-side*h*0.1, y-h*0.86, h*0.46, h*0.4, 16, dabs)
	v.crown(r, l, x-side*h*0.3, y-h*0.98, h*0.3, h*0.24, 8, dabs/2)
}

// birches are white trunks before blurred leaves.
func (v *View) birches() {
	c, r := v.C, v.R
	m := v.mood()
	hues := paint.Pick(r, autumnHues...)
	if v.Month >= 4 && v.Month <= 8 {
		hues = paint.Pick(r, greenHues...)
	}
	ramp := paint.EvenHex(hues...).Map(func(k paint.RGB) paint.RGB { return m.lit(k, paint.Clamp(0.4+k.Luma())).Lerp(m.haze, 0.15) })
	back := paint.New(max(c.W/6, 24), max(c.H/6, 24))
	back.Vertical(paint.Even(ramp.At(0.95).Lerp(m.sun, 0.4), ramp.At(0.75), ramp.At(0.4)), 0, back.Y(1))
	f := r.Fork()
	for range 150 {
		y := f.F()
		s := back.U * f.In(3, 11)
		back.Dab(f.F()*float32(back.W), y*float32(back.H), s, s, 0, 0.3, ramp.At(paint.Clamp(1.05-y*0.8+f.In(-0.3, 0.3))), 0.5)
	}
	for range 14 {
		x := back.X(f.F())
		back.Fill(paint.Stroke(back.U*f.In(1, 2.4), paint.Pt{X: x, Y: 0}, paint.Pt{X: x + back.U*f.In(-3, 3), Y: back.Y(1)}), ramp.At(0.9).Lerp(paint.Gray(0.95), 0.35))
	}
	back.Blur(float32(min(back.W, back.H)) / 60)
	c.Lay(back, paint.Over, 1)
	count := r.Between(4, 7)
	for i := range count {
		t := float32(i) / float32(count-1)
		x := c.X((float32(r.Int(count))+r.In(0.1, 0.9))/float32(count)*1.1 - 0.05)
		v.birch(m, x, c.U*paint.Mixf(2.6, 9.5, t*t), ramp)
	}
	for range 160 {
		x, y := c.X(f.F()), c.Y(f.F()*f.F())
		s := c.U * f.In(0.5, 1.3)
		c.Dab(x, y, s, s*0.65, f.In(-1, 1), 0, ramp.At(f.In(0.45, 1)), 0.92)
	}
	c.Bloom(0.85, 0.25)
}

func (v *View) birch(m mood, x, w float32, ramp *paint.Ramp) {
	c, r := v.C, v.R.Fork()
	lean := c.U * r.In(-4, 4)
	a, b := paint.Pt{X: x, Y: c.Y(1.03)}, paint.Pt{X: x + lean, Y: c.Y(-0.03)}
	white := m.lit(paint.Hex(0xF4EFE6), 0.85)
	p := paint.Taper(w, w*0.78, a, b)
	c.Shadow(p, w*0.3, 0, w*0.6, ramp.At(0.1), 0.4)
	c.Fill(p, paint.Linear{X0: x - w/2, X1: x + w/2 + lean*0.5, Ramp: paint.Even(white.Times(0.86), white, white.Times(0.94), white.Mul(m.ambient).Times(0.8))})
	marks := &paint.Path{}
	for range 34 {
		t := r.F()
		y := c.Y(t)
		mid := paint.Mixf(b.X, a.X, t)
		half := w * 0.5 * paint.Mixf(0.78, 1, t)
		s := r.Sign()
		l := half * r.In(0.15, 0.75)
		th := w * r.In(0.012, 0.05)
		if r.Chance(0.12) { // where a branch was
			th, l = w*0.1, half*0.5
		}
		e := mid + s*half
		marks.MoveTo(e, y-th*1.2).QuadTo(e-s*l*0.5, y-th*0.4, e-s*l, y+th*0.2).QuadTo(e-s*l*0.4, y+th, e, y+th*1.2)
	}
	c.FillAs(marks, paint.Hex(0x2E2824), 0.82, paint.Over)
}
