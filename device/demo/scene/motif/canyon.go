package motif

import "keepsake/device/demo/scene/paint"

// paintCanyon is a land of mesas and buttes in banded rock.
func paintCanyon(v *View) {
	c, r := v.C, v.R
	m := v.mood()
	horizon := c.Y(r.In(0.42, 0.56))
	side := r.Sign()
	sx := c.X(0.5 + side*r.In(0.15, 0.4))
	v.alpineSky(m, horizon, sx)
	if v.Light == Dusk || v.Light == Dawn {
		v.sunDisc(m, sx, horizon-c.U*r.In(6, 16), r.In(2.5, 4.5))
	}
	n := paint.Noise(r.Seed())
	freq := r.In(0.55, 0.8)
	tall := r.In(0.55, 0.85)
	edge := r.In(0.12, 0.26)
	bands := paint.EvenHex(0x8E4A34, 0xC46B42, 0xE29A62, 0xB9583A, 0xD98552, 0xEDBE8A, 0xA84E36)
	sand := paint.Hex(paint.Pick(r, uint32(0xD9965E), 0xCF8458, 0xE0A870))
	bush := paint.Hex(0x7E8450)
	paint.Relief{
		Horizon: horizon, Eye: 0.3, Spread: 0.5, Ground: true, Near: 0.7, Far: 12, Slices: 230,
		Sun: [3]float32{side, r.In(0.4, 0.7), -0.35},
		Height: func(x, z float32) float32 {
			k := n.Fbm(x*freq+3, z*freq, 3, 0.42)
			fine := (n+7).Fbm(x*5, z*5, 3, 0.5) * 0.035
			smooth := fine * paint.Smooth(0.8, 2.2, z)
			rise := paint.Smooth(1.5, 2.6, z)
			top := paint.Smooth(edge, edge+0.07, k+fine)              // the cliffs
			talus := paint.Smooth(edge-0.24, edge+0.02, k+fine) * 0.3 // and what fell from them
			step := paint.Smooth(edge+0.2, edge+0.24, k+fine) * 0.25
			return (top*0.75+talus+step)*tall*rise + smooth*0.4
		},
		Surface: func(s paint.Spot) paint.RGB {
			j := (n + 30).Fbm(s.X*6, s.Z*6, 2, 0.5)
			wall := bands.At(paint.Clamp(s.H/tall*0.85 + 0.06 + j*0.05)).Times(1 + 0.16*(n+31).Fbm(s.X*9, s.H*3, 3, 0.6))
			wall = wall.Times(1 - 0.16*paint.Smooth(0.1, 0.4, (n+33).At(4.3, s.H*34+j)))
			floor := sand.Times(1+0.06*j).Lerp(bush, 0.6*paint.Smooth(0.42, 0.6, (n+34).Fbm(s.X*26, s.Z*20, 2, 0.6)))
			col := floor.Lerp(wall, paint.Smooth(0.9, 0.7, s.Up)).Lerp(sand.Times(0.95), 0.4*paint.Smooth(0.8, 1, s.Up)*paint.Smooth(0.2, 0.4, s.H))
			if m.night {
				col = col.Lerp(m.ambient.Times(col.Luma()*2), 0.6)
			}
			return m.lit(col, paint.Clamp(s.Face*1.2+0.12)*(0.12+0.88*s.Lit))
		},
		Haze: func(s paint.Spot) (paint.RGB, float32) { return m.haze, 1 - paint.Exp(-s.Z*0.075) },
	}.Paint(c)
	c.Bloom(0.85, 0.25)
}
