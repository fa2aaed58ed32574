//go:build ignore

// World turns a map of the countries into the outline that the window draws.
//
//	npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//	go run assets/draw/world.go package/countries-50m.json
//
// writes assets/world.bin. The map is Natural Earth's (public domain) at
// 1:50,000,000, in the TopoJSON that world-atlas makes of it.
//
// The file is gzip. Inside: a count of countries; for each its name (length,
// bytes) and a count of rings; for each ring a count of points, then longitude
// and latitude of each in hundredths of a degree, as the difference from the
// point before. Counts and lengths are unsigned, differences signed varints.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
)

type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string
				Arcs       json.RawMessage
				Properties struct{ Name string }
			}
		}
	}
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return err
	}
	for _, arc := range t.Arcs { // quantized, each point from the one before
		x, y := 0.0, 0.0
		for i := range arc {
			x, y = x+arc[i][0], y+arc[i][1]
			arc[i] = [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		}
	}
	var out []byte
	out = binary.AppendUvarint(out, uint64(len(t.Objects.Countries.Geometries)))
	for _, g := range t.Objects.Countries.Geometries {
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var p [][]int
			err = json.Unmarshal(g.Arcs, &p)
			polygons = [][][]int{p}
		case "MultiPolygon":
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return err
		}
		var rings [][][2]int64
		for _, p := range polygons {
			for _, r := range p {
				for _, ring := range split(t.ring(r)) {
					if len(ring) >= 3 {
						rings = append(rings, ring)
					}
				}
			}
		}
		out = binary.AppendUvarint(out, uint64(len(g.Properties.Name)))
		out = append(out, g.Properties.Name...)
		out = binary.AppendUvarint(out, uint64(len(rings)))
		for _, ring := range rings {
			out = binary.AppendUvarint(out, uint64(len(ring)))
			var x, y int64
			for _, p := range ring {
				out = binary.AppendVarint(binary.AppendVarint(out, p[0]-x), p[1]-y)
				x, y = p[0], p[1]
			}
		}
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(out); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile("assets/world.bin", b.Bytes(), 0o644)
}

// ring joins arcs; a negative index is an arc walked backwards.
func (t *topology) ring(arcs []int) [][2]int64 {
	var ring [][2]int64
	for _, a := range arcs {
		arc := t.Arcs[max(a, ^a)]
		for i := range arc {
			p := arc[i]
			if a < 0 {
				p = arc[len(arc)-1-i]
			}
			q := [2]int64{int64(math.Round(p[0] * 100)), int64(math.Round(p[1] * 100))}
			if len(ring) == 0 || ring[len(ring)-1] != q {
				ring = append(ring, q)
			}
		}
	}
	return ring
}

// Hundredths of a degree.
const half, whole, pole = 180_00, 360_00, 90_00

// split cuts a ring that crosses the date line in two, and closes one that goes
// around a pole.
func split(ring [][2]int64) [][][2]int64 {
	for i := 1; i < len(ring); i++ { // go on beyond the date line
		for ring[i][0]-ring[i-1][0] > half {
			ring[i][0] -= whole
		}
		for ring[i][0]-ring[i-1][0] < -half {
			ring[i][0] += whole
		}
	}
	first, last := ring[0], ring[len(ring)-1]
	if d := last[0] - first[0]; d > half || d < -half {
		ring = append(ring, [2]int64{last[0], -pole}, [2]int64{first[0], -pole})
	}
	var out [][][2]int64
	for _, shift := range []int64{-whole, 0, whole} {
		part := ring
		part = cut(part, shift-half, 1)
		part = cut(part, shift+half, -1)
		for i := range part {
			part[i][0] -= shift
		}
		out = append(out, part)
	}
	return out
}

// cut keeps what of a ring lies on one side of a meridian: east with side 1,
// west with side -1.
func cut(ring [][2]int64, at, side int64) [][2]int64 {
	var out [][2]int64
	for i, p := range ring {
		q := ring[(i+len(ring)-1)%len(ring)]
		in, was := (p[0]-at)*side >= 0, (q[0]-at)*side >= 0
		if in != was {
			y := q[1] + (p[1]-q[1])*(at-q[0])/(p[0]-q[0])
			out = append(out, [2]int64{at, y})
		}
		if in {
			out = append(out, p)
		}
	}
	return out
}
