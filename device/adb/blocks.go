package adb

import (
	"encoding/binary"
	"fmt"
	"io"
)

// blocks reads the DATA blocks of one file, up to the DONE or FAIL behind them.
type blocks struct {
	in     *reader
	left   int64  // of the block begun
	end    uint32 // idDONE or idFAIL once it was read
	failed uint32 // length of the text behind FAIL
	broken error  // what the connection failed with
}

// open reports whether the phone opened the file: whether what comes first is
// not a FAIL.
func (b *blocks) open() (bool, error) {
	err := b.head()
	return b.end != idFAIL, err
}

// head reads on to a block with something in it, or the end.
func (b *blocks) head() error {
	for b.left == 0 && b.end == 0 {
		head, err := b.in.next(8)
		if err != nil {
			b.broken = err
			return err
		}
		id, n := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
		switch id {
		case idDATA:
			if n > maxBlock {
				b.broken = fmt.Errorf("%w: a block of %d bytes", ErrProtocol, n)
				return b.broken
			}
			b.left = int64(n)
		case idDONE:
			b.end = id
		case idFAIL:
			b.end, b.failed = id, n
		default:
			b.broken = unexpected(head[:4], "a file's data")
			return b.broken
		}
	}
	return nil
}

// some returns the next bytes, valid until the next call; nil at the end.
func (b *blocks) some() ([]byte, error) {
	if err := b.head(); err != nil || b.end != 0 {
		return nil, err
	}
	p, err := b.in.some(b.left)
	if err != nil {
		b.broken = err
		return nil, err
	}
	b.left -= int64(len(p))
	return p, nil
}

// Read makes the blocks one stream for the unpacker.
func (b *blocks) Read(p []byte) (int, error) {
	if err := b.head(); err != nil {
		return 0, err
	}
	if b.end != 0 {
		return 0, io.EOF
	}
	chunk, err := b.in.some(min(b.left, int64(len(p))))
	if err != nil {
		b.broken = err
		return 0, err
	}
	b.left -= int64(len(chunk))
	return copy(p, chunk), nil
}

// skip reads on without keeping anything, to the end or for n bytes.
func (b *blocks) skip(n int64) error {
	for n > 0 && b.end == 0 {
		p, err := b.some()
		if err != nil {
			return err
		}
		n -= int64(len(p))
	}
	return nil
}
