package calendar_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/calendar"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

func model(t *testing.T, lib calendar.Library, zone *time.Location, first time.Weekday) (*calendar.Model, *uitest.Bench) {
	t.Helper()
	b := uitest.NewBench(t, look.Light)
	m := calendar.NewModel(lib, b.Hop, b.Clock.After, func() time.Time { return uitest.Now.In(zone) }, first)
	m.Load()
	b.Settle()
	return m, b
}

func day(y, m, d int) int { return calendar.Days(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)) }

func titles(m *calendar.Model, on int) string {
	var all []string
	for _, i := range m.On(on) {
		all = append(all, m.Items[i].Event.Title)
	}
	return strings.Join(all, ", ")
}

func TestMonth(t *testing.T) {
	m, _ := model(t, uitest.NewEvents(13), time.UTC, time.Monday)
	if m.Title() != "November 2026" || len(m.Weeks) != 6 || m.Weeks[0].First != day(2026, 10, 26) {
		t.Errorf("%s has %d weeks, the first from %d", m.Title(), len(m.Weeks), m.Weeks[0].First)
	}
	for d, want := range map[int]string{
		day(2026, 11, 24): "Dentist, Choir practice",
		day(2026, 11, 10): "School holidays, Choir practice",
		day(2026, 11, 12): "School holidays", // its choir practice is an exception
		day(2026, 11, 22): "Nan's birthday, , 家庭聚餐",
		day(2026, 11, 29): "Lighthouse trip",
		day(2026, 11, 30): "योग कक्षा", // the trip's end is not of it
		day(2026, 11, 21): "Night train",
		day(2026, 11, 2):  "Rent, योग कक्षा",
		day(2026, 11, 8):  "School holidays",
		day(2026, 12, 1):  "Choir practice", // of the next month, in the last week
	} {
		if got := titles(m, d); got != want {
			t.Errorf("on %s there is %q, want %q", time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly), got, want)
		}
	}
}

func TestWeekBeginsWhereTheLocaleSays(t *testing.T) {
	for first, want := range map[time.Weekday]int{time.Sunday: day(2026, 11, 1), time.Saturday: day(2026, 10, 31), time.Monday: day(2026, 10, 26)} {
		m, _ := model(t, uitest.NewEvents(1), time.UTC, first)
		if m.Weeks[0].First != want {
			t.Errorf("weeks from %s: the first begins on day %d, want %d", first, m.Weeks[0].First, want)
		}
	}
}

func TestZones(t *testing.T) {
	// Ten at night in UTC is the next day in Tokyo; a whole day is the same day anywhere.
	lib := &uitest.Events{All: []records.Event{
		{UID: "a", Title: "late", Start: time.Date(2026, 11, 10, 22, 0, 0, 0, time.UTC).UnixMilli(), End: time.Date(2026, 11, 10, 23, 0, 0, 0, time.UTC).UnixMilli(), Zone: "Europe/London"},
		{UID: "b", Title: "whole", AllDay: true, Start: time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC).UnixMilli(), End: time.Date(2026, 11, 11, 0, 0, 0, 0, time.UTC).UnixMilli()},
		{UID: "c", Title: "weekly", Start: time.Date(2026, 10, 5, 7, 0, 0, 0, time.UTC).UnixMilli(), Duration: "PT3600S", Zone: "Europe/Berlin", RRule: []string{"FREQ=WEEKLY;BYDAY=MO"}},
	}}
	for name, wants := range map[string]map[int]string{
		"Asia/Tokyo":       {day(2026, 11, 10): "whole", day(2026, 11, 11): "late"},
		"America/New_York": {day(2026, 11, 10): "whole, late"},
		"Pacific/Auckland": {day(2026, 11, 10): "whole", day(2026, 11, 11): "late"},
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := model(t, lib, zone, time.Monday)
		for d, want := range wants {
			if got := titles(m, d); got != want {
				t.Errorf("in %s there is %q, want %q", name, got, want)
			}
		}
	}
	// Nine in Berlin stays nine when the clocks change.
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	m, b := model(t, lib, berlin, time.Monday)
	m.Turn(-1)
	b.Settle()
	for _, i := range slices.Concat(m.On(day(2026, 10, 19)), m.On(day(2026, 10, 26))) {
		if at := m.Items[i].Start; at.Hour() != 9 || at.Minute() != 0 {
			t.Errorf("on %s it is at %s", at.Format(time.DateOnly), at.Format(time.TimeOnly))
		}
	}
}

func TestBarsDoNotLieOverEachOther(t *testing.T) {
	m, _ := model(t, uitest.NewEvents(400), time.UTC, time.Monday)
	for _, w := range m.Weeks {
		taken := map[[2]int]int{}
		for _, b := range w.Bars {
			for d := b.From; d <= b.To; d++ {
				if other, ok := taken[[2]int{d, b.Lane}]; ok {
					t.Errorf("items %d and %d lie over each other", other, b.Item)
				}
				taken[[2]int{d, b.Lane}] = b.Item
			}
		}
		for lines := range 6 {
			shown, more := w.Fit(lines)
			var seen [7]int
			for _, b := range shown {
				for d := b.From; d <= b.To; d++ {
					seen[d]++
				}
			}
			for d := range 7 {
				all := len(m.On(w.First + d))
				if seen[d]+more[d] != all {
					t.Errorf("with %d lines day %d shows %d and leaves out %d of %d", lines, d, seen[d], more[d], all)
				}
			}
		}
	}
}

func TestList(t *testing.T) {
	m, b := model(t, uitest.NewEvents(13), time.UTC, time.Monday)
	m.SetView(calendar.ListView)
	b.Settle()
	if m.Title() != "2026" || len(m.Rows) < 60 || m.Rows[0].Item >= 0 || m.Rows[1].Item < 0 {
		t.Fatalf("%s: %d rows, %+v", m.Title(), len(m.Rows), m.Rows[:min(3, len(m.Rows))])
	}
	m.Turn(1)
	b.Settle()
	if m.Title() != "2027" || m.Items[0].Start.Year() != 2027 {
		t.Errorf("after a turn it is %s", m.Title())
	}
	m.Step(1)
	if m.Chosen < 0 {
		t.Error("nothing is open after a step")
	}
	m.Turn(-10)
	b.Settle()
	if len(m.Rows) != 2 || m.Items[0].Event.Title != "Nan's birthday" { // every year
		t.Errorf("2017 has %d rows", len(m.Rows))
	}
}

func TestSearch(t *testing.T) {
	m, b := model(t, uitest.NewEvents(13), time.UTC, time.Monday)
	m.SetSearch("choir")
	b.Clock.Advance(time.Second)
	b.Settle()
	if len(m.Items) != 1 || len(m.Rows) != 2 || m.Rows[0].Heading != "2026" {
		t.Errorf("found %d, rows %+v", len(m.Items), m.Rows)
	}
	m.SetSearch("zebra")
	b.Clock.Advance(time.Second)
	b.Settle()
	if len(m.Items) != 0 {
		t.Errorf("found %d", len(m.Items))
	}
	m.SetSearch("")
	b.Clock.Advance(time.Second)
	b.Settle()
	if len(m.Weeks) != 6 {
		t.Error("the month is not back")
	}
}

func TestTwoPhonesWithOneCalendar(t *testing.T) {
	lib := uitest.NewEvents(13)
	lib.All = append(lib.All, lib.All...) // the second phone has the same
	lib.Phones = []string{"a", "b"}
	m, b := model(t, lib, time.UTC, time.Monday)
	if got := titles(m, day(2026, 11, 24)); got != "Dentist, Choir practice" {
		t.Errorf("of both phones: %q", got)
	}
	m.SetPhone("b")
	b.Settle()
	if len(m.Items) == 0 || m.Items[0].Phone != "b" {
		t.Error("the phone's own are not shown")
	}
}

func TestMonthsEndWell(t *testing.T) {
	m, b := model(t, uitest.NewEvents(13), time.UTC, time.Monday)
	m.GoTo(day(2027, 1, 31))
	b.Settle()
	m.Turn(1)
	b.Settle()
	if m.Day != day(2027, 2, 28) || m.Month != time.February {
		t.Errorf("a month after 31 January is day %d", m.Day)
	}
	m.Today()
	b.Settle()
	if m.Day != calendar.Days(uitest.Now) || m.Month != time.November {
		t.Error("today is another day")
	}
}

func TestTenThousandEvents(t *testing.T) {
	lib := uitest.NewEvents(10_000)
	lib.All = append(lib.All, records.Event{UID: "x", Title: "hostile", Start: 0, RRule: []string{"FREQ=SECONDLY"}}, records.Event{UID: "y", Title: "broken", Start: 0, RRule: []string{"FREQ=;X"}})
	start := time.Now()
	m, _ := model(t, lib, time.UTC, time.Monday)
	if took := time.Since(start); took > 20*time.Second || len(m.Weeks) != 6 {
		t.Errorf("%d weeks after %v", len(m.Weeks), took)
	}
}

func screen(b *uitest.Bench, lib calendar.Library) *calendar.Screen { return calendar.New(b.Kit, lib) }

func TestKeysAndPresses(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	s := screen(b, uitest.NewEvents(13))
	var exported []string
	s.Export = func(q shelf.RecordQuery, n int, name string) { exported = append(exported, fmt.Sprint(q.IDs, n, name)) }
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	m := s.Model
	was := m.Day
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyLeft, fyne.KeyUp} {
		if !s.Key(k) {
			t.Errorf("%s means nothing", k)
		}
	}
	if m.Day != was {
		t.Error("there and back led elsewhere")
	}
	s.Key(fyne.KeyReturn)
	b.Settle()
	if m.Chosen < 0 || m.Items[m.Chosen].Event.Title != "Nan's birthday" {
		t.Fatalf("open is %d", m.Chosen)
	}
	if !s.Key(fyne.KeyEscape) || m.Chosen >= 0 || s.Key(fyne.KeyEscape) {
		t.Error("Escape does not lead back, or further")
	}
	for y := float32(150); y < 780 && m.Chosen < 0; y += 12 { // some event of the month
		test.TapCanvas(b.Window.Canvas(), fyne.NewPos(80, y))
		b.Settle()
	}
	if m.Chosen < 0 {
		t.Error("no press opened an event")
	}
	s.ExportAll()
	if !slices.Equal(exported, []string{"[] 13Calendar"}) {
		t.Errorf("exported %q", exported)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	open := func(name string) func(*calendar.Screen, *uitest.Bench) {
		return func(s *calendar.Screen, b *uitest.Bench) {
			for i, it := range s.Model.Items {
				if strings.HasPrefix(it.Event.Title, name) {
					s.Model.Open(i)
					return
				}
			}
		}
	}
	states := []struct {
		name string
		n    int
		set  func(lib *uitest.Events)
		then func(s *calendar.Screen, b *uitest.Bench)
	}{
		{"calendar", 13, nil, nil},
		{"calendar_event", 13, nil, open("Project")},
		{"calendar_phones", 13, func(l *uitest.Events) { l.Phones = []string{"Mum's phone", "爸爸的手机"} }, open("Choir")},
		{"calendar_list", 13, nil, func(s *calendar.Screen, b *uitest.Bench) { s.Model.SetView(calendar.ListView) }},
		{"calendar_search", 13, nil, func(s *calendar.Screen, b *uitest.Bench) { s.Model.SetSearch("a"); b.Clock.Advance(time.Second) }},
		{"calendar_one", 1, nil, nil},
		{"calendar_none", 0, nil, nil},
		{"calendar_many", 10_000, nil, nil},
		{"calendar_error", 1, func(l *uitest.Events) { l.Err = errors.New("The library cannot be read.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(1712, 1080), fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				lib := uitest.NewEvents(st.n)
				if st.set != nil {
					st.set(lib)
				}
				s := screen(b, lib)
				b.Open(t, part.Layers(part.NewFill(look.Background, 0), s.Content()), size.Width, size.Height)
				s.Show()
				b.Settle()
				if st.then != nil {
					st.then(s, b)
					b.Settle()
				}
				if dir != "" {
					b.Save(t, dir, st.name+"_"+string(mode)+[]string{"", "_large", "_small"}[i])
				}
			}
		}
	}
}
