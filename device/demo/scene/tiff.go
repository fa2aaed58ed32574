package scene

import (
	"encoding/binary"
	"math"
	"slices"
)

// tiff builds the little-endian TIFF structure that EXIF is. Values are kept per
// directory and laid out at the end.
type tiff struct{ dirs []*ifd }

// ifd is one directory; its entries are sorted by tag when written.
type ifd struct {
	entries []entry
	next    *ifd   // the directory that follows (IFD0 to IFD1)
	blob    []byte // bytes that follow the values: the thumbnail
	blobTag uint16 // entry that gets the blob's offset
	at      int
}

type entry struct {
	tag, kind uint16
	count     uint32
	data      []byte
	sub       *ifd // a pointer to another directory
}

// TIFF types.
const (
	tByte      = 1
	tASCII     = 2
	tShort     = 3
	tLong      = 4
	tRational  = 5
	tUndefined = 7
	tSRational = 10
)

func (t *tiff) dir() *ifd {
	d := &ifd{}
	t.dirs = append(t.dirs, d)
	return d
}

func (d *ifd) add(tag, kind uint16, count int, data []byte) {
	d.entries = append(d.entries, entry{tag: tag, kind: kind, count: uint32(count), data: data})
}

func (d *ifd) ascii(tag uint16, s string) {
	if s != "" {
		d.add(tag, tASCII, len(s)+1, append([]byte(s), 0))
	}
}

func (d *ifd) short(tag uint16, v ...uint16) {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint16(b, x)
	}
	d.add(tag, tShort, len(v), b)
}

func (d *ifd) long(tag uint16, v uint32) {
	d.add(tag, tLong, 1, binary.LittleEndian.AppendUint32(nil, v))
}

func (d *ifd) undefined(tag uint16, b ...byte) { d.add(tag, tUndefined, len(b), b) }

// rational adds pairs of numerator and denominator.
func (d *ifd) rational(tag uint16, v ...uint32) {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	d.add(tag, tRational, len(v)/2, b)
}

// signed adds one signed rational in thousandths.
func (d *ifd) signed(tag uint16, v float64) {
	b := binary.LittleEndian.AppendUint32(nil, uint32(int32(math.Round(v*1000))))
	d.add(tag, tSRational, 1, binary.LittleEndian.AppendUint32(b, 1000))
}

func (d *ifd) pointer(tag uint16, sub *ifd) {
	d.entries = append(d.entries, entry{tag: tag, kind: tLong, count: 1, sub: sub})
}

// bytes lays everything out: header, directories in order of creation, each
// followed by its values and its blob.
func (t *tiff) bytes() []byte {
	pos := 8
	for _, d := range t.dirs {
		d.at = pos
		pos += 2 + 12*len(d.entries) + 4
		for _, e := range d.entries {
			if len(e.data) > 4 {
				pos += len(e.data) + len(e.data)&1
			}
		}
		pos += len(d.blob) + len(d.blob)&1
	}
	le := binary.LittleEndian
	out := append(make([]byte, 0, pos), 'I', 'I', 42, 0, 8, 0, 0, 0)
	for _, d := range t.dirs {
		slices.SortStableFunc(d.entries, func(a, b entry) int { return int(a.tag) - int(b.tag) })
		out = le.AppendUint16(out, uint16(len(d.entries)))
		value := d.at + 2 + 12*len(d.entries) + 4
		var values []byte
		for _, e := range d.entries {
			out = le.AppendUint16(out, e.tag)
			out = le.AppendUint16(out, e.kind)
			out = le.AppendUint32(out, e.count)
			switch {
			case e.sub != nil:
				out = le.AppendUint32(out, uint32(e.sub.at))
			case d.blobTag != 0 && e.tag == d.blobTag:
				out = le.AppendUint32(out, uint32(d.blobAt()))
			case len(e.data) <= 4:
				out = append(out, e.data...)
				out = append(out, make([]byte, 4-len(e.data))...)
			default:
				out = le.AppendUint32(out, uint32(value+len(values)))
				values = append(values, e.data...)
				if len(e.data)&1 == 1 {
					values = append(values, 0)
				}
			}
		}
		next := 0
		if d.next != nil {
			next = d.next.at
		}
		out = le.AppendUint32(out, uint32(next))
		out = append(out, values...)
		out = append(out, d.blob...)
		if len(d.blob)&1 == 1 {
			out = append(out, 0)
		}
	}
	return out
}

// blobAt is where the blob lies once at is known.
func (d *ifd) blobAt() int {
	n := d.at + 2 + 12*len(d.entries) + 4
	for _, e := range d.entries {
		if len(e.data) > 4 {
			n += len(e.data) + len(e.data)&1
		}
	}
	return n
}
