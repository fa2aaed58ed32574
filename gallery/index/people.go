package index

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"keepsake/gallery/records"
)

// What the list of contacts shows beside the name, in records.face.
const (
	faceStarred = 1 << iota
	facePhoto
)

func faceOf(c records.Contact) (face int) {
	if c.Starred {
		face |= faceStarred
	}
	if len(c.Photo) > 0 {
		face |= facePhoto
	}
	return face
}

// Face is what a list shows of a contact: no more is read for it, so that a list of
// any length is there at once.
type Face struct {
	ID       int64
	Phone    string
	Identity string
	Name     string // as Contact.Shown, at most 255 bytes of it; "" has none
	Starred  bool
	Photo    bool // the contact has one
}

// Faces lists contacts in order of their folded names.
func (x *Index) Faces(ctx context.Context, q RecordQuery) ([]Face, error) {
	q.Category, q.ByName = records.Contacts, true
	s := &query{}
	s.add(`SELECT id, phone, identity, shown, face FROM records WHERE `)
	q.where(s)
	q.order(s)
	rows, err := x.main.read.QueryContext(ctx, s.text(), s.args...)
	if err != nil {
		return nil, x.main.failed("list the contacts", err)
	}
	defer rows.Close()
	var all []Face
	for rows.Next() {
		var f Face
		var face int
		if err := rows.Scan(&f.ID, &f.Phone, &f.Identity, &f.Name, &face); err != nil {
			return nil, x.main.failed("list the contacts", err)
		}
		f.Starred, f.Photo = face&faceStarred != 0, face&facePhoto != 0
		all = append(all, f)
	}
	return all, x.main.failed("list the contacts", rows.Err())
}

// People returns all contacts by their numbers' tails (records.Tail). Where two
// have one number, the first in order of names has it.
func (x *Index) People(ctx context.Context) (map[string]Face, error) {
	rows, err := x.main.read.QueryContext(ctx,
		`SELECT n.tail, r.id, r.phone, r.identity, r.shown, r.face FROM numbers n JOIN records r ON r.id = n.record
		WHERE r.category = 'contacts' ORDER BY r.name DESC, r.id DESC`)
	if err != nil {
		return nil, x.main.failed("list the contacts' numbers", err)
	}
	defer rows.Close()
	people := make(map[string]Face)
	for rows.Next() {
		var tail string
		var f Face
		var face int
		if err := rows.Scan(&tail, &f.ID, &f.Phone, &f.Identity, &f.Name, &face); err != nil {
			return nil, x.main.failed("list the contacts' numbers", err)
		}
		f.Starred, f.Photo = face&faceStarred != 0, face&facePhoto != 0
		if f.Name != "" {
			people[tail] = f
		}
	}
	return people, x.main.failed("list the contacts' numbers", rows.Err())
}

// Names returns the names of all contacts by their numbers' tails: see People.
func (x *Index) Names(ctx context.Context) (map[string]string, error) {
	people, err := x.People(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(people))
	for tail, f := range people {
		names[tail] = f.Name
	}
	return names, nil
}

// Line is the order of a list: a record and its date, 16 bytes each, so that the
// whole of a long conversation is known before any of its messages is read.
type Line struct {
	IDs   []int64
	Dates []int64 // ms
}

// Line lists what a query finds by date, the newest first unless q.Oldest, whatever
// its page.
func (x *Index) Line(ctx context.Context, q RecordQuery) (Line, error) {
	q.After, q.Limit, q.ByName = Cursor{}, 0, false
	s := &query{}
	// As one text: the driver takes longer for a row than SQLite for ten.
	s.add(`SELECT group_concat(id || ' ' || date, ' ') FROM (SELECT id, date FROM records ` + q.through() + ` WHERE `)
	q.where(s)
	q.order(s)
	s.add(`)`)
	var text sql.NullString
	if err := x.main.read.QueryRowContext(ctx, s.text(), s.args...).Scan(&text); err != nil {
		return Line{}, x.main.failed("list the "+string(q.Category), err)
	}
	var l Line
	odd := false
	for number := range strings.FieldsSeq(text.String) {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return Line{}, x.main.failed("list the "+string(q.Category), err)
		}
		if odd = !odd; odd {
			l.IDs = append(l.IDs, n)
		} else {
			l.Dates = append(l.Dates, n)
		}
	}
	return l, nil
}

// Traffic counts the messages and calls exchanged with numbers, by their tails.
func (x *Index) Traffic(ctx context.Context, tails []string) (map[records.Category]int, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT category, count(*) FROM records
		WHERE category IN ('messages', 'calls') AND thread IN (SELECT value FROM json_each(?)) GROUP BY category`, asJSON(tails))
	if err != nil {
		return nil, x.main.failed("count messages and calls", err)
	}
	defer rows.Close()
	counts := make(map[records.Category]int)
	for rows.Next() {
		var c records.Category
		var n int
		if err := rows.Scan(&c, &n); err != nil {
			return nil, x.main.failed("count messages and calls", err)
		}
		counts[c] = n
	}
	return counts, x.main.failed("count messages and calls", rows.Err())
}
