package schedule

import "time"

// on is the moment of a time of day, some days after now's day, in now's zone. A
// time that a clock skips in spring is moved by that hour.
func (m Minutes) on(now time.Time, days int) time.Time {
	y, mo, d := now.Date()
	return time.Date(y, mo, d+days, int(m)/60, int(m)%60, 0, 0, now.Location())
}

// of is the time of day of a moment.
func of(t time.Time) Minutes { return Minutes(t.Hour()*60 + t.Minute()) }

// far is how many days ahead or back a weekly moment is looked for: more than a
// week, since some lands have skipped a day of their calendar.
const far = 16

// hits reports whether the moment is one of the rule's.
func (r Rule) hits(t time.Time) bool { return r.Every != Weekly || t.Weekday() == r.Day }

// latest is the newest moment of a daily or weekly rule that is not after now.
func (r Rule) latest(now time.Time) time.Time {
	for d := range far {
		if t := r.At.on(now, -d); r.hits(t) && !t.After(now) {
			return t
		}
	}
	return time.Time{}
}

// next is the first moment of a daily or weekly rule after now.
func (r Rule) next(now time.Time) time.Time {
	for d := range far {
		if t := r.At.on(now, d); r.hits(t) && t.After(now) {
			return t
		}
	}
	return now.Add(7 * 24 * time.Hour)
}

// Holds reports whether a moment lies within the hours.
func (s Span) Holds(t time.Time) bool {
	m := of(t)
	if s.From <= s.To {
		return s.From <= m && m < s.To
	}
	return m >= s.From || m < s.To
}

// after is t, or the end of the hours when t lies within them.
func (s Span) after(t time.Time) time.Time {
	if !s.Holds(t) {
		return t
	}
	for d := range far {
		if end := s.To.on(t, d); end.After(t) {
			return end
		}
	}
	return t
}
