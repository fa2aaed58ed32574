package index

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"keepsake/gallery"
)

// term is one thing a search asks for: a word in the texts, or instead of it a
// time, kind or mark that the word names.
type term struct {
	word     string // folded
	from, to int64  // wall clock, from <= taken < to; none when equal
	month    time.Month
	kind     gallery.Kind
	mark     string // a column that is to be 1
}

// How much of what was typed is looked at.
const (
	maxTerms    = 16
	maxTermSize = 256
)

// parseSearch understands what a person typed.
func parseSearch(s string) []term {
	var terms []term
	for _, w := range split(s) {
		if w = fold(w); w == "" {
			continue
		}
		w = w[:min(len(w), maxTermSize)]
		t := term{word: root(w), kind: kindWord(w), mark: markWord(w), month: monthOf(w)}
		t.from, t.to = span(w)
		if terms = append(terms, t); len(terms) == maxTerms {
			break
		}
	}
	return terms
}

// split cuts at spaces, except between quotes; a quote left open runs to the end.
func split(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' || r == '“' || r == '”' || r == '„' {
			quoted = !quoted
			return true
		}
		return !quoted && unicode.IsSpace(r)
	})
}

// add wants the term. Words are compared as bytes: nothing in them has a meaning
// to SQL, so there is nothing to escape.
func (t term) add(q *query) {
	q.add(` AND (instr(i.words, ?) > 0`, []byte(t.word))
	if t.from != t.to {
		q.add(` OR i.taken >= ? AND i.taken < ?`, t.from, t.to)
	}
	if t.month != 0 {
		q.add(` OR i.ym % 100 = ?`, int(t.month))
	}
	if t.kind != "" {
		q.add(` OR i.kind = ?`, kindCode(t.kind))
	}
	if t.mark != "" {
		q.add(` OR i.` + t.mark + ` = 1`)
	}
	q.add(`)`)
}

// span understands a year, a month or a day, in the orders people write them.
func span(w string) (from, to int64) {
	parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '.' || r == '/' })
	if len(parts) == 1 && len(w) == 8 { // as in file names: 20230514
		parts = []string{w[:4], w[4:6], w[6:]}
	}
	if len(parts) > 1 && len(parts[0]) != 4 { // day and month before the year
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	n := [3]int{1: 1, 2: 1}
	if len(parts) == 0 || len(parts) > 3 || len(parts[0]) != 4 {
		return 0, 0
	}
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16) // takes no signs
		if err != nil || v < 1 {
			return 0, 0
		}
		n[i] = int(v)
	}
	first := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	if first.Month() != time.Month(n[1]) || first.Day() != n[2] {
		return 0, 0 // the 31st of June
	}
	years, months, days := 0, 0, 0
	switch len(parts) {
	case 1:
		years = 1
	case 2:
		months = 1
	case 3:
		days = 1
	}
	return first.UnixMilli(), first.AddDate(years, months, days).UnixMilli()
}

// monthOf understands an English month, whole or by its first three letters.
func monthOf(w string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); w == name || w == name[:3] {
			return m
		}
	}
	return 0
}
