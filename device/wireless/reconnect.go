package wireless

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"keepsake/device"
	"keepsake/device/adb"
)

// Reconnect looks for known phones and connects to those it finds: first by the
// name they gave themselves when they were paired, then at their last addresses.
// each is called once for every phone, by one goroutine at a time: with how it is
// connected, or with why it is not (ErrNotFound, ErrOther, ErrUnauthorized …).
// It takes about half a minute at most. The error is ctx's, or the server's.
//
// An address may belong to another phone by now. What was connected by address
// is asked who it is, and disconnected again if it is not the one.
func (w *Wireless) Reconnect(ctx context.Context, list []Known, each func(Known, Phone, error)) error {
	if len(list) == 0 {
		return ctx.Err()
	}
	list = list[:min(len(list), maxKnown)]
	if err := w.server.Ensure(ctx); err != nil {
		return err
	}
	there, err := w.server.Devices(ctx)
	if err != nil {
		return err
	}
	s := w.begin(ctx)
	defer s.end()
	var (
		mu    sync.Mutex
		all   sync.WaitGroup
		limit = make(chan struct{}, 4) // a server has few threads for this
	)
	for _, k := range list {
		all.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			p, err := w.reconnect(ctx, s, k, there)
			mu.Lock()
			defer mu.Unlock()
			if ctx.Err() == nil {
				each(k, p, err)
			}
		})
	}
	all.Wait()
	return ctx.Err()
}

func (w *Wireless) reconnect(ctx context.Context, s *search, k Known, there []adb.Entry) (Phone, error) {
	for _, e := range there {
		p, over := Over(e.Serial)
		if !over || device.ParseState(e.State) != device.Ready {
			continue
		}
		if named(p.GUID, k.GUID) {
			return p, nil
		}
		for _, a := range k.Addrs {
			if a != e.Serial {
				continue
			}
			if id, err := w.identify(ctx, e.Serial); err == nil && id == k.ID {
				p.GUID = k.GUID
				return p, nil
			}
		}
	}
	last := ErrNotFound
	tried := map[string]bool{}
	try := func(addr string) (p Phone, ok bool) {
		if tried[addr] || ctx.Err() != nil {
			return p, false
		}
		tried[addr] = true
		p, err := w.connectTo(ctx, k, addr)
		if err != nil {
			last = err
		}
		return p, err == nil
	}

	var phone Phone
	found := false
	looking, cancel := context.WithTimeout(ctx, w.wait.search)
	defer cancel()
	err := s.until(looking, w.wait.search, func(list []Service) bool {
		for _, a := range addrsOf(list, func(s Service) bool { return s.Kind == Secure && named(s.Name, k.GUID) }) {
			if phone, found = try(a.String()); found {
				return true
			}
		}
		return k.GUID == "" // nothing to look for
	})
	if found {
		return phone, nil
	}
	if ctx.Err() != nil {
		return Phone{}, ctx.Err()
	}
	for n, addr := range k.Addrs {
		if n == maxTries {
			break
		}
		if phone, found = try(addr); found {
			return phone, nil
		}
	}
	if errors.Is(last, ErrNotFound) && err != nil && !errors.Is(err, context.DeadlineExceeded) {
		last = fmt.Errorf("%w: %w", ErrNotFound, err) // it could not even be looked for
	}
	return Phone{}, fmt.Errorf("connecting to %s: %w", k.Name, last)
}

// connectTo connects to an address where the phone should be, and makes sure
// that it is the phone. A stranger is not kept, nor asked to allow anything for
// longer than it takes to see that it would have to.
func (w *Wireless) connectTo(ctx context.Context, k Known, addr string) (Phone, error) {
	if _, port, err := net.SplitHostPort(addr); err != nil || strings.Trim(port, "0123456789") != "" {
		return Phone{}, fmt.Errorf("%w: %q is no address", ErrNotFound, addr)
	}
	try, cancel := context.WithTimeout(ctx, w.wait.try)
	defer cancel()
	p, err := w.connect(try, addr)
	if err == nil {
		var id string
		if id, err = w.identify(try, p.Serial); err == nil && id != k.ID {
			err = fmt.Errorf("%s: %w", addr, ErrOther)
		}
	}
	switch {
	case err == nil:
		p.GUID = k.GUID
		return p, nil
	case errors.Is(err, ErrRefused), errors.Is(err, ErrUnreachable): // nothing was connected
	case ctx.Err() == nil:
		w.server.Disconnect(ctx, addr) // it may not even have come onto the list
	}
	if try.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("%s: %w: %w", addr, ErrUnreachable, err)
	}
	return Phone{}, err
}
