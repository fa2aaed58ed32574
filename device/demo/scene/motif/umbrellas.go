package motif

import "keepsake/device/demo/scene/paint"

// paintUmbrellas looks down on umbrellas in the rain.
func paintUmbrellas(v *View) {
	c, r := v.C, v.R
	v.Film.Vignette = 0.24
	u := c.U
	stone := paint.Hex(paint.Pick(r, uint32(0x4A5460), 0x545058, 0x465A5C, 0x3A4048))
	n := paint.Noise(r.Seed())
	ang := r.In(0, 1.5)
	k, q := paint.Cos(ang), paint.Sin(ang)
	c.Wash(0, c.Y(1), u*0.3, paint.Over, func(x, y float32) (paint.RGB, float32) {
		a, b := (x*k+y*q)/u/9, (y*k-x*q)/u/6
		row := paint.Floor(b)
		a += 0.5 * float32(int(row)&1)
		i := paint.Floor(a)
		tone := n.Hash(int(i), int(row)) - 0.5
		seam := max(paint.Smooth(0.05, 0.01, min(a-i, 1-a+i)), paint.Smooth(0.07, 0.015, min(b-row, 1-b+row)))
		wet := paint.Smooth(0.05, 0.6, n.Fbm(x/u*0.03, y/u*0.03, 3, 0.5))
		col := stone.Times(1 + 0.22*tone - 0.3*seam)
		return col.Lerp(paint.Hex(0xA8B8C8), 0.34*wet), 1
	})
	f := r.Fork()
	type brolly struct{ x, y, rad float32 }
	var all []brolly
	want := f.Between(9, 17)
	hues := []uint32{0xE8483A, 0xF2B53A, 0x2F8FA8, 0xF2EDE2, 0x5AA870, 0xD85A8A, 0x3A4A8A, 0xF08A4A, 0x2A2C34, 0x8A5AB0}
	first := f.Int(len(hues))
	for range 300 {
		if len(all) >= want {
			break
		}
		b := brolly{c.X(f.In(0.02, 0.98)), c.Y(f.In(0.02, 0.98)), u * f.In(11, 16)}
		free := true
		for _, o := range all {
			dx, dy := o.x-b.x, o.y-b.y
			if dx*dx+dy*dy < (o.rad+b.rad)*(o.rad+b.rad)*0.92 {
				free = false
			}
		}
		if free {
			all = append(all, b)
		}
	}
	for _, b := range all { // reflections on the wet ground
		c.Dab(b.x+u*2, b.y+b.rad*1.2, b.rad*0.8, b.rad*0.9, 0, 1, paint.Hex(hues[first]), 0.12)
	}
	for i, b := range all {
		v.umbrella(f, b.x, b.y, b.rad, paint.Hex(hues[(first+i*3)%len(hues)]), paint.Hex(hues[(first+i*3+5)%len(hues)]))
	}
	for range 170 { // rain coming down at us
		x, y := c.X(f.F()), c.Y(f.F())
		dx, dy := (x-c.X(0.5))*0.06, (y-c.Y(0.5))*0.06
		c.FillAs(paint.Taper(u*0.04, u*0.14, paint.Pt{X: x - dx, Y: y - dy}, paint.Pt{X: x, Y: y}), paint.Gray(1), 0.35, paint.Over)
	}
	for range 60 { // rings where drops land
		x, y := c.X(f.F()), c.Y(f.F())
		c.Ring(x, y, u*f.In(0.4, 1.4), u*0.1, paint.Gray(1), 0.22)
	}
}

// umbrella is open, seen from above.
func (v *View) umbrella(r *paint.Rand, x, y, rad float32, a, b paint.RGB) {
	c := v.C
	const n = 8
	turn := r.F()
	pt := func(i, d float32) paint.Pt {
		t := paint.Tau*i/n + turn
		return paint.Pt{X: x + paint.Cos(t)*rad*d, Y: y + paint.Sin(t)*rad*d}
	}
	edge := (&paint.Path{}).MoveTo(pt(0, 1).X, pt(0, 1).Y)
	for i := range n {
		e, m := pt(float32(i+1), 1), pt(float32(i)+0.5, 0.83)
		edge.QuadTo(m.X, m.Y, e.X, e.Y)
	}
	c.Shadow(edge, rad*0.22, rad*0.3, rad*0.2, paint.Gray(0.03), 0.6)
	style := r.Int(3)
	top := pt(0.3, 0.05)
	for i := range n {
		e0, e1, m := pt(float32(i), 1), pt(float32(i+1), 1), pt(float32(i)+0.5, 0.83)
		seg := (&paint.Path{}).MoveTo(top.X, top.Y).LineTo(e0.X, e0.Y).QuadTo(m.X, m.Y, e1.X, e1.Y)
		col := a
		if style == 0 && i%2 == 1 {
			col = b
		}
		t := paint.Tau*(float32(i)+0.5)/n + turn
		col = col.Tune(-0.1*paint.Cos(t-0.9)+0.01, 1, 0)
		c.Fill(seg, paint.Linear{X0: top.X, Y0: top.Y, X1: m.X, Y1: m.Y, Ramp: paint.Even(col.Tune(0.07, 1, 0), col, col.Tune(-0.05, 1, 0))})
		if style == 1 {
			b0, b1 := pt(float32(i), 0.8), pt(float32(i+1), 0.8)
			q := pt(float32(i)+0.5, 0.66)
			band := (&paint.Path{}).MoveTo(e0.X, e0.Y).QuadTo(m.X, m.Y, e1.X, e1.Y).LineTo(b1.X, b1.Y).QuadTo(q.X, q.Y, b0.X, b0.Y)
			c.Fill(band, b.Tune(-0.1*paint.Cos(t-0.9), 1, 0))
		}
	}
	ribs := &paint.Path{}
	for i := range n {
		ribs.Taper(rad*0.012, rad*0.012, top, pt(float32(i), 1))
	}
	c.FillAs(ribs, paint.Gray(0), 0.22, paint.Over)
	c.Disc(top.X, top.Y, rad*0.045, paint.Gray(0.15), 1)
	c.Disc(top.X-rad*0.01, top.Y-rad*0.012, rad*0.018, paint.Gray(0.9), 1)
	for range 14 {
		t, d := r.F()*paint.Tau, paint.Sqrt(r.F())*0.85*rad
		c.Dab(x+paint.Cos(t)*d, y+paint.Sin(t)*d, rad*0.016, rad*0.013, 0, 0.4, paint.Gray(1), 0.6)
	}
}
