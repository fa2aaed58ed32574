package motif

import "keepsake/device/demo/scene/paint"

// paintMountains is range behind range in the haze, sun or moon between them.
func paintMountains(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.46, 0.62))
	sx, sy := c.X(r.In(0.22, 0.78)), horizon-c.U*r.In(2, 26)
	v.sky(m, horizon+c.Y(0.1))
	if v.Light == Night {
		v.stars(int(r.In(250, 700)), horizon)
	} else {
		v.sunGlow(m, sx, sy, 0.6)
	}
	v.cover(m, paint.Pick(r, clear, streaks, streaks, veil), r.In(0.2, 0.7), horizon, sx)
	switch {
	case v.Light == Night:
		v.moon(sx, c.Y(r.In(0.14, 0.34)), r.In(3.5, 6), paint.Pick[float32](r, 1, 1, 0.35, 0.6), m.sun)
	case v.Light != Day:
		v.sunDisc(m, sx, sy, r.In(2.6, 5.5))
	}
	set := rangeSet{horizon: horizon, sharp: r.In(0.2, 1), tall: r.In(0.8, 1.5), sx: sx, valley: r.In(-0.6, 1), middle: r.In(0.3, 0.7)}
	layers := r.Between(5, 8)
	for i := range layers {
		t := float32(i) / float32(layers-1)
		v.mountainRange(m, set, t)
		if i < layers-1 {
			y := horizon + c.Y(0.05+0.38*t*t) + c.U*r.In(4, 9)
			v.mist(m.haze.Lerp(m.sun, 0.25), y, c.U*r.In(4, 9), (1-t*0.8)*r.In(0.3, 0.75))
		}
	}
	if v.Light != Night && r.Chance(0.35) {
		v.birds(r.Between(4, 9), sx+c.U*r.In(-20, 20), horizon-c.U*r.In(14, 28), c.U*6, m.dark)
	}
	v.C.Bloom(0.8, 0.3)
}

// rangeSet is what the ranges of one picture share.
type rangeSet struct {
	horizon, sharp, tall float32
	sx                   float32 // where the light is
	valley, middle       float32 // how much nearer ranges open in the middle
}

// mountainRange paints one range: t is 0 for the farthest and 1 for the nearest.
func (v *View) mountainRange(m mood, set rangeSet, t float32) {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	base := set.horizon + c.Y(0.4)*t*t - c.Y(0.01)
	amp := u * paint.Mixf(24, 15, t) * set.tall * r.In(0.8, 1.25)
	freq := paint.Mixf(0.016, 0.009, t) / u * r.In(0.8, 1.2)
	off := r.In(0, 90)
	oct := 5 + int(t*2.5)
	forest := t > 0.5
	open := set.valley * t * u * 24
	ridge := c.Ridge(func(x float32) float32 {
		p := x*freq + off
		h := n.Crest(p, oct)
		soft := n.Line(p*0.8+40, oct, 0.45)*0.5 + 0.5
		h = paint.Mixf(soft, h, set.sharp*(1-t*0.6))
		side := x/float32(c.W) - set.middle
		return base - (h-0.35)*amp - (side*side*4-0.25)*open
	})
	col := m.dark.Mix(m.haze, 1-paint.Clamp(t*0.94+0.1)).Tune(0, 1.08, 0)
	foot := col.Lerp(m.haze.Lerp(m.sun, 0.3), paint.Mixf(0.8, 0.1, t))
	top := ridge.Top()
	if forest {
		v.pines(ridge, u*paint.Mixf(2.2, 9, (t-0.5)*2), paint.Mixf(1.1, 0.75, t))
	}
	c.FillRidge(ridge, paint.Linear{Y0: top, Y1: max(base+amp*paint.Mixf(0.7, 1.2, t), top+u), Ramp: paint.Even(col, foot)})
	if !forest {
		v.flanks(m, ridge, base, amp, t, set.sx, r.Seed())
	}
}

// flanks gives a far range its sunny and shady slopes.
func (v *View) flanks(m mood, ridge paint.Ridge, base, amp, t, sx float32, seed uint32) {
	c := v.C
	u := c.U
	n := paint.Noise(seed)
	top := ridge.Top()
	shade := m.ambient.Times(0.55).Lerp(m.haze, 0.2)
	c.Wash(top, base+amp*0.4, u*0.5, paint.Over, func(x, y float32) (paint.RGB, float32) {
		edge := ridge.At(min(max(x, 0), float32(c.W-1)))
		d := y - edge
		if d < u*0.3 {
			return shade, 0
		}
		// Gullies run down from the crest, leaning with the slope.
		g := n.Ridged(x/u*0.055+d/u*0.035, y/u*0.05-x/u*0.02, 4)
		side := ridge.At(min(x+u*1.5, float32(c.W-1))) - ridge.At(max(x-u*1.5, 0))
		toward := sign(sx-x) * side / u
		s := (g-0.42)*1.5 - toward*0.3*paint.Exp(-d/(amp*0.3))
		fade := paint.Exp(-d/(amp*0.4)) * paint.Smooth(u*0.3, u*1.2, d)
		if s > 0 {
			return m.sun, paint.Clamp(s) * 0.26 * fade * (1 - t*0.5)
		}
		return shade, paint.Clamp(-s) * 0.4 * fade
	})
}
