package apps

import (
	"slices"
	"testing"
	"time"

	"keepsake/device/demo/scene/paint"
)

func TestEveryAppDraws(t *testing.T) {
	if !slices.IsSortedFunc(all, func(a, b App) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	}) {
		t.Error("not sorted")
	}
	for _, a := range All() {
		for _, hour := range []int{9, 22} { // light and dark
			for _, d := range [][2]int{{108, 240}, {90, 90}, {1, 1}, {60, 12}} {
				for seed := range uint64(3) {
					c := a.Draw(paint.NewRand(seed, 1), time.Date(2024, 2, 29, hour, 59, 0, 0, time.UTC), d[0], d[1])
					lo, hi := float32(9), float32(-9)
					for _, p := range c.Pix {
						v := p.Luma()
						if v != v {
							t.Fatalf("%s %v: a pixel is no number", a.Name, d)
						}
						lo, hi = min(lo, v), max(hi, v)
					}
					if d[0] > 80 && hi-lo < 0.4 {
						t.Errorf("%s at %d h: nothing can be read (%.2f to %.2f)", a.Name, hour, lo, hi)
					}
				}
			}
		}
	}
}

// A month may begin on any day and have six weeks on the page.
func TestCalendarMonths(t *testing.T) {
	a, ok := Find("calendar")
	if !ok {
		t.Fatal("no calendar")
	}
	for m := time.January; m <= time.December; m++ {
		c := a.Draw(paint.NewRand(1, 1), time.Date(2023, m, 28, 12, 0, 0, 0, time.UTC), 90, 200)
		if c.W != 90 {
			t.Error(m)
		}
	}
}
