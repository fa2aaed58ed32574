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

// probe runs a query that selects a hash and a number for up to probeSize hashes.
func probe(ctx context.Context, q queryer, query string, hashes []gallery.Hash) (map[gallery.Hash]int64, error) {
	args := make([]any, probeSize)
	for i := range hashes {
		args[i] = hashes[i][:]
	}
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[gallery.Hash]int64, len(hashes))
	var raw sql.RawBytes
	var n int64
	for rows.Next() {
		if err := rows.Scan(&raw, &n); err != nil {
			return nil, err
		}
		var h gallery.Hash
		if copy(h[:], raw) == len(h) {
			found[h] = n
		}
	}
	return found, rows.Err()
}

// The queries to probe with.
const (
	itemsOf = `SELECT hash, id FROM items WHERE hash IN ` + probeList
	marksOf = `SELECT hash, tint FROM marks WHERE hash IN ` + probeList
)
