package index

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"keepsake/gallery"
)

func edited(e gallery.Edit) func(*gallery.Item) {
	return func(it *gallery.Item) { it.Edit = e }
}

func addedAt(day string) func(*gallery.Item) {
	return func(it *gallery.Item) { it.Added, _ = time.Parse(time.DateOnly, day) }
}

var longAgo = time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)

// What is in the trash, hidden or private is in its own view only, and searches
// and albums respect that too.
func TestViews(t *testing.T) {
	on, off := true, false
	private := func(it *gallery.Item) {
		it.Info.Private = gallery.PrivateOpen
		it.Origins[0].Album = "MIUI/Gallery/cloud/secretAlbum"
	}
	x := filled(t,
		photo("shown.jpg", "2023-01-01", addedAt("2024-05-01")),
		photo("older, newer.jpg", "2013-01-01", addedAt("2024-06-01")),
		photo("trash.jpg", "2023-01-02", edited(gallery.Edit{Trashed: longAgo, Hidden: true})),
		photo("hidden.jpg", "2023-01-03", edited(gallery.Edit{Hidden: true})),
		photo("private.jpg", "2023-01-04", private),
		photo("private trash.jpg", "2023-01-05", private, edited(gallery.Edit{Trashed: longAgo})),
		photo("loved.jpg", "2023-01-06", edited(gallery.Edit{Favorite: &on})),
		photo("no more loved.jpg", "2023-01-07", favorite, edited(gallery.Edit{Favorite: &off})),
		photo("phone's trash.jpg", "2023-01-08", trashed),
		photo("screen.png", "2023-01-09", func(it *gallery.Item) { it.Info.Screen = true }),
		photo("motion.jpg", "2023-01-10", func(it *gallery.Item) { it.Info.Motion = &gallery.Motion{Offset: 1, Length: 1} }),
	)
	everything := "motion.jpg screen.png no more loved.jpg loved.jpg shown.jpg older, newer.jpg"
	for _, c := range []struct {
		name string
		f    Filter
		want string
	}{
		{"everything", Filter{}, everything},
		{"recent", Filter{View: Recent}, "older, newer.jpg shown.jpg motion.jpg screen.png no more loved.jpg loved.jpg"},
		{"trash", Filter{View: Trash}, "private trash.jpg trash.jpg"},
		{"hidden", Filter{View: Hidden}, "hidden.jpg"},
		{"private", Filter{View: Private}, "private.jpg"},
		{"favourites", Filter{Favorites: true}, "loved.jpg"},
		{"screenshots", Filter{Screenshots: true}, "screen.png"},
		{"motion", Filter{Motion: true}, "motion.jpg"},
		{"search", Filter{Search: "jpg 2023"}, "motion.jpg no more loved.jpg loved.jpg shown.jpg"},
		{"search in the trash", Filter{Search: "trash", View: Trash}, "private trash.jpg trash.jpg"},
		{"search for the private", Filter{Search: "private"}, ""},
		{"the private album by its folder", Filter{Album: AlbumKey{"anna", "MIUI/Gallery/cloud/secretAlbum"}}, ""},
		{"and in its view", Filter{View: Private, Album: AlbumKey{"anna", "MIUI/Gallery/cloud/secretAlbum"}}, "private.jpg"},
		{"with the phone's trash", Filter{IncludeTrashed: true}, "motion.jpg screen.png phone's trash.jpg no more loved.jpg loved.jpg shown.jpg older, newer.jpg"},
	} {
		if got := names(t, x, c.f); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := bare(t, x, 100); got != "motion.jpg screen.png phone's trash.jpg no more loved.jpg loved.jpg hidden.jpg trash.jpg shown.jpg older, newer.jpg" {
		t.Errorf("thumbnails are made of %s", got)
	}
	s, err := x.Stats(t.Context(), "")
	if err != nil || s.Items != 9 {
		t.Errorf("%d items are counted, %v", s.Items, err)
	}
	albums, err := x.Albums(t.Context())
	if err != nil || len(albums) != 1 || albums[0].Count != 6 {
		t.Errorf("albums %+v, %v", albums, err)
	}
	// Recent is by the months of arrival.
	tl := timeline(t, x, Filter{View: Recent})
	if m := tl.Months; len(m) != 3 || m[0] != (Month{2024, time.June, 0, 1}) || m[2].Count != 4 {
		t.Errorf("months of arrival: %+v", m)
	}
	// What was said comes back whole, and can be taken back.
	it, err := x.ItemByHash(t.Context(), hashOf("trash.jpg"))
	if err != nil || !reflect.DeepEqual(it.Edit, gallery.Edit{Trashed: longAgo, Hidden: true}) {
		t.Errorf("the edit: %+v, %v", it.Edit, err)
	}
	apply(t, x, "2", photo("trash.jpg", "2023-01-02"))
	if got := names(t, x, Filter{Search: "trash"}); got != "trash.jpg" {
		t.Errorf("out of the trash: %s", got)
	}
}

// The owner's date, place and turn are what is shown.
func TestEditsAreShown(t *testing.T) {
	moved := &gallery.Taken{Time: time.Date(1987, 6, 5, 4, 3, 2, 0, time.FixedZone("", -3600)), Zoned: true, Source: gallery.TakenOwner}
	placed := func(it *gallery.Item) { it.Info.Place = &gallery.Place{Lat: 41.9, Lon: 12.5} }
	x := filled(t,
		photo("dated.jpg", "2023-01-01", edited(gallery.Edit{Taken: moved, Turn: 3})),
		photo("placed.jpg", "2023-01-02", placed),
		photo("moved.jpg", "2023-01-03", placed, edited(gallery.Edit{Place: &gallery.Place{Lat: -17, Lon: 179.5}})),
		photo("nowhere.jpg", "2023-01-04", placed, edited(gallery.Edit{NoPlace: true})),
		photo("off the map.jpg", "2023-01-05", func(it *gallery.Item) { it.Info.Place = &gallery.Place{Lat: 400, Lon: 1} }),
	)
	if got := names(t, x, Filter{Search: "1987"}); got != "dated.jpg" {
		t.Errorf("1987: %s", got)
	}
	rows, err := x.Rows(t.Context(), []int64{idOf(t, x, "dated.jpg"), idOf(t, x, "placed.jpg")})
	if err != nil || rows[0].Turn != 3 || rows[0].Width != 3000 || rows[0].Height != 4000 || rows[0].TakenSource != gallery.TakenOwner || !rows[0].Taken.Equal(moved.Time) {
		t.Errorf("%+v, %v", rows[0], err)
	}
	if rows[1].Turn != 0 || rows[1].Width != 4000 {
		t.Errorf("%+v", rows[1])
	}
	spots, err := x.Places(t.Context(), Filter{})
	if err != nil || len(spots) != 2 {
		t.Fatalf("%+v, %v", spots, err)
	}
	for _, c := range []struct {
		box  Box
		want string
	}{
		{Box{41, 12, 42, 13}, "placed.jpg"},
		{Box{-90, -180, 90, 180}, "moved.jpg placed.jpg"},
		{Box{-20, 170, -10, -170}, "moved.jpg"}, // across the date line
		{Box{-20, -170, -10, 170}, ""},
		{Box{42, 12, 41, 13}, ""},
	} {
		if got := names(t, x, Filter{Within: &c.box}); got != c.want {
			t.Errorf("%v: %s, want %s", c.box, got, c.want)
		}
	}
	if got := names(t, x, Filter{Within: &Box{-90, -180, 90, 180}, Search: "placed"}); got != "placed.jpg" {
		t.Errorf("with a search: %s", got)
	}
}

func TestOwnAlbums(t *testing.T) {
	own := func(names ...string) func(*gallery.Item) { return edited(gallery.Edit{Albums: names}) }
	x := filled(t,
		photo("1.jpg", "2023-01-01", own("Trip")),
		photo("2.jpg", "2023-01-02", own("Food", "Trip")),
		photo("3.jpg", "2023-01-03", edited(gallery.Edit{Albums: []string{"Trip"}, Trashed: longAgo})),
		photo("4.jpg", "2023-01-04"),
	)
	set := func(all ...gallery.AlbumEdit) {
		t.Helper()
		for range 2 { // the second time nothing is new
			if err := x.SetAlbumEdits(t.Context(), all); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := func() (got []string) {
		t.Helper()
		albums, err := x.Albums(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range albums {
			got = append(got, a.Key.Phone+"/"+a.Name)
			if n := len(timeline(t, x, Filter{Album: a.Key}).IDs); n != a.Count {
				t.Errorf("%v: %d items, counted %d", a.Key, n, a.Count)
			}
		}
		return got
	}
	want := func(what string, want ...string) {
		t.Helper()
		if got := list(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	want("as put together", "anna/Camera", "/Food", "/Trip")
	set(gallery.AlbumEdit{Path: "Trip", Title: "Lisbon"}, gallery.AlbumEdit{Path: "Food", Title: "Food", Gone: true},
		gallery.AlbumEdit{Path: "Empty", Title: "Later"}, gallery.AlbumEdit{Phone: "anna", Path: "DCIM/Camera", Title: "All we shot"},
		gallery.AlbumEdit{Phone: "ben", Path: "nothing here", Title: "X"})
	want("named", "anna/All we shot", "/Lisbon", "/Later")
	for search, want := range map[string]string{"lisbon": "2.jpg 1.jpg", "LISB 2": "2.jpg", "food": "", "shot": "4.jpg 2.jpg 1.jpg", "later": ""} {
		if got := names(t, x, Filter{Search: search}); got != want {
			t.Errorf("%s: %s, want %s", search, got, want)
		}
	}
	if got := names(t, x, Filter{Album: AlbumKey{Path: "Trip"}, View: Trash}); got != "3.jpg" {
		t.Errorf("of the album, in the trash: %s", got)
	}
	apply(t, x, "2", photo("2.jpg", "2023-01-02"))
	if got := names(t, x, Filter{Album: AlbumKey{Path: "Trip"}}); got != "1.jpg" {
		t.Errorf("taken out: %s", got)
	}
	set()
	want("all taken back", "anna/Camera", "/Trip")
}

func TestDrop(t *testing.T) {
	x := filled(t, photo("1.jpg", "2023-01-01"), photo("2.jpg", "2023-01-02", edited(gallery.Edit{Albums: []string{"Trip"}})))
	last := idOf(t, x, "2.jpg")
	if err := x.Drop(t.Context(), []gallery.Hash{hashOf("2.jpg"), hashOf("nobody's")}); err != nil {
		t.Fatal(err)
	}
	if got := names(t, x, Filter{}); got != "1.jpg" {
		t.Errorf("left: %s", got)
	}
	if _, err := x.Item(t.Context(), last); !errors.Is(err, ErrNotFound) {
		t.Errorf("the dropped one: %v", err)
	}
	for _, table := range []string{"details", "origins", "members"} {
		var n int
		if err := x.main.read.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table+` WHERE item = ?`, last).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d rows are left, %v", table, n, err)
		}
	}
	apply(t, x, "2", photo("3.jpg", "2023-01-03"))
	if id := idOf(t, x, "3.jpg"); id <= last {
		t.Errorf("the id %d is used again", id)
	}
}
