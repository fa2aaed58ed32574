package motif

import "keepsake/device/demo/scene/paint"

// leaves colours foliage from shade to sun.
type leaves struct {
	ramp *paint.Ramp
	sx   float32 // the light comes from this side: -1 left, 1 right
}

// crown paints a mass of leaves made of clumps: each clump is lit at its top and
// on the sunny side, the whole again so.
func (v *View) crown(r *paint.Rand, l leaves, x, y, rx, ry float32, clumps, dabs int) {
	c := v.C
	type clump struct{ x, y, s float32 }
	cs := make([]clump, clumps)
	for i := range cs {
		a := r.F() * paint.Tau
		d := paint.Sqrt((float32(i)+r.F())/float32(clumps)) * 0.74
		cs[i] = clump{paint.Cos(a) * d, paint.Sin(a) * d, r.In(0.24, 0.42) + 1.2/float32(clumps+4)}
	}
	size := min(rx, ry)
	// Shade first, so that gaps between clumps are dark rather than open.
	for _, k := range cs {
		c.Dab(x+k.x*rx, y+k.y*ry, k.s*rx*1.05, k.s*ry*1.05, 0, 0.35, l.ramp.At(0.12+0.2*(0.5-k.y*0.5)), 0.96)
	}
	for i := range dabs {
		k := cs[i%clumps]
		t := float32(i) / float32(dabs)
		a := r.F() * paint.Tau
		d := paint.Sqrt(r.F()) * 1.12
		dx, dy := paint.Cos(a)*d, paint.Sin(a)*d
		// Later dabs are the lit ones and keep to the sunny side of the clump.
		dx += l.sx * t * 0.22
		dy -= t * 0.3
		light := 0.42 - dy*0.3 - (k.y+dy*k.s)*0.2 + l.sx*(dx*0.16+k.x*0.16) + r.In(-0.16, 0.16) + (t-0.5)*0.3
		s := size * r.In(0.03, 0.075)
		c.Dab(x+(k.x+dx*k.s)*rx, y+(k.y+dy*k.s)*ry, s, s*r.In(0.5, 0.8), r.In(-0.9, 0.9), 0, l.ramp.At(light), r.In(0.75, 1))
	}
}

// limbs paints a trunk from (x, y) up to h with branches spreading into a crown.
func (v *View) limbs(r *paint.Rand, x, y, h, w float32, col paint.RGB) {
	p := &paint.Path{}
	top := paint.Pt{X: x + r.In(-0.06, 0.06)*h, Y: y - h}
	trunk := paint.Bend(paint.Pt{X: x, Y: y}, top, r.In(-0.05, 0.05)*h, 8)
	p.Taper(w, w*0.3, trunk...)
	p.Taper(w*1.7, w*0.8, paint.Pt{X: x, Y: y + w*0.1}, trunk[1])
	for range 7 {
		k := trunk[3+r.Int(5)]
		s := r.Sign()
		l := h * r.In(0.14, 0.34)
		p.Taper(w*0.36, w*0.08, paint.Bend(k, paint.Pt{X: k.X + s*l*0.55, Y: k.Y - l}, s*l*0.1, 6)...)
	}
	v.C.Fill(p, paint.Linear{X0: x - w, X1: x + w, Ramp: paint.Even(col.Tune(0.05, 1, 0), col.Tune(-0.06, 1, 0))})
}

// broadleaf is a whole tree standing at (x, y), h high.
func (v *View) broadleaf(r *paint.Rand, l leaves, bark paint.RGB, x, y, h float32) {
	wide := r.In(0.3, 0.42)
	v.C.Dab(x+l.sx*-0.16*h, y, h*wide*1.1, h*0.05, 0, 0.7, l.ramp.At(0).Times(0.5), 0.4)
	v.limbs(r, x, y, h*0.7, h*0.055, bark)
	small := h < v.C.U*14
	clumps, dabs := 14, 620
	if small {
		clumps, dabs = 9, 160
	}
	v.crown(r, l, x, y-h*0.64, h*wide, h*0.37, clumps, dabs)
}

var greenHues = [][]uint32{
	{0x14301E, 0x265232, 0x43803E, 0x7BAA4C, 0xC3D978},
	{0x102E2A, 0x1F5247, 0x3B8063, 0x72AD7A, 0xBCDDA0},
	{0x22300F, 0x43591E, 0x71862C, 0xA7B344, 0xE0DB7C},
}

// leafHues gives leaves of the season under the light of m.
func (v *View) leafHues(m mood, hues [][]uint32) leaves {
	r := v.R
	ramp := paint.EvenHex(paint.Pick(r, hues...)...)
	return leaves{ramp: ramp.Map(func(k paint.RGB) paint.RGB {
		return m.lit(k, paint.Clamp(0.25+k.Luma()*1.1))
	}), sx: r.Sign()}
}
