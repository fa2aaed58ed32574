package paint

import "slices"

// Pt is a point in pixels.
type Pt struct{ X, Y float32 }

// Path is a set of closed outlines; overlaps of the same turning direction count
// once. The zero Path is empty. Curves are flattened as they are added.
type Path struct {
	subs [][]Pt
}

// MoveTo begins a new outline.
func (p *Path) MoveTo(x, y float32) *Path {
	p.subs = append(p.subs, append(make([]Pt, 0, 16), Pt{x, y}))
	return p
}

// LineTo goes straight to (x, y).
func (p *Path) LineTo(x, y float32) *Path {
	if len(p.subs) == 0 {
		return p.MoveTo(x, y)
	}
	s := &p.subs[len(p.subs)-1]
	*s = append(*s, Pt{x, y})
	return p
}

func (p *Path) last() Pt {
	if len(p.subs) == 0 {
		p.MoveTo(0, 0)
	}
	s := p.subs[len(p.subs)-1]
	return s[len(s)-1]
}

// QuadTo goes to (x, y), bent by (cx, cy).
func (p *Path) QuadTo(cx, cy, x, y float32) *Path {
	a := p.last()
	n := curveSteps(Abs(cx-a.X) + Abs(cy-a.Y) + Abs(x-cx) + Abs(y-cy))
	for i := 1; i <= n; i++ {
		t := float32(i) / float32(n)
		u := 1 - t
		p.LineTo(u*u*a.X+2*u*t*cx+t*t*x, u*u*a.Y+2*u*t*cy+t*t*y)
	}
	return p
}

// CubeTo goes to (x, y), bent by two points.
func (p *Path) CubeTo(ax, ay, bx, by, x, y float32) *Path {
	a := p.last()
	n := curveSteps(Abs(ax-a.X) + Abs(ay-a.Y) + Abs(bx-ax) + Abs(by-ay) + Abs(x-bx) + Abs(y-by))
	for i := 1; i <= n; i++ {
		t := float32(i) / float32(n)
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.LineTo(k0*a.X+k1*ax+k2*bx+k3*x, k0*a.Y+k1*ay+k2*by+k3*y)
	}
	return p
}

func curveSteps(length float32) int {
	return min(max(int(Sqrt(length)*0.9)+2, 4), 96)
}

// Poly adds a polygon, turned so that it joins with other polygons of the path
// where they overlap.
func (p *Path) Poly(pts ...Pt) *Path {
	if len(pts) > 2 {
		p.subs = append(p.subs, clockwise(pts))
	}
	return p
}

// clockwise returns the outline in the turning direction all shapes have.
func clockwise(pts []Pt) []Pt {
	var area float32
	prev := pts[len(pts)-1]
	for _, q := range pts {
		area += (q.X - prev.X) * (q.Y + prev.Y)
		prev = q
	}
	if area > 0 {
		pts = slices.Clone(pts)
		slices.Reverse(pts)
	}
	return pts
}

// Rect adds a rectangle.
func (p *Path) Rect(x, y, w, h float32) *Path {
	return p.Poly(Pt{x, y}, Pt{x + w, y}, Pt{x + w, y + h}, Pt{x, y + h})
}

// Round adds a rectangle with round corners of radius r.
func (p *Path) Round(x, y, w, h, r float32) *Path {
	r = min(r, w/2, h/2)
	const k = 0.4477 // distance of a circle's control point from the corner, in radii
	p.MoveTo(x+r, y).LineTo(x+w-r, y).CubeTo(x+w-r*k, y, x+w, y+r*k, x+w, y+r)
	p.LineTo(x+w, y+h-r).CubeTo(x+w, y+h-r*k, x+w-r*k, y+h, x+w-r, y+h)
	p.LineTo(x+r, y+h).CubeTo(x+r*k, y+h, x, y+h-r*k, x, y+h-r)
	return p.LineTo(x, y+r).CubeTo(x, y+r*k, x+r*k, y, x+r, y)
}

// Circle adds a circle.
func (p *Path) Circle(x, y, r float32) *Path { return p.Ellipse(x, y, r, r, 0) }

// Ellipse adds an ellipse turned by ang radians.
func (p *Path) Ellipse(x, y, rx, ry, ang float32) *Path {
	n := min(max(int(Sqrt(max(rx, ry))*5)+8, 12), 160)
	s, k := Sin(ang), Cos(ang)
	pts := make([]Pt, n)
	for i := range pts {
		t := Tau * float32(i) / float32(n)
		a, b := rx*Cos(t), ry*Sin(t)
		pts[i] = Pt{x + a*k - b*s, y + a*s + b*k}
	}
	return p.Poly(pts...)
}

// Curve adds a closed smooth outline through the points (Catmull-Rom).
func (p *Path) Curve(pts ...Pt) *Path {
	n := len(pts)
	if n < 3 {
		return p
	}
	p.MoveTo(pts[0].X, pts[0].Y)
	for i := range n {
		p.through(pts[(i+n-1)%n], pts[i], pts[(i+1)%n], pts[(i+2)%n])
	}
	last := len(p.subs) - 1
	p.subs[last] = clockwise(p.subs[last])
	return p
}

// Through goes on from the last point smoothly through the points.
func (p *Path) Through(pts ...Pt) *Path {
	all := append([]Pt{p.last()}, pts...)
	for i := range len(all) - 1 {
		p.through(all[max(i-1, 0)], all[i], all[i+1], all[min(i+2, len(all)-1)])
	}
	return p
}

func (p *Path) through(a, b, c, d Pt) {
	p.CubeTo(b.X+(c.X-a.X)/6, b.Y+(c.Y-a.Y)/6, c.X-(d.X-b.X)/6, c.Y-(d.Y-b.Y)/6, c.X, c.Y)
}

// Place returns the path scaled by k, turned by ang and moved to (x, y).
func (p *Path) Place(x, y, k, ang float32) *Path {
	s, co := Sin(ang)*k, Cos(ang)*k
	q := &Path{subs: make([][]Pt, len(p.subs))}
	for i, sub := range p.subs {
		out := make([]Pt, len(sub))
		for j, t := range sub {
			out[j] = Pt{x + t.X*co - t.Y*s, y + t.X*s + t.Y*co}
		}
		q.subs[i] = out
	}
	return q
}

// Flip returns the path mirrored left to right about x.
func (p *Path) Flip(x float32) *Path {
	q := &Path{subs: make([][]Pt, len(p.subs))}
	for i, sub := range p.subs {
		out := make([]Pt, len(sub))
		for j, t := range sub {
			out[len(sub)-1-j] = Pt{2*x - t.X, t.Y}
		}
		q.subs[i] = out
	}
	return q
}
