package device

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"keepsake/device/adb"
)

// bag is a Sink that keeps everything, and checks the order of calls.
type bag struct {
	t       *testing.T
	mu      sync.Mutex
	open    map[string]bool
	got     map[string]string // path → bytes
	ended   map[string]File
	errs    map[string]error
	again   map[string]int
	begin   func(File) (io.Writer, error)
	onEnd   func(File)
	endings []string // names in the order of their ends
}

func newBag(t *testing.T) *bag {
	return &bag{t: t, open: map[string]bool{}, got: map[string]string{}, ended: map[string]File{}, errs: map[string]error{}, again: map[string]int{}}
}

func (b *bag) Begin(f File) (io.Writer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open[f.Path] {
		b.t.Errorf("%s begun twice", f.Path)
	}
	if b.begin != nil {
		if w, err := b.begin(f); w != nil || err != nil {
			return w, err
		}
	}
	b.open[f.Path] = true
	return &bytes.Buffer{}, nil
}

func (b *bag) End(f File, w io.Writer, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, twice := b.ended[f.Path]; twice {
		b.t.Errorf("%s ended twice", f.Path)
	}
	if b.open[f.Path] && w == nil {
		b.t.Errorf("%s: its writer did not come back", f.Path)
	}
	delete(b.open, f.Path)
	if errors.Is(err, ErrAgain) {
		b.again[f.Path]++
		return
	}
	b.ended[f.Path], b.errs[f.Path] = f, err
	b.endings = append(b.endings, path.Base(f.Path))
	if buffer, ok := w.(*bytes.Buffer); ok {
		b.got[f.Path] = buffer.String()
	}
	if b.onEnd != nil {
		b.onEnd(f)
	}
}

// files lists what is on a tree as Media would.
func (t *tree) files(names ...string) []File {
	var list []File
	for _, name := range names {
		p := primary + "/DCIM/" + name
		st := t.stat(p)
		list = append(list, File{Path: p, Size: st.Size, MTime: st.MTime})
	}
	return list
}

// giver is a next for Pull; it fails the test when called by two at once.
func giver(t *testing.T, files []File) (next func() (File, bool), given func() int) {
	var mu sync.Mutex
	i := 0
	return func() (File, bool) {
		if !mu.TryLock() {
			t.Error("next was called by two goroutines at once")
			mu.Lock()
		}
		defer mu.Unlock()
		if i == len(files) {
			return File{}, false
		}
		i++
		return files[i-1], true
	}, func() int { return i }
}

func TestPull(t *testing.T) {
	tr := newTree()
	var names []string
	for i := range 100 {
		name := fmt.Sprintf("IMG_%d.jpg", i)
		if i%25 == 7 {
			name = fmt.Sprintf("VID_%d.mp4", i)
		}
		n := tr.file("DCIM/"+name, strings.Repeat(name, i%5))
		if i%25 == 7 {
			n.data = []byte(name + " large")
		}
		names = append(names, name)
	}
	files := tr.files(names...)
	for i := range files {
		if strings.HasSuffix(files[i].Path, ".mp4") { // as if they were large
			files[i].Size = 5 << 30
			tr.nodes[files[i].Path].size = 0
		}
	}
	delete(tr.nodes, primary+"/DCIM/IMG_3.jpg")
	tr.nodes[primary+"/DCIM/IMG_5.jpg"].errno = adb.EACCES
	b := newBag(t)
	next, _ := giver(t, files)
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil {
		t.Fatal(err)
	}
	if len(b.ended) != len(files) || len(b.open) > 0 || tr.opened != tr.closed || tr.opened < 2 || tr.opened > 3 {
		t.Errorf("%d of %d ended, %d open, sessions %d/%d", len(b.ended), len(files), len(b.open), tr.opened, tr.closed)
	}
	for _, f := range files {
		err := b.errs[f.Path]
		switch path.Base(f.Path) {
		case "IMG_3.jpg":
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("missing: %v", err)
			}
		case "IMG_5.jpg":
			if !errors.Is(err, fs.ErrPermission) {
				t.Errorf("refused: %v", err)
			}
		default:
			if err != nil || b.got[f.Path] != string(tr.nodes[f.Path].data) {
				t.Errorf("%s: %q, %v", f.Path, b.got[f.Path], err)
			}
		}
	}
}

// A large file travels on a session of its own: it begins while small ones are
// still being read, and does not keep them.
func TestPullLargeHoldsUpNobody(t *testing.T) {
	tr := newTree()
	tr.file("DCIM/film.mp4", "film")
	tr.file("DCIM/film2.mp4", "film")
	var names []string
	for i := range 50 {
		name := fmt.Sprintf("%d.jpg", i)
		tr.file("DCIM/"+name, name)
		names = append(names, name)
	}
	files := append(tr.files("film.mp4", "film2.mp4"), tr.files(names...)...)
	files[0].Size, files[1].Size = largeFile, largeFile
	began, small := make(chan struct{}), make(chan struct{})
	wait := func(c chan struct{}, what string) {
		select {
		case <-c:
		case <-time.After(20 * time.Second):
			t.Error(what)
		}
	}
	var once sync.Once
	tr.onPull = func(p string) {
		if !strings.HasSuffix(p, "film.mp4") {
			wait(began, "the large file waits for the small ones")
			return
		}
		once.Do(func() {
			close(began)
			wait(small, "the small files wait for the large one")
		})
	}
	left := 50
	b := newBag(t)
	b.onEnd = func(f File) {
		if strings.HasSuffix(f.Path, ".jpg") {
			if left--; left == 0 {
				close(small)
			}
		}
	}
	next, _ := giver(t, files)
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil || len(b.ended) != len(files) || tr.opened != 3 {
		t.Errorf("%d of %d, %d sessions, %v", len(b.ended), len(files), tr.opened, err)
	}
}

func TestPullChangedFile(t *testing.T) {
	tr := newTree()
	tr.file("DCIM/still.jpg", "still")
	tr.file("DCIM/once.jpg", "before")
	tr.file("DCIM/always.jpg", "x")
	tr.file("DCIM/grows.mp4", "g").size = 100 // more than is read
	tr.file("DCIM/since.jpg", "new content")
	tr.file("DCIM/short.mp4", "half of it")
	files := tr.files("still.jpg", "once.jpg", "always.jpg", "grows.mp4", "since.jpg", "short.mp4")
	files[4].Size, files[4].MTime = 3, time.Unix(5, 0) // listed long ago
	changes := 0
	tr.onRead = func(p string) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		n := tr.nodes[p]
		switch path.Base(p) {
		case "once.jpg":
			if n.mtime.Unix() == 1_700_000_000 {
				n.data, n.mtime = []byte("after"), time.Unix(1_700_000_009, 0)
			}
		case "always.jpg":
			changes++
			n.mtime = n.mtime.Add(time.Second)
		case "short.mp4": // grows behind what was read, within the same second
			n.size = 20
		}
	}
	b := newBag(t)
	next, _ := giver(t, files)
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil {
		t.Fatal(err)
	}
	p := func(name string) string { return primary + "/DCIM/" + name }
	for name, want := range map[string]error{"still.jpg": nil, "once.jpg": nil, "always.jpg": ErrChanged, "grows.mp4": ErrChanged, "since.jpg": nil, "short.mp4": ErrChanged} {
		if got := b.errs[p(name)]; !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if again := b.again[p(name)]; again != 1 && name != "still.jpg" || again != 0 && name == "still.jpg" {
			t.Errorf("%s was read again %d times", name, again)
		}
	}
	if b.got[p("once.jpg")] != "after" || b.ended[p("once.jpg")].Size != 5 || b.ended[p("once.jpg")].MTime.Unix() != 1_700_000_009 {
		t.Errorf("once.jpg: %q %+v", b.got[p("once.jpg")], b.ended[p("once.jpg")])
	}
	if b.ended[p("since.jpg")].Size != 11 {
		t.Errorf("since.jpg: %+v", b.ended[p("since.jpg")])
	}
	if changes != 2 {
		t.Errorf("always.jpg was read %d times", changes)
	}
}

func TestPullBreaks(t *testing.T) {
	many := func(tr *tree) []File {
		var names []string
		for i := range 200 {
			name := fmt.Sprintf("%d.jpg", i)
			tr.file("DCIM/"+name, strings.Repeat("x", 40))
			names = append(names, name)
		}
		files := tr.files(names...)
		for i := 0; i < len(files); i += 10 {
			files[i].Size = largeFile + int64(i)
		}
		return files
	}
	t.Run("unplugged", func(t *testing.T) {
		tr := newTree()
		files := many(tr)
		b := newBag(t)
		reads := 0
		var mu sync.Mutex
		tr.onRead = func(string) {
			mu.Lock()
			defer mu.Unlock()
			if reads++; reads == 150 {
				tr.unplug()
			}
		}
		next, given := giver(t, files)
		err := phoneOf(tr).Pull(t.Context(), next, b)
		if !errors.Is(err, ErrGone) {
			t.Errorf("error %v", err)
		}
		check(t, b, given(), ErrGone)
	})
	t.Run("cancelled", func(t *testing.T) {
		tr := newTree()
		files := many(tr)
		b := newBag(t)
		ctx, cancel := context.WithCancel(t.Context())
		b.onEnd = func(File) {
			if len(b.ended) == 30 {
				cancel()
			}
		}
		next, given := giver(t, files)
		err := phoneOf(tr).Pull(ctx, next, b)
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrGone) {
			t.Errorf("error %v", err)
		}
		check(t, b, given(), context.Canceled)
	})
	t.Run("no session", func(t *testing.T) {
		tr := newTree()
		files := many(tr)
		tr.unplug()
		b := newBag(t)
		next, given := giver(t, files)
		if err := phoneOf(tr).Pull(t.Context(), next, b); !errors.Is(err, ErrGone) {
			t.Errorf("error %v", err)
		}
		check(t, b, given(), ErrGone)
	})
}

// check: every file that was given has ended, the unfinished with the reason.
func check(t *testing.T, b *bag, given int, reason error) {
	t.Helper()
	if len(b.ended) != given || len(b.open) != 0 {
		t.Errorf("%d given, %d ended, %d left open", given, len(b.ended), len(b.open))
	}
	for p, err := range b.errs {
		if err != nil && !errors.Is(err, reason) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

// What the sink has against a file ends that file alone, and reaches it unchanged.
func TestPullSinkErrors(t *testing.T) {
	tr := newTree()
	tr.file("DCIM/a.jpg", "aaa")
	tr.file("DCIM/full.jpg", "bbb")
	tr.file("DCIM/unwanted.jpg", "ccc")
	tr.file("DCIM/share.jpg", "ddd")
	unwanted := fmt.Errorf("unwanted: %w", net.ErrClosed) // looks like the phone's connection, and is not
	b := newBag(t)
	b.begin = func(f File) (io.Writer, error) {
		switch path.Base(f.Path) {
		case "unwanted.jpg":
			return nil, unwanted
		case "full.jpg":
			return brokenDisk{syscall.ENOSPC}, nil
		case "share.jpg":
			return brokenDisk{io.ErrUnexpectedEOF}, nil
		}
		return nil, nil
	}
	next, _ := giver(t, tr.files("a.jpg", "full.jpg", "unwanted.jpg", "share.jpg"))
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"a.jpg": nil, "full.jpg": syscall.ENOSPC, "unwanted.jpg": unwanted, "share.jpg": io.ErrUnexpectedEOF} {
		if err := b.errs[primary+"/DCIM/"+name]; !errors.Is(err, want) || errors.Is(err, ErrGone) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}

type brokenDisk struct{ err error }

func (d brokenDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "x", Err: d.err}
}

func TestPullNothing(t *testing.T) {
	tr := newTree()
	next, _ := giver(t, nil)
	if err := phoneOf(tr).Pull(t.Context(), next, newBag(t)); err != nil {
		t.Error(err)
	}
}

// Files come in the order given, on the whole: the first are not the last.
func TestPullOrder(t *testing.T) {
	tr := newTree()
	var names []string
	for i := range 300 {
		name := fmt.Sprintf("%03d.jpg", i)
		tr.file("DCIM/"+name, name)
		names = append(names, name)
	}
	b := newBag(t)
	next, _ := giver(t, tr.files(names...))
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil {
		t.Fatal(err)
	}
	// A lane that stands still for a while holds up what it has asked for; backwards
	// nearly all would come late.
	late, newest := 0, -1
	for _, name := range b.endings {
		n := slices.Index(names, name)
		if newest-n > smallLanes*window {
			late++
		}
		newest = max(newest, n)
	}
	if late > 150 || len(b.endings) != 300 {
		t.Errorf("%d of %d files came late", late, len(b.endings))
	}
}

func TestSameSize(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		listed, real int64
		want         bool
	}{{5, 5, true}, {5, 6, false}, {1 * gib, 5 * gib, true}, {5 * gib, 1 * gib, false}, {5 * gib, 9 * gib, false}, {0, 4 * gib, true}} {
		if got := sameSize(c.listed, c.real); got != c.want {
			t.Errorf("%d and %d: %v", c.listed, c.real, got)
		}
	}
}
