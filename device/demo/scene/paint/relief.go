package paint

// Relief paints land from a height function seen in perspective: samples lie on
// a grid of viewing directions and distances, so near and far land are equally
// fine, and are lit by one sun with shadows cast across the view.
type Relief struct {
	Horizon   float32 // row of the eye level, in pixels
	Eye       float32 // height of the eye
	Spread    float32 // half width of the view at distance 1 (0.5 is a normal lens)
	Near, Far float32 // distances
	Ground    bool    // Near is taken closer where flat land would not reach the bottom of the canvas
	Slices    int     // how many distances; 0 means 200
	Sun       [3]float32
	Height    func(x, z float32) float32
	Surface   func(s Spot) RGB // colour of the land, lit; before haze
	Haze      func(s Spot) (RGB, float32)
}

// Spot is a place of the land.
type Spot struct {
	X, Z, H float32 // Z is the distance into the picture
	Up      float32 // 1 flat ground, towards 0 a wall
	Face    float32 // sun on the slope, -1..1, shadows not counted
	Lit     float32 // 0 in shadow, 1 in sun
	Turn    float32 // slope's direction: below 0 it faces left
}

// Skyline is the upper edge of a painted relief.
type Skyline = Ridge

// Paint draws the land onto c and returns its upper edge.
func (r Relief) Paint(c *Canvas) Skyline {
	if r.Slices == 0 {
		r.Slices = 200
	}
	if below := float32(c.H) - r.Horizon; r.Ground && below > 1 {
		r.Near = min(r.Near, r.Eye*0.85*float32(c.W)/2/r.Spread/below)
	}
	return r.survey(c).draw(c)
}

type reliefGrid struct {
	cols, rows int
	scale      float32   // pixels between columns
	y          []float32 // screen row by [row*cols+col]
	c          []RGB
}

func (r Relief) survey(c *Canvas) *reliefGrid {
	scale := max(float32(c.W)/560, 1)
	cols := int(float32(c.W)/scale) + 3
	rows := min(r.Slices, 40+c.H/3) // a small picture shows no more
	focal := float32(c.W) / 2 / r.Spread
	g := &reliefGrid{cols: cols, rows: rows, scale: scale, y: make([]float32, cols*rows), c: make([]RGB, cols*rows)}
	dists := make([]float32, rows)
	ratio := Pow(r.Far/r.Near, 1/float32(rows-1))
	for i, d := 0, r.Near; i < rows; i, d = i+1, d*ratio {
		dists[i] = d
	}
	tan := make([]float32, cols)
	for j := range tan {
		tan[j] = ((float32(j)-1)*scale - float32(c.W)/2) / focal
	}
	h := make([]float32, cols*rows)
	for i, d := range dists {
		for j, t := range tan {
			h[i*cols+j] = r.Height(t*d, d)
		}
	}
	sl := Sqrt(r.Sun[0]*r.Sun[0] + r.Sun[1]*r.Sun[1] + r.Sun[2]*r.Sun[2])
	sun := [3]float32{r.Sun[0] / sl, r.Sun[1] / sl, r.Sun[2] / sl}
	lit := make([]float32, cols)
	for i, d := range dists {
		line := h[i*cols : (i+1)*cols]
		r.shadows(line, lit, d*scale/focal, d, sun)
		lo, hi := max(i-1, 0), min(i+1, rows-1)
		for j := range line {
			l, q := max(j-1, 0), min(j+1, cols-1)
			dx := (line[q] - line[l]) / ((tan[q] - tan[l]) * d)
			dd := (h[hi*cols+j] - h[lo*cols+j]) / (dists[hi] - dists[lo])
			dz := dd - tan[j]*dx
			n := 1 / Sqrt(1+dx*dx+dz*dz)
			s := Spot{X: tan[j] * d, Z: d, H: line[j], Up: n, Turn: -dx * n, Lit: lit[j],
				Face: (-dx*sun[0] + sun[1] - dz*sun[2]) * n}
			col := r.Surface(s)
			if r.Haze != nil {
				hc, a := r.Haze(s)
				col = col.Lerp(hc, Clamp(a))
			}
			g.c[i*cols+j] = col
			g.y[i*cols+j] = r.Horizon + (r.Eye-line[j])*focal/d
		}
	}
	return g
}

// shadows marks what the land itself keeps from the sun along one distance; the
// sun's direction into the picture is left out, which the eye does not miss.
func (r Relief) shadows(line, lit []float32, step, d float32, sun [3]float32) {
	for j := range lit {
		lit[j] = 1
	}
	side := Abs(sun[0])
	if side < 0.05 {
		return
	}
	fall := sun[1] / side * step
	soft := 0.02 * max(d, 0.5)
	top := float32(-1e9)
	for k := range line {
		j := k
		if sun[0] > 0 { // light from the right
			j = len(line) - 1 - k
		}
		top -= fall
		if line[j] < top {
			lit[j] = 1 - Smooth(0, soft, top-line[j])
		}
		top = max(top, line[j])
	}
}

const reliefBlock = 16 // columns painted together, so that rows are written in runs

func (g *reliefGrid) draw(c *Canvas) Skyline {
	sky := make(Ridge, c.W*sub)
	buf := make([]RGB, reliefBlock*c.H)
	cov := make([]float32, reliefBlock*c.H)
	for x0 := 0; x0 < c.W; x0 += reliefBlock {
		w := min(reliefBlock, c.W-x0)
		clear(buf)
		clear(cov)
		for k := range w {
			for s := range 2 {
				top := g.column(buf[k*c.H:(k+1)*c.H], cov[k*c.H:(k+1)*c.H], float32(x0+k)+0.25+0.5*float32(s))
				i := (x0+k)*sub + s*2
				sky[i], sky[i+1] = top, top
			}
		}
		for y := range c.H {
			row := c.Pix[y*c.W+x0 : y*c.W+x0+w]
			for k := range row {
				i := k*c.H + y
				a := cov[i]
				if a > 0.001 {
					p := &row[k]
					b := &buf[i]
					// buf holds colours times coverage.
					*p = RGB{p.R*(1-a) + b.R, p.G*(1-a) + b.G, p.B*(1-a) + b.B}
				}
			}
		}
	}
	return sky
}

// column adds one half-pixel column, nearest land first, and returns its top row.
func (g *reliefGrid) column(buf []RGB, cov []float32, x float32) float32 {
	fx := x/g.scale + 1
	j := min(int(fx), g.cols-2)
	t := fx - float32(j)
	floor := float32(len(buf)) // rows from here down are taken
	var prevY float32
	var prevC RGB
	for i := range g.rows {
		k := i*g.cols + j
		y := g.y[k] + (g.y[k+1]-g.y[k])*t
		if i == 0 {
			prevY = max(y, floor) + 1
			prevC = g.c[k].Lerp(g.c[k+1], t)
		}
		if y < floor {
			col := g.c[k].Lerp(g.c[k+1], t)
			span := 1 / max(prevY-y, 0.001)
			y0 := int(max(y, 0))
			for row := y0; row < len(buf) && float32(row) < floor; row++ {
				part := min(float32(row+1), floor) - max(float32(row), y)
				if part <= 0 {
					continue
				}
				u := Clamp((prevY - float32(row) - 0.5) * span)
				a := part * 0.5
				b := &buf[row]
				b.R += (prevC.R + (col.R-prevC.R)*u) * a
				b.G += (prevC.G + (col.G-prevC.G)*u) * a
				b.B += (prevC.B + (col.B-prevC.B)*u) * a
				cov[row] += a
			}
			floor = max(y, 0)
			prevC = col
			if y <= 0 {
				break
			}
		} else if y < prevY+8 {
			prevC = g.c[k].Lerp(g.c[k+1], t)
		}
		prevY = y
	}
	return floor
}
