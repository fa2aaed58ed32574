package paint

// Wash paints something soft over the rows from y0 to y1: f is asked for colour
// and alpha on a grid of cells about cell pixels wide only, and what is between
// is interpolated. Clouds, mist, curtains of light cost little this way.
func (c *Canvas) Wash(y0, y1, cell float32, mode Mode, f func(x, y float32) (RGB, float32)) {
	top, bottom := int(min(max(y0, 0), float32(c.H))), int(min(max(y1, 0), float32(c.H)))
	if top >= bottom {
		return
	}
	cell = max(cell, 1)
	nx, ny := int(float32(c.W)/cell)+2, int(float32(bottom-top)/cell)+2
	type sample struct {
		c RGB // times a
		a float32
	}
	eval := func(gy int, out []sample) {
		for i := range out {
			col, a := f(float32(i)*cell, float32(top)+float32(gy)*cell)
			a = Clamp(a)
			out[i] = sample{col.Times(a), a}
		}
	}
	upper, lower, line := make([]sample, nx), make([]sample, nx), make([]sample, nx)
	have := 0
	eval(0, upper)
	eval(1, lower)
	for y := top; y < bottom; y++ {
		g := (float32(y-top) + 0.5) / cell
		for gy := min(int(g), ny-2); have < gy; {
			have++
			upper, lower = lower, upper
			eval(have+1, lower)
		}
		t := min(g-float32(have), 1)
		for i := range line {
			u, l := &upper[i], &lower[i]
			line[i] = sample{u.c.Lerp(l.c, t), u.a + (l.a-u.a)*t}
		}
		row := c.Pix[y*c.W : (y+1)*c.W]
		k, step := float32(0.5)/cell, 1/cell
		i := 0
		for x := range row {
			for k >= 1 {
				k--
				i++
			}
			p, q := &line[i], &line[i+1]
			a := p.a + (q.a-p.a)*k
			if a > 0.0015 {
				s := RGB{p.c.R + (q.c.R-p.c.R)*k, p.c.G + (q.c.G-p.c.G)*k, p.c.B + (q.c.B-p.c.B)*k}
				d := &row[x]
				switch mode {
				case Over:
					d.R += s.R - d.R*a
					d.G += s.G - d.G*a
					d.B += s.B - d.B*a
				case Multiply:
					d.R *= 1 - a + s.R
					d.G *= 1 - a + s.G
					d.B *= 1 - a + s.B
				case Screen:
					d.R += s.R * max(0, 1-d.R)
					d.G += s.G * max(0, 1-d.G)
					d.B += s.B * max(0, 1-d.B)
				default:
					*d = mode.apply(*d, s, 1)
				}
			}
			k += step
		}
	}
}
