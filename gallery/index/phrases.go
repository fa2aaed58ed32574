package index

import (
	"strconv"
	"strings"
	"time"
)

// phrase understands words that mean something together: "last week", "14 may
// 2023", "without place". now is the wall clock as if it were UTC. It returns how
// many tokens it took; 0: there is no phrase here.
func phrase(tokens []token, now time.Time) (condition, int) {
	var w [5]string // as many as the longest phrase has; quotes end one
	for i := range w {
		if i >= len(tokens) || tokens[i].quoted {
			break
		}
		w[i] = tokens[i].text
	}
	for _, understand := range []func([5]string, time.Time) (condition, int){
		relative, ago, timeRange, dayOfMonth, seasonOfYear, located, atPlace, recorded, proven,
	} {
		if c, n := understand(w, now); n > 0 {
			return c, n
		}
	}
	return condition{}, 0
}

// relative understands today, yesterday, and this or the last stretch of time: "last week", "this summer", "last 10 days", "last may".
func relative(w [5]string, now time.Time) (condition, int) {
	today := day(now)
	switch w[0] {
	case "today":
		return between(today, today.AddDate(0, 0, 1)), 1
	case "yesterday":
		return between(today.AddDate(0, 0, -1), today), 1
	}
	back := 0
	switch w[0] {
	case "this":
	case "last", "past", "previous":
		back = 1
	default:
		return condition{}, 0
	}
	if n, err := strconv.ParseUint(w[1], 10, 12); err == nil && n > 0 && back == 1 {
		years, months, days, ok := unit(w[2])
		if !ok {
			return condition{}, 0
		}
		k := int(n)
		from := today.AddDate(-k*years, -k*months, -k*days)
		return between(from, today.AddDate(0, 0, 1)), 3
	}
	if m := monthOf(w[1]); m != 0 {
		from := time.Date(now.Year(), m, 1, 0, 0, 0, 0, time.UTC)
		if back == 1 && from.AddDate(0, 1, 0).After(now) {
			from = from.AddDate(-1, 0, 0)
		}
		return between(from, from.AddDate(0, 1, 0)), 2
	}
	if s := seasonOf(w[1]); s != nil {
		from := time.Date(now.Year(), s[0], 1, 0, 0, 0, 0, time.UTC)
		if back == 1 && from.AddDate(0, 3, 0).After(now) || back == 0 && s[0] == time.December && now.Month() < time.March {
			from = from.AddDate(-1, 0, 0)
		}
		return between(from, from.AddDate(0, 3, 0)), 2
	}
	if from, to, ok := stretch(w[1], now, back); ok {
		return between(from, to), 2
	}
	return condition{}, 0
}

// ago understands "3 weeks ago", "a year ago".
func ago(w [5]string, now time.Time) (condition, int) {
	n, err := strconv.ParseUint(w[0], 10, 12)
	if w[0] == "a" || w[0] == "one" {
		n, err = 1, nil
	}
	if err != nil || w[2] != "ago" {
		return condition{}, 0
	}
	from, to, ok := stretch(strings.TrimSuffix(w[1], "s"), now, int(n))
	if !ok {
		return condition{}, 0
	}
	return between(from, to), 3
}

// stretch returns the calendar's day, week, weekend, month or year that lies so
// many back. Weeks begin on Monday.
func stretch(name string, now time.Time, back int) (from, to time.Time, ok bool) {
	today := day(now)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	switch name {
	case "day":
		from = today.AddDate(0, 0, -back)
		return from, from.AddDate(0, 0, 1), true
	case "week":
		from = monday.AddDate(0, 0, -7*back)
		return from, from.AddDate(0, 0, 7), true
	case "weekend":
		from = monday.AddDate(0, 0, 5-7*back)
		return from, from.AddDate(0, 0, 2), true
	case "month":
		from = time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), true
	case "year":
		from = time.Date(now.Year()-back, 1, 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(1, 0, 0), true
	}
	return time.Time{}, time.Time{}, false
}

func unit(name string) (years, months, days int, ok bool) {
	switch strings.TrimSuffix(name, "s") {
	case "day":
		return 0, 0, 1, true
	case "week":
		return 0, 0, 7, true
	case "month":
		return 0, 1, 0, true
	case "year":
		return 1, 0, 0, true
	}
	return 0, 0, 0, false
}

func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// timeRange understands "before 2020", "since may 2021", "2019 to 2021",
// "2019-2021" and "between 2019 and 2021".
func timeRange(w [5]string, _ time.Time) (condition, int) {
	switch w[0] {
	case "before", "until", "after", "since":
		from, to, n := moment([]string{w[1], w[2]})
		if n == 0 {
			return condition{}, 0
		}
		switch w[0] {
		case "before":
			return cond(`i.taken < ?`, from.UnixMilli()), 1 + n
		case "until":
			return cond(`i.taken < ?`, to.UnixMilli()), 1 + n
		case "after":
			return cond(`i.taken >= ?`, to.UnixMilli()), 1 + n
		}
		return cond(`i.taken >= ?`, from.UnixMilli()), 1 + n
	}
	if a, b, ok := strings.Cut(w[0], "-"); ok && len(a) == 4 && len(b) == 4 {
		from, _ := span(a)
		_, to := span(b)
		if !from.IsZero() && from.Before(to) {
			return between(from, to), 1
		}
		return condition{}, 0
	}
	rest, link, skipped := w[:], "to", 0
	if w[0] == "between" || w[0] == "from" {
		if w[0] == "between" {
			link = "and"
		}
		rest, skipped = w[1:], 1
	}
	from, first := span(rest[0])
	_, to := span(rest[2])
	if rest[1] != link || first.IsZero() || to.IsZero() || !from.Before(to) {
		return condition{}, 0
	}
	return between(from, to), skipped + 3
}

// moment understands a date in one word, or a month and a year in two.
func moment(w []string) (from, to time.Time, n int) {
	if m := monthOf(w[0]); m != 0 {
		if year, _ := span(w[1]); len(w[1]) == 4 && !year.IsZero() {
			from = year.AddDate(0, int(m)-1, 0)
			return from, from.AddDate(0, 1, 0), 2
		}
		return from, to, 0
	}
	if from, to = span(w[0]); from.IsZero() {
		return from, to, 0
	}
	return from, to, 1
}

// dayOfMonth understands "14 may", "may 14", each with or without a year.
func dayOfMonth(w [5]string, _ time.Time) (condition, int) {
	name, number := w[0], w[1]
	if monthOf(name) == 0 {
		name, number = number, name
	}
	month, d := monthOf(name), dayNumber(number)
	if month == 0 || d == 0 {
		return condition{}, 0
	}
	if year, _ := span(w[2]); len(w[2]) == 4 && !year.IsZero() {
		from := time.Date(year.Year(), month, d, 0, 0, 0, 0, time.UTC)
		return between(from, from.AddDate(0, 0, 1)), 3
	}
	return cond(`i.ym % 100 = ? AND CAST(strftime('%d', i.taken / 1000, 'unixepoch') AS INTEGER) = ?`, int(month), d), 2
}

// dayNumber understands 14, 14. and 14th.
func dayNumber(w string) int {
	for _, end := range [...]string{".", "st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	n, err := strconv.ParseUint(w, 10, 8)
	if err != nil || n < 1 || n > 31 || len(w) > 2 {
		return 0
	}
	return int(n)
}

// seasonOfYear understands "summer 2024"; the winter of a year begins in its
// December.
func seasonOfYear(w [5]string, _ time.Time) (condition, int) {
	s := seasonOf(w[0])
	year, _ := span(w[1])
	if s == nil || year.IsZero() || len(w[1]) != 4 {
		return condition{}, 0
	}
	from := time.Date(year.Year(), s[0], 1, 0, 0, 0, 0, time.UTC)
	return between(from, from.AddDate(0, 3, 0)), 2
}

// located understands "with place" and "without location".
func located(w [5]string, _ time.Time) (condition, int) {
	switch w[1] {
	case "place", "places", "location", "gps", "coordinates":
	default:
		return condition{}, 0
	}
	switch w[0] {
	case "with":
		return cond(`i.lat IS NOT NULL`), 2
	case "without", "no":
		return cond(`i.lat IS NULL`), 2
	}
	return condition{}, 0
}

// nearby is how far "at 48.1,11.5" reaches.
const nearby = 5 // km

// atPlace understands "48.137,11.575", with or without "at" or "near" before it and a
// space within.
func atPlace(w [5]string, _ time.Time) (condition, int) {
	rest, n := w[:], 0
	if w[0] == "at" || w[0] == "near" {
		rest, n = w[1:], 1
	}
	a, b, ok := strings.Cut(rest[0], ",")
	n++
	if !ok {
		a, b = rest[0], rest[1]
		n++
	}
	if !strings.Contains(a, ".") || !strings.Contains(b, ".") {
		return condition{}, 0
	}
	lat, err := strconv.ParseFloat(a, 64)
	lon, err2 := strconv.ParseFloat(b, 64)
	if err != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return condition{}, 0
	}
	q := &query{}
	around(lat, lon, nearby).add(q)
	return cond(strings.TrimPrefix(q.text(), " AND "), q.args...), n
}

// recorded understands "screen recordings".
func recorded(w [5]string, _ time.Time) (condition, int) {
	if w[0] == "screen" && (w[1] == "recording" || w[1] == "recordings" || w[1] == "videos") {
		return cond(`i.screen = 1 AND i.kind = ?`, videoCode), 2
	}
	return condition{}, 0
}

// proven understands "verified", "unverified" and "not verified".
func proven(w [5]string, _ time.Time) (condition, int) {
	switch {
	case w[0] == "verified":
		return cond(`i.verified = 1`), 1
	case w[0] == "unverified":
		return cond(`i.verified = 0`), 1
	case w[0] == "not" && w[1] == "verified":
		return cond(`i.verified = 0`), 2
	}
	return condition{}, 0
}
