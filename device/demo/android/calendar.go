package android

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/content"
)

// calendar is the calendar provider, com.android.calendar.
type calendar struct{ calendars, events, reminders, attendees content.Sheet }

var (
	calendarColumns = []string{"_id", "account_name", "account_type", "calendar_displayName", "ownerAccount", "name", "visible", "sync_events",
		"calendar_timezone", "calendar_color", "calendar_access_level"}
	eventColumns = []string{"_id", "calendar_id", "title", "description", "eventLocation", "dtstart", "dtend", "duration", "rrule", "rdate",
		"exdate", "exrule", "allDay", "eventTimezone", "eventEndTimezone", "availability", "accessLevel", "eventStatus", "organizer",
		"hasAlarm", "hasAttendeeData", "deleted", "dirty", "_sync_id", "original_id", "originalInstanceTime", "lastDate", "uid2445",
		"original_sync_id", "originalAllDay"}
	reminderColumns = []string{"_id", "event_id", "minutes", "method"}
	attendeeColumns = []string{"_id", "event_id", "attendeeName", "attendeeEmail", "attendeeRelationship", "attendeeType", "attendeeStatus"}
)

func newCalendar() *calendar {
	return &calendar{calendars: content.Sheet{Name: "Calendars", Columns: calendarColumns}, events: content.Sheet{Name: "Events", Columns: eventColumns},
		reminders: content.Sheet{Name: "Reminders", Columns: reminderColumns}, attendees: content.Sheet{Name: "Attendees", Columns: attendeeColumns}}
}

// readCalendar parses calendar.txt.
func readCalendar(now time.Time) (*calendar, error) {
	text, err := lines("calendar.txt")
	if err != nil {
		return nil, err
	}
	c := newCalendar()
	c.calendars.Add(
		content.Values{int64(1), "owner@example.com", "com.google", "owner@example.com", "owner@example.com", nil, int64(1), int64(1), "Europe/London", int64(-10572898), int64(700)},
		content.Values{int64(2), "Local", "LOCAL", "Family", "Local", "family", int64(1), int64(1), nil, int64(-4989844), int64(700)})
	for i, line := range text {
		f := strings.SplitN(line, " ", 4)
		if len(f) != 4 {
			return nil, fmt.Errorf("event line %q", line)
		}
		days, err := strconv.Atoi(f[0])
		if err != nil {
			return nil, fmt.Errorf("event line %q: %w", line, err)
		}
		minutes, err := strconv.ParseInt(f[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("event line %q: %w", line, err)
		}
		c.add(int64(i+1), now, days, f[1], minutes, fields(strings.ReplaceAll(f[3], `\n`, "\n"), 5))
	}
	return c, nil
}

// add makes one event; words are title, place, rule, description and guests.
func (c *calendar) add(id int64, now time.Time, days int, hhmm string, minutes int64, words []string) {
	allDay := hhmm == "allday"
	zone, y, mo, d := now.Location(), now.Year(), now.Month(), now.Day()+days
	var h, m int
	if allDay {
		zone = time.UTC
	} else {
		_, _ = fmt.Sscanf(hhmm, "%d:%d", &h, &m) // anything else is midnight
	}
	start := time.Date(y, mo, d, h, m, 0, 0, zone)
	length := time.Duration(minutes) * time.Minute
	var end, duration any = start.Add(length).UnixMilli(), nil
	if words[2] != "" { // a recurring event has a duration instead of an end
		end, duration = nil, fmt.Sprintf("P%dS", int(length.Seconds()))
		if allDay {
			duration = fmt.Sprintf("P%dD", minutes/1440)
		}
	}
	name := zone.String()
	if name == "Local" {
		name = "Europe/London"
	}
	c.events.Add(content.Values{id, 1 + id%2, words[0], null(words[3]), null(words[1]), start.UnixMilli(), end, duration,
		null(words[2]), nil, nil, nil, oneIf(allDay), name, nil, int64(0), int64(0), int64(1), "owner@example.com",
		oneIf(!allDay), oneIf(words[4] != ""), int64(0), int64(0), fmt.Sprintf("ev%04d", id), nil, nil, end})
	if !allDay {
		c.reminders.Add(content.Values{id, id, int64(15), int64(1)})
	}
	status := map[string]int64{"accepted": 1, "declined": 2, "invited": 3, "tentative": 4}
	for i, guest := range strings.FieldsFunc(words[4], func(r rune) bool { return r == ';' }) {
		name, rest, _ := strings.Cut(strings.TrimSpace(guest), " <")
		mail, says, _ := strings.Cut(rest, "> ")
		c.attendees.Add(content.Values{id*10 + int64(i), id, name, mail, int64(1), int64(1), status[says]})
	}
}

// Table implements content.Provider.
func (c *calendar) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	sheet := c.sheet(strings.Join(u.Path, "/"))
	if sheet == nil {
		return content.Table{}, badURI(u)
	}
	t := sheet.Table()
	if sheet == &c.events {
		t.Name = "view_events"
	}
	return t, nil
}

func (c *calendar) sheet(name string) *content.Sheet {
	return map[string]*content.Sheet{"calendars": &c.calendars, "events": &c.events, "reminders": &c.reminders, "attendees": &c.attendees}[name]
}

// Read implements content.Provider.
func (c *calendar) Read(u content.URI) (io.Reader, error) { return nil, noFile(u) }

// Call implements content.Provider.
func (c *calendar) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (c *calendar) Type(content.URI) string { return "vnd.android.cursor.dir/event" }
