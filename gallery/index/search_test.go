package index

import (
	"path"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

func TestSearch(t *testing.T) {
	x := filled(t,
		photo("IMG_20230514_101112.jpg", "2023-05-14"),
		photo("VID_20230601.mp4", "2023-06-01", kind(gallery.Video)),
		photo("Screenshot_1.png", "2022-05-01", in("anna", "DCIM/Screenshots")),
		photo("100%_sure.jpg", "2021-02-03"),
		photo("100a_sure.jpg", "2021-02-04", favorite),
		photo(`o'brien\n"x".jpg`, "2021-02-05"),
		photo("Été à l’École.jpg", "2020-08-01"),
		photo("ИЗМИР.jpg", "2020-08-02"),
		photo("İstanbul.jpg", "2020-08-03"),
		photo("照片.jpg", "2020-08-04", in("anna", "Pictures/Holidays in Rome")),
		photo("wa.jpg", "2019-01-01", in("ben", "WhatsApp/Media/WhatsApp Images/Sent")),
		photo("xiaomi.jpg", "2018-01-01", func(it *gallery.Item) { it.Info.Camera = "Xiaomi 13 Pro" }),
		photo("renamed (2).jpg", "2017-01-01", func(it *gallery.Item) { it.Origins[0].Path = "/storage/emulated/0/DCIM/Camera/Beach?.jpg" }),
		photo("s.jpg", "2016-01-01", func(it *gallery.Item) { it.Info.Motion = &gallery.Motion{Offset: 1, Length: 2} }),
		photo("gone.jpg", "2015-01-01", trashed),
	)
	all := len(timeline(t, x, Filter{}).IDs)
	tests := []struct{ search, want string }{
		{"img_2023", "IMG_20230514_101112.jpg"},
		{"  IMG   101112 ", "IMG_20230514_101112.jpg"},
		{"img vid", ""},
		{"2023", "VID_20230601.mp4 IMG_20230514_101112.jpg"},
		{"2023-05", "IMG_20230514_101112.jpg"},
		{"05.2023", "IMG_20230514_101112.jpg"},
		{"5/2023", "IMG_20230514_101112.jpg"},
		{"14.05.2023", "IMG_20230514_101112.jpg"},
		{"20230514", "IMG_20230514_101112.jpg"},
		{"2021-02-03", "100%_sure.jpg"},
		{"20210203", "100%_sure.jpg"},
		{"31.06.2023", ""},
		{"may 2022", "Screenshot_1.png"},
		{"May", "IMG_20230514_101112.jpg Screenshot_1.png"},
		{"aug", "照片.jpg İstanbul.jpg ИЗМИР.jpg Été à l’École.jpg"},
		{"videos", "VID_20230601.mp4"},
		{"screenshots", "Screenshot_1.png"},
		{"favourites", "100a_sure.jpg"},
		{"motion", "s.jpg"},
		// Nothing typed means anything to SQL.
		{"100%", "100%_sure.jpg"},
		{"%", "100%_sure.jpg"},
		{"0_sure", ""},
		{`'`, `o'brien\n"x".jpg`},
		{`\`, `o'brien\n"x".jpg`},
		{"') OR 1=1 --", ""},
		{"*", ""},
		// As people compare letters.
		{"ete ecole", "Été à l’École.jpg"},
		{"E\u0301COLE", "Été à l’École.jpg"},
		{"измир", "ИЗМИР.jpg"},
		{"istanbul", "İstanbul.jpg"},
		{"ıstanbul", "İstanbul.jpg"},
		{"照", "照片.jpg"},
		// Albums and cameras.
		{"holidays", "照片.jpg"},
		{`"holidays in rome"`, "照片.jpg"},
		{`"rome holidays"`, ""},
		{`"holidays in`, "照片.jpg"},
		{"whatsapp images", "wa.jpg"},
		{`"whatsapp images, sent"`, "wa.jpg"},
		{"xiaomi pro", "xiaomi.jpg"},
		{"beach?", "renamed (2).jpg"},
		{"gone", ""},
		{"\x00", ""},
	}
	for _, c := range tests {
		if got := names(t, x, Filter{Search: c.search}); got != c.want {
			t.Errorf("%q: got %s, want %s", c.search, got, c.want)
		}
	}
	for _, nothing := range []string{"", "   ", "\u0301", `""`, `"`} {
		if got := len(timeline(t, x, Filter{Search: nothing}).IDs); got != all {
			t.Errorf("%q: %d items, want all %d", nothing, got, all)
		}
	}
	if got := names(t, x, Filter{Search: "gone", IncludeTrashed: true}); got != "gone.jpg" {
		t.Errorf("trash: %s", got)
	}
}

// A place's name finds what was taken there, also when the owner said where.
func TestSearchFindsPlaces(t *testing.T) {
	x, err := Open(t.Context(), t.TempDir(), Naming(func(lat, _ float64) string {
		if lat > 0 {
			return "São Tomé, São Tomé & Príncipe"
		}
		return ""
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	at := func(lat float64) func(*gallery.Item) {
		return func(it *gallery.Item) { it.Info.Place = &gallery.Place{Lat: lat, Lon: 6.7} }
	}
	apply(t, x, "1", photo("island.jpg", "2023-01-01", at(0.33)), photo("sea.jpg", "2023-01-02", at(-5)), photo("nowhere.jpg", "2023-01-03"),
		photo("moved.jpg", "2023-01-04", at(-5), edited(gallery.Edit{Place: &gallery.Place{Lat: 0.4, Lon: 6.7}})))
	for search, want := range map[string]string{"sao tome": "moved.jpg island.jpg", "PRÍNCIPE 2023": "moved.jpg island.jpg", "principe island": "island.jpg", "oslo": ""} {
		if got := names(t, x, Filter{Search: search}); got != want {
			t.Errorf("%q finds %q, want %q", search, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	var none time.Time
	tests := []struct {
		word     string
		from, to time.Time
	}{
		{"2024", day(2024, 1, 1), day(2025, 1, 1)},
		{"2024-12", day(2024, 12, 1), day(2025, 1, 1)},
		{"2024-02-29", day(2024, 2, 29), day(2024, 3, 1)},
		{"29.2.2024", day(2024, 2, 29), day(2024, 3, 1)},
		{"2023-02-29", none, none}, {"2023-13", none, none}, {"2023-00", none, none}, {"0000", none, none}, {"202", none, none}, {"20233", none, none},
		{"10-12", none, none}, {"1.2.3.2024", none, none}, {"-", none, none}, {"", none, none}, {"+202", none, none}, {"2023-+1", none, none}, {"照片1234", none, none},
	}
	for _, c := range tests {
		if from, to := span(c.word); !from.Equal(c.from) || !to.Equal(c.to) {
			t.Errorf("%q: %v to %v, want %v to %v", c.word, from, to, c.from, c.to)
		}
	}
}

// A long search is cut, not refused.
func TestSearchIsBounded(t *testing.T) {
	x := filled(t, photo("a.jpg", "2023-05-14"))
	if got := names(t, x, Filter{Search: strings.Repeat("a ", 1<<16)}); got != "a.jpg" {
		t.Errorf("many words: %q", got)
	}
	apply(t, x, "2", photo("b.jpg", "2023-05-14", func(it *gallery.Item) { it.Info.Camera = strings.Repeat("q", 2*maxTermSize) }))
	if got := names(t, x, Filter{Search: strings.Repeat("q", 1<<20)}); got != "b.jpg" {
		t.Errorf("a long word: %q", got)
	}
}

// Whatever a file is called, its name finds it, and no search fails.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"IMG_1.jpg", "100%", "a_b", `"quoted"`, "Été", "\xff\xfe", "İı", "a\x00b", "2023-05-14", "ß", "ﬃ", "videos", "'; --"} {
		f.Add(s, s)
	}
	x := open(f, f.TempDir())
	f.Fuzz(func(t *testing.T, name, search string) {
		if len(name) > 200 {
			name = name[:200]
		}
		it := photo("fixed", "2023-05-14", func(it *gallery.Item) { it.Path = "Photos/" + name })
		apply(t, x, "p", it)
		if _, err := x.Timeline(t.Context(), Filter{Search: search}); err != nil {
			t.Fatal(err)
		}
		if tl := timeline(t, x, Filter{Search: path.Base(it.Path)}); len(tl.IDs) != 1 && !strings.ContainsAny(name, "\"“”„") {
			t.Fatalf("%q is not found by its name", name)
		}
	})
}
