package keep

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// BenchmarkMessages50k keeps fifty thousand messages of five years, again with one
// more, and reads them back.
func BenchmarkMessages50k(b *testing.B) {
	const n = 50_000
	source := func(more int) records.Sequence[records.Record] {
		return func(yield func(records.Record, error) bool) {
			for i := range n + more {
				if !yield(records.Message{ID: fmt.Sprint(i), Box: 1, Address: fmt.Sprintf("+49170%07d", i%300), Date: 1_550_000_000_000 + int64(i)*3_000_000,
					Body: strings.Repeat("some words ", 10), Sub: -1, Status: -1}, nil) {
					return
				}
			}
		}
	}
	for b.Loop() {
		l, err := store.Create(filepath.Join(b.TempDir(), "lib"))
		if err != nil {
			b.Fatal(err)
		}
		w, err := l.Begin(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		save := func(more int) store.Kept {
			k, err := w.Keep(b.Context(), "p", "Redmi", string(records.Messages), "Redmi")
			if err != nil {
				b.Fatal(err)
			}
			count, err := Save(b.Context(), k, records.Messages, source(more))
			if err != nil {
				b.Fatal(err)
			}
			kept, _, err := k.Commit(b.Context(), count, time.Now())
			if err != nil {
				b.Fatal(err)
			}
			return kept
		}
		start := time.Now()
		save(0)
		b.ReportMetric(time.Since(start).Seconds(), "s/first")
		start = time.Now()
		kept := save(1)
		b.ReportMetric(time.Since(start).Seconds(), "s/one-more")
		start = time.Now()
		var p records.Problems
		count := 0
		for _, err := range Load(b.Context(), l, kept, &p) {
			if err != nil {
				b.Fatal(err)
			}
			count++
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/load")
		if count != n+1 || p.Count > 0 {
			b.Fatalf("%d loaded, %v", count, p.List)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/1e6, "MB-sys")
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		l.Close()
	}
}
