package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"

	"keepsake/device/demo/accept"
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
	return accept.Each(ctx, l, p.attach)
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
	l, err := listen(localhost, 0)
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

// listen opens a port of this computer for the phone; 0 is a free one. Those
// where adb servers look for emulators are left out.
func listen(host netip.Addr, port uint16) (net.Listener, error) {
	for range 10 {
		l, err := net.Listen("tcp4", netip.AddrPortFrom(host, port).String())
		if err != nil {
			return nil, fmt.Errorf("no port for the demo phone: %w", err)
		}
		if at := address(l).Port(); port != 0 || at < 5550 || at > 5590 {
			return l, nil
		}
		l.Close()
	}
	return nil, errors.New("no free port for the demo phone")
}

func address(l net.Listener) netip.AddrPort { return l.Addr().(*net.TCPAddr).AddrPort() }

// localhost is where the phone listens unless it is told otherwise.
var localhost = netip.AddrFrom4([4]byte{127, 0, 0, 1})
