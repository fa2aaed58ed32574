package uitest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"keepsake/app/ui/calendar"
	"keepsake/gallery/records"
)

// Events is a library of events made of code: calendar.Library.
type Events struct {
	All    []records.Event
	Phones []string // in turn; empty: all are Mum's
	Err    error
}

// NewEvents returns events as people have them around Now, and more of them up to n.
func NewEvents(n int) *Events {
	at := func(day, hour, minute int) int64 {
		return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC).UnixMilli()
	}
	const hour = int64(time.Hour / time.Millisecond)
	all := []records.Event{
		{ID: "1", UID: "1", Title: "Dentist", Location: "12 Harbour Street", Start: at(24, 9, 0), End: at(24, 9, 45), Zone: "UTC", Calendar: "Family", Color: "#3f7fb5",
			Reminders: []records.Reminder{{Minutes: 60}, {Minutes: 1440}}},
		{ID: "2", UID: "2", Title: "Choir practice", Location: "St Anne's, the small room behind the organ", Start: at(3, 18, 30), End: at(3, 20, 0), Calendar: "Family", Color: "#6d8f3a", RRule: []string{"FREQ=WEEKLY;BYDAY=TU,TH"}, ExDate: []string{"20261112T183000Z"}},
		{ID: "3", UID: "3", Title: "Lighthouse trip", Start: at(26, 0, 0), End: at(30, 0, 0), AllDay: true, Calendar: "Travel", Color: "#d06a2c", Description: "Ferry at 7.10 from the north pier.\nThe keeper's number is in the notes."},
		{ID: "4", UID: "4", Title: "Nan's birthday", Start: at(22, 0, 0) - 70*365*24*hour, End: 0, Duration: "P1D", AllDay: true, Calendar: "Birthdays", Color: "#b8557a", RRule: []string{"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=22"}},
		{ID: "5", UID: "5", Title: "Project review with everybody who was ever asked to look at it", Start: at(25, 14, 0), End: at(25, 15, 30), Zone: "Asia/Tokyo", Calendar: "Work", Account: "mara@example.org", Organizer: "jo@example.org",
			Attendees: []records.Attendee{{Name: "Mara Ellison", Mail: "mara@example.org", Status: "accepted"}, {Name: "Tom", Mail: "tom@example.org", Status: "declined"}, {Mail: "very.long.address.of.somebody@department.example.org", Status: "invited"}},
			Reminders: []records.Reminder{{Minutes: 15}}, Description: "Agenda:\n1. what was done\n2. what was not"},
		{ID: "6", UID: "6", Title: "Night train", Start: at(20, 22, 40), End: at(21, 6, 15), Calendar: "Travel", Color: "#d06a2c"},
		{ID: "7", UID: "7", Title: "家庭聚餐", Location: "东门饭店", Start: at(22, 18, 0), End: at(22, 21, 0), Calendar: "Family", Color: "#3f7fb5"},
		{ID: "8", UID: "8", Title: "موعد مع المعلمة", Start: at(23, 16, 0), End: at(23, 16, 30), Calendar: "Family", Color: "#3f7fb5"},
		{ID: "9", UID: "9", Title: "योग कक्षा", Start: at(2, 7, 0), End: at(2, 8, 0), Calendar: "Sport", RRule: []string{"FREQ=WEEKLY;BYDAY=MO,WE,FR"}},
		{ID: "10", UID: "10", Title: "Football", Start: at(18, 19, 0), End: at(18, 20, 30), Calendar: "Sport", Status: "cancelled"},
		{ID: "11", UID: "11", Title: "School holidays", Start: at(7, 0, 0), End: at(17, 0, 0), AllDay: true, Calendar: "School", Color: "#8a62b0"},
		{ID: "12", UID: "12", Title: "Rent", Start: at(2, 0, 0), End: at(3, 0, 0), AllDay: true, Calendar: "Family", Color: "#3f7fb5", RRule: []string{"FREQ=MONTHLY;BYDAY=1MO"}},
		{ID: "13", UID: "13", Title: "", Start: at(22, 11, 0), Calendar: "Family"},
	}
	for i := len(all); i < n; i++ {
		start := at(1, 8, 0) + int64(i-n/2)*7*hour
		all = append(all, records.Event{ID: fmt.Sprint(i + 1), UID: fmt.Sprint("m", i), Title: fmt.Sprintf("Meeting %d", i), Start: start, End: start + hour, Calendar: []string{"Work", "Family", "Sport"}[i%3]})
	}
	return &Events{All: all[:min(n, len(all))]}
}

// Events implements calendar.Library.
func (l *Events) Events(_ context.Context, search string) ([]calendar.Entry, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []calendar.Entry
	for i, e := range l.All {
		if !strings.Contains(strings.ToLower(e.Title+" "+e.Location), strings.ToLower(search)) {
			continue
		}
		name := "Mum's phone"
		if len(l.Phones) > 0 {
			name = l.Phones[i%len(l.Phones)]
		}
		out = append(out, calendar.Entry{ID: int64(i + 1), Phone: name, PhoneName: name, Event: e})
	}
	sortBy(out, func(e calendar.Entry) int64 { return e.Event.Start })
	return out, nil
}
