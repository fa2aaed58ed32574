package photos_test

import (
	"testing"

	"keepsake/app/ui/look"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
)

// many is how many pictures a large library holds.
const many = 200_000

// large is the screen of a large library.
func large(b *testing.B) (*photos.Screen, *uitest.Bench) {
	bench := uitest.NewBench(b, look.Light)
	lib := uitest.NewLibrary(many)
	loader := thumbs.New(bench.Context(), lib, bench.Queue.Post, thumbs.Budget)
	b.Cleanup(func() { bench.Stop(); loader.Wait() })
	bench.Watch(loader.Idle)
	s := photos.New(bench.Kit, lib, lib, loader, lib, 0)
	s.Show()
	bench.Open(b, s.Content(), 1280, 800)
	b.ReportAllocs()
	return s, bench
}

// BenchmarkJump goes anywhere, and waits for the rows and pictures there.
func BenchmarkJump(b *testing.B) {
	s, bench := large(b)
	h := s.Grid().Flow().Height()
	for i := 0; b.Loop(); i++ {
		s.Grid().ScrollTo(h * float64(i*7919%1000) / 1000)
		bench.Settle()
	}
}

// BenchmarkChooseFar extends a choice over the whole library.
func BenchmarkChooseFar(b *testing.B) {
	var sel photos.Selection
	order := make([]int64, many)
	for i := range order {
		order[i] = int64(i + 1)
	}
	b.ReportAllocs()
	sel.Toggle(order[0])
	for i := 0; b.Loop(); i++ {
		sel.Range(order[many-1-i%64], order)
	}
}

// BenchmarkResize lays the whole library out anew.
func BenchmarkResize(b *testing.B) {
	s, bench := large(b)
	s.Grid().ScrollTo(s.Grid().Flow().Height() / 2)
	bench.Settle()
	for i := 0; b.Loop(); i++ {
		s.Grid().SetTile(120 + float32(i%8)*20)
	}
}
