// Package atlas knows the outline of the countries and where towns are, so that
// a place has a name without the network.
//
// Begin with Load and LoadTowns, then Map.Country and Towns.At.
package atlas

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Country is one country's outline. Its rings are closed, in the map's
// coordinates; a ring within another is a hole or an enclave.
type Country struct {
	Name  string  // in English
	Label Point   // the middle of its largest part
	Wide  float64 // how wide that part is, of the map's width
	Rings []Ring
}

// Ring is a closed line with the box around it; Bottom is its southern edge.
type Ring struct {
	Points                    []Point
	West, North, East, Bottom float64
}

// Point is a place in the map's square: 0,0 is its upper left corner, 1,1 its
// lower right one.
type Point struct{ X, Y float64 }

// MaxLat is the northernmost and southernmost latitude on the map: a square of
// Mercator's projection ends there.
const MaxLat = 85.0511287798066

// At returns where a place lies, in degrees. What is beyond MaxLat lies on the
// edge.
func At(lat, lon float64) Point {
	lat = max(-MaxLat, min(lat, MaxLat))
	s := math.Sin(lat * math.Pi / 180)
	y := 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)
	return Point{X: min(max(lon/360+0.5, 0), 1), Y: min(max(y, 0), 1)}
}

// Degrees is At backwards.
func (p Point) Degrees() (lat, lon float64) {
	return math.Atan(math.Sinh(math.Pi*(1-2*p.Y))) * 180 / math.Pi, (p.X - 0.5) * 360
}

// Map is the outline of the world.
type Map struct{ Countries []Country }

var errShape = errors.New("not a map of the world")

// most bounds what a map may hold.
const most = 1 << 20

// Load reads a map in the format of assets/draw/world.go.
func Load(data []byte) (*Map, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	r := reader{b: raw}
	m := &Map{}
	for range r.count() {
		c := Country{Name: r.text()}
		for range r.count() {
			c.Rings = append(c.Rings, r.ring())
			if r.bad {
				return nil, fmt.Errorf("read the map: %w", errShape)
			}
		}
		c.label()
		m.Countries = append(m.Countries, c)
	}
	if r.bad || len(r.b) > 0 {
		return nil, fmt.Errorf("read the map: %w", errShape)
	}
	return m, nil
}

type reader struct {
	b   []byte
	bad bool
}

// count is how many things follow, at least a byte each.
func (r *reader) count() int {
	v := r.unsigned()
	if v > len(r.b) {
		r.bad, r.b = true, nil
		return 0
	}
	return v
}

func (r *reader) unsigned() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > most {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) text() string {
	n := r.count()
	if n > len(r.b) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *reader) ring() Ring {
	g := Ring{West: 1, North: 1}
	var x, y int64
	n := r.count()
	r.bad = r.bad || n < 3
	for range n {
		x, y = x+r.signed(), y+r.signed()
		p := At(float64(y)/100, float64(x)/100)
		g.Points = append(g.Points, p)
		g.West, g.East = min(g.West, p.X), max(g.East, p.X)
		g.North, g.Bottom = min(g.North, p.Y), max(g.Bottom, p.Y)
	}
	return g
}

// Country returns the name of the country that a place lies in, "" at sea. The
// coast is drawn coarsely: what lies just off it is at sea.
func (m *Map) Country(lat, lon float64) string {
	p := At(lat, lon)
	for _, c := range m.Countries {
		in := false
		for i := range c.Rings {
			if c.Rings[i].holds(p) {
				in = !in
			}
		}
		if in {
			return c.Name
		}
	}
	return ""
}

func (g *Ring) holds(p Point) bool {
	if p.X < g.West || p.X > g.East || p.Y < g.North || p.Y > g.Bottom {
		return false
	}
	in := false
	last := g.Points[len(g.Points)-1]
	for _, q := range g.Points {
		if (q.Y > p.Y) != (last.Y > p.Y) && p.X < (last.X-q.X)*(p.Y-q.Y)/(last.Y-q.Y)+q.X {
			in = !in
		}
		last = q
	}
	return in
}

// label finds where the country's name is to stand: the centre of gravity of its
// largest ring.
func (c *Country) label() {
	most := 0.0
	for _, g := range c.Rings {
		var area, x, y float64
		last := g.Points[len(g.Points)-1]
		for _, p := range g.Points {
			cross := last.X*p.Y - p.X*last.Y
			area += cross
			x += (last.X + p.X) * cross
			y += (last.Y + p.Y) * cross
			last = p
		}
		if a := math.Abs(area); a > most {
			most = a
			c.Label, c.Wide = Point{x / (3 * area), y / (3 * area)}, g.East-g.West
		}
	}
}
