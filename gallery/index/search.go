package index

import (
	"context"
	"strings"
	"time"
	"unicode"

	"keepsake/gallery"
)

// term is one thing a search asks for. An item has it when its texts have the
// word, or any of the conditions is met.
type term struct {
	word string // folded
	or   []condition
}

// condition is SQL about an item i, with its arguments.
type condition struct {
	sql  string
	args []any
}

func cond(sql string, args ...any) condition { return condition{sql, args} }

// How much of what was typed is looked at.
const (
	maxTerms    = 16
	maxTermSize = 256
)

// token is a word or quoted phrase as typed, folded, and where it lies in that.
type token struct {
	text     string
	quoted   bool
	from, to int
}

// terms understands f's search. Names that the owner gave albums are looked up
// here, so that a new name is found at once.
func (x *Index) terms(ctx context.Context, f Filter) ([]term, error) {
	if strings.TrimSpace(f.Search) == "" {
		return nil, nil
	}
	now := f.Now
	if now.IsZero() {
		now = time.Now()
	}
	terms := parseSearch(f.Search, now)
	edits, err := x.albumEdits(ctx)
	if err != nil {
		return nil, x.main.failed("read the albums' names", err)
	}
	for i := range terms {
		terms[i].or = append(terms[i].or, albumsNamed(edits, terms[i].word)...)
	}
	return terms, nil
}

// albumsNamed is met by what is in an album whose given name has the word.
func albumsNamed(edits []gallery.AlbumEdit, word string) (or []condition) {
	for _, k := range named(edits, word) {
		const album = `(SELECT id FROM albums WHERE phone = ? AND path = ?)`
		or = append(or, cond(`i.id IN (SELECT item FROM members WHERE album = `+album+`
			UNION ALL SELECT item FROM origins WHERE trashed = 0 AND album = `+album+`)`,
			k.Phone, []byte(k.Path), k.Phone, []byte(k.Path)))
	}
	return or
}

// parseSearch understands what a person typed. It is pure.
func parseSearch(s string, now time.Time) []term {
	tokens := tokenize(s)
	var terms []term
	var fillers []token
	for len(tokens) > 0 && len(terms) < maxTerms {
		if c, n := phrase(tokens, clock(now)); n > 0 {
			// Something may be called so, too.
			word := fold(s[tokens[0].from:tokens[n-1].to])
			terms = append(terms, term{word: word[:min(len(word), maxTermSize)], or: []condition{c}})
			tokens = tokens[n:]
			continue
		}
		t := tokens[0]
		tokens = tokens[1:]
		if !t.quoted && filler(t.text) {
			fillers = append(fillers, t)
			continue
		}
		terms = append(terms, single(t))
	}
	if len(terms) == 0 { // nothing else was typed, so they are meant
		for _, t := range fillers[:min(len(fillers), maxTerms)] {
			terms = append(terms, single(t))
		}
	}
	return terms
}

// clock is the wall clock of a moment, as if it were UTC: what items.taken says.
func clock(t time.Time) time.Time {
	ms, _ := wall(t)
	return time.UnixMilli(ms).UTC()
}

// single understands one word by itself.
func single(t token) term {
	if t.quoted {
		return term{word: t.text}
	}
	w := term{word: root(t.text)}
	if from, to := span(t.text); !from.Equal(to) {
		w.or = append(w.or, between(from, to))
	}
	if m := monthOf(t.text); m != 0 {
		w.or = append(w.or, cond(`i.ym % 100 = ?`, int(m)))
	}
	if s := seasonOf(t.text); s != nil {
		w.or = append(w.or, cond(`i.ym % 100 IN (?, ?, ?)`, int(s[0]), int(s[1]), int(s[2])))
	}
	if k := kindWord(t.text); k != "" {
		w.or = append(w.or, cond(`i.kind = ?`, kindCode(k)))
	}
	if mark := markWord(t.text); mark != "" {
		w.or = append(w.or, cond(mark))
	}
	return w
}

// between is met by what was taken from one wall clock until just before another.
func between(from, to time.Time) condition {
	return cond(`i.taken >= ? AND i.taken < ?`, from.UnixMilli(), to.UnixMilli())
}

// tokenize cuts at spaces, except between quotes; a quote left open runs to the
// end.
func tokenize(s string) []token {
	var tokens []token
	quoted, from := false, 0
	take := func(to int) {
		if w := fold(s[from:to]); strings.TrimSpace(w) != "" {
			if !quoted {
				if bare := strings.TrimRight(w, ",;!?"); bare != "" {
					w = bare
				}
			}
			if w != "" {
				tokens = append(tokens, token{w[:min(len(w), maxTermSize)], quoted, from, to})
			}
		}
	}
	for i, r := range s {
		quote := r == '"' || r == '“' || r == '”' || r == '„'
		if quote || !quoted && unicode.IsSpace(r) {
			take(i)
			from = i + len(string(r))
		}
		if quote {
			quoted = !quoted
		}
	}
	take(len(s))
	return tokens
}

// add wants the term. Words are compared as bytes: nothing in them has a meaning
// to SQL, so there is nothing to escape.
func (t term) add(q *query) {
	q.add(` AND (instr(i.words, ?) > 0`, []byte(t.word))
	for _, c := range t.or {
		q.add(` OR (`+c.sql+`)`, c.args...)
	}
	q.add(`)`)
}
