// Package paint is a small software painter: float canvases, anti-aliased
// paths, soft light, fractal noise, landscapes from height maps and a film-like
// finish. It is single-threaded and deterministic.
//
// Begin with New (a canvas) and Canvas.Finish (its pixels).
package paint

// Canvas is a picture being painted. Positions are in pixels from the top left.
type Canvas struct {
	W, H int
	Pix  []RGB
	U    float32 // a hundredth of the shorter side, the unit for sizes of things; more on a strip

	cover []float32 // scratch of the rasteriser, zero between calls
	row   []RGB     // scratch of one row
}

// New returns a black canvas of at least one pixel.
func New(w, h int) *Canvas {
	w, h = max(w, 1), max(h, 1)
	return &Canvas{W: w, H: h, Pix: make([]RGB, w*h), U: max(float32(min(w, h)), float32(max(w, h))/5) / 100, row: make([]RGB, w)}
}

// X is the position at share f of the width.
func (c *Canvas) X(f float32) float32 { return f * float32(c.W) }

// Y is the position at share f of the height.
func (c *Canvas) Y(f float32) float32 { return f * float32(c.H) }

// At returns a pixel; outside the canvas the nearest one.
func (c *Canvas) At(x, y int) RGB {
	return c.Pix[min(max(y, 0), c.H-1)*c.W+min(max(x, 0), c.W-1)]
}

// Clear paints everything in one colour.
func (c *Canvas) Clear(col RGB) {
	for i := range c.Pix {
		c.Pix[i] = col
	}
}

// Vertical paints a ramp from y0 (its start) down to y1 (its end) over the rows
// from top to bottom; beyond y0 and y1 the end colours go on.
func (c *Canvas) Vertical(r *Ramp, y0, y1 float32) {
	for y := range c.H {
		col := r.At((float32(y) + 0.5 - y0) / (y1 - y0))
		row := c.Pix[y*c.W : (y+1)*c.W]
		for x := range row {
			row[x] = col
		}
	}
}

// Mode is how a colour meets what is below it.
type Mode uint8

// The modes.
const (
	Over     Mode = iota // covers
	Screen               // lightens, as projected light
	Add                  // lightens hard, as glowing things
	Multiply             // darkens, as glass and shadow
)

func (m Mode) apply(d, s RGB, a float32) RGB {
	switch m {
	case Screen:
		return RGB{d.R + s.R*a*max(0, 1-d.R), d.G + s.G*a*max(0, 1-d.G), d.B + s.B*a*max(0, 1-d.B)}
	case Add:
		return RGB{d.R + s.R*a, d.G + s.G*a, d.B + s.B*a}
	case Multiply:
		return RGB{d.R * (1 + (s.R-1)*a), d.G * (1 + (s.G-1)*a), d.B * (1 + (s.B-1)*a)}
	}
	return d.Lerp(s, a)
}

// blendRow puts src over dst with the coverage of each pixel times alpha.
func (m Mode) blendRow(dst, src []RGB, cov []float32, alpha float32) {
	dst, src = dst[:len(cov)], src[:len(cov)]
	if m == Over {
		for i, a := range cov {
			a *= alpha
			if a >= 0.998 {
				dst[i] = src[i]
			} else if a > 0.001 {
				d, s := &dst[i], &src[i]
				d.R += (s.R - d.R) * a
				d.G += (s.G - d.G) * a
				d.B += (s.B - d.B) * a
			}
		}
		return
	}
	for i, a := range cov {
		if a *= alpha; a > 0.001 {
			dst[i] = m.apply(dst[i], src[i], a)
		}
	}
}

// blendFlat is blendRow for one colour.
func (m Mode) blendFlat(dst []RGB, s RGB, cov []float32, alpha float32) {
	dst = dst[:len(cov)]
	if m == Over {
		for i, a := range cov {
			a *= alpha
			if a >= 0.998 {
				dst[i] = s
			} else if a > 0.001 {
				d := &dst[i]
				d.R += (s.R - d.R) * a
				d.G += (s.G - d.G) * a
				d.B += (s.B - d.B) * a
			}
		}
		return
	}
	for i, a := range cov {
		if a *= alpha; a > 0.001 {
			dst[i] = m.apply(dst[i], s, a)
		}
	}
}
