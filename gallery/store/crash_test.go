package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"keepsake/gallery"
)

// A small backup is stopped at every single call it makes of the file system, in
// every way that can happen. Whatever is left must be a library in which nothing
// that was reported as kept is harmed, and which the next backup completes.

// ledger is what the backup was told to be kept.
type ledger struct {
	mu    sync.Mutex
	kept  map[gallery.Hash][]byte
	paths map[string]gallery.Hash // of the phone
}

func newLedger() *ledger {
	return &ledger{kept: make(map[gallery.Hash][]byte), paths: make(map[string]gallery.Hash)}
}

// keep notes that a file was reported as kept.
func (l *ledger) keep(path string, h gallery.Hash, data []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept[h], l.paths[path] = data, h
}

// phoneFiles is the phone of the scenario: small and large files, the same
// content twice, names that differ by case only, a name that is no text.
func phoneFiles() map[string][]byte {
	large := bytes.Repeat([]byte("moving pictures "), inMemory/16+64)
	return map[string][]byte{
		"DCIM/Camera/a.jpg":        []byte("one"),
		"DCIM/Camera/A.JPG":        []byte("two"),
		"DCIM/Camera/b.mp4":        large,
		"DCIM/Camera/empty.jpg":    {},
		"Pictures/Liked/a.jpg":     []byte("one"),
		"Pictures/x\xff/\xfe.jpg":  []byte("three"),
		"Movies/c.mp4":             append([]byte("other "), large...),
		"DCIM/Screenshots/aux.png": []byte("four"),
	}
}

// later are the files that come after the first flush.
func later() map[string][]byte {
	return map[string][]byte{
		"DCIM/Camera/d.jpg": []byte("five"),
		"DCIM/Camera/e.jpg": []byte("six"),
	}
}

const distinct = 9 // contents of both

// backup runs the scenario, skipping what is known, as a job does.
func (l *ledger) backup(d *memDisk) (err error) {
	lib, err := createLibrary(d, "lib")
	if err != nil {
		return err
	}
	ctx := context.Background()
	w, err := lib.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := l.copy(ctx, w, phoneFiles()); err != nil {
		return err
	}
	one := incoming("DCIM/Camera/a.jpg").Origin
	one.Favorite = true
	two := incoming("Download/A copy.jpg").Origin
	h := hashOf([]byte("one"))
	_, proveErr := w.Prove(ctx, h, h, one)
	if err := errors.Join(w.Touch(one), w.Link(hashOf([]byte("two")), two), proveErr, w.Flush(ctx)); err != nil {
		return err
	}
	if err := l.copy(ctx, w, later()); err != nil {
		return err
	}
	return w.Snapshot(ctx, Snapshot{Phone: "p1", Items: []SnapshotItem{{Hash: h, Path: one.Path}}})
}

func (l *ledger) copy(ctx context.Context, w *Writer, files map[string][]byte) error {
	var mu sync.Mutex
	var failed error
	note := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		failed = errors.Join(failed, err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		in := incoming(name)
		if k, ok := w.Known(in.Origin.Phone, in.Origin.Path); ok && k.Size == int64(len(data)) {
			continue
		}
		s, err := w.Stage(int64(len(data)))
		if err != nil {
			note(err)
			continue
		}
		if _, err := s.Write(data); err != nil {
			note(err)
			s.Discard()
			continue
		}
		if err := w.Add(ctx, s, in, func(a Added, err error) {
			if err != nil {
				note(err)
				return
			}
			l.keep(in.Origin.Path, a.Hash, data)
		}); err != nil {
			note(err)
		}
	}
	err := w.Flush(ctx)
	mu.Lock()
	defer mu.Unlock()
	return errors.Join(failed, err)
}

// survives looks at what was left: nothing kept is harmed, the check has nothing
// to say but notes, and the next backup completes the library.
func (l *ledger) survives(d *memDisk) error {
	if err := l.unharmed(d); err != nil {
		return fmt.Errorf("before the next backup: %w", err)
	}
	r, err := check(context.Background(), d, "lib", CheckOptions{Read: "all"})
	if err == nil && r.Exit() != 0 && r.Exit() != 3 {
		return fmt.Errorf("check before the next backup: %v", r.Problems)
	}
	if err != nil && !errors.Is(err, ErrNotLibrary) {
		return err
	}
	if err == nil {
		if err := putRight(d); err != nil {
			return fmt.Errorf("a session that adds nothing: %w", err)
		}
	}
	if err := l.backup(d); err != nil {
		return fmt.Errorf("the next backup: %w", err)
	}
	if err := l.unharmed(d); err != nil {
		return fmt.Errorf("after the next backup: %w", err)
	}
	r, err = check(context.Background(), d, "lib", CheckOptions{Read: "all"})
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 || r.Items != distinct || r.Read != distinct {
		return fmt.Errorf("check after the next backup: %d items, %d read, %v", r.Items, r.Read, r.Problems)
	}
	return once(d)
}

// putRight opens a session and closes it: that alone must leave nothing to be
// said, even if no phone ever comes again.
func putRight(d *memDisk) error {
	lib, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	w, err := lib.Begin(context.Background())
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	r, err := check(context.Background(), d, "lib", CheckOptions{Read: "all"})
	if err == nil && len(r.Problems) > 0 {
		err = fmt.Errorf("check: %v", r.Problems)
	}
	return err
}

// look asks what is known, as a backup that finds nothing new does: what the
// library claims then, it must keep.
func (l *ledger) look(d *memDisk) {
	lib, err := openLibrary(d, "lib")
	if err != nil {
		return
	}
	w, err := lib.Begin(context.Background())
	if err != nil {
		return
	}
	for name, data := range phoneFiles() {
		if k, ok := w.Known("p1", incoming(name).Origin.Path); ok {
			l.keep(incoming(name).Origin.Path, k.Hash, data)
		}
	}
	w.Close()
}

// unharmed reports an error unless everything kept is there.
func (l *ledger) unharmed(d *memDisk) error {
	if len(l.kept) == 0 {
		return nil
	}
	lib, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	items := make(map[gallery.Hash]gallery.Item)
	if _, _, err := lib.Replay(context.Background(), "", func(it gallery.Item) { items[it.Hash] = it }, nil); err != nil {
		return err
	}
	for path, h := range l.paths {
		if !slices.ContainsFunc(items[h].Origins, func(o gallery.Origin) bool { return o.Path == path }) {
			return fmt.Errorf("%q was kept and its path is not in the manifest", path)
		}
	}
	files := d.files()
	for h, data := range l.kept {
		it, ok := items[h]
		if !ok {
			return fmt.Errorf("%.20q was kept and is not in the manifest", data)
		}
		if got, ok := files[it.Path]; !ok || got != string(data) {
			return fmt.Errorf("%s was kept as %.20q and is %.20q", it.Path, data, got)
		}
	}
	return nil
}

// once reports an error unless each content is there exactly once.
func once(d *memDisk) error {
	seen := make(map[string]string)
	for name, data := range d.files() {
		if !strings.HasPrefix(name, photosDir+"/") {
			continue
		}
		if other, twice := seen[data]; twice {
			return fmt.Errorf("%s and %s have the same bytes", name, other)
		}
		seen[data] = name
	}
	if len(seen) != distinct {
		return fmt.Errorf("%d originals, want %d", len(seen), distinct)
	}
	return nil
}

// stops are the ways in which a backup ends at a call.
func stops() map[string]struct {
	arm   func(d *memDisk, n int)
	after func(d *memDisk, n int, l *ledger) *memDisk
} {
	fail := func(err error) func(*memDisk, int) {
		return func(d *memDisk, n int) { d.failAt, d.failWith = n, err }
	}
	die := func(d *memDisk, n int) { d.dieAt = n }
	same := func(d *memDisk, _ int, _ *ledger) *memDisk { d.failAt = 0; return d }
	cut := func(luck float64) func(*memDisk, int, *ledger) *memDisk {
		return func(d *memDisk, n int, _ *ledger) *memDisk { return d.cut(luck, rand.New(rand.NewPCG(uint64(n), 7))) }
	}
	type stop = struct {
		arm   func(d *memDisk, n int)
		after func(d *memDisk, n int, l *ledger) *memDisk
	}
	return map[string]stop{
		"disk full":                  {fail(syscall.ENOSPC), same},
		"input/output error":         {fail(syscall.EIO), same},
		"kill -9":                    {die, func(d *memDisk, _ int, _ *ledger) *memDisk { return d.killed() }},
		"power cut, nothing written": {die, cut(0)},
		"power cut, some written":    {die, cut(0.5)},
		"power cut, most written":    {die, cut(0.9)},
		"kill -9, a backup, a power cut": {die, func(d *memDisk, n int, l *ledger) *memDisk {
			d = d.killed()
			l.backup(d) // survives looks at what it kept
			return d.cut(0, rand.New(rand.NewPCG(uint64(n), 7)))
		}},
		"kill -9, a look, a power cut": {die, func(d *memDisk, n int, l *ledger) *memDisk {
			d = d.killed()
			l.look(d)
			return d.cut(0, rand.New(rand.NewPCG(uint64(n), 7)))
		}},
		"an error, then a power cut":    {fail(syscall.EIO), cut(0)},
		"a full disk, then a power cut": {fail(syscall.ENOSPC), cut(0.5)},
	}
}

func TestStoppedAtEveryCall(t *testing.T) {
	d := newMemDisk()
	whole := newLedger()
	if err := whole.backup(d); err != nil {
		t.Fatal(err)
	}
	if err := whole.survives(d); err != nil {
		t.Fatal(err)
	}
	calls := 0
	{
		d := newMemDisk()
		l := newLedger()
		if err := l.backup(d); err != nil {
			t.Fatal(err)
		}
		calls = d.calls
	}
	t.Logf("%d calls", calls)
	for name, stop := range stops() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := 1 + len(name)%stopStride; n <= calls; n += stopStride {
				d := newMemDisk()
				stop.arm(d, n)
				l := newLedger()
				l.backup(d) // its error is the point
				if err := l.survives(stop.after(d, n, l)); err != nil {
					t.Errorf("stopped at call %d of %d: %v", n, calls, err)
				}
			}
		})
	}
}

// A disk that only says it has written must be found out, or the test above
// proves nothing.
func TestLyingDiskIsFoundOut(t *testing.T) {
	d := newMemDisk()
	l := newLedger()
	d.lies = true
	if err := l.backup(d); err != nil {
		t.Fatal(err)
	}
	if err := l.survives(d.cut(0, rand.New(rand.NewPCG(1, 1)))); err == nil {
		t.Error("everything was lost, and nobody noticed")
	}
}
