package ical

import (
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// made makes an event of the lines read and forgets them.
func (f *file) made() records.Event {
	var e records.Event
	e.Calendar = f.calendar
	for i := range f.event.lines {
		l := &f.event.lines[i]
		if !f.texts(&e, l) && !f.times(&e, l) {
			people(&e, l)
		}
	}
	for _, a := range f.event.alarms {
		seconds, ok := records.Seconds(a.trigger)
		if !ok || a.related == "END" {
			f.p.Add(f.event.where, "a reminder at %.30q cannot be kept", a.trigger)
			continue
		}
		method := a.method
		if method == "" && a.action == "EMAIL" {
			method = "mail"
		}
		e.Reminders = append(e.Reminders, records.Reminder{Minutes: int(-seconds / 60), Method: method})
	}
	f.event = nil
	if e.OriginalTime == 0 {
		e.Original = ""
	} else if e.Original == "" {
		e.Original = e.UID
	}
	if rest, ok := strings.CutSuffix(e.UID, madeUID); ok && len(rest) == 32 {
		made := e
		made.UID = ""
		if made.Original == e.UID {
			made.Original = ""
		}
		if made.Canonical().Identity() == rest {
			e = made
		}
	}
	return e.Canonical()
}

func (f *file) texts(e *records.Event, l *contentline.Line) bool {
	v := contentline.Unescape(l.Value)
	switch l.Name {
	case "SUMMARY":
		e.Title = v
	case "DESCRIPTION":
		e.Description = v
	case "LOCATION":
		e.Location = v
	case "UID":
		e.UID = v
	case idName:
		e.ID = v
	case calendarName:
		e.Calendar = v
	case accountName:
		e.Account = v
	case colorName:
		e.Color = v
	case originalName:
		e.Original = v
	case zoneName:
		e.Zone = v
	case endZoneName:
		e.EndZone = v
	case "STATUS":
		e.Status = strings.ToLower(v)
	case "CLASS":
		e.Access = strings.ToLower(v)
	case "TRANSP":
		if e.Availability == "" {
			e.Availability = map[string]string{"OPAQUE": "busy", "TRANSPARENT": "free"}[strings.ToUpper(v)]
		}
	case "X-MICROSOFT-CDO-BUSYSTATUS":
		if strings.EqualFold(v, "TENTATIVE") {
			e.Availability = "tentative"
		}
	case "DTSTAMP", "CREATED", "SEQUENCE":
	default:
		return false
	}
	return true
}

func (f *file) times(e *records.Event, l *contentline.Line) bool {
	switch l.Name {
	case "RRULE":
		e.RRule = append(e.RRule, l.Value)
	case "EXRULE":
		e.ExRule = append(e.ExRule, l.Value)
	case "RDATE":
		e.RDate = append(e.RDate, zoned(l))
	case "EXDATE":
		e.ExDate = append(e.ExDate, zoned(l))
	case "DURATION":
		e.Duration = l.Value
	case "DTSTART", "DTEND", "RECURRENCE-ID", "LAST-MODIFIED":
		m, err := f.when(l)
		if err != nil {
			f.p.Add(f.event.where, "%w", err)
			return true
		}
		switch l.Name {
		case "DTSTART":
			e.Start, e.AllDay = m.ms, m.day
			if m.zone != "" {
				e.Zone = m.zone
			}
		case "DTEND":
			e.End = m.ms
			if m.zone != "" {
				e.EndZone = m.zone
			}
		case "RECURRENCE-ID":
			e.OriginalTime = m.ms
		default:
			e.Modified = m.ms
		}
	default:
		return false
	}
	return true
}

// zoned is a list of dates as Android keeps it: the zone before a semicolon.
func zoned(l *contentline.Line) string {
	if id := l.First("TZID"); id != "" {
		return id + ";" + l.Value
	}
	return l.Value
}

func people(e *records.Event, l *contentline.Line) {
	mail := l.Value
	if len(mail) >= 7 && strings.EqualFold(mail[:7], "mailto:") {
		mail = mail[7:]
	}
	switch l.Name {
	case "ORGANIZER":
		e.Organizer = mail
	case "ATTENDEE":
		a := records.Attendee{Name: l.First("CN"), Mail: mail}
		switch strings.ToUpper(l.First("PARTSTAT")) {
		case "ACCEPTED":
			a.Status = "accepted"
		case "DECLINED":
			a.Status = "declined"
		case "TENTATIVE":
			a.Status = "tentative"
		case "NEEDS-ACTION":
			a.Status = "invited"
		}
		switch strings.ToUpper(l.First("ROLE")) {
		case "REQ-PARTICIPANT", "CHAIR":
			a.Role = "required"
		case "OPT-PARTICIPANT":
			a.Role = "optional"
		case "NON-PARTICIPANT":
			a.Role = "resource"
		}
		e.Attendees = append(e.Attendees, a)
	default:
		e.Extra = append(e.Extra, l.Raw)
	}
}
