package paint

// Stroke returns the outline of a line of the given width with round ends.
func Stroke(width float32, pts ...Pt) *Path { return Taper(width, width, pts...) }

// Taper returns the outline of a line that goes from one width to another.
func Taper(w0, w1 float32, pts ...Pt) *Path {
	p := &Path{}
	p.Taper(w0, w1, pts...)
	return p
}

// Taper adds a line that goes from one width to another, with round ends. All
// its pieces turn the same way, so overlaps count once.
func (p *Path) Taper(w0, w1 float32, pts ...Pt) *Path {
	var total float32
	for i := 1; i < len(pts); i++ {
		total += dist(pts[i-1], pts[i])
	}
	if total == 0 {
		if len(pts) > 0 {
			p.Circle(pts[0].X, pts[0].Y, max(w0, w1)/2)
		}
		return p
	}
	var gone float32
	for i := range pts {
		r := Mixf(w0, w1, gone/total) / 2
		if r > 0.8 { // a joint thinner than that does not show
			p.Circle(pts[i].X, pts[i].Y, r)
		}
		if i == len(pts)-1 {
			break
		}
		d := dist(pts[i], pts[i+1])
		if d == 0 {
			continue
		}
		gone += d
		s := Mixf(w0, w1, gone/total) / 2
		nx, ny := -(pts[i+1].Y-pts[i].Y)/d, (pts[i+1].X-pts[i].X)/d
		p.Poly(
			Pt{pts[i].X - nx*r, pts[i].Y - ny*r},
			Pt{pts[i+1].X - nx*s, pts[i+1].Y - ny*s},
			Pt{pts[i+1].X + nx*s, pts[i+1].Y + ny*s},
			Pt{pts[i].X + nx*r, pts[i].Y + ny*r},
		)
	}
	return p
}

// Bend returns n+1 points from a to b, pushed sideways by sag in the middle.
func Bend(a, b Pt, sag float32, n int) []Pt {
	d := dist(a, b)
	if d == 0 {
		return []Pt{a, b}
	}
	nx, ny := -(b.Y-a.Y)/d, (b.X-a.X)/d
	pts := make([]Pt, n+1)
	for i := range pts {
		t := float32(i) / float32(n)
		k := 4 * t * (1 - t) * sag
		pts[i] = Pt{Mixf(a.X, b.X, t) + nx*k, Mixf(a.Y, b.Y, t) + ny*k}
	}
	return pts
}

// Smoothed returns the points of a smooth line through pts, steps between each two.
func Smoothed(steps int, pts ...Pt) []Pt {
	if len(pts) < 3 {
		return pts
	}
	var out []Pt
	for i := range len(pts) - 1 {
		a, b, c, d := pts[max(i-1, 0)], pts[i], pts[i+1], pts[min(i+2, len(pts)-1)]
		for s := range steps {
			t := float32(s) / float32(steps)
			t2, t3 := t*t, t*t*t
			k0, k1, k2, k3 := -t3+2*t2-t, 3*t3-5*t2+2, -3*t3+4*t2+t, t3-t2
			out = append(out, Pt{
				(a.X*k0 + b.X*k1 + c.X*k2 + d.X*k3) / 2,
				(a.Y*k0 + b.Y*k1 + c.Y*k2 + d.Y*k3) / 2,
			})
		}
	}
	return append(out, pts[len(pts)-1])
}

func dist(a, b Pt) float32 { return Sqrt((a.X-b.X)*(a.X-b.X) + (a.Y-b.Y)*(a.Y-b.Y)) }
