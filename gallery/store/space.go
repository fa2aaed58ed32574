package store

import (
	"fmt"
	"sync"
	"time"
)

// keepFree is the room that is left on the disk: for the manifest and the caches
// of what was just kept, and for the rest of the computer.
const keepFree = 64 << 20

// The disk is asked for its free space when this much was written or this long
// has passed since it was last asked.
const (
	askBytes = 32 << 20
	askAfter = time.Second
)

// space says early that a disk is getting full, so that a session stops with a
// clear message and whole files instead of at a random write.
type space struct {
	d   disk
	dir string

	mu      sync.Mutex
	asked   time.Time // +mu
	free    int64     // as answered then; +mu
	written int64     // since then; +mu
}

// claim reports a SpaceError unless n more bytes fit.
func (s *space) claim(n int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked.IsZero() || s.written+n > askBytes || time.Since(s.asked) > askAfter || s.free-s.written-n < 2*keepFree {
		free, err := s.d.free()
		if err != nil {
			return nil // some shares cannot say; a full disk then shows in the writing
		}
		s.free, s.written, s.asked = free, 0, time.Now()
	}
	if s.free-s.written-n < keepFree {
		return &SpaceError{Dir: s.dir, Need: n, Free: max(s.free-s.written, 0)}
	}
	s.written += n
	return nil
}

// Free is how many bytes the library's disk has left for this user. Some shares
// cannot say: then it is an error.
func (l *Library) Free() (int64, error) {
	n, err := l.d.free()
	if err != nil {
		return 0, fmt.Errorf("ask for the free space of %s: %w", l.dir, err)
	}
	return n, nil
}
