package paint

// Shadow paints a soft shadow of p, moved by (dx, dy).
func (c *Canvas) Shadow(p *Path, dx, dy, blur float32, col RGB, alpha float32) {
	k := max(blur/4, 1) // pixels per cell of the small mask
	pad := blur * 2.5
	x0, y0, x1, y1 := float32(1e9), float32(1e9), float32(-1e9), float32(-1e9)
	for _, s := range p.subs {
		for _, q := range s {
			x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
		}
	}
	if x0 > x1 {
		return
	}
	// Only what can be seen needs a mask.
	x0, y0 = max(x0+dx, -pad)-pad, max(y0+dy, -pad)-pad
	x1, y1 = min(x1+dx, float32(c.W)+pad)+pad, min(y1+dy, float32(c.H)+pad)+pad
	if x1 <= x0 || y1 <= y0 {
		return
	}
	m := New(int((x1-x0)/k)+2, int((y1-y0)/k)+2)
	q := p.Place((dx-x0)/k, (dy-y0)/k, 1/k, 0)
	m.Fill(q, Gray(1))
	m.Blur(blur / k / 1.7)
	bx0, bx1, by0, by1, ok := c.box(x0, y0, x1, y1)
	if !ok {
		return
	}
	for y := by0; y < by1; y++ {
		fy := min(max((float32(y)+0.5-y0)/k-0.5, 0), float32(m.H)-1.01)
		yi := int(fy)
		t := fy - float32(yi)
		up, lo := m.Pix[yi*m.W:(yi+1)*m.W], m.Pix[min(yi+1, m.H-1)*m.W:]
		row := c.Pix[y*c.W : (y+1)*c.W]
		for x := bx0; x < bx1; x++ {
			fx := min(max((float32(x)+0.5-x0)/k-0.5, 0), float32(m.W)-1.01)
			xi := int(fx)
			u := fx - float32(xi)
			j := min(xi+1, m.W-1)
			a := Mixf(Mixf(up[xi].R, up[j].R, u), Mixf(lo[xi].R, lo[j].R, u), t) * alpha
			if a > 0.002 {
				row[x] = row[x].Lerp(col, a)
			}
		}
	}
}
