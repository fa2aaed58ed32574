package archive

import (
	"context"
	"errors"
	"io"
	"path"
)

// Lock knows files that need a password of their own, so that it can be asked for
// before anything is taken in.
type Lock interface {
	// Knows reports whether a file of this name is worth a look.
	Knows(name string) bool
	// Try answers ErrPassword when the file in r needs a password, and this one does
	// not open it ("" is none). As little as possible is read.
	Try(r io.Reader, password string) error
}

// closed reports whether the member is an archive that was not unlocked yet.
func (m *member) closed() bool {
	z, ok := m.tree.(*zipTree)
	return ok && z.locked()
}

// sealed are the files whose password is not known yet.
func (m *member) sealed() []*file {
	var out []*file
	for i := range m.files {
		if f := &m.files[i]; f.lock != nil && f.password == nil {
			out = append(out, f)
		}
	}
	return out
}

// lookForLocks finds the files of a member that need a password. Those of an archive
// that is locked itself cannot be looked at before it is unlocked.
func (s *Source) lookForLocks(ctx context.Context, m *member) error {
	if m.kind == Library || m.closed() {
		return nil
	}
	for i := range m.files {
		f := &m.files[i]
		for _, l := range s.locks {
			if f.lock != nil || !f.usable() || !l.Knows(path.Base(f.path)) {
				continue
			}
			if err := try(ctx, f, l, ""); errors.Is(err, ErrPassword) {
				f.lock = l
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return nil
}

// unlockFiles tries a password on the files of a member that need one.
func (s *Source) unlockFiles(ctx context.Context, m *member, password string) error {
	var first error
	for _, f := range m.sealed() {
		err := try(ctx, f, f.lock, password)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, ErrPassword) {
			if first == nil {
				first = &PasswordError{Archive: path.Base(f.path), Wrong: password != ""}
			}
			continue
		}
		f.password = func() string { return password }
	}
	return first
}

func try(ctx context.Context, f *file, l Lock, password string) error {
	r, err := f.open(ctx)
	if err != nil {
		return err // told when it is taken
	}
	defer r.Close()
	return l.Try(r, password)
}

// Password is what opens the entry, where it has a password of its own that Unlock
// was given; else "".
func (e *Entry) Password() string {
	if e.password == nil {
		return ""
	}
	return e.password()
}
