package scene

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
)

// qualities are tried in turn until the picture fits its size.
var qualities = [...]int{90, 84, 75, 62, 48, 34, 20, 8, 1}

// padLabel begins each padding segment, so that nobody wonders.
const padLabel = "Keepsake demo padding\x00"

const (
	segOverhead = 4                           // marker and length
	segMax      = 65533 + segOverhead         // largest whole segment
	padMin      = segOverhead + len(padLabel) // smallest padding
)

// assemble writes the file of exactly size bytes: the head segments as APP1, the
// picture, padding as APP15 before the scan, and the clip after the picture's
// end. Tables and dimensions stay in front, within reach of readers that look at
// a file's head only.
func assemble(m *image.RGBA, head [][]byte, clip []byte, size int64) ([]byte, error) {
	fixed := int64(len(clip) + padMin)
	for _, h := range head {
		if len(h) > 65533 {
			return nil, fmt.Errorf("a metadata segment of %d bytes does not fit in a JPEG: %w", len(h), ErrTooSmall)
		}
		fixed += int64(len(h) + segOverhead)
	}
	var body bytes.Buffer
	for _, q := range qualities {
		body.Reset()
		if err := jpeg.Encode(&body, m, &jpeg.Options{Quality: q}); err != nil {
			return nil, fmt.Errorf("encoding %dx%d pixels: %w", m.Rect.Dx(), m.Rect.Dy(), err)
		}
		if need := fixed + int64(body.Len()); need <= size {
			return weave(body.Bytes(), head, clip, size, int(size-need)+padMin)
		}
	}
	return nil, fmt.Errorf("%dx%d pixels need %d bytes, %d asked for: %w", m.Rect.Dx(), m.Rect.Dy(), fixed+int64(body.Len()), size, ErrTooSmall)
}

// weave puts the parts together; pad is the number of bytes of padding.
func weave(body []byte, head [][]byte, clip []byte, size int64, pad int) ([]byte, error) {
	scan := scanAt(body)
	if scan < 0 {
		return nil, fmt.Errorf("the encoded picture has no scan")
	}
	out := make([]byte, 0, size)
	out = append(out, body[:2]...)
	for _, h := range head {
		out = appendSegment(out, 0xE1, h)
	}
	out = append(out, body[2:scan]...)
	out = appendPadding(out, pad)
	out = append(out, body[scan:]...)
	return append(out, clip...), nil
}

func appendSegment(out []byte, marker byte, payload []byte) []byte {
	out = append(out, 0xFF, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(payload)+2))
	return append(out, payload...)
}

// appendPadding adds APP15 segments of n bytes in all, n at least padMin. What
// they hold looks like noise, so that it does not compress away on the wire.
func appendPadding(out []byte, n int) []byte {
	count := (n + segMax - 1) / segMax
	noise := uint64(n)*0x9E3779B97F4A7C15 + 1
	for i := range count {
		whole := n/count + min(1, max(0, n%count-i))
		payload := make([]byte, whole-segOverhead)
		at := copy(payload, padLabel)
		for ; at < len(payload); at += 8 {
			noise ^= noise << 13
			noise ^= noise >> 7
			noise ^= noise << 17
			var word [8]byte
			// No 0xFF: nothing in here may look like a marker.
			binary.LittleEndian.PutUint64(word[:], noise&0x7F7F7F7F7F7F7F7F)
			copy(payload[at:], word[:])
		}
		out = appendSegment(out, 0xEF, payload)
	}
	return out
}

// scanAt finds the SOS marker of a JPEG made by image/jpeg.
func scanAt(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xFF; {
		if b[i+1] == 0xDA {
			return i
		}
		i += 2 + int(binary.BigEndian.Uint16(b[i+2:]))
	}
	return -1
}

// thumbnail is the small JPEG inside EXIF; it must leave room in its segment.
func thumbnail(m *image.RGBA) []byte {
	small := shrunk(m, thumbSide)
	var b bytes.Buffer
	for _, q := range []int{82, 70, 50, 25, 1} {
		b.Reset()
		if jpeg.Encode(&b, small, &jpeg.Options{Quality: q}) == nil && b.Len() < 40_000 {
			break
		}
	}
	return b.Bytes()
}
