package adbserver

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"keepsake/device/demo/trouble"
)

// watched runs f each time a phone's state changes, and once before, until it
// returns true, the client goes or ctx ends.
func (c *client) watched(ctx context.Context, f func() (bool, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer c.conn.Close()
	defer cancel()
	work.Go(func() {
		_, _ = io.Copy(io.Discard, c.conn) // a watching client says nothing more; its end is what counts
		cancel()
	})
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // one is enough
		}
	}
	defer c.s.network.subscribe(tell)()
	for _, p := range c.s.phones {
		defer p.Subscribe(tell)()
	}
	for {
		if done, err := f(); done || err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// track sends the list now and after every change of it.
func (c *client) track(ctx context.Context, long bool) error {
	if err := c.okay(); err != nil {
		return err
	}
	last, first := "", true
	return c.watched(ctx, func() (bool, error) {
		now := list(c.s.devices(), long)
		if now == last && !first {
			return false, nil
		}
		last, first = now, false
		return false, c.conn.Send(c.conn, trouble.Packet{Name: "list", Data: fmt.Appendf(nil, "%04x%s", len(now), now), Length: trouble.Hex4})
	})
}

// wait serves wait-for-<any|usb|local>-<state>: a second OKAY follows when the
// state has come.
func (c *client) wait(ctx context.Context, t target, what string) error {
	kind, state, ok := strings.Cut(what, "-")
	if !ok || kind != "any" && kind != "usb" && kind != "local" {
		return c.fail("unknown host service")
	}
	if err := c.okay(); err != nil {
		return err
	}
	return c.watched(ctx, func() (bool, error) {
		d, err := c.s.find(t)
		here := err == nil && (kind == "any" || (kind == "local") == (d.air != nil))
		switch {
		case state == "disconnect" && !here, state == "any" && here, here && string(d.state) == state:
			return true, c.okay()
		}
		return false, nil
	})
}
