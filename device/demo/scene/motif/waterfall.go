package motif

import "keepsake/device/demo/scene/paint"

// paintWaterfall is a fall between wooded walls, mist at its foot.
func paintWaterfall(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	fog := m.haze.Lerp(m.sun, 0.35)
	v.sky(m, c.Y(0.5))
	fx := c.X(r.In(0.36, 0.64))
	lip, foot := c.Y(r.In(0.2, 0.28)), c.Y(r.In(0.66, 0.73))
	c.Glow(fx, lip-u*8, u*70, 1, m.sun, 0.5, paint.Screen)
	v.cover(m, paint.Pick(r, heaps, streaks, veil), 0.4, lip, fx)
	rock := paint.Hex(paint.Pick(r, uint32(0x9A9A94), 0xA8988A, 0x8A969C, 0xB09C82))
	moss := paint.Hex(paint.Pick(r, uint32(0x7FA84A), 0x6A9A5A, 0x9AAA4A))
	wood := moss.Mul(m.ambient).Mix(m.dark, 0.3)
	n := paint.Noise(r.Seed())
	back := c.Ridge(func(x float32) float32 {
		d := paint.Abs(x-fx) / u
		return lip - u*0.5 - u*0.1*d + n.Line(x/u*0.04, 4, 0.5)*u*3 - u*4*paint.Smooth(6, 20, d)
	})
	v.woodedEdge(back, foot, u*10, wood.Lerp(fog, 0.4))
	v.rockWall(m, back, foot, rock, moss, fog, 0.2)
	wide := u * r.In(8, 14)
	v.fall(m, fx, wide, lip, foot, fog)
	for range r.Int(3) {
		v.fall(m, fx+r.Sign()*wide*r.In(1.1, 1.9), wide*r.In(0.16, 0.4), lip+u*r.In(0, 5), foot, fog)
	}
	for i := range 9 { // spray
		c.Glow(fx+r.Bell()*wide*0.6, foot-u*1.5, u*(8+2*float32(i)), 1.7, fog.Lerp(paint.Gray(1), 0.5), 0.13, paint.Screen)
	}
	v.pool(m, fx, wide, foot, fog)
	for i, depth := range []float32{0.25, 0.1} { // banks closing in from both sides
		for _, s := range []float32{-1, 1} {
			open := wide/u*0.9 + 12 + 12*float32(i)
			near := c.Ridge(func(x float32) float32 {
				d := (x-fx)*s/u - open
				wob := n.Line(x/u*0.05+s*40+float32(i)*9, 4, 0.5)
				top := lip + u*(24+9*float32(i)-0.9*max(d, 0)) + wob*u*5
				return paint.Mixf(foot+u*(4+10*float32(i))+u*2.6*max(0, -d), top, paint.Smooth(-6+wob*3, 9, d))
			})
			v.pines(near, u*(10+7*float32(i)), 1.15)
			col := wood.Mix(m.dark, 0.25*float32(i)).Lerp(fog, depth)
			c.FillRidge(near, paint.Linear{Y0: near.Top(), Y1: c.Y(1), Ramp: paint.Even(col.Tune(0.07, 1.1, 0), col, col.Tune(-0.07, 1, 0))})
			c.Wash(near.Top(), c.Y(1), u*0.5, paint.Over, func(x, y float32) (paint.RGB, float32) { // crowns of the wood
				d := y - near.At(min(max(x, 0), float32(c.W-1)))
				k := n.Ridged(x/u*0.16+s*9, y/u*0.1+float32(i)*5, 2) - 0.5
				a := paint.Smooth(u, u*5, d) * 0.5
				if k > 0 {
					return moss.Mul(m.ambient.Lerp(m.key, 0.5)).Lerp(fog, depth), k * a
				}
				return m.dark, -k * a
			})
		}
	}
	v.boulders(r.Fork(), m, fx, wide, foot, rock)
	v.undergrowth(m.dark.Mix(wood, 0.6))
	v.beams(m, fx, lip-u*20, 0.35)
	c.Bloom(0.85, 0.3)
}

// woodedEdge grows trees along a ridge, behind it.
func (v *View) woodedEdge(ridge paint.Ridge, bottom, size float32, col paint.RGB) {
	trees := append(paint.Ridge{}, ridge...)
	v.pines(trees, size, 1.1)
	v.C.Band(trees, bottom, paint.Linear{Y0: trees.Top(), Y1: trees.Top() + size*3, Ramp: paint.Even(col.Tune(0.03, 1, 0), col.Tune(-0.04, 1, 0))}, 1, paint.Over)
}

// pool is the water below a fall, foam drifting out.
func (v *View) pool(m mood, fx, wide, foot float32, fog paint.RGB) {
	c, r := v.C, v.R
	u := c.U
	pool := paint.Hex(paint.Pick(r, uint32(0x3FA8A0), 0x3A90A8, 0x5AA888)).Mul(m.ambient.Lerp(m.key, 0.55))
	c.Mirror(paint.Water{Horizon: foot, Bottom: c.Y(1), Near: pool.Times(0.72), Far: pool.Lerp(fog, 0.35), Depth: 0.62, FarDepth: 0.4, Ripple: 0.8, Squeeze: 1, Seed: r.Seed()})
	f := r.Fork()
	for range 150 {
		d := f.F()
		d *= d
		y := foot + (c.Y(1)-foot)*d*0.8
		c.Dab(fx+f.Bell()*(wide*0.8+u*22*d), y, u*f.In(0.8, 3.4), u*f.In(0.1, 0.3), 0, 0.8, fog.Lerp(paint.Gray(1), 0.55), 0.55*(1-d))
	}
}

// rockWall fills below a ridge with layered, mossy rock.
func (v *View) rockWall(m mood, top paint.Ridge, bottom float32, rock, moss, fog paint.RGB, haze float32) {
	c := v.C
	u := c.U
	n := paint.Noise(v.R.Seed())
	c.Band(top, bottom, m.lit(rock, 0.3).Times(0.7).Lerp(fog, haze), 1, paint.Over)
	c.Wash(top.Top(), bottom, u*0.4, paint.Over, func(x, y float32) (paint.RGB, float32) {
		d := y - top.At(min(max(x, 0), float32(c.W-1)))
		if d < 0 {
			return rock, 0
		}
		bend := n.At(x/u*0.05, 3)
		strata := n.Fbm(x/u*0.05, y/u*0.06+bend*0.6, 3, 0.55)
		crack := n.Ridged(x/u*0.11+bend*0.3, y/u*0.02, 2)
		light := paint.Clamp(0.5 + strata*0.7 - paint.Smooth(0.62, 0.9, crack)*0.4)
		col := m.lit(rock, light).Times(0.6 + 0.5*light)
		green := paint.Smooth(-0.05, 0.4, (n+4).Fbm(x/u*0.05+9, y/u*0.09, 3, 0.55)+0.5*paint.Exp(-d/(u*8))-0.05)
		col = col.Lerp(m.lit(moss, light).Times(0.62+0.5*light), 0.9*green)
		return col.Lerp(fog, haze), paint.Smooth(0, u*0.5, d) * 0.96
	})
}

// fall is one sheet of falling water.
func (v *View) fall(m mood, x, w, lip, foot float32, fog paint.RGB) {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	white := fog.Lerp(paint.Gray(1), 0.6)
	blue := m.sky.At(0.3).Lerp(white, 0.45)
	c.Wash(lip-u*2, foot+u, u*0.24, paint.Over, func(px, py float32) (paint.RGB, float32) {
		t := paint.Clamp((py - lip) / (foot - lip))
		wob := n.Line(py/u*0.05, 2, 0.5) * u * 0.8
		half := w * 0.5 * (0.72 + 0.4*t)
		d := paint.Abs(px-x-wob) / half
		if d > 1.25 || py < lip-u {
			return white, 0
		}
		strand := n.Fbm((px-x)/u*0.95/(0.8+0.4*t), py/u*0.035, 4, 0.6)
		a := paint.Smooth(1.12, 0.6, d+strand*0.35) * paint.Smooth(lip-u*0.8, lip+u*0.6, py+strand*u*0.5)
		return blue.Lerp(white, paint.Clamp(0.55+strand*1.1)), a * (0.86 + 0.14*t)
	})
}

func (v *View) boulders(r *paint.Rand, m mood, fx, wide, foot float32, rock paint.RGB) {
	c := v.C
	u := c.U
	for i := range 9 {
		d := 0.1 + 0.9*float32(i)/10
		s := u * (1.6 + 8*d) * r.In(0.6, 1.2)
		x := fx + r.Sign()*(wide*0.5+c.U*(3+9*d)*r.In(0.6, 1.2))
		y := foot + (c.Y(1.04)-foot)*d
		v.stone(r, m, x, y, s, rock)
	}
}

// stone is a rounded rock in water, wet below.
func (v *View) stone(r *paint.Rand, m mood, x, y, s float32, rock paint.RGB) {
	c := v.C
	var pts []paint.Pt
	const k = 9
	for i := range k {
		a := 3.1416 + 3.1416*float32(i)/(k-1)
		q := r.In(0.85, 1.1)
		pts = append(pts, paint.Pt{X: x + paint.Cos(a)*s*q, Y: y + paint.Sin(a)*s*0.62*q})
	}
	pts = append(pts, paint.Pt{X: x + s*0.6, Y: y + s*0.12}, paint.Pt{X: x - s*0.6, Y: y + s*0.12})
	c.Dab(x, y+s*0.12, s*1.2, s*0.16, 0, 0.6, m.haze.Lerp(paint.Gray(1), 0.5), 0.35)
	p := (&paint.Path{}).Curve(pts...)
	c.Fill(p, paint.Linear{X0: x - s*0.4, Y0: y - s*0.7, X1: x + s*0.3, Y1: y + s*0.2, Ramp: paint.Even(m.lit(rock, 0.9), m.lit(rock, 0.4).Times(0.75), m.lit(rock, 0).Times(0.4))})
}
