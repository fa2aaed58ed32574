package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"keepsake/device/demo/android"
	"keepsake/device/demo/scene"
)

// stampTaken is the date the templates carry; every picture made of one has its
// own in its place.
var stampTaken = time.Date(2020, 1, 1, 12, 0, 0, 0, time.UTC)

const (
	exifTime  = "2006:01:02 15:04:05"
	stampNote = "picture %012d"
	noteSize  = 4 + len("picture 000000000000") // a COM segment
)

// template is one small painted picture that many files are made of.
type template struct {
	picture
}

// newTemplate prepares one; it is painted when the first of its files is read.
func (d *darkroom) template(seed int64) *template {
	p := scene.Photo{Seed: seed, Taken: stampTaken, Width: 192, Height: 144, Size: int64(18_000 + seed%7*1_500)}
	t := &template{}
	t.paint, t.size, t.room = p.Render, p.DeclaredSize(), d
	t.meta = android.Meta{Width: p.Width, Height: p.Height, Owner: "com.android.camera"}
	return t
}

// stamp is a small picture as a file's content: a template with a date and a
// number of its own. It costs the phone next to nothing.
type stamp struct {
	of    *template
	taken int64 // Unix seconds, UTC
	n     int64
}

// Size implements disk.Content.
func (s *stamp) Size() int64 { return s.of.size + int64(noteSize) }

// Meta implements android.Described.
func (s *stamp) Meta() android.Meta {
	m := s.of.meta
	m.Taken = time.Unix(s.taken, 0).UTC()
	return m
}

// Open implements disk.Content.
func (s *stamp) Open() (io.Reader, error) {
	base, err := s.of.room.get(s.of)
	if err != nil {
		return nil, err
	}
	at := afterApps(base)
	out := make([]byte, 0, len(base)+noteSize)
	out = append(out, base[:at]...)
	out = append(out, 0xff, 0xfe)
	out = binary.BigEndian.AppendUint16(out, uint16(noteSize-2))
	out = fmt.Appendf(out, stampNote, s.n)
	out = append(out, base[at:]...)
	was, is := stampTaken.Format(exifTime), time.Unix(s.taken, 0).UTC().Format(exifTime)
	return bytes.NewReader(bytes.ReplaceAll(out, []byte(was), []byte(is))), nil
}

// afterApps returns where the APP segments at the beginning of a JPEG end.
func afterApps(b []byte) int {
	at := 2
	for at+4 <= len(b) && b[at] == 0xff && b[at+1] >= 0xe0 && b[at+1] <= 0xef {
		at += 2 + int(binary.BigEndian.Uint16(b[at+2:]))
	}
	return min(at, len(b))
}
