package viewer

import (
	"math"
	"testing"
)

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 0.02 }

func TestFit(t *testing.T) {
	tests := []struct {
		name          string
		w, h          float32
		want          Rect
		wide, highWin float32
	}{
		{"wide", 4000, 3000, Rect{66.66, 0, 1066.67, 800}, 1200, 800},
		{"tall", 1080, 2400, Rect{420, 0, 360, 800}, 1200, 800},
		{"tiny is not blown up", 50, 40, Rect{550, 360, 100, 80}, 1200, 800},
		{"unknown size fills", 0, 0, Rect{0, 0, 1200, 800}, 1200, 800},
	}
	for _, tt := range tests {
		r := Zoom{}.Rect(tt.w, tt.h, tt.wide, tt.highWin)
		if !near(r.X, tt.want.X) || !near(r.Y, tt.want.Y) || !near(r.W, tt.want.W) || !near(r.H, tt.want.H) {
			t.Errorf("%s: %+v, want %+v", tt.name, r, tt.want)
		}
	}
}

// What is under the pointer stays under it while zooming in.
func TestZoomKeepsThePoint(t *testing.T) {
	const w, h, wide, high = 4000, 3000, 1200, 800
	for _, p := range [][2]float32{{600, 400}, {300, 200}, {900, 650}} {
		z := Zoom{}
		for range 6 {
			a := z.Rect(w, h, wide, high)
			u, v := (p[0]-a.X)/a.W, (p[1]-a.Y)/a.H
			z = z.At(1.3, p[0], p[1], w, h, wide, high)
			b := z.Rect(w, h, wide, high)
			// Where the edge came in, the point may have to move.
			if b.X < -1 && b.X+b.W > wide+1 && !near(b.X+u*b.W, p[0]) {
				t.Errorf("at %v: the point moved to %v", p, b.X+u*b.W)
			}
			if b.Y < -1 && b.Y+b.H > high+1 && !near(b.Y+v*b.H, p[1]) {
				t.Errorf("at %v: the point moved to height %v", p, b.Y+v*b.H)
			}
		}
	}
}

func TestZoomHasEnds(t *testing.T) {
	const w, h, wide, high = 4000, 3000, 1200, 800
	z := Zoom{}
	for range 100 {
		z = z.At(1.5, 10, 10, w, h, wide, high)
	}
	if r := z.Rect(w, h, wide, high); !near(r.W, 16000) {
		t.Errorf("largest is %v wide, want four units a pixel", r.W)
	}
	for range 100 {
		z = z.At(0.7, 10, 10, w, h, wide, high)
	}
	if z != (Zoom{}) {
		t.Errorf("smallest is %+v, want fitted", z)
	}
}

func TestPanStopsAtTheEdges(t *testing.T) {
	const w, h, wide, high = 4000, 3000, 1200, 800
	z := Zoom{}.Pan(100, 100, w, h, wide, high)
	if z != (Zoom{}) {
		t.Error("a fitted picture was moved")
	}
	z = z.At(3, 600, 400, w, h, wide, high)
	a := z.Rect(w, h, wide, high)
	z = z.Pan(50, -30, w, h, wide, high)
	if b := z.Rect(w, h, wide, high); !near(b.X-a.X, 50) || !near(b.Y-a.Y, -30) {
		t.Errorf("moved by %v, %v", b.X-a.X, b.Y-a.Y)
	}
	for range 50 {
		z = z.Pan(500, 500, w, h, wide, high)
	}
	if r := z.Rect(w, h, wide, high); !near(r.X, 0) || !near(r.Y, 0) {
		t.Errorf("the top left corner is at %v, %v", r.X, r.Y)
	}
}
