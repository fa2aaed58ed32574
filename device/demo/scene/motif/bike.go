package motif

import "keepsake/device/demo/scene/paint"

// bike stands on y between its wheels of radius rad, looking to dir.
func (v *View) bike(m mood, s still, x, y, rad, dir float32) {
	c, r := v.C, v.R
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + dir*a*rad, Y: y - b*rad} }
	frame := m.lit(paint.Hex(paint.Pick(r, uint32(0xC8453A), 0x2F6F7A, 0xF2EDE2, 0x2A2E36, 0xE8B84A, 0x7FB09A)), 0.8)
	tyre := paint.Hex(0x24262A)
	back, front := at(-1.5, 1), at(1.5, 1)
	crank, seat, head := at(-0.25, 0.95), at(-0.72, 2.25), at(1.02, 2.3)
	lines := &paint.Path{}
	w := rad * 0.11
	lines.Taper(w, w, crank, seat)
	lines.Taper(w, w, crank, head)
	lines.Taper(w*0.9, w*0.9, at(-0.66, 2.08), at(1.0, 2.18))
	lines.Taper(w*0.7, w*0.7, seat, back)
	lines.Taper(w*0.7, w*0.7, crank, back)
	lines.Taper(w*0.9, w*0.6, paint.Smoothed(6, at(0.94, 2.62), at(1.1, 2.0), at(1.3, 1.35), front)...)
	shadow := &paint.Path{}
	for _, k := range []paint.Pt{back, front} {
		shadow.Circle(k.X, k.Y, rad*0.98)
	}
	ring := func(k paint.Pt, alpha float32, dx, dy float32, col paint.RGB) {
		c.Ring(k.X+dx, k.Y+dy, rad*0.94, rad*0.1, col, alpha)
	}
	for _, k := range []paint.Pt{back, front} { // shade on the wall
		ring(k, 0.35, s.dx*rad*0.3, rad*0.1, s.shade)
	}
	c.FillAs(lines.Place(s.dx*rad*0.3, rad*0.1, 1, 0), s.shade, 0.35, paint.Over)
	c.Dab(x, y+rad*0.02, rad*2.6, rad*0.14, 0, 0.8, paint.Gray(0.08), 0.4)
	for _, k := range []paint.Pt{back, front} {
		spokes := &paint.Path{}
		for i := range 20 {
			a := 3.1416 * float32(i) / 20
			dx, dy := paint.Cos(a)*rad*0.9, paint.Sin(a)*rad*0.9
			spokes.Taper(rad*0.008, rad*0.008, paint.Pt{X: k.X - dx, Y: k.Y - dy}, paint.Pt{X: k.X + dx, Y: k.Y + dy})
		}
		c.FillAs(spokes, paint.Hex(0xD8DADC), 0.75, paint.Over)
		c.Ring(k.X, k.Y, rad*0.95, rad*0.09, tyre, 1)
		c.Ring(k.X, k.Y, rad*0.88, rad*0.03, paint.Hex(0xD8D4CC), 1)
		c.Disc(k.X, k.Y, rad*0.07, paint.Hex(0xA8A8AC), 1)
	}
	for _, k := range []float32{-1.5, 1.5} { // mudguards
		var arc []paint.Pt
		for i := range 12 {
			a := 0.5 + 1.9*float32(i)/11
			if k > 0 {
				a = 0.9 + 1.6*float32(i)/11
			}
			arc = append(arc, at(k+paint.Cos(a)*1.05, 1+paint.Sin(a)*1.05))
		}
		c.Fill(paint.Stroke(rad*0.06, arc...), frame.Tune(-0.04, 1, 0))
	}
	c.Fill(lines, paint.Linear{Y0: y - rad*2.6, Y1: y - rad, Ramp: paint.Even(frame.Tune(0.05, 1, 0), frame.Tune(-0.05, 1, 0))})
	leather := m.lit(paint.Hex(0x6A4028), 0.7)
	post := paint.Stroke(rad*0.07, seat, at(-0.8, 2.5))
	post.Taper(rad*0.07, rad*0.07, at(0.96, 2.6), at(0.9, 2.85))
	post.Taper(rad*0.06, rad*0.06, paint.Smoothed(6, at(1.2, 2.98), at(0.95, 2.9), at(0.62, 2.92), at(0.4, 2.8))...)
	c.Fill(post, paint.Hex(0xB8BABE))
	c.Fill((&paint.Path{}).Curve(at(-1.15, 2.6), at(-1.0, 2.68), at(-0.5, 2.6), at(-0.4, 2.54), at(-0.75, 2.48), at(-1.08, 2.48)), leather)
	c.Fill(paint.Stroke(rad*0.11, at(0.55, 2.89), at(0.36, 2.78)), leather)
	c.Ring(crank.X, crank.Y, rad*0.2, rad*0.05, paint.Hex(0x5A5C60), 1)
	pedal := paint.Stroke(rad*0.05, at(-0.25, 0.95), at(-0.08, 0.55))
	pedal.Taper(rad*0.07, rad*0.07, at(-0.2, 0.54), at(0.04, 0.56))
	c.Fill(pedal, tyre)
	// Basket with flowers.
	basket := (&paint.Path{}).Poly(at(1.0, 2.72), at(1.95, 2.78), at(1.82, 2.2), at(1.14, 2.16))
	wicker := m.lit(paint.Hex(0xB88A54), 0.8)
	f := r.Fork()
	l := v.leafHues(m, greenHues)
	top := at(1.48, 2.9)
	v.crown(f, l, top.X, top.Y, rad*0.5, rad*0.3, 6, 60)
	for range 13 {
		q := at(1.48+f.In(-0.46, 0.46), 2.92+f.In(-0.14, 0.3))
		v.flower(f, m, q.X, q.Y, rad*0.15, paint.Hex(paint.Pick(f, uint32(0xF7B0C0), 0xF7D86A, 0xFAF6EE, 0xE8687A)))
	}
	c.Fill(basket, wicker)
	for i := range 5 {
		a := 2.24 + 0.11*float32(i)
		c.FillAs(paint.Stroke(rad*0.018, at(1.12-float32(i)*0.02, a), at(1.84+float32(i)*0.02, a+0.02)), wicker.Tune(-0.14, 1, 0), 0.8, paint.Over)
	}
}
