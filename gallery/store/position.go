package store

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
)

// Position is a place in the manifest: everything before it was seen. It is
// opaque; the empty one is the beginning. Replay gives them out and takes them
// back.
type Position string

// place is a Position taken apart: an offset in a segment, and a checksum of the
// bytes before it, which tells a manifest that grew from one that was rewritten.
type place struct {
	segment int
	offset  int64
	mark    uint32
}

func (p place) position() Position {
	if p.segment == 0 {
		return ""
	}
	return Position(fmt.Sprintf("%d:%d:%08x", p.segment, p.offset, p.mark))
}

func (p Position) place() (place, error) {
	var at place
	if p == "" {
		return at, nil
	}
	n, err := fmt.Sscanf(string(p), "%d:%d:%x", &at.segment, &at.offset, &at.mark)
	if err != nil || n != 3 || at.segment < 1 || at.offset < 0 || at.position() != p {
		return place{}, fmt.Errorf("%w: %.40q is no position", ErrPositionLost, p)
	}
	return at, nil
}

// markSpan is how many bytes before a place its mark covers.
const markSpan = 64

// markAt computes the mark of an offset in a segment.
func markAt(f file, offset int64) (uint32, error) {
	var buf [markSpan]byte
	b := buf[:min(offset, markSpan)]
	if n, err := f.ReadAt(b, offset-int64(len(b))); n < len(b) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, err
	}
	return crc32.Checksum(b, castagnoli), nil
}

// stands reports whether a place is still where it was: the segment is there,
// long enough, and the bytes before the place are the same.
func (p place) stands(d disk) (bool, error) {
	if p.segment == 0 {
		return true, nil
	}
	f, err := d.open(segmentName(p.segment))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return false, err
	}
	defer f.Close()
	mark, err := markAt(f, p.offset)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return false, nil
	}
	return mark == p.mark, err
}
