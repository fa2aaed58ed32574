package adbserver

import (
	"context"
	"time"

	"keepsake/device/demo/link"
)

// service opens a service of the device the connection is bound to and stays
// until it is over.
func (c *client) service(ctx context.Context, request string) error {
	d := c.bound
	run, ok := d.phone.Daemon().Service(request)
	// From here on the bytes go through the phone's cable.
	conn := d.phone.Link().Wrap(c.conn)
	defer conn.Close()
	if state, count := d.phone.State(); state != Ready || count != d.count {
		return c.fail("device '" + d.phone.Serial() + "' not found")
	}
	if !ok {
		return c.fail("closed")
	}
	if _, err := conn.Write([]byte("OKAY")); err != nil {
		return err
	}
	s := &stream{Conn: conn}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	run(ctx, s)
	s.Hangup()
	s.finish()
	return nil
}

// stream is a service over the client's own connection.
type stream struct {
	*link.Conn
	hungUp bool
	timer  *time.Timer
}

// Hangup implements adbd.Stream. It is called by one goroutine.
func (s *stream) Hangup() {
	if s.hungUp {
		return
	}
	s.hungUp = true
	_ = s.Conn.CloseWrite() // a client that is gone needs no end
	s.timer = time.AfterFunc(lingerTime, func() { s.Conn.Close() })
}

// finish reads to the client's end, so that closing does not cost it the last
// bytes on their way, and closes.
func (s *stream) finish() {
	buf := make([]byte, 4096)
	for {
		if _, err := s.Conn.Read(buf); err != nil {
			break
		}
	}
	s.timer.Stop()
	s.Conn.Close()
}
