package adb

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zstd"
)

// Request asks Pull for one file.
type Request struct {
	Path     string
	Compress bool // worth it for text, not for pictures; ignored by phones that cannot
	Tag      any  // the caller's own
}

// Sink takes the files of a Pull. Its methods are called from the goroutine
// that called Pull, so while one waits, no file moves.
type Sink interface {
	// Begin returns where the bytes of a file go. It is called when the phone has
	// opened the file, so not for every request. An error gives up this file.
	Begin(Request) (io.Writer, error)
	// End is called exactly once for every request taken. w is what Begin
	// returned, nil if it was not called; n counts the bytes written. With a nil
	// err the file is complete, and after is its status once it had been read:
	// a Size that is not n means it changed meanwhile.
	End(r Request, w io.Writer, n int64, after Stat, err error)
}

// MaxWindow is the most requests Pull keeps in flight.
const MaxWindow = 128

// Pull reads files, up to window of them in flight (16 is a good number), in
// the order next gives them. next must not wait for the End of a file it gave
// before. What is wrong with one file goes to End and the rest goes on; a broken
// connection or a cancelled context ends Pull with an error, which End gets too
// for each file taken and not finished.
func (s *Session) Pull(ctx context.Context, window int, next func() (Request, bool), sink Sink) error {
	end, err := s.start(ctx)
	if err != nil {
		return fmt.Errorf("reading files from phone %s: %w", s.device, err)
	}
	defer end()
	p := puller{s: s, sink: sink}
	x := exchange[Request]{
		window: min(max(window, 1), MaxWindow),
		next: func() (Request, bool) {
			for {
				r, ok := next()
				if !ok {
					return r, false
				}
				err := checkPath(r.Path)
				if err == nil {
					return r, true
				}
				sink.End(r, nil, 0, Stat{}, err)
			}
		},
		ask: p.ask,
		answer: func(r Request) (bool, error) {
			f := file{Request: r}
			over, err := p.read(&f)
			if err != nil {
				err = s.explain(ctx, err)
				f.err, f.after = err, Stat{}
			}
			sink.End(r, f.w, f.n, f.after, f.err)
			return over, err
		},
		lost: func(r Request, err error) { sink.End(r, nil, 0, Stat{}, err) },
	}
	if err := x.run(ctx, s); err != nil {
		return fmt.Errorf("reading files from phone %s: %w", s.device, err)
	}
	return nil
}

type puller struct {
	s      *Session
	sink   Sink
	blocks blocks
}

// file is one request being answered.
type file struct {
	Request
	w     io.Writer
	n     int64
	after Stat
	err   error // what is wrong with this file alone
}

func (p *puller) compressed(r Request) bool { return r.Compress && p.s.can.zstd }

// ask requests the bytes and, behind them, the status after reading.
func (p *puller) ask(out []byte, r Request) []byte {
	if p.compressed(r) {
		out = appendRequest(out, idRCV2, r.Path)
		out = appendWords(out, idRCV2, flagZstd)
	} else {
		out = appendRequest(out, idRECV, r.Path)
	}
	return appendRequest(out, p.s.statID(), r.Path)
}

// skipAtMost is how much of a file nobody wants is read to keep the session; a
// new session is cheaper than more.
const skipAtMost = 1 << 20

// read reads one file and its status. An err is the connection's; over says that
// the session cannot go on, but a new one can.
func (p *puller) read(f *file) (over bool, err error) {
	b := &p.blocks
	*b = blocks{in: p.s.in}
	opened, err := b.open()
	if err != nil {
		return false, err
	}
	if opened {
		f.w, f.err = p.sink.Begin(f.Request)
		if f.err == nil && f.w == nil {
			f.err = fmt.Errorf("no writer for %q: %w", f.Path, fs.ErrInvalid)
		}
		if f.err == nil {
			if p.compressed(f.Request) {
				err = p.unpack(f)
			} else {
				err = p.copy(f)
			}
		}
		if err == nil && b.end == 0 {
			err = b.skip(skipAtMost)
		}
		if err != nil || b.end == 0 {
			return true, err
		}
	}
	if b.end == idFAIL {
		err = p.s.refusal(f.Path, b.failed)
	} else {
		f.after, err = p.s.readStat(f.Path)
	}
	if isRefusal(err) {
		f.err = cmp.Or(f.err, err)
		return true, nil
	}
	if !p.s.can.stat2 {
		f.after.Size = wideSize(f.after.Size, f.n)
	}
	if f.err == nil && f.after.Errno != 0 {
		f.err = fmt.Errorf("%q, after it was read: %w", f.Path, f.after.Errno)
	}
	return false, err
}

// wideSize makes a size the first version has cut to 32 bits the whole one again,
// if it can be that of the n bytes read.
func wideSize(size, n int64) int64 {
	if size == n&0xffffffff {
		return n
	}
	return size
}

// copy writes the blocks as they come. The writer's error is the file's.
func (p *puller) copy(f *file) error {
	for {
		chunk, err := p.blocks.some()
		if err != nil || chunk == nil {
			return err
		}
		n, err := f.w.Write(chunk)
		f.n += int64(n)
		if err == nil && n != len(chunk) {
			err = io.ErrShortWrite
		}
		if err != nil {
			f.err = err
			return nil
		}
	}
}

// unpack is copy for a compressed file. Blocks that cannot be unpacked are the
// file's error as well.
func (p *puller) unpack(f *file) error {
	d := p.s.decoder
	if d == nil {
		var err error
		d, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return err
		}
		p.s.decoder = d
	}
	err := d.Reset(&p.blocks)
	if err == nil {
		f.n, err = d.WriteTo(f.w)
	}
	if p.blocks.broken != nil {
		return p.blocks.broken
	}
	if err != nil && p.blocks.end != idFAIL { // the refusal is the better reason
		f.err = fmt.Errorf("unpacking %q: %w", f.Path, err)
	}
	return nil
}

// maxZstdWindow is what the format's specification asks of every decoder.
const maxZstdWindow = 8 << 20
