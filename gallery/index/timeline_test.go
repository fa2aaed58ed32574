package index

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

func at(t time.Time) func(*gallery.Item) {
	return func(it *gallery.Item) { it.Info.Taken.Time = t }
}

func TestTimelineOrder(t *testing.T) {
	noon := time.Date(2023, 5, 14, 12, 0, 0, 0, time.UTC)
	tokyo, lisbon := time.FixedZone("", 9*3600), time.FixedZone("", 3600)
	tests := []struct {
		name  string
		items []gallery.Item
		want  string
	}{
		{"newest first", []gallery.Item{photo("1.jpg", "2023-01-01"), photo("3.jpg", "2023-03-01"), photo("2.jpg", "2023-02-01")},
			"3.jpg 2.jpg 1.jpg"},
		// Left Tokyo at 11, reached Lisbon at 10 the same day by the clock there: the
		// clocks on the walls count, as in the owner's memory.
		{"wall clock", []gallery.Item{
			photo("tokyo.jpg", "2023-01-01", at(time.Date(2023, 5, 14, 11, 0, 0, 0, tokyo))),
			photo("lisbon.jpg", "2023-01-01", at(time.Date(2023, 5, 14, 10, 0, 0, 0, lisbon)))}, "tokyo.jpg lisbon.jpg"},
		{"a burst counts up", []gallery.Item{
			photo("X_BURST2.jpg", "2023-05-14", at(noon)), photo("X_BURST10.jpg", "2023-05-14", at(noon)),
			photo("X_BURST1.jpg", "2023-05-14", at(noon))}, "X_BURST10.jpg X_BURST2.jpg X_BURST1.jpg"},
		{"no date: the oldest file time", []gallery.Item{photo("a.jpg", "2022-01-01"),
			photo("none.jpg", "2023-05-14", at(time.Time{}), func(it *gallery.Item) {
				later, unknown := it.Origins[0], it.Origins[0]
				later.MTime, unknown.MTime = noon.AddDate(5, 0, 0), time.Time{}
				it.Origins = append([]gallery.Origin{unknown, later}, it.Origins...)
			}), photo("b.jpg", "2024-01-01")}, "b.jpg none.jpg a.jpg"},
		{"no date and no file time: when it was added", []gallery.Item{photo("a.jpg", "2023-12-31"),
			photo("none.jpg", "2020-05-14", at(time.Time{}), func(it *gallery.Item) { it.Origins = nil }), photo("b.jpg", "2024-01-03")},
			"b.jpg none.jpg a.jpg"},
		{"no year that can be shown", []gallery.Item{photo("a.jpg", "2022-01-01"),
			photo("far.jpg", "2023-05-14", at(time.Date(22023, 1, 1, 0, 0, 0, 0, time.UTC))), photo("b.jpg", "2024-01-01")}, "b.jpg far.jpg a.jpg"},
		{"a known item moves", []gallery.Item{photo("1.jpg", "2023-01-01"), photo("2.jpg", "2023-02-01"), photo("1.jpg", "2023-03-01")},
			"1.jpg 2.jpg"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			x := open(t, t.TempDir())
			for _, it := range c.items {
				apply(t, x, "p", it)
			}
			if got := names(t, x, Filter{}); got != c.want {
				t.Errorf("one by one: %s, want %s", got, c.want)
			}
			if len(c.items) > 0 && !strings.Contains(c.name, "moves") {
				if got := names(t, filled(t, c.items...), Filter{}); got != c.want {
					t.Errorf("at once: %s, want %s", got, c.want)
				}
			}
		})
	}
}

func TestTimelineMonths(t *testing.T) {
	edge := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	x := filled(t,
		photo("1.jpg", "2022-12-31", at(edge("2022-12-31T23:59:59.999-08:00"))), // 2023 already in UTC
		photo("2.jpg", "2023-01-01", at(edge("2023-01-01T00:00:00+12:00"))),     // 2022 still in UTC
		photo("3.jpg", "2023-01-31", at(edge("2023-01-31T23:59:59Z"))),
		photo("4.jpg", "1969-07-20", at(edge("1969-07-20T20:17:40Z"))),
	)
	want := []Month{{2023, time.January, 0, 2}, {2022, time.December, 2, 1}, {1969, time.July, 3, 1}}
	if got := timeline(t, x, Filter{}).Months; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTimelineFilter(t *testing.T) {
	const chats = "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images"
	x := filled(t,
		photo("1-cam.jpg", "2023-01-01"),
		photo("2-fav.jpg", "2023-01-02", favorite),
		photo("3-video.mp4", "2023-01-03", kind(gallery.Video)),
		photo("4-trash.jpg", "2023-01-04", trashed),
		photo("5-ben.jpg", "2023-01-05", in("ben", "DCIM/Camera")),
		photo("6-both.jpg", "2023-01-06", also(origin("ben", chats, "6-both.jpg"))),
		photo("7-half.jpg", "2023-01-07", trashed, also(origin("ben", "DCIM/Camera", "7-half.jpg"))),
		photo("7-other.jpg", "2023-01-07", at(time.Date(2023, 1, 7, 20, 0, 0, 0, time.UTC)), in("ben", "Music"), also(func() gallery.Origin {
			o := origin("carla", "Music", "7-other.jpg")
			o.Trashed = true
			return o
		}())),
		photo("8-rec.mp3", "2023-01-08", kind(gallery.Audio), in("ben", "MIUI/sound_recorder")),
		photo("9-odd.jpg", "2023-01-09", in("ben", "DCIM/\xff\x00'%")),
		photo("a-root.jpg", "2023-01-10", in("ben", "")),
	)
	tests := []struct {
		name string
		f    Filter
		want string
	}{
		{"all", Filter{}, "a-root 9-odd 8-rec 7-other 7-half 6-both 5-ben 3-video 2-fav 1-cam"},
		{"with the trash", Filter{IncludeTrashed: true}, "a-root 9-odd 8-rec 7-other 7-half 6-both 5-ben 4-trash 3-video 2-fav 1-cam"},
		{"videos", Filter{Kinds: []gallery.Kind{gallery.Video}}, "3-video"},
		{"videos and recordings", Filter{Kinds: []gallery.Kind{gallery.Video, gallery.Audio}}, "8-rec 3-video"},
		{"favourites", Filter{Favorites: true}, "2-fav"},
		{"phone", Filter{Phone: "anna"}, "6-both 3-video 2-fav 1-cam"},
		{"phone with its trash", Filter{Phone: "anna", IncludeTrashed: true}, "7-half 6-both 4-trash 3-video 2-fav 1-cam"},
		{"unknown phone", Filter{Phone: "carl"}, ""},
		{"album", Filter{Album: AlbumKey{"anna", "DCIM/Camera"}}, "6-both 3-video 2-fav 1-cam"},
		{"same album of the other phone", Filter{Album: AlbumKey{"ben", "DCIM/Camera"}}, "7-half 5-ben"},
		{"second album", Filter{Album: AlbumKey{"ben", chats}}, "6-both"},
		{"album with its trash", Filter{Album: AlbumKey{"anna", "DCIM/Camera"}, IncludeTrashed: true}, "7-half 6-both 4-trash 3-video 2-fav 1-cam"},
		{"album with odd bytes", Filter{Album: AlbumKey{"ben", "DCIM/\xff\x00'%"}}, "9-odd"},
		{"album without a folder", Filter{Album: AlbumKey{"ben", ""}}, "a-root"},
		{"album is case-sensitive", Filter{Album: AlbumKey{"anna", "dcim/camera"}}, ""},
		{"album of another phone", Filter{Album: AlbumKey{"anna", "DCIM/Camera"}, Phone: "ben"}, ""},
		{"all at once", Filter{Album: AlbumKey{"anna", "DCIM/Camera"}, Kinds: []gallery.Kind{gallery.Photo}, Favorites: true, Search: "fav 2023"}, "2-fav"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			got := names(t, x, c.f)
			got = strings.NewReplacer(".jpg", "", ".mp4", "", ".mp3", "").Replace(got)
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// However a library's items come in, and however often, its timeline is the same.
func TestTimelineDependsOnItemsAlone(t *testing.T) {
	const n = 1200
	items := library(n, 7)
	want := hashes(t, filled(t, items...), Filter{})
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		x := open(t, t.TempDir())
		// Some come early in an older state, and many twice.
		stale := slices.Clone(items[:n/4])
		for i := range stale {
			stale[i].Info.Taken.Time = stale[i].Info.Taken.Time.AddDate(-1, 0, 0)
			stale[i].Path = "Photos/elsewhere/IMG_9999.jpg"
		}
		apply(t, x, "0", stale...)
		mixed := append(slices.Clone(items), items[n/2:]...)
		rnd.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for len(mixed) > 0 {
			k := min(len(mixed), 1+rnd.IntN(700))
			apply(t, x, "p", mixed[:k]...)
			mixed = mixed[k:]
		}
		if got := hashes(t, x, Filter{}); !slices.Equal(got, want) {
			t.Fatalf("seed %d: another timeline (%d and %d items)", seed, len(got), len(want))
		}
	}
}

func hashes(t testing.TB, x *Index, f Filter) []gallery.Hash {
	t.Helper()
	tl := timeline(t, x, f)
	rows, err := x.Rows(t.Context(), tl.IDs)
	if err != nil {
		t.Fatal(err)
	}
	hs := make([]gallery.Hash, len(rows))
	for i, r := range rows {
		hs[i] = r.Hash
		if ms, _ := wall(r.Taken); ms != tl.Taken[i] {
			t.Fatalf("row %d was taken at %v, the timeline says %d", i, r.Taken, tl.Taken[i])
		}
	}
	return hs
}

// What makes the timeline quick is that it is read from one index; a change of
// the schema or of the query could lose that without any wrong result.
func TestQueriesUseTheirIndexes(t *testing.T) {
	x := filled(t, library(2000, 3)...)
	plan := func(query string, args ...any) string {
		rows, err := x.main.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var steps []string
		for rows.Next() {
			var a, b, c int
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, step)
		}
		return strings.Join(steps, "; ")
	}
	for name, c := range map[string]struct {
		f     Filter
		index string
	}{
		"all": {Filter{}, "items_taken"}, "kinds": {Filter{Kinds: []gallery.Kind{gallery.Video}}, "items_taken"},
		"favourites": {Filter{Favorites: true}, "items_taken"}, "screenshots": {Filter{Screenshots: true}, "items_taken"},
		"motion": {Filter{Motion: true}, "items_taken"}, "phone": {Filter{Phone: "phonea"}, "items_taken"},
		"album":  {Filter{Album: AlbumKey{"phonea", "DCIM/Camera"}}, "items_taken"},
		"own":    {Filter{Album: AlbumKey{"", "Trip"}}, "items_taken"},
		"recent": {Filter{View: Recent}, "items_added"},
		"hidden": {Filter{View: Hidden}, "items_aside"}, "private": {Filter{View: Private}, "items_aside"},
	} {
		columns := "i.id, i.taken"
		if c.f.View == Recent {
			columns = "i.id, i.added"
		}
		q := c.f.query(columns, nil)
		q.add(c.f.order())
		p := plan(q.text(), q.args...)
		if !strings.Contains(p, "COVERING INDEX "+c.index) || strings.Contains(p, "TEMP B-TREE FOR ORDER BY") {
			t.Errorf("%s: %s", name, p)
		}
	}
	for name, f := range map[string]Filter{"map": {Within: &Box{40, 10, 50, 20}}, "date line": {Within: &Box{-10, 170, 10, -170}}} {
		q := f.query("i.id, i.lat, i.lon", nil)
		if p := plan(q.text(), q.args...); !strings.Contains(p, "COVERING INDEX items_place") {
			t.Errorf("%s: %s", name, p)
		}
	}
	if p := plan(bareQuery, 10); !strings.Contains(p, "items_bare") || strings.Contains(p, "TEMP B-TREE") {
		t.Errorf("without thumbnails: %s", p)
	}
}
