package device

import (
	"context"
	"fmt"
	"sync"
	"time"

	"keepsake/device/adb"
)

// How long Find waits for a phone that is about to be ready, and how often it
// looks.
const (
	findPatience = 3 * time.Second
	findEvery    = 200 * time.Millisecond
)

// Find looks once at the server's phones, starting the server if there is none,
// and returns the one the selector means: an ID, a serial, the beginning of a
// name, model or codename, or "" for the only phone. A phone that is just
// connecting is waited for, a few seconds. Errors are those of Hub.Phone, and
// the server's.
func Find(ctx context.Context, s *adb.Server, selector string) (*Phone, error) {
	return find(ctx, adbServer{s}, selector, findPatience)
}

// List looks once at the server's phones, starting the server if there is none,
// and returns them like Hub.Phones.
func List(ctx context.Context, s *adb.Server) ([]Info, error) {
	h, _, err := look(ctx, adbServer{s}, findPatience)
	if err != nil {
		return nil, err
	}
	return h.Phones(), nil
}

// Choose finds the one phone a selector means among those listed, whatever their
// state. Selectors and errors are those of Find.
func Choose(all []Info, selector string) (Info, error) { return choose(all, selector) }

// lister is what Find needs of an adb server.
type lister interface {
	server
	Ensure(ctx context.Context) error
	Devices(ctx context.Context) ([]adb.Entry, error)
}

func find(ctx context.Context, s lister, selector string, patience time.Duration) (*Phone, error) {
	h, failed, err := look(ctx, s, patience)
	if err != nil {
		return nil, err
	}
	phone, err := h.Phone(selector)
	if err != nil && failed != nil {
		return nil, failed
	}
	return phone, err
}

// look lists the phones and asks those that are ready who they are. It looks
// again while one is only passing through its state. failed is why a ready
// phone could not be asked.
func look(ctx context.Context, s lister, patience time.Duration) (h *Hub, failed, err error) {
	if err := s.Ensure(ctx); err != nil {
		return nil, nil, err
	}
	end := time.Now().Add(patience)
	list, err := s.Devices(ctx)
	for err == nil && passing(list) && time.Now().Before(end) {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(findEvery):
		}
		list, err = s.Devices(ctx)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("looking for phones: %w", lost(err))
	}

	h = newHub(s)
	var asked sync.WaitGroup
	for _, e := range list {
		c := &connected{entry: e, info: entryInfo(e), end: func() {}}
		h.phones[connection{e.TransportID, e.Serial}] = c
		if c.info.State != Ready {
			continue
		}
		asked.Go(func() {
			phone, err := open(ctx, s.link(e), e)
			h.mu.Lock()
			defer h.mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			c.phone, c.info = phone, phone.Info()
		})
	}
	asked.Wait()
	return h, failed, ctx.Err()
}

// passing reports whether a look a little later may show more: a phone is
// connecting and none is ready yet, or nothing is listed because the server has
// only just begun to look.
func passing(list []adb.Entry) bool {
	some := len(list) == 0
	for _, e := range list {
		s := ParseState(e.State)
		if s == Ready {
			return false
		}
		some = some || s.Passing()
	}
	return some
}
