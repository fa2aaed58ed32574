package motif

import "keepsake/device/demo/scene/paint"

// paintKoi looks into a pond with carp and lilies.
func paintKoi(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.26
	u := c.U
	deep := paint.Hex(paint.Pick(r, uint32(0x0F3A44), 0x163A3A, 0x123248, 0x1E4038))
	n := paint.Noise(r.Seed())
	c.Wash(0, c.Y(1), u*0.8, paint.Over, func(x, y float32) (paint.RGB, float32) {
		k := n.Fbm(x/u*0.014, y/u*0.014, 4, 0.5)
		return deep.Tune(0.06*k, 1, 20*k), 1
	})
	f := r.Fork()
	for range 26 { // pebbles deep down
		s := u * f.In(2, 6)
		c.Dab(c.X(f.F()), c.Y(f.F()), s, s*0.75, f.F()*3, 0.5, deep.Tune(f.In(0.02, 0.07), 0.8, 0), 0.5)
	}
	count := f.Between(4, 8)
	type fish struct{ x, y, l, ang float32 }
	var all []fish
	for range 200 {
		if len(all) == count {
			break
		}
		k := fish{c.X(f.In(0.1, 0.9)), c.Y(f.In(0.12, 0.88)), u * f.In(26, 38), f.F() * paint.Tau}
		ok := true
		for _, o := range all {
			if dx, dy := o.x-k.x, o.y-k.y; dx*dx+dy*dy < u*u*24*24 {
				ok = false
			}
		}
		if ok {
			all = append(all, k)
		}
	}
	for _, k := range all {
		v.carp(f, k.x, k.y, k.l, k.ang, deep)
	}
	// Light on the surface.
	c.Wash(0, c.Y(1), u*0.4, paint.Screen, func(x, y float32) (paint.RGB, float32) {
		wx := n.At(x/u*0.03+5, y/u*0.03) * 0.8
		k := (n + 5).Ridged(x/u*0.035+wx, y/u*0.05+wx, 2)
		return paint.Hex(0xBFE6E0), 0.11*paint.Smooth(0.55, 1, k) + 0.1*paint.Smooth(0.1, 0.8, n.Fbm(x/u*0.012, y/u*0.02+7, 2, 0.5))
	})
	side := f.Sign()
	for range f.Between(4, 9) {
		x := c.X(0.5 + side*f.In(0.12, 0.52))
		y := c.Y(f.In(0, 1))
		v.lilypad(f, x, y, u*f.In(6, 12))
	}
	for range f.Between(1, 3) {
		x, y := c.X(0.5+side*f.In(0.2, 0.42)), c.Y(f.In(0.12, 0.88))
		v.lilypad(f, x, y, u*11)
		v.lotus(f, x, y, u*f.In(6, 8))
	}
	for range 40 { // fallen petals
		c.Dab(c.X(f.F()), c.Y(f.F()), u*0.9, u*0.5, f.F()*3, 0.2, paint.Hex(0xF7C8D4), 0.8)
	}
	for range 4 {
		x, y := c.X(f.F()), c.Y(f.F())
		for i := range 3 {
			c.Ring(x, y, u*(2+2.4*float32(i)), u*0.14, paint.Hex(0xD8F0EC), 0.28-0.07*float32(i))
		}
	}
}

// carp swims with its middle at (x, y).
func (v *View) carp(r *paint.Rand, x, y, l, ang float32, deep paint.RGB) {
	c := v.C
	bend := r.In(-0.32, 0.32)
	spine := func(t float32) (px, py, dir float32) { // t -1 head .. 1 tail
		off := bend * (t*t - 0.3) * 0.5
		dir = ang + bend*t
		return x - paint.Cos(ang)*t*l*0.5 - paint.Sin(ang)*off*l*0.5, y - paint.Sin(ang)*t*l*0.5 + paint.Cos(ang)*off*l*0.5, dir
	}
	girth := func(t float32) float32 {
		h := (t + 1) / 2
		return l * 0.128 * paint.Pow(paint.Sin(3.1416*paint.Clamp(0.06+h*0.86)), 0.75) * (1.18 - 0.62*h)
	}
	side := func(t, s float32) paint.Pt {
		px, py, d := spine(t)
		g := girth(t) * s
		return paint.Pt{X: px - paint.Sin(d)*g, Y: py + paint.Cos(d)*g}
	}
	var left, right []paint.Pt
	const n = 14
	for i := 0; i <= n; i++ {
		t := -1 + 1.86*float32(i)/n
		left = append(left, side(t, 1))
		right = append(right, side(t, -1))
	}
	for i := n; i >= 0; i-- {
		left = append(left, right[i])
	}
	body := (&paint.Path{}).Curve(left...)
	white := paint.Hex(paint.Pick(r, uint32(0xF8F2E8), 0xF8F2E8, 0xF2A03A, 0xF7D87A, 0x3A3A44))
	mark := paint.Hex(paint.Pick(r, uint32(0xE8542A), 0xE8542A, 0xF08A2A, 0x2A2A30, 0xD83A2A))
	c.Shadow(body, l*0.05, l*0.08, l*0.05, deep.Times(0.3), 0.6)
	fin := white.Lerp(deep, 0.3)
	tx, ty, td := spine(0.86)
	for _, s := range []float32{-1, 1} { // tail and breast fins
		a := td + 3.1416 + s*0.36 + bend*0.8
		v.finShape(tx, ty, l*0.26, 0.3, a, fin)
		p := side(-0.48, s*0.9)
		_, _, d := spine(-0.48)
		v.finShape(p.X, p.Y, l*0.17, 0.42, d+s*2.2, fin)
		q := side(0.22, s*0.9)
		v.finShape(q.X, q.Y, l*0.1, 0.4, d+s*2.5, fin)
	}
	c.Fill(body, paint.Linear{X0: x + paint.Sin(ang)*l*0.13, Y0: y - paint.Cos(ang)*l*0.13, X1: x - paint.Sin(ang)*l*0.13, Y1: y + paint.Cos(ang)*l*0.13,
		Ramp: paint.Even(white.Tune(-0.16, 1, 0), white, white.Tune(0.03, 1, 0), white, white.Tune(-0.16, 1, 0))})
	for i := range r.Between(2, 4) { // patches that keep within the body
		t := -0.75 + 0.42*float32(i) + r.In(-0.1, 0.1)
		px, py, d := spine(t)
		g := girth(t)
		c.Dab(px-paint.Sin(d)*g*r.In(-0.3, 0.3), py+paint.Cos(d)*g*r.In(-0.3, 0.3), g*r.In(0.8, 1.15), g*r.In(0.5, 0.66), d, 0.25, mark, 0.95)
	}
	var top []paint.Pt
	for i := range 7 {
		px, py, _ := spine(-0.4 + 0.16*float32(i))
		top = append(top, paint.Pt{X: px, Y: py})
	}
	c.FillAs(paint.Taper(l*0.03, l*0.012, top...), white.Lerp(mark, 0.4).Tune(-0.1, 1, 0), 0.7, paint.Over)
	for _, s := range []float32{-1, 1} {
		e := side(-0.83, s*0.72)
		c.Disc(e.X, e.Y, l*0.013, paint.Hex(0x14181A), 1)
	}
	c.FillAs(body, deep, 0.14, paint.Over)
}

func (v *View) finShape(x, y, l, wide, ang float32, col paint.RGB) {
	c := v.C
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	p := (&paint.Path{}).Curve(at(0, -0.06), at(0.5, -wide*0.7), at(1, -wide*0.6), at(0.94, 0), at(0.8, wide*0.8), at(0.4, wide*0.5), at(0, 0.06))
	c.FillAs(p, col, 0.72, paint.Over)
	for i := range 5 {
		b := (float32(i)/4 - 0.5) * wide * 1.1
		c.FillAs(paint.Taper(l*0.012, l*0.006, at(0.1, b*0.2), at(0.85, b)), col.Tune(0.12, 1, 0), 0.4, paint.Over)
	}
}

func (v *View) lilypad(r *paint.Rand, x, y, rad float32) {
	c := v.C
	green := paint.Hex(paint.Pick(r, uint32(0x4F8A4A), 0x3F7A54, 0x6A9A4A))
	cut := r.F() * paint.Tau
	pts := []paint.Pt{{X: x, Y: y}}
	for i := range 33 {
		a := cut + 0.22 + (paint.Tau-0.44)*float32(i)/32
		pts = append(pts, paint.Pt{X: x + paint.Cos(a)*rad, Y: y + paint.Sin(a)*rad*0.94})
	}
	p := (&paint.Path{}).Poly(pts...)
	c.Shadow(p, rad*0.12, rad*0.2, rad*0.12, paint.Hex(0x04141A), 0.6)
	c.Fill(p, paint.Linear{X0: x - rad, Y0: y - rad, X1: x + rad, Y1: y + rad, Ramp: paint.Even(green.Tune(0.12, 1, 0), green, green.Tune(-0.1, 1, 0))})
	for i := range 11 {
		a := cut + 0.3 + (paint.Tau-0.6)*float32(i)/10
		c.FillAs(paint.Taper(rad*0.028, rad*0.01, paint.Pt{X: x, Y: y}, paint.Pt{X: x + paint.Cos(a)*rad*0.9, Y: y + paint.Sin(a)*rad*0.84}), green.Tune(0.16, 1, 8), 0.5, paint.Over)
	}
	c.Ring(x, y, rad*0.97, rad*0.02, green.Tune(0.14, 1, 0), 0.25)
}

func (v *View) lotus(r *paint.Rand, x, y, rad float32) {
	c := v.C
	col := paint.Hex(paint.Pick(r, uint32(0xF7A8C4), 0xFAF0F2, 0xF2C0DC))
	for j := range 3 {
		n := 9 - j*2
		l := rad * (1 - 0.27*float32(j))
		for i := range n {
			a := paint.Tau*(float32(i)+0.5*float32(j))/float32(n) + r.F()*0.1
			v.petalShape(x, y, l, 0.26, a, col.Tune(-0.03+0.03*float32(j)+0.04*paint.Cos(a+0.9), 1, 0))
		}
	}
	c.Dab(x, y, rad*0.16, rad*0.15, 0, 0.4, paint.Hex(0xF7D04A), 1)
}
