package trouble

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// ErrOver is what Send returns on a connection that trouble has ended.
var ErrOver = errors.New("the phone's trouble ended the connection")

// Conn is a connection of a Wire. Its methods may be called at any time.
type Conn struct {
	net.Conn
	wire   *Wire
	shared bool

	reading sync.Mutex
	readErr error // guarded by reading

	sending sync.Mutex
	over    bool // guarded by sending: nothing more is sent

	closing sync.Once
	stalled atomic.Bool // what is read is dropped
}

// Read implements io.Reader. Its first error is its last word, so that several
// may read for the end. On a stalled connection there is only that end.
func (c *Conn) Read(p []byte) (int, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	if c.readErr != nil {
		return 0, c.readErr
	}
	for {
		n, err := c.Conn.Read(p)
		if c.readErr = err; err != nil || !c.stalled.Load() {
			return n, err
		}
	}
}

// Close implements net.Conn.
func (c *Conn) Close() error {
	c.closing.Do(func() { c.wire.open.Add(-1) })
	return c.Conn.Close()
}

// CloseWrite ends the sending direction.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}

// Send writes a packet to w, which leads to this connection, or what trouble
// makes of it. ErrOver means that this connection sends nothing more: its sender
// ends it. A stalled connection returns only when the other side has given up.
func (c *Conn) Send(w io.Writer, p Packet) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	if c.over {
		return ErrOver
	}
	plan, now := c.wire.next(p.Name)
	if !now {
		_, err := w.Write(p.Data)
		return err
	}
	if b := p.spoil(plan); len(b) > 0 {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	end := plan.Kind == Cut || plan.Kind == Stall || plan.Kind == Short || plan.Kind == Fail && (!c.shared || p.Refuse == nil)
	if !end {
		return nil
	}
	c.over = true
	if f, ok := w.(interface{ Flush() error }); ok && f.Flush() != nil {
		return ErrOver
	}
	switch plan.Kind {
	case Cut:
		c.Close()
		if c.wire.Unplug != nil {
			c.wire.Unplug()
		}
	case Stall:
		// Perhaps nobody else reads, or it is the reader who sends this.
		c.stalled.Store(true)
		_, _ = io.Copy(io.Discard, struct{ io.Reader }{c}) // however it ends, it has ended
	}
	return ErrOver
}

// Sender sends packets: a *Conn, or what leads to one.
type Sender interface {
	Send(w io.Writer, p Packet) error
}

// Over returns what sends packets over a stream: the stream itself if it is a
// Sender, else what writes them as they are.
func Over(stream any) Sender {
	if s, ok := stream.(Sender); ok {
		return s
	}
	return plain{}
}

type plain struct{}

func (plain) Send(w io.Writer, p Packet) error {
	_, err := w.Write(p.Data)
	return err
}
