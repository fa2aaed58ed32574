package index

import (
	"testing"
	"time"

	"keepsake/gallery"
)

// The golden table of what people type, on a Wednesday in June.
func TestPhrases(t *testing.T) {
	now := time.Date(2024, 6, 12, 23, 30, 0, 0, time.FixedZone("", 10*3600))
	screen := func(it *gallery.Item) { it.Info.Screen = true }
	rome := func(it *gallery.Item) { it.Info.Place = &gallery.Place{Lat: 41.9, Lon: 12.5} }
	verified := func(it *gallery.Item) { it.Origins[0].Verified = now }
	x := filled(t,
		photo("today", "2024-06-12"),
		photo("evening", "2024-06-11", rome),
		photo("monday", "2024-06-10", screen),
		photo("sunday", "2024-06-09", screen),
		photo("saturday", "2024-06-08", kind(gallery.Video)),
		photo("lastmonday", "2024-06-03", screen, kind(gallery.Video)),
		photo("may31", "2024-05-31"),
		photo("may14", "2024-05-14"),
		photo("march", "2024-03-01"),
		photo("february", "2024-02-29"),
		photo("newyear", "2024-01-01"),
		photo("december", "2023-12-24"),
		photo("july", "2023-07-15", kind(gallery.Video)),
		photo("may23", "2023-05-14", verified),
		photo("old", "2021-01-15", func(it *gallery.Item) { it.Info.Burst = "b" }),
		photo("older", "2019-08-01", rome),
	)
	for _, c := range []struct{ typed, want string }{
		{"yesterday", "evening"},
		{"Today", "today"},
		{"this week", "today evening monday"},
		{"last week", "sunday saturday lastmonday"},
		{"screenshots last week", "sunday lastmonday"},
		{"last weekend", "sunday saturday"},
		{"this month", "today evening monday sunday saturday lastmonday"},
		{"last month", "may31 may14"},
		{"this year", "today evening monday sunday saturday lastmonday may31 may14 march february newyear"},
		{"last year", "december july may23"},
		{"videos last year", "july"},
		{"last 3 days", "today evening monday sunday"},
		{"past 2 weeks", "today evening monday sunday saturday lastmonday may31"},
		{"2 days ago", "monday"},
		{"1 week ago", "sunday saturday lastmonday"},
		{"a month ago", "may31 may14"},
		{"a year ago", "december july may23"},
		{"videos 2023", "july"},
		{"videos from 2023", "july"},
		{"photos in may 2023", "may23"},
		{"may", "may31 may14 may23"},
		{"last may", "may31 may14"},
		{"this may", "may31 may14"},
		{"last december", "december"},
		{"14 may", "may14 may23"},
		{"May 14th", "may14 may23"},
		{"14. may 2023", "may23"},
		{"may 14 2024", "may14"},
		{"31 june", ""},
		{"summer 2023", "july"},
		{"winter 2023", "february newyear december"},
		{"summer", "today evening monday sunday saturday lastmonday july older"},
		{"last summer", "july"},
		{"last winter", "february newyear december"},
		{"this summer", "today evening monday sunday saturday lastmonday"},
		{"2019-2021", "old older"},
		{"2019 to 2021", "old older"},
		{"from 2019 to 2021", "old older"},
		{"between 2019 and 2021", "old older"},
		{"2021-2019", ""},
		{"before 2020", "older"},
		{"until 2021", "old older"},
		{"after 2023", "today evening monday sunday saturday lastmonday may31 may14 march february newyear"},
		{"since may 2024", "today evening monday sunday saturday lastmonday may31 may14"},
		{"with place", "evening older"},
		{"with location 2019", "older"},
		{"without place 2021", "old"},
		{"at 41.9,12.5", "evening older"},
		{"41.91, 12.52", "evening older"},
		{"near 48.1,11.5", ""},
		{"screen recordings", "lastmonday"},
		{"verified", "may23"},
		{"not verified 2023", "december july"},
		{"bursts", "old"},
		// Words that only hold others together, and quotes that take them at their word.
		{"all my photos of may 2023", "may23"},
		{`"last week"`, ""},
		{`"today"`, "today"},
		{"the", ""},
		{"last", "lastmonday"},
		{"last 0 days", ""},
		{"before", ""},
		{"sunday, saturday", ""},
		{"sunday,", "sunday"},
	} {
		if got := names(t, x, Filter{Search: c.typed, Now: now}); got != c.want {
			t.Errorf("%q: %s\n\twant %s", c.typed, got, c.want)
		}
	}
}

// Something may be called what a phrase means.
func TestPhrasesAreNamesToo(t *testing.T) {
	x := filled(t, photo("Last Week in Rome.jpg", "2020-01-01"), photo("yesterday", "2020-01-02", edited(gallery.Edit{Albums: []string{"k"}})))
	if err := x.SetAlbumEdits(t.Context(), []gallery.AlbumEdit{{Path: "k", Title: "Summer 2024"}}); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2024, 6, 12, 12, 0, 0, 0, time.UTC)
	for typed, want := range map[string]string{"last week": "Last Week in Rome.jpg", "yesterday": "yesterday", "summer 2024": "yesterday"} {
		if got := names(t, x, Filter{Search: typed, Now: now}); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}

func TestAround(t *testing.T) {
	for _, c := range []struct{ lat, lon float64 }{{0, 0}, {60, 10}, {-17, 179.99}, {-17, -179.99}, {90, 0}, {-90, 180}} {
		b := around(c.lat, c.lon, 5)
		if b.North-b.South < 0.08 || b.North-b.South > 0.1 {
			t.Errorf("%v: %+v is not ten kilometres high", c, b)
		}
		wide := b.East - b.West
		if wide < 0 {
			wide += 360
		}
		if wide < 0.08 || b.West < -180-1e-9 && b.East < 180 {
			t.Errorf("%v: %+v", c, b)
		}
	}
}
