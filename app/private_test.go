package app

import (
	"errors"
	"testing"

	"keepsake/app/job"
	"keepsake/app/ui/shelf"
	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// TestThePrivateAlbumIsKeptOnceItsOwnerSaysSo: the choice is the phone's own, and
// what is kept is shown in its own view alone.
func TestThePrivateAlbumIsKeptOnceItsOwnerSaysSo(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 4, Small: true, Serial: "mine", Private: true})
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, sim)
	albums := privateAlbums{b.settings, b.runs, b.phones, b.current}
	b.runs.private = albums.wanted
	id := b.ready(t, "mine")
	backup := func(want int) {
		t.Helper()
		if err := b.board.Start(id); err != nil {
			t.Fatal(err)
		}
		if r := b.ended(t, id); r.Categories[job.Photos].Found != want || r.Failed > 0 {
			t.Fatalf("found %d, want %d: %+v", r.Found, want, r)
		}
	}
	backup(4)
	if all := albums.PrivateAlbums(); len(all) != 1 || all[0].Keep || all[0].Phone != id {
		t.Fatalf("%+v", all)
	}
	if err := albums.KeepPrivate(id, true); err != nil || !albums.PrivateAlbums()[0].Keep || albums.wanted("another") {
		t.Fatal(err, albums.PrivateAlbums())
	}
	backup(12)
	pictures := pictures{c: b.current}
	shown, err := pictures.Timeline(t.Context(), shelf.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := pictures.Timeline(t.Context(), shelf.Filter{View: shelf.Private})
	if err != nil || len(hidden.IDs) != 8 || len(shown.IDs) > 4 {
		t.Fatalf("%d shown, %d private, %v", len(shown.IDs), len(hidden.IDs), err)
	}
	rows, err := pictures.Rows(t.Context(), hidden.IDs)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range rows {
		switch {
		case r.Private == gallery.PrivateLocked && !r.NoThumb, r.Private == "":
			t.Errorf("%+v", r)
		case r.Private == gallery.PrivateOpen && r.Kind == gallery.Photo && !r.NoThumb:
			if _, err := pictures.Thumb(t.Context(), r.Hash, media.Grid.Pixels); err == nil {
				seen++
			}
			if r.Name[len(r.Name)-4:] == ".jpg" && r.Path[len(r.Path)-4:] == ".lsa" {
				if err := pictures.Open(t.Context(), r.ID); !errors.Is(err, errPrivate) {
					t.Errorf("opened %s with another program: %v", r.Path, err)
				}
			}
		}
	}
	if seen < 4 {
		t.Errorf("%d private pictures can be seen", seen)
	}
	if err := albums.KeepPrivate(id, false); err != nil || len(b.settings.Get().Private) != 0 {
		t.Errorf("%v, %v", err, b.settings.Get().Private)
	}
	backup(4)
}
