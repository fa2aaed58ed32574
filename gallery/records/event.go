package records

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Event is an entry of a calendar: a row of Android's Events with its reminders
// and attendees.
type Event struct {
	ID       string `json:"id,omitempty"`  // the phone's _id
	UID      string `json:"uid,omitempty"` // iCalendar's; "" for an event that only ever lived on the phone
	Calendar string `json:"calendar,omitempty"`
	Account  string `json:"account,omitempty"`

	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Location    string `json:"location,omitempty"`

	Start    int64  `json:"start"`              // ms; of an all-day event midnight UTC
	End      int64  `json:"end,omitempty"`      // ms, exclusive; 0 when Duration says it
	Duration string `json:"duration,omitempty"` // "PT3600S", "P1D", Android's "P3600S": of a repeating event
	AllDay   bool   `json:"all_day,omitempty"`
	Zone     string `json:"zone,omitempty"` // IANA name; "" is UTC
	EndZone  string `json:"end_zone,omitempty"`

	RRule  []string `json:"rrule,omitempty"` // "FREQ=WEEKLY;COUNT=4"
	RDate  []string `json:"rdate,omitempty"` // "20231114T221320Z"
	ExRule []string `json:"exrule,omitempty"`
	ExDate []string `json:"exdate,omitempty"`

	// Of an occurrence that was moved or cancelled: the UID (or the phone's sync
	// id) of the series, and when the occurrence was to be, in ms.
	Original     string `json:"original,omitempty"`
	OriginalTime int64  `json:"original_time,omitempty"`

	Reminders []Reminder `json:"reminders,omitempty"`
	Organizer string     `json:"organizer,omitempty"` // mail address
	Attendees []Attendee `json:"attendees,omitempty"`

	Status       string   `json:"status,omitempty"`       // tentative, confirmed, cancelled
	Availability string   `json:"availability,omitempty"` // busy, free, tentative
	Access       string   `json:"access,omitempty"`       // public, private, confidential
	Color        string   `json:"color,omitempty"`        // "#rrggbb"
	Modified     int64    `json:"modified,omitempty"`     // ms; 0 unknown
	Extra        []string `json:"extra,omitempty"`        // iCalendar lines that mean nothing here, kept word for word
}

// Reminder rings Minutes before the start. Method is alert, mail, sms or alarm.
type Reminder struct {
	Minutes int    `json:"minutes"`
	Method  string `json:"method,omitempty"`
}

// Attendee is somebody invited.
type Attendee struct {
	Name   string `json:"name,omitempty"`
	Mail   string `json:"mail,omitempty"`
	Status string `json:"status,omitempty"` // accepted, declined, invited, tentative
	Role   string `json:"role,omitempty"`   // required, optional, resource
}

// Category implements Record.
func (Event) Category() Category { return Events }

// Identity is the UID (with the occurrence it stands for), or calendar, start and
// title where there is none.
func (e Event) Identity() string {
	at := strconv.FormatInt(e.OriginalTime, 10)
	if e.UID != "" {
		return identity(Events, "uid", e.UID, at)
	}
	return identity(Events, strings.ToLower(e.Calendar), strconv.FormatInt(e.Start, 10), Text(e.Title), at)
}

// Canonical returns the event with its texts made safe and its lists in order. A
// start or end of an all-day event is cut to midnight.
func (e Event) Canonical() Event {
	trims(&e.ID, &e.UID, &e.Calendar, &e.Account, &e.Duration, &e.Zone, &e.EndZone, &e.Original, &e.Organizer,
		&e.Status, &e.Availability, &e.Access, &e.Color)
	texts(&e.Title, &e.Description, &e.Location)
	const day = int64(24 * time.Hour / time.Millisecond)
	e.Start, e.End, e.OriginalTime, e.Modified = sane(e.Start), sane(e.End), sane(e.OriginalTime), sane(e.Modified)
	unit := int64(1000) // iCalendar knows seconds
	if e.AllDay {
		unit = day
		e.Zone, e.EndZone = "", ""
	}
	e.Start, e.End, e.OriginalTime = floor(e.Start, unit), floor(e.End, unit), floor(e.OriginalTime, unit)
	e.Modified = floor(e.Modified, 1000)
	if n, ok := Seconds(e.Duration); ok && n > 0 {
		e.Duration, e.End = duration(n), 0
	} else {
		e.Duration = ""
	}
	for _, z := range []*string{&e.Zone, &e.EndZone} {
		if *z == "UTC" {
			*z = ""
		}
	}
	if e.End == 0 || e.EndZone == e.Zone {
		e.EndZone = ""
	}
	if e.OriginalTime == 0 {
		e.Original = ""
	} else if e.Original == "" {
		e.Original = e.UID
	}
	e.RRule, e.ExRule = rules(e.RRule), rules(e.ExRule)
	e.RDate, e.ExDate = occurrences(e.RDate, e.AllDay), occurrences(e.ExDate, e.AllDay)
	e.Status = one(e.Status, "tentative", "confirmed", "cancelled")
	e.Availability = one(e.Availability, "busy", "free", "tentative")
	e.Access = one(e.Access, "public", "private", "confidential")
	e.Organizer = strings.Join(strings.Fields(e.Organizer), "")
	e.Extra = sorted(e.Extra)
	e.Reminders = list(e.Reminders, func(r Reminder) (Reminder, bool) {
		r.Method = cmp.Or(one(r.Method, "alert", "mail", "sms", "alarm"), "alert")
		return r, r.Minutes > -maxReminder && r.Minutes < maxReminder
	}, func(r Reminder) string { return strconv.Itoa(r.Minutes) + " " + r.Method })
	e.Attendees = list(e.Attendees, func(a Attendee) (Attendee, bool) {
		trims(&a.Name)
		a.Mail = strings.Join(strings.Fields(Text(a.Mail)), "")
		a.Status = one(a.Status, "accepted", "declined", "invited", "tentative")
		a.Role = one(a.Role, "required", "optional", "resource")
		return a, a.Name != "" || a.Mail != ""
	}, func(a Attendee) string { return strings.Join([]string{a.Mail, a.Name, a.Status, a.Role}, "\x00") })
	return e
}

const maxReminder = 10 * 366 * 24 * 60

// floor rounds down to a multiple of unit, also before 1970.
func floor(v, unit int64) int64 {
	r := v % unit
	if r < 0 {
		r += unit
	}
	return v - r
}

// Digest implements Record.
func (e Event) Digest() string {
	e = e.Canonical()
	e.ID = ""
	return digest(e)
}

// SortEvents puts events into the order in which they are kept.
func SortEvents(all []Event) {
	slices.SortStableFunc(all, func(a, b Event) int {
		if c := cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Title, b.Title), cmp.Compare(a.UID, b.UID), compareIDs(a.ID, b.ID)); c != 0 {
			return c
		}
		return cmp.Compare(a.Digest(), b.Digest())
	})
}
