package library

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// home is a library and the phone it was backed up from.
type home struct {
	*Library
	t      *testing.T
	server *adb.Server
}

func newHome(t *testing.T) *home {
	t.Helper()
	sim, err := demo.New(demo.Options{Items: 12, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	h := &home{t: t, server: plugged(t, sim)}
	h.open(filepath.Join(t.TempDir(), "library"))
	t.Cleanup(func() { h.close() })
	if r := h.backup(); r.Copied == 0 || r.Failed != 0 {
		t.Fatalf("receipt %+v", r.Counts)
	}
	return h
}

func (h *home) open(dir string) {
	h.t.Helper()
	lib, err := Open(h.t.Context(), dir)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Library = lib
}

func (h *home) close() {
	h.t.Helper()
	if err := h.Close(); err != nil {
		h.t.Error(err)
	}
}

func (h *home) backup() job.Receipt {
	h.t.Helper()
	p, err := device.Find(h.t.Context(), h.server, "")
	if err != nil {
		h.t.Fatal(err)
	}
	r, err := h.Backup(h.t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := r.Check(); err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *home) in(f index.Filter) []int64 {
	h.t.Helper()
	tl, err := h.Index.Timeline(h.t.Context(), f)
	if err != nil {
		h.t.Fatal(err)
	}
	return tl.IDs
}

func (h *home) change(ids []int64, c Change) func(context.Context) error {
	h.t.Helper()
	undo, err := h.Change(h.t.Context(), ids, c)
	if err != nil {
		h.t.Fatal(err)
	}
	return undo
}

func (h *home) item(id int64) gallery.Item {
	h.t.Helper()
	it, err := h.Index.Item(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return it
}

func yes() *bool { on := true; return &on }
func no() *bool  { off := false; return &off }

func TestChangeAndUndo(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	moved := gallery.Taken{Time: time.Date(1999, 12, 31, 23, 0, 0, 0, time.FixedZone("", 3600)), Zoned: true}
	for name, c := range map[string]struct {
		change Change
		shown  func() []int64 // where the two are after it
		out    bool           // of the timeline
	}{
		"trash":    {Change{Trash: yes()}, func() []int64 { return h.in(index.Filter{View: index.Trash}) }, true},
		"hide":     {Change{Hide: yes()}, func() []int64 { return h.in(index.Filter{View: index.Hidden}) }, true},
		"favorite": {Change{Favorite: yes(), Turn: 5}, func() []int64 { return h.in(index.Filter{Favorites: true}) }, false},
		"date":     {Change{Taken: &moved}, func() []int64 { return h.in(index.Filter{Search: "1999"}) }, false},
		"place":    {Change{Place: &gallery.Place{Lat: 1.5, Lon: -77}}, func() []int64 { return h.in(index.Filter{Search: "at 1.5,-77.0"}) }, false},
		"album":    {Change{AddTo: "My  Trip"}, func() []int64 { return h.in(index.Filter{Album: index.AlbumKey{Path: "My Trip"}}) }, false},
	} {
		// Some of the demo phone's pictures are favourites already; these are not.
		var two []int64
		favorites := h.in(index.Filter{Favorites: true})
		for _, id := range all {
			if len(two) < 2 && !slices.Contains(favorites, id) {
				two = append(two, id)
			}
		}
		before := c.shown()
		undo := h.change(two, c.change)
		after := c.shown()
		for _, id := range two {
			if !slices.Contains(after, id) || slices.Contains(before, id) {
				t.Errorf("%s: item %d is in %v, before in %v", name, id, after, before)
			}
			if slices.Contains(h.in(index.Filter{}), id) == c.out {
				t.Errorf("%s: item %d in the timeline: %v", name, id, !c.out)
			}
		}
		if name == "favorite" && h.item(two[0]).Edit.Turn != 1 {
			t.Errorf("turned %d times", h.item(two[0]).Edit.Turn)
		}
		if err := undo(t.Context()); err != nil {
			t.Errorf("undo %s: %v", name, err)
		}
		if got := c.shown(); !slices.Equal(got, before) {
			t.Errorf("undo %s: %v, before %v", name, got, before)
		}
		if !slices.Equal(h.in(index.Filter{}), all) || !h.item(two[0]).Edit.IsZero() {
			t.Errorf("undo %s: the timeline is another, or something is still said: %+v", name, h.item(two[0]).Edit)
		}
	}
	if _, err := h.Change(t.Context(), []int64{all[0], 1 << 40}, Change{Favorite: no()}); err != nil {
		t.Errorf("an item that is not there: %v", err)
	}
	if _, err := h.Change(t.Context(), all, Change{AddTo: " \n"}); err == nil {
		t.Error("an album without a name was made")
	}
}

// What the owner says outlives the index, a repair and another backup.
func TestEditsAreOfTheLibrary(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	h.change(all[:1], Change{Trash: yes()})
	h.change(all[1:2], Change{Hide: yes(), Turn: 1})
	h.change(all[2:4], Change{AddTo: "Trip", Favorite: yes()})
	key := index.AlbumKey{Path: "Trip"}
	if err := h.RenameAlbum(t.Context(), key, "Voyage"); err != nil {
		t.Fatal(err)
	}
	var camera index.Album
	for _, a := range albums(t, h) {
		if a.Name == "Camera" {
			camera = a
		}
	}
	if err := h.RenameAlbum(t.Context(), camera.Key, "Everything we shot"); err != nil {
		t.Fatal(err)
	}
	look := func(what string) {
		t.Helper()
		if got := h.in(index.Filter{View: index.Trash}); len(got) != 1 {
			t.Errorf("%s: %d in the trash", what, len(got))
		}
		if got := h.in(index.Filter{View: index.Hidden}); len(got) != 1 || h.item(got[0]).Edit.Turn != 1 {
			t.Errorf("%s: hidden are %v", what, got)
		}
		if got := h.in(index.Filter{Album: key, Favorites: true}); len(got) != 2 {
			t.Errorf("%s: %d in the own album", what, len(got))
		}
		if got := h.in(index.Filter{Search: "voyage"}); len(got) != 2 {
			t.Errorf("%s: the album's new name finds %d", what, len(got))
		}
		names := map[index.AlbumKey]string{}
		for _, a := range albums(t, h) {
			names[a.Key] = a.Name
		}
		if names[key] != "Voyage" || names[camera.Key] != "Everything we shot" {
			t.Errorf("%s: albums %v", what, names)
		}
	}
	look("at once")
	if err := h.Index.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	look("after the index was emptied")
	dir := h.Dir()
	h.close()
	for _, name := range []string{"index.db", "index.db-wal", "index.db-shm", "thumbs.db"} {
		if err := os.Remove(filepath.Join(dir, ".keepsake", name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	h.open(dir)
	look("after the index was deleted")
	h.close()
	if _, err := store.Repair(t.Context(), dir, store.RepairOptions{}); err != nil {
		t.Fatal(err)
	}
	h.open(dir)
	look("after a repair")
	if r := h.backup(); r.Copied != 0 || r.Already != r.Found {
		t.Errorf("the next backup: %+v", r.Counts)
	}
	look("after another backup")
}

func albums(t *testing.T, h *home) []index.Album {
	t.Helper()
	all, err := h.Index.Albums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Of the trash only what was asked for is deleted, and nothing outside it.
func TestEmptyTrashOfSome(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	h.change(all[:2], Change{Trash: yes()})
	if n, err := h.EmptyTrash(t.Context(), []int64{all[1], all[2]}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if got := h.in(index.Filter{View: index.Trash}); !slices.Equal(got, all[:1]) {
		t.Errorf("the trash has %v, want %v", got, all[:1])
	}
	if got := h.in(index.Filter{}); len(got) != len(all)-2 {
		t.Errorf("%d items, want %d", len(got), len(all)-2)
	}
	if n, err := h.EmptyTrash(t.Context(), []int64{}); n != 0 || err != nil {
		t.Errorf("none of it: %d, %v", n, err)
	}
}

// Emptied is gone: the file, the tile, the thumbnail; and the phone that still
// has it does not bring it back, not even with a new index.
func TestEmptyTrash(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	it := h.item(all[0])
	undo := h.change(all[:1], Change{Trash: yes()})
	if n, err := h.EmptyTrash(t.Context(), nil); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := h.EmptyTrash(t.Context(), nil); n != 0 || err != nil {
		t.Errorf("an empty trash: %d, %v", n, err)
	}
	gone := func(what string) {
		t.Helper()
		if _, err := os.Stat(h.File(it.Path)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the file is there: %v", what, err)
		}
		if _, err := h.Index.ItemByHash(t.Context(), it.Hash); !errors.Is(err, index.ErrNotFound) {
			t.Errorf("%s: the index has it: %v", what, err)
		}
		if got := h.in(index.Filter{}); len(got) != len(all)-1 {
			t.Errorf("%s: %d items, want %d", what, len(got), len(all)-1)
		}
	}
	gone("at once")
	if _, err := h.Index.Thumb(t.Context(), it.Hash, 256); !errors.Is(err, index.ErrNoThumb) {
		t.Errorf("its thumbnail is kept: %v", err)
	}
	if err := undo(t.Context()); err != nil {
		t.Errorf("undo after the trash was emptied: %v", err)
	}
	gone("after a late undo")
	r := h.backup()
	if r.Skipped == 0 || r.Copied != 0 || !slices.ContainsFunc(r.Problems, func(p job.Problem) bool {
		return p.Outcome == job.Skipped && strings.Contains(p.Reason, "you deleted it")
	}) {
		t.Errorf("the next backup: %+v, %v", r.Counts, r.Problems)
	}
	gone("after the next backup")
	if err := h.Index.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone("with a new index")
	rep, err := store.Check(t.Context(), h.Dir(), store.CheckOptions{Read: "all"})
	if err != nil || rep.Exit() != 0 || len(rep.Problems) > 0 {
		t.Errorf("check: %v, %v", rep.Problems, err)
	}
}

func TestOwnAlbums(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	key, err := h.NewAlbum(t.Context(), "Trip")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.NewAlbum(t.Context(), "TRIP"); err == nil {
		t.Error("two albums of one name")
	}
	last := func() index.Album { a := albums(t, h); return a[len(a)-1] }
	if a := last(); a.Key != key || a.Count != 0 || a.Name != "Trip" {
		t.Errorf("the empty album: %+v", a)
	}
	h.change(all[:3], Change{AddTo: "trip"})
	h.change(all[:1], Change{TakeFrom: "Trip"})
	if got := h.in(index.Filter{Album: key}); len(got) != 2 {
		t.Errorf("%d in the album", len(got))
	}
	undo, err := h.DissolveAlbum(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(albums(t, h), func(a index.Album) bool { return a.Key == key }) {
		t.Error("a dissolved album is listed")
	}
	// One of the same name is another album.
	other, err := h.NewAlbum(t.Context(), "Trip")
	if err != nil || other == key {
		t.Fatal(other, err)
	}
	if got := h.in(index.Filter{Album: other}); len(got) != 0 {
		t.Errorf("the new album has %d items of the dissolved one", len(got))
	}
	if _, err := h.DissolveAlbum(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.in(index.Filter{Album: key}); len(got) != 2 {
		t.Errorf("put together again, the album has %d", len(got))
	}
	if err := h.RenameAlbum(t.Context(), key, ""); err == nil {
		t.Error("an own album lost its name")
	}
	phone := albums(t, h)[0]
	if phone.Key.Own() {
		phone = albums(t, h)[1]
	}
	if _, err := h.DissolveAlbum(t.Context(), phone.Key); err == nil {
		t.Error("a phone's folder was dissolved")
	}
	if err := errors.Join(h.RenameAlbum(t.Context(), phone.Key, "X"), h.RenameAlbum(t.Context(), phone.Key, "")); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(albums(t, h), func(a index.Album) bool { return a.Key == phone.Key && a.Name == phone.Name }) {
		t.Error("the phone's album did not get its own name back")
	}
}

// The owner goes on working while a backup runs: one writing session serves both.
func TestChangesDuringABackup(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	sim, err := demo.New(demo.Options{Items: 60, Small: true, Serial: "other", Rate: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	p, err := device.Find(t.Context(), plugged(t, sim), "other")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	var r job.Receipt
	running.Go(func() {
		var err error
		if r, err = h.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)}); err != nil {
			t.Error(err)
		}
	})
	trashed := h.item(all[0]).Hash
	for range 20 {
		undo := h.change(all[1:], Change{Hide: yes()})
		if err := undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h.change(all[:1], Change{Trash: yes()})
	if n, err := h.EmptyTrash(t.Context(), nil); n != 1 || err != nil {
		t.Error(n, err)
	}
	running.Wait()
	if err := r.Check(); err != nil || r.Failed != 0 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	if _, err := h.Index.ItemByHash(t.Context(), trashed); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("what was removed: %v", err)
	}
	rep, err := store.Check(t.Context(), h.Dir(), store.CheckOptions{Read: "all"})
	if err != nil || rep.Exit() != 0 {
		t.Errorf("check: %v, %v", rep.Problems, err)
	}
}

// A byte that flipped is found and named; a repair sets the file aside, and the
// next backup fetches it again. What the owner said of it is still said.
func TestDamageIsFoundSetAsideAndFetchedAgain(t *testing.T) {
	h := newHome(t)
	all := h.in(index.Filter{})
	h.change(all[:1], Change{Favorite: yes(), AddTo: "Trip"})
	it := h.item(all[0])
	whole, err := os.ReadFile(h.File(it.Path))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x10
	if err := os.WriteFile(h.File(it.Path), flipped, 0o600); err != nil {
		t.Fatal(err)
	}
	if rep, err := store.Check(t.Context(), h.Dir(), store.CheckOptions{Read: "none"}); err != nil || rep.Exit() != 0 {
		t.Fatalf("only reading finds it: %v, %v", rep.Problems, err)
	}
	rep, err := store.Check(t.Context(), h.Dir(), store.CheckOptions{Read: "all"})
	if err != nil || rep.Exit() != 1 || len(rep.Problems) != 1 || rep.Problems[0].Path != it.Path || rep.Problems[0].Kind != store.ProblemDamaged {
		t.Fatalf("check: %v, %v", rep.Problems, err)
	}
	dir := h.Dir()
	h.close()
	fixed, err := store.Repair(t.Context(), dir, store.RepairOptions{})
	if err != nil || !slices.ContainsFunc(fixed.Actions, func(a store.Action) bool { return a.Kind == store.ActionQuarantine && a.Path == it.Path }) {
		t.Fatalf("repair: %v, %v", fixed.Actions, err)
	}
	kept, err := filepath.Glob(filepath.Join(dir, ".keepsake", "quarantine", "*", filepath.FromSlash(it.Path)))
	if err != nil || len(kept) != 1 {
		t.Errorf("in the quarantine: %v, %v", kept, err)
	} else if b, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(b, flipped) {
		t.Errorf("the damaged file was not kept as it is: %v", err)
	}
	h.open(dir)
	if _, err := h.Index.ItemByHash(t.Context(), it.Hash); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("the lost item is shown: %v", err)
	}
	if r := h.backup(); r.Copied != 1 || r.Already != r.Found-1 || r.Verified != r.Found {
		t.Errorf("the next backup: %+v", r.Counts)
	}
	again, err := h.Index.ItemByHash(t.Context(), it.Hash)
	if err != nil || !again.Favorite() || len(again.Edit.Albums) != 1 {
		t.Fatalf("fetched again: %+v, %v", again.Edit, err)
	}
	if b, err := os.ReadFile(h.File(again.Path)); err != nil || !bytes.Equal(b, whole) {
		t.Errorf("its bytes: %v", err)
	}
	if rep, err := store.Check(t.Context(), dir, store.CheckOptions{Read: "all"}); err != nil || rep.Exit() != 0 || len(rep.Problems) > 0 {
		t.Errorf("check at the end: %v, %v", rep.Problems, err)
	}
}
