package paint

// Water is a surface that mirrors what is painted above its horizon.
type Water struct {
	Horizon, Bottom float32 // rows, in pixels
	Near, Far       RGB     // colour of the water itself, at the bottom and at the horizon
	Depth           float32 // how much of that colour shows at the bottom, 0..1
	FarDepth        float32 // and at the horizon
	Ripple          float32 // 0 a mirror, 1 a breeze
	Squeeze         float32 // height of the mirrored picture over that of the water; 0 means 1
	Seed            uint32
}

// Mirror paints the water.
func (c *Canvas) Mirror(w Water) {
	y0, y1 := int(max(w.Horizon, 1)), int(min(w.Bottom, float32(c.H)))
	if w.Squeeze == 0 {
		w.Squeeze = 1
	}
	n := Noise(w.Seed)
	span := max(w.Bottom-w.Horizon, 1)
	const step = 4 // pixels between samples of the ripple
	shifts := make([]float32, c.W/step+3)
	for y := y0; y < y1; y++ {
		d := Clamp((float32(y) + 0.5 - w.Horizon) / span) // 0 far, 1 near
		fine := 9 / (0.06 + d) * (1 - d*0.45)             // waves are smaller far away
		amp := w.Ripple * (0.12 + d*1.1) * c.U * 1.7
		py := float32(y) / c.U * 0.5 * (0.25 + 0.75/(0.3+d)) * 0.6
		for i := range shifts {
			x := float32(i*step) / c.U * 0.011 * fine
			shifts[i] = (n.At(x, py*1.6) + 0.5*n.At(x*2.3+9, py*3.1)) * amp
		}
		depth := Mixf(w.FarDepth, w.Depth, Sqrt(d))
		tint := w.Far.Lerp(w.Near, d)
		base := w.Horizon - (float32(y)+0.5-w.Horizon)/w.Squeeze
		row := c.Pix[y*c.W : (y+1)*c.W]
		for x := range row {
			i := x / step
			s := Mixf(shifts[i], shifts[i+1], float32(x%step)/step)
			sy := base + s*1.5
			src := c.bilinear(float32(x)+s*0.45, min(sy, w.Horizon-1))
			// Slopes towards us show more of the water's own colour.
			k := Clamp(depth + s/(c.U*6+1)*w.Ripple*0.5)
			row[x] = src.Lerp(tint, k)
		}
	}
}

// bilinear samples between rows at column x (nearest column is enough: ripples
// move sideways smoothly).
func (c *Canvas) bilinear(x, y float32) RGB {
	y = min(max(y-0.5, 0), float32(c.H-1))
	yi := int(y)
	xi := min(max(int(x+0.5), 0), c.W-1)
	a := c.Pix[yi*c.W+xi]
	if yi+1 >= c.H {
		return a
	}
	return a.Lerp(c.Pix[(yi+1)*c.W+xi], y-float32(yi))
}

// Glitter scatters the broken image of a light at x over water: dashes that grow
// towards us and thin out to the sides. Spread is the half width at the bottom
// as a share of the canvas width.
func (c *Canvas) Glitter(r *Rand, x, horizon, bottom, spread float32, n int, col RGB, alpha float32) {
	for range n {
		d := r.F()
		d = d*d*0.75 + d*0.25
		y := Mixf(horizon, bottom, d)
		half := spread * float32(c.W) * (0.25 + 0.75*d)
		off := r.Bell() * 0.42
		w := c.U * (0.35 + 3.2*d) * r.In(0.4, 1.3)
		h := c.U * (0.05 + 0.22*d) * r.In(0.6, 1.2)
		a := alpha * Exp(-off*off*2.2) * r.In(0.35, 1) * (1 - d*0.45)
		c.Dab(x+off*half, y, w, h, 0, 0.8, col, a)
	}
}
