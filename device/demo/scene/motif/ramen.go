package motif

import "keepsake/device/demo/scene/paint"

// paintRamen is a bowl of noodles from above.
func paintRamen(v *View) {
	c, r := v.C, v.R
	s := v.tabletop()
	u := c.U
	f := r.Fork()
	x, y := c.X(r.In(0.44, 0.54)), c.Y(r.In(0.46, 0.54))
	rad := u * r.In(36, 42)
	china := paint.Hex(paint.Pick(r, uint32(0x2E3238), 0xF0EAE0, 0xB5402E, 0x2F5F74, 0x5A6A5A))
	p := (&paint.Path{}).Circle(x, y, rad)
	c.Shadow(p, s.dx*rad*0.14, s.dy*rad*0.14, rad*0.14, s.shade, 0.65)
	c.Fill(p, paint.Linear{X0: x - s.dx*rad, Y0: y - s.dy*rad, X1: x + s.dx*rad, Y1: y + s.dy*rad, Ramp: paint.Even(china.Tune(0.08, 1, 0), china.Tune(-0.06, 1, 0))})
	c.Ring(x, y, rad*0.965, rad*0.03, china.Lerp(paint.Gray(1), 0.4), 0.7)
	c.Disc(x, y, rad*0.9, china.Tune(-0.12, 1, 0), 1)
	broth := paint.Hex(paint.Pick(r, uint32(0xC8843A), 0xE0B070, 0xB8622A, 0xD8A050))
	br := rad * 0.84
	c.Fill((&paint.Path{}).Circle(x, y, br), paint.Radial{X: x, Y: y, R: br, Ramp: paint.Even(broth.Tune(0.05, 1, 0), broth, broth.Tune(-0.1, 1.05, 0))})
	noodle := paint.Hex(0xF2D68A)
	turn := f.F() * 6
	nx, ny := x+paint.Cos(turn)*br*0.12, y+paint.Sin(turn)*br*0.12
	for i := range 46 { // noodles: arcs about the bowl's middle
		a0 := f.F() * paint.Tau
		d := br * f.In(0.12, 0.66)
		var pts []paint.Pt
		sweep, wob := f.In(1.2, 2.8), f.In(-0.12, 0.12)
		for k := range 16 {
			t := float32(k) / 15
			a := a0 + sweep*t
			dd := d + br*wob*paint.Sin(t*3.1416*1.5)
			pts = append(pts, paint.Pt{X: nx + paint.Cos(a)*dd, Y: ny + paint.Sin(a)*dd*0.94})
		}
		w := br * 0.034
		tone := noodle.Tune(-0.07+0.09*float32(i)/46, 1, 0)
		c.FillAs(paint.Stroke(w*1.35, pts...), broth.Tune(-0.16, 1, 0), 0.55, paint.Over)
		c.Fill(paint.Stroke(w, pts...), tone)
	}
	in := s
	in.shade = broth.Tune(-0.4, 1, 0)
	at := func(a, d float32) (float32, float32) { return x + paint.Cos(turn+a)*br*d, y + paint.Sin(turn+a)*br*d }
	for i := range 2 { // nori
		px, py := at(2.7+0.35*float32(i), 0.72)
		q := (&paint.Path{}).Round(-br*0.2, -br*0.3, br*0.4, br*0.6, br*0.02).Place(px, py, 1, turn+2.9+1.57+0.25*float32(i))
		c.Shadow(q, in.dx*br*0.04, in.dy*br*0.04, br*0.04, in.shade, 0.6)
		c.Fill(q, paint.Linear{X0: px - br*0.2, X1: px + br*0.2, Y1: br * 0.1, Ramp: paint.EvenHex(0x2A3A2E, 0x16241C)})
	}
	for i := range f.Between(2, 3) {
		px, py := at(0.9+0.5*float32(i), 0.52)
		v.pork(f, in, px, py, br*0.27)
	}
	for i := range 2 {
		px, py := at(-0.6-0.72*float32(i), 0.52)
		v.egg(in, px, py, br*0.22, turn+float32(i))
	}
	px, py := at(4.15, 0.6)
	v.fishcake(in, px, py, br*0.17)
	for range 34 {
		a, d := f.In(1.9, 2.9), f.In(0.1, 0.6)
		qx, qy := at(a, d)
		v.scallion(f, qx, qy, br*0.035)
	}
	for range 26 {
		a, d := f.F()*paint.Tau, paint.Sqrt(f.F())*br*0.93
		c.Ring(x+paint.Cos(a)*d, y+paint.Sin(a)*d, br*f.In(0.01, 0.035), br*0.006, paint.Hex(0xFFE0A0), 0.55)
	}
	v.sticks(s, x+rad*0.5, y+rad*0.98, rad*2.2, -0.3+f.In(-0.1, 0.1))
	c.Bloom(0.9, 0.2)
}

func (v *View) egg(s still, x, y, rad, ang float32) {
	c := v.C
	p := (&paint.Path{}).Ellipse(x, y, rad*1.18, rad*0.94, ang)
	c.Shadow(p, s.dx*rad*0.14, s.dy*rad*0.14, rad*0.14, s.shade, 0.6)
	c.Fill(p, paint.Hex(0xF2E4CC))
	c.Dab(x, y, rad*1.08, rad*0.85, ang, 0.1, paint.Hex(0xFCF6EA), 1)
	c.Fill((&paint.Path{}).Circle(x, y, rad*0.55), paint.Radial{X: x, Y: y, R: rad * 0.6, Ramp: paint.EvenHex(0xFFC24A, 0xFFA82E, 0xF08A1E)})
	c.Dab(x-s.dx*rad*0.2, y-s.dy*rad*0.2, rad*0.2, rad*0.1, ang, 0.9, paint.Gray(1), 0.55)
}

func (v *View) pork(r *paint.Rand, s still, x, y, rad float32) {
	c := v.C
	n := paint.Noise(r.Seed())
	p := (&paint.Path{}).Ellipse(x, y, rad, rad*0.92, r.F())
	c.Shadow(p, s.dx*rad*0.12, s.dy*rad*0.12, rad*0.12, s.shade, 0.6)
	c.Fill(p, paint.Hex(0xB8764A))
	c.Fill((&paint.Path{}).Ellipse(x, y, rad*0.93, rad*0.86, 0), paint.Shade(func(px, py float32) paint.RGB {
		dx, dy := (px-x)/rad, (py-y)/rad
		a := paint.Atan2(dy, dx)
		d := paint.Sqrt(dx*dx + dy*dy)
		k := paint.Sin(d*13+a+2*n.At(dx*2, dy*2)) * 0.5
		return paint.Hex(0xE0A882).Lerp(paint.Hex(0xF6DCC6), paint.Smooth(0.1, 0.5, k)).Lerp(paint.Hex(0xB8764A), paint.Smooth(0.7, 0.95, d)*0.6)
	}))
}

func (v *View) fishcake(s still, x, y, rad float32) {
	c := v.C
	var pts []paint.Pt
	for i := range 28 {
		a := paint.Tau * float32(i) / 28
		d := rad * (1 + 0.06*paint.Cos(a*14))
		pts = append(pts, paint.Pt{X: x + paint.Cos(a)*d, Y: y + paint.Sin(a)*d})
	}
	p := (&paint.Path{}).Curve(pts...)
	c.Shadow(p, s.dx*rad*0.15, s.dy*rad*0.15, rad*0.15, s.shade, 0.55)
	c.Fill(p, paint.Hex(0xFBF6F0))
	var spiral []paint.Pt
	for i := range 40 {
		t := float32(i) / 39
		a := t * 9
		spiral = append(spiral, paint.Pt{X: x + paint.Cos(a)*rad*0.72*t, Y: y + paint.Sin(a)*rad*0.72*t})
	}
	c.Fill(paint.Stroke(rad*0.13, spiral...), paint.Hex(0xF07A9A))
}
