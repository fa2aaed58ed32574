package paint

// Blur softens the whole canvas as a gaussian of about sigma pixels would. Meant
// for small canvases that are stretched afterwards.
func (c *Canvas) Blur(sigma float32) {
	r := int(sigma*1.0 + 0.5)
	if r < 1 {
		return
	}
	tmp := make([]RGB, max(c.W, c.H))
	for range 3 {
		for y := range c.H {
			boxLine(c.Pix[y*c.W:], tmp, 1, c.W, r)
		}
		for x := range c.W {
			boxLine(c.Pix[x:], tmp, c.W, c.H, r)
		}
	}
}

// boxLine averages n pixels at a stride over 2r+1 neighbours.
func boxLine(p, tmp []RGB, stride, n, r int) {
	for i := range n {
		tmp[i] = p[i*stride]
	}
	inv := 1 / float32(2*r+1)
	var sum RGB
	for i := -r; i <= r; i++ {
		sum = sum.Add(tmp[min(max(i, 0), n-1)])
	}
	for i := range n {
		p[i*stride] = sum.Times(inv)
		add, drop := tmp[min(i+r+1, n-1)], tmp[max(i-r, 0)]
		sum = RGB{sum.R + add.R - drop.R, sum.G + add.G - drop.G, sum.B + add.B - drop.B}
	}
}

// Shrink returns the canvas at 1/k of its size, averaged.
func (c *Canvas) Shrink(k int) *Canvas {
	k = max(k, 1)
	s := New((c.W+k-1)/k, (c.H+k-1)/k)
	for y := range s.H {
		for x := range s.W {
			var sum RGB
			n := 0
			for sy := y * k; sy < min((y+1)*k, c.H); sy++ {
				for _, p := range c.Pix[sy*c.W+x*k : sy*c.W+min((x+1)*k, c.W)] {
					sum = sum.Add(p)
					n++
				}
			}
			s.Pix[y*s.W+x] = sum.Times(1 / float32(n))
		}
	}
	return s
}

// Lay paints s, stretched over the whole canvas, with a mode and an alpha.
func (c *Canvas) Lay(s *Canvas, mode Mode, alpha float32) {
	line := make([]RGB, s.W+1)
	kx, ky := float32(s.W)/float32(c.W), float32(s.H)/float32(c.H)
	for y := range c.H {
		fy := min(max((float32(y)+0.5)*ky-0.5, 0), float32(s.H-1))
		y0 := int(fy)
		t := fy - float32(y0)
		a, b := s.Pix[y0*s.W:(y0+1)*s.W], s.Pix[min(y0+1, s.H-1)*s.W:]
		var most float32
		for i := range a {
			line[i] = a[i].Lerp(b[i], t)
			most = max(most, line[i].R, line[i].G, line[i].B)
		}
		line[s.W] = line[s.W-1]
		if mode == Screen && most < 0.001 {
			continue // light that is not there changes nothing
		}
		row := c.Pix[y*c.W : (y+1)*c.W]
		for x := range row {
			fx := max((float32(x)+0.5)*kx-0.5, 0)
			i := int(fx)
			u := fx - float32(i)
			p, q := &line[i], &line[i+1]
			v := RGB{p.R + (q.R-p.R)*u, p.G + (q.G-p.G)*u, p.B + (q.B-p.B)*u}
			switch {
			case mode == Over && alpha == 1:
				row[x] = v
			case mode == Screen:
				if v.R+v.G+v.B < 0.002 {
					continue
				}
				d := &row[x]
				d.R += v.R * alpha * max(0, 1-d.R)
				d.G += v.G * alpha * max(0, 1-d.G)
				d.B += v.B * alpha * max(0, 1-d.B)
			default:
				row[x] = mode.apply(row[x], v, alpha)
			}
		}
	}
}

// Bloom lets bright parts shine over their surroundings.
func (c *Canvas) Bloom(threshold, strength float32) {
	k := max(1, min(c.W, c.H)/100)
	s := c.Shrink(k)
	for i, p := range s.Pix {
		s.Pix[i] = p.Times(Smooth(threshold, 1.05, max(p.R, p.G, p.B)))
	}
	s.Blur(float32(min(s.W, s.H)) / 28)
	c.Lay(s, Screen, strength)
}
