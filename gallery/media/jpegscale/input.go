package jpegscale

import (
	"bytes"
	"errors"
	"io"
)

const (
	chunk = 64 << 10 // bytes read from the file at a time
	// slack is more than the bytes that one MCU of the worst kind takes: ten
	// blocks of 64 symbols of at most 31 bits each are 2480 bytes, and a refill
	// looks 8 bytes ahead. Bounds are checked once for each MCU because of it.
	slack = 4096
)

// input reads the file in chunks.
type input struct {
	r      io.Reader
	buf    [chunk]byte
	i, n   int   // unread: buf[i:n]
	total  int64 // bytes read from r
	err    error // why there is no more; io.EOF at the end
	maxGet int64 // fill reads no more than this in total, 0: no limit
}

func (in *input) reset(r io.Reader) {
	in.r, in.i, in.n, in.total, in.err, in.maxGet = r, 0, 0, 0, nil, 0
}

// fill makes at least one byte available, unless the input has ended.
func (in *input) fill() bool {
	if in.i < in.n {
		return true
	}
	in.i, in.n = 0, 0
	for try := 0; in.err == nil; try++ {
		if in.maxGet > 0 && in.total >= in.maxGet {
			in.err = ErrFormat
			break
		}
		in.n, in.err = in.r.Read(in.buf[:])
		in.n = max(0, min(in.n, len(in.buf)))
		in.total += int64(in.n)
		if in.n > 0 {
			return true
		}
		if in.err == nil && try == 100 {
			in.err = io.ErrNoProgress
		}
	}
	return false
}

func (in *input) byte() (byte, bool) {
	if !in.fill() {
		return 0, false
	}
	b := in.buf[in.i]
	in.i++
	return b, true
}

// read fills p, or says that the input is too short for it.
func (in *input) read(p []byte) bool {
	for len(p) > 0 {
		if !in.fill() {
			return false
		}
		k := copy(p, in.buf[in.i:in.n])
		in.i += k
		p = p[k:]
	}
	return true
}

func (in *input) skip(n int) bool {
	for n > 0 {
		if !in.fill() {
			return false
		}
		k := min(n, in.n-in.i)
		in.i += k
		n -= k
	}
	return true
}

// failure is why reading stopped, if not for the end of the input.
func (in *input) failure() error {
	if in.err == nil || in.err == io.EOF || errors.Is(in.err, io.ErrUnexpectedEOF) {
		return nil
	}
	return in.err
}

// explain prefers a failure to read over the format error that it caused.
func (in *input) explain(err error) error {
	if f := in.failure(); f != nil && errors.Is(err, ErrFormat) {
		return f
	}
	return err
}

// segment is a window on the entropy-coded data between two markers, without
// stuffing bytes, so that the bit reader needs no branches.
//
// What lies in buf behind end is left over from before. An MCU that runs into it
// is found out when the next one begins, and not believed.
type segment struct {
	buf   [chunk + 2*slack]byte
	end   int  // valid: buf[:end]
	done  bool // a marker or the end of the input follows buf[:end]
	mark  byte // that marker, 0 at the end of the input
	since byte // number of the restart marker before buf, 0..7
	// safe is the last position at which an MCU may begin unattended: enough
	// bytes follow, or, when done, the end is not near.
	safe int
}

func (s *segment) begin() { s.end, s.done, s.mark = 0, false, 0 }

// more drops what is before pos and unstuffs further bytes behind the rest,
// which then begins at 0.
func (s *segment) more(in *input, pos int) {
	n := 0
	if pos < s.end {
		n = copy(s.buf[:], s.buf[pos:s.end])
	}
	for n < chunk && !s.done {
		if !in.fill() {
			s.done, s.mark = true, 0
			break
		}
		b := in.buf[in.i:in.n]
		b = b[:min(len(b), chunk-n)]
		i := bytes.IndexByte(b, 0xff)
		if i < 0 {
			n += copy(s.buf[n:], b)
			in.i += len(b)
			continue
		}
		n += copy(s.buf[n:], b[:i])
		in.i += i + 1
		m, ok := in.byte()
		for ok && m == 0xff { // fill bytes
			m, ok = in.byte()
		}
		if ok && m == 0 {
			s.buf[n] = 0xff
			n++
			continue
		}
		s.done, s.mark = true, m
	}
	s.end = n
	if s.done {
		s.safe = n - 8
	} else {
		s.safe = n - slack
	}
}

// next goes to the segment after the marker that ends this one, skipping what
// is left of it. It reports whether that marker was a restart marker.
func (s *segment) next(in *input) bool {
	for !s.done {
		s.more(in, s.end)
	}
	if s.mark < 0xd0 || s.mark > 0xd7 {
		return false
	}
	s.since = s.mark & 7
	s.begin()
	s.more(in, 0)
	return true
}
