package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"keepsake/gallery"
)

// cameraOf is the folder where libraryOf keeps its originals.
func cameraOf(d *memDisk) map[string]*node {
	return d.root.names["Photos"].names["Redmi Note 13"].names["DCIM"].names["Camera"].names
}

// Each kind of harm is found, by its name and with its exit code; and a library
// without any is clean.
func TestCheckFindsEachHarm(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(d *memDisk)
		read string
		exit int
		kind ProblemKind // of the first problem
		path string
	}{
		{"nothing", func(d *memDisk) {}, "all", 0, "", ""},
		{"a flipped bit", func(d *memDisk) { cameraOf(d)["1.jpg"].data[3] ^= 4 }, "all", 1, ProblemDamaged, camera + "1.jpg"},
		{"a flipped bit, not read", func(d *memDisk) { cameraOf(d)["1.jpg"].data[3] ^= 4 }, "none", 0, "", ""},
		{"a shorter file", func(d *memDisk) { n := cameraOf(d)["1.jpg"]; n.data = n.data[:4] }, "none", 1, ProblemDamaged, camera + "1.jpg"},
		{"a missing file", func(d *memDisk) { delete(cameraOf(d), "2.jpg") }, "none", 2, ProblemMissing, camera + "2.jpg"},
		{"a missing and a damaged file", func(d *memDisk) { delete(cameraOf(d), "2.jpg"); cameraOf(d)["1.jpg"].data[0] ^= 1 }, "all", 1, ProblemDamaged, camera + "1.jpg"},
		{"a folder in place of a file", func(d *memDisk) { cameraOf(d)["2.jpg"] = newFolder() }, "none", 2, ProblemMissing, camera + "2.jpg"},
		{"a stray file", func(d *memDisk) { cameraOf(d)["new.jpg"] = &node{data: []byte("new")} }, "none", 0, ProblemStray, camera + "new.jpg"},
		{"what systems leave", func(d *memDisk) { cameraOf(d)["Thumbs.db"] = &node{}; cameraOf(d)["._1.jpg"] = &node{} }, "all", 0, "", ""},
		{"a leftover", func(d *memDisk) { d.root.names[insideDir].names["staging"].names["k-1-1.part"] = &node{} }, "none", 0, ProblemLeftover, stagingDir + "/k-1-1.part"},
		{"no library.json", func(d *memDisk) { delete(d.root.names[insideDir].names, "library.json") }, "none", 1, ProblemManifest, libraryName},
		{"no originals at all", func(d *memDisk) { delete(d.root.names, "Photos") }, "none", 2, ProblemMissing, camera + "0.jpg"},
		{"an empty library", func(d *memDisk) {
			delete(d.root.names[insideDir].names["manifest"].names, "00000001.ndjson")
			delete(d.root.names, "Photos")
		}, "all", 3, "", ""},
	} {
		d, _, _ := libraryOf(t, 4)
		c.harm(d)
		r, err := check(context.Background(), d, "lib", CheckOptions{Read: c.read})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if r.Exit() != c.exit {
			t.Errorf("%s: exit %d, want %d: %v", c.name, r.Exit(), c.exit, r.Problems)
		}
		switch {
		case c.kind == "" && len(r.Problems) > 0:
			t.Errorf("%s: %v", c.name, r.Problems)
		case c.kind != "" && (len(r.Problems) == 0 || r.Problems[0].Kind != c.kind || r.Problems[0].Path != c.path):
			t.Errorf("%s: %v, want %s of %s", c.name, r.Problems, c.kind, c.path)
		}
	}
}

// A disk that flips a bit on the way back must be noticed, at every original.
func TestCheckReadsEveryByte(t *testing.T) {
	const n = 20
	for i := range n {
		d, _, _ := libraryOf(t, n)
		b := cameraOf(d)[fmt.Sprint(i, ".jpg")].data
		b[len(b)-1] ^= 0x80
		if r := checkAll(t, d); r.Exit() != 1 || len(r.Problems) != 1 || r.Read != n {
			t.Errorf("original %d: %v", i, r.Problems)
		}
	}
}

func TestCheckCannotRead(t *testing.T) {
	d, _, _ := libraryOf(t, 3)
	d.trace = func(at int, op, name string) {
		if op == "read" && strings.HasSuffix(name, "1.jpg") {
			d.failAt, d.failWith = at, syscall.EIO
		}
	}
	r := checkAll(t, d)
	if r.Exit() != 2 || len(r.Problems) != 1 || r.Problems[0].Kind != ProblemUnread || r.Read != 2 {
		t.Errorf("%v", r.Problems)
	}
}

// A little every day reads everything in the end, what was read longest ago first.
func TestCheckReadsInTurn(t *testing.T) {
	d, _, hashes := libraryOf(t, 30)
	for i := range hashes { // all harmed: each round tells what it read
		cameraOf(d)[fmt.Sprint(i, ".jpg")].data[0] ^= 1
	}
	seen := make(map[gallery.Hash]int)
	for round := range 10 {
		r, err := check(context.Background(), d, "lib", CheckOptions{Read: "10%"})
		if err != nil || r.Read < 3 || r.Read > 4 {
			t.Fatalf("round %d: %d read, %v", round, r.Read, err)
		}
		for _, p := range r.Problems {
			seen[p.Hash]++
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d of 30 were read", len(seen))
	}
	for h, n := range seen {
		if n > 2 {
			t.Errorf("%s was read %d times", h, n)
		}
	}
	// Where the place cannot be kept, the check works all the same.
	d.readOnly = true
	if r, err := check(context.Background(), d, "lib", CheckOptions{Read: "1%"}); err != nil || r.Read != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestCheckOptions(t *testing.T) {
	d, _, _ := libraryOf(t, 3)
	for _, bad := range []string{"0%", "101%", "-1%", "x", "all ", "5", "NaN%"} {
		if _, err := check(context.Background(), d, "lib", CheckOptions{Read: bad}); err == nil {
			t.Errorf("read %q was accepted", bad)
		}
	}
	var steps []int
	if _, err := check(context.Background(), d, "lib", CheckOptions{Read: "all", Progress: func(done, total int) { steps = append(steps, done*10+total) }}); err != nil || fmt.Sprint(steps) != "[13 23 33]" {
		t.Errorf("progress %v, %v", steps, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := check(ctx, d, "lib", CheckOptions{Read: "all"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Check(context.Background(), filepath.Join(t.TempDir(), "none"), CheckOptions{}); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := Check(context.Background(), t.TempDir(), CheckOptions{}); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("an empty folder: %v", err)
	}
	r, err := Check(context.Background(), filepath.Join("testdata", "format1"), CheckOptions{Read: "all"})
	if err != nil || r.Exit() != 2 || r.Items != 4 || r.Read != 3 || r.Verified != 2 || r.Snapshots != 1 || len(r.Problems) != 1 {
		t.Errorf("format 1: %+v, %v", r, err)
	}
}

// A check beside a backup does not take what is on its way for strays.
func TestCheckBesideABackup(t *testing.T) {
	_, l := newLibrary(t)
	w := begin(t, l)
	d := l.d.(*memDisk)
	done := make(chan struct{})
	go func() {
		defer close(done)
		// Bounded, so that slow checks do not face an ever larger library.
		for i := range 1000 {
			add(t, w, fmt.Sprintf("DCIM/%d.jpg", i), fmt.Append(nil, i))
			if i%5 == 0 {
				flush(t, w)
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		for _, p := range checkAll(t, d).Problems {
			if p.Kind != ProblemLeftover {
				t.Error(p)
			}
		}
	}
	closeWriter(t, w)
}
