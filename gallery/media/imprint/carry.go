package imprint

import (
	"bytes"
	"encoding/binary"

	"keepsake/gallery"
)

// Carry returns an original's block, made right for a JPEG that was made of it:
// upright, of its own size, without the original's thumbnail, and with the date
// of facts where the owner corrected it. A block that cannot be read is replaced
// by New's.
func Carry(block []byte, f Facts) []byte {
	t := tiff{b: bytes.Clone(block)}
	switch {
	case len(block) < 8 || len(block) > maxBlock:
		return New(f)
	case string(block[:4]) == "II*\x00":
		t.order = binary.LittleEndian
	case string(block[:4]) == "MM\x00*":
		t.order = binary.BigEndian
	default:
		return New(f)
	}
	first, next, ok := t.directory(t.order.Uint32(block[4:]))
	if !ok {
		return New(f)
	}
	t.order.PutUint32(t.b[next:], 0) // the thumbnail's directory would follow
	dated := f.Taken.Source != gallery.TakenOwner
	wall, offset := stamp(f.Taken)
	for _, at := range first {
		switch t.order.Uint16(t.b[at:]) {
		case tagOrientation:
			t.number(at, 1)
		case tagExif:
			exif, _, ok := t.directory(t.order.Uint32(t.b[at+8:]))
			if !ok {
				return New(f)
			}
			for _, at := range exif {
				switch t.order.Uint16(t.b[at:]) {
				case tagWidth:
					t.number(at, f.Width)
				case tagHeight:
					t.number(at, f.Height)
				case tagOriginal, tagDigitized:
					if f.Taken.Source == gallery.TakenOwner && t.text(at, wall) {
						dated = true
					}
				case tagOffset:
					if f.Taken.Source == gallery.TakenOwner {
						t.text(at, offset)
					}
				}
			}
		}
	}
	if !dated {
		return New(f)
	}
	return t.b
}

// tiff is a block that is being changed in place.
type tiff struct {
	b     []byte
	order binary.ByteOrder
}

// directory returns where the entries of a directory are, and where the offset
// of the next one is.
func (t *tiff) directory(at uint32) (entries []int, next int, ok bool) {
	if uint64(at)+2 > uint64(len(t.b)) {
		return nil, 0, false
	}
	n := int(t.order.Uint16(t.b[at:]))
	next = int(at) + 2 + 12*n
	if n == 0 || next+4 > len(t.b) {
		return nil, 0, false
	}
	for i := range n {
		entries = append(entries, int(at)+2+12*i)
	}
	return entries, next, true
}

// number sets the one number of an entry.
func (t *tiff) number(at, v int) {
	if t.order.Uint32(t.b[at+4:]) != 1 {
		return
	}
	switch t.order.Uint16(t.b[at+2:]) {
	case typeShort:
		t.order.PutUint16(t.b[at+8:], uint16(min(v, 0xffff)))
	case typeLong:
		t.order.PutUint32(t.b[at+8:], uint32(v))
	}
}

// text replaces a text by one of the same length.
func (t *tiff) text(at int, s string) bool {
	to := uint64(t.order.Uint32(t.b[at+8:]))
	if t.order.Uint16(t.b[at+2:]) != typeASCII || t.order.Uint32(t.b[at+4:]) != uint32(len(s)+1) || len(s) <= 3 || to+uint64(len(s)+1) > uint64(len(t.b)) {
		return false
	}
	copy(t.b[to:], s)
	return true
}
