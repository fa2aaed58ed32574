package rows

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/gallery/records"
)

// Source gives the records that shall come back. It is asked once, by Plan.
type Source func(ctx context.Context) ([]records.Record, error)

// Keeper keeps what a phone has now of a category in the library, before it is
// touched: a state of its history, like those of backups.
type Keeper func(ctx context.Context, phone device.Info, c records.Category, all records.Sequence[records.Record]) error

// Part brings back one category that a phone keeps in rows.
type Part struct {
	line *restore.Line[Phone]
	what records.Category
	from Source
	keep Keeper

	taken    bool         // the phone took a message in this run
	merged   map[int]bool // the steps of contacts that got details in this Do
	importer bool         // the phone's own importer does it
	least    int          // how many it takes for that
	patience              // how long its owner is waited for
}

// New makes a part of contacts, messages, calls or events. keep may be nil.
func New(line *restore.Line[Phone], c records.Category, from Source, keep Keeper) *Part {
	return &Part{line: line, what: c, from: from, keep: keep}
}

// Name implements restore.Part.
func (p *Part) Name() string { return string(p.what) }

// detail is what carrying out a step needs.
type detail struct {
	Record json.RawMessage `json:"record"`
	Onto   int64           `json:"onto,omitempty"` // the contact on the phone that gets these details
}

// note is what the journal keeps of a step.
type note struct {
	Mark    int64   `json:"mark"`              // the highest id before
	Key     string  `json:"key,omitempty"`     // of a contact
	ID      int64   `json:"id,omitempty"`      // of the row that was made
	Print   string  `json:"print,omitempty"`   // what the row said when it was read back
	Details []int64 `json:"details,omitempty"` // the rows that were added to a contact
}

// read puts the record of a step together again.
func (p *Part) read(s restore.Step) (r records.Record, d detail, err error) {
	if err = json.Unmarshal(s.Detail, &d); err == nil {
		switch p.what {
		case records.Contacts:
			r, err = into[records.Contact](d.Record)
		case records.Messages:
			r, err = into[records.Message](d.Record)
		case records.Calls:
			r, err = into[records.Call](d.Record)
		case records.Events:
			r, err = into[records.Event](d.Record)
		default:
			err = errors.New("no rows")
		}
	}
	if err != nil {
		return nil, d, fmt.Errorf("the plan of %s: %w", s.Title, err)
	}
	return r, d, nil
}

func into[R records.Record](b []byte) (R, error) {
	var r R
	err := json.Unmarshal(b, &r)
	return r, err
}

// print is what a row must still say to be the one that was made: whether a message
// was read since, or a call looked at, is not part of it.
func print(r records.Record) string {
	switch r.(type) {
	case records.Message, records.Call:
		return r.Identity()
	}
	return r.Digest()
}

// rowID is the phone's number of a record.
func rowID(r records.Record) int64 {
	id := ""
	switch v := r.(type) {
	case records.Contact:
		id = v.ID
	case records.Message:
		id = v.ID
	case records.Call:
		id = v.ID
	case records.Event:
		id = v.ID
	}
	n, _ := strconv.ParseInt(id, 10, 64) // a row's number is one
	return n
}

// since reads the rows above an id.
func (p *Part) since(ctx context.Context, last int64) ([]records.Record, error) {
	var all []records.Record
	var problems records.Problems // of rows that cannot be read: those are not ours
	err := p.line.Phone().RecordsSince(ctx, p.what, last, &problems, func(r records.Record) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

// byID reads the rows from an id on.
func (p *Part) byID(ctx context.Context, least int64) (map[int64]records.Record, error) {
	all, err := p.since(ctx, least-1)
	rows := make(map[int64]records.Record, len(all))
	for _, r := range all {
		rows[rowID(r)] = r
	}
	return rows, err
}

// rowsFile is what the safety snapshot is called in the vault.
const rowsFile = "rows.ndjson"

// Save implements restore.Part: everything the phone has of the category, in the
// run's folder and as a state of its history in the library.
func (p *Part) Save(ctx context.Context, _ []restore.Step, v restore.Vault) error {
	return save(ctx, p.line.Phone(), p.what, v, p.keep)
}

func save(ctx context.Context, phone Phone, c records.Category, v restore.Vault, keep Keeper) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	all := func(yield func(records.Record, error) bool) {
		b.Reset()
		var problems records.Problems
		err := phone.Records(ctx, c, &problems, func(r records.Record) error {
			if err := enc.Encode(r); err != nil {
				return err
			}
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
	if keep != nil {
		if err := keep(ctx, phone.Info(), c, all); err != nil {
			return err
		}
	} else if _, err := records.Collect(records.Sequence[records.Record](all)); err != nil {
		return err
	}
	return v.Put(rowsFile, bytes.NewReader(b.Bytes()))
}

var errEnough = errors.New("no more records are wanted")

// Title is what people call a record.
func Title(r records.Record) string {
	switch v := r.(type) {
	case records.Contact:
		return short(v.Shown(), "contact without a name")
	case records.Message:
		who := strings.Join(v.Others(), ", ")
		if who == "" {
			who = v.Address
		}
		return short(who+": "+v.Text(), "message")
	case records.Call:
		return short(v.Number, "withheld number") + ", " + v.Type.String()
	case records.Event:
		return short(v.Title, "event without a title")
	}
	return string(r.Category())
}

// short makes one line of a text that fits a list.
func short(s, empty string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return empty
	}
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
