package adbserver

import (
	"context"
	"time"

	"keepsake/device/demo/link"
	"keepsake/device/demo/trouble"
)

// service opens a service of the device the connection is bound to and stays
// until it is over.
func (c *client) service(ctx context.Context, request string) error {
	d := c.bound
	run, ok := d.phone.Daemon().Service(request)
	// From here on the bytes go through the phone's cable.
	conn := d.link().Wrap(c.conn)
	defer conn.Close()
	if !c.s.lasts(d) {
		return c.fail("device '" + d.serial() + "' not found")
	}
	if !ok {
		return c.fail("closed")
	}
	if err := c.conn.Send(conn, trouble.Packet{Name: "open", Data: []byte("OKAY"), Refuse: []byte("FAIL0006closed")}); err != nil {
		return err
	}
	s := &stream{Conn: conn, Sender: c.conn}
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
	trouble.Sender // for packets; what is no packet is written
	hungUp         bool
	timer          *time.Timer
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
