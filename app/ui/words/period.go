package words

import (
	"strconv"
	"time"
)

// Period is the heading under which a list of dated things has one of t, seen from
// now: today, yesterday, the last days, a month of this year, a year.
func Period(t, now time.Time) string {
	t = t.In(now.Location())
	switch days := DaysBetween(t, now); {
	case days < 0:
		return T("Later")
	case days == 0:
		return T("Today")
	case days == 1:
		return T("Yesterday")
	case days <= 7:
		return T("Previous 7 days")
	case days <= 30:
		return T("Previous 30 days")
	case t.Year() == now.Year():
		return MonthName(t.Month())
	}
	return strconv.Itoa(t.Year())
}

// ShortDate is a date as short as can be, for the end of a line: the time today,
// "3 March" this year, "3 March 2024" before.
func ShortDate(t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case DaysBetween(t, now) == 0:
		return Clock(t)
	case t.Year() == now.Year():
		return DayMonth(t)
	}
	return Date(t)
}
