package paint

// Fill paints the inside of p.
func (c *Canvas) Fill(p *Path, ink Ink) { c.FillAs(p, ink, 1, Over) }

// FillAs paints the inside of p with an alpha and a mode.
func (c *Canvas) FillAs(p *Path, ink Ink, alpha float32, mode Mode) {
	flat, isFlat := ink.(RGB)
	c.scan(p, func(x, y int, cov []float32) {
		dst := c.Pix[y*c.W+x:]
		if isFlat {
			mode.blendFlat(dst, flat, cov, alpha)
			return
		}
		src := c.row[:len(cov)]
		ink.Run(x, y, src)
		mode.blendRow(dst, src, cov, alpha)
	})
}

// scan calls row with the coverage of p for each row it touches: signed areas
// are accumulated per pixel and summed along the row, which gives exact box
// coverage without sorting edges.
func (c *Canvas) scan(p *Path, row func(x, y int, cov []float32)) {
	x0, y0, x1, y1 := c.bounds(p)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	w, h := x1-x0, y1-y0
	stride := w + 2 // the sums to the right of the last pixel go to waste
	if len(c.cover) < stride*h {
		c.cover = make([]float32, stride*h)
	}
	acc := c.cover[:stride*h]
	for _, s := range p.subs {
		prev := s[len(s)-1]
		for _, q := range s {
			edge(acc, stride, w, h, prev.X-float32(x0), prev.Y-float32(y0), q.X-float32(x0), q.Y-float32(y0))
			prev = q
		}
	}
	for y := range h {
		line := acc[y*stride : y*stride+stride]
		var sum float32
		first, last := -1, 0
		for i, v := range line[:w] {
			sum += v
			a := min(Abs(sum), 1)
			line[i] = a
			if a > 0.001 {
				if first < 0 {
					first = i
				}
				last = i + 1
			}
		}
		if first >= 0 {
			row(x0+first, y0+y, line[first:last])
		}
		clear(line)
	}
}

func (c *Canvas) bounds(p *Path) (x0, y0, x1, y1 int) {
	lx, ly, hx, hy := float32(1e9), float32(1e9), float32(-1e9), float32(-1e9)
	for _, s := range p.subs {
		for _, q := range s {
			lx, ly, hx, hy = min(lx, q.X), min(ly, q.Y), max(hx, q.X), max(hy, q.Y)
		}
	}
	if !(lx <= hx) || !(ly <= hy) {
		return 0, 0, 0, 0
	}
	clip := func(v float32, n int) int { return int(min(max(v, 0), float32(n))) }
	return clip(Floor(max(lx, -1e6)), c.W), clip(Floor(max(ly, -1e6)), c.H),
		clip(Floor(min(hx, 1e6))+1, c.W), clip(Floor(min(hy, 1e6))+1, c.H)
}

// edge adds one directed edge to the accumulation buffer.
func edge(acc []float32, stride, w, h int, ax, ay, bx, by float32) {
	dir := float32(1)
	if ay > by {
		ax, ay, bx, by = bx, by, ax, ay
		dir = -1
	}
	if by <= 0 || ay >= float32(h) || by-ay < 1e-6 {
		return
	}
	slope := (bx - ax) / (by - ay)
	if ay < 0 {
		ax -= ay * slope
		ay = 0
	}
	end := min(by, float32(h))
	fw := float32(w)
	x := ax
	for y := int(ay); y < h && float32(y) < end; y++ {
		top, bottom := max(ay, float32(y)), min(end, float32(y+1))
		dy := bottom - top
		nx := x + slope*dy
		l, r := min(x, nx), max(x, nx)
		x = nx
		l, r = min(max(l, 0), fw), min(max(r, 0), fw)
		d := dy * dir
		line := acc[y*stride : y*stride+stride]
		li := int(l)
		if ri := int(r); li == ri {
			// Within one pixel: the part right of the edge's middle.
			m := (l+r)/2 - float32(li)
			line[li] += d * (1 - m)
			line[li+1] += d * m
			continue
		}
		inv := 1 / (r - l)
		a0 := float32(li+1) - l
		line[li] += d * a0 * a0 * inv / 2
		done := a0 * a0 * inv / 2
		for i := li + 1; ; i++ {
			// Share of the edge's height spent left of pixel i's right side.
			s0 := (float32(i) - l) * inv
			s1 := min((float32(i+1)-l)*inv, 1)
			at := (s0 + s1) / 2
			if s1 >= 1 {
				u := (1 - s0) / inv // width inside this last pixel
				full := s0 + (1-s0)*(1-u/2)
				line[i] += d * (full - done)
				if i+1 < stride {
					line[i+1] += d * (1 - full)
				}
				break
			}
			line[i] += d * (at - done)
			done = at
		}
	}
}
