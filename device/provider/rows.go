package provider

import (
	"strconv"
	"strings"
)

// form is what the values of a column look like.
type form int

const (
	number form = iota // a decimal, or NULL
	word               // text without a comma or a newline
	text               // anything; only as the last column
)

// column is one column of a query. The first one of every query is _id.
type column struct {
	name string
	form form
}

const nothing = "No result found."

// scanRows reads what "content query" printed for the columns and calls each
// with the values of every row, in a slice that is used again. SQL's NULL comes
// as "": the tool prints the text "NULL" for both.
//
// A line begins a row if it carries the next row's number and fits all columns;
// any other line belongs to the text of the row before. Where that happened,
// odd is true: a text may then have imitated a row. Calling again with the ids
// the query must have rules that out for all but an imitation that guesses the
// next id, and that one still costs no more than the text columns of one row.
func scanRows(out string, cols []column, ids []int64, each func(values []string) error) (n int, odd bool, err error) {
	out = strings.TrimSuffix(out, "\n")
	if out == "" || strings.TrimSpace(out) == nothing {
		return 0, false, nil
	}
	values := make([]string, len(cols)) // of the row that began last
	next := make([]string, len(cols))
	last := len(cols) - 1
	var end, begin int // out[begin:end] is the last value's text so far
	flush := func() error {
		if n == 0 {
			return nil
		}
		if cols[last].form == text {
			values[last] = out[begin:end]
		}
		for i, v := range values {
			if v == "NULL" {
				values[i] = ""
			}
		}
		return each(values)
	}
	for at := 0; at <= len(out); {
		line := out[at:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		if rowStart(line, n, cols, ids, next) {
			if err := flush(); err != nil {
				return n, odd, err
			}
			values, next = next, values
			n++
			begin = at + len(line) - len(values[last])
		} else {
			odd = true
		}
		end = at + len(line)
		at = end + 1
	}
	return n, odd, flush()
}

// rowStart reports whether the line begins row n, and fills in its values.
func rowStart(line string, n int, cols []column, ids []int64, values []string) bool {
	rest, ok := strings.CutPrefix(line, "Row: ")
	if !ok {
		return false
	}
	digits, rest, ok := strings.Cut(rest, " ")
	if !ok || digits != strconv.Itoa(n) {
		return false
	}
	for i, c := range cols {
		if rest, ok = strings.CutPrefix(rest, c.name); !ok {
			return false
		}
		if rest, ok = strings.CutPrefix(rest, "="); !ok {
			return false
		}
		value := rest
		if i < len(cols)-1 {
			if value, rest, ok = strings.Cut(rest, ", "); !ok {
				return false
			}
		}
		if !fits(value, c.form) {
			return false
		}
		values[i] = value
	}
	if ids == nil {
		return true
	}
	return n < len(ids) && values[0] == strconv.FormatInt(ids[n], 10)
}

func fits(value string, f form) bool {
	switch f {
	case number:
		if value == "NULL" {
			return true
		}
		digits := strings.TrimPrefix(value, "-")
		if digits == "" || len(digits) > 24 {
			return false
		}
		for i := 0; i < len(digits); i++ {
			if (digits[i] < '0' || digits[i] > '9') && digits[i] != '.' {
				return false
			}
		}
	case word:
		return !strings.Contains(value, ",")
	}
	return true
}
