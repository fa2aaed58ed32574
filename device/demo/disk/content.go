package disk

import (
	"bytes"
	"io"
)

// Content is what a file holds. Its size is known before its bytes are made.
// Contents are shared by several readers at once.
type Content interface {
	Size() int64
	// Open returns the bytes from the beginning. A reader that was opened keeps
	// its bytes, whatever happens to the file.
	Open() (io.Reader, error)
}

// Summed is a Content that can tell its SHA-256 more cheaply than by being read.
type Summed interface {
	Content
	Sum256() ([32]byte, error)
}

// Bytes is a Content held in memory. It must not be changed.
type Bytes []byte

// Size implements Content.
func (b Bytes) Size() int64 { return int64(len(b)) }

// Open implements Content.
func (b Bytes) Open() (io.Reader, error) { return bytes.NewReader(b), nil }

// Zeros is that many zero bytes.
type Zeros int64

// Size implements Content.
func (z Zeros) Size() int64 { return int64(z) }

// Open implements Content.
func (z Zeros) Open() (io.Reader, error) {
	return io.LimitReader(zeroReader{}, int64(z)), nil
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Joined is contents one after the other.
type Joined []Content

// Size implements Content.
func (j Joined) Size() int64 {
	var n int64
	for _, c := range j {
		n += c.Size()
	}
	return n
}

// Open implements Content.
func (j Joined) Open() (io.Reader, error) {
	var rs []io.Reader
	for _, c := range j {
		r, err := c.Open()
		if err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return io.MultiReader(rs...), nil
}

// blockSize is the grain of written files.
const blockSize = 64 << 10

// blocks is a Content that was written: whole blocks, where nil stands for one
// of zeros, and a rest. Appending makes a new value; the old one stays readable.
type blocks struct {
	whole [][]byte
	rest  []byte
}

// add returns b with p appended. Only the newest value of a chain may be added to.
func (b blocks) add(p []byte) blocks {
	for len(p) > 0 {
		if len(b.rest) == 0 && len(p) >= blockSize {
			b.whole = append(b.whole, keep(p[:blockSize]))
			p = p[blockSize:]
			continue
		}
		n := min(blockSize-len(b.rest), len(p))
		b.rest = append(b.rest, p[:n]...)
		p = p[n:]
		if len(b.rest) == blockSize {
			b.whole = append(b.whole, keep(b.rest))
			b.rest = nil
		}
	}
	return b
}

// keep copies a block, or drops it when it is all zeros: when its first byte is
// and every other equals the one before it.
func keep(p []byte) []byte {
	if p[0] == 0 && bytes.Equal(p[1:], p[:len(p)-1]) {
		return nil
	}
	return bytes.Clone(p)
}

// Size implements Content.
func (b blocks) Size() int64 { return int64(len(b.whole))*blockSize + int64(len(b.rest)) }

// Open implements Content.
func (b blocks) Open() (io.Reader, error) { return &blockReader{b: b}, nil }

type blockReader struct {
	b   blocks
	pos int64
}

func (r *blockReader) Read(p []byte) (int, error) {
	if r.pos >= r.b.Size() {
		return 0, io.EOF
	}
	i, off := int(r.pos/blockSize), int(r.pos%blockSize)
	var n int
	switch {
	case i == len(r.b.whole):
		n = copy(p, r.b.rest[off:])
	case r.b.whole[i] == nil:
		n = min(len(p), blockSize-off)
		clear(p[:n])
	default:
		n = copy(p, r.b.whole[i][off:])
	}
	r.pos += int64(n)
	return n, nil
}
