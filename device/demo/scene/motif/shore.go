package motif

import "keepsake/device/demo/scene/paint"

// headland is a coast with cliffs for paint.Relief: sea on one side, meadow on
// the other.
type headland struct {
	n      paint.Noise
	side   float32 // 1: land on the right
	height float32
	inset  float32 // where the shore is at distance 1
}

// inland is the distance from the shore line, above 0 on land.
func (h headland) inland(x, z float32) float32 {
	wave := (h.n).Fbm(z*0.62+3, 1.5, 3, 0.5)*0.75 + (h.n+5).Fbm(x*2.2, z*2.2, 3, 0.55)*0.12
	return x*h.side - h.inset - wave + 0.05*z
}

func (h headland) at(x, z float32) float32 {
	d := h.inland(x, z)
	if d < -0.12 {
		return 0
	}
	top := h.height * (1 + 0.35*(h.n+9).Fbm(x*0.6, z*0.5, 2, 0.5))
	crag := (h.n+11).Fbm(x*7, z*7, 3, 0.55) * 0.03
	y := paint.Smooth(-0.01, 0.085, d+crag) * top
	y += 0.02 * (h.n+13).Fbm(x*2, z*2, 2, 0.5) * paint.Smooth(0.05, 0.3, d)
	return max(y, 0.0005)
}

func (v *View) paintHeadland(m mood, h headland, horizon float32, rock, grass, deep, shallow paint.RGB) {
	r := v.R
	n := h.n + 40
	foam := paint.Hex(0xF4F8F8)
	flower := paint.Hex(paint.Pick(r, uint32(0xF2C84A), 0xE88AB0, 0xF4F0E4, 0xB48AD8))
	paint.Relief{
		Horizon: horizon, Eye: 0.62, Spread: 0.5, Ground: true, Near: 0.6, Far: 14, Slices: 230,
		Sun:    [3]float32{-h.side, r.In(0.5, 0.9), 0.1},
		Height: h.at,
		Surface: func(s paint.Spot) paint.RGB {
			d := h.inland(s.X, s.Z)
			if s.H < 0.004 { // the sea
				w := n.Fbm(s.X*5, s.Z*9, 2, 0.5)
				col := deep.Lerp(shallow, paint.Smooth(-0.55, -0.02, d+0.05*w))
				line := n.At(s.X*3+d*26, s.Z*4)
				col = col.Lerp(foam, 0.85*paint.Smooth(-0.1, 0, d+0.03*w)*paint.Smooth(-0.2, 0.35, line))
				col = col.Lerp(m.haze.Lerp(m.sun, 0.4), 0.28*paint.Smooth(0.15, 0.8, w))
				if m.night {
					return col.Mul(m.ambient).Lerp(m.haze, 0.1)
				}
				return m.lit(col, 0.85)
			}
			j := n.Fbm(s.X*6, s.Z*6, 2, 0.5)
			band := n.Fbm(s.X*2, s.H*38+s.X, 3, 0.55)
			wall := rock.Times(1 + 0.2*band + 0.12*j)
			top := grass.Times(1+0.12*j).Lerp(rock, 0.5*paint.Smooth(0.06, 0.0, d))
			bloom := paint.Smooth(0.3, 0.62, n.At(s.X*38, s.Z*34)) * paint.Smooth(-0.1, 0.4, n.Fbm(s.X*1.7, s.Z*1.7, 2, 0.5))
			top = top.Lerp(flower, bloom*0.8*paint.Smooth(4, 0.8, s.Z))
			col := wall.Lerp(top, paint.Smooth(0.55, 0.8, s.Up)*paint.Smooth(0.3, 0.7, s.H/h.height))
			col = col.Lerp(foam, 0.5*paint.Smooth(0.03, 0.0, s.H)*paint.Smooth(-0.2, 0.4, j))
			if m.night {
				col = col.Lerp(m.ambient.Times(col.Luma()*2), 0.6)
			}
			return m.lit(col, paint.Clamp(s.Face*1.1+0.15)*(0.25+0.75*s.Lit))
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze, 1 - paint.Exp(-s.Z*0.11) },
	}.Paint(v.C)
}

func (v *View) headland() headland {
	r := v.R
	return headland{n: paint.Noise(r.Seed()), side: r.Sign(), height: r.In(0.2, 0.3), inset: r.In(-0.05, 0.12)}
}

// paintCliffs is a green coast that falls into the sea.
func paintCliffs(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.34, 0.44))
	h := v.headland()
	sx := c.X(0.5 - h.side*r.In(0.1, 0.4))
	v.seaSky(m, horizon, sx)
	v.paintHeadland(m, h, horizon,
		paint.Hex(paint.Pick(r, uint32(0xEFE6D6), 0xB09A82, 0x8C8078, 0xC98F66)),
		paint.Hex(paint.Pick(r, uint32(0x7FA04A), 0x6C9A54, 0x9AA85A)),
		paint.Hex(paint.Pick(r, uint32(0x1F6A8C), 0x24707E, 0x2A5F92)), paint.Hex(paint.Pick(r, uint32(0x5FC4BC), 0x6FD0C8, 0x4FB0B8)))
	if v.Light == Dusk || v.Light == Dawn {
		c.Glitter(r.Fork(), sx, horizon, c.Y(0.75), 0.1, 160, m.sun, 0.5)
	}
	v.birds(r.Between(3, 8), c.X(0.5-h.side*0.2), c.Y(r.In(0.14, 0.28)), c.U*9, paint.Gray(0.96).Lerp(m.dark, 0.2))
	c.Bloom(0.85, 0.28)
}

func (v *View) seaSky(m mood, horizon, sx float32) {
	c, r := v.C, v.R
	v.sky(m, horizon)
	switch v.Light {
	case Night:
		v.stars(600, horizon)
		if r.Chance(0.5) {
			v.moon(sx, c.Y(r.In(0.1, 0.2)), r.In(2.5, 4.5), 1, m.sun)
		}
	case Day:
		v.sunGlow(m, sx, horizon*0.4, 0.3)
	default:
		v.sunGlow(m, sx, horizon-c.U*6, 0.8)
	}
	v.cover(m, paint.Pick(r, heaps, heaps, streaks, veil), r.In(0.35, 0.65), horizon, sx)
	if v.Light == Dusk || v.Light == Dawn {
		v.sunDisc(m, sx, horizon-c.U*r.In(1.5, 12), r.In(3, 5))
	}
}
