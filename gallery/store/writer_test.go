package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"keepsake/gallery"
)

// added collects what done is told.
type added struct {
	mu   sync.Mutex
	got  []Added
	errs []error
}

func (a *added) done(got Added, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.errs = append(a.errs, err)
		return
	}
	a.got = append(a.got, got)
}

func TestAddOnARealDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	l, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w := begin(t, l)
	files := map[string][]byte{
		"DCIM/Camera/small.jpg": []byte("small"),
		"DCIM/Camera/empty.jpg": {},
		"Movies/large.mp4":      bytes.Repeat([]byte("0123456789abcdef"), 3<<16), // 3 MB
		"Movies/larger.mp4":     bytes.Repeat([]byte("fedcba9876543210"), 3<<20), // past the write-back windows
	}
	for name, data := range files {
		add(t, w, name, data)
	}
	flush(t, w)
	for name, data := range files {
		path := filepath.Join(dir, "Photos", "Redmi Note 13", filepath.FromSlash(name))
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		st, err := os.Stat(path)
		if err != nil || !st.ModTime().Equal(phoneTime) || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v, %v", name, st.ModTime(), st.Mode(), err)
		}
		h := hashOf(data)
		if _, err := w.Prove(context.Background(), h, h, incoming(name).Origin); err != nil {
			t.Error(err)
		}
		if k, ok := w.Known("p1", "/storage/emulated/0/"+name); !ok || k.Hash != h || k.Size != int64(len(data)) || !k.MTime.Equal(phoneTime) {
			t.Errorf("%s: %+v, %v", name, k, ok)
		}
	}
	closeWriter(t, w)
	left, err := os.ReadDir(filepath.Join(dir, filepath.FromSlash(stagingDir)))
	if err != nil || len(left) > 0 {
		t.Errorf("left in staging: %v, %v", left, err)
	}
	r, err := Check(context.Background(), dir, CheckOptions{Read: "all"})
	if err != nil || r.Exit() != 0 || len(r.Problems) > 0 || r.Items != 4 || r.Verified != 4 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestSameContentIsKeptOnce(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	var told added
	for _, name := range []string{"DCIM/Camera/a.jpg", "Pictures/WhatsApp/b.jpg", "Download/c.jpg"} { // one group
		if err := w.Add(context.Background(), stage(t, w, []byte("same")), incoming(name), told.done); err != nil {
			t.Fatal(err)
		}
	}
	flush(t, w)
	if err := w.Add(context.Background(), stage(t, w, []byte("same")), incoming("Movies/d.jpg"), told.done); err != nil {
		t.Fatal(err)
	}
	if err := w.Link(hashOf([]byte("same")), incoming("Movies/e.jpg").Origin); err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
	if len(told.errs) > 0 || len(told.got) != 4 {
		t.Fatalf("%+v, %v", told.got, told.errs)
	}
	for i, a := range told.got {
		if a.Path != camera+"a.jpg" || a.Duplicate != (i > 0) || a.Size != 4 {
			t.Errorf("%d: %+v", i, a)
		}
	}
	wantClean(t, d, 1)
	items := replayAll(t, reopened(t, d))
	var albums []string
	for _, o := range items[hashOf([]byte("same"))].Origins {
		albums = append(albums, o.Album)
	}
	if got := strings.Join(albums, " "); got != "DCIM/Camera Pictures/WhatsApp Download Movies Movies" {
		t.Errorf("albums: %s", got)
	}
}

func TestNamesThatCollide(t *testing.T) {
	d, l := newLibrary(t)
	d.put(t, camera+"stranger.jpg", []byte("put there by somebody"))
	w := begin(t, l)
	for i, name := range []string{"a.jpg", "A.JPG", "a\u0301.jpg", "á.jpg", "stranger.jpg", "aux.jpg", "x:y.jpg", "x?y.jpg", "\xff.jpg"} {
		add(t, w, "DCIM/Camera/"+name, fmt.Appendf(nil, "%d", i))
	}
	closeWriter(t, w)
	files := d.files()
	for name, want := range map[string]string{
		"a.jpg": "0", "A (2).JPG": "1", "á.jpg": "2", "á (2).jpg": "3", "stranger (2).jpg": "4", "_aux.jpg": "5", "x_y.jpg": "6", "x_y (2).jpg": "7",
		"_~" + shortHash("\xff.jpg") + ".jpg": "8", "stranger.jpg": "put there by somebody",
	} {
		if files[camera+name] != want {
			t.Errorf("%s is %q, want %q", name, files[camera+name], want)
		}
	}
	// The phone's exact bytes are known.
	w = begin(t, reopened(t, d))
	if _, ok := w.Known("p1", "/storage/emulated/0/DCIM/Camera/\xff.jpg"); !ok {
		t.Error("a path that is no text is not known")
	}
	if _, ok := w.Known("p2", "/storage/emulated/0/DCIM/Camera/a.jpg"); ok {
		t.Error("another phone's path is known")
	}
	closeWriter(t, w)
}

// A name that somebody takes between the choice and the rename is gone round; a
// folder that somebody removes is made again.
func TestOthersAreQuicker(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	add(t, w, "DCIM/Camera/first.jpg", []byte("first"))
	flush(t, w)
	d.put(t, camera+"a.jpg", []byte("quicker"))
	add(t, w, "DCIM/Camera/a.jpg", []byte("ours"))
	flush(t, w)
	if files := d.files(); files[camera+"a.jpg"] != "quicker" || files[camera+"a (2).jpg"] != "ours" {
		t.Errorf("%q", files)
	}
	dcim := d.root.names["Photos"].names["Redmi Note 13"].names["DCIM"]
	delete(dcim.names, "Camera")
	add(t, w, "DCIM/Camera/b.jpg", []byte("b"))
	closeWriter(t, w)
	if d.files()[camera+"b.jpg"] != "b" {
		t.Error("the folder was not made again")
	}
}

// Somebody tidied up between two sessions of an open library.
func TestStagingFolderWasRemoved(t *testing.T) {
	l, err := Create(filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for i := range 2 {
		w := begin(t, l)
		add(t, w, fmt.Sprintf("DCIM/%d.jpg", i), fmt.Append(nil, i))
		closeWriter(t, w)
		if err := os.RemoveAll(filepath.Join(l.Dir(), filepath.FromSlash(stagingDir))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(replayAll(t, l)); n != 2 {
		t.Errorf("%d items", n)
	}
}

// An original that somebody deleted is not claimed, and comes again.
func TestDeletedOriginalComesAgain(t *testing.T) {
	d, l, hashes := libraryOf(t, 3)
	delete(d.root.names["Photos"].names["Redmi Note 13"].names["DCIM"].names["Camera"].names, "1.jpg")
	w := begin(t, l)
	if _, ok := w.Known("p1", "/storage/emulated/0/DCIM/Camera/1.jpg"); ok || w.Has(hashes[1]) {
		t.Error("a deleted original is claimed")
	}
	if _, ok := w.Known("p1", "/storage/emulated/0/DCIM/Camera/0.jpg"); !ok || !w.Has(hashes[0]) {
		t.Error("its neighbour is not")
	}
	if _, err := w.Prove(context.Background(), hashes[1], hashes[1], incoming("DCIM/Camera/1.jpg").Origin); !errors.Is(err, ErrMissing) {
		t.Errorf("prove: %v", err)
	}
	add(t, w, "DCIM/Camera/1.jpg", []byte("content 1"))
	closeWriter(t, w)
	wantClean(t, d, 3)
}

// What a session cut short left without a line is taken over when the same
// content comes, instead of a second copy beside it.
func TestStrayWithTheSameBytesIsTakenOver(t *testing.T) {
	d, l := newLibrary(t)
	d.put(t, camera+"a.jpg", []byte("the very bytes"))
	w := begin(t, l)
	var told added
	if err := w.Add(context.Background(), stage(t, w, []byte("the very bytes")), incoming("DCIM/Camera/a.jpg"), told.done); err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
	if len(told.got) != 1 || told.got[0].Path != camera+"a.jpg" || told.got[0].Duplicate {
		t.Errorf("%+v, %v", told.got, told.errs)
	}
	if st, err := d.stat(camera + "a.jpg"); err != nil || !st.ModTime().Equal(phoneTime) {
		t.Error(st, err)
	}
	wantClean(t, d, 1)
}

func TestLengthIsChecked(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	for _, c := range []struct {
		announced int64
		data      string
		ok        bool
	}{
		{5, "12345", true}, {-1, "1234567", true}, {0, "", true}, {5, "1234", false}, {5, "123456", false}, {0, "1", false}, {inMemory + 1, "1", false},
	} {
		s, err := w.Stage(c.announced)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(s, c.data)
		err = w.Add(context.Background(), s, incoming("DCIM/"+c.data+".jpg"), nil)
		if c.ok != (err == nil) || err != nil && !errors.Is(err, ErrLength) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	// Phones before Android 11 announce lengths modulo 4 GiB.
	s := &Staged{w: w, want: 5, n: 5 + 1<<32, sum: newHasher().(hash.Hash)}
	if err := s.seal(); err != nil {
		t.Errorf("a length modulo 4 GiB: %v", err)
	}
	closeWriter(t, w)
	wantClean(t, d, 3)
}

func TestStaged(t *testing.T) {
	for _, size := range []int{0, 1, 1000, inMemory, inMemory + 1, 3 * inMemory} {
		for _, announced := range []int64{-1, int64(size)} {
			d, l := newLibrary(t)
			w := begin(t, l)
			data := bytes.Repeat([]byte("x"), size)
			s, err := w.Stage(announced)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.CopyBuffer(s, iotest.OneByteReader(bytes.NewReader(data[:size/100])), make([]byte, 10)); int(n) != size/100 || err != nil {
				t.Fatal(n, err)
			}
			if _, err := s.Write(data[size/100:]); err != nil {
				t.Fatal(err)
			}
			if s.Hash() != hashOf(data) || s.Size() != int64(size) {
				t.Errorf("%d bytes: hash %s, size %d", size, s.Hash(), s.Size())
			}
			if err := iotest.TestReader(io.NewSectionReader(s, 0, int64(size)), data); err != nil {
				t.Errorf("%d bytes: %v", size, err)
			}
			if _, err := s.ReadAt(make([]byte, 1), int64(size)); err != io.EOF {
				t.Errorf("behind the end: %v", err)
			}
			s.Discard()
			s.Discard()
			if _, err := s.Write(data); err == nil && size > 0 {
				t.Error("written after it was discarded")
			}
			if err := w.Add(context.Background(), s, incoming("a"), nil); err == nil {
				t.Error("added after it was discarded")
			}
			closeWriter(t, w)
			for name := range d.files() {
				if strings.HasPrefix(name, stagingDir) {
					t.Errorf("left: %s", name)
				}
			}
		}
	}
}

func TestTouchAndLink(t *testing.T) {
	_, l := newLibrary(t)
	w := begin(t, l)
	h := add(t, w, "DCIM/Camera/a.jpg", []byte("a"))
	flush(t, w)
	size := w.journal.size
	o := incoming("DCIM/Camera/a.jpg").Origin
	if err := w.Touch(o); err != nil {
		t.Fatal(err)
	}
	flush(t, w)
	if w.journal.size != size {
		t.Error("a touch that says nothing new was written")
	}
	o.Favorite, o.Trashed, o.MTime = true, true, phoneTime.Add(time.Hour)
	if err := w.Touch(o); err != nil {
		t.Fatal(err)
	}
	flush(t, w)
	if k, ok := w.Known("p1", o.Path); !ok || !k.Favorite || !k.Trashed || !k.MTime.Equal(o.MTime) || k.Album != "DCIM/Camera" || k.Hash != h {
		t.Errorf("%+v", k)
	}
	if err := w.Touch(incoming("unknown.jpg").Origin); !errors.Is(err, ErrUnknown) {
		t.Errorf("touch: %v", err)
	}
	if err := w.Link(hashOf([]byte("unknown")), o); !errors.Is(err, ErrUnknown) {
		t.Errorf("link: %v", err)
	}
	long := o
	long.Path = strings.Repeat("x", maxOrigin)
	if err := w.Link(h, long); err == nil {
		t.Error("a path of hostile length was linked")
	}
	if err := w.Add(context.Background(), stage(t, w, []byte("b")), Incoming{Origin: long}, nil); err == nil {
		t.Error("a path of hostile length was added")
	}
	closeWriter(t, w)
	it, ok := w.Item(h)
	if !ok || len(it.Origins) != 1 || it.Info.Width != 4000 {
		t.Errorf("%+v, %v", it, ok)
	}
}

// One file that cannot be written does not stop the others.
func TestOneFileFails(t *testing.T) {
	for _, op := range []string{"create", "write", "move"} {
		d, l := newLibrary(t)
		w := begin(t, l)
		d.mu.Lock()
		n := 0
		d.trace = func(at int, did, name string) {
			if did == op && (strings.HasSuffix(name, partExt) || op == "move") {
				if n++; n == 3 {
					d.failAt, d.failWith = at, syscall.EIO
				}
			}
		}
		d.mu.Unlock()
		var told added
		for i := range 6 {
			if err := w.Add(context.Background(), stage(t, w, []byte{byte(i)}), incoming(fmt.Sprint("DCIM/", i, ".jpg")), told.done); err != nil {
				t.Fatal(err)
			}
		}
		flush(t, w)
		if len(told.got) != 5 || len(told.errs) != 1 || !errors.Is(told.errs[0], syscall.EIO) || !strings.Contains(told.errs[0].Error(), "2.jpg") {
			t.Errorf("%s: %d kept, errors %v", op, len(told.got), told.errs)
		}
		closeWriter(t, w)
		wantClean(t, d, 5)
	}
}

// When the manifest cannot be written the session is over, and says so to
// everybody.
func TestManifestFails(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	d.mu.Lock()
	d.trace = func(at int, did, name string) {
		if did == "sync" && strings.HasSuffix(name, segmentExt) {
			d.failAt, d.failWith = at, syscall.EIO
		}
	}
	d.mu.Unlock()
	var told added
	if err := w.Add(context.Background(), stage(t, w, []byte("a")), incoming("DCIM/a.jpg"), told.done); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(context.Background()); !errors.Is(err, syscall.EIO) {
		t.Errorf("flush: %v", err)
	}
	if len(told.got) != 0 || len(told.errs) != 1 {
		t.Errorf("%v, %v", told.got, told.errs)
	}
	if _, err := w.Stage(1); !errors.Is(err, syscall.EIO) {
		t.Errorf("stage: %v", err)
	}
	if err := w.Close(); !errors.Is(err, syscall.EIO) {
		t.Errorf("close: %v", err)
	}
	d.trace, d.failAt = nil, 0
	w = begin(t, l)
	if !w.Has(hashOf([]byte("a"))) {
		t.Error("the file that had its name was not taken over")
	}
	closeWriter(t, w)
	wantClean(t, d, 1)
}

func TestFullDisk(t *testing.T) {
	d, l := newLibrary(t)
	d.room = keepFree + 10_000
	w := begin(t, l)
	if _, err := w.Stage(10_001); !errors.Is(err, ErrNoSpace) {
		t.Errorf("%v", err)
	}
	s, err := w.Stage(-1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(s, strings.NewReader(strings.Repeat("x", 20_000))); !errors.Is(err, ErrNoSpace) {
		t.Errorf("a file of unknown length: %v", err)
	}
	s.Discard()
	add(t, w, "DCIM/a.jpg", []byte("fits"))
	closeWriter(t, w)
	wantClean(t, d, 1)
}

func TestClosedWriter(t *testing.T) {
	_, l := newLibrary(t)
	w := begin(t, l)
	h := add(t, w, "DCIM/a.jpg", []byte("a")) // not flushed: Close does it
	s := stage(t, w, []byte("b"))
	closeWriter(t, w)
	closeWriter(t, w)
	if !w.Has(h) {
		t.Error("Close lost what was handed over")
	}
	for what, err := range map[string]error{
		"add":   w.Add(context.Background(), s, incoming("DCIM/b.jpg"), nil),
		"flush": w.Flush(context.Background()),
		"link":  w.Link(h, incoming("DCIM/c.jpg").Origin),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	_, l := newLibrary(t)
	w := begin(t, l)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.Add(ctx, stage(t, w, []byte("a")), incoming("DCIM/a.jpg"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("add: %v", err)
	}
	if err := w.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("flush: %v", err)
	}
	closeWriter(t, w)
	if _, err := l.Begin(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("begin: %v", err)
	}
	closeWriter(t, begin(t, l))
}

// Many goroutines at once, as sessions of a phone, provers and an index are.
func TestEverybodyAtOnce(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 150 {
				name := fmt.Sprintf("DCIM/%d/%d.jpg", g, i%140) // some twice
				data := fmt.Appendf(nil, "content %d", i/2+g*10)
				s, err := w.Stage(int64(len(data)))
				if err != nil {
					t.Error(err)
					return
				}
				s.Write(data)
				if err := w.Add(context.Background(), s, incoming(name), func(a Added, err error) {
					if err != nil {
						t.Error(err)
					}
				}); err != nil {
					t.Error(err)
				}
				w.Known("p1", "/storage/emulated/0/"+name)
				if i%50 == 49 {
					if err := w.Flush(context.Background()); err != nil {
						t.Error(err)
					}
					if _, err := w.Prove(context.Background(), hashOf(data), hashOf(data), incoming(name).Origin); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Go(func() {
		pos, seen := Position(""), map[gallery.Hash]bool{}
		for range 30 {
			next, _, err := l.Replay(context.Background(), pos, func(it gallery.Item) { seen[it.Hash] = true }, nil)
			if err != nil {
				t.Error(err)
				return
			}
			pos = next
		}
	})
	all.Wait()
	closeWriter(t, w)
	wantClean(t, d, 105) // contents 0..104
}
