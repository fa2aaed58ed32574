package atlas

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
)

// Towns is where some thirty thousand towns are.
type Towns struct{ cells map[cell][]town }

// Town is a town's name and its country's, in English.
type Town struct{ Name, Country string }

// String is both, as far as known: "Prague, Czechia".
func (t Town) String() string {
	if t.Name == "" || t.Country == "" || t.Name == t.Country {
		return cmp.Or(t.Name, t.Country)
	}
	return t.Name + ", " + t.Country
}

// cell is a square degree.
type cell struct{ lat, lon int }

type town struct {
	Town
	lat, lon float64
	radius   float64 // of its houses, roughly, in km
}

const (
	kmADegree = 111.2
	// around is how far out of a town its name still helps, in km.
	around = 10
	// maxRadius is that of the largest town there is.
	maxRadius = 60
)

var errTowns = errors.New("not a list of towns")

// LoadTowns reads a list in the format of assets/draw/towns.go.
func LoadTowns(data []byte) (*Towns, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the towns: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 4<<20))
	if err != nil {
		return nil, fmt.Errorf("read the towns: %w", err)
	}
	r := reader{b: raw}
	countries := make([]string, r.count())
	for i := range countries {
		countries[i] = r.text()
	}
	t := &Towns{cells: map[cell][]town{}}
	var lat, lon int64
	for range r.count() {
		w := town{Town: Town{Name: r.text()}}
		country := r.unsigned()
		lat, lon = lat+r.signed(), lon+r.signed()
		w.lat, w.lon = float64(lat)/100, float64(lon)/100
		// A million people live on some 15 km across.
		w.radius = min(7.5*math.Sqrt(float64(r.unsigned())/1000), maxRadius)
		if r.bad || math.Abs(w.lat) > 90 || math.Abs(w.lon) > 180 || country >= len(countries) {
			return nil, fmt.Errorf("read the towns: %w", errTowns)
		}
		w.Country = countries[country]
		c := cellOf(w.lat, w.lon)
		t.cells[c] = append(t.cells[c], w)
	}
	if r.bad || len(r.b) > 0 {
		return nil, fmt.Errorf("read the towns: %w", errTowns)
	}
	return t, nil
}

func cellOf(lat, lon float64) cell { return cell{int(math.Floor(lat)), int(math.Floor(lon))} }

// At returns the town that a place is in or just outside of, nothing in the
// country: of several the one whose middle is nearest, measured by how large they
// are.
func (t *Towns) At(lat, lon float64) Town {
	best, found := 1.0, Town{}
	at := cellOf(lat, lon)
	shrink := math.Cos(lat * math.Pi / 180)
	reach := min(int(math.Ceil((maxRadius+around)/(kmADegree*max(shrink, 0.02)))), 179)
	for la := at.lat - 1; la <= at.lat+1; la++ {
		for lo := at.lon - reach; lo <= at.lon+reach; lo++ {
			for _, w := range t.cells[cell{la, (lo+540)%360 - 180}] {
				east := math.Abs(lon - w.lon)
				d := math.Hypot((lat-w.lat)*kmADegree, min(east, 360-east)*kmADegree*shrink)
				if n := d / (w.radius + around); n < best {
					best, found = n, w.Town
				}
			}
		}
	}
	return found
}
