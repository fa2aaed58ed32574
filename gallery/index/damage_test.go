package index

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// bootstrap makes a closed index with one item and its thumbnail.
func bootstrap(t *testing.T, dir string) {
	t.Helper()
	x, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, x, "1", append(library(300, 3), photo("1.jpg", "2023-01-01"))...)
	put(t, x, thumb("1.jpg", 256))
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// edit changes a file's bytes.
func edit(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// alter runs SQL on a closed file.
func alter(t *testing.T, path, query string) {
	t.Helper()
	db := connect(path, nil, func() error { return nil })
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func TestOpenReplacesWhatIsOfNoUse(t *testing.T) {
	noise := bytes.Repeat([]byte("noise "), 4000)
	tests := map[string]func(t *testing.T, path string){
		"no database": func(t *testing.T, path string) { edit(t, path, func([]byte) []byte { return noise }) },
		"a torn header": func(t *testing.T, path string) {
			edit(t, path, func(b []byte) []byte { copy(b[16:], noise[:80]); return b })
		},
		"cut short":     func(t *testing.T, path string) { edit(t, path, func(b []byte) []byte { return b[:len(b)/2] }) },
		"cut to a page": func(t *testing.T, path string) { edit(t, path, func(b []byte) []byte { return b[:4096] }) },
		"zeroes inside": func(t *testing.T, path string) {
			edit(t, path, func(b []byte) []byte { clear(b[len(b)/4 : len(b)-len(b)/4]); return b })
		},
		"an older schema": func(t *testing.T, path string) { alter(t, path, `PRAGMA user_version = 1`) },
		"a newer schema": func(t *testing.T, path string) {
			alter(t, path, `ALTER TABLE meta ADD extra; PRAGMA user_version = 2147483647`)
		},
		"another program's": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			alter(t, path, `CREATE TABLE items (id)`)
		},
		"marked as damaged": func(t *testing.T, path string) {
			if err := os.WriteFile(markPath(path), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"an old log beside it": func(t *testing.T, path string) {
			edit(t, path, func([]byte) []byte { return noise })
			if err := os.WriteFile(path+"-wal", noise, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+"-shm", noise, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, harm := range tests {
		for _, file := range []string{indexFile, thumbsFile} {
			t.Run(name+"/"+file, func(t *testing.T) {
				dir := t.TempDir()
				bootstrap(t, dir)
				harm(t, filepath.Join(dir, file))
				x := open(t, dir)
				if x.ReadOnly() || x.Cause() != nil {
					t.Fatalf("read-only: %v", x.Cause())
				}
				if x.Fresh() != (file == indexFile) {
					t.Errorf("fresh: %v", x.Fresh())
				}
				if p, err := x.Position(t.Context()); (p == "") != x.Fresh() || err != nil {
					t.Errorf("position %q, %v", p, err)
				}
				wantThumb(t, x, "1.jpg", 256, file == indexFile) // the other file is left alone
				apply(t, x, "1", photo("1.jpg", "2023-01-01"))
				if got, want := bare(t, x, 1e6) == "", file == indexFile; got != want {
					t.Errorf("all have thumbnails: %v, want %v", got, want)
				}
				put(t, x, thumb("1.jpg", 256))
				wantThumb(t, x, "1.jpg", 256, true)
				if _, err := os.Lstat(markPath(filepath.Join(dir, file))); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("mark: %v", err)
				}
				if err := x.Close(); err != nil {
					t.Fatal(err)
				}
				if y := open(t, dir); y.Fresh() {
					t.Error("made anew once more")
				}
			})
		}
	}
}

// Damage that no check at start sees comes up in use; it is told apart from other
// errors, and the next Open is rid of it.
func TestDamageFoundInUse(t *testing.T) {
	dir := t.TempDir()
	bootstrap(t, dir)
	path := filepath.Join(dir, thumbsFile)
	at := 0
	edit(t, path, func(b []byte) []byte {
		at = bytes.Index(b, jpegOf("1.jpg", 256)[:100])
		for i := range b[:16384] {
			b[at/16384*16384+i] = 0xff
		}
		return b
	})
	x := open(t, dir)
	if _, err := x.Thumb(t.Context(), hashOf("1.jpg"), 256); !errors.Is(err, ErrDamaged) {
		t.Fatalf("got %v (picture was at %d)", err, at)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	y := open(t, dir)
	wantThumb(t, y, "1.jpg", 256, false)
	put(t, y, thumb("1.jpg", 256))
	wantThumb(t, y, "1.jpg", 256, true)
}

// Damage that Open itself comes upon after its checks is no reason to fail.
func TestDamageFoundWhileOpening(t *testing.T) {
	for name, harm := range map[string]func(path string){
		"page of the id": func(path string) { edit(t, path, func(b []byte) []byte { clear(b[16384 : 2*16384]); return b }) },
		"no id":          func(path string) { alter(t, path, `DELETE FROM meta`) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bootstrap(t, dir)
			harm(filepath.Join(dir, thumbsFile))
			x := open(t, dir)
			if x.Fresh() || x.ReadOnly() {
				t.Errorf("fresh %v, read-only %v", x.Fresh(), x.Cause())
			}
			wantThumb(t, x, "1.jpg", 256, false)
			put(t, x, thumb("1.jpg", 256))
			wantThumb(t, x, "1.jpg", 256, true)
		})
	}
}

// Two programs that find the same file of no use must not remove each other's new one.
func TestDiscardLeavesANewFileAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), indexFile)
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen, err := stat(path)
	if err != nil {
		t.Fatal(err)
	}
	other := path + "-other"
	if err := os.WriteFile(other, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	if err := discard(path, seen); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); string(b) != "new" {
		t.Errorf("%q, %v", b, err)
	}
	if seen, err = stat(path); err != nil {
		t.Fatal(err)
	}
	if err := discard(path, seen); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}

// A program that has a discarded file open closes it without harm to the new one.
func TestDiscardUnderAnOpenIndex(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	apply(t, x, "1", photo("old.jpg", "2023-01-01"))
	if err := os.WriteFile(markPath(filepath.Join(dir, indexFile)), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	y := open(t, dir)
	apply(t, y, "1", photo("new.jpg", "2023-01-01"))
	if got := names(t, x, Filter{}); got != "old.jpg" {
		t.Errorf("old: %s", got)
	}
	// With its connections in use it needs another one, and must not get one of the new file.
	conn, err := x.main.read.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if tl, err := x.Timeline(t.Context(), Filter{}); !errors.Is(err, ErrReplaced) {
		t.Errorf("another connection: %+v, %v", tl, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	apply(t, y, "2", photo("newer.jpg", "2023-01-02"))
	if got := names(t, open(t, dir), Filter{}); got != "newer.jpg new.jpg" {
		t.Errorf("new: %s", got)
	}
}

func TestErrorKinds(t *testing.T) {
	if rotten(nil) || rotten(sql.ErrNoRows) || hindered(nil) || hindered(sql.ErrNoRows) || busy(nil) {
		t.Error("not SQLite's errors")
	}
}

// A file that was closed in order and is as it was is not read through at the
// next start; damage that came without a trace is found in use, and the start
// after that is rid of it.
func TestSealedFileIsNotChecked(t *testing.T) {
	dir := t.TempDir()
	bootstrap(t, dir)
	path := filepath.Join(dir, indexFile)
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	harm := func() {
		edit(t, path, func(b []byte) []byte { clear(b[len(b)/2 : len(b)-len(b)/8]); return b })
	}
	harm()
	if err := os.Chtimes(path, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	x := open(t, dir)
	if x.Fresh() {
		t.Fatal("a sealed file was checked at the start")
	}
	if _, err := x.Albums(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("in use: %v", err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if y := open(t, dir); !y.Fresh() {
		t.Error("what was found in use was not replaced")
	}
}

// A crash breaks the seal: the log that is left behind is reason enough to check.
func TestCrashBreaksTheSeal(t *testing.T) {
	dir := t.TempDir()
	bootstrap(t, dir)
	path := filepath.Join(dir, indexFile)
	if !untouched(path) {
		t.Fatal("closed in order and not sealed")
	}
	x := open(t, dir)
	apply(t, x, "2", photo("2.jpg", "2023-01-02"))
	if untouched(path) {
		t.Error("sealed while it is written to")
	}
	later := filepath.Join(t.TempDir(), indexFile) // what a crash leaves
	for _, ext := range []string{"", "-wal", "-seal"} {
		b, err := os.ReadFile(path + ext)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(later+ext, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(later, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	if untouched(later) {
		t.Error("sealed after a crash")
	}
}
