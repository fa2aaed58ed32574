// Package imprint gives a JPEG that was made from another picture what that one
// said of itself: when, where and with what it was taken, as EXIF.
//
// Begin with OfJPEG, which finds the EXIF block of an original, and Write, which
// puts a block into the JPEG that was made of it. Carry makes one block of the
// other; New makes one of facts alone.
package imprint

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"keepsake/gallery"
)

// Facts are what a block says of the picture it goes into.
type Facts struct {
	Taken         gallery.Taken
	Place         *gallery.Place // nil: unknown
	Camera        string
	Width, Height int // of the JPEG; the picture is upright
}

const (
	mark       = "Exif\x00\x00"
	maxBlock   = 65535 - 2 - len(mark) // a segment's length has 16 bits
	maxWalk    = 2000                  // segments looked at
	timeLayout = "2006:01:02 15:04:05"
)

// OfJPEG returns the EXIF block (a TIFF structure) of a JPEG, nil when it has
// none.
func OfJPEG(r io.ReaderAt, size int64) []byte {
	var head [4 + len(mark)]byte
	at := int64(2)
	for range maxWalk {
		if n, _ := r.ReadAt(head[:], at); n < 4 {
			return nil
		}
		m, n := head[1], int64(binary.BigEndian.Uint16(head[2:]))
		switch {
		case head[0] != 0xff || m == 0xda || m == 0xd9 || n < 2:
			return nil
		case m == 0xff:
			at++
			continue
		case m == 0xe1 && string(head[4:]) == mark && at+2+n <= size:
			b := make([]byte, n-2-int64(len(mark)))
			if k, _ := r.ReadAt(b, at+4+int64(len(mark))); k < len(b) {
				return nil
			}
			return b
		}
		at += 2 + n
	}
	return nil
}

// Write writes a JPEG with the block in it. The JPEG must have no EXIF of its
// own; a block that is empty or too long is left out.
func Write(w io.Writer, jpeg, block []byte) error {
	if !bytes.HasPrefix(jpeg, []byte{0xff, 0xd8}) {
		return errors.New("write a JPEG's EXIF: not a JPEG")
	}
	var segment []byte
	if len(block) > 0 && len(block) <= maxBlock {
		segment = binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(2+len(mark)+len(block)))
		segment = append(append(segment, mark...), block...)
	}
	for _, part := range [][]byte{jpeg[:2], segment, jpeg[2:]} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// stamp writes a capture time as EXIF does: the wall clock, and its distance
// from UTC ("" where the camera recorded none).
func stamp(t gallery.Taken) (wall, offset string) {
	if t.Time.IsZero() || t.Source == gallery.TakenMTime || t.Time.Year() > 9999 {
		return "", ""
	}
	if t.Zoned {
		offset = t.Time.Format("-07:00")
	}
	return t.Time.Format(timeLayout), offset
}
