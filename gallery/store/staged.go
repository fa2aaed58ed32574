package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"keepsake/gallery"
)

const (
	// inMemory is up to what size a content waits in memory for its group: a
	// content that turns out to be known then never touches the disk.
	inMemory = 64 << 10
	// Write-back to the medium begins after each window and is waited for two
	// windows behind, so that the last sync finds little left to do even for a
	// video of some gigabytes, and memory does not fill with unwritten pages.
	writeBackWindow = 8 << 20
	writeBackBehind = 4 * writeBackWindow
	// Room is reserved ahead for contents from this size on.
	reserveFrom = 1 << 20
)

// Staged is a content on its way in: write its bytes, ask for its hash, look at
// it through ReadAt, then Add or Discard it. It belongs to one goroutine at a
// time.
type Staged struct {
	w    *Writer
	want int64 // announced size, -1 for unknown
	n    int64
	sum  hash.Hash
	hash gallery.Hash // valid when sealed

	mem     []byte // while small
	f       file   // once larger
	block   *block // while f is written past the cache
	name    string // of f
	begun   int64  // write-back was started up to here
	waited  int64  // and waited for up to here
	sealed  bool
	dropped bool
	err     error // the first that a write met
}

// Stage opens a new content of this size; -1 if it is not known. It answers
// ErrNoSpace when the disk has no room for it.
func (w *Writer) Stage(size int64) (*Staged, error) {
	if err := w.failure(); err != nil {
		return nil, err
	}
	if err := w.space.claim(max(size, 0)); err != nil {
		return nil, explain(w.l.dir, err)
	}
	s := &Staged{w: w, want: max(size, -1), sum: w.hashers.Get().(hash.Hash)}
	s.sum.Reset()
	if size > inMemory {
		if err := s.toDisk(); err != nil {
			return nil, err
		}
		if size >= reserveFrom {
			if err := s.f.reserve(size); err != nil {
				s.Discard()
				return nil, w.explain(err, size)
			}
		}
		if size >= directFrom {
			s.goDirect()
		}
		return s, nil
	}
	if size > 0 {
		s.mem = make([]byte, 0, size)
	}
	return s, nil
}

// toDisk gives the content a file in the staging folder and moves there what
// came so far.
func (s *Staged) toDisk() error {
	name := s.w.tempName(partExt)
	f, err := s.w.l.d.create(name)
	if err != nil {
		return s.w.explain(fmt.Errorf("stage a file: %w", err), s.want)
	}
	s.f, s.name = f, name
	if len(s.mem) > 0 {
		if _, err := f.Write(s.mem); err != nil {
			return s.w.explain(fmt.Errorf("stage a file: %w", err), s.want)
		}
		s.mem = nil
	}
	return nil
}

// Write takes the next bytes.
func (s *Staged) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	if s.sealed || s.dropped {
		return 0, errors.New("write to a staged file that was handed on")
	}
	if s.n+int64(len(p)) > s.want { // not announced, or more than announced
		if err := s.w.space.claim(int64(len(p))); err != nil {
			s.err = explain(s.w.l.dir, err)
			return 0, s.err
		}
	}
	if s.f == nil && len(s.mem)+len(p) > inMemory {
		if s.err = s.toDisk(); s.err != nil {
			return 0, s.err
		}
	}
	s.sum.Write(p)
	if s.f == nil {
		s.mem = append(s.mem, p...)
		s.n += int64(len(p))
		return len(p), nil
	}
	n, err := s.writeFile(p)
	s.n += int64(n)
	if err != nil {
		s.err = s.w.explain(fmt.Errorf("write a staged file: %w", err), s.want)
		return n, s.err
	}
	s.writeBack()
	return n, nil
}

// writeFile writes to the file, past the cache while that is on. With the last
// announced byte everything is handed to the system.
func (s *Staged) writeFile(p []byte) (n int, err error) {
	if s.block == nil {
		return s.f.Write(p)
	}
	n, err = s.writeDirect(p)
	if err == nil && s.n+int64(n) >= s.want {
		err = s.endDirect()
	}
	return n, err
}

func (s *Staged) writeBack() {
	if s.block != nil {
		return // it is on its way already
	}
	if s.n-s.begun < writeBackWindow {
		return
	}
	s.f.writeBack(s.begun, s.n, false)
	s.begun = s.n
	if s.begun-s.waited > writeBackBehind {
		to := s.begun - writeBackBehind/2
		s.f.writeBack(s.waited, to, true)
		s.waited = to
	}
}

// Hash is the SHA-256 of the bytes written so far.
func (s *Staged) Hash() gallery.Hash {
	if s.sealed {
		return s.hash
	}
	var h gallery.Hash
	s.sum.Sum(h[:0])
	return h
}

// Size is the number of bytes written so far.
func (s *Staged) Size() int64 { return s.n }

// ReadAt reads what was written.
func (s *Staged) ReadAt(p []byte, off int64) (int, error) {
	if s.dropped {
		return 0, errors.New("read from a staged file that was discarded")
	}
	if s.f != nil {
		if err := s.endDirect(); err != nil {
			return 0, err
		}
		return s.f.ReadAt(p, off)
	}
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	if off >= int64(len(s.mem)) {
		return 0, io.EOF
	}
	n := copy(p, s.mem[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Discard throws the content away. It may be called at any time, also after Add
// has taken the content over; then it does nothing.
func (s *Staged) Discard() {
	if !s.sealed {
		s.drop()
	}
}

// seal ends the writing: from here on the content is the writer's.
func (s *Staged) seal() error {
	if s.sealed || s.dropped {
		return errors.New("this staged file was handed on before")
	}
	s.hash = s.Hash()
	s.sealed = true
	if err := s.endDirect(); err != nil && s.err == nil {
		s.err = s.w.explain(fmt.Errorf("write a staged file: %w", err), s.want)
	}
	s.w.hashers.Put(s.sum)
	s.sum = nil
	if s.err != nil {
		return s.err
	}
	if s.want >= 0 && s.n != s.want && !(s.want < 1<<32 && s.want == s.n&(1<<32-1)) { // older phones count modulo 4 GiB
		return &LengthError{Want: s.want, Got: s.n}
	}
	return nil
}

// drop removes what there is of the content.
func (s *Staged) drop() {
	if s.dropped {
		return
	}
	s.dropped = true
	s.mem = nil
	if s.block != nil {
		s.w.blocks.Put(s.block)
		s.block = nil
	}
	if s.f != nil {
		s.f.Close()
		s.w.l.d.remove(s.name) // a leftover is swept by the next session
		s.f = nil
	}
	if s.sum != nil {
		s.w.hashers.Put(s.sum)
		s.sum = nil
	}
}

func newHasher() any { return sha256.New() }
