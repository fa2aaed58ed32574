package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// link is one connection to the server. It fails when nothing moved in either
// direction for as long as its patience lasts: a phone that hangs is found out
// even though the server keeps the connection open, and a slow one that moves is
// left alone.
type link struct {
	net.Conn
	patience atomic.Int64 // nanoseconds; 0: for ever
	moved    atomic.Int64 // when a byte last moved or a wait began, in Unix nanoseconds

	readArmed, writeArmed int64 // what the deadlines are set for; one reader, one writer

	acknowledge func() // see acknowledger
}

// rearm is how far a deadline may lag behind. Setting it for each of thousands
// of reads a second would cost more than it is worth.
const rearm = int64(time.Second)

// dial opens a connection to the server. Whatever the reason, a server that
// cannot be reached is ErrNoServer.
func (s *Server) dial(ctx context.Context) (*link, error) {
	d := net.Dialer{Timeout: dialTimeout}
	c, err := d.DialContext(ctx, "tcp", s.addr)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w at %s (%w)", ErrNoServer, s.addr, err)
	}
	l := &link{Conn: c, acknowledge: acknowledger(c)}
	l.setPatience(min(answerTimeout, s.o.Patience))
	return l, nil
}

// setPatience must not run beside a Read or Write.
func (l *link) setPatience(d time.Duration) {
	l.patience.Store(int64(d))
	l.readArmed, l.writeArmed = 0, 0
	if d == 0 {
		l.Conn.SetDeadline(time.Time{})
	}
}

func (l *link) Read(p []byte) (int, error) {
	n, err := l.move(p, l.Conn.Read, l.Conn.SetReadDeadline, &l.readArmed)
	if n < smallRead {
		l.acknowledge()
	}
	return n, err
}

// smallRead is below what a stream in full flow gives, where acknowledging by
// hand would only cost time.
const smallRead = 64 << 10

func (l *link) Write(p []byte) (int, error) {
	done := 0
	for {
		n, err := l.move(p[done:], l.Conn.Write, l.Conn.SetWriteDeadline, &l.writeArmed)
		done += n
		// A write cut short by its deadline after some bytes moved goes on.
		if n == 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return done, err
		}
	}
}

// move reads or writes once, waiting while the other direction makes progress.
func (l *link) move(p []byte, op func([]byte) (int, error), arm func(time.Time) error, armed *int64) (int, error) {
	patience := l.patience.Load()
	if patience == 0 {
		n, err := op(p)
		return n, wrapWire(err)
	}
	l.moved.Store(time.Now().UnixNano())
	for {
		if limit := l.moved.Load() + patience; limit-*armed > min(rearm, patience/4) {
			*armed = limit
			if err := arm(time.Unix(0, limit)); err != nil {
				return 0, wrapWire(err)
			}
		}
		n, err := op(p)
		if n > 0 {
			l.moved.Store(time.Now().UnixNano())
		}
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, wrapWire(err)
		}
		if time.Now().UnixNano()-l.moved.Load() >= patience {
			return 0, wrapWire(fmt.Errorf("%w within %v", ErrSilent, time.Duration(patience)))
		}
		*armed = 0
	}
}

// closeOn closes the link when ctx ends; that is how every wait is cancelled.
// The returned function takes this back and reports whether it was in time.
func (l *link) closeOn(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() { l.Conn.Close() })
}

// wireError marks what comes from a connection, apart from what a caller's
// reader or writer returns, which may well be io.EOF or a network's error too.
type wireError struct{ err error }

func (e *wireError) Error() string { return e.err.Error() }
func (e *wireError) Unwrap() error { return e.err }

func wrapWire(err error) error {
	if err == nil {
		return nil
	}
	return &wireError{err}
}

func isWire(err error) bool {
	_, ok := errors.AsType[*wireError](err)
	return ok
}

// explain turns an error of a link into one a caller can act on: the context's
// if that ended it, ErrDeviceGone if the connection did.
func explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrDeviceGone) || !isWire(err):
		return err
	case errors.Is(err, ErrSilent):
		return fmt.Errorf("%w: it stopped answering (%w)", ErrDeviceGone, err)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the connection was cut (%w)", ErrDeviceGone, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("%w: the connection was cut (%w)", ErrDeviceGone, err)
}
