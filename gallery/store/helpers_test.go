package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path"
	"testing"
	"time"

	"keepsake/gallery"
)

var phoneTime = time.Date(2024, 5, 17, 18, 3, 21, 0, time.UTC)

// incoming is what a phone called p1 tells about a file below its volume.
func incoming(name string) Incoming {
	return Incoming{
		PhoneFolder: "Redmi Note 13",
		Name:        path.Base(name),
		Info:        gallery.Info{Kind: gallery.Photo, MIME: "image/jpeg", Width: 4000, Height: 3000, Taken: gallery.Taken{Time: phoneTime, Source: gallery.TakenEXIF}},
		Origin: gallery.Origin{
			Phone: "p1", Path: "/storage/emulated/0/" + name, Album: path.Dir(name), MTime: phoneTime,
		},
	}
}

// stage writes data into a staged file.
func stage(tb testing.TB, w *Writer, data []byte) *Staged {
	tb.Helper()
	s, err := w.Stage(int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := s.Write(data); err != nil {
		tb.Fatal(err)
	}
	return s
}

// add keeps data as a phone's file; what done hears must be success.
func add(tb testing.TB, w *Writer, name string, data []byte) gallery.Hash {
	tb.Helper()
	h := gallery.Hash(sha256.Sum256(data))
	err := w.Add(context.Background(), stage(tb, w, data), incoming(name), func(a Added, err error) {
		if err != nil {
			tb.Error(err)
		} else if a.Hash != h || a.Size != int64(len(data)) {
			tb.Errorf("added %v, %d bytes; want %v, %d", a.Hash, a.Size, h, len(data))
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func flush(tb testing.TB, w *Writer) {
	tb.Helper()
	if err := w.Flush(context.Background()); err != nil {
		tb.Fatal(err)
	}
}

// newLibrary makes a library on a disk in memory.
func newLibrary(tb testing.TB) (*memDisk, *Library) {
	tb.Helper()
	d := newMemDisk()
	l, err := createLibrary(d, "lib")
	if err != nil {
		tb.Fatal(err)
	}
	return d, l
}

func begin(tb testing.TB, l *Library) *Writer {
	tb.Helper()
	w, err := l.Begin(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func closeWriter(tb testing.TB, w *Writer) {
	tb.Helper()
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
}

// checkAll is a check that reads everything back.
func checkAll(tb testing.TB, d disk) Report {
	tb.Helper()
	r, err := check(context.Background(), d, "lib", CheckOptions{Read: "all"})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// wantClean fails unless a check finds nothing at all, not even notes.
func wantClean(tb testing.TB, d disk, items int) {
	tb.Helper()
	r := checkAll(tb, d)
	if r.Exit() != 0 || len(r.Problems) > 0 || r.Items != items || r.Read != items {
		tb.Errorf("check: exit %d, %d items, %d read, want %d\n%v", r.Exit(), r.Items, r.Read, items, r.Problems)
	}
}

// replayAll returns every item of a library as an index would get it.
func replayAll(tb testing.TB, l *Library) map[gallery.Hash]gallery.Item {
	tb.Helper()
	all := make(map[gallery.Hash]gallery.Item)
	_, damage, err := l.Replay(context.Background(), "", func(it gallery.Item) {
		if _, twice := all[it.Hash]; twice {
			tb.Errorf("item %s comes twice", it.Path)
		}
		all[it.Hash] = it
	}, nil)
	if err != nil || len(damage) > 0 {
		tb.Fatal(err, damage)
	}
	return all
}

func hashOf(data []byte) gallery.Hash { return sha256.Sum256(data) }

// memLibrary is a library whose manifest speaks of n verified items.
func memLibrary(tb testing.TB, n int) *memDisk {
	tb.Helper()
	d, l := newLibrary(tb)
	info := infoJSON(gallery.Info{Kind: gallery.Photo, MIME: "image/jpeg", Width: 4000, Height: 3000, Orientation: 1,
		Taken: gallery.Taken{Time: phoneTime, Zoned: true, Source: gallery.TakenEXIF}, Place: &gallery.Place{Lat: 48.137154, Lon: 11.576124}, Camera: "Xiaomi 2312DRA50G"})
	var b line
	number := 1
	b.segment(l.id, number)
	for i := range n {
		if len(b.b) > rotateAt {
			d.put(tb, segmentName(number), b.b)
			number++
			b.b = b.b[:0]
			b.segment(l.id, number)
		}
		in := incoming(fmt.Sprintf("DCIM/Album %d/IMG_20240517_%06d.jpg", i%40, i))
		h := hashOf([]byte(in.Origin.Path))
		in.Origin.FirstSeen = phoneTime
		b.item(h, 3_000_000+int64(i), fmt.Sprintf("Photos/%s/%s/%s", in.PhoneFolder, in.Origin.Album, in.Name), phoneTime, info, &in.Origin)
		b.verified(h, in.Origin, phoneTime.Add(time.Hour))
	}
	d.put(tb, segmentName(number), b.b)
	return d
}
