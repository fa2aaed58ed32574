package adb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
)

// Device is one phone on one connection. It is safe for concurrent use. After a
// replug the phone has a new transport id: take a new Device from the new Entry.
type Device struct {
	server *Server
	entry  Entry

	mu       sync.Mutex
	features *Features // guarded by mu; nil until asked
}

// Device returns the phone of an entry. It is addressed by its transport id,
// because two phones may have the same serial.
func (s *Server) Device(e Entry) *Device { return &Device{server: s, entry: e} }

// String names the phone for messages.
func (d *Device) String() string {
	if d.entry.Serial == "" {
		return fmt.Sprintf("transport %d", d.entry.TransportID)
	}
	return d.entry.Serial
}

// transport is the request that binds a connection to the phone.
func (d *Device) transport() string {
	if d.entry.TransportID != 0 {
		return fmt.Sprintf("host:transport-id:%d", d.entry.TransportID)
	}
	return "host:transport:" + d.entry.Serial
}

// Features are what the phone's adbd can do. Older phones have none.
type Features struct{ names []string }

// Has reports whether the phone has the named feature: "shell_v2", "stat_v2" ...
func (f Features) Has(name string) bool { return slices.Contains(f.names, name) }

// Names returns all of them.
func (f Features) Names() []string { return slices.Clone(f.names) }

// Features asks the server what the phone's own adbd said it can do. The answer
// is kept: it cannot change while the connection lasts.
func (d *Device) Features(ctx context.Context) (Features, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.features != nil {
		return *d.features, nil
	}
	question := "host-serial:" + d.entry.Serial + ":features"
	if d.entry.TransportID != 0 {
		question = fmt.Sprintf("host-transport-id:%d:features", d.entry.TransportID)
	}
	text, err := d.server.query(ctx, question)
	if err != nil {
		return Features{}, fmt.Errorf("asking what phone %s can do: %w", d, err)
	}
	f := Features{strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' })}
	d.features = &f
	return f, nil
}

// Open opens a service of the phone ("exec:...", "tcp:8080", "localabstract:...")
// as a plain connection. It closes when ctx ends; the caller closes it otherwise.
func (d *Device) Open(ctx context.Context, service string) (net.Conn, error) {
	l, err := d.open(ctx, service)
	if err != nil {
		return nil, err
	}
	l.setPatience(0)
	return &serviceConn{link: l, ctx: ctx, stop: l.closeOn(ctx)}, nil
}

type serviceConn struct {
	*link
	ctx  context.Context
	stop func() bool
}

func (c *serviceConn) Read(p []byte) (int, error) {
	n, err := c.link.Read(p)
	return n, c.cancelled(err)
}

func (c *serviceConn) Write(p []byte) (int, error) {
	n, err := c.link.Write(p)
	return n, c.cancelled(err)
}

func (c *serviceConn) cancelled(err error) error {
	if err != nil && c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	if wire, ok := errors.AsType[*wireError](err); ok {
		return wire.err // io.EOF must be itself here
	}
	return err
}

func (c *serviceConn) Close() error {
	c.stop()
	return c.link.Close()
}

// open binds a connection to the phone and to one of its services. On return
// ctx has no hold on the link, and its patience is that of a transfer.
func (d *Device) open(ctx context.Context, service string) (_ *link, err error) {
	name, _, _ := strings.Cut(service, ":")
	defer func() {
		if err != nil {
			err = fmt.Errorf("opening %s on phone %s: %w", name, d, err)
		}
	}()
	l, err := d.server.dial(ctx)
	if err != nil {
		return nil, err
	}
	stop := l.closeOn(ctx)
	if err = l.request(d.transport()); err != nil {
		err = explainServer(ctx, err)
	} else {
		l.setPatience(d.server.o.Patience) // from here on the phone answers
		err = explain(ctx, l.request(service))
		if refused, ok := errors.AsType[*RefusedError](err); ok {
			refused.Path = name
		}
	}
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}
