// Package world draws the map behind the places: a part of the outline of the
// world, and pictures gathered into clusters on it.
//
// Begin with View and Draw for the ground, Gather for what lies on it.
package world

import (
	"cmp"
	"slices"

	"keepsake/app/ui/shelf"
	"keepsake/gallery/atlas"
)

// Pin is one picture on the map.
type Pin struct {
	ID int64
	atlas.Point
}

// Pins places spots on the map. Their order is kept.
func Pins(spots []shelf.Spot) []Pin {
	pins := make([]Pin, len(spots))
	for i, s := range spots {
		pins[i] = Pin{s.ID, atlas.At(s.Lat, s.Lon)}
	}
	return pins
}

// Cluster is pictures that lie too near each other to be shown apart.
type Cluster struct {
	atlas.Point                     // their middle
	Cover                     int64 // the first of them
	Count                     int
	West, North, East, Bottom float64 // the box around them
}

// Box returns the cluster's box in degrees, with a hair's breadth of room, so
// that it holds its own pictures after rounding.
func (c *Cluster) Box() shelf.Box {
	const hair = 1e-9
	north, west := atlas.Point{X: c.West - hair, Y: c.North - hair}.Degrees()
	south, east := atlas.Point{X: c.East + hair, Y: c.Bottom + hair}.Degrees()
	return shelf.Box{South: south, West: max(west, -180), North: north, East: min(east, 180)}
}

// Gather gathers the pins that a view shows into clusters at least apart units
// from each other, the largest first. It takes time in the number of pins.
func Gather(pins []Pin, v View, apart float64) []Cluster {
	cell := apart / v.World
	type key struct{ x, y int }
	at := map[key]int{}
	var cells []Cluster
	right, bottom := v.Left+v.Width/v.World, v.Top+v.Height/v.World
	for _, p := range pins {
		if p.X < v.Left-cell || p.X > right+cell || p.Y < v.Top-cell || p.Y > bottom+cell {
			continue
		}
		k := key{int(p.X / cell), int(p.Y / cell)}
		i, ok := at[k]
		if !ok {
			i = len(cells)
			at[k] = i
			cells = append(cells, Cluster{Cover: p.ID, West: p.X, East: p.X, North: p.Y, Bottom: p.Y})
		}
		cells[i].take(Cluster{Point: p.Point, Count: 1, West: p.X, East: p.X, North: p.Y, Bottom: p.Y})
	}
	return merge(cells, cell)
}

// take adds other to c; its middle is the middle of all.
func (c *Cluster) take(other Cluster) {
	n := float64(c.Count + other.Count)
	c.X += (other.X - c.X) * float64(other.Count) / n
	c.Y += (other.Y - c.Y) * float64(other.Count) / n
	c.Count += other.Count
	c.West, c.East = min(c.West, other.West), max(c.East, other.East)
	c.North, c.Bottom = min(c.North, other.North), max(c.Bottom, other.Bottom)
}

// merge joins cells whose middles are nearer than apart: they lie on both sides
// of a cell's edge. The larger one keeps its cover. A joined middle moves, and may
// come near another, so it is done again until nothing is too near.
func merge(cells []Cluster, apart float64) []Cluster {
	for {
		slices.SortStableFunc(cells, func(a, b Cluster) int { return cmp.Compare(b.Count, a.Count) })
		var out []Cluster
		for _, c := range cells {
			into := slices.IndexFunc(out, func(d Cluster) bool {
				dx, dy := d.X-c.X, d.Y-c.Y
				return dx*dx+dy*dy < apart*apart
			})
			if into < 0 {
				out = append(out, c)
				continue
			}
			out[into].take(c)
		}
		if len(out) == len(cells) {
			return out
		}
		cells = out
	}
}
