package disk

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func newFS(t testing.TB) *FS {
	t.Helper()
	f := New(1<<30, func() time.Time { return start })
	must(t, f.MkdirAll("/storage/emulated/0/DCIM", Attr{Mode: 0770, UID: 10123, GID: 1023}))
	must(t, f.MkdirAll("/system", Attr{Mode: 0755}))
	must(t, f.MkdirAll("/secret", Attr{Mode: 0700}))
	must(t, f.Put("/secret/key", Bytes("x"), Attr{Mode: 0600}))
	must(t, f.Symlink("/storage/emulated/0", "/sdcard"))
	must(t, f.Symlink("loop", "/loop"))
	must(t, f.Put("/sdcard/DCIM/a.jpg", Bytes("aaa"), Attr{Mode: 0660, UID: 10123, GID: 1023, MTime: start}))
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLookup(t *testing.T) {
	f := newFS(t)
	for path, want := range map[string]error{
		"/":                                   nil,
		"/sdcard/DCIM/a.jpg":                  nil,
		"/storage/emulated/0/DCIM/a.jpg":      nil,
		"sdcard/DCIM/a.jpg":                   nil, // adbd stands in the root
		"//sdcard//DCIM/./a.jpg":              nil,
		"/sdcard/DCIM/../DCIM/a.jpg":          nil,
		"/sdcard/../../../../system":          nil,
		"/sdcard/":                            nil,
		"":                                    ENOENT,
		"/sdcard/x":                           ENOENT,
		"/x/y":                                ENOENT,
		"/sdcard/DCIM/a.jpg/":                 ENOTDIR,
		"/sdcard/DCIM/a.jpg/x":                ENOTDIR,
		"/secret/key":                         EACCES,
		"/loop":                               ELOOP,
		"/loop/x":                             ELOOP,
		"/" + strings.Repeat("n", 256):        ENAMETOOLONG,
		"/" + strings.Repeat("n", 255):        ENOENT,
		"/sdcard/" + strings.Repeat("é", 128): ENAMETOOLONG,
	} {
		if _, err := f.Stat(path); !errors.Is(err, want) || err != want && want == nil {
			t.Errorf("Stat(%q): %v, want %v", path, err, want)
		}
	}
	if in, err := f.Lstat("/sdcard"); err != nil || in.Target != "/storage/emulated/0" || in.IsDir() {
		t.Errorf("Lstat of a link: %+v, %v", in, err)
	}
	if in, err := f.Lstat("/sdcard/"); err != nil || !in.IsDir() {
		t.Errorf("Lstat of a link with a slash: %+v, %v", in, err)
	}
}

func TestErrnoIs(t *testing.T) {
	for _, c := range []struct {
		err  Errno
		want error
	}{{ENOENT, fs.ErrNotExist}, {EACCES, fs.ErrPermission}, {EPERM, fs.ErrPermission}, {EEXIST, fs.ErrExist}} {
		if !errors.Is(fmt.Errorf("x: %w", c.err), c.want) {
			t.Errorf("%v is not %v", c.err, c.want)
		}
	}
	if Number(io.ErrUnexpectedEOF) != EIO || Number(nil) != 0 || Number(fmt.Errorf("x: %w", ENOSPC)) != ENOSPC {
		t.Error("Number")
	}
	for e := Errno(1); e < 41; e++ {
		if e.Error() == "" {
			t.Errorf("errno %d has no text", e)
		}
	}
}

// What the shell user may and may not do.
func TestPermissions(t *testing.T) {
	f := newFS(t)
	_, err := f.List("/secret")
	if err != EACCES {
		t.Errorf("List: %v", err)
	}
	if err := f.Mkdir("/system/x", 0755); err != EACCES {
		t.Errorf("Mkdir: %v", err)
	}
	if _, err := f.Create("/system/x", 0644, false); err != EACCES {
		t.Errorf("Create: %v", err)
	}
	if _, err := f.Create("/system/y/x", 0644, true); err != EACCES {
		t.Errorf("Create with parents: %v", err)
	}
	if err := f.Rename("/sdcard/DCIM/a.jpg", "/system/a.jpg"); err != EACCES {
		t.Errorf("Rename: %v", err)
	}
	if err := f.Remove("/system"); err != EACCES {
		t.Errorf("Remove: %v", err)
	}
	must(t, f.Chmod("/sdcard/DCIM/a.jpg", 0))
	if _, err := f.Open("/sdcard/DCIM/a.jpg"); err != EACCES {
		t.Errorf("Open: %v", err)
	}
	if _, err := f.Sum("/sdcard/DCIM/a.jpg"); err != EACCES {
		t.Errorf("Sum: %v", err)
	}
	if _, err := f.Stat("/sdcard/DCIM/a.jpg"); err != nil {
		t.Errorf("Stat needs no permission on the file: %v", err)
	}
}

func TestRemoveAndRename(t *testing.T) {
	f := newFS(t)
	if err := f.Remove("/sdcard/DCIM"); err != ENOTEMPTY {
		t.Errorf("a full folder: %v", err)
	}
	must(t, f.Mkdir("/sdcard/New", 0770))
	if err := f.Mkdir("/sdcard/New", 0770); err != EEXIST {
		t.Errorf("twice: %v", err)
	}
	before, err := f.Stat("/sdcard/DCIM/a.jpg")
	must(t, err)
	must(t, f.Rename("/sdcard/DCIM/a.jpg", "/sdcard/New/b.jpg"))
	after, err := f.Stat("/sdcard/New/b.jpg")
	if err != nil || after.Ino != before.Ino || !after.MTime.Equal(before.MTime) || after.Name != "b.jpg" {
		t.Errorf("%+v, %v", after, err)
	}
	if err := f.Rename("/sdcard/New", "/sdcard/New/inner"); err != EINVAL {
		t.Errorf("a folder into itself: %v", err)
	}
	if err := f.Rename("/sdcard/nothing", "/sdcard/x"); err != ENOENT {
		t.Errorf("nothing: %v", err)
	}
	must(t, f.Remove("/sdcard/New/b.jpg"))
	must(t, f.Remove("/sdcard/New"))
	if _, err := f.Stat("/sdcard/New"); err != ENOENT {
		t.Errorf("%v", err)
	}
	if err := f.Remove("/loop"); err != EACCES {
		t.Errorf("in the root: %v", err)
	}
}

// The free space is what the files leave, and a full disk says so.
func TestSpace(t *testing.T) {
	f := newFS(t)
	total, free := f.Space()
	must(t, f.Put("/sdcard/big", Zeros(1000), Attr{Mode: 0660}))
	if t2, f2 := f.Space(); t2 != total || f2 != free-1000 {
		t.Errorf("%d of %d free, before %d of %d", f2, t2, free, total)
	}
	f.SetFree(10)
	if _, err := f.Create("/data", 0644, false); err != EACCES {
		t.Fatalf("%v", err)
	}
	w, err := f.Create("/sdcard/w", 0644, false)
	must(t, err)
	_, err = w.Write(make([]byte, 10))
	must(t, err)
	if _, err := w.Write([]byte{1}); err != ENOSPC {
		t.Errorf("%v", err)
	}
	w.Abort()
	if _, free := f.Space(); free != 10 {
		t.Errorf("%d free", free)
	}
}

// Whatever is written in whatever pieces is read back, zeros or not, and zeros
// need no memory.
func TestWriter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	f := newFS(t)
	for i := range 40 {
		want := make([]byte, rng.IntN(300_000))
		if i%2 == 0 {
			for j := range want {
				want[j] = byte(rng.Uint32())
			}
		}
		w, err := f.Create(fmt.Sprintf("/sdcard/deep/%d/file", i), 0644, true)
		must(t, err)
		for rest := want; len(rest) > 0; {
			n := min(len(rest), 1+rng.IntN(100_000))
			_, err := w.Write(rest[:n])
			must(t, err)
			rest = rest[n:]
		}
		w.Close(time.Unix(12345, 0))
		file, err := f.Open(fmt.Sprintf("/sdcard/deep/%d/file", i))
		must(t, err)
		got, err := io.ReadAll(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes back of %d, %v", len(got), len(want), err)
		}
		if file.Info.Size != int64(len(want)) || file.Info.MTime.Unix() != 12345 {
			t.Errorf("%+v", file.Info)
		}
	}
	f.SetFree(2 << 30)
	w, err := f.Create("/sdcard/zeros", 0644, false)
	must(t, err)
	mega := make([]byte, 1<<20)
	for range 1 << 10 {
		_, err := w.Write(mega)
		must(t, err)
	}
	if in, _ := f.Stat("/sdcard/zeros"); in.Size != 1<<30 {
		t.Errorf("%d bytes", in.Size)
	}
}

// An open reader keeps its bytes; the file may change or go.
func TestReaderKeepsItsBytes(t *testing.T) {
	f := newFS(t)
	r, err := f.Open("/sdcard/DCIM/a.jpg")
	must(t, err)
	must(t, f.Update("/sdcard/DCIM/a.jpg", Bytes("bbbb"), time.Time{}))
	must(t, f.Remove("/sdcard/DCIM/a.jpg"))
	if b, err := io.ReadAll(r); err != nil || string(b) != "aaa" {
		t.Errorf("%q, %v", b, err)
	}
}

// counted counts how often its content is opened.
type counted struct {
	Content
	opens *int
}

func (c counted) Open() (io.Reader, error) {
	*c.opens++
	return c.Content.Open()
}

func TestSumIsRemembered(t *testing.T) {
	f := newFS(t)
	opens := 0
	must(t, f.Put("/sdcard/f", counted{Bytes("abc"), &opens}, Attr{Mode: 0660, GID: 1023}))
	for range 3 {
		sum, err := f.Sum("/sdcard/f")
		if err != nil || sum != sha256.Sum256([]byte("abc")) {
			t.Fatalf("%x, %v", sum, err)
		}
	}
	if opens != 1 {
		t.Errorf("read %d times", opens)
	}
	must(t, f.Update("/sdcard/f", Bytes("abcd"), time.Time{}))
	if sum, err := f.Sum("/sdcard/f"); err != nil || sum != sha256.Sum256([]byte("abcd")) {
		t.Errorf("after a change: %x, %v", sum, err)
	}
	if _, err := f.Sum("/sdcard"); err != EISDIR {
		t.Errorf("a folder: %v", err)
	}
}

func TestTroubles(t *testing.T) {
	f := newFS(t)
	put := func(p string) {
		must(t, f.Put(p, Bytes(strings.Repeat("x", 1000)), Attr{Mode: 0660, UID: 1, GID: 1023, MTime: start}))
	}

	put("/sdcard/bad")
	c, err := f.Content("/sdcard/bad")
	must(t, err)
	must(t, f.Update("/sdcard/bad", Failing(c, 400, EIO), time.Time{}))
	r, err := f.Open("/sdcard/bad")
	must(t, err)
	if b, err := io.ReadAll(r); len(b) != 400 || err != EIO {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if Base(Failing(Failing(c, 1, EIO), 2, EIO)) == nil {
		t.Error("no base")
	}

	put("/sdcard/DCIM/gone")
	must(t, f.Vanish("/sdcard/DCIM/gone"))
	if _, err := f.Stat("/sdcard/DCIM/gone"); err != nil {
		t.Errorf("before: %v", err)
	}
	if _, err := f.Open("/sdcard/DCIM/gone"); err != ENOENT {
		t.Errorf("opened: %v", err)
	}
	if _, err := f.Stat("/sdcard/DCIM/gone"); err != ENOENT {
		t.Errorf("after: %v", err)
	}

	for times, grows := range map[int]int{0: 3, 1: 1} {
		put("/sdcard/live")
		must(t, f.Grow("/sdcard/live", times))
		size, mtime := int64(1000), start
		for i := range 3 {
			r, err := f.Open("/sdcard/live")
			must(t, err)
			b, err := io.ReadAll(r)
			must(t, err)
			if int64(len(b)) != size {
				t.Errorf("reading %d: %d bytes, listed %d", i, len(b), size)
			}
			in, err := f.Stat("/sdcard/live")
			must(t, err)
			if grew := in.Size > size && in.MTime.After(mtime); grew != (i < grows) {
				t.Errorf("reading %d of a file that grows %d times: size %d then %d", i, times, size, in.Size)
			}
			size, mtime = in.Size, in.MTime
		}
	}
}

// A sum of a file that changed meanwhile is not remembered.
func TestSumOfChangingFile(t *testing.T) {
	f := newFS(t)
	must(t, f.Put("/sdcard/live", Bytes(strings.Repeat("x", 1000)), Attr{Mode: 0660, GID: 1023, MTime: start}))
	must(t, f.Grow("/sdcard/live", 1))
	old, err := f.Sum("/sdcard/live")
	must(t, err)
	file, err := f.Open("/sdcard/live")
	must(t, err)
	b, err := io.ReadAll(file)
	must(t, err)
	if sum, err := f.Sum("/sdcard/live"); err != nil || sum == old || sum != sha256.Sum256(b) {
		t.Errorf("%x, before %x, %v", sum, old, err)
	}
}

func TestWalk(t *testing.T) {
	f := newFS(t)
	must(t, f.Put("/sdcard/DCIM/.hidden/x", Bytes("x"), Attr{Mode: 0660}))
	must(t, f.MkdirAll("/sdcard/shut", Attr{Mode: 0700}))
	must(t, f.Put("/sdcard/shut/x", Bytes("x"), Attr{Mode: 0660}))
	var got []string
	must(t, f.Walk("/sdcard/", func(p string, in Info, c Content) bool {
		got = append(got, p)
		return in.Name != ".hidden"
	}))
	if want := "/sdcard/DCIM /sdcard/DCIM/a.jpg /sdcard/DCIM/.hidden /sdcard/shut"; strings.Join(got, " ") != want {
		t.Errorf("%q", got)
	}
	if err := f.Walk("/nothing", nil); err != ENOENT {
		t.Errorf("%v", err)
	}
}

// Everything at once, for the race detector.
func TestConcurrent(t *testing.T) {
	f := newFS(t)
	var work sync.WaitGroup
	for i := range 4 {
		work.Go(func() {
			for j := range 50 {
				p := fmt.Sprintf("/sdcard/DCIM/%d-%d", i, j%5)
				w, err := f.Create(p, 0644, false)
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Fprintf(w, "%d", j)
				w.Close(time.Time{})
				_, _ = f.Sum(p)
				_, _ = f.List("/sdcard/DCIM")
				_ = f.Rename(p, p+"x")
				_ = f.Walk("/sdcard", func(string, Info, Content) bool { return true })
				if r, err := f.Open("/sdcard/DCIM/a.jpg"); err == nil {
					_, _ = io.ReadAll(r)
				}
				_ = f.Remove(p + "x")
			}
		})
	}
	work.Wait()
}

func FuzzLookup(f *testing.F) {
	for _, s := range []string{"/sdcard/DCIM/a.jpg", "//..//sdcard/./x", "/loop/../x", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, p string) {
		d := newFS(t)
		in, err := d.Stat(p)
		if err == nil {
			if again, err := d.Stat(p + "/."); in.IsDir() != (err == nil) || err == nil && again.Ino != in.Ino {
				t.Errorf("%q and %q/. differ: %v", p, p, err)
			}
		}
	})
}
