package motif

import "keepsake/device/demo/scene/paint"

// pines plants conifers along a ridge by raising it, up to size high, in clumps;
// density is how close they stand.
func (v *View) pines(ridge paint.Ridge, size, density float32) {
	c, r := v.C, v.R.Fork()
	n := paint.Noise(r.Seed())
	ground := append(paint.Ridge{}, ridge...)
	for x := -size; x < float32(c.W)+size; {
		clump := paint.Smooth(-0.5, 0.6, n.At(x/c.U*0.045, 0.5)+0.5*n.At(x/c.U*0.15, 2.5))
		h := size * (0.22 + 0.78*clump) * r.In(0.55, 1)
		tent(r, ridge, ground.At(x)+h*0.05, x, h)
		x += h * r.In(0.1, 0.42) / density
	}
}

// tent raises the ridge to one conifer standing at foot: tiers that step in.
func tent(r *paint.Rand, ridge paint.Ridge, foot, x, h float32) {
	half := h * r.In(0.15, 0.24)
	tiers := float32(r.Between(5, 8))
	skew := r.In(0.8, 1.2)
	jag := r.In(0.3, 0.55)
	ridge.Raise(x, half*1.25, func(dx float32) float32 {
		w := paint.Abs(dx) / half
		if dx > 0 {
			w *= skew
		}
		if w > 1 {
			return 1e9
		}
		// From the rim inwards a tier rises a little, then the next one steps up.
		k := (1 - w) * tiers
		f := k - paint.Floor(k)
		p := (paint.Floor(k) + f*(1-jag)) / tiers
		return foot - h*(0.06+p*0.94)
	})
}

// conifer is the outline of a near fir: trunk at (x, y), h high, with ragged,
// drooping boughs.
func (v *View) conifer(r *paint.Rand, x, y, h float32) *paint.Path {
	half := h * r.In(0.17, 0.24)
	n := r.Between(9, 14)
	var left, right []paint.Pt
	lean := r.In(-0.02, 0.02) * h
	for i := range n {
		t := (float32(i) + 0.6) / float32(n)
		cx := x + lean*(1-t)
		py := y - h + h*0.93*t
		step := h * 0.93 / float32(n)
		for side, pts := range []*[]paint.Pt{&left, &right} {
			s := float32(1 - 2*side)
			w := half * paint.Pow(t, 0.85) * r.In(0.72, 1.15)
			droop := step * r.In(0.25, 0.7)
			*pts = append(*pts,
				paint.Pt{X: cx - s*w*0.5, Y: py - step*0.25},
				paint.Pt{X: cx - s*w, Y: py + droop},
				paint.Pt{X: cx - s*w*0.72, Y: py + droop*0.75},
				paint.Pt{X: cx - s*w*0.42, Y: py + step*0.35})
		}
	}
	p := &paint.Path{}
	p.MoveTo(x+lean, y-h)
	for _, q := range left {
		p.LineTo(q.X, q.Y)
	}
	tw := h * 0.016
	p.LineTo(x-tw, y-h*0.06).LineTo(x-tw, y).LineTo(x+tw, y).LineTo(x+tw, y-h*0.06)
	for i := range right {
		q := right[len(right)-1-i]
		p.LineTo(q.X, q.Y)
	}
	return p
}

// firs plants a row of near firs on a ridge, back ones paler.
func (v *View) firs(ridge paint.Ridge, size float32, n int, far, near paint.RGB) {
	c, r := v.C, v.R.Fork()
	for i := range n {
		t := float32(i) / float32(max(n-1, 1))
		x := r.In(-0.02, 1.02) * float32(c.W)
		h := size * r.In(0.45, 1) * (0.75 + 0.25*t)
		p := v.conifer(r, x, ridge.At(min(max(x, 0), float32(c.W-1)))+h*0.04, h)
		col := far.Lerp(near, t)
		c.Fill(p, paint.Linear{Y0: 0, Y1: 0, X0: x - h*0.2, X1: x + h*0.2, Ramp: paint.Even(col.Tune(0.035, 1, 0), col.Tune(-0.02, 1, 0))})
	}
}
