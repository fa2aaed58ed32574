package store

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"keepsake/gallery"
)

// The reasons a caller decides on. The typed errors below carry the numbers and
// answer to these with errors.Is.
var (
	ErrLocked       = errors.New("the library is in use by another Keepsake")
	ErrNoSpace      = errors.New("not enough free space")
	ErrReadOnly     = errors.New("the library cannot be written to")
	ErrNotLibrary   = errors.New("this folder is not a Keepsake library")
	ErrNotEmpty     = errors.New("this folder holds other files")
	ErrNewerFormat  = errors.New("the library was made by a newer Keepsake")
	ErrMismatch     = errors.New("the bytes differ")
	ErrMissing      = errors.New("the original is not in its place")
	ErrUnknown      = errors.New("the library has no such content")
	ErrLength       = errors.New("the file is not as long as announced")
	ErrPositionLost = errors.New("the manifest was rewritten since")
	ErrClosed       = errors.New("the writing session is closed")
)

// LockedError says who holds the library. It answers to ErrLocked.
type LockedError struct {
	Dir   string
	PID   int
	Host  string
	Since time.Time
}

func (e *LockedError) Error() string {
	who := "another program"
	if e.PID != 0 {
		who = fmt.Sprintf("another Keepsake (process %d on %s, since %s)", e.PID, e.Host, e.Since.Local().Format("2006-01-02 15:04"))
	}
	return fmt.Sprintf("%s is in use by %s: let it finish or close it, then try again", e.Dir, who)
}

// Unwrap makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Unwrap() error { return ErrLocked }

// SpaceError says how much room is missing. It answers to ErrNoSpace.
type SpaceError struct {
	Dir   string
	Need  int64 // bytes that were to be written; 0 when the system refused without a number
	Free  int64 // bytes free on that disk, -1 when unknown
	cause error
}

func (e *SpaceError) Error() string {
	switch {
	case e.Free < 0:
		return fmt.Sprintf("the disk of %s is full: free some space and start again, what is kept stays kept", e.Dir)
	case e.Need > 0:
		return fmt.Sprintf("%s needs %s more, %s are free and %s of them are left alone: free some space and start again, what is kept stays kept",
			e.Dir, bytesText(e.Need), bytesText(e.Free), bytesText(keepFree))
	}
	return fmt.Sprintf("the disk of %s is full (%s free): free some space and start again, what is kept stays kept", e.Dir, bytesText(e.Free))
}

// Unwrap makes errors.Is(err, ErrNoSpace) true and keeps the system's own error.
func (e *SpaceError) Unwrap() []error {
	if e.cause == nil {
		return []error{ErrNoSpace}
	}
	return []error{ErrNoSpace, e.cause}
}

// LengthError is a file that ended early or late. It answers to ErrLength.
type LengthError struct {
	Name      string
	Want, Got int64
}

func (e *LengthError) Error() string {
	return fmt.Sprintf("%s: %d bytes came, %d were announced: it was cut or changed on the way, it is fetched again in the next run", e.Name, e.Got, e.Want)
}

// Unwrap makes errors.Is(err, ErrLength) true.
func (e *LengthError) Unwrap() error { return ErrLength }

// MismatchError is a comparison that failed. It answers to ErrMismatch.
// Library tells whose fault it is: true when the library's own bytes changed
// since they were kept, false when the phone now has other bytes.
type MismatchError struct {
	Path    string // the library's path, or the phone's
	Library bool
	Want    gallery.Hash
	Got     gallery.Hash
}

func (e *MismatchError) Error() string {
	if e.Library {
		return fmt.Sprintf("%s: the kept bytes are damaged (SHA-256 %.12s…, should be %.12s…): repair the library, the next backup fetches it again", e.Path, e.Got, e.Want)
	}
	return fmt.Sprintf("%s: changed on the phone since it was copied (SHA-256 %.12s…, kept %.12s…): the next backup fetches it again", e.Path, e.Got, e.Want)
}

// Unwrap makes errors.Is(err, ErrMismatch) true.
func (e *MismatchError) Unwrap() error { return ErrMismatch }

// Explain makes a file system's refusal to write below dir, anywhere, one of this
// package's: ErrNoSpace and ErrReadOnly. Other errors stay as they are.
func Explain(dir string, err error) error { return explain(dir, err) }

// explain puts a file system's refusal into the words of this package, so that a
// caller tells a full disk from a read-only folder without knowing errno.
func explain(dir string, err error) error {
	var known *SpaceError
	switch {
	case err == nil || errors.As(err, &known) || errors.Is(err, ErrReadOnly):
		return err
	case isNoSpace(err):
		return &SpaceError{Dir: dir, Free: -1, cause: err}
	case isReadOnly(err) || errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %s: choose a folder you may write to, or change its permissions (%w)", ErrReadOnly, dir, err)
	}
	return err
}

// bytesText says a size as people do.
func bytesText(n int64) string {
	const unit = 1000
	if n < unit {
		return fmt.Sprintf("%d bytes", n)
	}
	f, i := float64(n)/unit, 0
	for f >= unit && i < 4 {
		f, i = f/unit, i+1
	}
	return fmt.Sprintf("%.1f %cB", f, "kMGTP"[i])
}
