package motif

import "keepsake/device/demo/scene/paint"

// paintFireworks is bursts over water or roofs.
func paintFireworks(v *View) {
	c, r := v.C, v.R
	v.Light = Night
	m := v.mood()
	u := c.U
	shore := c.Y(r.In(0.7, 0.8))
	v.sky(m, shore*1.1)
	v.stars(160, shore*0.7)
	f := r.Fork()
	n := r.Between(4, 7)
	hues := []uint32{0xFF5A4A, 0xFFC84A, 0x6AD8FF, 0xB07AFF, 0x6AF0A0, 0xFF7AB8, 0xFFF0C8}
	for i := range n {
		x, y := c.X((float32(i)+f.In(0.2, 0.8))/float32(n)), c.Y(f.In(0.12, 0.46))
		a := paint.Hex(hues[(i*3+f.Int(2))%len(hues)])
		b := paint.Hex(hues[(i*5+2)%len(hues)])
		v.burst(f, x, y, u*f.In(14, 27), a, b)
		c.Glow(x, shore, u*50, 2, a, 0.1, paint.Screen)
	}
	for i := range 2 {
		v.blocks(m, 0.4+0.6*float32(i), shore)
	}
	v.quay(m, shore)
	c.Mirror(paint.Water{Horizon: shore, Bottom: c.Y(1), Near: m.dark, Far: m.haze.Times(0.5), Depth: 0.5, FarDepth: 0.15, Ripple: 1, Squeeze: 0.45, Seed: r.Seed()})
	c.Bloom(0.45, 0.6)
}

// burst is one shell: sparks on falling arcs with tails.
func (v *View) burst(r *paint.Rand, x, y, s float32, a, b paint.RGB) {
	c := v.C
	c.Glow(x, y, s*1.5, 1, a, 0.24, paint.Screen)
	rings := r.Between(2, 3)
	willow := r.Chance(0.3)
	for k := range rings {
		n := 26 + 12*k
		reach := s * (0.45 + 0.55*float32(k+1)/float32(rings))
		col := a.Lerp(b, float32(k)/float32(rings))
		for i := range n {
			ang := paint.Tau * (float32(i) + r.In(-0.3, 0.3)) / float32(n)
			l := reach * r.In(0.82, 1.05)
			fall := s * 0.16
			if willow {
				fall = s * 0.55
			}
			const steps = 12
			prev := paint.Pt{X: x, Y: y}
			for j := 3; j <= steps; j++ {
				t := float32(j) / steps
				d := l * (1 - (1-t)*(1-t))
				q := paint.Pt{X: x + paint.Cos(ang)*d, Y: y + paint.Sin(ang)*d + fall*t*t}
				if j > 3 {
					w := c.U * 0.22 * (0.3 + 0.7*t)
					c.FillAs(paint.Stroke(w, prev, q), col.Lerp(paint.Gray(1), 0.12*t), t*0.95, paint.Screen)
				}
				prev = q
			}
			c.Disc(prev.X, prev.Y, c.U*0.2, col.Lerp(paint.Gray(1), 0.45), 0.95)
		}
	}
	c.Glow(x, y, s*0.2, 1, paint.Gray(1), 0.6, paint.Screen)
}
