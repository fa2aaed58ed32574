package adb

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// Session is a long-lived connection to the phone's file service. Its calls
// keep many requests in flight, which is what makes thousands of small files
// fast. One call at a time: another one meanwhile, also one made by a callback,
// is ErrBusy. Two or three sessions on one phone are useful, more are not.
//
// The phone ends a session with each refusal (a file that is missing or may not
// be read), and a context that ends breaks the connection; the next call, or the
// rest of the running one, then goes on over a new connection.
type Session struct {
	device *Device
	can    abilities

	mu      sync.Mutex // held by the call that runs; guards what is below up to the gap
	in      *reader
	out     []byte      // requests not yet sent
	stop    func() bool // takes back the context's hold on the link
	decoder *zstd.Decoder

	link   atomic.Pointer[link] // nil: to be opened by the next call
	closed atomic.Bool
}

// abilities are the versions of requests a phone takes.
type abilities struct{ stat2, list2, transfer2, zstd bool }

// readBuffer is large enough to empty the socket with one read.
const readBuffer = 512 << 10

var errClosed = fmt.Errorf("sync session: %w", net.ErrClosed)

// Sync opens a session. ctx bounds the opening; each call has a context of its
// own, and Close ends the session.
func (d *Device) Sync(ctx context.Context) (*Session, error) {
	features, err := d.Features(ctx)
	if err != nil {
		return nil, err
	}
	s := &Session{
		device: d,
		in:     newReader(nil, readBuffer),
		can: abilities{
			stat2:     features.Has("stat_v2"),
			list2:     features.Has("ls_v2"),
			transfer2: features.Has("sendrecv_v2"),
			zstd:      features.Has("sendrecv_v2") && features.Has("sendrecv_v2_zstd"),
		},
	}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	s.stop()
	return s, nil
}

// Close ends the session, and a call that runs on it.
func (s *Session) Close() error {
	s.closed.Store(true)
	if l := s.link.Swap(nil); l != nil {
		l.Close()
	}
	return nil
}

// start takes the session for one call. end gives it back.
func (s *Session) start(ctx context.Context) (end func(), err error) {
	if !s.mu.TryLock() {
		return nil, ErrBusy
	}
	if ctx.Err() != nil {
		s.mu.Unlock()
		return nil, ctx.Err()
	}
	if l := s.link.Load(); l != nil && !s.closed.Load() {
		s.stop = l.closeOn(ctx)
	} else if err := s.connect(ctx); err != nil {
		s.mu.Unlock()
		return nil, err
	}
	return func() {
		if !s.stop() {
			s.drop() // the context has closed it, or is about to
		}
		s.mu.Unlock()
	}, nil
}

// connect replaces the connection by a new one, on which nothing is asked yet.
func (s *Session) connect(ctx context.Context) error {
	s.drop()
	if s.closed.Load() {
		return errClosed
	}
	l, err := s.device.open(ctx, "sync:")
	if err != nil {
		return err
	}
	s.stop = l.closeOn(ctx)
	s.in.reset(l)
	s.out = s.out[:0]
	s.link.Store(l)
	if s.closed.Load() { // Close came in between
		s.drop()
		return errClosed
	}
	return nil
}

// drop gives the connection up.
func (s *Session) drop() {
	if s.stop != nil {
		s.stop()
	}
	if l := s.link.Swap(nil); l != nil {
		l.Close()
	}
}

// flush sends the collected requests in one write.
func (s *Session) flush() error {
	if len(s.out) == 0 {
		return nil
	}
	l := s.link.Load()
	if l == nil {
		return net.ErrClosed
	}
	_, err := l.Write(s.out)
	s.out = s.out[:0]
	return err
}

// explain is the package's explain, but knows Close.
func (s *Session) explain(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == nil && s.closed.Load() && isWire(err) {
		return errClosed
	}
	return explain(ctx, err)
}
