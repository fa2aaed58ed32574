package demo

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"keepsake/device/demo/adbserver"
	"keepsake/device/demo/link"
	"keepsake/device/demo/trouble"
)

// ServeADB is an adb server of its own with the phone plugged in: clients talk
// to l as they would to 127.0.0.1:5037. It closes l and returns nil when ctx
// ends, after all connections.
func (p *Phone) ServeADB(ctx context.Context, l net.Listener) error {
	return ServeADB(ctx, l, p)
}

// ServeADB is one adb server with several phones.
func ServeADB(ctx context.Context, l net.Listener, phones ...*Phone) error {
	ports := make([]adbserver.Phone, len(phones))
	for i, p := range phones {
		ports[i] = port{p}
	}
	return adbserver.New(ports...).Serve(ctx, l)
}

// ServeTransport is the phone's own side: a real adb server attaches to l with
// `adb connect`. It closes l and returns nil when ctx ends, after all connections.
func (p *Phone) ServeTransport(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		work.Go(func() { p.attach(ctx, conn) })
	}
}

// attach serves one adb server that has connected.
func (p *Phone) attach(ctx context.Context, conn net.Conn) {
	w := p.wire.Wrap(conn, true)
	defer w.Close()
	c := p.link.Wrap(w)
	defer c.Close()
	switch state, _ := (port{p}).State(); state {
	case adbserver.Absent:
		return
	case adbserver.Offline: // it listens and never answers
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		defer stop()
		_, _ = io.Copy(io.Discard, c) // ends when one side closes
		return
	}
	// How the connection ended is the server's to tell; the phone just waits for
	// the next.
	_ = p.daemon.ServeConn(ctx, troubled{c, w}, p.guard)
}

// troubled is a connection on the cable whose packets may be spoiled.
type troubled struct {
	*link.Conn
	trouble.Sender
}

// Start makes a phone and serves it as an adb server on a free port of this
// computer. stop ends it and waits until everything has ended.
func Start(ctx context.Context, o Options) (addr string, stop func(), err error) {
	p, err := New(o)
	if err != nil {
		return "", nil, err
	}
	return p.Start(ctx)
}

// Start is the package's Start for a phone there is.
func (p *Phone) Start(ctx context.Context) (addr string, stop func(), err error) {
	return p.serveLocal(ctx, p.ServeADB)
}

// StartTransport is Start for ServeTransport: the address to `adb connect` to.
func (p *Phone) StartTransport(ctx context.Context) (addr string, stop func(), err error) {
	return p.serveLocal(ctx, p.ServeTransport)
}

func (p *Phone) serveLocal(ctx context.Context, serve func(context.Context, net.Listener) error) (string, func(), error) {
	l, err := listenLocal()
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = serve(ctx, l) // a listener on this computer ends only with ctx
	}()
	return l.Addr().String(), func() {
		cancel()
		<-done
	}, nil
}

// listenLocal takes a free port. Odd ones from 5555 to 5585 are left out: adb
// servers look for emulators there.
func listenLocal() (net.Listener, error) {
	for range 10 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("no free port for the demo phone: %w", err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		if port < 5550 || port > 5590 {
			return l, nil
		}
		l.Close()
		time.Sleep(time.Millisecond)
	}
	return nil, fmt.Errorf("no free port for the demo phone")
}
