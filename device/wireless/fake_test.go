package wireless

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

// fakeServer is an adb server whose answers are the test's.
type fakeServer struct {
	mu       sync.Mutex
	asked    []string
	pair     func(addr, code string) (string, error)
	reach    func(addr string) error
	services []adb.MDNSService
	noSearch error
	list     []adb.Entry
	shell    string
	tcpip    error
}

func (f *fakeServer) did(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeServer) has(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.asked, what)
}

func (f *fakeServer) Ensure(context.Context) error { return nil }

func (f *fakeServer) Reach(ctx context.Context, addr string) (string, error) {
	f.did("reach " + addr)
	if f.reach != nil {
		if err := f.reach(addr); err != nil {
			return "", err
		}
	}
	return addr, ctx.Err()
}

func (f *fakeServer) Disconnect(_ context.Context, addr string) error {
	f.did("disconnect " + addr)
	return nil
}

func (f *fakeServer) Pair(ctx context.Context, addr, code string) (string, error) {
	f.did("pair " + addr + " " + code)
	if f.pair == nil {
		return "", adb.ErrNoPairing
	}
	return f.pair(addr, code)
}

func (f *fakeServer) MDNSServices(context.Context) ([]adb.MDNSService, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.services, f.noSearch
}

func (f *fakeServer) Devices(context.Context) ([]adb.Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.list, nil
}

func (f *fakeServer) cable(adb.Entry) cable { return f }

func (f *fakeServer) Shell(context.Context, string) (adb.Result, error) {
	return adb.Result{Stdout: []byte(f.shell)}, nil
}

func (f *fakeServer) TCPIP(context.Context, int) error {
	f.did("tcpip")
	return f.tcpip
}

// fakeAir is what can be heard in the network.
type fakeAir struct {
	mu   sync.Mutex
	list []mdns.Instance
	err  error
}

func (a *fakeAir) set(list ...mdns.Instance) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = list
}

func (a *fakeAir) Browse(ctx context.Context, _ []string, each func([]mdns.Instance)) error {
	for {
		a.mu.Lock()
		list, err := a.list, a.err
		a.mu.Unlock()
		if err != nil {
			return err
		}
		each(list)
		if !pause(ctx, time.Millisecond) {
			return ctx.Err()
		}
	}
}

func instance(name string, kind Kind, addrs ...string) mdns.Instance {
	i := mdns.Instance{Name: name, Type: string(kind)}
	for _, a := range addrs {
		i.Addrs = append(i.Addrs, netip.MustParseAddrPort(a))
	}
	return i
}

var short = waits{
	ask: 2 * time.Millisecond, see: 300 * time.Millisecond, self: 20 * time.Millisecond, search: 50 * time.Millisecond,
	again: 2 * time.Millisecond, back: 300 * time.Millisecond, try: 300 * time.Millisecond,
}

func fake() (*Wireless, *fakeServer, *fakeAir) {
	s, a := &fakeServer{noSearch: adb.ErrServerTooOld}, &fakeAir{}
	return &Wireless{server: s, searcher: a, wait: short, identify: func(context.Context, string) (string, error) { return "the phone", nil }}, s, a
}

func wantIs(t *testing.T, err error, targets ...error) {
	t.Helper()
	for _, target := range targets {
		if !errors.Is(err, target) {
			t.Errorf("error %v, want one that is %v", err, target)
		}
	}
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
