package index

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/gallery"
)

// thumb is a thumbnail whose bytes tell what it is of.
func thumb(name string, pixels int) Thumb {
	return Thumb{Hash: hashOf(name), Pixels: pixels, JPEG: jpegOf(name, pixels), Color: [3]uint8{255, 0, byte(len(name))}}
}

func jpegOf(name string, pixels int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%s@%d ", name, pixels), 2000)
}

func put(t testing.TB, x *Index, ts ...Thumb) {
	t.Helper()
	if err := x.PutThumbs(t.Context(), ts); err != nil {
		t.Fatal(err)
	}
}

// wantThumb wants the thumbnail of name to be there, or not.
func wantThumb(t testing.TB, x *Index, name string, pixels int, there bool) {
	t.Helper()
	b, err := x.Thumb(t.Context(), hashOf(name), pixels)
	switch {
	case there && (err != nil || !bytes.Equal(b, jpegOf(name, pixels))):
		t.Errorf("thumbnail %d of %s: %d bytes, %v", pixels, name, len(b), err)
	case !there && !errors.Is(err, ErrNoThumb):
		t.Errorf("thumbnail %d of %s: %d bytes, %v; want ErrNoThumb", pixels, name, len(b), err)
	}
}

// bare lists what has no thumbnail.
func bare(t testing.TB, x *Index, limit int) string {
	t.Helper()
	rows, err := x.WithoutThumbs(t.Context(), limit)
	if err != nil {
		t.Fatal(err)
	}
	var ns []string
	for _, r := range rows {
		if r.Thumb != ThumbMissing {
			t.Errorf("%s has thumbnails in state %v", r.Name, r.Thumb)
		}
		ns = append(ns, r.Name)
	}
	return strings.Join(ns, " ")
}

func TestThumbs(t *testing.T) {
	whole, dir := t, t.TempDir()
	x := open(t, dir)
	apply(t, x, "1", photo("1.jpg", "2023-01-01"), photo("2.mp4", "2023-01-02", kind(gallery.Video)), photo("3.jpg", "2023-01-03"),
		photo("4.mp3", "2023-01-04", kind(gallery.Audio)), photo("5.bin", "2023-01-05", kind(gallery.Other)), photo("6.jpg", "2023-01-06", trashed))
	if got := bare(t, x, 10); got != "6.jpg 3.jpg 2.mp4 1.jpg" {
		t.Errorf("without: %s", got)
	}
	if got := bare(t, x, 2); got != "6.jpg 3.jpg" {
		t.Errorf("without, 2: %s", got)
	}
	put(t, x, thumb("1.jpg", 256), thumb("1.jpg", 512), thumb("3.jpg", 256), Thumb{Hash: hashOf("2.mp4"), Broken: true})
	put(t, x, thumb("later.jpg", 256)) // before its item
	put(t, x)
	wantThumb(t, x, "1.jpg", 256, true)
	wantThumb(t, x, "1.jpg", 512, true)
	wantThumb(t, x, "1.jpg", 100, false)
	wantThumb(t, x, "3.jpg", 512, false)
	wantThumb(t, x, "2.mp4", 256, false)
	apply(t, x, "2", photo("later.jpg", "2023-02-01"), photo("1.jpg", "2023-03-01"))

	check := func(t *testing.T, x *Index) {
		t.Helper()
		if got := bare(t, x, 10); got != "6.jpg" {
			t.Errorf("without: %s", got)
		}
		rows, err := x.Rows(t.Context(), timeline(t, x, Filter{}).IDs)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			want, color := ThumbReady, [3]uint8{255, 0, byte(len(r.Name))}
			switch r.Name {
			case "2.mp4":
				want, color = ThumbImpossible, [3]uint8{}
			case "4.mp3", "5.bin":
				want, color = ThumbMissing, [3]uint8{}
			}
			if r.Thumb != want || r.Color != color {
				t.Errorf("%s: state %v, colour %v; want %v, %v", r.Name, r.Thumb, r.Color, want, color)
			}
		}
	}
	check(t, x)
	t.Run("after Reset", func(t *testing.T) {
		items := everything(t, x)
		if err := x.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		apply(t, x, "3", items...)
		check(t, x)
	})
	t.Run("with an index made anew", func(t *testing.T) {
		items := everything(t, x)
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, indexFile)); err != nil {
			t.Fatal(err)
		}
		x = open(whole, dir)
		if !x.Fresh() {
			t.Error("not fresh")
		}
		apply(t, x, "3", items...)
		check(t, x)
		wantThumb(t, x, "1.jpg", 256, true)
	})
	t.Run("a finding can be mended, and a picture become impossible", func(t *testing.T) {
		put(t, x, thumb("2.mp4", 256), Thumb{Hash: hashOf("3.jpg"), Broken: true})
		wantThumb(t, x, "2.mp4", 256, true)
		wantThumb(t, x, "3.jpg", 256, false)
		rows, err := x.Rows(t.Context(), []int64{idOf(t, x, "2.mp4"), idOf(t, x, "3.jpg")})
		if err != nil || rows[0].Thumb != ThumbReady || rows[1].Thumb != ThumbImpossible {
			t.Errorf("%+v, %v", rows, err)
		}
	})
	t.Run("without the thumbnails' file", func(t *testing.T) {
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, thumbsFile)); err != nil {
			t.Fatal(err)
		}
		x = open(whole, dir)
		if x.Fresh() {
			t.Error("the index went with it")
		}
		if got := bare(t, x, 10); got != "1.jpg later.jpg 6.jpg 3.jpg 2.mp4" {
			t.Errorf("without: %s", got)
		}
		wantThumb(t, x, "1.jpg", 256, false)
	})
}

// everything returns all items of an index.
func everything(t testing.TB, x *Index) []gallery.Item {
	t.Helper()
	var items []gallery.Item
	for _, id := range timeline(t, x, Filter{IncludeTrashed: true}).IDs {
		it, err := x.Item(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	return items
}

func TestPutThumbsRefusesNothing(t *testing.T) {
	x := filled(t, photo("1.jpg", "2023-01-01"))
	for _, bad := range []Thumb{{Hash: hashOf("1.jpg"), Pixels: 256}, {Hash: hashOf("1.jpg"), JPEG: []byte("x")}} {
		if err := x.PutThumbs(t.Context(), []Thumb{bad}); err == nil || !strings.Contains(err.Error(), bad.Hash.String()) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if got := bare(t, x, 10); got != "1.jpg" {
		t.Errorf("without: %q", got)
	}
}

func TestManyThumbs(t *testing.T) {
	items := library(300, 5)
	x := filled(t, items...)
	var ts []Thumb
	for _, it := range items {
		ts = append(ts, Thumb{Hash: it.Hash, Pixels: 256, JPEG: it.Hash[:]})
	}
	put(t, x, ts...)
	if got := bare(t, x, 1000); got != "" {
		t.Errorf("without: %s", got)
	}
	for _, it := range items {
		if b, err := x.Thumb(t.Context(), it.Hash, 256); err != nil || !bytes.Equal(b, it.Hash[:]) {
			t.Fatalf("%v, %v", b, err)
		}
	}
}

func TestDropThumbs(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	apply(t, x, "1", photo("1.jpg", "2023-01-01"), photo("2.jpg", "2023-01-02"))
	put(t, x, thumb("1.jpg", 256), Thumb{Hash: hashOf("2.jpg"), Broken: true})
	for i := range 50 {
		put(t, x, thumb(fmt.Sprint("orphan", i), 256))
	}
	if err := x.Close(); err != nil { // folds the log into the file
		t.Fatal(err)
	}
	before := sizeOf(t, dir, thumbsFile)
	x = open(t, dir)
	if err := x.DropThumbs(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantThumb(t, x, "1.jpg", 256, false)
	if got := bare(t, x, 10); got != "2.jpg 1.jpg" {
		t.Errorf("without: %s", got)
	}
	if after := sizeOf(t, dir, thumbsFile); after > before/4 {
		t.Errorf("%d bytes before, %d after", before, after)
	}
	put(t, x, thumb("1.jpg", 256))
	wantThumb(t, x, "1.jpg", 256, true)
	if got := bare(t, x, 10); got != "2.jpg" {
		t.Errorf("without: %s", got)
	}
}

// sizeOf is what a database takes on disk, its log included.
func sizeOf(t *testing.T, dir, name string) int64 {
	t.Helper()
	var n int64
	for _, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(filepath.Join(dir, name+suffix)); err == nil {
			n += st.Size()
		}
	}
	return n
}

func TestPruneThumbs(t *testing.T) {
	items := library(200, 9)
	x := open(t, t.TempDir())
	var ts []Thumb
	for _, it := range items {
		ts = append(ts, Thumb{Hash: it.Hash, Pixels: 256, JPEG: it.Hash[:]})
	}
	put(t, x, ts...)
	prune := func(want int) {
		t.Helper()
		if n, err := x.PruneThumbs(t.Context()); n != want || err != nil {
			t.Errorf("removed %d, %v; want %d", n, err, want)
		}
	}
	prune(0) // an index that knows nothing is no judge
	apply(t, x, "", items[:50]...)
	prune(0) // nor one in the middle of a replay
	apply(t, x, "1", items[:120]...)
	prune(80)
	prune(0)
	for i, it := range items {
		if _, err := x.Thumb(t.Context(), it.Hash, 256); (err == nil) != (i < 120) {
			t.Fatalf("item %d: %v", i, err)
		}
	}
}

// A program that still has the old file open must not claim in the shared index
// that the new one has its thumbnails.
func TestThumbsReplacedByAnother(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	apply(t, x, "1", photo("1.jpg", "2023-01-01"))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(dir, thumbsFile+suffix)); err != nil {
			t.Fatal(err)
		}
	}
	y := open(t, dir)
	if err := x.PutThumbs(t.Context(), []Thumb{thumb("1.jpg", 256)}); !errors.Is(err, ErrReplaced) {
		t.Errorf("got %v", err)
	}
	if got := bare(t, y, 10); got != "1.jpg" {
		t.Errorf("without: %q", got)
	}
	put(t, y, thumb("1.jpg", 256))
	if got := bare(t, y, 10); got != "" {
		t.Errorf("without: %q", got)
	}
}
