package index

import (
	"errors"
	"io/fs"

	"github.com/mattn/go-sqlite3"
)

var (
	// ErrNotFound means that no item has the id or hash asked for.
	ErrNotFound = errors.New("not in the index")

	// ErrNoThumb means that no thumbnail of that size is kept.
	ErrNoThumb = errors.New("no thumbnail")

	// ErrBusy means that another program wrote to the index for too long.
	ErrBusy = errors.New("another Keepsake is busy writing to this library's index; try again when it is done")

	// ErrReplaced means that another program, of another version perhaps, replaced
	// a file of the index while it was open here.
	ErrReplaced = errors.New("another program replaced the index; open the library again")

	// ErrDamaged means that a file of the index turned out to be damaged. It is
	// marked, and the next Open replaces it; nothing of the library is lost.
	ErrDamaged = errors.New("the index is damaged; it is made anew when the library is opened again")
)

// errStale means a file made for another schema.
var errStale = errors.New("made by another version")

// rotten reports whether err says that the file itself is of no use: away with it.
func rotten(err error) bool {
	if errors.Is(err, errStale) {
		return true
	}
	switch code(err) {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return true
	}
	return false
}

// hindered reports whether err says that this place is of no use for a database:
// not writable, full, without locks, or held by a program that does not let go.
func hindered(err error) bool {
	var path *fs.PathError
	if errors.As(err, &path) {
		return true
	}
	switch code(err) {
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrAuth, sqlite3.ErrIoErr,
		sqlite3.ErrFull, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol, sqlite3.ErrNoLFS:
		return true
	}
	return false
}

// busy reports whether err says that somebody else holds the lock.
func busy(err error) bool {
	c := code(err)
	return c == sqlite3.ErrBusy || c == sqlite3.ErrLocked
}

// code returns SQLite's primary result code of err, 0 when it is not SQLite's.
func code(err error) sqlite3.ErrNo {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}
