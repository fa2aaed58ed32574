package motif

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"
)

func TestTable(t *testing.T) {
	ms := All()
	if !slices.IsSortedFunc(ms, func(a, b Motif) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	}) {
		t.Error("not sorted: Find would miss some")
	}
	for _, m := range ms {
		if f, ok := Find(m.Name); !ok || f.Name != m.Name {
			t.Errorf("%s is not found", m.Name)
		}
		if len(m.Lights) == 0 || m.season[0] < 1 || m.season[1] > 12 {
			t.Errorf("%s: lights %v, season %v", m.Name, m.Lights, m.season)
		}
	}
	if _, ok := Find("zebra"); ok {
		t.Error("found what is not there")
	}
}

func TestSeason(t *testing.T) {
	for _, c := range []struct {
		season months
		in     []int
	}{{months{3, 5}, []int{3, 4, 5}}, {months{11, 2}, []int{1, 2, 11, 12}}} {
		m := Motif{season: c.season}
		for month := 1; month <= 12; month++ {
			if m.InSeason(month) != slices.Contains(c.in, month) {
				t.Errorf("%v: month %d", c.season, month)
			}
		}
	}
}

// Every motif at every light it knows, on canvases of all shapes: no panic, no
// pixel that is not a number, and something to see.
func TestEveryMotifPaints(t *testing.T) {
	sizes := []image.Point{{48, 36}, {30, 40}, {16, 16}, {1, 1}, {2000, 4}, {3, 900}}
	for i, m := range All() {
		for k, light := range m.Lights {
			for j, d := range sizes {
				if j > 0 && k > 0 { // odd shapes once each; they differ little by light
					continue
				}
				c := m.Canvas(int64(100*k+j), light, 1+(i+k)%12, d.X, d.Y)
				lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
				for _, p := range c.Pix {
					v := p.R + p.G + p.B
					if v != v || math.IsInf(float64(v), 0) {
						t.Fatalf("%s %dx%d: a pixel is %v", m.Name, d.X, d.Y, p)
					}
					lo, hi = min(lo, v), max(hi, v)
				}
				if j < 2 && hi-lo < 0.25 {
					t.Errorf("%s, light %d: a canvas with nothing on it (%.2f to %.2f)", m.Name, light, lo, hi)
				}
			}
		}
	}
}

func TestLargeCanvas(t *testing.T) {
	m, _ := Find("moonrise")
	if got := m.Paint(1, Night, 6, 2000, 1500).Rect; got != image.Rect(0, 0, 2000, 1500) {
		t.Errorf("%v", got)
	}
}

// Seeds must matter: pictures of one motif may not look alike.
func TestSeedsVary(t *testing.T) {
	for _, m := range All() {
		seen := map[string]int64{}
		for seed := range int64(3) {
			c := m.Canvas(seed, m.Lights[0], 6, 32, 24).Shrink(8)
			key := ""
			for _, p := range c.Pix {
				key += fmt.Sprintf("%.2f ", p.Luma())
			}
			if other, ok := seen[key]; ok {
				t.Errorf("%s: seeds %d and %d give the same picture", m.Name, other, seed)
			}
			seen[key] = seed
		}
	}
}

func TestUnknownLightIsReplaced(t *testing.T) {
	m, _ := Find("aurora")
	a, b := m.Paint(1, Day, 6, 32, 24), m.Paint(1, Night, 6, 32, 24)
	if !slices.Equal(a.Pix, b.Pix) {
		t.Error("northern lights by day are not those by night")
	}
}
