package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery"
)

// emptied is a library with the first of three contents removed from the trash.
func emptied(t *testing.T) (*memDisk, *Library, []gallery.Hash) {
	t.Helper()
	d, l, hashes := libraryOf(t, 3)
	w := begin(t, l)
	if err := w.Edit(hashes[0], gallery.Edit{Trashed: phoneTime}); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Remove(t.Context(), []gallery.Hash{hashes[0], hashes[0], hashes[1], hashOf([]byte("nobody's"))}); n != 1 || err != nil {
		t.Fatalf("%d removed, %v: only what is in the trash may go, once", n, err)
	}
	closeWriter(t, w)
	return d, l, hashes
}

func TestRemove(t *testing.T) {
	d, l, hashes := emptied(t)
	wantClean(t, d, 2)
	for _, l := range []*Library{l, reopened(t, d)} {
		if all := replayAll(t, l); len(all) != 2 || all[hashes[0]].Path != "" {
			t.Errorf("after emptying the trash there are %v", all)
		}
	}
	for name, data := range d.files() {
		if data == "content 0" || strings.HasPrefix(name, stagingDir+"/") {
			t.Errorf("%s is left", name)
		}
	}
	if _, err := repair(t.Context(), d, "lib", RepairOptions{}); err != nil {
		t.Fatal(err)
	}
	wantClean(t, d, 2)
}

// The phone still has it: neither the same path nor another one brings it back.
func TestRemovedDoesNotComeBack(t *testing.T) {
	d, l, hashes := emptied(t)
	w := begin(t, l)
	if k, ok := w.Known("p1", incoming("DCIM/Camera/0.jpg").Origin.Path); !ok || !k.Removed {
		t.Errorf("its path is known as %+v, %v", k, ok)
	}
	addTo := func(name string, wanted bool) (got Added) {
		in := incoming(name)
		in.Wanted = wanted
		err := w.Add(t.Context(), stage(t, w, []byte("content 0")), in, func(a Added, err error) {
			if got = a; err != nil {
				t.Error(err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		flush(t, w)
		return got
	}
	if a := addTo("Pictures/again.jpg", false); !a.Removed || a.Path != "" || a.Hash != hashes[0] {
		t.Errorf("added %+v", a)
	}
	if k, ok := w.Known("p1", incoming("Pictures/again.jpg").Origin.Path); !ok || !k.Removed {
		t.Errorf("its new path is known as %+v, %v", k, ok)
	}
	wantClean(t, d, 2)
	// Unless the owner asks for it.
	if a := addTo("Pictures/again.jpg", true); a.Removed || a.Path == "" {
		t.Errorf("asked for, it was added as %+v", a)
	}
	closeWriter(t, w)
	wantClean(t, d, 3)
	if it := replayAll(t, reopened(t, d))[hashes[0]]; !it.Edit.IsZero() || len(it.Origins) == 0 {
		t.Errorf("it is back as %+v", it)
	}
}

// A file put back by hand is taken in again by a repair.
func TestRemovedAndPutBackByHand(t *testing.T) {
	d, _, hashes := emptied(t)
	d.put(t, "Photos/Redmi Note 13/DCIM/Camera/0.jpg", []byte("content 0"))
	if r := checkAll(t, d); len(r.Problems) != 1 || r.Problems[0].Kind != ProblemStray {
		t.Errorf("check: %v", r.Problems)
	}
	r, err := repair(t.Context(), d, "lib", RepairOptions{})
	if err != nil || !slices.ContainsFunc(r.Actions, func(a Action) bool { return a.Kind == ActionAdopt }) {
		t.Fatalf("%v, %v", r.Actions, err)
	}
	wantClean(t, d, 3)
	if _, ok := replayAll(t, reopened(t, d))[hashes[0]]; !ok {
		t.Error("it was not taken in again")
	}
}

// Another file under the name is not the owner's to lose.
func TestRemoveLeavesAnotherFileAlone(t *testing.T) {
	d, l, hashes := libraryOf(t, 1)
	w := begin(t, l)
	if err := w.Edit(hashes[0], gallery.Edit{Trashed: phoneTime}); err != nil {
		t.Fatal(err)
	}
	flush(t, w)
	it, _ := w.Item(hashes[0])
	d.put(t, it.Path, []byte("edited by another program"))
	if n, err := w.Remove(t.Context(), hashes); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if d.files()[it.Path] != "edited by another program" || len(w.Warnings()) == 0 {
		t.Errorf("it is %q, warnings %v", d.files()[it.Path], w.Warnings())
	}
	closeWriter(t, w)
}

// trashRun is one content trashed and removed, another edited; what it was told.
type trashRun struct{ edited, removed bool }

func (r *trashRun) run(d *memDisk, hashes []gallery.Hash) (err error) {
	l, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	w, err := l.Begin(context.Background())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := errors.Join(w.Edit(hashes[0], gallery.Edit{Trashed: phoneTime}), w.Edit(hashes[1], said()), w.Flush(context.Background())); err != nil {
		return err
	}
	r.edited = true
	n, err := w.Remove(context.Background(), hashes)
	if err == nil && n != 2 { // said() trashes the second one too
		err = fmt.Errorf("%d removed", n)
	}
	r.removed = err == nil
	return err
}

// holds looks at what was left: each content is whole or gone as the owner said,
// never half, and what was reported stays true.
func (r *trashRun) holds(d *memDisk, hashes []gallery.Hash) error {
	if rep, err := check(context.Background(), d, "lib", CheckOptions{Read: "all"}); err != nil || rep.Exit() != 0 && rep.Exit() != 3 {
		return fmt.Errorf("check before the next session: %v, %w", rep.Problems, err)
	}
	if err := putRight(d); err != nil {
		return err
	}
	l, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	items := make(map[gallery.Hash]gallery.Item)
	if _, _, err := l.Replay(context.Background(), "", func(it gallery.Item) { items[it.Hash] = it }, nil); err != nil {
		return err
	}
	files := d.files()
	for i, h := range hashes {
		it, there := items[h]
		if there && files[it.Path] != fmt.Sprintf("content %d", i) {
			return fmt.Errorf("%s is %q", it.Path, files[it.Path])
		}
		if !there && i == 2 {
			return errors.New("a content that nobody trashed is gone")
		}
		if there && i < 2 && r.removed {
			return fmt.Errorf("%s was removed and is there", it.Path)
		}
		if there && i == 1 && r.edited && !sameEdit(it.Edit, said()) {
			return fmt.Errorf("what the owner said is lost: %+v", it.Edit)
		}
		for name, data := range files {
			if !there && data == fmt.Sprintf("content %d", i) {
				return fmt.Errorf("removed, and %s is left", name)
			}
		}
	}
	// The phone still has all three.
	w, err := l.Begin(context.Background())
	if err != nil {
		return err
	}
	for i := range hashes {
		in := incoming(fmt.Sprintf("DCIM/Camera/%d.jpg", i))
		if _, ok := w.Known("p1", in.Origin.Path); !ok {
			return errors.Join(fmt.Errorf("%s is not known any more", in.Name), w.Close())
		}
	}
	return w.Close()
}

func TestEmptyingTheTrashStoppedAtEveryCall(t *testing.T) {
	d, _, hashes := libraryOf(t, 3)
	from := d.calls
	var whole trashRun
	if err := whole.run(d, hashes); err != nil {
		t.Fatal(err)
	}
	if err := whole.holds(d, hashes); err != nil {
		t.Fatal(err)
	}
	d, _, _ = libraryOf(t, 3)
	if err := (&trashRun{}).run(d, hashes); err != nil {
		t.Fatal(err)
	}
	calls := d.calls
	for name, stop := range stops() {
		if strings.Contains(name, "a backup") || strings.Contains(name, "a look") {
			continue // of another phone
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := from + 1; n <= calls; n++ {
				d, _, _ := libraryOf(t, 3)
				stop.arm(d, n)
				var r trashRun
				_ = r.run(d, hashes) // its error is the point
				if err := r.holds(stop.after(d, n, nil), hashes); err != nil {
					t.Errorf("stopped at call %d of %d: %v", n-from, calls-from, err)
				}
			}
		})
	}
}

// A disk that only says it has written must be found out, or the test above
// proves nothing.
func TestLyingDiskIsFoundOutWhenTheTrashIsEmptied(t *testing.T) {
	d, _, hashes := libraryOf(t, 3)
	d.lies = true
	var r trashRun
	if err := r.run(d, hashes); err != nil {
		t.Fatal(err)
	}
	if err := r.holds(d.cut(0, rand.New(rand.NewPCG(1, 1))), hashes); err == nil {
		t.Error("nothing of it was written, and nobody noticed")
	}
}
