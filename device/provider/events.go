package provider

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"keepsake/gallery/records"
)

// Events calls each with every event of every calendar, with its reminders and
// attendees.
func Events(ctx context.Context, sh Shell, p *records.Problems, each func(records.Event) error) error {
	type calendar struct{ name, account string }
	calendars := map[int64]calendar{}
	t := table{uri: "content://com.android.calendar/calendars", texts: []string{"calendar_displayName", "account_name", "account_type"}}
	if err := t.read(ctx, sh, func(r row) error {
		calendars[r.id] = calendar{r.s("calendar_displayName"), cmp.Or(r.s("account_type"), r.s("account_name"))}
		return nil
	}); err != nil {
		return err
	}
	x := eventRows{reminders: map[int64][]records.Reminder{}, attendees: map[int64][]records.Attendee{}, uids: map[int64]string{}}
	if err := x.around(ctx, sh, p); err != nil {
		return err
	}
	var all []records.Event
	var originals []int64
	t = table{uri: "content://com.android.calendar/events",
		numbers: []string{"dtstart", "dtend", "calendar_id", "allDay", "availability", "accessLevel", "eventStatus", "originalInstanceTime", "original_id", "deleted", "eventColor"},
		texts: []string{"title", "description", "eventLocation", "duration", "rrule", "rdate", "exrule", "exdate", "eventTimezone", "eventEndTimezone",
			"organizer", "_sync_id", "original_sync_id", "uid2445"}}
	if err := t.read(ctx, sh, func(r row) error {
		if r.n("deleted") != 0 {
			return nil
		}
		e := eventOf(r)
		e.Calendar, e.Account = calendars[r.n("calendar_id")].name, calendars[r.n("calendar_id")].account
		e.Reminders, e.Attendees = x.reminders[r.id], x.attendees[r.id]
		x.uids[r.id] = e.UID
		all, originals = append(all, e), append(originals, r.n("original_id"))
		return nil
	}); err != nil {
		return err
	}
	for i, e := range all {
		if e.OriginalTime != 0 {
			e.Original = cmp.Or(x.uids[originals[i]], e.Original)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

func eventOf(r row) records.Event {
	e := records.Event{ID: id(r.id), UID: cmp.Or(r.s("uid2445"), r.s("_sync_id")), Title: r.s("title"), Description: r.s("description"),
		Location: r.s("eventLocation"), Start: r.n("dtstart"), End: r.n("dtend"), Duration: r.s("duration"), AllDay: r.n("allDay") != 0,
		Zone: r.s("eventTimezone"), EndZone: r.s("eventEndTimezone"), RRule: linesOf(r.s("rrule")), RDate: linesOf(r.s("rdate")), ExRule: linesOf(r.s("exrule")),
		ExDate: linesOf(r.s("exdate")), Original: r.s("original_sync_id"), OriginalTime: r.n("originalInstanceTime"), Organizer: r.s("organizer"),
		Status: wordOf(r.n("eventStatus"), "tentative", "confirmed", "cancelled"), Availability: wordOf(r.n("availability"), "busy", "free", "tentative")}
	switch r.n("accessLevel") {
	case 1:
		e.Access = "confidential"
	case 2:
		e.Access = "private"
	case 3:
		e.Access = "public"
	}
	if c := r.n("eventColor"); c != 0 {
		e.Color = fmt.Sprintf("#%06x", uint32(c)&0xffffff)
	}
	return e
}

func linesOf(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func wordOf(n int64, words ...string) string {
	if n < 0 || n >= int64(len(words)) {
		return ""
	}
	return words[n]
}

// eventRows is what belongs to events, by their ids.
type eventRows struct {
	reminders map[int64][]records.Reminder
	attendees map[int64][]records.Attendee
	uids      map[int64]string
}

// around reads reminders and attendees; a phone that refuses one of them still
// gives its events.
func (x *eventRows) around(ctx context.Context, sh Shell, p *records.Problems) error {
	t := table{uri: "content://com.android.calendar/reminders", numbers: []string{"event_id", "minutes", "method"}}
	err := t.read(ctx, sh, func(r row) error {
		m := records.Reminder{Minutes: int(r.n("minutes")), Method: wordOf(r.n("method"), "", "alert", "mail", "sms", "alarm")}
		x.reminders[r.n("event_id")] = append(x.reminders[r.n("event_id")], m)
		return nil
	})
	if err := aside(err, p, "reminders"); err != nil {
		return err
	}
	t = table{uri: "content://com.android.calendar/attendees", numbers: []string{"event_id", "attendeeType", "attendeeStatus"},
		texts: []string{"attendeeName", "attendeeEmail"}}
	err = t.read(ctx, sh, func(r row) error {
		a := records.Attendee{Name: r.s("attendeeName"), Mail: r.s("attendeeEmail"),
			Status: wordOf(r.n("attendeeStatus"), "", "accepted", "declined", "invited", "tentative"),
			Role:   wordOf(r.n("attendeeType"), "", "required", "optional", "resource")}
		x.attendees[r.n("event_id")] = append(x.attendees[r.n("event_id")], a)
		return nil
	})
	return aside(err, p, "attendees")
}

// aside makes a refusal of something that is not needed a problem; other errors
// are returned.
func aside(err error, p *records.Problems, what string) error {
	if err == nil || isWire(err) {
		return err
	}
	p.Add(what, "%w", err)
	return nil
}
