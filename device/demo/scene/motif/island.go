package motif

import "keepsake/device/demo/scene/paint"

// paintIsland looks straight down on an island, its lagoon and boats.
func paintIsland(v *View) {
	c, r := v.C, v.R
	v.Light = Day
	m := v.mood()
	u := c.U
	n := paint.Noise(r.Seed())
	deep := paint.Hex(paint.Pick(r, uint32(0x0E4A78), 0x0F5A80, 0x123F72))
	ramp := paint.Stops(
		paint.Stop{At: 0, C: deep}, paint.Stop{At: 0.3, C: deep.Tune(0.05, 1, -8)}, paint.Stop{At: 0.46, C: paint.Hex(0x1F94AE)},
		paint.Stop{At: 0.62, C: paint.Hex(0x4FCFC4)}, paint.Stop{At: 0.72, C: paint.Hex(0xA6E8D4)}, paint.Stop{At: 0.745, C: paint.Hex(0xF4E8C8)}, paint.Stop{At: 1, C: paint.Hex(0xEBD9AC)})
	cx, cy := c.X(r.In(0.35, 0.65)), c.Y(r.In(0.35, 0.65))
	size := r.In(34, 46)
	bend := r.In(0, 6)
	jungle := func(x, y float32) float32 { // 0..1 height of the ground
		dx, dy := (x-cx)/u/size, (y-cy)/u/size
		w := n.Fbm(x/u*0.02, y/u*0.02, 2, 0.5) * 0.5
		a := paint.Atan2(dy, dx)
		d := paint.Sqrt(dx*dx*0.8+dy*dy*1.3) + w*0.5 + 0.16*paint.Sin(a*2+bend)
		main := 1 - 0.62*d
		reef := 0.62 * paint.Exp(-(d-1.5)*(d-1.5)*16) * paint.Smooth(-0.5, 0.4, paint.Sin(a+bend)+0.4*w)
		return max(main, reef) + 0.03*n.Fbm(x/u*0.12, y/u*0.12, 2, 0.5)
	}
	c.Wash(0, c.Y(1), max(u*0.3, 1), paint.Over, func(x, y float32) (paint.RGB, float32) {
		h := jungle(x, y)
		col := ramp.At(h)
		if h < 0.72 {
			k := n.Ridged(x/u*0.1, y/u*0.1, 2)
			col = col.Lerp(paint.Gray(1), 0.12*paint.Smooth(0.62, 0.9, k)*paint.Smooth(0.2, 0.6, h))
			col = col.Times(1 - 0.14*paint.Smooth(0, 0.6, n.Fbm(x/u*0.05+5, y/u*0.05, 2, 0.5))*paint.Smooth(0.7, 0.5, h))
			line := paint.Smooth(0.022, 0, paint.Abs(h-0.715+0.012*n.At(x/u*0.3, y/u*0.3)))
			col = col.Lerp(paint.Gray(1), 0.8*line)
		}
		return col, 1
	})
	f := r.Fork()
	l := v.leafHues(m, greenHues)
	for range 1900 { // trees as small crowns with their shadows
		x, y := cx+f.Bell()*u*size*0.62, cy+f.Bell()*u*size*0.55
		h := jungle(x, y)
		if h < 0.8 {
			continue
		}
		s := u * f.In(0.7, 1.5) * (0.8 + 0.5*(h-0.8))
		c.Dab(x+s*0.5, y+s*0.55, s, s*0.9, 0, 0.5, paint.Hex(0x0E2A20), 0.3)
		c.Dab(x, y, s, s*0.92, 0, 0.15, l.ramp.At(f.In(0.15, 0.6)), 1)
		c.Dab(x-s*0.25, y-s*0.28, s*0.55, s*0.5, 0, 0.7, l.ramp.At(f.In(0.6, 0.95)), 0.7)
	}
	for range r.Between(2, 5) {
		a := f.F() * paint.Tau
		x, y := cx+paint.Cos(a)*u*size*f.In(1.25, 1.8), cy+paint.Sin(a)*u*size*f.In(1.1, 1.5)
		if jungle(x, y) < 0.55 {
			v.speedboat(f, x, y, u*f.In(1.2, 2))
		}
	}
	v.cloudsBelow(f)
}

// speedboat is seen from above, with its wake.
func (v *View) speedboat(r *paint.Rand, x, y, s float32) {
	c := v.C
	ang := r.F() * paint.Tau
	k, q := paint.Cos(ang), paint.Sin(ang)
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + (a*k-b*q)*s, Y: y + (a*q+b*k)*s} }
	if r.Chance(0.6) {
		for _, e := range []float32{-1, 1} {
			c.FillAs(paint.Taper(s*0.12, s*0.7, at(-0.8, e*0.2), at(-9, e*2.2)), paint.Gray(1), 0.28, paint.Over)
		}
		c.FillAs(paint.Taper(s*0.7, s*0.2, at(-0.8, 0), at(-8, 0)), paint.Gray(1), 0.5, paint.Over)
	}
	hull := (&paint.Path{}).MoveTo(at(1.3, 0).X, at(1.3, 0).Y)
	hull.QuadTo(at(0.8, 0.55).X, at(0.8, 0.55).Y, at(-1, 0.45).X, at(-1, 0.45).Y).LineTo(at(-1, -0.45).X, at(-1, -0.45).Y)
	hull.QuadTo(at(0.8, -0.55).X, at(0.8, -0.55).Y, at(1.3, 0).X, at(1.3, 0).Y)
	c.Shadow(hull, s*0.3, s*0.35, s*0.3, paint.Hex(0x06304A), 0.45)
	c.Fill(hull, paint.Gray(0.98))
	p := at(-0.2, 0)
	c.Dab(p.X, p.Y, s*0.5, s*0.26, ang, 0, paint.Hex(paint.Pick(r, uint32(0xC8843A), 0x2F6FA0, 0xD84A3A)), 1)
}

// cloudsBelow drift over a view from above, with soft shadows.
func (v *View) cloudsBelow(r *paint.Rand) {
	c := v.C
	u := c.U
	n := paint.Noise(r.Seed())
	amount := r.In(0, 0.35)
	at := func(x, y float32) float32 {
		return paint.Smooth(0.75-amount, 1.25-amount, n.Fbm(x/u*0.02, y/u*0.02, 5, 0.5)+0.25)
	}
	c.Wash(0, c.Y(1), u*0.9, paint.Multiply, func(x, y float32) (paint.RGB, float32) {
		return paint.Hex(0x3A5A80), at(x-u*5, y-u*6) * 0.4
	})
	c.Wash(0, c.Y(1), u*0.7, paint.Over, func(x, y float32) (paint.RGB, float32) { return paint.Gray(0.99), at(x, y) * 0.9 })
}
