// Package media knows one file: what it is, when and where it was taken, and
// what it looks like in small.
//
// Begin with [Probe], which reads a file's facts from its first kilobytes and
// never fails, and [Maker.Thumbnails], which makes the grid's and the viewer's
// small pictures from one decode. [EmbeddedThumb] shows something within a
// millisecond, from the first 64 KB alone.
//
// Everything read here came from a phone and is not trusted: sizes are checked
// before memory is taken, and a library that panics makes an error.
package media

import (
	"errors"
	"fmt"
	"io"
)

var (
	// ErrNoDecoder means a sound file of a kind that no decoder here shows:
	// JPEG XL, raw photos without a preview, sound, documents.
	ErrNoDecoder = errors.New("no decoder for this kind of file")
	// ErrNoPoster means a video of which no picture can be made, because
	// ffmpeg is not installed.
	ErrNoPoster = errors.New("no picture of this video: ffmpeg is not installed")
	// ErrNoClip means a picture that is no motion photo.
	ErrNoClip = errors.New("the picture has no clip in it")
	// ErrBroken means that the bytes cannot be decoded.
	ErrBroken = errors.New("the file is damaged")
	// ErrTooLarge means a picture whose decode would take too much memory.
	ErrTooLarge = errors.New("the picture is too large to be shown")
)

// Size is a named size of the pictures that are made and kept. A picture is
// fitted into Pixels x Pixels and never enlarged.
type Size struct {
	Name   string
	Pixels int
}

// The named sizes. Grid and Preview are made together by Thumbnails and kept.
// Fit is the viewer's on a common screen, made when asked for and not kept.
var (
	Grid    = Size{"grid", 256}
	Preview = Size{"preview", 512}
	Screen  = Size{"fit", 1920}
)

// Long pictures (panoramas, scrolled screenshots) would become threads: from
// longRatio on, the short side stays at Pixels/longRatio, and the long side
// grows instead, to at most longRatio*Pixels.
const longRatio = 4

// within is the size that a picture of w x h pixels has in s.
func (s Size) within(w, h int) (int, int) {
	long, short := max(w, h), min(w, h)
	limit := s.Pixels
	if long > longRatio*short {
		limit = min(limit*long/(longRatio*short), longRatio*limit)
	}
	return fitInto(w, h, limit, limit)
}

// fitInto scales w x h down, if need be, to fit into maxW x maxH, with at least
// one pixel each way.
func fitInto(w, h, maxW, maxH int) (int, int) {
	if w <= maxW && h <= maxH {
		return w, h
	}
	if int64(w)*int64(maxH) > int64(h)*int64(maxW) {
		return maxW, max(1, int((int64(h)*int64(maxW)*2+int64(w))/(2*int64(w))))
	}
	return max(1, int((int64(w)*int64(maxH)*2+int64(h))/(2*int64(h)))), maxH
}

// nameOf names a file for a message.
func nameOf(r io.ReaderAt) string {
	if f, ok := r.(interface{ Name() string }); ok {
		return fmt.Sprintf("%q", f.Name())
	}
	return "the picture"
}

// rescue turns the panic of a decoder into an error. It is deferred.
func rescue(err *error, doing string, r io.ReaderAt) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s %s: %w: the decoder gave up: %v", doing, nameOf(r), ErrBroken, p)
	}
}
