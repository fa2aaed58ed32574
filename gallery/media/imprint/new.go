package imprint

import (
	"encoding/binary"
	"math"
	"strings"
)

// The tags written and changed (EXIF 2.32).
const (
	tagModel       = 0x0110
	tagOrientation = 0x0112
	tagDateTime    = 0x0132
	tagExif        = 0x8769
	tagGPS         = 0x8825
	tagOriginal    = 0x9003
	tagDigitized   = 0x9004
	tagOffset      = 0x9011
	tagWidth       = 0xa002
	tagHeight      = 0xa003
)

// The types of values.
const (
	typeByte     = 1
	typeASCII    = 2
	typeShort    = 3
	typeLong     = 4
	typeRational = 5
)

// field is one entry of a directory.
type field struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

func ascii(tag uint16, s string) field {
	return field{tag, typeASCII, uint32(len(s) + 1), append([]byte(s), 0)}
}

func short(tag, v uint16) field {
	return field{tag, typeShort, 1, binary.LittleEndian.AppendUint16(nil, v)}
}

func long(tag uint16, v uint32) field {
	return field{tag, typeLong, 1, binary.LittleEndian.AppendUint32(nil, v)}
}

// New makes a block of facts.
func New(f Facts) []byte {
	var first, exif, gps []field
	if c := printable(f.Camera); c != "" {
		first = append(first, ascii(tagModel, c))
	}
	first = append(first, short(tagOrientation, 1))
	if wall, offset := stamp(f.Taken); wall != "" {
		first = append(first, ascii(tagDateTime, wall))
		exif = append(exif, ascii(tagOriginal, wall), ascii(tagDigitized, wall))
		if offset != "" {
			exif = append(exif, ascii(tagOffset, offset))
		}
	}
	exif = append(exif, long(tagWidth, uint32(f.Width)), long(tagHeight, uint32(f.Height)))
	if p := f.Place; p != nil && math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 {
		gps = []field{
			{0, typeByte, 4, []byte{2, 3, 0, 0}},
			ascii(1, hemisphere(p.Lat, "N", "S")), degrees(2, p.Lat),
			ascii(3, hemisphere(p.Lon, "E", "W")), degrees(4, p.Lon),
		}
	}
	// The directories lie one behind the other: the first, EXIF's, GPS's.
	first = append(first, long(tagExif, 0))
	if gps != nil {
		first = append(first, long(tagGPS, 0))
	}
	const header = 8
	exifAt := header + length(first)
	gpsAt := exifAt + length(exif)
	for i := range first {
		switch first[i].tag {
		case tagExif:
			first[i] = long(tagExif, uint32(exifAt))
		case tagGPS:
			first[i] = long(tagGPS, uint32(gpsAt))
		}
	}
	b := append([]byte("II*\x00"), 8, 0, 0, 0)
	b = directory(b, first)
	b = directory(b, exif)
	if gps != nil {
		b = directory(b, gps)
	}
	return b
}

// length is how many bytes a directory takes with its values.
func length(fields []field) int {
	n := 2 + 12*len(fields) + 4
	for _, f := range fields {
		if len(f.value) > 4 {
			n += len(f.value) + len(f.value)%2
		}
	}
	return n
}

// directory appends a directory and its values.
func directory(b []byte, fields []field) []byte {
	values := len(b) + 2 + 12*len(fields) + 4
	b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)))
	var far []byte
	for _, f := range fields {
		b = binary.LittleEndian.AppendUint16(b, f.tag)
		b = binary.LittleEndian.AppendUint16(b, f.kind)
		b = binary.LittleEndian.AppendUint32(b, f.count)
		if len(f.value) <= 4 {
			var near [4]byte
			copy(near[:], f.value)
			b = append(b, near[:]...)
			continue
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(values+len(far)))
		far = append(far, f.value...)
		if len(far)%2 == 1 {
			far = append(far, 0)
		}
	}
	return append(append(b, 0, 0, 0, 0), far...)
}

func hemisphere(v float64, positive, negative string) string {
	if v < 0 {
		return negative
	}
	return positive
}

// degrees writes degrees, minutes and seconds to a ten-thousandth of a second,
// which is 3 mm.
func degrees(tag uint16, v float64) field {
	const unit = 10_000
	n := uint64(math.Round(math.Abs(v) * 3600 * unit))
	var b []byte
	for _, r := range [][2]uint64{{n / (3600 * unit), 1}, {n / (60 * unit) % 60, 1}, {n % (60 * unit), unit}} {
		b = binary.LittleEndian.AppendUint32(b, uint32(r[0]))
		b = binary.LittleEndian.AppendUint32(b, uint32(r[1]))
	}
	return field{tag, typeRational, 3, b}
}

// printable keeps what ASCII can say.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s[:min(len(s), 120)])
}
