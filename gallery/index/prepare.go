package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"time"
)

// openOrBorrow opens the file at path, or a private database where there cannot
// be one at path.
func openOrBorrow(ctx context.Context, path string, p plan) (*database, error) {
	d, err := openAnew(ctx, path, p)
	if err == nil || !hindered(err) || ctx.Err() != nil {
		return d, err
	}
	cause := fmt.Errorf("%s cannot be used: %w", path, err)
	d, err = openAt(ctx, "", p)
	if err != nil {
		return nil, errors.Join(err, cause)
	}
	d.cause = cause
	return d, nil
}

// openAnew opens the file at path, and replaces it when it is rotten. Several
// programs may find that at once, so it takes more than one look.
func openAnew(ctx context.Context, path string, p plan) (*database, error) {
	for try := 1; ; try++ {
		seen, err := stat(path)
		if err != nil {
			return nil, err
		}
		var d *database
		if _, err = os.Lstat(markPath(path)); err == nil {
			err = fmt.Errorf("%w: marked as damaged", errStale)
		} else {
			d, err = openAt(ctx, path, p)
		}
		replaced := errors.Is(err, ErrReplaced)
		if err == nil || !rotten(err) && !replaced || try == 10 {
			return d, err
		}
		if !replaced {
			if err := discard(path, seen); err != nil {
				return nil, err
			}
		}
	}
}

// openAt opens the database at path with its writing and reading connections and
// settles its schema.
func openAt(ctx context.Context, path string, p plan) (*database, error) {
	d := &database{path: path}
	p.sealed = untouched(path)
	check, err := d.create()
	if err != nil {
		return nil, err
	}
	d.write = connect(path, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}}, check,
		"busy_timeout = "+strconv.FormatInt(nap.Milliseconds(), 10),
		"page_size = "+strconv.Itoa(p.pageSize),
		"wal_autocheckpoint = "+strconv.Itoa(p.pages),
		"journal_size_limit = "+strconv.Itoa(p.pages*p.pageSize),
		"cache_size = -"+strconv.Itoa(p.cache))
	d.write.SetMaxOpenConns(1)
	d.read = d.write
	if !d.private() {
		d.read = connect(path, url.Values{"mode": {"rw"}}, check, "query_only = 1", "busy_timeout = 5000", "cache_size = -"+strconv.Itoa(p.cache/4))
		d.read.SetMaxOpenConns(readers)
		d.read.SetMaxIdleConns(readers)
	}
	if err = d.journal(ctx); err == nil {
		err = d.settle(ctx, p)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// settle makes the schema in an empty file and looks whether a filled one is of
// this version, whole and writable. Opening a filled one never waits for a writer;
// an empty one is looked at again under the write lock, so that two programs that
// open a new library at once do not both fill it.
func (d *database) settle(ctx context.Context, p plan) error {
	if made, err := d.made(ctx, p); err != nil {
		return err
	} else if made {
		return d.touch(ctx, p)
	}
	return d.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		made, err := p.made(ctx, tx)
		if made || err != nil {
			return err
		}
		d.fresh = true
		return p.make(ctx, tx)
	})
}

// made asks plan.made in one transaction: the file of a program that is just
// making it must look either empty or whole, or it would be taken for stale.
func (d *database) made(ctx context.Context, p plan) (bool, error) {
	tx, err := d.read.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	made, err := p.made(ctx, tx)
	return made, errors.Join(err, tx.Rollback())
}

// touch writes what is there already, because a file that cannot be written opens
// all the same. When another program is writing, writing is possible.
func (d *database) touch(ctx context.Context, p plan) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err == nil {
		if _, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", p.version())); err == nil {
			err = tx.Commit()
		} else {
			err = errors.Join(err, tx.Rollback())
		}
	}
	if err != nil && !busy(err) {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", nap.Milliseconds()))
	return err
}

// readers is how many goroutines can read at once: a grid's loaders, a search
// and a page of numbers.
const readers = 4

// create makes an empty file with the library's permissions, which SQLite also
// gives to the files it puts beside it. A file that is there is left to SQLite:
// closing it here would take this process's locks on it away. The check it
// returns tells whether what is at the path still is that file: connections are
// made when they are needed, and must not end up in different ones.
func (d *database) create() (check func() error, err error) {
	if d.private() {
		return func() error { return nil }, nil
	}
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	was, err := os.Stat(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrReplaced
	}
	if err != nil {
		return nil, err
	}
	return func() error {
		if now, err := os.Stat(d.path); err != nil || !os.SameFile(was, now) {
			return ErrReplaced
		}
		return nil
	}, nil
}

// journal turns on the write-ahead log. Where a file system cannot have one,
// SQLite stays with a journal it can have: slower, and just as right. Two
// programs that do this at once get in each other's way without SQLite waiting.
func (d *database) journal(ctx context.Context) error {
	for deadline := time.Now().Add(patience); ; {
		var mode string
		err := d.write.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode)
		if err == nil || !busy(err) || time.Now().After(deadline) {
			return err
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// discard removes a rotten file and what belongs to it. seen is the file as it
// was before it was found to be rotten: when another one is there by now, another
// program was faster, and its file is left alone. A program that still has the
// old file open goes on with it unharmed until it closes it.
func discard(path string, seen fs.FileInfo) error {
	now, err := stat(path)
	if err != nil {
		return err
	}
	if now != nil && !unchanged(seen, now) {
		return nil
	}
	// SQLite knows an old log from a new file's, but it need not come to that.
	for _, p := range []string{path, path + "-wal", path + "-shm", path + "-journal", sealPath(path), markPath(path)} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// unchanged compares more than os.SameFile, which takes a new file for the removed
// one whose number it was given.
func unchanged(was, now fs.FileInfo) bool {
	return was != nil && now != nil && os.SameFile(was, now) && was.Size() == now.Size() && was.ModTime().Equal(now.ModTime())
}

// stat returns nil for a file that is not there.
func stat(path string) (fs.FileInfo, error) {
	st, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return st, err
}
