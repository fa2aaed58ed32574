package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// One suite for every disk: what the store relies on.
func TestDisks(t *testing.T) {
	disks := map[string]func(t *testing.T) disk{
		"real":   func(t *testing.T) disk { return realDisk(t) },
		"memory": func(t *testing.T) disk { return newMemDisk() },
	}
	for name, open := range disks {
		t.Run(name, func(t *testing.T) {
			for name, test := range diskTests {
				t.Run(name, func(t *testing.T) { test(t, open(t)) })
			}
		})
	}
}

func realDisk(t *testing.T) *osDisk {
	t.Helper()
	d, err := openDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.close() })
	return d
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func mustWrite(t *testing.T, d disk, name, data string) {
	t.Helper()
	f, err := d.create(name)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := f.Write([]byte(data)); n != len(data) || err != nil {
		t.Fatal(n, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, d disk, name, want string) {
	t.Helper()
	got, err := readFile(d, name, 1<<20)
	if err != nil || string(got) != want {
		t.Errorf("%s is %.40q (%v), want %.40q", name, got, err, want)
	}
}

var diskTests = map[string]func(t *testing.T, d disk){
	"create refuses a taken name and a missing folder": func(t *testing.T, d disk) {
		mustWrite(t, d, "a", "one")
		_, err := d.create("a")
		wantErr(t, "create a taken name", err, fs.ErrExist)
		_, err = d.create("no/a")
		wantErr(t, "create in no folder", err, fs.ErrNotExist)
		mustRead(t, d, "a", "one")
	},
	"nothing leads out": func(t *testing.T, d disk) {
		for _, name := range []string{"../x", "a/../../x", "/tmp/x"} {
			if _, err := d.create(name); err == nil {
				t.Errorf("%s was created", name)
			}
			if _, err := d.open(name); err == nil {
				t.Errorf("%s was opened", name)
			}
		}
	},
	"extend writes at the end": func(t *testing.T, d disk) {
		mustWrite(t, d, "a", "one")
		f, err := d.extend("a")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(" two")); err != nil {
			t.Fatal(err)
		}
		mustRead(t, d, "a", "one two")
		if err := f.Truncate(3); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("!")); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		mustRead(t, d, "a", "one!")
		_, err = d.extend("b")
		wantErr(t, "extend nothing", err, fs.ErrNotExist)
	},
	"files read from the front, at a place, and past the end": func(t *testing.T, d disk) {
		mustWrite(t, d, "a", "0123456789")
		f, err := d.open("a")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		f.fresh()
		var b [4]byte
		if n, err := f.ReadAt(b[:], 8); n != 2 || err != io.EOF {
			t.Error(n, err)
		}
		if n, err := f.Read(b[:]); n != 4 || err != nil || string(b[:]) != "0123" {
			t.Error(n, err, b)
		}
		if st, err := f.Stat(); err != nil || st.Size() != 10 {
			t.Error(st, err)
		}
	},
	"mkdir and mkdirAll": func(t *testing.T, d disk) {
		wantErr(t, "mkdir in no folder", d.mkdir("a/b"), fs.ErrNotExist)
		if parents, err := mkdirAll(d, "a/b/c"); err != nil || len(parents) != 3 {
			t.Fatal(parents, err)
		}
		if parents, err := mkdirAll(d, "a/b/c"); err != nil || len(parents) != 0 {
			t.Error(parents, err)
		}
		wantErr(t, "mkdir a taken name", d.mkdir("a"), fs.ErrExist)
		mustWrite(t, d, "a/f", "")
		_, err := mkdirAll(d, "a/f")
		wantErr(t, "mkdirAll over a file", err, fs.ErrExist)
		if _, err := mkdirAll(d, "a/f/g"); err == nil {
			t.Error("a folder below a file was made")
		}
	},
	"move never replaces": func(t *testing.T, d disk) { testMove(t, d, d.move) },
	"replace replaces": func(t *testing.T, d disk) {
		mustWrite(t, d, "a", "one")
		mustWrite(t, d, "b", "two")
		if err := d.replace("a", "b"); err != nil {
			t.Fatal(err)
		}
		mustRead(t, d, "b", "one")
		_, err := d.stat("a")
		wantErr(t, "stat what was moved", err, fs.ErrNotExist)
	},
	"list, stat and setTime": func(t *testing.T, d disk) {
		mkdirAll(d, "a/b")
		mustWrite(t, d, "a/f", "12345")
		when := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
		if err := d.setTime("a/f", when); err != nil {
			t.Fatal(err)
		}
		entries, err := d.list("a")
		if err != nil || len(entries) != 2 {
			t.Fatal(entries, err)
		}
		for _, e := range entries {
			st, err := e.Info()
			if err != nil || e.IsDir() != (e.Name() == "b") {
				t.Error(e, err)
			}
			if e.Name() == "f" && (st.Size() != 5 || !st.ModTime().Equal(when)) {
				t.Error(st.Size(), st.ModTime())
			}
		}
		_, err = d.list("nowhere")
		wantErr(t, "list nothing", err, fs.ErrNotExist)
	},
	"many files are synced at once, also none": func(t *testing.T, d disk) {
		var files []file
		for i := range 50 {
			f, err := d.create(string(rune('A' + i)))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			f.Write(bytes.Repeat([]byte{byte(i)}, 3000))
			files = append(files, f)
		}
		for _, n := range []int{50, 1, 0} {
			if errs := d.syncFiles(files[:n]); errs != nil {
				t.Error(n, errs)
			}
		}
		if err := d.syncDir("."); err != nil {
			t.Error(err)
		}
		wantErr(t, "sync nothing", d.syncDir("nowhere"), fs.ErrNotExist)
	},
	"a lock is held once": func(t *testing.T, d disk) {
		f, err := d.lock("lock")
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.lock("lock")
		wantErr(t, "lock again", err, errHeld)
		f.Close()
		if f, err = d.lock("lock"); err != nil {
			t.Fatal(err)
		}
		f.Close()
	},
	"free says something": func(t *testing.T, d disk) {
		if n, err := d.free(); err != nil || n <= 0 {
			t.Error(n, err)
		}
	},
	"writeFile replaces as a whole": func(t *testing.T, d disk) {
		for _, text := range []string{"one", "two, longer"} {
			if err := writeFile(d, "a", "t", []byte(text)); err != nil {
				t.Fatal(err)
			}
			mustRead(t, d, "a", text)
		}
		_, err := d.stat("t")
		wantErr(t, "the temporary file", err, fs.ErrNotExist)
		_, err = readFile(d, "a", 3)
		if err == nil {
			t.Error("a file longer than its bound was read")
		}
	},
}

func testMove(t *testing.T, d disk, move func(from, to string) error) {
	t.Helper()
	mkdirAll(d, "in/to")
	for i, to := range []string{"c", "in/c", "in/to/c"} {
		from := string(rune('p' + i))
		mustWrite(t, d, from, "one")
		if err := move(from, to); err != nil {
			t.Fatal(err)
		}
		mustRead(t, d, to, "one")
		if _, err := d.stat(from); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there (%v)", from, err)
		}
	}
	mustWrite(t, d, "x", "two")
	wantErr(t, "move onto a file", move("x", "c"), fs.ErrExist)
	mustRead(t, d, "c", "one")
	mustRead(t, d, "x", "two")
	if move("x", "in") == nil {
		t.Error("a folder was replaced")
	}
	wantErr(t, "move nothing", move("y", "z"), fs.ErrNotExist)
	wantErr(t, "move to no folder", move("x", "nowhere/z"), fs.ErrNotExist)
}

// Every way to move keeps the promise, whichever this computer's disk picks.
func TestWaysToMove(t *testing.T) {
	t.Run("link", func(t *testing.T) { d := realDisk(t); testMove(t, d, d.moveByLink) })
	t.Run("claim", func(t *testing.T) { d := realDisk(t); testMove(t, d, d.moveByClaim) })
}

// More folders than are kept open, and one that was made anew under the same
// name.
func TestMoveThroughManyFolders(t *testing.T) {
	d := realDisk(t)
	for i := range openFolders + 10 {
		dir := "d" + string(rune('A'+i))
		if err := d.mkdir(dir); err != nil {
			t.Fatal(err)
		}
		mustWrite(t, d, "f", "one")
		if err := d.move("f", dir+"/f"); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(d.root.Name(), "dA")); err != nil {
		t.Fatal(err)
	}
	d.mkdir("dA")
	mustWrite(t, d, "f", "one")
	if err := d.move("f", "dA/f"); err != nil {
		t.Fatal(err)
	}
	mustRead(t, d, "dA/f", "one")
}

// A link that somebody put into the library leads nowhere.
func TestLinksDoNotLeadOut(t *testing.T) {
	d := realDisk(t)
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(d.root.Name(), "out")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.open("out/secret"); err == nil {
		t.Error("read outside of the library")
	}
	mustWrite(t, d, "f", "one")
	if err := d.move("f", "out/f"); err == nil {
		t.Error("moved out of the library")
	}
	if _, err := os.Stat(filepath.Join(outside, "f")); err == nil {
		t.Error("written outside of the library")
	}
}

func TestFilesArePrivate(t *testing.T) {
	d := realDisk(t)
	mustWrite(t, d, "f", "one")
	d.mkdir("dir")
	for name, want := range map[string]fs.FileMode{"f": 0o600, "dir": 0o700} {
		if st, err := d.stat(name); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v (%v)", name, st.Mode().Perm(), want, err)
		}
	}
}

// A sync that fails is told of the file it belongs to.
func TestSyncEachTellsWhich(t *testing.T) {
	d := newMemDisk()
	var files []file
	for _, name := range []string{"a", "b", "c"} {
		f, err := d.create(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	files[1].Close()
	errs := syncEach(files)
	if len(errs) != 3 || errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Error(errs)
	}
}
