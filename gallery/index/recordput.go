package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"keepsake/gallery"
	"keepsake/gallery/records"
)

// RecordPart is a file of records that the index has the rows of.
type RecordPart struct {
	Path string
	Hash gallery.Hash
}

// RecordParts returns what the index has of one category of a phone: the state it
// was last brought up to ("" for none) and its files.
func (x *Index) RecordParts(ctx context.Context, phone string, c records.Category) (state string, parts []RecordPart, err error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT path, hash, state FROM parts WHERE phone = ? AND category = ?`, phone, c)
	if err != nil {
		return "", nil, x.main.failed("list the records' files", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p RecordPart
		var hash []byte
		if err := rows.Scan(&p.Path, &hash, &state); err != nil {
			return "", nil, x.main.failed("list the records' files", err)
		}
		if len(hash) == len(p.Hash) {
			copy(p.Hash[:], hash)
		}
		parts = append(parts, p)
	}
	return state, parts, x.main.failed("list the records' files", rows.Err())
}

// RecordPhones returns the phones that records are known of.
func (x *Index) RecordPhones(ctx context.Context) ([]string, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT DISTINCT phone FROM parts ORDER BY phone`)
	if err != nil {
		return nil, x.main.failed("list phones", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, x.main.failed("list phones", err)
		}
		ids = append(ids, id)
	}
	return ids, x.main.failed("list phones", rows.Err())
}

// PutRecords replaces the rows of one file by what all yields, in one transaction.
func (x *Index) PutRecords(ctx context.Context, phone string, c records.Category, p RecordPart, all records.Sequence[records.Record]) error {
	err := x.main.update(ctx, func(quiet context.Context, tx *sql.Tx) error {
		if err := dropPart(quiet, tx, phone, c, p.Path); err != nil {
			return err
		}
		res, err := tx.ExecContext(quiet, `INSERT INTO parts (phone, category, state, path, hash) VALUES (?, ?, '', ?, ?)`, phone, c, p.Path, p.Hash[:])
		if err != nil {
			return err
		}
		part, err := res.LastInsertId()
		if err != nil {
			return err
		}
		put, err := tx.PrepareContext(quiet, `INSERT INTO records (part, phone, category, identity, date, unread, name, thread, kind, shown, face, words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		found := newGrams()
		for r, err := range all {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			row, err := flattenRecord(r)
			if err != nil {
				return err
			}
			res, err := put.ExecContext(quiet, part, phone, c, r.Identity(), row.date, row.unread, row.name, row.thread,
				row.kind, row.shown, row.face, []byte(row.words), row.body)
			if err != nil {
				return err
			}
			id, err := res.LastInsertId()
			if err != nil {
				return err
			}
			if c == records.Messages {
				found.add(id, row.words)
			}
			for _, tail := range row.tails {
				if _, err := tx.ExecContext(quiet, `INSERT OR IGNORE INTO numbers (tail, record) VALUES (?, ?)`, tail, id); err != nil {
					return err
				}
			}
		}
		return found.put(quiet, tx, part)
	})
	return x.main.failed("index records", err)
}

// SealRecords says that the index holds a state in full: files that are not in keep
// are dropped with their rows.
func (x *Index) SealRecords(ctx context.Context, phone string, c records.Category, state string, keep []string) error {
	_, have, err := x.RecordParts(ctx, phone, c)
	if err != nil {
		return err
	}
	wanted := make(map[string]bool, len(keep))
	for _, p := range keep {
		wanted[p] = true
	}
	err = x.main.update(ctx, func(quiet context.Context, tx *sql.Tx) error {
		for _, p := range have {
			if wanted[p.Path] {
				continue
			}
			if err := dropPart(quiet, tx, phone, c, p.Path); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(quiet, `UPDATE parts SET state = ? WHERE phone = ? AND category = ?`, state, phone, c)
		return err
	})
	return x.main.failed("index records", err)
}

func dropPart(ctx context.Context, tx *sql.Tx, phone string, c records.Category, path string) error {
	var part int64
	err := tx.QueryRowContext(ctx, `SELECT id FROM parts WHERE phone = ? AND category = ? AND path = ?`, phone, c, path).Scan(&part)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM numbers WHERE record IN (SELECT id FROM records WHERE part = ?)`, `DELETE FROM records WHERE part = ?`, `DELETE FROM grams WHERE part = ?`, `DELETE FROM parts WHERE id = ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, part); err != nil {
			return err
		}
	}
	return nil
}

// recordRow is a record as the table has it.
type recordRow struct {
	date                int64
	unread              bool
	name, thread, words string
	kind, shown         string
	face                int
	tails               []string
	body                []byte
}

// maxRecordWords bounds what the search looks through of one record, in bytes.
const maxRecordWords = 64 << 10

// flattenRecord derives what the table stores.
func flattenRecord(r records.Record) (recordRow, error) {
	var row recordRow
	var words []string
	switch v := r.(type) {
	case records.Contact:
		row.name, row.shown, row.face = v.Shown(), v.Shown(), faceOf(v)
		row.shown = strings.ToValidUTF8(row.shown[:min(len(row.shown), maxName)], "")
		words = []string{v.Shown(), v.Name.Given, v.Name.Family, v.Name.PhoneticGiven, v.Name.PhoneticFamily}
		words = append(append(append(words, v.Nicknames...), v.Groups...), v.Notes...)
		for _, p := range v.Phones {
			words = append(words, p.Value, records.Number(p.Value))
			if t := records.Tail(p.Value); t != "" {
				row.tails = append(row.tails, t)
			}
		}
		for _, m := range v.Mails {
			words = append(words, m.Value)
			if t := records.Tail(m.Value); t != "" {
				row.tails = append(row.tails, t)
			}
		}
		for _, o := range v.Orgs {
			words = append(words, o.Company, o.Department, o.Title)
		}
		for _, a := range v.Addresses {
			words = append(words, a.Street, a.City, a.Country)
		}
	case records.Message:
		v = light(v)
		r = v
		row.date, row.unread, row.thread = v.Date, !v.Read && v.Box == records.Received, v.Thread()
		words = append(v.Others(), v.Text(), v.Subject, v.Contact)
		for _, p := range v.Parts {
			words = append(words, p.Name)
		}
	case records.Call:
		row.date, row.unread, row.thread = v.Date, v.New, records.Tail(v.Number)
		row.kind = v.Type.String()
		words = []string{v.Number, records.Number(v.Number), v.Contact}
	case records.Event:
		row.date, row.name = v.Start, v.Title
		words = []string{v.Title, v.Location, v.Description, v.Calendar}
	case records.Note:
		v.Raw = "" // in its file
		r = v
		row.date, row.name, row.thread = max(v.Modified, v.Created), v.Shown(), v.Folder
		words = []string{v.Title, v.Folder, v.Body}
	case records.WifiNetwork:
		v.Password = ""
		r = v
		row.name, words = v.SSID, []string{v.SSID}
	case records.App:
		row.date, row.name = v.Updated, v.Label
		if row.name == "" {
			row.name = v.Package
		}
		words = []string{v.Label, v.Package}
	case records.Recording:
		row.date, row.name, row.thread, row.kind = v.Date, v.Name, string(v.Kind), string(v.Kind)
		words = []string{v.Name, v.Path}
		for _, p := range v.Callers {
			words = append(words, p.Name, p.Number)
		}
	case records.Archive:
		row.date, row.name, words = v.Made, v.Shown(), []string{v.Label, v.Package, v.File.Name}
	case records.Setting:
		row.name, words = v.Key, []string{v.Key, v.Value}
	default:
		return row, fmt.Errorf("a %T is no record", r)
	}
	row.name = fold(row.name[:min(len(row.name), maxName)])
	total := 0
	for _, w := range words {
		if w = fold(w[:min(len(w), maxRecordWords-total)]); w != "" {
			row.words += w + "\n"
		}
		if total += len(w); total >= maxRecordWords {
			break
		}
	}
	var err error
	row.body, err = json.Marshal(r)
	return row, err
}

// light is a message without the bytes of its parts.
func light(m records.Message) records.Message {
	m = m.Canonical()
	for i := range m.Parts {
		m.Parts[i].Data = nil
	}
	return m
}
