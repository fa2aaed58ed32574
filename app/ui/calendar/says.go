package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// title is an event's name.
func title(e records.Event) string {
	if t := strings.TrimSpace(words.Name(e.Title)); t != "" {
		return t
	}
	return words.T("Untitled")
}

// clock is when an item is on one day: "09:00–10:00", "All day", "until 10:00".
func (it Item) clock(day int) string {
	switch {
	case it.whole(day):
		return words.T("All day")
	case it.First < day:
		return words.F("until {{.Time}}", "Time", words.Clock(it.End))
	case it.Last > day:
		return words.F("from {{.Time}}", "Time", words.Clock(it.Start))
	case it.Start.Equal(it.End):
		return words.Clock(it.Start)
	}
	return words.F("{{.From}} – {{.To}}", "From", words.Clock(it.Start), "To", words.Clock(it.End))
}

// when says an item's dates and times, in one line or two.
func (it Item) when() []string {
	from, to := words.LongDate(dayTime(it.First)), words.LongDate(dayTime(it.Last))
	if it.Event.AllDay {
		if it.First == it.Last {
			return []string{from, words.T("All day")}
		}
		return []string{words.F("{{.From}} –", "From", from), to}
	}
	if it.First == it.Last {
		return []string{from, it.clock(it.First)}
	}
	return []string{words.F("{{.From}}, {{.Time}} –", "From", from, "Time", words.Clock(it.Start)), words.F("{{.Date}}, {{.Time}}", "Date", to, "Time", words.Clock(it.End))}
}

// elsewhere says the time where the event is, when clocks there show another.
func (it Item) elsewhere() string {
	if it.Event.AllDay || it.Event.Zone == "" {
		return ""
	}
	zone, err := time.LoadLocation(it.Event.Zone)
	if err != nil {
		return ""
	}
	there := it.Start.In(zone)
	_, a := there.Zone()
	_, b := it.Start.Zone()
	if a == b {
		return ""
	}
	city := it.Event.Zone[strings.LastIndexByte(it.Event.Zone, '/')+1:]
	return words.F("{{.Time}} in {{.City}}", "Time", words.Clock(there), "City", words.Name(strings.ReplaceAll(city, "_", " ")))
}

// reminder says when an event reminds of itself.
func reminder(r records.Reminder) string {
	n := r.Minutes
	var s string
	switch {
	case n == 0:
		s = words.T("At the start")
	case n < 0:
		s = words.N("{{.N}} minutes after the start", -n)
	case n%(7*24*60) == 0:
		s = words.N("{{.N}} weeks before", n/(7*24*60))
	case n%(24*60) == 0:
		s = words.N("{{.N}} days before", n/(24*60))
	case n%60 == 0:
		s = words.N("{{.N}} hours before", n/60)
	default:
		s = words.N("{{.N}} minutes before", n)
	}
	if r.Method == "mail" {
		s = words.F("{{.When}}, by mail", "When", s)
	}
	return s
}

// repeats says how an event repeats; "" for one that does not. A rule that has no
// simple words is said to repeat, no more.
func repeats(e records.Event) string {
	if len(e.RRule) == 0 {
		if len(e.RDate) > 0 {
			return words.N("On {{.N}} more days", len(e.RDate))
		}
		return ""
	}
	if len(e.RRule) > 1 {
		return words.T("Repeats by several rules")
	}
	rule := map[string]string{}
	for p := range strings.SplitSeq(e.RRule[0], ";") {
		k, v, _ := strings.Cut(p, "=")
		rule[strings.ToUpper(k)] = v
	}
	n, err := strconv.Atoi(rule["INTERVAL"])
	if err != nil || n < 1 {
		n = 1
	}
	s := every(strings.ToUpper(rule["FREQ"]), n)
	if on := onDays(rule["BYDAY"]); on != "" {
		s = words.F("{{.Every}} on {{.Days}}", "Every", s, "Days", on)
	}
	if c, err := strconv.Atoi(rule["COUNT"]); err == nil {
		s = words.N("{{.Every}}, {{.N}} times", c, "Every", s)
	}
	if u := rule["UNTIL"]; len(u) >= 8 {
		if t, err := time.Parse("20060102", u[:8]); err == nil {
			s = words.F("{{.Every}}, until {{.Date}}", "Every", s, "Date", words.Date(t))
		}
	}
	return s
}

func every(freq string, n int) string {
	switch freq {
	case "DAILY":
		if n == 1 {
			return words.T("Every day")
		}
		return words.N("Every {{.N}} days", n)
	case "WEEKLY":
		if n == 1 {
			return words.T("Every week")
		}
		return words.N("Every {{.N}} weeks", n)
	case "MONTHLY":
		if n == 1 {
			return words.T("Every month")
		}
		return words.N("Every {{.N}} months", n)
	case "YEARLY":
		if n == 1 {
			return words.T("Every year")
		}
		return words.N("Every {{.N}} years", n)
	}
	return words.T("Repeats")
}

var weekdayOf = map[string]time.Weekday{"SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}

// onDays names the days of a BYDAY; "" when one of them is more than a day's name.
func onDays(by string) string {
	if by == "" {
		return ""
	}
	var names []string
	for d := range strings.SplitSeq(strings.ToUpper(by), ",") {
		w, ok := weekdayOf[d]
		if !ok {
			return nth(by)
		}
		names = append(names, words.T(w.String()))
	}
	if len(names) == 7 {
		return ""
	}
	return strings.Join(names, ", ")
}

// nth names "2TU" and "-1FR".
func nth(by string) string {
	if len(by) < 3 {
		return ""
	}
	w, ok := weekdayOf[strings.ToUpper(by[len(by)-2:])]
	n, err := strconv.Atoi(by[:len(by)-2])
	if !ok || err != nil {
		return ""
	}
	day := words.T(w.String())
	switch n {
	case 1:
		return words.F("the first {{.Day}}", "Day", day)
	case 2:
		return words.F("the second {{.Day}}", "Day", day)
	case 3:
		return words.F("the third {{.Day}}", "Day", day)
	case 4:
		return words.F("the fourth {{.Day}}", "Day", day)
	case -1:
		return words.F("the last {{.Day}}", "Day", day)
	}
	return ""
}

// answer is what an invited person said.
func answer(a records.Attendee) string {
	switch a.Status {
	case "accepted":
		return words.T("accepted")
	case "declined":
		return words.T("declined")
	case "tentative":
		return words.T("maybe")
	}
	return words.T("no answer")
}

func dayNumber(day int) string { return fmt.Sprint(dayTime(day).Day()) }
