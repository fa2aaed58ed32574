package index

import (
	"context"
	"database/sql"
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"unicode"

	"keepsake/gallery/records"
)

// Messages are found through their n-grams: whatever holds a word
// holds each three characters of it that follow each other, and of Chinese, Japanese
// and Korean, where two are a word, each two. So any part of a word is found.

// grams of one file's messages: the ids of those with each, rising, as the
// differences from one to the next in varints.
type grams struct {
	ids  map[string][]byte
	last map[string]int64
}

func newGrams() grams { return grams{map[string][]byte{}, map[string]int64{}} }

// add takes a message's folded words in. Ids have to rise.
func (g grams) add(id int64, words string) {
	for gram := range gramsOf(words, true) {
		last := g.last[gram]
		if id == last {
			continue
		}
		g.ids[gram] = binary.AppendUvarint(g.ids[gram], uint64(id-last))
		g.last[gram] = id
	}
}

// put writes them for one file.
func (g grams) put(ctx context.Context, tx *sql.Tx, part int64) error {
	put, err := tx.PrepareContext(ctx, `INSERT INTO grams (part, gram, ids) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	defer put.Close()
	for _, gram := range slices.Sorted(maps.Keys(g.ids)) {
		if _, err := put.ExecContext(ctx, part, gram, g.ids[gram]); err != nil {
			return err
		}
	}
	return nil
}

// gramsOf yields each three neighbouring characters, and each two where two are a
// word; some more than once. Of what has three, the two are left out unless all is
// wanted.
func gramsOf(s string, all bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		var at [3]int // where the characters before begin
		seen := 0
		var dense [2]bool
		for i, r := range s + "\n" {
			if seen >= 3 && !yield(s[at[0]:i]) || seen >= 2 && (dense[0] || dense[1]) && (all || seen == 2 && i == len(s)) && !yield(s[at[1]:i]) {
				return
			}
			at[0], at[1], at[2] = at[1], at[2], i
			seen++
			dense[0], dense[1] = dense[1], unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
		}
	}
}

// oneByOne is how much longer it takes to look into a message by its id than into one
// of many in their order.
const oneByOne = 20

// fewer reports whether looking into so many named messages is less work than going
// through all in their order, until a page is full.
func fewer(named, all, limit int) bool {
	if limit > 0 && named > 0 {
		all = min(all, limit*all/named)
	}
	return named*oneByOne <= all
}

// narrowed names the messages that may have what is searched for, when they are few:
// then they are q.IDs.
func (x *Index) narrowed(ctx context.Context, q RecordQuery) (RecordQuery, error) {
	if q.Category != records.Messages || q.Search == "" || q.IDs != nil {
		return q, nil
	}
	var want []string
	for _, word := range searchWords(q.Search) {
		want = slices.AppendSeq(want, gramsOf(word, false))
	}
	slices.Sort(want)
	want = slices.Compact(want)
	if len(want) == 0 {
		return q, nil
	}
	ids, err := x.withGrams(ctx, want, q.Limit)
	if ids != nil {
		q.IDs = ids
	}
	return q, x.main.failed("search the messages", err)
}

// withGrams are the messages that may have every one of the grams, nil when they
// are too many for a page of so many.
func (x *Index) withGrams(ctx context.Context, want []string, limit int) ([]int64, error) {
	// The lengths alone are read at first: of a long list that is its end.
	rows, err := x.main.read.QueryContext(ctx, `SELECT part, gram, length(ids) FROM grams
		WHERE part IN (SELECT id FROM parts WHERE category = 'messages') AND gram IN (SELECT value FROM json_each(?))
		ORDER BY part, length(ids)`, asJSON(want))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type list struct {
		part   int64
		gram   string
		length int
	}
	var lists []list
	for rows.Next() {
		var l list
		if err := rows.Scan(&l.part, &l.gram, &l.length); err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	ids := []int64{}
	if len(lists) < len(want) {
		return ids, nil
	}
	var all int
	if err := x.main.read.QueryRowContext(ctx, `SELECT count(*) FROM records WHERE category = 'messages'`).Scan(&all); err != nil {
		return nil, err
	}
	for len(lists) > 0 {
		n := 1
		for n < len(lists) && lists[n].part == lists[0].part {
			n++
		}
		of := lists[:n]
		lists = lists[n:]
		if n < len(want) {
			continue // one is nowhere in this file
		}
		var left []int64
		for i, l := range of {
			if i > 0 && l.length > 100*len(left) {
				break // looking into those that are left is less work
			}
			var list []byte
			if err := x.main.read.QueryRowContext(ctx, `SELECT ids FROM grams WHERE part = ? AND gram = ?`, l.part, l.gram).Scan(&list); err != nil {
				return nil, err
			}
			left = common(left, list, i == 0)
		}
		if ids = append(ids, left...); !fewer(len(ids), all, 0) {
			return nil, nil
		}
	}
	if !fewer(len(ids), all, limit) {
		return nil, nil
	}
	return ids, nil
}

// common are the ids that are in both; of the first list all.
func common(left []int64, list []byte, first bool) []int64 {
	var id int64
	at, both := 0, left[:0]
	for len(list) > 0 {
		d, n := binary.Uvarint(list)
		if n <= 0 {
			break
		}
		id, list = id+int64(d), list[n:]
		if first {
			both = append(both, id)
			continue
		}
		for at < len(left) && left[at] < id {
			at++
		}
		if at == len(left) {
			break
		}
		if left[at] == id {
			both = append(both, id)
		}
	}
	return both
}
