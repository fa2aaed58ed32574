package motif

import "keepsake/device/demo/scene/paint"

// paintForest is conifers in fog: from within, trunk behind trunk, or from above.
func paintForest(v *View) {
	if v.R.Chance(0.45) {
		v.foggyTops()
		return
	}
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	fog := m.haze.Lerp(m.sun, 0.35)
	sx, sy := c.X(r.In(0.25, 0.75)), c.Y(r.In(0.12, 0.4))
	tint := paint.Hex(paint.Pick(r, uint32(0x5E7A66), 0x5A7A7C, 0x7A7A58, 0x66708A))
	deep := m.dark.Mix(tint, 0.35)
	c.Vertical(paint.Even(fog.Mix(tint, 0.2), fog, fog.Mix(tint, 0.25)), 0, c.Y(1))
	c.Glow(sx, sy, u*75, 1, m.sun, 0.7, paint.Screen)
	layers := r.Between(5, 7)
	for i := range layers {
		t := float32(i) / float32(layers-1)
		col := deep.Lerp(fog, 0.9*paint.Pow(1-t, 1.3)+0.02)
		v.trunks(t, col, col.Lerp(m.sun, 0.22*(1-t)+0.05), sx)
		if i < layers-1 {
			n := paint.Noise(r.Seed())
			c.Wash(0, c.Y(1), u*1.5, paint.Over, func(x, y float32) (paint.RGB, float32) {
				low := paint.Smooth(0.35, 0.95, y/float32(c.H))
				return fog, (0.1 + 0.3*low) * (0.6 + 0.6*n.Fbm(x/u*0.02, y/u*0.03, 3, 0.5)) * (1 - t*0.6)
			})
		}
	}
	v.beams(m, sx, sy, r.In(0.3, 0.6))
	v.undergrowth(deep)
	c.Bloom(0.8, 0.35)
}

// trunks is one row of trees; t is 0 for the farthest.
func (v *View) trunks(t float32, col, lit paint.RGB, sx float32) {
	c, r := v.C, v.R.Fork()
	u := c.U
	n := paint.Noise(r.Seed())
	ground := c.Y(0.7 + 0.26*t*t)
	floor := c.Ridge(func(x float32) float32 { return ground + n.Line(x/u*0.02, 4, 0.5)*u*(2+4*t) })
	count := int(paint.Mixf(26, 5, t) * v.aspect() * 0.8)
	w := u * paint.Mixf(0.8, 5.2, t*t)
	body, twigs := &paint.Path{}, &paint.Path{}
	for i := range count {
		x := (float32(i) + r.In(0.1, 0.9)) / float32(count) * float32(c.W)
		if t > 0.8 && paint.Abs(x-c.X(0.5)) < c.X(0.16) {
			continue // leaves the middle open
		}
		tw := w * r.In(0.6, 1.3)
		lean := r.In(-0.03, 0.03) * float32(c.H)
		foot := floor.At(x) + u
		body.Taper(tw*1.1, tw*0.62, paint.Pt{X: x, Y: foot}, paint.Pt{X: x + lean, Y: -u * 4})
		body.Taper(tw*1.7, tw*0.9, paint.Pt{X: x, Y: foot}, paint.Pt{X: x + lean*0.06, Y: foot - tw*1.6})
		v.boughs(r, twigs, x, lean, foot, tw, t)
	}
	side := func(x float32) *paint.Ramp { return paint.Even(col, lit) }
	c.Fill(twigs, col)
	c.Fill(body, paint.Linear{X0: sx - float32(c.W)*0.6, X1: sx, Ramp: side(0)})
	c.FillRidge(floor, paint.Linear{Y0: ground - u*4, Y1: ground + u*16, Ramp: paint.Even(col.Lerp(lit, 0.6), col)})
}

// boughs adds branches with drooping twigs above eye level.
func (v *View) boughs(r *paint.Rand, p *paint.Path, x, lean, foot, tw, t float32) {
	c := v.C
	for k := range r.Between(6, 11) {
		f := 0.34 + 0.66*(float32(k)+r.F())/11
		y := foot * (1 - f)
		bx := x + lean*f
		s := r.Sign()
		l := tw*r.In(1.2, 3) + c.U*r.In(2, 6)*(0.4+t)
		a, b := paint.Pt{X: bx, Y: y}, paint.Pt{X: bx + s*l, Y: y + l*r.In(0.05, 0.4)}
		rib := paint.Bend(a, b, s*l*r.In(0.06, 0.16), 12)
		p.Taper(tw*0.12, tw*0.02, rib...)
		for i := 2; i < len(rib); i++ { // twigs hang to both sides, of all lengths
			for range 3 {
				h := l * r.In(0.08, 0.34) * (1.15 - float32(i)/13)
				q := rib[i]
				e := paint.Pt{X: q.X + s*h*r.In(0.1, 0.75), Y: q.Y + h*r.In(0.25, 0.8)}
				p.Taper(tw*0.05+c.U*0.05, c.U*0.03, q, e)
			}
		}
	}
}

// beams lets the light fall in shafts from (sx, sy).
func (v *View) beams(m mood, sx, sy, strength float32) {
	c := v.C
	u := c.U
	n := paint.Noise(v.R.Seed())
	c.Wash(0, c.Y(1), u*0.8, paint.Screen, func(x, y float32) (paint.RGB, float32) {
		dx, dy := x-sx, y-sy+u*40
		d := paint.Sqrt(dx*dx+dy*dy) / u
		k := n.Fbm(paint.Atan2(dy, dx)*7, 2, 3, 0.6)
		return m.sun, paint.Smooth(-0.02, 0.55, k) * paint.Exp(-d/85) * strength * 1.5 * paint.Smooth(0, 30, d)
	})
}

// undergrowth is grass and ferns along the lower edge.
func (v *View) undergrowth(col paint.RGB) {
	c, r := v.C, v.R.Fork()
	u := c.U
	for range 26 {
		x, y := c.X(r.In(-0.05, 1.05)), c.Y(r.In(0.97, 1.06))
		l := u * r.In(6, 15)
		shade := col.Tune(r.In(-0.04, 0.05), 1, 0)
		p := &paint.Path{}
		for range r.Between(4, 7) {
			ang := r.In(-1.25, 1.25)
			tip := paint.Pt{X: x + paint.Sin(ang)*l, Y: y - paint.Cos(ang)*l*0.8}
			rib := paint.Bend(paint.Pt{X: x, Y: y}, tip, paint.Sin(ang)*l*0.18, 10)
			for i := 1; i < len(rib); i++ {
				w := l * 0.13 * (1 - float32(i)/11)
				dx, dy := rib[i].X-rib[i-1].X, rib[i].Y-rib[i-1].Y
				d := paint.Sqrt(dx*dx+dy*dy) + 0.01
				for _, s := range []float32{-1, 1} {
					p.Poly(rib[i-1], rib[i], paint.Pt{X: rib[i].X + (dx*0.6-dy*s)/d*w, Y: rib[i].Y + (dy*0.6+dx*s)/d*w})
				}
			}
		}
		c.Fill(p, shade)
	}
}

// foggyTops looks down on wooded slopes with fog between.
func (v *View) foggyTops() {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	fog := m.haze.Lerp(m.sun, 0.3)
	wood := m.dark.Mix(paint.Hex(paint.Pick(r, uint32(0x2F5148), 0x34503A, 0x3A4A5C)), 0.55)
	c.Vertical(paint.Even(fog.Mix(m.sky.At(0.4), 0.5), fog), 0, c.Y(0.5))
	n := paint.Noise(r.Seed())
	layers := r.Between(6, 9)
	dir := r.Sign()
	for i := range layers {
		t := float32(i) / float32(layers-1)
		base := c.Y(paint.Mixf(0.26, 0.93, t))
		slope := dir * r.In(0.05, 0.4) * (1 - t*0.5)
		if i%2 == 1 {
			slope = -slope
		}
		off := r.In(0, 60)
		ridge := c.Ridge(func(x float32) float32 {
			f := x/float32(c.W) - 0.5
			return base + f*slope*float32(c.H)*0.6 + n.Line(x/u*0.012+off, 4, 0.5)*u*6
		})
		top := ridge.Top()
		v.pines(ridge, u*paint.Mixf(4, 17, t), 1.25)
		col := wood.Lerp(fog, 0.86*paint.Pow(1-t, 1.15))
		c.FillRidge(ridge, paint.Linear{Y0: top, Y1: top + c.Y(0.3), Ramp: paint.Even(col, col.Lerp(fog, 0.5*(1-t)+0.12))})
		if i < layers-1 {
			v.mist(fog, base+u*r.In(5, 10), u*r.In(4, 9), r.In(0.45, 0.85)*(1-t*0.45))
		}
	}
	c.Bloom(0.85, 0.25)
}
