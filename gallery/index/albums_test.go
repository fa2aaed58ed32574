package index

import (
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"keepsake/gallery"
)

func TestAlbums(t *testing.T) {
	x := filled(t,
		photo("1.jpg", "2023-01-01", size(10)),
		photo("2.jpg", "2023-01-02", size(20), also(origin("anna", "DCIM/Camera", "2 copy.jpg"), origin("anna", "Pictures/Best", "2.jpg"))),
		photo("3.jpg", "2023-01-03", size(40), trashed),
		photo("4.mp4", "2023-01-04", size(80), kind(gallery.Video), in("ben", "DCIM/Camera")),
		photo("5.mp3", "2023-01-05", size(160), kind(gallery.Audio), in("ben", "DCIM/Camera")),
		photo("6.mp3", "2023-01-06", size(320), kind(gallery.Audio), in("ben", "MIUI/sound_recorder")),
		photo("7.jpg", "2023-01-07", in("ben", "DCIM/.globalTrash"), trashed),
	)
	got, err := x.Albums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := func(name string) int64 { return idOf(t, x, name) }
	day := func(d int) time.Time { return time.Date(2023, 1, d, 10, 0, 0, 0, time.FixedZone("", 2*3600)) }
	want := []Album{
		{AlbumKey{"ben", "DCIM/Camera"}, "Camera", 2, 240, day(4), id("4.mp4")}, // not the recording
		{AlbumKey{"anna", "DCIM/Camera"}, "Camera", 2, 30, day(2), id("2.jpg")}, // a copy in the same album is one item
		{AlbumKey{"anna", "Pictures/Best"}, "Best", 1, 20, day(2), id("2.jpg")},
		{AlbumKey{"ben", "MIUI/sound_recorder"}, "Recordings", 1, 320, day(6), id("6.mp3")},
	}
	for i := range got {
		if i < len(want) && got[i].Newest.Equal(want[i].Newest) {
			got[i].Newest = want[i].Newest
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	// An album that holds nothing any more is none.
	apply(t, x, "2", photo("6.mp3", "2023-01-06", in("ben", "Music")))
	albums, err := x.Albums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range albums {
		if a.Key.Path == "MIUI/sound_recorder" {
			t.Errorf("empty: %+v", a)
		}
	}
	// Every album's timeline holds what the album counts.
	for _, a := range albums {
		if n := len(timeline(t, x, Filter{Album: a.Key}).IDs); n != a.Count {
			t.Errorf("%v: %d items, counted %d", a.Key, n, a.Count)
		}
	}
}

func idOf(t *testing.T, x *Index, name string) int64 {
	t.Helper()
	var id int64
	h := hashOf(name)
	if err := x.main.read.QueryRowContext(t.Context(), `SELECT id FROM items WHERE hash = ?`, h[:]).Scan(&id); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return id
}

func TestAlbumName(t *testing.T) {
	const chats = "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images"
	for folder, want := range map[string]string{
		"DCIM/Camera":                          "Camera",
		"DCIM/Camera/Raw":                      "Camera RAW",
		"DCIM/Screenshots":                     "Screenshots",
		"Pictures/Screenshots":                 "Screenshots",
		"DCIM/screenrecorder":                  "Screen recordings",
		chats:                                  "WhatsApp Images",
		chats + "/Sent":                        "WhatsApp Images, sent",
		chats + "/Private":                     "WhatsApp Images, private",
		"Sent":                                 "Sent",
		"MIUI/Gallery/cloud/owner/summer 2023": "Summer 2023",
		"MIUI/Gallery/cloud/owner/élan":        "Élan",
		"MIUI/Gallery/cloud/owner/照片":          "照片",
		"MIUI/Gallery/cloud/sharer/family":     "family",
		"MIUI/sound_recorder/call_rec":         "Call recordings",
		"Download":                             "Downloads",
		"Pictures/Instagram":                   "Instagram",
		"DCIM":                                 "DCIM",
		"":                                     "Phone storage",
		"/":                                    "Phone storage",
		"Pictures/a\nb\x7f":                    "a b",
		"Pictures/\xff":                        "\ufffd",
		"Pictures/ ":                           "Unnamed",
		"Pictures/e\u0301t\u00e9":              "été",
		"DCIM/.globalTrash":                    "Trash",
		"SD card/DCIM/Camera":                  "Camera (SD card)",
		"SD card/Download":                     "Downloads (SD card)",
		"SD card":                              "SD card",
		"Dual apps/" + chats + "/Sent":         "WhatsApp Images, sent (Dual apps)",
	} {
		if got := AlbumName(folder); got != want {
			t.Errorf("%q: %q, want %q", folder, got, want)
		}
	}
}

func FuzzAlbumName(f *testing.F) {
	for _, s := range []string{"DCIM/Camera", "MIUI/Gallery/cloud/owner/", "a/Sent", "\xff/\xfe", "//", "MIUI/Gallery/cloud/owner/\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, folder string) {
		name := AlbumName(folder)
		if name == "" || !utf8.ValidString(name) {
			t.Fatalf("%q is called %q", folder, name)
		}
		for _, r := range name {
			if r < ' ' {
				t.Fatalf("%q is called %q", folder, name)
			}
		}
	})
}

func TestStats(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2024, 1, d, 0, 0, 0, 0, time.UTC) }
	proven := func(n, d int) func(*gallery.Item) {
		return func(it *gallery.Item) { it.Origins[n].Verified = day(d) }
	}
	x := filled(t,
		photo("1.jpg", "2023-01-01", size(1), proven(0, 5)),
		photo("2.jpg", "2023-01-02", size(2), also(origin("anna", "Pictures", "2.jpg")), proven(0, 6), trashed), // one of two places
		photo("3.mp4", "2023-01-03", size(4), kind(gallery.Video)),
		photo("4.mp3", "2023-01-04", size(8), kind(gallery.Audio)),
		photo("5.jpg", "2022-01-05", size(16), trashed),
		photo("6.jpg", "2023-01-06", size(32), trashed, also(origin("ben", "DCIM/Camera", "6.jpg")), proven(1, 7)),
		photo("7.jpg", "2024-01-07", size(64), in("ben", "DCIM/Camera"), func(it *gallery.Item) { it.Origins[0].FirstSeen = day(20) }),
	)
	taken := func(y, m, d int) time.Time {
		return time.Date(y, time.Month(m), d, 10, 0, 0, 0, time.FixedZone("", 2*3600))
	}
	tests := map[string]Stats{
		"": {Items: 7, Photos: 5, Videos: 1, Trashed: 1, Bytes: 127, Verified: 3,
			Oldest: taken(2022, 1, 5), Newest: taken(2024, 1, 7), LastSeen: day(20), LastVerified: day(7)},
		"anna": {Items: 6, Photos: 4, Videos: 1, Trashed: 2, Bytes: 63, Verified: 1,
			Oldest: taken(2022, 1, 5), Newest: taken(2023, 1, 6), LastSeen: day(1), LastVerified: day(6)},
		"ben": {Items: 2, Photos: 2, Bytes: 96, Verified: 1,
			Oldest: taken(2023, 1, 6), Newest: taken(2024, 1, 7), LastSeen: day(20), LastVerified: day(7)},
		"carl": {},
	}
	same := func(a, b Stats) bool {
		ok := a.Oldest.Equal(b.Oldest) && a.Newest.Equal(b.Newest) && a.LastSeen.Equal(b.LastSeen) && a.LastVerified.Equal(b.LastVerified)
		a.Oldest, a.Newest, a.LastSeen, a.LastVerified = b.Oldest, b.Newest, b.LastSeen, b.LastVerified
		return ok && a == b
	}
	for phone, want := range tests {
		if got, err := x.Stats(t.Context(), phone); err != nil || !same(got, want) {
			t.Errorf("%q: %+v, %v\nwant %+v", phone, got, err, want)
		}
	}
	phones, err := x.Phones(t.Context())
	if err != nil || len(phones) != 2 || phones[0].ID != "anna" || phones[1].ID != "ben" || !same(phones[1].Stats, tests["ben"]) {
		t.Errorf("phones %+v, %v", phones, err)
	}
	empty := open(t, t.TempDir())
	if s, err := empty.Stats(t.Context(), ""); s != (Stats{}) || err != nil {
		t.Errorf("empty: %+v, %v", s, err)
	}
	if p, err := empty.Phones(t.Context()); len(p) != 0 || err != nil {
		t.Errorf("empty: %+v, %v", p, err)
	}
}
