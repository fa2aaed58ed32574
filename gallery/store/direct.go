package store

import (
	"errors"
	"syscall"
	"unsafe"
)

// errInvalid is how a system refuses a write that breaks a rule of its own.
const errInvalid = syscall.EINVAL

// Large contents go past the system's cache where that can be done: what is
// written once and synced at once only pays for a copy and for somebody else's
// write-back there. On an ext4 disk here that doubled what is durable a second.
const (
	directFrom  = 1 << 20 // contents from this size on
	directBlock = 1 << 20 // written at once
	directAlign = 4096    // what memory, offset and length must be multiples of
)

// directFile is a file that can be switched to writing past the cache. direct
// reports whether it is in the mode asked for now.
type directFile interface{ direct(on bool) bool }

// block gathers what is written past the cache, aligned.
type block struct {
	buf []byte
	n   int
}

func newBlock() any {
	raw := make([]byte, directBlock+directAlign)
	skip := directAlign - int(uintptr(unsafe.Pointer(&raw[0]))&(directAlign-1))
	return &block{buf: raw[skip : skip+directBlock]}
}

// goDirect switches an empty file over, if it can be.
func (s *Staged) goDirect() {
	if d, ok := s.f.(directFile); ok && d.direct(true) {
		s.block = s.w.blocks.Get().(*block)
		s.block.n = 0
	}
}

// writeDirect takes bytes into the block and writes it when it is full.
func (s *Staged) writeDirect(p []byte) (n int, err error) {
	for len(p) > 0 {
		c := copy(s.block.buf[s.block.n:], p)
		s.block.n += c
		n += c
		p = p[c:]
		if s.block.n < directBlock {
			continue
		}
		at := s.n + int64(n) - directBlock
		if _, err := s.f.Write(s.block.buf); err != nil {
			if at > 0 || !errors.Is(err, errInvalid) {
				return n, err
			}
			// A file system that let the mode be set, but writes no block in it.
			if err := s.endDirect(); err != nil {
				return n, err
			}
			more, err := s.f.Write(p)
			return n + more, err
		}
		s.block.n = 0
	}
	return n, nil
}

// endDirect writes the rest, whose length fits no block, the ordinary way; so
// is whatever comes after it.
func (s *Staged) endDirect() error {
	if s.block == nil {
		return nil
	}
	b := s.block
	s.block = nil
	defer s.w.blocks.Put(b)
	s.f.(directFile).direct(false)
	_, err := s.f.Write(b.buf[:b.n])
	return err
}
