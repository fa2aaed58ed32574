package words

import (
	"fmt"
	"time"
)

// MonthName is the name of a month.
func MonthName(m time.Month) string { return T(m.String()) }

// WeekdayName is the name of a day of the week.
func WeekdayName(d time.Weekday) string { return T(d.String()) }

// ShortWeekday is a day's name for a narrow column.
func ShortWeekday(d time.Weekday) string { return T(d.String()[:3]) }

// MonthYear names a month of a year: March 2026.
func MonthYear(year int, m time.Month) string {
	return F("{{.Month}} {{.Year}}", "Month", MonthName(m), "Year", fmt.Sprint(year))
}

// Date names a day: 3 March 2026, or March 3, 2026 where English says it so.
func Date(t time.Time) string {
	if speaking().american {
		return DayMonth(t) + ", " + fmt.Sprint(t.Year())
	}
	return F("{{.DayMonth}} {{.Year}}", "DayMonth", DayMonth(t), "Year", fmt.Sprint(t.Year()))
}

// DayMonth names a day of the year: 3 March. Each month has a sentence of its own,
// since a month after its day has another form in some languages.
func DayMonth(t time.Time) string {
	if speaking().american {
		return t.Month().String() + " " + fmt.Sprint(t.Day())
	}
	return F("{{.Day}} "+t.Month().String(), "Day", fmt.Sprint(t.Day()))
}

// LongDate is Date with the day of the week before it.
func LongDate(t time.Time) string {
	return F("{{.Weekday}}, {{.Date}}", "Weekday", WeekdayName(t.Weekday()), "Date", Date(t))
}

// Clock is the time of day, to the minute: 15:04, or 3:04 PM where the desktop's
// region counts to twelve.
func Clock(t time.Time) string { return t.Format(speaking().clock) }

// When says when something was, seen from now: "just now", "12 minutes ago",
// "today at 18:02", "yesterday at 18:02", "5 days ago", "on 3 March 2026". It
// reads well after a verb. A time ahead of now, from a clock that was wrong,
// gets its date.
func When(t, now time.Time) string {
	t = t.In(now.Location())
	age := now.Sub(t)
	switch days := DaysBetween(t, now); {
	case age < 0:
		return F("on {{.Date}}", "Date", Date(t))
	case age < time.Minute:
		return T("just now")
	case age < time.Hour:
		return N("{{.N}} minutes ago", int(age/time.Minute))
	case days == 0:
		return F("today at {{.Time}}", "Time", Clock(t))
	case days == 1:
		return F("yesterday at {{.Time}}", "Time", Clock(t))
	case days < 30:
		return N("{{.N}} days ago", days)
	default:
		return F("on {{.Date}}", "Date", Date(t))
	}
}

// DaysBetween counts the midnights between two moments, in now's zone.
func DaysBetween(t, now time.Time) int {
	y, m, d := t.In(now.Location()).Date()
	ny, nm, nd := now.Date()
	a := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	b := time.Date(ny, nm, nd, 12, 0, 0, 0, time.UTC)
	return int(b.Sub(a) / (24 * time.Hour))
}

// Left says how long something will still take; empty while that is unknown.
func Left(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Minute:
		return T("less than a minute left")
	case d < 90*time.Minute:
		return N("{{.N}} min left", int((d+30*time.Second)/time.Minute))
	default:
		return F("{{.H}} h {{.M}} min left", "H", fmt.Sprint(int(d.Hours())), "M", fmt.Sprint(int(d.Minutes())%60))
	}
}

// Took says how long something took: 8 s, 2 min 14 s, 1 h 5 min.
func Took(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return F("{{.S}} s", "S", fmt.Sprint(s))
	case s < 3600:
		return F("{{.M}} min {{.S}} s", "M", fmt.Sprint(s/60), "S", fmt.Sprint(s%60))
	default:
		return F("{{.H}} h {{.M}} min", "H", fmt.Sprint(s/3600), "M", fmt.Sprint(s/60%60))
	}
}

// Length is a video's length: 0:24, 1:02:03.
func Length(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
