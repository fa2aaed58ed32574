// Package occur tells when events take place: the days of a repeating one within a
// span of time, with its exceptions, in its own time zone.
//
// Begin with Between.
package occur

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zones of its own

	"github.com/teambition/rrule-go"

	"keepsake/gallery/records"
)

// Occurrence is one time an event takes place.
type Occurrence struct {
	Event      records.Event
	Start, End int64 // ms; of an all-day event midnight UTC of the days, End exclusive
}

// Limits: a rule of a hostile file may repeat every second for ever.
const (
	maxEach = 5000 // occurrences of one event in one span
	maxStep = 200_000
)

// Between returns what takes place from from (ms) until before to, in order of
// start. An occurrence that was moved or cancelled by an event of its own
// (OriginalTime) is not there twice. A rule that nobody can read leaves the first
// occurrence.
func Between(all []records.Event, from, to int64) []Occurrence {
	moved := make(map[string]map[int64]bool) // series → the times that others stand for
	for _, e := range all {
		if e.OriginalTime != 0 && e.Original != "" {
			if moved[e.Original] == nil {
				moved[e.Original] = make(map[int64]bool)
			}
			moved[e.Original][e.OriginalTime] = true
		}
	}
	var out []Occurrence
	for _, e := range all {
		if e.OriginalTime != 0 && e.Status == "cancelled" {
			continue
		}
		length := Length(e)
		gone := moved[e.UID]
		if e.UID == "" || e.OriginalTime != 0 {
			gone = nil
		}
		for _, start := range starts(e, from-length, to) {
			end := start + length
			if gone[start] || start >= to || end <= from && (length > 0 || start < from) {
				continue
			}
			out = append(out, Occurrence{e, start, end})
		}
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int {
		switch {
		case a.Start < b.Start:
			return -1
		case a.Start > b.Start:
			return 1
		}
		return strings.Compare(a.Event.Title, b.Event.Title)
	})
	return out
}

// Length is how long an event lasts, in ms. An all-day event without an end lasts a
// day.
func Length(e records.Event) int64 {
	if n, ok := records.Seconds(e.Duration); ok && n > 0 {
		return n * 1000
	}
	if e.End > e.Start {
		return e.End - e.Start
	}
	if e.AllDay {
		return 24 * time.Hour.Milliseconds()
	}
	return 0
}

// starts are the starts of an event's occurrences from from to to, and maybe a few
// beside.
func starts(e records.Event, from, to int64) (list []int64) {
	if len(e.RRule) == 0 && len(e.RDate) == 0 {
		return []int64{e.Start}
	}
	defer func() {
		if recover() != nil { // of the rule's library, on a rule nobody meant
			list = []int64{e.Start}
		}
	}()
	zone := time.UTC
	if loc, err := time.LoadLocation(e.Zone); err == nil && e.Zone != "" && e.Zone != "Local" {
		zone = loc
	}
	first := time.UnixMilli(e.Start).In(zone)
	found := map[int64]bool{}
	if len(e.RRule) == 0 {
		found[e.Start] = true
	}
	for _, rule := range e.RRule {
		o, err := rrule.StrToROptionInLocation(rule, zone)
		if err != nil {
			found[e.Start] = true
			continue
		}
		o.Dtstart = first
		r, err := rrule.NewRRule(*o)
		if err != nil {
			found[e.Start] = true
			continue
		}
		next := r.Iterator()
		for range maxStep {
			t, ok := next()
			if !ok || t.UnixMilli() >= to || len(found) >= maxEach {
				break
			}
			if t.UnixMilli() >= from {
				found[t.UnixMilli()] = true
			}
		}
	}
	for _, d := range e.RDate {
		if ms, ok := moment(d, zone); ok {
			found[ms] = true
		}
	}
	for _, d := range e.ExDate {
		if ms, ok := moment(d, zone); ok {
			delete(found, ms)
			if len(d) == 8 { // a day of an event that has a time
				for s := range found {
					if time.UnixMilli(s).In(zone).Format("20060102") == d {
						delete(found, s)
					}
				}
			}
		}
	}
	for ms := range found {
		list = append(list, ms)
	}
	return list
}

// moment reads a date of RDATE or EXDATE as records.Event keeps it.
func moment(d string, zone *time.Location) (int64, bool) {
	if name, v, ok := strings.Cut(d, ";"); ok {
		if loc, err := time.LoadLocation(name); err == nil {
			zone = loc
		}
		t, err := time.ParseInLocation("20060102T150405", v, zone)
		return t.UnixMilli(), err == nil
	}
	form := "20060102T150405Z"
	if len(d) == 8 {
		form = "20060102"
	}
	t, err := time.Parse(form, d)
	return t.UnixMilli(), err == nil
}
