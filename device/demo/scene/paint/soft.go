package paint

// Disc paints a circle with an anti-aliased edge; quicker than a path.
func (c *Canvas) Disc(x, y, r float32, col RGB, alpha float32) {
	c.Dab(x, y, r, r, 0, 0, col, alpha)
}

// Dab paints an ellipse turned by ang; soft is the share of the radius over
// which its edge fades (0: a crisp edge).
func (c *Canvas) Dab(x, y, rx, ry, ang, soft float32, col RGB, alpha float32) {
	if rx <= 0 || ry <= 0 {
		return
	}
	if small := min(rx, ry); small < 0.5 { // thinner than a pixel: keep the light, not the size
		alpha *= small * 2
		rx, ry = max(rx, 0.5), max(ry, 0.5)
	}
	s, k := Sin(ang), Cos(ang)
	ex := Sqrt(rx*rx*k*k+ry*ry*s*s) + 1
	ey := Sqrt(rx*rx*s*s+ry*ry*k*k) + 1
	x0, x1, y0, y1, ok := c.box(x-ex, y-ey, x+ex, y+ey)
	if !ok {
		return
	}
	edge := max(soft*min(rx, ry), 1) / min(rx, ry) // width of the fade in radii
	inner := max(0, 1-edge)
	inner *= inner
	outer := 1 + 0.5/min(rx, ry)
	if soft > 0 {
		outer = 1
	}
	outer2 := outer * outer
	for py := y0; py < y1; py++ {
		dy := float32(py) + 0.5 - y
		row := c.Pix[py*c.W : (py+1)*c.W]
		for px := x0; px < x1; px++ {
			dx := float32(px) + 0.5 - x
			u, v := (dx*k+dy*s)/rx, (dy*k-dx*s)/ry
			q := u*u + v*v
			if q >= outer2 {
				continue
			}
			a := alpha
			if q > inner {
				t := Clamp((outer - Sqrt(q)) / edge)
				if soft > 0 {
					t = t * t * (3 - 2*t)
				}
				a *= t
			}
			d := &row[px]
			d.R += (col.R - d.R) * a
			d.G += (col.G - d.G) * a
			d.B += (col.B - d.B) * a
		}
	}
}

// Ring paints a circle line.
func (c *Canvas) Ring(x, y, r, width float32, col RGB, alpha float32) {
	x0, x1, y0, y1, ok := c.box(x-r-width, y-r-width, x+r+width, y+r+width)
	if !ok {
		return
	}
	for py := y0; py < y1; py++ {
		dy := float32(py) + 0.5 - y
		for px := x0; px < x1; px++ {
			dx := float32(px) + 0.5 - x
			a := Clamp(width/2 + 0.5 - Abs(Sqrt(dx*dx+dy*dy)-r))
			if a > 0 {
				d := &c.Pix[py*c.W+px]
				*d = d.Lerp(col, a*alpha)
			}
		}
	}
}

// Glow adds light around a point, fading to nothing at r. Squash above 1
// flattens it (0 means 1).
func (c *Canvas) Glow(x, y, r, squash float32, col RGB, alpha float32, mode Mode) {
	if squash == 0 {
		squash = 1
	}
	x0, x1, y0, y1, ok := c.box(x-r, y-r/squash, x+r, y+r/squash)
	if !ok || r <= 0 {
		return
	}
	inv := 1 / (r * r)
	for py := y0; py < y1; py++ {
		dy := (float32(py) + 0.5 - y) * squash
		half := Sqrt(r*r - dy*dy)
		l, h := max(x0, int(max(x-half, 0))), min(x1, int(min(max(x+half, 0), float32(c.W)))+1)
		if l >= h {
			continue
		}
		row := c.Pix[py*c.W+l : py*c.W+h]
		dx := float32(l) + 0.5 - x
		rest := 1 - dy*dy*inv
		for i := range row {
			t := rest - dx*dx*inv
			dx++
			if t <= 0 {
				continue
			}
			k := t * t * t * alpha
			d := &row[i]
			if mode == Screen {
				d.R += col.R * k * max(0, 1-d.R)
				d.G += col.G * k * max(0, 1-d.G)
				d.B += col.B * k * max(0, 1-d.B)
				continue
			}
			*d = mode.apply(*d, col, k)
		}
	}
}

func (c *Canvas) box(lx, ly, hx, hy float32) (x0, x1, y0, y1 int, ok bool) {
	clip := func(v float32, n int) int { return int(min(max(v, 0), float32(n))) }
	x0, y0 = clip(Floor(max(lx, -1e6)), c.W), clip(Floor(max(ly, -1e6)), c.H)
	x1, y1 = clip(Floor(min(hx, 1e6))+1, c.W), clip(Floor(min(hy, 1e6))+1, c.H)
	return x0, x1, y0, y1, x0 < x1 && y0 < y1
}

// Box paints an upright rectangle with an alpha; quicker than a path for the
// thousands of windows of a city.
func (c *Canvas) Box(x, y, w, h float32, col RGB, alpha float32) {
	x0, x1, y0, y1, ok := c.box(x, y, x+w, y+h)
	if !ok {
		return
	}
	for py := y0; py < y1; py++ {
		ay := min(float32(py+1), y+h) - max(float32(py), y)
		row := c.Pix[py*c.W : (py+1)*c.W]
		for px := x0; px < x1; px++ {
			if a := (min(float32(px+1), x+w) - max(float32(px), x)) * ay * alpha; a > 0 {
				row[px] = row[px].Lerp(col, a)
			}
		}
	}
}
