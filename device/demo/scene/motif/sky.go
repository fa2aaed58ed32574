package motif

import "keepsake/device/demo/scene/paint"

// clouds is a sort of cloud cover.
type clouds uint8

const (
	clear   clouds = iota
	streaks        // long thin bands
	heaps          // fair-weather heaps with flat bases
	veil           // soft patches everywhere
)

// sky paints the sky from the top to the horizon row.
func (v *View) sky(m mood, horizon float32) {
	v.C.Vertical(m.sky, -horizon*v.R.In(0, 0.15), horizon)
}

// sunGlow lights the sky around the sun or where it just went down.
func (v *View) sunGlow(m mood, x, y, strength float32) {
	c := v.C
	u := c.U
	c.Glow(x, y, u*120, 1.3, m.sun, 0.28*strength, paint.Screen)
	c.Glow(x, y, u*55, 1, m.sun, 0.35*strength, paint.Screen)
	c.Glow(x, y, u*18, 1, m.sun, 0.5*strength, paint.Screen)
}

// sunDisc paints the sun itself, radius in units.
func (v *View) sunDisc(m mood, x, y, r float32) {
	c := v.C
	c.Glow(x, y, r*c.U*3.2, 1, m.sun, 0.7, paint.Screen)
	c.Disc(x, y, r*c.U, m.sun.Lerp(paint.Gray(1), 0.45), 0.98)
}

// moon paints a moon with its maria; phase 1 is full, below that a crescent.
func (v *View) moon(x, y, r, phase float32, col paint.RGB) {
	c := v.C
	R := r * c.U
	c.Glow(x, y, R*6, 1, col, 0.22, paint.Screen)
	c.Glow(x, y, R*2.4, 1, col, 0.35, paint.Screen)
	n := paint.Noise(v.R.Seed())
	tilt := v.R.In(-0.6, 0.6)
	sk, ck := paint.Sin(tilt), paint.Cos(tilt)
	p := &paint.Path{}
	p.Circle(x, y, R)
	under := c.At(int(x), int(max(y-R*1.05, 0)))
	c.Fill(p, paint.Shade(func(px, py float32) paint.RGB {
		dx, dy := (px-x)/R, (py-y)/R
		q := dx*dx + dy*dy
		mare := paint.Smooth(-0.05, 0.5, n.Fbm(dx*1.5+3, dy*1.5, 4, 0.5))
		s := col.Times(1 - 0.24*mare - 0.12*q)
		if phase < 1 {
			// The shadow's edge is an ellipse about the tilted axis.
			a, b := dx*ck+dy*sk, dy*ck-dx*sk
			edge := (1 - 2*phase) * paint.Sqrt(max(0, 1-b*b))
			s = under.Lerp(col.Times(0.14), 0.35).Lerp(s, paint.Smooth(-0.06, 0.1, a-edge))
		}
		return s
	}))
}

// stars scatters n stars above the horizon, mostly faint, some tinted.
func (v *View) stars(n int, bottom float32) {
	c, r := v.C, v.R.Fork()
	for range n {
		x, y := r.F()*float32(c.W), r.F()*bottom
		b := r.F()
		b = b * b * b
		fade := 1 - paint.Smooth(0.55, 1, y/bottom)
		col := paint.Hex(paint.Pick(r, uint32(0xFFFFFF), 0xFFFFFF, 0xCFE0FF, 0xFFE9CC, 0xBFD4FF))
		size := c.U * (0.055 + 0.13*b)
		c.Disc(x, y, size, col, (0.25+0.75*b)*fade)
		if b > 0.82 {
			c.Glow(x, y, size*7, 1, col, 0.4*fade, paint.Screen)
		}
	}
}

// cover paints clouds between the top and the row bottom. The light comes from
// the side of sx (in pixels); amount is 0..1.
func (v *View) cover(m mood, kind clouds, amount, bottom, sx float32) {
	if kind == clear {
		return
	}
	c := v.C
	n := paint.Noise(v.R.Seed())
	ox := v.R.In(0, 50)
	u := c.U
	bright := m.sun.Lerp(paint.Gray(1), 0.35)
	shade := m.sky.At(0.35).Lerp(m.haze, 0.45)
	if m.night {
		bright, shade = m.haze.Lerp(m.sun, 0.25), m.sky.At(0.5)
	}
	switch kind {
	case streaks:
		slant := v.R.In(-0.12, 0.12)
		c.Wash(0, bottom, u*0.45, paint.Over, func(x, y float32) (paint.RGB, float32) {
			t := y / bottom
			px, py := x/u*0.012+ox, (y+x*slant)/u*0.085
			w := n.Fbm(px*0.8+9, py*0.25, 2, 0.5)
			d := n.Fbm(px+w*0.7, py*(0.6+t*0.9)+w, 5, 0.55)
			a := paint.Smooth(0.45-amount*0.75, 1.05-amount*0.4, d+0.35)
			a *= paint.Smooth(0, 0.25, t) * (1 - paint.Smooth(0.9, 1, t)*0.6)
			near := paint.Exp(-paint.Abs(x-sx) / (u * 60))
			col := shade.Lerp(bright, paint.Clamp(0.25+0.45*t+0.5*near-0.25*d))
			return col, a * 0.82
		})
	case heaps:
		// Banks of heaps on flat bases, smaller and closer towards the horizon.
		c.Wash(0, bottom, u*0.4, paint.Over, func(x, y float32) (paint.RGB, float32) {
			t := y / bottom
			k := 0.0075 + 0.02*t*t
			px, py := (x-float32(c.W)/2)/u*k+ox, t*t*2.2+t*1.1
			row := paint.Floor(py + 0.15*n.At(px*0.7, 3))
			f := py - row // 0 at the top of a row of clouds, 1 at its base
			px += row * 7.3
			body := n.At(px*0.9, row*3.7) + 0.5*n.At(px*2.1, row*5.1)
			puff := n.Fbm(px*3.4, py*2.8, 4, 0.58)
			h := body - 0.78 + amount
			if h < -0.35 {
				return bright, 0
			}
			top := max(0.9-0.85*h, 0.3) + 0.42*puff
			base := 0.93 + 0.05*n.At(px*1.3, row) + 0.04*puff
			a := paint.Smooth(top, top+0.2, f) * paint.Smooth(base, base-0.16, f) * paint.Smooth(-0.3, 0.15, h)
			l := paint.Clamp(1.05 - (f-top)*1.15 + 0.35*puff + 0.12*sign(sx-x)*n.At(px*2+0.3, py*2))
			return shade.Lerp(bright, l), a * 0.95 * paint.Smooth(-0.02, 0.1, t) * (1 - 0.5*paint.Smooth(0.85, 1, t))
		})
	case veil:
		c.Wash(0, bottom, u*0.9, paint.Over, func(x, y float32) (paint.RGB, float32) {
			t := y / bottom
			px, py := x/u*0.014+ox, y/u*0.03
			w := n.Fbm(px+3, py+8, 3, 0.5)
			d := n.Fbm(px+w, py+w*0.6, 4, 0.5)
			a := paint.Smooth(-0.5, 0.9, d+amount-0.4) * amount
			near := paint.Exp(-paint.Abs(x-sx) / (u * 70))
			return shade.Lerp(bright, paint.Clamp(0.3+0.3*t+0.5*near+d*0.3)), a * 0.85
		})
	}
}

// birds scatters a small flock.
func (v *View) birds(n int, x, y, spread float32, col paint.RGB) {
	c, r := v.C, v.R.Fork()
	p := &paint.Path{}
	for range n {
		bx, by := x+r.Bell()*spread, y+r.Bell()*spread*0.35
		s := c.U * r.In(0.5, 1.15)
		tilt, lift := r.In(-0.25, 0.25), r.In(0.15, 0.5)
		body := paint.Pt{X: bx, Y: by}
		for _, side := range []float32{-1, 1} {
			tip := paint.Pt{X: bx + side*s, Y: by - s*lift + side*s*tilt}
			p.Taper(s*0.16, s*0.03, paint.Bend(body, tip, -side*s*0.2, 6)...)
		}
	}
	c.FillAs(p, col, 0.75, paint.Over)
}

// mist lays a bank of fog that is thickest at row y.
func (v *View) mist(col paint.RGB, y, thick, alpha float32) {
	c := v.C
	n := paint.Noise(v.R.Seed())
	u := c.U
	c.Wash(y-thick*1.6, y+thick*1.6, u*1.1, paint.Over, func(px, py float32) (paint.RGB, float32) {
		d := n.Fbm(px/u*0.02, py/u*0.055, 4, 0.5)
		q := (py - y + d*thick*0.7) / thick
		return col, paint.Exp(-q*q*2.2) * alpha * paint.Clamp(0.75+d*0.5)
	})
}

func sign(v float32) float32 {
	if v < 0 {
		return -1
	}
	return 1
}
