package job

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"keepsake/device"
)

// refusal is a file the phone would not give.
type refusal struct {
	e   *entry
	err error
}

// refuse takes note of a file that did not arrive. After a lost connection, a
// pause, a cancel or a full disk it stays undecided: it is read again or settled
// later.
func (s *sink) refuse(e *entry, err error) {
	if s.ctx.Err() != nil || errors.Is(err, device.ErrGone) || errors.Is(err, errPaused) || errors.Is(err, context.Canceled) {
		return
	}
	if fatal(err) {
		s.fail(err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = append(s.refused, refusal{e, err})
}

// missing reports whether files were not found that the phone had listed.
func (s *sink) missing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return missing(s.refused)
}

func missing(all []refusal) bool {
	return slices.ContainsFunc(all, func(r refusal) bool { return errors.Is(r.err, fs.ErrNotExist) })
}

// settle decides about the refused files. It is not called after a lost
// connection: a phone that is being switched off says of many a file that it is
// not there.
func (s *sink) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.refused {
		s.b.decide(r.e, Lost, reason(r.e.File, r.err))
		s.b.Tracker.resize(-r.e.Size)
		s.b.Tracker.step()
	}
	s.refused = nil
}
