package media

import (
	"context"
	"errors"
	"io"
	"sync"
)

const (
	blockSize = 64 << 10
	// maxFetch bounds what Probe reads of one file in all, so that a hostile
	// one cannot have itself read from end to end a thousand times.
	maxFetch = 64 << 20
)

var errBudget = errors.New("the file wants too much of itself to be read")

// source reads a file in blocks of 64 KB, and keeps the first and the last used
// of them: nearly all that Probe wants lies in the first. It is an io.ReaderAt.
type source struct {
	ctx     context.Context
	r       io.ReaderAt
	size    int64
	head    block
	last    block
	fetched int64 // of the file, in blocks; at most limit
	limit   int64
	err     error // the first failure to read, other than the end of the file
}

// block is a piece of the file from a multiple of blockSize on.
type block struct {
	mem   *[blockSize]byte
	buf   []byte // what is read of it
	at    int64
	valid bool
}

func newSource(ctx context.Context, r io.ReaderAt, size int64) *source {
	return &source{ctx: ctx, r: r, size: max(0, size), limit: maxFetch}
}

// blocks keeps the memory of blocks for the next file: Probe is asked thousands
// of times in a row.
var blocks = sync.Pool{New: func() any { return new([blockSize]byte) }}

// free gives the blocks back. What bytes returned must not be used any more.
func (s *source) free() {
	for _, b := range []*block{&s.head, &s.last} {
		if b.mem != nil {
			blocks.Put(b.mem)
		}
		*b = block{}
	}
}

// ReadAt implements io.ReaderAt from the blocks.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	n := 0
	for n < len(p) {
		if off >= s.size {
			return n, io.EOF
		}
		b, err := s.block(off / blockSize * blockSize)
		if err != nil {
			return n, err
		}
		within := off - b.at
		if within >= int64(len(b.buf)) {
			return n, io.EOF // shorter than its size says
		}
		k := copy(p[n:], b.buf[within:])
		n += k
		off += int64(k)
	}
	return n, nil
}

func (s *source) block(at int64) (*block, error) {
	b := &s.last
	if at == 0 {
		b = &s.head
	}
	if b.valid && b.at == at {
		return b, nil
	}
	if err := s.ctx.Err(); err != nil {
		return nil, s.fail(err)
	}
	if s.fetched >= s.limit {
		return nil, s.fail(errBudget)
	}
	if b.mem == nil {
		b.mem = blocks.Get().(*[blockSize]byte)
	}
	b.valid = false
	n, err := s.r.ReadAt(b.mem[:min(blockSize, s.size-at)], at)
	s.fetched += blockSize
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, s.fail(err)
	}
	b.buf, b.at, b.valid = b.mem[:n], at, true
	return b, nil
}

func (s *source) fail(err error) error {
	if s.err == nil {
		s.err = err
	}
	return err
}

// bytes reads n bytes at off, fewer at the end of the file, none on failure. They
// may be a part of the first block: they are to be read only.
func (s *source) bytes(off int64, n int) []byte {
	if off < 0 || off >= s.size || n <= 0 {
		return nil
	}
	n = int(min(int64(n), s.size-off))
	if off+int64(n) <= blockSize {
		b, err := s.block(0)
		if err != nil || off > int64(len(b.buf)) {
			return nil
		}
		return b.buf[off:min(off+int64(n), int64(len(b.buf)))]
	}
	p := make([]byte, n)
	k, _ := s.ReadAt(p, off)
	return p[:k]
}

// tail reads the last n bytes of the file, without the block they are in.
func (s *source) tail(n int) []byte {
	if s.size < int64(n) || s.size <= blockSize {
		return s.bytes(s.size-int64(n), n)
	}
	p := make([]byte, n)
	k, err := s.r.ReadAt(p, s.size-int64(n))
	if err != nil && !errors.Is(err, io.EOF) {
		_ = s.fail(err)
	}
	return p[:k]
}

// section is a reader of n bytes from off on.
func (s *source) section(off, n int64) *io.SectionReader {
	return io.NewSectionReader(s, off, n)
}
