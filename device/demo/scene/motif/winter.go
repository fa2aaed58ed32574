package motif

import "keepsake/device/demo/scene/paint"

// paintCabin is a house in the snow with lit windows.
func paintCabin(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	u := c.U
	horizon := c.Y(r.In(0.5, 0.6))
	sx := c.X(r.In(0.2, 0.8))
	v.sky(m, horizon)
	if v.Light == Night {
		v.stars(500, horizon)
		if r.Chance(0.6) {
			v.moon(sx, c.Y(r.In(0.12, 0.25)), r.In(3, 5), 1, m.sun)
		}
	} else {
		v.sunGlow(m, sx, horizon-u*4, 0.5)
	}
	v.cover(m, paint.Pick(r, clear, veil, streaks), 0.4, horizon, sx)
	snow := m.lit(paint.Hex(0xF4F7FB), 0.5)
	if v.Light == Night {
		snow = m.ambient.Lerp(paint.Hex(0x9FB8DA), 0.45)
	}
	shade := snow.Mul(m.ambient).Lerp(snow, 0.45)
	set := rangeSet{horizon: horizon, sharp: 0.8, tall: r.In(0.7, 1.3), sx: sx, valley: 0.3, middle: 0.5}
	white := m
	white.dark = shade.Times(0.75)
	for i := range 2 {
		v.mountainRange(white, set, float32(i)*0.2)
	}
	for i := range 3 { // woods with snow between
		t := float32(i) / 2
		n := paint.Noise(r.Seed())
		base := horizon + c.Y(0.03+0.16*t)
		ridge := c.Ridge(func(x float32) float32 { return base - n.Line(x/u*0.014, 3, 0.5)*u*4 })
		ground := append(paint.Ridge{}, ridge...)
		v.pines(ridge, u*paint.Mixf(6, 15, t), 0.8)
		wood := m.dark.Mix(paint.Hex(0x2F4A4A), 0.3).Lerp(m.haze, 0.5-0.36*t)
		c.FillRidge(ridge, wood)
		c.FillRidge(ground, paint.Linear{Y0: ground.Top(), Y1: base + u*20, Ramp: paint.Even(snow.Lerp(m.haze, 0.3*(1-t)), shade)})
	}
	n := paint.Noise(r.Seed())
	hx, hy := c.X(r.In(0.3, 0.7)), c.Y(r.In(0.74, 0.8))
	hill := c.Ridge(func(x float32) float32 {
		d := (x - hx) / u / 60
		return hy + u*5*d*d + n.Line(x/u*0.01, 2, 0.5)*u*1.5
	})
	c.FillRidge(hill, paint.Linear{Y0: hy - u, Y1: c.Y(1), Ramp: paint.Even(snow, shade.Lerp(snow, 0.2))})
	f := r.Fork()
	for i := range r.Between(3, 6) {
		x := hx + f.Sign()*u*f.In(20, 55)
		v.snowFir(f, m, x, hill.At(min(max(x, 0), float32(c.W-1)))+u*float32(i)*0.8, u*f.In(16, 34), snow)
	}
	v.cottage(m, hx, hill.At(hx)+u*1.5, u*r.In(17, 24), snow)
	for range 2 {
		x := c.X(0.5 + f.Sign()*f.In(0.38, 0.5))
		v.snowFir(f, m, x, c.Y(f.In(0.98, 1.04)), u*f.In(40, 56), snow)
	}
	if r.Chance(0.65) {
		v.snowfall(snow.Lerp(paint.Gray(1), 0.6))
	}
	c.Bloom(0.7, 0.4)
}

// snowFir is a fir with snow on every bough.
func (v *View) snowFir(r *paint.Rand, m mood, x, y, h float32, snow paint.RGB) {
	c := v.C
	dark := m.dark.Mix(paint.Hex(0x24423E), 0.45)
	c.Dab(x, y, h*0.22, h*0.035, 0, 0.6, dark, 0.3)
	c.Fill((&paint.Path{}).Rect(x-h*0.02, y-h*0.08, h*0.04, h*0.09), dark.Times(0.7))
	n := r.Between(6, 8)
	for i := range n { // from the ground up, each tier over the one below
		t := 1 - float32(i)/float32(n)
		w := h * 0.25 * paint.Pow(t, 0.8) * r.In(0.9, 1.1)
		py := y - h*0.06 - h*0.88*(1-t)
		th := h * 1.25 / float32(n)
		tier := func(w, lift float32) *paint.Path {
			p := (&paint.Path{}).MoveTo(x, py-th)
			p.QuadTo(x+w*0.3, py-th*0.3, x+w, py+lift)
			const k = 6
			for j := range k {
				a := x + w - 2*w*(float32(j)+0.5)/k
				b := x + w - 2*w*(float32(j)+1)/k
				sag := th * 0.16 * (1 - paint.Abs(b-x)/w*0.6)
				p.QuadTo(a, py+lift+th*0.22+sag, b, py+lift+sag*paint.Smooth(0, 0.5, 1-paint.Abs(b-x)/w))
			}
			return p.QuadTo(x-w*0.3, py-th*0.3, x, py-th)
		}
		c.Fill(tier(w, 0), paint.Linear{X0: x - w, X1: x + w, Ramp: paint.Even(dark.Tune(0.05, 1, 0), dark.Tune(-0.03, 1, 0))})
		c.Fill(tier(w*0.86, -th*0.27), paint.Linear{X0: x - w, X1: x + w, Y1: th * 0.2, Ramp: paint.Even(snow.Lerp(paint.Gray(1), 0.15), snow.Mul(m.ambient).Lerp(snow, 0.55))})
	}
}

// cottage is a wooden house, w wide, its front's lower middle at (x, y).
func (v *View) cottage(m mood, x, y, w float32, snow paint.RGB) {
	c, r := v.C, v.R
	warm := paint.Hex(0xFFC45E)
	wood := m.lit(paint.Hex(paint.Pick(r, uint32(0x7A4B32), 0x8C3B2C, 0x5C4334, 0x6A5A4A)), 0.35)
	if v.Light == Night {
		wood = wood.Lerp(m.dark, 0.35)
	}
	h, gable := w*0.36, w*0.34
	front := w * 0.46 // the gable side; the rest is the long wall
	dir := r.Sign()
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + dir*a, Y: y - b} }
	poly := func(ink paint.Ink, pts ...paint.Pt) { c.Fill((&paint.Path{}).Poly(pts...), ink) }
	c.Dab(x, y+w*0.03, w*0.8, w*0.09, 0, 0.7, snow.Mul(m.ambient).Times(0.6), 0.5)
	c.Glow(x, y, w*1.3, 2.4, warm, 0.35, paint.Screen)
	// Long wall, gable wall, planks.
	poly(wood.Times(0.74), at(-w*0.5+front, 0), at(w*0.5, -w*0.015), at(w*0.5, h*0.96), at(-w*0.5+front, h))
	poly(wood, at(-w*0.5, 0), at(-w*0.5+front, 0), at(-w*0.5+front, h), at(-w*0.5+front/2, h+gable), at(-w*0.5, h))
	for i := range 7 {
		b := h * (float32(i) + 0.5) / 7
		c.FillAs(paint.Stroke(w*0.008, at(-w*0.5, b), at(w*0.5, b)), wood.Times(0.6), 0.5, paint.Over)
	}
	// Roof with its load of snow, over the long wall and as two edges over the gable.
	ridge := at(-w*0.5+front/2, h+gable+w*0.03)
	eave := at(-w*0.5+front+w*0.05, h-w*0.03)
	poly(paint.Linear{Y0: ridge.Y, Y1: eave.Y, Ramp: paint.Even(snow.Lerp(paint.Gray(1), 0.2), snow, snow.Mul(m.ambient).Lerp(snow, 0.4))},
		ridge, at(w*0.5-front/2+w*0.1, h+gable), at(w*0.56, h-w*0.05), eave)
	c.Fill(paint.Stroke(w*0.06, at(-w*0.56, h-w*0.06), ridge, eave), snow.Lerp(paint.Gray(1), 0.15))
	c.Fill(paint.Stroke(w*0.045, at(-w*0.5+front+w*0.05, h-w*0.05), at(w*0.56, h-w*0.07)), snow.Times(0.96))
	// Chimney and smoke.
	chx := w * 0.22
	poly(wood.Times(0.55), at(chx-w*0.04, h+gable*0.7), at(chx+w*0.04, h+gable*0.7), at(chx+w*0.04, h+gable*1.3), at(chx-w*0.04, h+gable*1.3))
	poly(snow, at(chx-w*0.05, h+gable*1.27), at(chx+w*0.05, h+gable*1.27), at(chx+w*0.045, h+gable*1.38), at(chx-w*0.045, h+gable*1.38))
	for i := range 14 {
		t := float32(i) / 13
		c.Dab(x+dir*chx+w*(0.06*t+0.5*t*t+0.03*r.Bell()), y-h-gable*1.4-w*0.75*t, w*(0.03+0.11*t), w*(0.03+0.07*t), 0, 1, snow.Lerp(m.haze, 0.5), 0.3*(1-t))
	}
	light := func(a, b, ww, hh float32) {
		p := (&paint.Path{}).Poly(at(a, b), at(a+ww, b), at(a+ww, b+hh), at(a, b+hh))
		mid := at(a+ww/2, b+hh/2)
		c.Glow(mid.X, mid.Y, w*0.3, 1, warm, 0.5, paint.Screen)
		c.Fill(p, paint.Radial{X: mid.X, Y: mid.Y, R: w * 0.16, Ramp: paint.Even(paint.Hex(0xFFF3C8), warm, paint.Hex(0xF09A3C))})
		c.Fill(paint.Stroke(w*0.012, at(a+ww/2, b), at(a+ww/2, b+hh)), wood.Times(0.5))
		c.Fill(paint.Stroke(w*0.012, at(a, b+hh/2), at(a+ww, b+hh/2)), wood.Times(0.5))
	}
	light(-w*0.5+front*0.36, h*1.02, front*0.28, gable*0.36)
	light(-w*0.5+front*0.12, h*0.28, front*0.26, h*0.42)
	light(w*0.06, h*0.3, w*0.13, h*0.4)
	light(w*0.28, h*0.3, w*0.13, h*0.4)
	poly(wood.Times(0.45), at(-w*0.5+front*0.56, 0), at(-w*0.5+front*0.82, 0), at(-w*0.5+front*0.82, h*0.68), at(-w*0.5+front*0.56, h*0.68))
	c.Glow(at(-w*0.1, 0).X, y+w*0.06, w*0.7, 4, warm, 0.5, paint.Screen)
}

// snowfall is flakes near and far.
func (v *View) snowfall(col paint.RGB) {
	c, r := v.C, v.R.Fork()
	for range 420 {
		t := r.F() * r.F()
		c.Dab(c.X(r.F()), c.Y(r.F()), c.U*(0.12+0.45*t), c.U*(0.14+0.5*t), r.In(-0.4, 0.4), 0.8, col, 0.75-0.3*t)
	}
	for range 16 {
		s := c.U * r.In(1, 2.4)
		c.Dab(c.X(r.F()), c.Y(r.F()), s, s, 0, 1, col, 0.3)
	}
}
