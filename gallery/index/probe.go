package index

import (
	"context"
	"database/sql"

	"keepsake/gallery"
)

// probeSize is how many hashes one look-up asks for. The query's text is always
// the same, so it is parsed once; missing hashes are NULL, which nothing equals.
const probeSize = 64

// probeList is the list of a probing query: WHERE hash IN (?, ?, …).
const (
	probe8    = "?, ?, ?, ?, ?, ?, ?, ?"
	probe32   = probe8 + ", " + probe8 + ", " + probe8 + ", " + probe8
	probeList = "(" + probe32 + ", " + probe32 + ")"
)

// queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// probe runs a query that selects a hash and more for up to probeSize hashes; scan
// reads one row.
func probe[T any](ctx context.Context, q queryer, query string, hashes []gallery.Hash,
	scan func(rows *sql.Rows, hash *sql.RawBytes) (T, error)) (map[gallery.Hash]T, error) {
	args := make([]any, probeSize)
	for i := range hashes {
		args[i] = hashes[i][:]
	}
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[gallery.Hash]T, len(hashes))
	var raw sql.RawBytes
	for rows.Next() {
		got, err := scan(rows, &raw)
		if err != nil {
			return nil, err
		}
		var h gallery.Hash
		if copy(h[:], raw) == len(h) {
			found[h] = got
		}
	}
	return found, rows.Err()
}

// The queries to probe with.
const (
	itemsOf = `SELECT hash, id FROM items WHERE hash IN ` + probeList
	marksOf = `SELECT hash, tint, looks FROM marks WHERE hash IN ` + probeList
)

func scanID(rows *sql.Rows, hash *sql.RawBytes) (id int64, err error) {
	err = rows.Scan(hash, &id)
	return id, err
}
