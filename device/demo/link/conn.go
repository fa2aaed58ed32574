package link

import (
	"io"
	"net"
	"sync"
	"time"
)

// grain is how much goes through at once on a limited link, so that several
// connections share it evenly.
const grain = 16 << 10

// Conn is a connection on a link.
type Conn struct {
	net.Conn
	link *Link
	dead chan struct{} // closed when the connection is
	once sync.Once
	work sync.WaitGroup

	// On a limited link only: parcels on their way.
	in, out chan parcel
	flushed chan struct{}
	rest    []byte // of the parcel Read is in
	readErr error
}

// parcel is bytes that arrive at their due time; nil data is the end of the
// direction, with err if it was not a regular one.
type parcel struct {
	due  time.Time
	data []byte
	err  error
}

// Write implements io.Writer.
func (c *Conn) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n := len(p) - done
		if c.out != nil {
			n = min(n, grain)
		}
		pass := c.link.spend(n)
		if err := c.push(p[done : done+pass]); err != nil {
			return done, err
		}
		done += pass
		if pass < n {
			c.link.cut()
			return done, net.ErrClosed
		}
	}
	return done, nil
}

// push sends p now, or on its way when the link is limited.
func (c *Conn) push(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	if c.out == nil {
		_, err := c.Conn.Write(p)
		return err
	}
	gone, next := c.link.reserve(len(p))
	select {
	case c.out <- parcel{due: gone.Add(c.link.latency), data: append([]byte(nil), p...)}:
	case <-c.dead:
		return net.ErrClosed
	}
	return c.sleepUntil(next)
}

// sleepUntil waits; the connection's end is an error.
func (c *Conn) sleepUntil(t time.Time) error {
	d := time.Until(t)
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-c.dead:
		return net.ErrClosed
	}
}

// Read implements io.Reader.
func (c *Conn) Read(p []byte) (int, error) {
	if c.in == nil {
		return c.take(p)
	}
	if len(c.rest) == 0 {
		if c.readErr != nil {
			return 0, c.readErr
		}
		select {
		case next := <-c.in:
			if err := c.sleepUntil(next.due); err != nil {
				return 0, err
			}
			if c.rest, c.readErr = next.data, next.err; len(c.rest) == 0 {
				return 0, c.readErr
			}
		case <-c.dead:
			return 0, net.ErrClosed
		}
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// take reads from the connection within the link's budget.
func (c *Conn) take(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n == 0 {
		return 0, err
	}
	pass := c.link.spend(n)
	if pass < n {
		c.link.cut()
		return pass, net.ErrClosed
	}
	return n, err
}

// receive reads ahead of Read, so that delays overlap.
func (c *Conn) receive() {
	defer c.work.Done()
	for {
		buf := make([]byte, grain)
		n, err := c.take(buf)
		gone, next := c.link.reserve(n)
		select {
		case c.in <- parcel{due: gone.Add(c.link.latency), data: buf[:n], err: err}:
		case <-c.dead:
			return
		}
		if err != nil || c.sleepUntil(next) != nil {
			return
		}
	}
}

// deliver writes what Write has sent on its way.
func (c *Conn) deliver() {
	defer c.work.Done()
	for {
		select {
		case next := <-c.out:
			if c.sleepUntil(next.due) != nil {
				return
			}
			if next.data == nil {
				close(c.flushed)
				return
			}
			if _, err := c.Conn.Write(next.data); err != nil {
				c.kill()
				return
			}
		case <-c.dead:
			return
		}
	}
}

// CloseWrite ends the sending direction once everything has been delivered.
func (c *Conn) CloseWrite() error {
	if c.out != nil {
		select {
		case c.out <- parcel{due: time.Now().Add(c.link.latency), err: io.EOF}:
		case <-c.dead:
			return net.ErrClosed
		}
		select {
		case <-c.flushed:
		case <-c.dead:
			return net.ErrClosed
		}
	}
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Conn.Close()
}

// kill breaks the connection without waiting for anything.
func (c *Conn) kill() {
	c.once.Do(func() {
		close(c.dead)
		c.Conn.Close()
		c.link.mu.Lock()
		delete(c.link.conns, c)
		c.link.mu.Unlock()
	})
}

// Close ends the connection and what works for it.
func (c *Conn) Close() error {
	c.kill()
	c.work.Wait()
	return nil
}
