package motif

import "keepsake/device/demo/scene/paint"

// still is a table seen from above: what still lifes share.
type still struct {
	dx, dy float32 // where shadows fall, in units
	shade  paint.RGB
	warm   paint.RGB // the light's colour
}

// tabletop covers the canvas with a table and gives its light.
func (v *View) tabletop() still {
	c, r := v.C, v.R
	v.Film.Vignette = 0.22
	a := r.F() * paint.Tau
	s := still{dx: paint.Cos(a) * 1.2, dy: paint.Sin(a) * 1.2, warm: paint.Hex(0xFFF4E2)}
	switch r.Int(5) {
	case 0, 1:
		s.shade = v.planks(paint.Hex(paint.Pick(r, uint32(0x9A6B43), 0x7A5236, 0xC29A6A, 0x5E4030, 0xD8BE98)))
	case 2:
		s.shade = v.linen(paint.Hex(paint.Pick(r, uint32(0xE8DECF), 0xCBD3CF, 0xD9C4B4, 0xB7C4CC, 0x3E4A56)))
	case 3:
		s.shade = v.marble()
	default:
		s.shade = v.linen(paint.Hex(paint.Pick(r, uint32(0xE9B44C), 0xE07A5F, 0x81B29A, 0x3D5A80, 0xF2CC8F, 0xD98FA0, 0x6FA8A0)))
	}
	c.Glow(c.X(0.5)-s.dx*c.U*45, c.Y(0.5)-s.dy*c.U*45, c.U*130, 1, paint.Hex(0xFFEBCB), 0.3, paint.Screen)
	if r.Chance(0.35) {
		v.windowLight(s)
	}
	return s
}

// windowLight lays the bright panes of a window and the shade of a plant across.
func (v *View) windowLight(s still) {
	c, r := v.C, v.R
	u := c.U
	ang := paint.Atan2(s.dy, s.dx) + 0.4
	k, q := paint.Cos(ang), paint.Sin(ang)
	n := paint.Noise(r.Seed())
	w := r.In(26, 38)
	leafy := r.Chance(0.6)
	cx, cy := c.X(0.5), c.Y(0.5)
	c.Wash(0, c.Y(1), u*0.7, paint.Multiply, func(x, y float32) (paint.RGB, float32) {
		dx, dy := (x-cx)/u, (y-cy)/u
		a, b := dx*k+dy*q+dx*0.25, dy*k-dx*q
		f := a/w - paint.Floor(a/w)
		bar := paint.Smooth(0.09, 0.04, paint.Abs(f-0.5)) + paint.Smooth(0.03, 0.0, paint.Abs(b/w/1.4-0.2))
		out := paint.Smooth(w*1.0, w*1.16, paint.Abs(b))
		d := paint.Clamp(bar*0.8 + out)
		if leafy {
			d = paint.Clamp(d + 0.75*paint.Smooth(0.12, 0.4, n.Fbm(a*0.05+3, b*0.09, 3, 0.5)*paint.Smooth(-10, 30, a)))
		}
		return s.shade.Lerp(paint.Hex(0x6A7AA8), 0.45).Tune(0.25, 1, 0), d * 0.42
	})
}

// planks paints boards and returns the colour of shadows on them.
func (v *View) planks(col paint.RGB) paint.RGB {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	up := r.Chance(0.4)
	w := u * r.In(15, 26)
	off := r.F()
	c.Wash(0, c.Y(1), u*0.22, paint.Over, func(x, y float32) (paint.RGB, float32) {
		if up {
			x, y = y, x
		}
		p := y/w + off
		i := paint.Floor(p)
		f := p - i
		tone := n.Hash(int(i), 3) - 0.5
		// Grain runs along the board and bends around knots.
		g := n.Fbm(x/u*0.018+i*17, y/u*0.35+1.3*n.At(x/u*0.02+i*5, y/u*0.05), 4, 0.6)
		fine := n.At(x/u*0.06+i*3, y/u*1.9)
		k := col.Times(1 + 0.16*tone + 0.17*g + 0.06*fine)
		seam := paint.Smooth(0.022, 0.006, min(f, 1-f))
		return k.Times(1 - 0.62*seam), 1
	})
	return col.Times(0.16)
}

// linen paints woven cloth.
func (v *View) linen(col paint.RGB) paint.RGB {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	fold := r.In(0.4, 1)
	c.Wash(0, c.Y(1), u*0.3, paint.Over, func(x, y float32) (paint.RGB, float32) {
		f := n.Fbm(x/u*0.012+y/u*0.006, y/u*0.02, 2, 0.4)
		w := n.At(x/u*0.9, y/u*0.12) + n.At(x/u*0.12, y/u*0.9)
		return col.Times(1 + 0.07*fold*f + 0.022*w), 1
	})
	if r.Chance(0.3) { // a checked or striped edge
		stripe := col.Tune(-0.14, 1.2, 15)
		x := c.X(paint.Pick[float32](r, 0.06, 0.9))
		for i := range 3 {
			c.Box(x+float32(i)*u*2.4, 0, u*(0.5+0.6*float32(i%2)), c.Y(1), stripe, 0.5)
		}
	}
	return col.Times(0.22)
}

// marble paints pale stone with veins.
func (v *View) marble() paint.RGB {
	c, r := v.C, v.R
	u := c.U
	n := paint.Noise(r.Seed())
	base := paint.Hex(paint.Pick(r, uint32(0xF2F0EC), 0xE9ECEC, 0xF4ECE6))
	vein := paint.Hex(paint.Pick(r, uint32(0x8A9098), 0xA89A88, 0x7A868C))
	c.Wash(0, c.Y(1), u*0.35, paint.Over, func(x, y float32) (paint.RGB, float32) {
		wx := n.Fbm(x/u*0.016, y/u*0.016, 4, 0.55)
		a, b := x/u*0.011+y/u*0.006+wx*0.9, y/u*0.013-x/u*0.004+wx*0.5
		q := 1 - paint.Abs(n.At(a, b))*14
		p := 1 - paint.Abs((n+7).At(a*2.3, b*2.1))*22
		return base.Times(1+0.02*wx).Lerp(vein, 0.34*paint.Clamp(q)+0.16*paint.Clamp(p)), 1
	})
	return paint.Hex(0x4A4A52)
}

// plate is a round dish of radius s (pixels) with a rim.
func (v *View) plate(s still, x, y, rad float32, col paint.RGB) {
	c := v.C
	p := (&paint.Path{}).Circle(x, y, rad)
	c.Shadow(p, s.dx*rad*0.09, s.dy*rad*0.09, rad*0.12, s.shade, 0.55)
	c.Shadow(p, s.dx*rad*0.03, s.dy*rad*0.03, rad*0.03, s.shade, 0.4)
	lx, ly := -s.dx*rad*0.8, -s.dy*rad*0.8
	c.Fill(p, paint.Linear{X0: x + lx, Y0: y + ly, X1: x - lx, Y1: y - ly, Ramp: paint.Even(col.Tune(0.04, 1, 0), col.Tune(-0.05, 1, 0))})
	c.Ring(x, y, rad*0.985, rad*0.02, col.Lerp(paint.Gray(1), 0.7), 0.8)
	c.Fill((&paint.Path{}).Circle(x, y, rad*0.72), paint.Linear{X0: x + lx, Y0: y + ly, X1: x - lx, Y1: y - ly, Ramp: paint.Even(col.Tune(-0.06, 1, 0), col.Tune(0.02, 1, 0))})
	c.Fill((&paint.Path{}).Circle(x, y, rad*0.7), paint.Radial{X: x, Y: y, R: rad * 0.72, Ramp: paint.Even(col.Tune(0.02, 1, 0), col.Tune(0.01, 1, 0), col.Tune(-0.02, 1, 0))})
}

// ball is a round thing lit from the still's light: fruit, a bun.
func (v *View) ball(s still, x, y, rad, squash, ang float32, col paint.RGB) {
	c := v.C
	p := (&paint.Path{}).Ellipse(x, y, rad, rad*squash, ang)
	c.Shadow(p, s.dx*rad*0.22, s.dy*rad*0.22, rad*0.22, s.shade, 0.5)
	c.Fill(p, paint.Radial{X: x - s.dx*rad*0.3, Y: y - s.dy*rad*0.3, R: rad * 1.5, Ramp: paint.Even(col.Tune(0.1, 1, 4), col.Tune(0.02, 1, 0), col.Tune(-0.1, 1.05, -4), col.Tune(-0.24, 1, -8))})
	c.Dab(x-s.dx*rad*0.4, y-s.dy*rad*0.4, rad*0.24, rad*0.16, ang, 0.9, paint.Gray(1), 0.5)
}

// leaf is one leaf with a rib, from its stalk at (x, y), l long.
func (v *View) leaf(x, y, l, wide, ang float32, col paint.RGB) {
	c := v.C
	k, q := paint.Cos(ang)*l, paint.Sin(ang)*l
	at := func(a, b float32) paint.Pt { return paint.Pt{X: x + a*k - b*q, Y: y + a*q + b*k} }
	half := func(s float32) *paint.Path {
		tip, a, b := at(1, 0), at(0.3, s*wide*1.1), at(0.75, s*wide*0.8)
		return (&paint.Path{}).MoveTo(x, y).CubeTo(a.X, a.Y, b.X, b.Y, tip.X, tip.Y)
	}
	c.Fill(half(1), col)
	c.Fill(half(-1), col.Tune(-0.07, 1, 0))
	tip := at(0.94, 0)
	c.FillAs(paint.Taper(l*0.02, l*0.006, paint.Pt{X: x, Y: y}, tip), col.Tune(0.1, 0.9, 0), 0.7, paint.Over)
}
