package index

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"hash/crc32"
)

var (
	//go:embed schema/index.sql
	indexSchema string

	//go:embed schema/records.sql
	recordsSchema string

	//go:embed schema/thumbs.sql
	thumbsSchema string
)

// plan is how one of the two files is laid out and opened.
type plan struct {
	schema   string
	pageSize int      // bytes; takes effect on a new file only
	pages    int      // of write-ahead log before it is folded into the file
	cache    int      // KiB of the writing connection; each reading one has a quarter
	check    string   // pragma that finds damage, for a file that was not closed in order
	born     []string // run once after the schema
	sealed   bool     // the file is as it was closed: no check
}

// indexPlan: of 200,000 items the file has some 135 MB, of which the check walks
// the half that the grid and the search are about to read anyway. A long
// write-ahead log makes the first fill three times as fast.
func indexPlan() plan {
	return plan{schema: indexSchema + recordsSchema, pageSize: 4096, pages: 16000, cache: 64 << 10, check: "quick_check(items)"}
}

// thumbsPlan: big pages, so that a thumbnail lies in one piece. The pictures are
// gigabytes, so only the small table of marks is checked at start.
func thumbsPlan() plan {
	return plan{schema: thumbsSchema, pageSize: 16384, pages: 2000, cache: 8 << 10, check: "quick_check(marks)",
		born: []string{`INSERT INTO meta (id) VALUES (randomblob(16))`}}
}

// version is a fingerprint of the schema: a file with another one is stale,
// whether older or newer.
func (p plan) version() int64 {
	v := int64(crc32.ChecksumIEEE([]byte(p.schema)) & 0x7fffffff)
	return max(v, 1) // 0 is what a new file says
}

// querier is a pool or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// made reports whether the file holds this schema, and errStale or SQLite's own
// error when it holds something else or is damaged.
func (p plan) made(ctx context.Context, q querier) (bool, error) {
	var version, objects int64
	if err := q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return false, err
	}
	if version == p.version() && p.sealed {
		return true, nil
	}
	if version == p.version() {
		return true, p.look(ctx, q)
	}
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&objects); err != nil {
		return false, err
	}
	if version != 0 || objects != 0 {
		return false, errStale
	}
	return false, nil
}

// look runs the check. A finding is a row of text, not an error.
func (p plan) look(ctx context.Context, q querier) error {
	var found string
	if err := q.QueryRowContext(ctx, "PRAGMA "+p.check).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w or damaged: %s", errStale, found)
	}
	return nil
}

// make fills an empty file.
func (p plan) make(ctx context.Context, tx *sql.Tx) error {
	for _, q := range append([]string{p.schema, fmt.Sprintf("PRAGMA user_version = %d", p.version())}, p.born...) {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
