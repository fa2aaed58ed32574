package index

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

func TestRows(t *testing.T) {
	rome := time.FixedZone("", 2*3600)
	x := filled(t,
		photo("a.jpg", "2023-05-14"),
		gallery.Item{
			Hash: hashOf("clip"), Size: 5 << 30, Path: "Photos/Anna/DCIM/Camera/VID_1.mp4",
			Info: gallery.Info{
				Kind: gallery.Video, MIME: "video/mp4", Width: 1080, Height: 1920, Duration: 12345 * time.Millisecond,
				Taken:  gallery.Taken{Time: time.Date(2023, 6, 1, 23, 30, 0, 999e6, rome), Source: gallery.TakenVideo},
				Motion: &gallery.Motion{Offset: 1, Length: 1}, Broken: "cut short",
			},
			Origins: []gallery.Origin{
				{Phone: "anna", Album: "DCIM/Camera", Path: "/x", Trashed: true, Verified: time.Unix(1, 0)},
				{Phone: "ben", Album: "DCIM/Camera", Path: "/x", Trashed: true, Favorite: true},
			},
		},
	)
	ids := timeline(t, x, Filter{IncludeTrashed: true}).IDs
	clip, a := ids[0], ids[1]
	rows, err := x.Rows(t.Context(), []int64{a, 99, clip, a, -1, math.MaxInt64})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, r := range rows {
		got = append(got, r.ID)
	}
	if !slices.Equal(got, []int64{a, clip, a}) {
		t.Fatalf("ids %v", got)
	}
	want := Row{
		ID: clip, Hash: hashOf("clip"), Path: "Photos/Anna/DCIM/Camera/VID_1.mp4", Name: "VID_1.mp4", Kind: gallery.Video,
		TakenSource: gallery.TakenVideo, Width: 1080, Height: 1920, Duration: 12345 * time.Millisecond,
		Motion: true, Favorite: true, Verified: true, Broken: true, Trashed: true, Size: 5 << 30, MIME: "video/mp4",
	}
	r := rows[1]
	if s := r.Taken.Format(time.RFC3339Nano); s != "2023-06-01T23:30:00.999+02:00" {
		t.Errorf("taken %s", s)
	}
	if r.Taken = (time.Time{}); r != want {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
	if rows, err := x.Rows(t.Context(), nil); len(rows) != 0 || err != nil {
		t.Errorf("no ids: %v, %v", rows, err)
	}
}

func TestItemComesBackWhole(t *testing.T) {
	at := time.Date(2023, 5, 14, 10, 11, 12, 345678000, time.FixedZone("", -7*3600))
	want := gallery.Item{
		Hash: hashOf("whole"), Size: 12, Path: "Photos/Anna/DCIM/Camera/ü.heic", Added: at.UTC(),
		Info: gallery.Info{
			Kind: gallery.Photo, MIME: "image/heic", Width: 3, Height: 4, Orientation: 6, Duration: time.Nanosecond,
			Taken: gallery.Taken{Time: at, Zoned: true, Source: gallery.TakenEXIF},
			Place: &gallery.Place{Lat: -33.85, Lon: 151.2}, Camera: "Xiaomi", Motion: &gallery.Motion{Offset: 7, Length: 8}, Broken: "torn",
		},
		Origins: []gallery.Origin{
			{Phone: "b", Path: "/storage/emulated/0/DCIM/\xff\x00\n'.jpg", Album: "DCIM", MTime: at.UTC().Truncate(time.Second),
				Favorite: true, FirstSeen: at.UTC(), Verified: at.UTC()},
			{Phone: "a", Path: "", Album: "", Trashed: true, MTime: time.Unix(0, 0).UTC()},
			{Phone: "a", Path: "/same", Album: "\xfe"},
		},
	}
	x := filled(t, photo("other", "2023-01-01"), want)
	byHash, err := x.ItemByHash(t.Context(), want.Hash)
	if err != nil {
		t.Fatal(err)
	}
	byID, err := x.Item(t.Context(), timeline(t, x, Filter{}).IDs[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []gallery.Item{byHash, byID} {
		if !got.Info.Taken.Time.Equal(at) || got.Info.Taken.Time.Format(time.RFC3339) != at.Format(time.RFC3339) {
			t.Errorf("taken %v, want %v", got.Info.Taken.Time, at)
		}
		got.Info.Taken.Time = at // the same, but for how time.Time keeps its zone
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	// A later state replaces all of it.
	want.Origins = want.Origins[1:2]
	want.Info = gallery.Info{Kind: gallery.Other}
	apply(t, x, "2", want)
	if got, err := x.ItemByHash(t.Context(), want.Hash); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("replaced: %+v, %v\nwant %+v", got, err, want)
	}
	if _, err := x.Item(t.Context(), 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	if _, err := x.ItemByHash(t.Context(), hashOf("none")); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown hash: %v", err)
	}
}

// Files say what they like of themselves; none may keep the others out.
func TestHostileItems(t *testing.T) {
	nan, far := math.NaN(), time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)
	x := filled(t,
		photo("nan", "2023-01-01", func(it *gallery.Item) { it.Info.Place = &gallery.Place{Lat: nan, Lon: math.Inf(1)} }),
		photo("far", "2023-01-01", at(far), func(it *gallery.Item) { it.Added, it.Origins[0].MTime, it.Origins[0].Verified = far, far, far }),
		photo("zone", "2023-01-01", at(time.Unix(0, 0).In(time.FixedZone("", 30*3600)))),
		photo("big", "2023-01-01", func(it *gallery.Item) {
			it.Info.Width, it.Info.Duration, it.Size = math.MaxInt, math.MaxInt64, math.MinInt64
			it.Info.Camera = strings.Repeat("ü", 1<<20)
		}),
		photo("many", "2023-01-01", func(it *gallery.Item) {
			for range 1000 {
				it.Origins = append(it.Origins, it.Origins[0])
			}
		}),
		gallery.Item{},
	)
	tl := timeline(t, x, Filter{})
	if len(tl.IDs) != 6 {
		t.Fatalf("%d items, want 6", len(tl.IDs))
	}
	for _, id := range tl.IDs {
		if _, err := x.Item(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	if it, err := x.ItemByHash(t.Context(), hashOf("many")); err != nil || len(it.Origins) != 1001 {
		t.Errorf("%d origins, %v", len(it.Origins), err)
	}
}

func TestSequence(t *testing.T) {
	low, high := gallery.Hash{}, gallery.Hash{}
	for i := range high {
		high[i] = 0xff
	}
	// Each is before the next, whatever the hashes say.
	for i, pair := range [][2]string{
		{"IMG_BURST1.jpg", "IMG_BURST2.jpg"}, {"IMG_BURST9.jpg", "IMG_BURST10.jpg"}, {"IMG-20230514-WA0009.jpg", "IMG-20230514-WA0010.jpg"},
		{"IMG_20230514_101112.jpg", "IMG_20230514_101112_1.jpg"}, {"a.jpg", "1.jpg"}, {"", "99999"}, {"00000.jpg", "1.x"}, {"1234567.jpg", "1.jpg"},
	} {
		if sequence(pair[0], high) >= sequence(pair[1], low) {
			t.Errorf("%d: %s is not before %s", i, pair[0], pair[1])
		}
	}
	if sequence("99999.jpg", high) < 0 || sequence("x", low) < 0 {
		t.Error("negative")
	}
}

// Any numbers and texts a file may claim go in, and come out where they mean something.
func FuzzItem(f *testing.F) {
	f.Add(int64(1684051872), 7200, 41.9, 12.5, "Xiaomi", "IMG_1.jpg", int64(12))
	f.Add(int64(math.MaxInt64), 1<<30, math.NaN(), math.Inf(-1), "\xff\x00", "../\n", int64(-1))
	f.Add(int64(math.MinInt64), -1<<30, 0.0, 0.0, "", "", int64(math.MinInt64))
	x := open(f, f.TempDir())
	f.Fuzz(func(t *testing.T, unix int64, zone int, lat, lon float64, text, name string, n int64) {
		when := time.Unix(unix, n).In(time.FixedZone(text, zone))
		want := gallery.Item{
			Hash: hashOf("fuzz"), Size: n, Path: name, Added: when,
			Info: gallery.Info{Kind: gallery.Kind(text), MIME: text, Camera: text, Width: int(n), Duration: time.Duration(n),
				Taken: gallery.Taken{Time: when, Source: gallery.TakenSource(text)}, Place: &gallery.Place{Lat: lat, Lon: lon}},
			Origins: []gallery.Origin{{Phone: text, Album: name, Path: name, MTime: when}},
		}
		apply(t, x, "p", want)
		got, err := x.ItemByHash(t.Context(), want.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if got.Size != n || got.Path != name || len(got.Origins) != 1 || got.Origins[0].Path != name || got.Origins[0].Album != name {
			t.Fatalf("got %+v", got)
		}
		if finite(lat) && finite(lon) && *got.Info.Place != *want.Info.Place {
			t.Fatalf("place %v", got.Info.Place)
		}
		rows, err := x.Rows(t.Context(), timeline(t, x, Filter{Album: AlbumKey{text, name}}).IDs)
		if err != nil || len(rows) != 1 || rows[0].Taken.Year() < 1 || rows[0].Taken.Year() > 9999 {
			t.Fatalf("%+v, %v", rows, err)
		}
	})
}
