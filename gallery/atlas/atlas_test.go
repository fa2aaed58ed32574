package atlas_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math"
	"testing"

	"keepsake/assets"
	"keepsake/gallery/atlas"
)

func load(t testing.TB) *atlas.Map {
	t.Helper()
	m, err := atlas.Load(assets.World)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestCountries(t *testing.T) {
	m := load(t)
	for _, c := range []struct {
		lat, lon float64
		want     string
	}{
		{50.0875, 14.4213, "Czechia"}, {48.1374, 11.5755, "Germany"}, {35.6595, 139.7005, "Japan"},
		{-33.8568, 150.9, "Australia"}, {28.6139, 77.2090, "India"}, {39.9042, 116.4074, "China"},
		{-29.6, 28.2, "Lesotho"}, {-23.55, -46.63, "Brazil"}, {30, -40, ""}, {-80, 0, "Antarctica"},
	} {
		if got := m.Country(c.lat, c.lon); got != c.want {
			t.Errorf("%v, %v: %q, want %q", c.lat, c.lon, got, c.want)
		}
	}
}

func TestTowns(t *testing.T) {
	towns, err := atlas.LoadTowns(assets.Towns)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lat, lon float64
		want     string
	}{
		{39.9042, 116.4074, "Beijing, China"}, {28.70, 77.20, "Delhi, India"}, {52.52, 13.405, "Berlin, Germany"}, {-6.2, 106.816, "Jakarta, Indonesia"},
		{41.01, 28.95, "Istanbul, Turkey"}, {-23.55, -46.63, "São Paulo, Brazil"}, {55.75, 37.62, "Moscow, Russia"}, {-36.85, 174.76, "Auckland, New Zealand"},
		{30, -40, ", "}, {72, -40, ", "}, {-89.9, 179.9, ", "}, {90, -180, ", "},
	} {
		if at := towns.At(c.lat, c.lon); at.Name+", "+at.Country != c.want {
			got := at
			t.Errorf("%v, %v: %q, want %q", c.lat, c.lon, got, c.want)
		}
	}
	list := append([]byte{1, 1, 'A', 1, 1, 'B', 0, 0}, binary.AppendVarint(nil, 17999)...)
	small, err := atlas.LoadTowns(pack(append(list, 40)))
	if err != nil {
		t.Fatal(err)
	}
	if west, east := small.At(0, -179.98), small.At(0, 179.98); west != east || west.Name != "B" {
		t.Errorf("either side of the date line: %v and %v", west, east)
	}
	for name, b := range map[string][]byte{"nothing": nil, "no gzip": []byte("hello"), "cut": assets.Towns[:len(assets.Towns)/2], "a map": assets.World} {
		if _, err := atlas.LoadTowns(b); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func BenchmarkTowns(b *testing.B) {
	towns, err := atlas.LoadTowns(assets.Towns)
	if err != nil {
		b.Fatal(err)
	}
	m := load(b)
	b.Run("town", func(b *testing.B) {
		for b.Loop() {
			towns.At(48.14, 11.58)
		}
	})
	b.Run("country", func(b *testing.B) {
		for b.Loop() {
			m.Country(48.14, 11.58)
		}
	})
}

func TestDegreesAndBack(t *testing.T) {
	for lat := -85.0; lat <= 85; lat += 8.5 {
		for lon := -180.0; lon <= 180; lon += 45 {
			a, b := atlas.At(lat, lon).Degrees()
			if math.Abs(a-lat) > 1e-9 || math.Abs(b-lon) > 1e-9 {
				t.Errorf("%v, %v came back as %v, %v", lat, lon, a, b)
			}
		}
	}
	if p := atlas.At(91, 400); p.X != 1 || p.Y < 0 || p.Y > 1e-6 {
		t.Errorf("beyond the edge: %v", p)
	}
}

func TestABrokenMapIsRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing": nil, "no gzip": []byte("hello"), "cut": assets.World[:len(assets.World)/2],
		"a large count": pack([]byte{0xff, 0xff, 0xff, 0x7f}), "more behind": pack([]byte{0, 1}), "a line of two points": pack([]byte{1, 1, 'x', 1, 2, 0, 0, 2, 2}), "a name too long": pack([]byte{1, 9, 'x'}),
	} {
		if _, err := atlas.Load(b); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte{1, 1, 'A', 1, 3, 2, 2, 4, 4, 1, 6})
	f.Fuzz(func(t *testing.T, b []byte) {
		packed := pack(b)
		if m, err := atlas.Load(packed); err == nil {
			m.Country(50, 14)
		}
		if t, err := atlas.LoadTowns(packed); err == nil {
			t.At(50, 14)
		}
	})
}
