package ical

import (
	"bytes"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/records"
)

func read(t testing.TB, text string) ([]records.Event, *records.Problems) {
	t.Helper()
	var p records.Problems
	all, err := records.Collect(Read(strings.NewReader(text), &p))
	if err != nil {
		t.Fatal(err)
	}
	return all, &p
}

func written(t testing.TB, all []records.Event) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, all, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sample(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/events.ics")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSample(t *testing.T) {
	all, p := read(t, sample(t))
	want := []records.Event{{
		UID: "1@sample", Title: "Meeting, with comma", Description: "line1\nline2", Start: 1700000000000, End: 1700003600000,
		RRule: []string{"FREQ=WEEKLY;COUNT=4"}, Reminders: []records.Reminder{{Minutes: 10, Method: "alert"}},
	}, {UID: "2@sample", Title: "All day", AllDay: true, Start: 1703462400000, End: 1703548800000}}
	if p.Count != 0 || !reflect.DeepEqual(all, want) {
		t.Fatalf("got  %+v\nwant %+v\n%v", all, want, p.List)
	}
	again, p := read(t, written(t, all))
	if p.Count != 0 || !reflect.DeepEqual(again, want) {
		t.Errorf("written and read again: %+v %v", again, p.List)
	}
}

// TestZones: nine o'clock stays nine o'clock in summer, the rules are in the file,
// and the hour that comes twice is kept exactly.
func TestZones(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	nine := time.Date(2024, 3, 25, 9, 0, 0, 0, berlin)
	twice := time.Date(2024, 10, 27, 1, 30, 0, 0, time.UTC) // 02:30, the second time
	all := []records.Event{
		{UID: "a", Title: "weekly", Start: nine.UnixMilli(), Duration: "P3600S", Zone: "Europe/Berlin", RRule: []string{"FREQ=WEEKLY"}, ExDate: []string{"Europe/Berlin;20240401T090000,20240408T090000"}},
		{UID: "b", Title: "twice", Start: twice.UnixMilli(), End: twice.Add(time.Hour).UnixMilli(), Zone: "Europe/Berlin"},
	}
	out := written(t, all)
	for _, want := range []string{
		"DTSTART;TZID=Europe/Berlin:20240325T090000\r\n", "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n", "DURATION:PT3600S",
		"BEGIN:DAYLIGHT\r\nDTSTART:20240331T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n",
		"DTSTART:20241027T013000Z\r\nX-KEEPSAKE-ZONE:Europe/Berlin", "EXDATE;TZID=Europe/Berlin:20240408T090000",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	again, p := read(t, out)
	for i := range all {
		if p.Count != 0 || !reflect.DeepEqual(again[i], all[i].Canonical()) {
			t.Errorf("got  %+v\nwant %+v\n%v", again[i], all[i].Canonical(), p.List)
		}
	}
}

func TestOtherPrograms(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       func(records.Event) bool
		problems   int
	}{
		{"a zone of the file's own", "BEGIN:VTIMEZONE\nTZID:W. Odd Time\nBEGIN:STANDARD\nTZOFFSETTO:+0130\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=\"W. Odd Time\":20240101T013000\nEND:VEVENT\n",
			func(e records.Event) bool { return e.Start == 1704067200000 && e.Zone == "W. Odd Time" }, 0},
		{"a zone nobody knows", "BEGIN:VEVENT\nDTSTART;TZID=Mars:20240101T000000\nEND:VEVENT\n", func(e records.Event) bool { return e.Start == 1704067200000 }, 1},
		{"moved occurrence", "BEGIN:VEVENT\nUID:s\nDTSTART:20240102T000000Z\nRECURRENCE-ID:20240101T000000Z\nSTATUS:CANCELLED\nEND:VEVENT\n",
			func(e records.Event) bool {
				return e.OriginalTime == 1704067200000 && e.Original == "s" && e.Status == "cancelled"
			}, 0},
		{"guests and folded text", "BEGIN:VEVENT\nDTSTART:20240102T000000Z\nSUMMARY:a\n b\nORGANIZER;CN=x:MAILTO:o@example.com\nATTENDEE;CN=\"Doe, J\";PARTSTAT=ACCEPTED:mailto:j@example.com\nX-ODD:1\nEND:VEVENT\n",
			func(e records.Event) bool {
				return e.Title == "ab" && e.Organizer == "o@example.com" && e.Attendees[0] == records.Attendee{Name: "Doe, J", Mail: "j@example.com", Status: "accepted"} && e.Extra[0] == "X-ODD:1"
			}, 0},
		{"reminder that cannot be kept", "BEGIN:VEVENT\nDTSTART:20240102T000000Z\nBEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20240101T000000Z\nEND:VALARM\nEND:VEVENT\n", func(e records.Event) bool { return len(e.Reminders) == 0 }, 1},
		{"to-do beside it", "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:y\nDTSTART:20240102\nEND:VEVENT\n", func(e records.Event) bool { return e.Title == "y" && e.AllDay }, 1},
		{"cut off", "BEGIN:VEVENT\nSUMMARY:y\nDTSTART:2024", func(e records.Event) bool { return e.Title == "y" }, 2},
	} {
		all, p := read(t, "BEGIN:VCALENDAR\nX-WR-CALNAME:Cal\n"+c.text+"END:VCALENDAR\n")
		if len(all) != 1 || !c.want(all[0]) || p.Count != c.problems || all[0].Calendar != "Cal" {
			t.Errorf("%s: %+v %v", c.name, all, p.List)
		}
	}
}

func odd(rnd *rand.Rand) records.Event {
	alphabet := []string{"a", ";", ",", ":", `\`, `"`, "\n", "王", "😀", " ", "^", "=", "\r\n", "END:VEVENT"}
	word := func() string {
		var b strings.Builder
		for range rnd.IntN(12) {
			b.WriteString(alphabet[rnd.IntN(len(alphabet))])
		}
		return b.String()
	}
	pick := func(words ...string) string { return words[rnd.IntN(len(words))] }
	e := records.Event{
		ID: word(), UID: word(), Calendar: word(), Account: word(), Title: word(), Description: word(), Location: word(),
		Start: rnd.Int64N(4e12) - 1e12, AllDay: rnd.IntN(3) == 0, Zone: pick("", "UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Nowhere"),
		Status: pick("", "tentative", "confirmed", "odd"), Availability: pick("", "busy", "free", "tentative"), Access: pick("", "private"),
		Color: pick("", "#ff0000"), Modified: rnd.Int64N(2e12), Organizer: word(),
		RRule:  []string{pick("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20250101T000000Z", "nonsense\nFREQ=YEARLY")},
		ExDate: []string{pick("", "20240101T000000Z,20240102T000000Z", "Europe/Berlin;20240101T000000", "20240101", "bad")},
	}
	if rnd.IntN(2) == 0 {
		e.Duration = pick("P3600S", "P1D", "PT90M", "bad")
	} else {
		e.End, e.EndZone = e.Start+rnd.Int64N(1e9), pick("", e.Zone, "Asia/Tokyo")
	}
	if rnd.IntN(4) == 0 {
		e.OriginalTime, e.Original = rnd.Int64N(2e12), word()
	}
	for range rnd.IntN(3) {
		e.Reminders = append(e.Reminders, records.Reminder{Minutes: rnd.IntN(3000) - 60, Method: pick("", "alert", "mail", "sms", "alarm")})
		e.Attendees = append(e.Attendees, records.Attendee{Name: word(), Mail: word(), Status: pick("", "accepted", "invited"), Role: pick("", "required", "resource")})
	}
	return e
}

func TestRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		e := odd(rnd)
		out := written(t, []records.Event{e})
		all, p := read(t, out)
		if len(all) != 1 || p.Count != 0 || !reflect.DeepEqual(all[0], e.Canonical()) {
			t.Fatalf("%s\n got %+v\nwant %+v\n%v", out, all, e.Canonical(), p.List)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add("BEGIN:VEVENT\nUID:x\nDTSTART;TZID=Europe/Berlin:20241027T023000\nDURATION:P1W\nEXDATE;TZID=Asia/Tokyo:20240101T000000\nATTENDEE;CN=x:mailto:y\nBEGIN:VALARM\nTRIGGER:PT5M\nEND:VALARM\nEND:VEVENT")
	f.Fuzz(func(t *testing.T, text string) {
		var p records.Problems
		all, err := records.Collect(Read(strings.NewReader(text), &p))
		if err != nil {
			return
		}
		once := written(t, all)
		again, q := read(t, once)
		if q.Count != 0 {
			t.Fatalf("what was written has problems: %v\n%s", q.List, once)
		}
		if twice := written(t, again); twice != once {
			t.Fatalf("written twice:\n%s\n%s", once, twice)
		}
	})
}
