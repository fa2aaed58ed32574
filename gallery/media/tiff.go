package media

import (
	"encoding/binary"
	"io"
)

// TIFF tags that are read here directly. All the others come through imagemeta;
// these are what it does not tell: where previews lie, and a sub-second's zeros.
const (
	tagWidth         = 0x0100
	tagHeight        = 0x0101
	tagCompression   = 0x0103
	tagStripOffsets  = 0x0111
	tagOrientation   = 0x0112
	tagStripLengths  = 0x0117
	tagSubIFDs       = 0x014a
	tagThumbOffset   = 0x0201
	tagThumbLength   = 0x0202
	tagExifIFD       = 0x8769
	tagSubSecond     = 0x9291 // of DateTimeOriginal
	tagSubSecondDigi = 0x9292 // of DateTimeDigitized
)

// tiff walks the directories (IFDs) of a TIFF, which is also what EXIF is. Every
// offset is checked against the size.
type tiff struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	first uint32
}

func openTIFF(r io.ReaderAt, size int64) (*tiff, bool) {
	var h [8]byte
	if size < 8 {
		return nil, false
	}
	if _, err := r.ReadAt(h[:], 0); err != nil {
		return nil, false
	}
	t := &tiff{r: r, size: size}
	switch string(h[:2]) {
	case "II":
		t.order = binary.LittleEndian
	case "MM":
		t.order = binary.BigEndian
	default:
		return nil, false
	}
	if t.order.Uint16(h[2:]) != 42 {
		return nil, false
	}
	t.first = t.order.Uint32(h[4:])
	return t, true
}

// entry is one tag of a directory.
type entry struct {
	tag, typ uint16
	count    uint32
	value    [4]byte
}

// directory is one IFD.
type directory struct {
	t    *tiff
	list []entry
}

// maxEntries bounds a directory; real ones have a few dozen.
const maxEntries = 1000

// entries reads the directory at off, and the offset of the next one. A broken
// offset gives an empty directory and no next.
func (t *tiff) entries(off uint32) (d directory, next uint32) {
	d.t = t
	if off < 8 || int64(off)+2 > t.size {
		return d, 0
	}
	var n [2]byte
	if _, err := t.r.ReadAt(n[:], int64(off)); err != nil {
		return d, 0
	}
	count := min(int(t.order.Uint16(n[:])), maxEntries)
	buf := make([]byte, 12*count+4)
	got, _ := t.r.ReadAt(buf, int64(off)+2)
	for i := 0; i < count && 12*(i+1) <= got; i++ {
		b := buf[12*i:]
		d.list = append(d.list, entry{t.order.Uint16(b), t.order.Uint16(b[2:]), t.order.Uint32(b[4:]), [4]byte(b[8:12])})
	}
	if got == len(buf) {
		next = t.order.Uint32(buf[12*count:])
	}
	return d, next
}

// number is the first value of an integer tag, 0 if it is not there.
func (d directory) number(tag uint16) uint32 {
	v := d.numbers(tag, 1)
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// numbers gives at most limit values of an integer tag.
func (d directory) numbers(tag uint16, limit int) []uint32 {
	for _, e := range d.list {
		if e.tag != tag || e.typ != 3 && e.typ != 4 && e.typ != 13 {
			continue
		}
		width := 4
		if e.typ == 3 {
			width = 2
		}
		n := int(min(int64(e.count), int64(limit)))
		var out []uint32
		for b := d.bytes(e, n*width); len(b) >= width; b = b[width:] {
			if width == 2 {
				out = append(out, uint32(d.t.order.Uint16(b)))
			} else {
				out = append(out, d.t.order.Uint32(b))
			}
		}
		return out
	}
	return nil
}

// text is the value of a text tag of at most 64 characters.
func (d directory) text(tag uint16) string {
	for _, e := range d.list {
		if e.tag == tag && e.typ == 2 && e.count <= 64 {
			b := d.bytes(e, int(e.count))
			for len(b) > 0 && b[len(b)-1] == 0 {
				b = b[:len(b)-1]
			}
			return string(b)
		}
	}
	return ""
}

// bytes reads the first n bytes of an entry's value: within the entry if all of
// it fits there, else where the entry points.
func (d directory) bytes(e entry, n int) []byte {
	sizes := [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	if int(e.typ) >= len(sizes) || n <= 0 {
		return nil
	}
	if int64(e.count)*sizes[e.typ] <= 4 {
		return append([]byte(nil), e.value[:min(n, 4)]...)
	}
	off := int64(d.t.order.Uint32(e.value[:]))
	if off+int64(n) > d.t.size {
		return nil
	}
	b := make([]byte, n)
	if _, err := d.t.r.ReadAt(b, off); err != nil {
		return nil
	}
	return b
}
