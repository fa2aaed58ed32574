package index

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"keepsake/gallery/records"
)

// RecordQuery says which records, and in which order.
type RecordQuery struct {
	Category   records.Category
	Phone      string   // "": of all phones
	Thread     string   // a conversation, a number's tail, a note's folder; "": any
	Threads    []string // any of these; empty: any
	Kinds      []string // of calls and recordings, any of these types; empty: any
	IDs        []int64  // these only; nil: any
	Identities []string // these things only, however they changed; nil: any
	Search     string   // every word must be in it, somewhere; "": all
	From, To   int64    // ms, To exclusive; 0: open
	ByName     bool     // in order of names, for contacts, apps and networks; else by date
	Oldest     bool     // by date, the oldest first; else the newest
	After      Cursor   // the page after this one's last row; zero: the first
	Limit      int      // 0: no limit
}

// Cursor is a place in a list. The zero one is its beginning.
type Cursor struct {
	ID   int64
	Date int64
	Name string
}

// Entry is a record of a list.
type Entry[R any] struct {
	Cursor
	Phone    string
	Identity string
	Unread   bool
	Record   R
}

// List returns a page of records of type R, which must be the query's category's.
// Pages follow each other by their last row's Cursor, so that a page costs the same
// wherever it is.
func List[R records.Record](ctx context.Context, x *Index, q RecordQuery) ([]Entry[R], error) {
	if c := (*new(R)).Category(); q.Category == "" {
		q.Category = c
	} else if q.Category != c {
		return nil, fmt.Errorf("list %s: asked for %s", c, q.Category)
	}
	q, err := x.narrowed(ctx, q)
	if err != nil {
		return nil, err
	}
	s := &query{}
	s.add(`SELECT id, date, name, phone, identity, unread, body FROM records ` + q.through() + ` WHERE `)
	q.where(s)
	q.order(s)
	rows, err := x.main.read.QueryContext(ctx, s.text(), s.args...)
	if err != nil {
		return nil, x.main.failed("list the "+string(q.Category), err)
	}
	defer rows.Close()
	var all []Entry[R]
	for rows.Next() {
		var r Entry[R]
		var body []byte
		if err := rows.Scan(&r.ID, &r.Date, &r.Name, &r.Phone, &r.Identity, &r.Unread, &body); err != nil {
			return nil, x.main.failed("list the "+string(q.Category), err)
		}
		if err := json.Unmarshal(body, &r.Record); err != nil {
			return nil, x.main.failed("list the "+string(q.Category), err)
		}
		all = append(all, r)
	}
	return all, x.main.failed("list the "+string(q.Category), rows.Err())
}

// CountRecords counts what a query finds, whatever its page.
func (x *Index) CountRecords(ctx context.Context, q RecordQuery) (int, error) {
	q.After, q.Limit = Cursor{}, 0
	q, err := x.narrowed(ctx, q)
	if err != nil {
		return 0, err
	}
	s := &query{}
	s.add(`SELECT count(*) FROM records ` + q.through() + ` WHERE `)
	q.where(s)
	var n int
	err = x.main.read.QueryRowContext(ctx, s.text(), s.args...).Scan(&n)
	return n, x.main.failed("count the "+string(q.Category), err)
}

// through names the index to read when SQLite would not choose the best by itself.
func (q RecordQuery) through() string {
	if q.Category == records.Messages && q.IDs == nil && len(searchWords(q.Search)) > 0 {
		return `INDEXED BY records_words`
	}
	return ""
}

func (q RecordQuery) where(s *query) {
	switch {
	case q.IDs != nil:
		s.add(`+category = ?`, q.Category) // not by its index: the rows are named
	case q.Category == records.Messages:
		s.add(`category = 'messages'`) // in words: only so is the index of messages used
	default:
		s.add(`category = ?`, q.Category)
	}
	if q.IDs != nil {
		s.add(` AND id IN (SELECT value FROM json_each(?))`, asJSON(q.IDs))
	}
	if q.Identities != nil {
		s.add(` AND identity IN (SELECT value FROM json_each(?))`, asJSON(q.Identities))
	}
	switch {
	case len(q.Threads) == 1: // in the order of an index
		s.add(` AND thread = ?`, q.Threads[0])
	case len(q.Threads) > 1:
		s.add(` AND thread IN (SELECT value FROM json_each(?))`, asJSON(q.Threads))
	}
	if len(q.Kinds) > 0 {
		s.add(` AND kind IN (SELECT value FROM json_each(?))`, asJSON(q.Kinds))
	}
	if q.Phone != "" {
		s.add(` AND phone = ?`, q.Phone)
	}
	if q.Thread != "" {
		s.add(` AND thread = ?`, q.Thread)
	}
	if q.From != 0 {
		s.add(` AND date >= ?`, q.From)
	}
	if q.To != 0 {
		s.add(` AND date < ?`, q.To)
	}
	for _, word := range searchWords(q.Search) {
		s.add(` AND instr(words, ?) > 0`, []byte(word))
	}
	if q.After == (Cursor{}) {
		return
	}
	switch {
	case q.ByName:
		s.add(` AND (name, id) > (?, ?)`, q.After.Name, q.After.ID)
	case q.Oldest:
		s.add(` AND (date, id) > (?, ?)`, q.After.Date, q.After.ID)
	default:
		s.add(` AND (date, id) < (?, ?)`, q.After.Date, q.After.ID)
	}
}

func (q RecordQuery) order(s *query) {
	switch {
	case q.ByName:
		s.add(` ORDER BY name, id`)
	case q.Oldest:
		s.add(` ORDER BY date, id`)
	default:
		s.add(` ORDER BY date DESC, id DESC`)
	}
	if q.Limit > 0 {
		s.add(` LIMIT ?`, q.Limit)
	}
}

// asJSON writes a list for json_each.
func asJSON[T int64 | string](list []T) string {
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // numbers and texts are always JSON
	}
	return string(b)
}

// maxSearchWords bounds what one search costs.
const maxSearchWords = 16

// searchWords are what a search wants. What is in quotes is one.
func searchWords(search string) []string {
	var words []string
	for i, piece := range strings.Split(fold(search), `"`) {
		if i%2 == 1 {
			if piece = strings.TrimSpace(piece); piece != "" {
				words = append(words, piece)
			}
			continue
		}
		words = append(words, strings.Fields(piece)...)
	}
	words = words[:min(len(words), maxSearchWords)]
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) }) // what is found least often first
	return words
}

// Conversation is the messages exchanged with the same others.
type Conversation struct {
	Thread string // what RecordQuery.Thread takes
	Phone  string // of several phones: the one with the last message
	Others []string
	Name   string // of the contact or contacts; "" when nobody knows them
	Count  int
	Unread int
	Last   Entry[records.Message]
}

// Conversations lists the conversations with messages that fit q, the latest first.
// q's After and Limit are those of conversations: After holds the last one's Last.
func (x *Index) Conversations(ctx context.Context, q RecordQuery) ([]Conversation, error) {
	q.Category = records.Messages
	page, limit := q.After, q.Limit
	q.After, q.Limit = Cursor{}, 0
	q, err := x.narrowed(ctx, q)
	if err != nil {
		return nil, err
	}
	s := &query{}
	// Of several rows SQLite takes the columns of that with the maximum.
	s.add(`SELECT thread, count(*), sum(unread), max(date), id FROM records ` + q.through() + ` WHERE `)
	q.where(s)
	s.add(` GROUP BY thread`)
	if page != (Cursor{}) {
		s.add(` HAVING (max(date), id) < (?, ?)`, page.Date, page.ID)
	}
	s.add(` ORDER BY max(date) DESC, id DESC`)
	if limit > 0 {
		s.add(` LIMIT ?`, limit)
	}
	rows, err := x.main.read.QueryContext(ctx, s.text(), s.args...)
	if err != nil {
		return nil, x.main.failed("list the conversations", err)
	}
	defer rows.Close()
	var all []Conversation
	for rows.Next() {
		var c Conversation
		if err := rows.Scan(&c.Thread, &c.Count, &c.Unread, &c.Last.Date, &c.Last.ID); err != nil {
			return nil, x.main.failed("list the conversations", err)
		}
		all = append(all, c)
	}
	if err := rows.Err(); err != nil {
		return nil, x.main.failed("list the conversations", err)
	}
	names, err := x.Names(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := x.lastMessage(ctx, &all[i], names); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (x *Index) lastMessage(ctx context.Context, c *Conversation, names map[string]string) error {
	var body []byte
	r := &c.Last
	err := x.main.read.QueryRowContext(ctx, `SELECT phone, identity, unread, body FROM records WHERE id = ?`, r.ID).Scan(&r.Phone, &r.Identity, &r.Unread, &body)
	if err == nil {
		err = json.Unmarshal(body, &r.Record)
	}
	if err != nil {
		return x.main.failed("list the conversations", err)
	}
	c.Phone, c.Others = r.Phone, r.Record.Others()
	var known []string
	for _, n := range c.Others {
		if name := names[records.Tail(n)]; name != "" {
			known = append(known, name)
		} else {
			known = append(known, n)
		}
	}
	if c.Name = strings.Join(known, ", "); len(known) == 1 && known[0] == c.Others[0] {
		c.Name = r.Record.Contact
	}
	return nil
}

// RecordCounts counts the records of each category; of one phone, or of all for "".
func (x *Index) RecordCounts(ctx context.Context, phone string) (map[records.Category]int, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT category, count(*) FROM records WHERE phone = ?1 OR ?1 = '' GROUP BY category`, phone)
	if err != nil {
		return nil, x.main.failed("count the records", err)
	}
	defer rows.Close()
	counts := make(map[records.Category]int)
	for rows.Next() {
		var c records.Category
		var n int
		if err := rows.Scan(&c, &n); err != nil {
			return nil, x.main.failed("count the records", err)
		}
		counts[c] = n
	}
	return counts, x.main.failed("count the records", rows.Err())
}
