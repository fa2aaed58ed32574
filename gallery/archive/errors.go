package archive

import (
	"errors"
	"fmt"
)

// The reasons a caller decides on.
var (
	ErrPassword  = errors.New("the archive needs its password")
	ErrDamaged   = errors.New("the archive is damaged")
	ErrBomb      = errors.New("the archive would swell beyond reason")
	ErrUnsafe    = errors.New("the name leads out of the archive")
	ErrMethod    = errors.New("packed in a way that cannot be read here")
	ErrPart      = errors.New("a part of the archive is missing")
	ErrNotSource = errors.New("nothing that can be imported")
)

// PasswordError says which archive needs a password. It answers to ErrPassword.
type PasswordError struct {
	Archive string
	Wrong   bool // one was given
}

func (e *PasswordError) Error() string {
	if e.Wrong {
		return fmt.Sprintf("%s: the password is wrong", e.Archive)
	}
	return fmt.Sprintf("%s: needs its password", e.Archive)
}

// Unwrap makes errors.Is(err, ErrPassword) true.
func (e *PasswordError) Unwrap() error { return ErrPassword }

// PartError says which part is missing. It answers to ErrPart.
type PartError struct{ Archive, Part string }

func (e *PartError) Error() string {
	return fmt.Sprintf("%s is in several parts, and %s is missing beside it", e.Archive, e.Part)
}

// Unwrap makes errors.Is(err, ErrPart) true.
func (e *PartError) Unwrap() error { return ErrPart }
