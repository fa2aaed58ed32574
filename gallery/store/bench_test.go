package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"keepsake/gallery"
)

// The benchmarks that write use TMPDIR, which must be on a real disk to say
// anything. On ext4 the inodes of files deleted in the last minutes make new
// files many times as slow: a folder of its own for each run (chattr +T on the
// one above it spreads them over the disk) keeps that out of the figures.

func benchLibrary(b *testing.B) (*Library, *Writer) {
	b.Helper()
	l, err := Create(filepath.Join(b.TempDir(), "library"))
	if err != nil {
		b.Fatal(err)
	}
	w, err := l.Begin(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close(); l.Close() })
	return l, w
}

// BenchmarkAddSmall keeps 10,000 files of 2 KB, durable.
func BenchmarkAddSmall(b *testing.B) {
	const count, size = 10_000, 2 << 10
	data := make([]byte, size)
	rng := rand.NewChaCha8([32]byte{1})
	for b.Loop() {
		b.StopTimer()
		_, w := benchLibrary(b)
		b.StartTimer()
		for i := range count {
			rng.Read(data)
			add(b, w, fmt.Sprintf("DCIM/Camera/IMG_%05d.jpg", i), data)
		}
		if err := w.Flush(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// BenchmarkAddLarge keeps files of 3 MB and one of 1 GB, durable.
func BenchmarkAddLarge(b *testing.B) {
	chunk := make([]byte, 64<<10)
	rand.NewChaCha8([32]byte{2}).Read(chunk)
	for _, c := range []struct {
		name  string
		count int
		size  int64
	}{{"200x3MB", 200, 3 << 20}, {"1x1GB", 1, 1 << 30}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(c.count) * c.size)
			for b.Loop() {
				b.StopTimer()
				_, w := benchLibrary(b)
				b.StartTimer()
				for i := range c.count {
					s, err := w.Stage(c.size)
					if err != nil {
						b.Fatal(err)
					}
					for n := int64(0); n < c.size; n += int64(len(chunk)) {
						binary.LittleEndian.PutUint64(chunk, uint64(i)<<32|uint64(n))
						if _, err := s.Write(chunk); err != nil {
							b.Fatal(err)
						}
					}
					if err := w.Add(context.Background(), s, incoming(fmt.Sprintf("DCIM/Camera/VID_%d.mp4", i)), nil); err != nil {
						b.Fatal(err)
					}
				}
				if err := w.Flush(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad200k reads a manifest of 200,000 verified items.
func BenchmarkLoad200k(b *testing.B) {
	d := memLibrary(b, 200_000)
	l, err := openLibrary(d, "lib")
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		l.Rest()
		l.mu.Lock()
		if _, _, err := l.follow(context.Background()); err != nil {
			b.Fatal(err)
		}
		l.mu.Unlock()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-live")
	if len(l.cat.entries) != 200_000 {
		b.Fatal(len(l.cat.entries))
	}
}

// BenchmarkReplay200k reads all of them whole, as an index that begins anew does.
func BenchmarkReplay200k(b *testing.B) {
	l, err := openLibrary(memLibrary(b, 200_000), "lib")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Rest()
		n := 0
		if _, _, err := l.Replay(context.Background(), "", func(gallery.Item) { n++ }, nil); err != nil || n != 200_000 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkSync compares the ways to make a group of 512 files of 2 KB durable.
func BenchmarkSync(b *testing.B) {
	ways := map[string]func(d *osDisk, files []file) []error{
		"one-by-one": func(_ *osDisk, files []file) []error {
			for _, f := range files {
				if err := f.Sync(); err != nil {
					return []error{err}
				}
			}
			return nil
		},
		"several-at-once": func(_ *osDisk, files []file) []error { return syncEach(files) },
		"whole": func(d *osDisk, files []file) []error {
			if !d.whole.sync() {
				return []error{errNotDurable}
			}
			return nil
		},
	}
	for name, way := range ways {
		b.Run(name, func(b *testing.B) {
			d, err := openDisk(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			defer d.close()
			data := make([]byte, 2<<10)
			n := 0
			var spent time.Duration
			for b.Loop() {
				files := make([]file, groupCount)
				for i := range files {
					n++
					if files[i], err = d.create(fmt.Sprint(n)); err != nil {
						b.Fatal(err)
					}
					files[i].Write(data)
				}
				began := time.Now()
				if errs := way(d, files); errs != nil {
					b.Fatal(errs)
				}
				spent += time.Since(began)
				for _, f := range files {
					f.Close()
				}
			}
			b.ReportMetric(float64(spent.Microseconds())/float64(b.N)/1000, "ms-sync/group")
		})
	}
}

// BenchmarkProve reads 2,000 small originals back.
func BenchmarkProve(b *testing.B) {
	_, w := benchLibrary(b)
	data := make([]byte, 2<<10)
	var all []gallery.Hash
	for i := range 2000 {
		binary.LittleEndian.PutUint64(data, uint64(i))
		all = append(all, add(b, w, fmt.Sprintf("DCIM/Camera/%d.jpg", i), data))
	}
	if err := w.Flush(context.Background()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for i, h := range all {
			if _, err := w.Prove(context.Background(), h, h, incoming(fmt.Sprintf("DCIM/Camera/%d.jpg", i)).Origin); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(all))*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}
