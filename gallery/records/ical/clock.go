package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records/contentline"
)

const (
	utcForm   = "20060102T150405Z"
	localForm = "20060102T150405"
	dayForm   = "20060102"
)

// offset is seconds east of UTC.
type offset int

// parseOffset reads +0130 or -023045.
func parseOffset(s string) (offset, bool) {
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(s[1:])
	if err != nil {
		return 0, false
	}
	if len(s) == 5 {
		n *= 100
	}
	o := n/10000*3600 + n/100%100*60 + n%100
	if s[0] == '-' {
		o = -o
	}
	return offset(o), true
}

// moment is a date-time of a file.
type moment struct {
	ms   int64
	day  bool
	zone string
}

// when reads a date or date-time. A zone that nobody knows is taken from the file's
// own rules, in their winter time, or else as UTC; the event keeps its name.
func (f *file) when(l *contentline.Line) (moment, error) {
	v := strings.ToUpper(strings.TrimSpace(l.Value))
	if len(v) == 8 {
		t, err := time.Parse(dayForm, v)
		if err != nil {
			return moment{}, fmt.Errorf("%s: %w", l.Name, err)
		}
		return moment{ms: t.UnixMilli(), day: true}, nil
	}
	if strings.HasSuffix(v, "Z") {
		t, err := time.Parse(utcForm, v)
		if err != nil {
			return moment{}, fmt.Errorf("%s: %w", l.Name, err)
		}
		return moment{ms: t.UnixMilli()}, nil
	}
	id := l.First("TZID")
	loc := time.UTC
	if id != "" {
		if known, ok := location(id); ok {
			loc = known
		} else if o, ok := f.zones[id]; ok {
			loc = time.FixedZone(id, int(o))
		} else {
			f.p.Add(f.event.where, "%s: the zone %q is unknown; read as UTC", l.Name, id)
		}
	}
	t, err := time.ParseInLocation(localForm, v, loc)
	if err != nil {
		return moment{}, fmt.Errorf("%s: %w", l.Name, err)
	}
	if back, twice := again(t); twice {
		t = t.Add(-back) // the standard means the first
	}
	return moment{ms: t.UnixMilli(), zone: id}, nil
}

// location finds a zone by its name, never the computer's own.
func location(id string) (*time.Location, bool) {
	if id == "" || id == "Local" {
		return nil, false
	}
	loc, err := time.LoadLocation(id)
	return loc, err == nil
}

// inZone writes an instant as a wall clock of a zone. The hour that comes twice in
// autumn says nothing for certain and is refused.
func inZone(ms int64, zone string) (string, bool) {
	loc, ok := location(zone)
	if !ok {
		return "", false
	}
	t := time.UnixMilli(ms).In(loc)
	if _, twice := again(t); twice {
		return "", false
	}
	_, end := t.ZoneBounds()
	if _, now := t.Zone(); !end.IsZero() {
		if _, next := end.Zone(); now > next && end.Sub(t) <= time.Duration(now-next)*time.Second {
			return "", false // the first of the two
		}
	}
	return t.Format(localForm), true
}

// again reports whether t's wall clock showed the same shortly before, when summer
// time ended, and how long before.
func again(t time.Time) (time.Duration, bool) {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return 0, false
	}
	_, before := start.Add(-time.Second).Zone()
	_, now := t.Zone()
	back := time.Duration(before-now) * time.Second
	return back, back > 0 && t.Sub(start) < back
}
