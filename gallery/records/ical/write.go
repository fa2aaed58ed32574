package ical

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// Options say for whom to write.
type Options struct {
	Name string // of the whole calendar, for programs that show one

	// Plain leaves out what only Keepsake reads: for a file that is given away.
	Plain bool
}

// Write writes a calendar. Equal events in equal order give equal bytes. The events
// are held in memory: the rules of their zones come first.
func Write(w io.Writer, events []records.Event, o Options) error {
	cw := contentline.NewWriter(w)
	cw.Raw("BEGIN:VCALENDAR")
	cw.Raw("VERSION:2.0")
	cw.Raw("PRODID:-//Keepsake//Keepsake//EN")
	cw.Raw("CALSCALE:GREGORIAN")
	if o.Name != "" {
		cw.Text("X-WR-CALNAME", o.Name)
	}
	all := make([]records.Event, len(events))
	for i, e := range events {
		all[i] = e.Canonical()
	}
	for _, z := range zonesOf(all) {
		writeZone(cw, z)
	}
	for _, e := range all {
		write(cw, e, o)
	}
	cw.Raw("END:VCALENDAR")
	if err := cw.Flush(); err != nil {
		return fmt.Errorf("write the calendar: %w", err)
	}
	return nil
}

func write(w *contentline.Writer, e records.Event, o Options) {
	w.Raw("BEGIN:VEVENT")
	w.Text("UID", cmp.Or(e.UID, e.Identity()+madeUID))
	w.Line("DTSTAMP", time.UnixMilli(e.Modified).UTC().Format(utcForm)) // required, and nobody's business
	if e.Modified != 0 {
		w.Line("LAST-MODIFIED", time.UnixMilli(e.Modified).UTC().Format(utcForm))
	}
	dated(w, "DTSTART", e.Start, e.Zone, zoneName, e.AllDay)
	if e.End != 0 {
		zone := cmp.Or(e.EndZone, e.Zone)
		if !dated(w, "DTEND", e.End, zone, "", e.AllDay) && e.EndZone != "" {
			w.Text(endZoneName, e.EndZone)
		}
	}
	pair(w, "DURATION", e.Duration)
	text(w, "SUMMARY", e.Title)
	text(w, "DESCRIPTION", e.Description)
	text(w, "LOCATION", e.Location)
	for _, r := range e.RRule {
		w.Line("RRULE", r)
	}
	for _, r := range e.ExRule {
		w.Line("EXRULE", r)
	}
	listed(w, "RDATE", e.RDate)
	listed(w, "EXDATE", e.ExDate)
	if e.OriginalTime != 0 {
		dated(w, "RECURRENCE-ID", e.OriginalTime, e.Zone, "", e.AllDay)
	}
	pair(w, "STATUS", strings.ToUpper(e.Status))
	pair(w, "CLASS", strings.ToUpper(e.Access))
	pair(w, "TRANSP", map[string]string{"busy": "OPAQUE", "free": "TRANSPARENT", "tentative": "OPAQUE"}[e.Availability])
	if e.Availability == "tentative" {
		w.Line("X-MICROSOFT-CDO-BUSYSTATUS", "TENTATIVE")
	}
	guests(w, e)
	if !o.Plain {
		text(w, idName, e.ID)
		text(w, calendarName, e.Calendar)
		text(w, accountName, e.Account)
		text(w, colorName, e.Color)
		if e.Original != "" && e.Original != e.UID {
			w.Text(originalName, e.Original)
		}
	}
	for _, raw := range e.Extra {
		if l, err := contentline.Parse(raw); err == nil && l.Name != "BEGIN" && l.Name != "END" && !strings.ContainsAny(raw, "\r\n") {
			w.Raw(raw)
		}
	}
	for _, r := range e.Reminders {
		remind(w, e, r, o)
	}
	w.Raw("END:VEVENT")
}

// dated writes a time, and reports whether the zone is in it; one that cannot be
// goes into the property also.
func dated(w *contentline.Writer, name string, ms int64, zone, also string, day bool) bool {
	t := time.UnixMilli(ms).UTC()
	if day {
		w.Line(name+";VALUE=DATE", t.Format(dayForm))
		return true
	}
	if v, ok := inZone(ms, zone); ok {
		w.Line(contentline.Join(name, "TZID", zone), v)
		return true
	}
	w.Line(name, t.Format(utcForm))
	if also != "" && zone != "" {
		w.Text(also, zone)
	}
	return false
}

func text(w *contentline.Writer, name, v string) {
	if v != "" {
		w.Text(name, v)
	}
}

func pair(w *contentline.Writer, name, v string) {
	if v != "" {
		w.Line(name, v)
	}
}

// listed writes dates of the form records.Event keeps.
func listed(w *contentline.Writer, name string, dates []string) {
	for _, d := range dates {
		zone, v, ok := strings.Cut(d, ";")
		switch {
		case ok:
			w.Line(contentline.Join(name, "TZID", zone), v)
		case len(d) == 8:
			w.Line(name+";VALUE=DATE", d)
		default:
			w.Line(name, d)
		}
	}
}

func guests(w *contentline.Writer, e records.Event) {
	if e.Organizer != "" {
		w.Line("ORGANIZER", "mailto:"+e.Organizer)
	}
	for _, a := range e.Attendees {
		status := map[string]string{"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "invited": "NEEDS-ACTION"}[a.Status]
		role := map[string]string{"required": "REQ-PARTICIPANT", "optional": "OPT-PARTICIPANT", "resource": "NON-PARTICIPANT"}[a.Role]
		w.Line(contentline.Join("ATTENDEE", "CN", a.Name, "PARTSTAT", status, "ROLE", role), "mailto:"+a.Mail)
	}
}

func remind(w *contentline.Writer, e records.Event, r records.Reminder, o Options) {
	w.Raw("BEGIN:VALARM")
	w.Raw("ACTION:DISPLAY")
	w.Text("DESCRIPTION", cmp.Or(e.Title, "Reminder"))
	if r.Minutes < 0 {
		w.Line("TRIGGER", fmt.Sprintf("PT%dM", -r.Minutes))
	} else {
		w.Line("TRIGGER", fmt.Sprintf("-PT%dM", r.Minutes))
	}
	if r.Method != "alert" && !o.Plain {
		w.Line(methodName, strings.ToUpper(r.Method))
	}
	w.Raw("END:VALARM")
}
