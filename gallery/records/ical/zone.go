package ical

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// zone is a zone that events name, with the first moment it is needed for.
type zone struct {
	name string
	loc  *time.Location
	from int64 // ms
}

// lastYear is how far the rules of a zone are written out. Programs that know the
// zone by its name go on by themselves.
const lastYear = 2038

// zonesOf finds the zones that Write names, in order.
func zonesOf(all []records.Event) []zone {
	first := map[string]int64{}
	need := func(name string, ms int64) {
		if at, ok := first[name]; name != "" && (!ok || ms < at) {
			first[name] = ms
		}
	}
	for _, e := range all {
		need(e.Zone, e.Start)
		need(e.EndZone, e.Start)
		for _, list := range [][]string{e.RDate, e.ExDate} {
			for _, d := range list {
				if name, _, ok := strings.Cut(d, ";"); ok {
					need(name, e.Start)
				}
			}
		}
	}
	var zones []zone
	for name, from := range first {
		if loc, ok := location(name); ok {
			zones = append(zones, zone{name, loc, from})
		}
	}
	slices.SortFunc(zones, func(a, b zone) int { return strings.Compare(a.name, b.name) })
	return zones
}

// writeZone writes a zone's rules as a list of its changes.
func writeZone(w *contentline.Writer, z zone) {
	w.Raw("BEGIN:VTIMEZONE")
	w.Text("TZID", z.name)
	t := time.UnixMilli(z.from).In(z.loc)
	if t.Year() < 1970 {
		t = time.Date(1970, 1, 1, 0, 0, 0, 0, z.loc)
	}
	start, next := t.ZoneBounds()
	if start.IsZero() {
		start = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).In(z.loc)
	}
	observance(w, start)
	for !next.IsZero() && next.Year() < lastYear {
		observance(w, next)
		_, next = next.ZoneBounds()
	}
	w.Raw("END:VTIMEZONE")
}

// observance writes the rule that begins at t, a moment of change.
func observance(w *contentline.Writer, t time.Time) {
	name, to := t.Zone()
	_, from := t.Add(-time.Second).Zone()
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	w.Raw("BEGIN:" + kind)
	w.Line("DTSTART", t.UTC().Add(time.Duration(from)*time.Second).Format(localForm))
	w.Line("TZOFFSETFROM", offsetText(from))
	w.Line("TZOFFSETTO", offsetText(to))
	w.Text("TZNAME", name)
	w.Raw("END:" + kind)
}

func offsetText(s int) string {
	sign := '+'
	if s < 0 {
		sign, s = '-', -s
	}
	if s%60 != 0 {
		return fmt.Sprintf("%c%02d%02d%02d", sign, s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%c%02d%02d", sign, s/3600, s/60%60)
}
