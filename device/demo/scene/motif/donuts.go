package motif

import "keepsake/device/demo/scene/paint"

// paintDonuts is glazed rings on a bright ground.
func paintDonuts(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.12
	u := c.U
	ground := paint.Hex(paint.Pick(r, uint32(0xBFE3E0), 0xF9D9DF, 0xFCE8B8, 0xCFD9F2, 0xE4D4EE, 0x3F5F6F))
	c.Vertical(paint.Even(ground.Tune(0.02, 1, 0), ground.Tune(-0.03, 1, 0)), 0, c.Y(1))
	s := still{dx: 0.8, dy: 0.9, shade: ground.Tune(-0.4, 1.2, 0)}
	f := r.Fork()
	pitch := u * r.In(36, 48)
	ox, oy := f.In(-0.5, 0)*pitch, f.In(-0.4, 0)*pitch
	row := 0
	for y := oy; y < float32(c.H)+pitch; y += pitch * 0.9 {
		for x := ox + pitch*0.5*float32(row%2) - pitch*0.5; x < float32(c.W)+pitch; x += pitch {
			v.donut(f, s, x+f.Bell()*pitch*0.02, y+f.Bell()*pitch*0.02, pitch*f.In(0.37, 0.42))
		}
		row++
	}
}

func (v *View) donut(r *paint.Rand, s still, x, y, rad float32) {
	c := v.C
	dough := paint.Hex(0xD8A05A)
	p := (&paint.Path{}).Circle(x, y, rad)
	hole := c.At(int(x), int(y))
	c.Shadow(p, s.dx*rad*0.16, s.dy*rad*0.16, rad*0.14, s.shade, 0.5)
	c.Fill(p, paint.Radial{X: x - s.dx*rad*0.3, Y: y - s.dy*rad*0.3, R: rad * 1.5, Ramp: paint.Even(dough.Tune(0.08, 1, 0), dough, dough.Tune(-0.16, 1.1, 0))})
	glaze := paint.Hex(paint.Pick(r, uint32(0xF28AA8), 0x6A3A24, 0xF7F0E4, 0x8FD0C0, 0xB48AD8, 0xF7C65A))
	n := paint.Noise(r.Seed())
	var pts []paint.Pt
	for i := range 40 {
		a := paint.Tau * float32(i) / 40
		d := rad * (0.86 + 0.07*n.At(paint.Cos(a)*2, paint.Sin(a)*2))
		pts = append(pts, paint.Pt{X: x + paint.Cos(a)*d, Y: y + paint.Sin(a)*d})
	}
	icing := (&paint.Path{}).Curve(pts...)
	c.Shadow(icing, s.dx*rad*0.03, s.dy*rad*0.03, rad*0.05, dough.Tune(-0.35, 1, 0), 0.5)
	c.Fill(icing, paint.Radial{X: x - s.dx*rad*0.4, Y: y - s.dy*rad*0.4, R: rad * 1.5, Ramp: paint.Even(glaze.Tune(0.08, 1, 0), glaze, glaze.Tune(-0.07, 1.05, 0))})
	style := r.Int(3)
	switch style {
	case 0: // sprinkles
		for range 46 {
			a, d := r.F()*paint.Tau, rad*r.In(0.4, 0.76)
			c.Dab(x+paint.Cos(a)*d, y+paint.Sin(a)*d, rad*0.06, rad*0.022, r.F()*3, 0, paint.Hex(paint.Pick(r, uint32(0xFFFFFF), 0xF7D04A, 0x5AC0D8, 0xE85A6A, 0x8FD05A, 0xA070D0)), 1)
		}
	case 1: // zigzag
		line := glaze.Tune(0.22, 0.6, 0)
		if glaze.Luma() > 0.8 {
			line = paint.Hex(0x6A3A24)
		}
		ang := r.F() * 3.14
		k, q := paint.Cos(ang), paint.Sin(ang)
		var zig []paint.Pt
		for i := range 13 {
			a, b := -0.72+1.44*float32(i)/12, float32(0.8)
			b *= paint.Sqrt(max(0.05, 1-a*a*1.3))
			if i%2 == 0 {
				b = -b
			}
			zig = append(zig, paint.Pt{X: x + (a*k-b*q)*rad*0.92, Y: y + (a*q+b*k)*rad*0.92})
		}
		c.Fill(paint.Stroke(rad*0.05, zig...), line)
	}
	// A sheen on the ring and the hole.
	for i := range 14 {
		a := paint.Atan2(-s.dy, -s.dx) + (float32(i)/13-0.5)*1.5
		c.Dab(x+paint.Cos(a)*rad*0.66, y+paint.Sin(a)*rad*0.66, rad*0.07, rad*0.035, a+1.57, 0.9, paint.Gray(1), 0.28)
	}
	c.Disc(x, y, rad*0.33, dough.Tune(-0.1, 1, 0), 1)
	c.Fill((&paint.Path{}).Circle(x+s.dx*rad*0.02, y+s.dy*rad*0.02, rad*0.27), paint.Radial{X: x + s.dx*rad*0.16, Y: y + s.dy*rad*0.16, R: rad * 0.4, Ramp: paint.Even(hole, hole.Tune(-0.05, 1.05, 0), hole.Tune(-0.2, 1.1, 0))})
}
