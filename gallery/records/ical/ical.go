// Package ical reads and writes calendar events as iCalendar (RFC 5545): times in
// UTC or in a named zone whose rules are in the file, all-day events as dates,
// repetitions, exceptions and reminders.
//
// Begin with Read and Write.
package ical

import (
	"errors"
	"fmt"
	"io"
	"strings"
	_ "time/tzdata" // Windows has no zones of its own

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// Limits of what one event may hold. More is reported and left out.
const (
	maxLines  = 20_000
	maxSize   = 16 << 20
	maxNest   = 32
	maxAlarms = 200
)

// What only Keepsake reads.
const (
	idName       = "X-KEEPSAKE-ID"
	calendarName = "X-KEEPSAKE-CALENDAR"
	accountName  = "X-KEEPSAKE-ACCOUNT"
	zoneName     = "X-KEEPSAKE-ZONE"
	endZoneName  = "X-KEEPSAKE-END-ZONE"
	originalName = "X-KEEPSAKE-ORIGINAL"
	methodName   = "X-KEEPSAKE-METHOD"
	colorName    = "X-KEEPSAKE-COLOR"
	madeUID      = "@phone.keepsake" // ends the UID of an event that has none
)

// Read yields the events of a file. What cannot be read goes to p, and the rest is
// read all the same. To-dos and journals are counted as problems: they are no
// events. The sequence ends with an error only when r does.
func Read(r io.Reader, p *records.Problems) records.Sequence[records.Event] {
	return func(yield func(records.Event, error) bool) {
		s := contentline.NewScanner(r)
		f := file{zones: map[string]offset{}, p: p}
		for {
			l, err := s.Scan()
			switch {
			case errors.Is(err, io.EOF):
				if f.event != nil {
					p.Add(f.event.where, "the file ends within the event")
					yield(f.made(), nil)
				}
				return
			case errors.Is(err, contentline.ErrLong), errors.Is(err, contentline.ErrForm):
				p.Add(fmt.Sprintf("line %d", l.Number), "%w", err)
				continue
			case err != nil:
				yield(records.Event{}, fmt.Errorf("read the calendar: %w", err))
				return
			}
			done, err := f.line(l)
			if err != nil {
				yield(records.Event{}, err)
				return
			}
			if done && !yield(f.made(), nil) {
				return
			}
		}
	}
}

// file is where reading is: which components are open, what is known of zones.
type file struct {
	p        *records.Problems
	open     []string // BEGINs
	calendar string   // X-WR-CALNAME
	zones    map[string]offset
	zone     string // the VTIMEZONE being read
	event    *event
	events   int
}

// event is the lines of one event.
type event struct {
	where  string
	lines  []contentline.Line
	alarms []alarm
	size   int
}

type alarm struct{ action, trigger, method, related string }

func (f *file) in(name string) bool { return len(f.open) > 0 && f.open[len(f.open)-1] == name }

// line takes one line; done says that an event is complete.
func (f *file) line(l contentline.Line) (done bool, err error) {
	l.Name = strings.TrimPrefix(l.Name, "\ufeff")
	value := strings.ToUpper(strings.TrimSpace(l.Value))
	switch l.Name {
	case "BEGIN":
		if len(f.open) >= maxNest {
			return false, errors.New("read the calendar: nested too deep")
		}
		f.open = append(f.open, value)
		switch value {
		case "VEVENT":
			if f.event == nil {
				f.events++
				f.event = &event{where: fmt.Sprintf("event %d", f.events)}
			}
		case "VALARM":
			if f.event != nil && len(f.event.alarms) < maxAlarms {
				f.event.alarms = append(f.event.alarms, alarm{})
			}
		case "VTODO", "VJOURNAL":
			f.p.Add(fmt.Sprintf("line %d", l.Number), "%s is no event and was left out", value)
		}
		return false, nil
	case "END":
		for i := len(f.open) - 1; i >= 0; i-- {
			if f.open[i] == value {
				f.open = f.open[:i] // what was not closed within ends too
				return value == "VEVENT" && f.event != nil, nil
			}
		}
		return false, nil
	}
	switch {
	case f.in("VCALENDAR") && l.Name == "X-WR-CALNAME":
		f.calendar = contentline.Unescape(l.Value)
	case f.in("VTIMEZONE") && l.Name == "TZID":
		f.zone = l.Value
	case f.in("STANDARD") && l.Name == "TZOFFSETTO" && len(f.zones) < 1000:
		if o, ok := parseOffset(l.Value); ok {
			f.zones[f.zone] = o
		}
	case f.in("VALARM") && f.event != nil && len(f.event.alarms) > 0:
		a := &f.event.alarms[len(f.event.alarms)-1]
		switch l.Name {
		case "ACTION":
			a.action = value
		case "TRIGGER":
			a.trigger, a.related = value, strings.ToUpper(l.First("RELATED"))
		case methodName:
			a.method = strings.ToLower(value)
		}
	case f.in("VEVENT") && f.event != nil:
		if f.event.size += len(l.Raw); len(f.event.lines) >= maxLines || f.event.size > maxSize {
			f.p.Add(f.event.where, "too much in one event: %s left out", l.Name)
			return false, nil
		}
		f.event.lines = append(f.event.lines, l)
	}
	return false, nil
}
