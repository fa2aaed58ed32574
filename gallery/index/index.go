// Package index is the searchable face of a library: the timeline, the albums,
// the numbers and the thumbnails, in two SQLite files beside the manifest.
// Everything in it is a cache. The manifest is the truth; whatever is broken,
// of another version or in the way is thrown away and made anew from it.
//
// Begin with Open, then bring the index up to date by handing Apply what
// store's Replay yields from Position on. Timeline and Rows feed the grid.
//
// An Index may be used by many goroutines, and by several processes on the same
// library at once: readers never wait, writers take turns.
package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files of the index, in the library's .keepsake folder.
const (
	indexFile  = "index.db"
	thumbsFile = "thumbs.db"
)

// Index is an open index. Close it when done.
type Index struct {
	main   *database
	thumbs *thumbs
	cause  error
	places func(lat, lon float64) string // what a place is called; nil: nobody knows
}

// Open opens the index in dir, the library's .keepsake folder. Files that are
// damaged or of another version are replaced by empty ones, told by Fresh.
// Where the folder cannot be written, or holds no working locks, the index lives
// in memory and temporary files instead and ends with Close, told by ReadOnly;
// that is not an error. A dir that does not exist is: errors.Is(err, fs.ErrNotExist).
func Open(ctx context.Context, dir string, options ...Option) (*Index, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	if st, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	} else if !st.IsDir() {
		return nil, fmt.Errorf("open the index: %w", &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")})
	}

	x, err := assemble(ctx, dir)
	if errors.Is(err, ErrDamaged) {
		// Found later than by the check, and marked: now it is replaced.
		x, err = assemble(ctx, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("open the index in %s: %w", dir, err)
	}
	for _, o := range options {
		o(x)
	}
	return x, nil
}

// Option is a wish about an index.
type Option func(*Index)

// Naming has the search find items by the names of where they were taken, such as
// "Prague, Czechia". An index that was filled with other names keeps those.
func Naming(name func(lat, lon float64) string) Option { return func(x *Index) { x.places = name } }

// assemble opens the two files and makes them fit each other.
func assemble(ctx context.Context, dir string) (*Index, error) {
	x := &Index{}
	var err error
	if x.thumbs, err = openThumbs(ctx, filepath.Join(dir, thumbsFile)); err != nil {
		return nil, err
	}
	// An index that lasts beside thumbnails that do not would claim pictures that
	// are gone, so it is borrowed too.
	if x.thumbs.private() {
		x.main, err = openAt(ctx, "", indexPlan())
	} else {
		x.main, err = openOrBorrow(ctx, filepath.Join(dir, indexFile), indexPlan())
	}
	if err != nil {
		return nil, errors.Join(err, x.thumbs.Close())
	}
	x.cause = errors.Join(x.main.cause, x.thumbs.cause)
	if err := x.pair(ctx); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// Fresh reports whether the index was made anew by this Open: it is empty, and
// Replay has to start over. Position is then "" too; Fresh is for telling people
// why the first look takes a moment.
func (x *Index) Fresh() bool { return x.main.fresh }

// ReadOnly reports whether the index could not be kept in the library's folder:
// it works, but is gone after Close. Cause tells why.
func (x *Index) ReadOnly() bool { return x.main.private() }

// Cause tells why the index or the thumbnails could not be kept in the library's
// folder; nil when they are.
func (x *Index) Cause() error { return x.cause }

// Close ends the index. Calls still running finish or fail; later ones fail.
func (x *Index) Close() error {
	if err := errors.Join(x.thumbs.Close(), x.main.Close()); err != nil {
		return fmt.Errorf("close the index: %w", err)
	}
	return nil
}

// The keys of the meta table.
const (
	keyPosition = "position" // of the manifest, opaque
	keyLastID   = "last"     // highest item id ever given before the last Reset
	keyThumbs   = "thumbs"   // id of the thumbnails' file that items.tint speaks of
)

// Position returns the position in the manifest up to which the index knows it,
// as last given to Apply; "" when it knows nothing.
func (x *Index) Position(ctx context.Context) (string, error) {
	var p string
	err := x.main.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, keyPosition).Scan(&p)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return p, x.main.failed("read the index's position", err)
}

// Reset empties the index and its position, for a manifest that was rewritten.
// Thumbnails stay: they belong to contents. Ids are not used again, so an id
// from before finds nothing rather than another picture.
func (x *Index) Reset(ctx context.Context) error {
	err := x.main.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, q := range []string{
			`INSERT OR REPLACE INTO meta (key, value) SELECT '` + keyLastID + `', (` + lastID + `)`,
			`DELETE FROM meta WHERE key = '` + keyPosition + `'`,
			`DELETE FROM origins`, `DELETE FROM members`, `DELETE FROM titles`, `DELETE FROM albums`, `DELETE FROM details`, `DELETE FROM items`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	return x.main.failed("empty the index", err)
}
