package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// database is one SQLite file: one connection that writes and a few that read.
// A private one has a single connection for both, because it is gone with it;
// so nothing may read from a database while it holds a transaction of it.
type database struct {
	path      string // "" for a private one
	write     *sql.DB
	read      *sql.DB
	fresh     bool  // made by this Open
	cause     error // why it is private
	condemned atomic.Bool
}

// How long a writer waits for another one: in the driver, where nothing can stop
// the wait, and altogether.
const (
	nap      = time.Second
	patience = 20 * time.Second
)

func (d *database) private() bool { return d.path == "" }

// Close closes the file. The last one to do so folds the write-ahead log into it
// and seals it.
func (d *database) Close() error {
	err := d.read.Close()
	if d.write != d.read {
		err = errors.Join(err, d.write.Close())
	}
	if err == nil && !d.private() && !d.condemned.Load() {
		putSeal(d.path)
	}
	return err
}

// update runs fn in a transaction that no other writer can disturb. The context
// fn gets cannot be cancelled: statements are quick, and one that is stopped
// half-way costs more than it saves; fn looks at the caller's context in its loops.
func (d *database) update(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	quiet := context.WithoutCancel(ctx)
	tx, err := begin(ctx, quiet, conn)
	if err != nil {
		return err
	}
	if err := fn(quiet, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// begin takes the write lock, waiting for another program to let go of it.
func begin(ctx, quiet context.Context, conn *sql.Conn) (*sql.Tx, error) {
	for deadline := time.Now().Add(patience); ; {
		tx, err := conn.BeginTx(quiet, nil) // BEGIN IMMEDIATE, see openAt
		if err == nil || !busy(err) {
			return tx, err
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("%w (%w)", ErrBusy, err)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// pause waits for t or for ctx, whichever ends first.
func pause(ctx context.Context, t time.Duration) error {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failed says what was being done when err came. When err means that the file is
// damaged, the file is marked for the next Open.
func (d *database) failed(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case rotten(err):
		d.condemn()
		return fmt.Errorf("%s: %w (%w)", doing, ErrDamaged, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// condemn leaves a mark beside a damaged file. If even that fails, the next Open
// still has its own check; hence no error.
func (d *database) condemn() {
	if d.private() || d.condemned.Swap(true) {
		return
	}
	if f, err := os.OpenFile(markPath(d.path), os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		f.Close()
	}
}

// markPath is the mark that condemns the file at path.
func markPath(path string) string { return path + "-damaged" }
