package index

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"keepsake/gallery"
)

// open opens the index in dir and closes it with the test.
func open(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// filled opens an index of its own with items applied.
func filled(t testing.TB, items ...gallery.Item) *Index {
	t.Helper()
	x := open(t, t.TempDir())
	apply(t, x, "1", items...)
	return x
}

func apply(t testing.TB, x *Index, position string, items ...gallery.Item) {
	t.Helper()
	if err := x.Apply(t.Context(), items, position); err != nil {
		t.Fatal(err)
	}
}

func hashOf(name string) gallery.Hash { return sha256.Sum256([]byte(name)) }

// photo is a photo in the camera album of phone "anna", taken at 10:00 of a day
// ("2023-05-14") in Rome, and then changed.
func photo(name, day string, change ...func(*gallery.Item)) gallery.Item {
	taken, err := time.ParseInLocation(time.DateOnly, day, time.FixedZone("", 2*3600))
	if err != nil {
		panic(err)
	}
	taken = taken.Add(10 * time.Hour)
	it := gallery.Item{
		Hash:  hashOf(name),
		Size:  1000,
		Path:  "Photos/Anna/DCIM/Camera/" + name,
		Added: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		Info: gallery.Info{
			Kind: gallery.Photo, MIME: "image/jpeg", Width: 4000, Height: 3000,
			Taken: gallery.Taken{Time: taken, Zoned: true, Source: gallery.TakenEXIF},
		},
		Origins: []gallery.Origin{origin("anna", "DCIM/Camera", name)},
	}
	for _, c := range change {
		c(&it)
	}
	return it
}

func origin(phone, album, name string) gallery.Origin {
	return gallery.Origin{
		Phone: phone, Album: album, Path: "/storage/emulated/0/" + album + "/" + name,
		MTime:     time.Date(2023, 1, 2, 3, 4, 5, 0, time.UTC),
		FirstSeen: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

func kind(k gallery.Kind) func(*gallery.Item) { return func(it *gallery.Item) { it.Info.Kind = k } }
func size(n int64) func(*gallery.Item)        { return func(it *gallery.Item) { it.Size = n } }
func favorite(it *gallery.Item)               { it.Origins[0].Favorite = true }
func trashed(it *gallery.Item)                { it.Origins[0].Trashed = true }
func in(phone, album string) func(*gallery.Item) {
	return func(it *gallery.Item) {
		it.Origins[0].Phone, it.Origins[0].Album = phone, album
	}
}
func also(os ...gallery.Origin) func(*gallery.Item) {
	return func(it *gallery.Item) { it.Origins = append(it.Origins, os...) }
}

// library makes n items as libraries have them: ten years, two phones, albums of
// very different size, bursts, a few videos, favourites and things in the trash.
func library(n int, seed uint64) []gallery.Item {
	rnd := rand.New(rand.NewPCG(seed, 1))
	albums := []string{"DCIM/Camera", "DCIM/Camera", "DCIM/Camera", "DCIM/Screenshots", "Pictures/Instagram",
		"Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images", "MIUI/Gallery/cloud/owner/summer"}
	zones := []*time.Location{time.UTC, time.FixedZone("", 2*3600), time.FixedZone("", -7*3600)}
	at := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
	items := make([]gallery.Item, n)
	for i := range items {
		if rnd.IntN(10) > 0 { // else one of a burst
			at = at.Add(time.Duration(rnd.IntN(int(20*365*24*time.Hour) / (n + 1)))).Truncate(time.Second)
		}
		var h gallery.Hash
		for j := 0; j < len(h); j += 8 {
			binary.LittleEndian.PutUint64(h[j:], rnd.Uint64())
		}
		phone, album := "phone"+string('a'+rune(rnd.IntN(2))), albums[rnd.IntN(len(albums))]
		name := fmt.Sprintf("IMG_%s_%d.jpg", at.Format("20060102_150405"), i%2) // some of a burst differ by nothing but content
		it := gallery.Item{
			Hash: h, Size: rnd.Int64N(1 << 23), Path: "Photos/" + phone + "/" + album + "/" + name,
			Added: at.Add(time.Hour),
			Info: gallery.Info{
				Kind: gallery.Photo, MIME: "image/jpeg", Width: 4000, Height: 3000, Camera: "Xiaomi 13 Pro",
				Taken: gallery.Taken{Time: at.In(zones[rnd.IntN(3)]), Zoned: true, Source: gallery.TakenEXIF},
			},
			Origins: []gallery.Origin{{
				Phone: phone, Album: album, Path: "/storage/emulated/0/" + album + "/" + name, MTime: at, FirstSeen: at.Add(time.Hour),
				Verified: at.Add(2 * time.Hour), Favorite: rnd.IntN(20) == 0, Trashed: rnd.IntN(30) == 0,
			}},
		}
		if rnd.IntN(12) == 0 {
			it.Info.Kind, it.Info.MIME, it.Info.Duration = gallery.Video, "video/mp4", 12*time.Second
		}
		if rnd.IntN(3) == 0 {
			it.Info.Place = &gallery.Place{Lat: 41.9, Lon: 12.5}
		}
		if rnd.IntN(9) == 0 {
			o := it.Origins[0]
			o.Album, o.Trashed = "Pictures/Best", false
			it.Origins = append(it.Origins, o)
		}
		items[i] = it
	}
	rnd.Shuffle(n, func(i, j int) { items[i], items[j] = items[j], items[i] })
	return items
}
