package paint

// sub is how many heights a ridge has for each pixel column: steep slopes stay smooth.
const sub = 4

// Ridge is the upper edge of something that fills all below it: a hill, a
// shore, a tree line. Values are y positions.
type Ridge []float32

// Ridge samples f, which gives y for x in pixels.
func (c *Canvas) Ridge(f func(x float32) float32) Ridge {
	r := make(Ridge, c.W*sub)
	for i := range r {
		r[i] = f((float32(i) + 0.5) / sub)
	}
	return r
}

// Raise lifts the ridge to y at sample positions around x where y is above it;
// shape gives the height above base at a distance from x, for trees and roofs.
func (r Ridge) Raise(x, reach float32, y func(dx float32) float32) {
	i0, i1 := int(max((x-reach)*sub, 0)), int(min((x+reach)*sub, float32(len(r)-1)))
	for i := i0; i <= i1; i++ {
		r[i] = min(r[i], y((float32(i)+0.5)/sub-x))
	}
}

// At returns the height at x.
func (r Ridge) At(x float32) float32 {
	return r[min(max(int(x*sub), 0), len(r)-1)]
}

// Top returns the highest point (the least y).
func (r Ridge) Top() float32 {
	t := r[0]
	for _, v := range r {
		t = min(t, v)
	}
	return t
}

// FillRidge paints everything from the ridge down to the bottom of the canvas.
func (c *Canvas) FillRidge(r Ridge, ink Ink) { c.Band(r, float32(c.H), ink, 1, Over) }

// Band paints everything from the ridge down to y = bottom.
func (c *Canvas) Band(r Ridge, bottom float32, ink Ink, alpha float32, mode Mode) {
	lo, hi := make([]float32, c.W), make([]float32, c.W)
	top, full := float32(c.H), float32(0)
	for x := range lo {
		s := r[x*sub : x*sub+sub]
		lo[x], hi[x] = min(s[0], s[1], s[2], s[3]), max(s[0], s[1], s[2], s[3])
		top, full = min(top, lo[x]), max(full, hi[x])
	}
	y0 := max(int(Floor(top)), 0)
	cov := make([]float32, c.W)
	flat, isFlat := ink.(RGB)
	for y := y0; y < c.H && float32(y) < bottom; y++ {
		fy := float32(y)
		dst := c.Pix[y*c.W : (y+1)*c.W]
		end := min(bottom-fy, 1)
		if fy >= full && alpha == 1 && end == 1 && mode == Over {
			ink.Run(0, y, dst)
			continue
		}
		for x := range cov {
			switch {
			case lo[x] >= fy+1:
				cov[x] = 0
			case hi[x] <= fy:
				cov[x] = end
			default:
				s := r[x*sub : x*sub+sub]
				a := Clamp(fy+1-s[0]) + Clamp(fy+1-s[1]) + Clamp(fy+1-s[2]) + Clamp(fy+1-s[3])
				cov[x] = a / sub * end
			}
		}
		if isFlat {
			mode.blendFlat(dst, flat, cov, alpha)
			continue
		}
		ink.Run(0, y, c.row)
		mode.blendRow(dst, c.row, cov, alpha)
	}
}
