package media

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"keepsake/gallery"
)

// clip is what XMP says of a motion photo's clip, in two forms.
type clip struct {
	fromEnd int64 // MicroVideoOffset, counted from the file's end
	items   []clipItem
}

// clipItem is an entry of the container's directory.
type clipItem struct {
	semantic string
	length   int64
}

func (c *clip) property(name xml.Name, value string) {
	n := len(c.items)
	switch name {
	case xml.Name{Space: nsCamera, Local: "MicroVideoOffset"}:
		c.fromEnd = positive(value)
	case xml.Name{Space: nsItem, Local: "Semantic"}:
		if n > 0 {
			c.items[n-1].semantic = value
		}
	case xml.Name{Space: nsItem, Local: "Length"}:
		if n > 0 {
			c.items[n-1].length = positive(value)
		}
	}
}

func positive(s string) int64 {
	n, err := strconv.ParseInt(string(bytes.TrimSpace([]byte(s))), 10, 64)
	if err != nil || n < 0 || n > 1<<50 { // no sum of these overflows
		return 0
	}
	return n
}

// stretches lists where the clip may be in a file of the given size.
func (c *clip) stretches(size int64) []stretch {
	var list []stretch
	add := func(fromEnd, n int64) {
		if fromEnd > 0 && fromEnd < size && n > 0 && n <= fromEnd {
			list = append(list, stretch{size - fromEnd, n})
		}
	}
	behind := int64(0) // the items lie one behind the other, up to the end
	for i := len(c.items) - 1; i >= 0; i-- {
		it := c.items[i]
		behind += it.length
		if it.semantic == "MotionPhoto" {
			add(behind, it.length)
		}
	}
	add(c.fromEnd, c.fromEnd)
	return list
}

// motion finds a motion photo's clip: where XMP says, or, since some phones
// write none, as an MP4 that ends with the file.
func (p *prober) motion(c clip) {
	for _, s := range c.stretches(p.src.size) {
		if isClip(p.src, s.at, s.at+s.n) {
			p.info.Motion = &gallery.Motion{Offset: s.at, Length: s.n}
			return
		}
	}
	if tail := p.src.tail(2); len(tail) == 2 && (tail[0] != 0xff || tail[1] != 0xd9) {
		p.info.Motion = findClip(p.src)
	}
}

// Clip returns the MP4 of a motion photo, as info from Probe places it in the
// file r of the given size. The error is ErrNoClip where there is none, and one
// that says so where the place is not in the file.
func Clip(r io.ReaderAt, size int64, info gallery.Info) (*io.SectionReader, error) {
	m := info.Motion
	switch {
	case m == nil:
		return nil, ErrNoClip
	case m.Offset <= 0 || m.Length <= 0 || m.Length > size || m.Offset > size-m.Length:
		return nil, fmt.Errorf("%w: its clip of %d bytes at %d is not within %s of %d bytes", ErrBroken, m.Length, m.Offset, nameOf(r), size)
	}
	return io.NewSectionReader(r, m.Offset, m.Length), nil
}

// maxScan is how far from the end of a photo a clip is searched for. Three
// seconds of video take 2 to 10 MB.
const maxScan = 32 << 20

// findClip searches backwards for an ftyp box from which boxes lead exactly to
// the end of the file.
func findClip(s *source) *gallery.Motion {
	const most = 64 // candidates; a photo has one
	mark := []byte("ftyp")
	s.limit += maxScan // the search has an allowance of its own
	var after []byte   // the beginning of the window after this one
	tries := 0
	for end := s.size; end > 16 && s.size-end < maxScan; {
		start := (end - 1) / blockSize * blockSize
		b := append(bytes.Clone(s.bytes(start, int(end-start))), after...)
		if len(b) == len(after) {
			return nil
		}
		for i := bytes.LastIndex(b, mark); i >= 0 && tries < most; i = bytes.LastIndex(b[:i], mark) {
			tries++
			if at := start + int64(i) - 4; at > 2 && isClip(s, at, s.size) {
				return &gallery.Motion{Offset: at, Length: s.size - at}
			}
		}
		end, after = start, b[:min(len(mark)-1, len(b))]
	}
	return nil
}
