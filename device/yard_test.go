package device

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device/adb"
)

// yard is an adb server in memory. Set replaces its list.
type yard struct {
	mu      sync.Mutex
	list    []adb.Entry
	links   map[uint64]*tree // by transport id
	changed chan struct{}
	trouble error
	ensure  error
	looks   int
	onLook  func(n int) []adb.Entry
}

func newYard(list ...adb.Entry) *yard {
	y := &yard{links: map[uint64]*tree{}, changed: make(chan struct{}, 1)}
	y.set(list...)
	return y
}

func (y *yard) set(list ...adb.Entry) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.list = list
	for _, e := range list {
		if y.links[e.TransportID] == nil {
			l := newTree()
			l.shell = said(map[string]string{"getprop": fmt.Sprintf("[ro.serialno]: [%s]\n[ro.product.marketname]: [%s]\n", e.Serial, e.Model), "dumpsys battery": "level: 50\nscale: 100\n"})
			y.links[e.TransportID] = l
		}
	}
	select {
	case y.changed <- struct{}{}:
	default:
	}
}

func (y *yard) Watch(ctx context.Context, each func([]adb.Entry)) error {
	for {
		y.mu.Lock()
		list := slices.Clone(y.list)
		y.mu.Unlock()
		each(list)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-y.changed:
		}
	}
}

func (y *yard) Trouble() error { y.mu.Lock(); defer y.mu.Unlock(); return y.trouble }

func (y *yard) Ensure(context.Context) error { return y.ensure }

func (y *yard) Devices(context.Context) ([]adb.Entry, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.looks++
	if y.onLook != nil {
		return y.onLook(y.looks), nil
	}
	return y.list, nil
}

func (y *yard) link(e adb.Entry) link {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.links[e.TransportID]
}

func entry(id uint64, serial, state, name string) adb.Entry {
	return adb.Entry{Serial: serial, State: state, Model: name, Path: fmt.Sprintf("usb:1-%d", id), TransportID: id}
}

// running runs a hub for the time of the test and returns its messages.
func running(t *testing.T, h *Hub) <-chan struct{} {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- h.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run returned %v", err)
		}
		if left := h.Phones(); len(left) > 0 {
			t.Errorf("after Run: %+v", left)
		}
	})
	return h.Changed(ctx)
}

// until waits for a message after which the phones look as wanted.
func until(t *testing.T, h *Hub, changed <-chan struct{}, want string) {
	t.Helper()
	patience := time.After(20 * time.Second)
	for {
		var list []string
		for _, i := range h.Phones() {
			list = append(list, fmt.Sprintf("%s=%s", i.Name, i.State))
		}
		if strings.Join(list, " ") == want {
			return
		}
		select {
		case <-changed:
		case <-patience:
			t.Fatalf("phones are %q, want %q", strings.Join(list, " "), want)
		}
	}
}
