package app

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// phones is every phone the window can see: those at the computer's adb server,
// and the demo phone while it is connected.
type phones struct {
	ctx     context.Context // ends every hub
	changed func()          // called from any goroutine, after every change
	server  *adb.Server     // this computer's
	real    *device.Hub
	wg      sync.WaitGroup

	mu       sync.Mutex
	demo     *device.Hub // guarded by mu; nil: not connected
	stopDemo func()      // guarded by mu
}

// newPhones watches a server until ctx ends.
func newPhones(ctx context.Context, server *adb.Server, changed func()) *phones {
	p := &phones{ctx: ctx, changed: changed, server: server}
	p.real = p.watch(ctx, server)
	return p
}

// watch runs a hub until ctx ends.
func (p *phones) watch(ctx context.Context, s *adb.Server) *device.Hub {
	hub := device.NewHub(s)
	p.wg.Go(func() {
		_ = hub.Run(ctx) // ends with ctx; troubles are in hub.Trouble
	})
	p.wg.Go(func() {
		changed := hub.Changed(ctx)
		for {
			select {
			case <-ctx.Done():
				return
			case <-changed:
				p.changed()
			}
		}
	})
	return hub
}

// connectDemo plugs in the demo phone. It does nothing when it is there already.
func (p *phones) connectDemo() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.demo != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(p.ctx)
	addr, stop, err := demo.Start(ctx, demo.Tryout())
	if err != nil {
		cancel()
		return fmt.Errorf("start the demo phone: %w", err)
	}
	p.demo = p.watch(ctx, adb.NewServer(adb.Options{Addr: addr, NoStart: true}))
	p.stopDemo = func() { cancel(); stop() }
	return nil
}

func (p *phones) demoHub() *device.Hub {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.demo
}

// seen is one phone and where it came from.
type seen struct {
	device.Info
	demo bool
}

func (p *phones) all() []seen {
	var out []seen
	for _, i := range p.real.Phones() {
		out = append(out, seen{Info: i})
	}
	if d := p.demoHub(); d != nil {
		for _, i := range d.Phones() {
			out = append(out, seen{Info: i, demo: true})
		}
	}
	return out
}

// isDemo reports whether id is the demo phone's.
func (p *phones) isDemo(id string) bool {
	for _, s := range p.all() {
		if s.ID == id {
			return s.demo
		}
	}
	return false
}

// await returns the phone as soon as it can be read again; each is told why not.
// A demo phone is there until close.
func (p *phones) await(ctx context.Context, id string, demo bool, each func(error)) (*device.Phone, error) {
	hub := p.real
	if demo {
		hub = p.demoHub()
	}
	return hub.Await(ctx, id, each)
}

// phone returns a connected phone by its id.
func (p *phones) phone(id string) (*device.Phone, error) {
	ph, err := p.real.Phone(id)
	if err == nil {
		return ph, nil
	}
	if d := p.demoHub(); d != nil {
		dp, derr := d.Phone(id)
		if derr == nil {
			return dp, nil
		}
		if errors.Is(err, device.ErrGone) || errors.Is(err, device.ErrNoPhone) {
			err = derr
		}
	}
	return nil, err
}

// close ends the hubs and the demo phone; ctx must have ended, and nobody may
// connect it any more.
func (p *phones) close() {
	p.mu.Lock()
	stop := p.stopDemo
	p.mu.Unlock()
	if stop != nil {
		stop()
	}
	p.wg.Wait()
}
