package store

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"keepsake/gallery"
)

// said is an Edit that says something of every sort.
func said() gallery.Edit {
	yes := true
	return gallery.Edit{
		Taken: &gallery.Taken{Time: time.Date(2021, 7, 3, 9, 0, 0, 0, time.FixedZone("", 7200)), Zoned: true, Source: gallery.TakenOwner},
		Place: &gallery.Place{Lat: -33.86, Lon: 151.2}, Turn: 3, Favorite: &yes, Hidden: true, Trashed: phoneTime, Albums: []string{"Trip \"1\"", "Été"},
	}
}

// sameEdit compares times as moments.
func sameEdit(a, b gallery.Edit) bool {
	if (a.Taken == nil) != (b.Taken == nil) || a.Taken != nil && !a.Taken.Time.Equal(b.Taken.Time) || !a.Trashed.Equal(b.Trashed) {
		return false
	}
	if len(a.Albums)+len(b.Albums) == 0 {
		a.Albums, b.Albums = nil, nil
	}
	a.Taken, b.Taken, a.Trashed, b.Trashed = nil, nil, time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

func TestEditsAreKept(t *testing.T) {
	d, l, hashes := libraryOf(t, 3)
	w := begin(t, l)
	first := said()
	first.Albums = []string{"b", "a", "b"}
	if err := errors.Join(w.Edit(hashes[0], first), w.Edit(hashes[0], said()), w.Edit(hashes[1], said()), w.Edit(hashes[1], gallery.Edit{}),
		w.EditAlbum(gallery.AlbumEdit{Phone: "p1", Path: "x\xff", Title: "X"}),
		w.EditAlbum(gallery.AlbumEdit{Path: "Trip", Title: "Trip"}), w.EditAlbum(gallery.AlbumEdit{Path: "Trip", Title: "Voyage", Gone: true})); err != nil {
		t.Fatal(err)
	}
	flush(t, w)
	if it, ok := w.Item(hashes[0]); !ok || !sameEdit(it.Edit, said()) {
		t.Errorf("the writer tells %+v", it.Edit)
	}
	closeWriter(t, w)
	check := func(what string, l *Library) {
		t.Helper()
		all := replayAll(t, l)
		if !sameEdit(all[hashes[0]].Edit, said()) {
			t.Errorf("%s: %+v", what, all[hashes[0]].Edit)
		}
		if !all[hashes[1]].Edit.IsZero() || !all[hashes[2]].Edit.IsZero() {
			t.Errorf("%s: what was taken back, or never said, is there", what)
		}
		albums, err := l.AlbumEdits(context.Background())
		want := []gallery.AlbumEdit{{Path: "Trip", Title: "Voyage", Gone: true}, {Phone: "p1", Path: "x\xff", Title: "X"}}
		if err != nil || !slices.Equal(albums, want) {
			t.Errorf("%s: albums %+v, %v", what, albums, err)
		}
	}
	check("the same library", l)
	check("opened again", reopened(t, d))
	if _, err := repair(context.Background(), d, "lib", RepairOptions{}); err != nil {
		t.Fatal(err)
	}
	check("repaired", reopened(t, d))
	wantClean(t, d, 3)
}

// A damaged line elsewhere is mended, and what the owner said stays.
func TestEditsSurviveMending(t *testing.T) {
	d, l, hashes := libraryOf(t, 2)
	w := begin(t, l)
	if err := errors.Join(w.Edit(hashes[1], said()), w.EditAlbum(gallery.AlbumEdit{Path: "Trip", Title: "Trip"})); err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
	b := *segmentBytes(d, 1)
	for i := range b {
		if b[i] == '\n' { // the first item's line, behind the head
			b[i+40] ^= 1
			break
		}
	}
	if _, err := repair(context.Background(), d, "lib", RepairOptions{}); err != nil {
		t.Fatal(err)
	}
	l = reopened(t, d)
	if all := replayAll(t, l); len(all) != 2 || !sameEdit(all[hashes[1]].Edit, said()) {
		t.Errorf("%+v", all)
	}
	if albums, err := l.AlbumEdits(context.Background()); err != nil || len(albums) != 1 {
		t.Errorf("%v, %v", albums, err)
	}
	wantClean(t, d, 2)
}

func TestEditsThatAreRefused(t *testing.T) {
	_, l, hashes := libraryOf(t, 1)
	w := begin(t, l)
	defer closeWriter(t, w)
	if err := w.Edit(hashOf([]byte("nobody's")), said()); !errors.Is(err, ErrUnknown) {
		t.Errorf("an unknown content: %v", err)
	}
	for what, e := range map[string]gallery.Edit{
		"no number":    {Place: &gallery.Place{Lat: math.NaN()}},
		"off the map":  {Place: &gallery.Place{Lat: 91}},
		"infinite":     {Place: &gallery.Place{Lon: math.Inf(-1)}},
		"no name":      {Albums: []string{""}},
		"no text":      {Albums: []string{"\xff"}},
		"a far future": {Taken: &gallery.Taken{Time: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)}},
		"many albums":  {Albums: manyNames(maxAlbums + 1)},
	} {
		if err := w.Edit(hashes[0], e); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	most := gallery.Edit{Albums: manyNames(maxAlbums)}
	if err := errors.Join(w.Edit(hashes[0], most), w.Flush(t.Context())); err != nil {
		t.Errorf("the most that is allowed: %v", err)
	}
	if it, _ := w.Item(hashes[0]); len(it.Edit.Albums) != maxAlbums {
		t.Errorf("%d albums came back", len(it.Edit.Albums))
	}
	if err := w.EditAlbum(gallery.AlbumEdit{Path: "x", Title: string(make([]byte, maxTitle+1))}); err == nil {
		t.Error("an endless title was taken")
	}
}

func manyNames(n int) (all []string) {
	for i := range n {
		all = append(all, string([]rune{rune('一' + i)})+string(make([]byte, maxTitle-3)))
	}
	return all
}
