package scene

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"testing"
	"time"
)

func TestScreens(t *testing.T) {
	for i, a := range Apps() {
		if a.Package() == "" {
			t.Errorf("%s has no package", a)
		}
		s := Screen{Seed: int64(i), App: a, Taken: time.Date(2025, 3, 31, 6+i*2, 5, 0, 0, time.UTC), Width: 90, Height: 200}
		b, err := s.Render()
		if err != nil {
			t.Fatalf("%s: %v", a, err)
		}
		if int64(len(b)) != s.DeclaredSize() {
			t.Errorf("%s: %d bytes, declared %d", a, len(b), s.DeclaredSize())
		}
		m, err := png.Decode(bytes.NewReader(b))
		if err != nil || m.Bounds() != image.Rect(0, 0, 90, 200) {
			t.Errorf("%s: %v %v", a, m.Bounds(), err)
		}
		again, err := s.Render()
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("%s: two renderings differ (%v)", a, err)
		}
	}
}

func TestScreenshotAtOddSizes(t *testing.T) {
	for seed, d := range [][2]int{{1, 1}, {16, 16}, {300, 20}, {20, 300}, {200, 200}} {
		b, err := Screen{Seed: int64(seed), Taken: summer, Width: d[0], Height: d[1]}.Render()
		if err != nil {
			t.Errorf("%v: %v", d, err)
			continue
		}
		if _, err := png.Decode(bytes.NewReader(b)); err != nil {
			t.Errorf("%v: %v", d, err)
		}
	}
	if _, err := (Screen{Seed: 1, Taken: summer, Height: 5}).Render(); !errors.Is(err, ErrDimensions) {
		t.Errorf("no width: %v", err)
	}
}

func TestScreenSize(t *testing.T) {
	s := Screen{Seed: 1, App: "lock", Taken: summer, Width: 54, Height: 90}
	for _, size := range []int64{2_000, 3_500, 90_000, 400_001} { // the first two need fewer colours
		s.Size = size
		b, err := s.Render()
		if err != nil {
			t.Errorf("%d: %v", size, err)
			continue
		}
		if _, err := png.Decode(bytes.NewReader(b)); err != nil || int64(len(b)) != size {
			t.Errorf("%d: %d bytes, %v", size, len(b), err)
		}
	}
	s.Size = 100
	if _, err := s.Render(); !errors.Is(err, ErrTooSmall) {
		t.Errorf("100 bytes: %v, want ErrTooSmall", err)
	}
}

func TestChosen(t *testing.T) {
	seen := map[App]bool{}
	for seed := range int64(200) {
		seen[Screen{Seed: seed}.Chosen()] = true
	}
	if len(seen) != len(Apps()) {
		t.Errorf("%d apps come up in 200 seeds, there are %d", len(seen), len(Apps()))
	}
	if a := (Screen{App: "map"}).Chosen(); a != "map" {
		t.Errorf("an explicit app became %s", a)
	}
}
