package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

const calendarURI = "content://com.android.calendar/"

// calendarMark begins the name, which nobody is shown, of a calendar made here.
const calendarMark = "keepsake-"

// writable is the least access a calendar must give (CAL_ACCESS_CONTRIBUTOR).
const writable = 500

// ErrNoSeries: an occurrence of a series that is not on the phone.
var ErrNoSeries = errors.New("the series it belongs to is not on the phone")

// PutEvents enters events with their reminders and attendees, and returns what the
// phone said against each. An event goes into the calendar of its name and account,
// if the phone has that; else into one of that name on the phone itself, which is
// made if need be. Events that were moved or cancelled out of a series come after
// the series.
func PutEvents(ctx context.Context, sh Shell, all []records.Event) ([]error, error) {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return nil, err
	}
	places, err := x.calendars(ctx, all)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(all))
	last, err := LastRow(ctx, sh, records.Events)
	if err != nil {
		return nil, err
	}
	for _, later := range []bool{false, true} {
		uids, err := eventIDs(ctx, sh, 0)
		if err != nil {
			return errs, err
		}
		var rows []insertion
		var of []int
		for i, e := range all {
			if (e.OriginalTime != 0) != later {
				continue
			}
			r := eventRow(e, places[placeOf(e)])
			if later {
				series := uids[eventKey{uid: e.Original}]
				if series == 0 {
					errs[i] = ErrNoSeries
					continue
				}
				r.number("original_id", series)
				r.number("originalInstanceTime", e.OriginalTime)
				r.flag("originalAllDay", e.AllDay)
			}
			rows, of = append(rows, r), append(of, i)
		}
		said, err := x.insert(ctx, rows)
		if err != nil {
			return errs, err
		}
		for j, e := range said {
			errs[of[j]] = e
		}
	}
	return errs, x.aroundEvents(ctx, sh, all, last, errs)
}

// aroundEvents enters what belongs to events that were made: those above last.
func (x *inserter) aroundEvents(ctx context.Context, sh Shell, all []records.Event, last int64, errs []error) error {
	ids, err := eventIDs(ctx, sh, last)
	if err != nil {
		return err
	}
	var rows []insertion
	for i, e := range all {
		id := ids[keyOfEvent(e)]
		if id == 0 {
			if errs[i] == nil {
				errs[i] = errNotThere
			}
			continue
		}
		for _, m := range e.Reminders {
			r := insertion{uri: calendarURI + "reminders"}
			r.number("event_id", id)
			r.number("minutes", int64(m.Minutes))
			r.number("method", numberOfWord(m.Method, "", "alert", "mail", "sms", "alarm"))
			rows = append(rows, r)
		}
		for _, a := range e.Attendees {
			r := insertion{uri: calendarURI + "attendees"}
			r.number("event_id", id)
			r.text("attendeeName", a.Name)
			r.text("attendeeEmail", a.Mail)
			r.number("attendeeStatus", numberOfWord(a.Status, "", "accepted", "declined", "invited", "tentative"))
			r.number("attendeeType", numberOfWord(a.Role, "", "required", "optional", "resource"))
			rows = append(rows, r)
		}
	}
	_, err = x.insert(ctx, rows) // an event without its reminder is better than none; reading it back tells
	return err
}

// eventKey is what an event on the phone is known by while it has no id here: its
// UID, or start and title where it has none, and which occurrence of a series it is.
type eventKey struct {
	uid, title   string
	start, first int64
}

func keyOfEvent(e records.Event) eventKey {
	k := eventKey{uid: e.UID, first: e.OriginalTime}
	if e.UID == "" {
		k.title, k.start = clean(e.Title), e.Start
	}
	return k
}

// eventIDs are the events above an id by their keys.
func eventIDs(ctx context.Context, sh Shell, last int64) (map[eventKey]int64, error) {
	ids := map[eventKey]int64{}
	t := table{uri: calendarURI + "events", where: fmt.Sprintf("deleted=0 AND _id>%d", last), numbers: []string{"dtstart", "originalInstanceTime"},
		texts: []string{"title", "uid2445", "_sync_id"}}
	err := t.read(ctx, sh, func(r row) error {
		e := records.Event{UID: cmp.Or(r.s("uid2445"), r.s("_sync_id")), Title: r.s("title"), Start: r.n("dtstart"), OriginalTime: r.n("originalInstanceTime")}
		ids[keyOfEvent(e)] = r.id
		return nil
	})
	return ids, err
}

func eventRow(e records.Event, calendar int64) insertion {
	r := insertion{uri: calendarURI + "events"}
	r.number("calendar_id", calendar)
	r.text("title", e.Title)
	r.text("description", e.Description)
	r.text("eventLocation", e.Location)
	r.number("dtstart", e.Start)
	r.text("rrule", strings.Join(e.RRule, "\n"))
	r.text("rdate", strings.Join(e.RDate, "\n"))
	r.text("exrule", strings.Join(e.ExRule, "\n"))
	r.text("exdate", strings.Join(e.ExDate, "\n"))
	r.flag("allDay", e.AllDay)
	r.text("eventTimezone", cmp.Or(e.Zone, "UTC"))
	r.text("eventEndTimezone", e.EndZone)
	// A repeating event has a duration, any other an end.
	seconds, timed := records.Seconds(e.Duration)
	switch {
	case len(e.RRule)+len(e.RDate) > 0:
		if !timed {
			seconds = max(0, e.End-e.Start) / 1000
		}
		if e.AllDay {
			r.text("duration", fmt.Sprintf("P%dD", max(1, seconds/86400)))
		} else {
			r.text("duration", fmt.Sprintf("P%dS", seconds))
		}
	case timed && e.End == 0:
		r.number("dtend", e.Start+seconds*1000)
	default:
		r.number("dtend", max(e.Start, e.End))
	}
	if n := numberOfWord(e.Status, "tentative", "confirmed", "cancelled"); e.Status != "" {
		r.number("eventStatus", n)
	}
	r.number("availability", numberOfWord(e.Availability, "busy", "free", "tentative"))
	r.number("accessLevel", numberOfWord(e.Access, "", "confidential", "private", "public"))
	r.text("organizer", e.Organizer)
	r.text("uid2445", e.UID)
	return r
}

// numberOfWord is the inverse of wordOf; 0 for a word there is not.
func numberOfWord(word string, words ...string) int64 {
	for i, w := range words {
		if w == word {
			return int64(i)
		}
	}
	return 0
}

// place is the calendar an event is in.
type place struct{ name, account string }

func placeOf(e records.Event) place { return place{cmp.Or(clean(e.Calendar), "Keepsake"), e.Account} }

// calendars finds the calendars that events go to, and makes those that are missing.
func (x *inserter) calendars(ctx context.Context, all []records.Event) (map[place]int64, error) {
	found, err := writableCalendars(ctx, x.sh)
	if err != nil {
		return nil, err
	}
	missing := map[place]bool{}
	var rows []insertion
	for _, e := range all {
		p := placeOf(e)
		local := place{p.name, "LOCAL"}
		if found[p] != 0 || found[local] != 0 || missing[local] {
			continue
		}
		missing[local] = true
		r := insertion{uri: calendarURI + "calendars?caller_is_syncadapter=true&account_name=" + url.QueryEscape("Keepsake") + "&account_type=LOCAL"}
		r.text("account_name", "Keepsake")
		r.text("account_type", "LOCAL")
		r.text("name", calendarMark+p.name)
		r.text("calendar_displayName", p.name)
		r.text("ownerAccount", "Keepsake")
		r.number("calendar_color", -0xff8a5c)
		r.number("calendar_access_level", 700)
		r.number("visible", 1)
		r.number("sync_events", 1)
		rows = append(rows, r)
	}
	if len(rows) > 0 {
		said, err := x.insert(ctx, rows)
		if err != nil {
			return nil, err
		}
		if found, err = writableCalendars(ctx, x.sh); err != nil {
			return nil, err
		}
		if err := errors.Join(said...); err != nil && len(found) == 0 {
			return nil, fmt.Errorf("making a calendar: %w", err)
		}
	}
	places := map[place]int64{}
	for _, e := range all {
		p := placeOf(e)
		if places[p] = found[p]; places[p] == 0 {
			places[p] = found[place{p.name, "LOCAL"}]
		}
	}
	return places, nil
}

func writableCalendars(ctx context.Context, sh Shell) (map[place]int64, error) {
	found := map[place]int64{}
	t := table{uri: calendarURI + "calendars", numbers: []string{"calendar_access_level"}, texts: []string{"calendar_displayName", "account_name", "account_type"}}
	err := t.read(ctx, sh, func(r row) error {
		if r.n("calendar_access_level") >= writable {
			found[place{r.s("calendar_displayName"), cmp.Or(r.s("account_type"), r.s("account_name"))}] = r.id
		}
		return nil
	})
	return found, err
}

// DeleteEvents removes events by their ids, and the calendars made for them that are
// empty now.
func DeleteEvents(ctx context.Context, sh Shell, ids []int64) error {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return err
	}
	if err := x.remove(ctx, calendarURI+"events", ids); err != nil {
		return err
	}
	used := map[int64]bool{}
	t := table{uri: calendarURI + "events", where: "deleted=0", numbers: []string{"calendar_id"}}
	if err := t.read(ctx, sh, func(r row) error { used[r.n("calendar_id")] = true; return nil }); err != nil {
		return err
	}
	made := table{uri: calendarURI + "calendars", where: "account_type='LOCAL' AND name LIKE '" + calendarMark + "%'"}
	calendars, err := made.ids(ctx, sh)
	if err != nil {
		return err
	}
	for _, id := range calendars {
		if used[id] {
			continue
		}
		uri := calendarURI + "calendars?caller_is_syncadapter=true&account_name=Keepsake&account_type=LOCAL"
		if _, err := x.run(ctx, []string{fmt.Sprintf("content delete --uri %s --where '_id=%d'", adb.Quote(uri), id)}); err != nil {
			return err
		}
	}
	return nil
}
