package adb

import "io"

// reader is a buffered reader that hands out its own buffer: payload goes from
// there to the writer without a copy in between, in as few reads as the
// connection allows.
type reader struct {
	src  io.Reader
	buf  []byte
	r, w int // what is buffered: buf[r:w]
}

func newReader(src io.Reader, size int) *reader {
	return &reader{src: src, buf: make([]byte, size)}
}

// reset drops what is buffered and goes on with another source.
func (b *reader) reset(src io.Reader) { b.src, b.r, b.w = src, 0, 0 }

func (b *reader) buffered() int { return b.w - b.r }

// fill reads more, once. The buffer must have been made room in.
func (b *reader) fill() error {
	if b.r == b.w {
		b.r, b.w = 0, 0
	}
	for range 100 {
		n, err := b.src.Read(b.buf[b.w:])
		b.w += n
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// next returns the next n bytes, which stay valid until the next call; n is at
// most the buffer's size. An end, wherever it comes, is the source's error: no
// stream of ours ends without saying so first.
func (b *reader) next(n int) ([]byte, error) {
	for b.buffered() < n {
		if len(b.buf)-b.r < n {
			b.w = copy(b.buf, b.buf[b.r:b.w])
			b.r = 0
		}
		if err := b.fill(); err != nil {
			return nil, err
		}
	}
	p := b.buf[b.r : b.r+n]
	b.r += n
	return p, nil
}

// some returns between 1 and n of the next bytes, which stay valid until the
// next call.
func (b *reader) some(n int64) ([]byte, error) {
	if b.r == b.w {
		if err := b.fill(); err != nil {
			return nil, err
		}
	}
	p := b.buf[b.r:b.w]
	if int64(len(p)) > n {
		p = p[:n]
	}
	b.r += len(p)
	return p, nil
}

// pass hands the next n bytes to w.
func (b *reader) pass(w io.Writer, n int64) error {
	for n > 0 {
		p, err := b.some(n)
		if err != nil {
			return err
		}
		if err := writeAll(w, p); err != nil {
			return err
		}
		n -= int64(len(p))
	}
	return nil
}

// writeAll writes p and does not trust w to keep io.Writer's promise.
func writeAll(w io.Writer, p []byte) error {
	n, err := w.Write(p)
	if err == nil && n != len(p) {
		err = io.ErrShortWrite
	}
	return err
}
