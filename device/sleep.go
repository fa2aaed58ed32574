package device

import (
	"context"
	"sync"
	"time"
)

const (
	pulseEvery = 5 * time.Second
	pulseLate  = 15 * time.Second // a busy computer may be late by less
	pulseWait  = 5 * time.Second  // for a phone's answer
)

// sleepLoop notices that the computer was asleep, and doubts every phone then:
// connections that did not survive would otherwise be waited for.
func (h *Hub) sleepLoop(ctx context.Context, readers *sync.WaitGroup) {
	t := time.NewTicker(pulseEvery)
	defer t.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		now := time.Now()
		if slept(last, now) {
			h.doubt(ctx, readers)
		}
		last = now
	}
}

// slept reports whether more time went by than between two pulses of a computer
// that is awake. The clock on the wall goes on in a sleep, the other one need not.
func slept(last, now time.Time) bool {
	return now.Round(0).Sub(last.Round(0)) > pulseEvery+pulseLate
}

// doubt asks every phone for a sign of life and begins anew with those that give
// none.
func (h *Hub) doubt(ctx context.Context, readers *sync.WaitGroup) {
	var all sync.WaitGroup
	for _, p := range h.ready() {
		all.Go(func() {
			ask, cancel := context.WithTimeout(ctx, pulseWait)
			defer cancel()
			if _, err := p.link.Shell(ask, "echo"); err != nil && !refused(err) && ctx.Err() == nil {
				h.again(ctx, readers, p)
			}
		})
	}
	all.Wait()
}

// again ends a phone's connection, and all that waits on it, and reads it anew.
func (h *Hub) again(ctx context.Context, readers *sync.WaitGroup, p *Phone) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, c := range h.phones {
		if c.phone == p {
			c.end()
			h.connect(ctx, readers, key, c.entry)
			h.changed()
			return
		}
	}
}
