package shell

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// touch sets mtimes: now, -d DATE, -t [[CC]YY]MMDDhhmm[.ss] or -r FILE.
func touch(_ context.Context, c *Call) int {
	opts, ok := c.options("acmh", "dtr")
	if !ok || !c.enough(1) {
		return 1
	}
	when := c.Now()
	var err error
	if v, ok := opts['d']; ok {
		if when, err = parseDate(v, c.Now()); err != nil {
			return c.Errorf("bad '%s'", v)
		}
	}
	if v, ok := opts['t']; ok {
		if when, err = parseStamp(v, c.Now()); err != nil {
			return c.Errorf("bad '%s'", v)
		}
	}
	if v, ok := opts['r']; ok {
		in, err := c.Disk.Stat(c.Path(v))
		if err != nil {
			return c.Errorf("-r '%s': %s", v, err)
		}
		when = in.MTime
	}
	code := 0
	for _, name := range c.Args {
		err := c.Disk.Chtimes(c.Path(name), when)
		if errors.Is(err, disk.ENOENT) {
			if has(opts, 'c') {
				continue
			}
			var w *disk.Writer
			if w, err = c.Disk.Create(c.Path(name), 0660, false); err == nil {
				w.Close(when)
			}
		}
		if err != nil {
			code = c.Errorf("'%s': %s", name, err)
		}
	}
	return code
}

// parseDate reads the forms toybox takes after -d: @seconds, and dates with an
// optional time, fraction and zone.
func parseDate(s string, now time.Time) (time.Time, error) {
	if rest, ok := strings.CutPrefix(s, "@"); ok {
		whole, frac, _ := strings.Cut(rest, ".")
		n, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return time.Time{}, err
		}
		nanos, err := strconv.ParseInt((frac + "000000000")[:9], 10, 64)
		return time.Unix(n, nanos), err
	}
	for _, layout := range [...]string{
		"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 -0700",
		"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
	} {
		if t, err := time.ParseInLocation(layout, s, now.Location()); err == nil {
			return t, nil
		}
	}
	return parseStamp(s, now)
}

// parseStamp reads [[CC]YY]MMDDhhmm[.ss].
func parseStamp(s string, now time.Time) (time.Time, error) {
	digits, seconds, dotted := strings.Cut(s, ".")
	if !dotted {
		seconds = "00"
	}
	switch len(digits) {
	case 8:
		digits = now.Format("2006") + digits
	case 10:
		century := "20"
		if digits >= "69" {
			century = "19"
		}
		digits = century + digits
	}
	return time.ParseInLocation("20060102150405", digits+seconds, now.Location())
}

func date(_ context.Context, c *Call) int {
	opts, ok := c.options("u", "Ddr")
	if !ok {
		return 1
	}
	when := c.Now()
	var err error
	if v, ok := opts['d']; ok {
		if when, err = parseDate(v, when); err != nil {
			return c.Errorf("bad date '%s'", v)
		}
	}
	if v, ok := opts['r']; ok {
		in, err := c.Disk.Stat(c.Path(v))
		if err != nil {
			return c.Errorf("%s: %s", v, err)
		}
		when = in.MTime.In(when.Location())
	}
	if has(opts, 'u') {
		when = when.UTC()
	}
	format := "%a %b %e %H:%M:%S %Z %Y"
	if len(c.Args) > 0 {
		var ok bool
		if format, ok = strings.CutPrefix(c.Args[0], "+"); !ok {
			return c.Errorf("cannot set date: %s", disk.EPERM)
		}
	}
	fmt.Fprintln(c.Out, fillIn(format, func(letter byte) string { return dateField(letter, when) }))
	return 0
}

func dateField(letter byte, t time.Time) string {
	layouts := map[byte]string{'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'M': "04", 'S': "05", 'y': "06", 'a': "Mon", 'A': "Monday",
		'b': "Jan", 'B': "January", 'e': "_2", 'Z': "MST", 'z': "-0700", 'F': "2006-01-02", 'T': "15:04:05", 'D': "01/02/06", 'R': "15:04"}
	switch letter {
	case 's':
		return fmt.Sprint(t.Unix())
	case 'N':
		return fmt.Sprintf("%09d", t.Nanosecond())
	case 'j':
		return fmt.Sprintf("%03d", t.YearDay())
	case 'n':
		return "\n"
	case 't':
		return "\t"
	}
	if l, ok := layouts[letter]; ok {
		return t.Format(l)
	}
	return "%" + string(letter)
}
