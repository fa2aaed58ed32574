package records

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Seconds reads a duration of iCalendar ("PT1H30M", "P1D", "-P2W") or of Android
// ("P3600S").
func Seconds(d string) (int64, bool) {
	s := strings.ToUpper(strings.TrimSpace(d))
	sign := int64(1)
	switch {
	case strings.HasPrefix(s, "-"):
		sign, s = -1, s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return 0, false
	}
	units := map[byte]int64{'W': 7 * 86400, 'D': 86400, 'H': 3600, 'M': 60, 'S': 1}
	var total int64
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
		case c == 'T' && i == start:
			start = i + 1
		default:
			unit := units[c]
			n, err := strconv.ParseInt(s[start:i], 10, 32)
			if unit == 0 || err != nil {
				return 0, false
			}
			total += n * unit
			start = i + 1
		}
	}
	if start != len(s) || total > 400*366*86400 {
		return 0, false
	}
	return sign * total, true
}

// duration is the one way to write a length of seconds.
func duration(s int64) string {
	if s%86400 == 0 && s != 0 {
		return fmt.Sprintf("P%dD", s/86400)
	}
	return fmt.Sprintf("PT%dS", s)
}

// occurrences brings the dates of RDATE and EXDATE into one form: each by itself,
// "20231114T221320Z", "Europe/Berlin;20231114T231320", or "20231225" of an all-day
// event. Anything else is left out.
func occurrences(in []string, allDay bool) []string {
	var out []string
	for _, s := range in {
		zone, list, ok := strings.Cut(s, ";")
		if !ok {
			zone, list = "", s
		}
		for d := range strings.SplitSeq(list, ",") {
			d = strings.ToUpper(strings.TrimSpace(d))
			day, clock, timed := strings.Cut(d, "T")
			if len(day) != 8 || strings.Trim(day, "0123456789") != "" {
				continue
			}
			if allDay || !timed {
				out = append(out, day)
				continue
			}
			utc := strings.HasSuffix(clock, "Z")
			if c := strings.TrimSuffix(clock, "Z"); len(c) != 6 || strings.Trim(c, "0123456789") != "" {
				continue
			}
			if utc || zone == "" || strings.ContainsAny(zone, "\n\t") {
				out = append(out, day+"T"+strings.TrimSuffix(clock, "Z")+"Z")
			} else {
				out = append(out, strings.TrimSpace(zone)+";"+d)
			}
		}
	}
	return sorted(out)
}

// rules keeps of RRULE and EXRULE what can be one line.
func rules(in []string) []string {
	var out []string
	for _, r := range in {
		for line := range strings.SplitSeq(Text(r), "\n") { // how Android keeps several
			line = strings.TrimPrefix(strings.TrimSpace(line), "RRULE:")
			if strings.Contains(line, "FREQ=") && strings.Trim(line, ruleLetters) == "" {
				out = append(out, line)
			}
		}
	}
	return sorted(out)
}

const ruleLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789=;,+-/:."

// one returns s in lower case if it is among the words, else "".
func one(s string, words ...string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if slices.Contains(words, s) {
		return s
	}
	return ""
}

// The times that every format can say: the years 1 to 9999.
const (
	minDate = -62135596800000
	maxDate = 253402300799000
)

func sane(ms int64) int64 {
	if ms < minDate || ms > maxDate {
		return 0
	}
	return ms
}
