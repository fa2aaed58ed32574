package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery"
)

// moved is a move between two disks in memory.
func moved(from, to disk) (*Move, error) {
	who, err := readIdentity(from, "from")
	if err != nil {
		return nil, err
	}
	m := &Move{From: "from", To: "to", from: from, to: to, id: who.ID}
	return m, m.prepare(context.Background())
}

func moveAll(from, to disk) error {
	m, err := moved(from, to)
	if err != nil {
		return err
	}
	if err := m.Copy(context.Background()); err != nil {
		return err
	}
	_, err = m.Finish(context.Background())
	return err
}

// contents are a library's files, without what belongs to a session.
func contents(d *memDisk) map[string]string {
	all := d.files()
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, lockName) || name == movingName })
	return all
}

func TestMove(t *testing.T) {
	from, kept := aged(t)
	from.put(t, insideDir+"/thumbs.db", []byte("small pictures"))
	from.put(t, "notes of my own.txt", []byte("mine"))
	to := newMemDisk()
	m, err := moved(from, to)
	if err != nil {
		t.Fatal(err)
	}
	last := int64(-1)
	m.Progress = func(done, total int64) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}
	if err := m.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if files := to.files(); files[libraryName] != "" || files[insideDir+"/thumbs.db"] != "" {
		t.Error("what changes while a library is open was copied while it was")
	}
	if _, err := openLibrary(to, "to"); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("half a library can be opened: %v", err)
	}
	// Meanwhile a backup brings something, and another state of the records; and the
	// owner puts a file of theirs into the new folder.
	to.put(t, "Photos/a film.mkv", []byte("theirs"))
	l := reopened(t, from)
	w := begin(t, l)
	h := add(t, w, "DCIM/Camera/later.jpg", []byte("later"))
	if _, _, err := keep(w, states()[0]); err != nil {
		t.Fatal(err)
	}
	flush(t, w)
	if err := w.Edit(h, gallery.Edit{Trashed: phoneTime}); err != nil {
		t.Fatal(err)
	}
	add(t, w, "DCIM/Camera/last.jpg", []byte("last"))
	if _, err := w.Remove(t.Context(), []gallery.Hash{h}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Finish(t.Context()); !errors.Is(err, ErrLocked) {
		t.Errorf("finished while something writes: %v", err)
	}
	closeWriter(t, w)
	last = -1
	done, err := m.Finish(t.Context())
	if err != nil || len(done.Damaged) > 0 {
		t.Fatal(done, err)
	}
	want := contents(from)
	if got := contents(to)["Photos/a film.mkv"]; got != "theirs" {
		t.Errorf("the owner's own file in the new folder is %q", got)
	}
	if err := to.remove("Photos/a film.mkv"); err != nil {
		t.Fatal(err)
	}
	if got := contents(to); !maps.Equal(got, want) || done.Files != len(want) {
		t.Errorf("%d files were moved; it has\n%q\nwant\n%q", done.Files, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	if last != done.Bytes {
		t.Errorf("the progress ended at %d of %d", last, done.Bytes)
	}
	wantClean(t, to, 2)
	wantClean(t, from, 2)
	if err := states()[2].same(reopened(t, to), kept[2]); err != nil {
		t.Error(err)
	}
	st, err := to.stat("Photos/Redmi Note 13 4f2a/DCIM/Camera/a.jpg")
	if err != nil {
		for name := range to.files() {
			if strings.HasSuffix(name, "/a.jpg") {
				st, err = to.stat(name)
			}
		}
	}
	if err != nil || !st.ModTime().Equal(phoneTime) {
		t.Errorf("an original's time is %v, %v", st, err)
	}
	if _, err := moved(from, to); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("moved into a library: %v", err)
	}
}

// spoiling is a disk on which what is written turns into something else.
type spoiling struct{ disk }

type spoilt struct{ file }

func (s spoiling) create(name string) (file, error) {
	f, err := s.disk.create(name)
	if err == nil && strings.Contains(name, "a.jpg") {
		f = spoilt{f}
	}
	return f, err
}

func (s spoiling) syncFiles(files []file) []error {
	plain := make([]file, len(files))
	for i, f := range files {
		if bad, ok := f.(spoilt); ok {
			f = bad.file
		}
		plain[i] = f
	}
	return s.disk.syncFiles(plain)
}

func (f spoilt) Write(p []byte) (int, error) {
	b := slices.Clone(p)
	b[0] ^= 4
	return f.file.Write(b)
}

func TestABadDiskIsFoundOut(t *testing.T) {
	from, _ := aged(t)
	to := newMemDisk()
	if err := moveAll(from, spoiling{to}); !errors.Is(err, ErrMismatch) {
		t.Fatal(err)
	}
	for name := range to.files() {
		if strings.HasSuffix(name, "a.jpg") || name == libraryName {
			t.Errorf("%s has its name", name)
		}
	}
	// On a good one it goes on.
	if err := moveAll(from, to); err != nil {
		t.Fatal(err)
	}
	wantClean(t, to, 1)
}

func TestDamagedBeforeTheMove(t *testing.T) {
	from, _ := aged(t)
	name := ""
	for n := range from.files() {
		if strings.HasSuffix(n, "/a.jpg") {
			name = n
		}
	}
	flip(t, from, name, 0)
	m, err := moved(from, newMemDisk())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if done, err := m.Finish(t.Context()); err != nil || !slices.Equal(done.Damaged, []string{name}) {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestRepairedDuringTheMove: an original that was damaged when it was copied, and
// repaired before the end, arrives repaired.
func TestRepairedDuringTheMove(t *testing.T) {
	from, _ := aged(t)
	name := ""
	for n := range from.files() {
		if strings.HasSuffix(n, "/a.jpg") {
			name = n
		}
	}
	to := newMemDisk()
	flip(t, from, name, 0)
	m, err := moved(from, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	flip(t, from, name, 0) // twice is as before
	if done, err := m.Finish(t.Context()); err != nil || len(done.Damaged) > 0 {
		t.Errorf("%+v, %v", done, err)
	}
	if contents(to)[name] != contents(from)[name] {
		t.Error("the damaged copy was left")
	}
}

// TestMoveStoppedAtEveryCall: stopped anywhere, the new folder is no library or a
// whole one, the old one is unharmed, and the same move goes on.
func TestMoveStoppedAtEveryCall(t *testing.T) {
	from, _ := aged(t)
	to := newMemDisk()
	if err := moveAll(from, to); err != nil {
		t.Fatal(err)
	}
	calls, want := to.calls, contents(from)
	for i, luck := range []float64{-1, 0, 0.5} {
		for n := 1 + i; n <= calls; n += 3 {
			to := newMemDisk()
			to.dieAt = n
			moveAll(from, to) // its error is the point
			if luck < 0 {
				to = to.killed()
			} else {
				to = to.cut(luck, rand.New(rand.NewPCG(uint64(n), 5)))
			}
			if err := halfOrWhole(to, want); err != nil {
				t.Fatalf("stopped at call %d of %d: %v", n, calls, err)
			}
			if _, err := openLibrary(to, "to"); err == nil {
				continue
			}
			if err := moveAll(from, to); err != nil {
				t.Fatalf("stopped at call %d of %d, again: %v", n, calls, err)
			}
			if got := contents(to); !maps.Equal(got, want) {
				t.Fatalf("stopped at call %d of %d, again: %q", n, calls, slices.Sorted(maps.Keys(got)))
			}
		}
	}
	wantClean(t, from, 1)
}

func halfOrWhole(d *memDisk, want map[string]string) error {
	if _, err := openLibrary(d, "to"); err != nil {
		return nil
	}
	got := contents(d)
	for name, data := range want {
		if got[name] != data {
			return fmt.Errorf("it is a library without %s", name)
		}
	}
	return nil
}

func TestWhereALibraryMayMove(t *testing.T) {
	dir := t.TempDir()
	lib := filepath.Join(dir, "lib")
	l, err := Create(lib)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(dir, "full")
	if err := errors.Join(os.Mkdir(full, 0o700), os.WriteFile(filepath.Join(full, "x"), nil, 0o600), os.Symlink(lib, filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]error{
		lib: ErrInside, filepath.Join(lib, "below"): ErrInside, dir: ErrInside, filepath.Join(dir, "link", "x"): ErrInside, full: ErrNotEmpty,
	} {
		if m, err := NewMove(t.Context(), lib, to); !errors.Is(err, want) {
			t.Errorf("to %s: %v, %v", to, m, err)
		}
	}
	if _, err := NewMove(t.Context(), full, filepath.Join(dir, "new")); !errors.Is(err, ErrNotLibrary) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(lib, "below")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made in the library")
	}
	m, err := NewMove(t.Context(), lib, filepath.Join(dir, "a", "new"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := Open(filepath.Join(dir, "a", "new"))
	if err != nil || again.ID() != l.ID() {
		t.Fatal(again, err)
	}
	again.Close()
}
