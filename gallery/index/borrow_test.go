package index

import (
	"os"
	"path/filepath"
	"testing"
)

// block makes a place useless for a database, also for a user who may do
// everything: a folder stands where one of its files has to be.
func block(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestBorrowedIndexWorks(t *testing.T) {
	for name, block := range map[string]func(t *testing.T, dir string){
		"index":          func(t *testing.T, dir string) { block(t, filepath.Join(dir, indexFile)) },
		"index's memory": func(t *testing.T, dir string) { block(t, filepath.Join(dir, indexFile+"-shm")) },
		"thumbnails":     func(t *testing.T, dir string) { block(t, filepath.Join(dir, thumbsFile)) },
		"both": func(t *testing.T, dir string) {
			block(t, filepath.Join(dir, indexFile))
			block(t, filepath.Join(dir, thumbsFile))
		},
		"no rights at all": func(t *testing.T, dir string) { forbid(t, dir) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			block(t, dir)
			x := open(t, dir)
			if !x.ReadOnly() || x.Cause() == nil || !x.Fresh() {
				t.Fatalf("read-only %v, cause %v, fresh %v", x.ReadOnly(), x.Cause(), x.Fresh())
			}
			items := library(300, 4)
			apply(t, x, "1", items...)
			put(t, x, thumb("a", 256))
			apply(t, x, "2", photo("a", "2050-01-01"))
			wantThumb(t, x, "a", 256, true)
			if p, err := x.Position(t.Context()); p != "2" || err != nil {
				t.Errorf("position %q, %v", p, err)
			}
			if n := len(timeline(t, x, Filter{IncludeTrashed: true}).IDs); n != 301 {
				t.Errorf("%d items", n)
			}
			if _, err := x.Albums(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := x.Phones(t.Context()); err != nil {
				t.Error(err)
			}
			if n, err := x.PruneThumbs(t.Context()); n != 0 || err != nil {
				t.Errorf("pruned %d, %v", n, err)
			}
			if err := x.DropThumbs(t.Context()); err != nil {
				t.Error(err)
			}
			if got := bare(t, x, 1); got != "a" {
				t.Errorf("without: %s", got)
			}
			if err := x.Reset(t.Context()); err != nil {
				t.Error(err)
			}
			if err := x.Close(); err != nil {
				t.Error(err)
			}
			if y := open(t, dir); !y.Fresh() {
				t.Error("something was kept")
			}
		})
	}
}

// forbid takes the right to write in dir away. For a user whom that does not
// stop, the folders in the way do.
func forbid(t *testing.T, dir string) {
	t.Helper()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Error(err)
		}
	})
	probe := filepath.Join(dir, "probe")
	if err := os.WriteFile(probe, nil, 0o600); err == nil {
		if err := os.Remove(probe); err != nil {
			t.Fatal(err)
		}
		block(t, filepath.Join(dir, indexFile))
	}
}

// The thumbnails of a library that cannot be written are used where they lie.
func TestSealedThumbs(t *testing.T) {
	dir := t.TempDir()
	bootstrap(t, dir)
	block(t, filepath.Join(dir, indexFile+"-shm"))
	block(t, filepath.Join(dir, thumbsFile+"-shm"))
	x := open(t, dir)
	if !x.ReadOnly() {
		t.Fatal("not read-only")
	}
	apply(t, x, "1", photo("1.jpg", "2023-01-01"), photo("2.jpg", "2023-01-02"))
	wantThumb(t, x, "1.jpg", 256, true)
	if got := bare(t, x, 10); got != "2.jpg" {
		t.Errorf("without: %s", got)
	}
	put(t, x, thumb("2.jpg", 256))
	wantThumb(t, x, "2.jpg", 256, true)

	// Whoever can write there may do so at any time; then it is not read on.
	edit(t, filepath.Join(dir, thumbsFile), func(b []byte) []byte { return append(b, make([]byte, 16384)...) })
	wantThumb(t, x, "1.jpg", 256, false)
	wantThumb(t, x, "2.jpg", 256, true)

	for name, harm := range map[string]func(path string){
		"a log":          func(path string) { os.WriteFile(path+"-wal", []byte("x"), 0o600) },
		"another schema": func(path string) { edit(t, path, func(b []byte) []byte { b[60]++; return b }) },
		"no database":    func(path string) { edit(t, path, func(b []byte) []byte { return b[:100] }) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bootstrap(t, dir)
			harm(filepath.Join(dir, thumbsFile))
			if s := openSealed(t.Context(), filepath.Join(dir, thumbsFile)); s != nil {
				s.db.Close()
				t.Error("was opened")
			}
		})
	}
}
