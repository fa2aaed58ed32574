package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"

	"keepsake/gallery"
)

// thumbs is the thumbnails' file. Beside a private one there may be a sealed one:
// the file of a library that cannot be written, which is read and left as it is.
type thumbs struct {
	*database
	sealed *sealed
	turn   chan struct{} // holds a token while thumbnails and tints change together
}

// openThumbs opens the thumbnails at path, or borrows.
func openThumbs(ctx context.Context, path string) (*thumbs, error) {
	d, err := openOrBorrow(ctx, path, thumbsPlan())
	if err != nil {
		return nil, err
	}
	t := &thumbs{database: d, turn: make(chan struct{}, 1)}
	if d.private() {
		t.sealed = openSealed(ctx, path)
	}
	return t, nil
}

// Close closes the file.
func (t *thumbs) Close() error {
	if t.sealed == nil {
		return t.database.Close()
	}
	return errors.Join(t.sealed.db.Close(), t.database.Close())
}

// lock waits for its turn to change thumbnails and tints together; unlock ends it.
func (t *thumbs) lock(ctx context.Context) (unlock func(), err error) {
	select {
	case t.turn <- struct{}{}:
		return func() { <-t.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// id returns the file's own id, see schema/thumbs.sql.
func (t *thumbs) id(ctx context.Context, q querier) (id []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT id FROM meta`).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: no id", errStale)
	}
	return id, err
}

// jpeg returns a thumbnail, sql.ErrNoRows when there is none.
func (t *thumbs) jpeg(ctx context.Context, h gallery.Hash, pixels int) ([]byte, error) {
	const query = `SELECT jpeg FROM thumbs WHERE hash = ? AND pixels = ?`
	var b []byte
	err := t.read.QueryRowContext(ctx, query, h[:], pixels).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) && t.sealed.usable() {
		if t.sealed.db.QueryRowContext(ctx, query, h[:], pixels).Scan(&b) == nil && t.sealed.usable() {
			return b, nil
		}
	}
	return b, err
}

// seen returns what the marks say of up to probeSize contents.
func (t *thumbs) seen(ctx context.Context, hashes []gallery.Hash) (map[gallery.Hash]mark, error) {
	found, err := probe(ctx, t.read, marksOf, hashes, scanMark)
	if err != nil || !t.sealed.usable() {
		return found, err
	}
	below, err := probe(ctx, t.sealed.db, marksOf, hashes, scanMark)
	if err != nil || !t.sealed.usable() {
		return found, nil
	}
	maps.Copy(below, found)
	return below, nil
}

// mark is what was found of a content's looks.
type mark struct{ tint, looks int64 }

func scanMark(rows *sql.Rows, hash *sql.RawBytes) (m mark, err error) {
	err = rows.Scan(hash, &m.tint, &m.looks)
	return m, err
}

// sealed is a thumbnails' file opened without locks, because none can be had
// where it lies. That is sound only while nobody changes it, so it is no longer
// read once somebody did.
type sealed struct {
	db   *sql.DB
	path string
	was  fs.FileInfo
}

// openSealed opens the file at path, or returns nil when it is not there, not
// whole or not ours: thumbnails can be made again.
func openSealed(ctx context.Context, path string) *sealed {
	was, err := os.Stat(path)
	if err != nil || !was.Mode().IsRegular() {
		return nil
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil // the rest of it is in a log that cannot be read without locks
	}
	s := &sealed{path: path, was: was}
	s.db = connect(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}, s.check, "query_only = 1")
	s.db.SetMaxOpenConns(readers)
	s.db.SetMaxIdleConns(readers)
	if made, err := thumbsPlan().made(ctx, s.db); !made || err != nil {
		s.db.Close()
		return nil
	}
	return s
}

// usable reports whether there is a sealed file and it still is what it was.
func (s *sealed) usable() bool {
	return s != nil && s.check() == nil
}

func (s *sealed) check() error {
	if now, err := os.Stat(s.path); err != nil || !unchanged(s.was, now) {
		return ErrReplaced
	}
	return nil
}
