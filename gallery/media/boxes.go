package media

import "encoding/binary"

// box is one box of the MP4 family: file[start:end], with a type.
type box struct {
	kind       string
	start, end int64
	header     int64 // its length
}

func (b box) body() int64 { return b.start + b.header }

// maxBoxes bounds the boxes of one level; a film in fragments has thousands.
const maxBoxes = 20_000

// boxAt reads the header of the box at off, which must end by limit.
func boxAt(s *source, off, limit int64) (box, bool) {
	h := s.bytes(off, 16)
	if len(h) < 8 || limit-off < 8 {
		return box{}, false
	}
	b := box{kind: string(h[4:8]), start: off, header: 8}
	n := int64(binary.BigEndian.Uint32(h))
	switch {
	case n == 0:
		n = limit - off
	case n == 1:
		if len(h) < 16 {
			return box{}, false
		}
		b.header = 16
		n = int64(binary.BigEndian.Uint64(h[8:]))
	}
	b.end = off + n
	if n < b.header || n > limit-off {
		b.end = limit + 1 // runs out of its place
	}
	return b, true
}

// walkBoxes visits the boxes of file[off:limit] in turn until visit says no. It
// reports whether all that it came to lay in their places.
func walkBoxes(s *source, off, limit int64, visit func(box) bool) bool {
	for range maxBoxes {
		if off == limit {
			return true
		}
		b, ok := boxAt(s, off, limit)
		if !ok {
			return false
		}
		if !visit(b) {
			return true
		}
		if b.end > limit {
			return false
		}
		off = b.end
	}
	return false
}

// isClip reports whether file[off:end] is an MP4 by its boxes, from its ftyp to
// its very end.
func isClip(s *source, off, end int64) bool {
	began, index := false, false
	whole := walkBoxes(s, off, end, func(b box) bool {
		began = began || b.kind == "ftyp"
		index = index || b.kind == "moov"
		return began // else it is no MP4
	})
	return whole && began && index
}
