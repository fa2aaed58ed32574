package index

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"keepsake/gallery"
)

const many = 200_000

// full is an index of many items, in a folder of its own.
func full(b *testing.B) *Index {
	b.Helper()
	x := open(b, b.TempDir())
	fill(b, x, library(many, 1), 5000)
	return x
}

func fill(b *testing.B, x *Index, items []gallery.Item, batch int) {
	b.Helper()
	for chunk := range slices.Chunk(items, batch) {
		apply(b, x, "p", chunk...)
	}
}

func BenchmarkApply200k(b *testing.B) {
	items := library(many, 1)
	// A manifest is written as phones are read: newest first within a backup, so a
	// replay comes in runs of order rather than at random.
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, func(a, b gallery.Item) int { return b.Info.Taken.Time.Compare(a.Info.Taken.Time) })
	for _, c := range []struct {
		name  string
		items []gallery.Item
		batch int
	}{{"replay/batch=5000", sorted, 5000}, {"replay/batch=1000", sorted, 1000}, {"random/batch=5000", items, 5000}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				dir := b.TempDir()
				x := open(b, dir)
				b.StartTimer()
				fill(b, x, c.items, c.batch)
				b.StopTimer()
				x.Close()
				st, _ := os.Stat(filepath.Join(dir, indexFile))
				b.ReportMetric(float64(st.Size())/1e6, "MB")
				b.StartTimer()
			}
			b.ReportMetric(float64(many)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
		})
	}
	b.Run("again", func(b *testing.B) {
		x := open(b, b.TempDir())
		fill(b, x, sorted, 5000)
		for b.Loop() {
			fill(b, x, sorted, 5000)
		}
		b.ReportMetric(float64(many)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
	})
}

func BenchmarkTimeline200k(b *testing.B) {
	x := full(b)
	for _, c := range []struct {
		name string
		f    Filter
	}{
		{"all", Filter{}},
		{"videos", Filter{Kinds: []gallery.Kind{gallery.Video}}},
		{"favorites", Filter{Favorites: true}},
		{"album", Filter{Album: AlbumKey{"phonea", "DCIM/Camera"}}},
		{"phone", Filter{Phone: "phonea"}},
		{"search", Filter{Search: "instagram 2019"}},
		{"search-none", Filter{Search: "zanzibar"}},
		{"search-all", Filter{Search: "img"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				t, err := x.Timeline(b.Context(), c.f)
				if err != nil {
					b.Fatal(err)
				}
				n = len(t.IDs)
			}
			b.ReportMetric(float64(n), "items")
		})
	}
}

func BenchmarkRows200(b *testing.B) {
	x := full(b)
	t, err := x.Timeline(b.Context(), Filter{})
	if err != nil {
		b.Fatal(err)
	}
	at := 0
	for b.Loop() {
		rows, err := x.Rows(b.Context(), t.IDs[at:at+200])
		if err != nil || len(rows) != 200 {
			b.Fatal(len(rows), err)
		}
		at = (at + 7919) % (len(t.IDs) - 200)
	}
}

func BenchmarkNumbers200k(b *testing.B) {
	x := full(b)
	b.Run("albums", func(b *testing.B) {
		for b.Loop() {
			if _, err := x.Albums(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, phone := range []string{"", "phonea"} {
		b.Run("stats/"+phone, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Stats(b.Context(), phone); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen200k(b *testing.B) {
	dir := b.TempDir()
	x := open(b, dir)
	fill(b, x, library(many, 1), 5000)
	x.Close()
	for b.Loop() {
		y, err := Open(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		y.Close()
	}
}

// BenchmarkThumbs puts, reads and drops 8,000 pairs of thumbnails, 0.4 GB.
func BenchmarkThumbs(b *testing.B) {
	const n = 8000
	x := full(b)
	rows, err := x.WithoutThumbs(b.Context(), n)
	if err != nil {
		b.Fatal(err)
	}
	grid, preview := make([]byte, 12<<10), make([]byte, 40<<10)
	for b.Loop() {
		start := time.Now()
		for chunk := range slices.Chunk(rows, 32) {
			var ts []Thumb
			for _, r := range chunk {
				ts = append(ts, Thumb{Hash: r.Hash, Pixels: 256, JPEG: grid}, Thumb{Hash: r.Hash, Pixels: 512, JPEG: preview})
			}
			if err := x.PutThumbs(b.Context(), ts); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(start).Microseconds())/n, "us/put")
		start = time.Now()
		for _, r := range rows {
			if _, err := x.Thumb(b.Context(), r.Hash, 256); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(start).Microseconds())/n, "us/read")
		start = time.Now()
		if err := x.DropThumbs(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms/drop")
	}
}
