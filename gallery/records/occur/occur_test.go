package occur

import (
	"slices"
	"testing"
	"time"

	"keepsake/gallery/records"
)

func at(t *testing.T, s string) int64 {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return v.UnixMilli()
}

func TestBetween(t *testing.T) {
	weekly := records.Event{UID: "w", Title: "weekly", Start: at(t, "2024-03-25 08:00"), Duration: "PT1H", Zone: "Europe/Berlin", RRule: []string{"FREQ=WEEKLY"}}
	with := func(e records.Event, change func(*records.Event)) records.Event {
		change(&e)
		return e
	}
	for _, c := range []struct {
		name   string
		events []records.Event
		from   string
		to     string
		want   []string
	}{
		{"nine o'clock stays nine o'clock", []records.Event{weekly}, "2024-03-24 00:00", "2024-04-09 00:00", []string{"2024-03-25 08:00", "2024-04-01 07:00", "2024-04-08 07:00"}},
		{"years later", []records.Event{weekly}, "2034-01-01 00:00", "2034-01-08 00:00", []string{"2034-01-02 08:00"}},
		{"one left out", []records.Event{with(weekly, func(e *records.Event) { e.ExDate = []string{"Europe/Berlin;20240401T090000"} })}, "2024-03-24 00:00", "2024-04-09 00:00", []string{"2024-03-25 08:00", "2024-04-08 07:00"}},
		{"one moved, one cancelled", []records.Event{weekly,
			{UID: "w", Original: "w", OriginalTime: at(t, "2024-04-01 07:00"), Start: at(t, "2024-04-02 10:00"), Title: "moved"},
			{UID: "w", Original: "w", OriginalTime: at(t, "2024-04-08 07:00"), Start: at(t, "2024-04-08 07:00"), Status: "cancelled"}},
			"2024-03-24 00:00", "2024-04-09 00:00", []string{"2024-03-25 08:00", "2024-04-02 10:00"}},
		{"begun before", []records.Event{{Start: at(t, "2024-03-20 00:00"), End: at(t, "2024-03-30 00:00"), AllDay: true}}, "2024-03-24 00:00", "2024-03-25 00:00", []string{"2024-03-20 00:00"}},
		{"over before", []records.Event{{Start: at(t, "2024-03-20 00:00"), AllDay: true}}, "2024-03-21 00:00", "2024-03-25 00:00", nil},
		{"a moment", []records.Event{{Start: at(t, "2024-03-24 00:00")}}, "2024-03-24 00:00", "2024-03-25 00:00", []string{"2024-03-24 00:00"}},
		{"four times", []records.Event{{Start: at(t, "2024-03-01 00:00"), RRule: []string{"FREQ=DAILY;COUNT=4"}}}, "2024-03-03 00:00", "2024-04-01 00:00", []string{"2024-03-03 00:00", "2024-03-04 00:00"}},
		{"birthday", []records.Event{{Start: at(t, "1990-02-28 00:00"), AllDay: true, RRule: []string{"FREQ=YEARLY"}}}, "2024-01-01 00:00", "2025-01-01 00:00", []string{"2024-02-28 00:00"}},
		{"a rule nobody can read", []records.Event{{Start: at(t, "2024-03-01 00:00"), RRule: []string{"FREQ=SOMETIMES"}}}, "2024-02-01 00:00", "2024-04-01 00:00", []string{"2024-03-01 00:00"}},
	} {
		var got []string
		for _, o := range Between(c.events, at(t, c.from), at(t, c.to)) {
			got = append(got, time.UnixMilli(o.Start).UTC().Format("2006-01-02 15:04"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestEverySecondForEver ends soon and in little memory.
func TestEverySecondForEver(t *testing.T) {
	e := records.Event{Start: at(t, "1990-01-01 00:00"), RRule: []string{"FREQ=SECONDLY"}}
	start := time.Now()
	if n := len(Between([]records.Event{e}, at(t, "1990-01-01 00:00"), at(t, "2024-02-01 00:00"))); n != maxEach {
		t.Errorf("%d occurrences", n)
	}
	Between([]records.Event{e}, at(t, "2024-01-01 00:00"), at(t, "2024-02-01 00:00"))
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func FuzzBetween(f *testing.F) {
	f.Add("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20250101T000000Z", "20240101", int64(1_700_000_000_000))
	f.Fuzz(func(t *testing.T, rule, exdate string, start int64) {
		e := records.Event{Start: start % 4e12, RRule: []string{rule}, ExDate: []string{exdate}, Zone: "Europe/Berlin"}
		for _, o := range Between([]records.Event{e}, 1_700_000_000_000, 1_702_600_000_000) {
			if o.Start >= 1_702_600_000_000 {
				t.Errorf("%d is too late", o.Start)
			}
		}
	})
}
