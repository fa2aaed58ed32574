package adb

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"
)

// watching runs Watch and hands out its calls.
type watching struct {
	t     *testing.T
	calls chan []Entry
	done  chan error
	stop  context.CancelFunc
}

func watch(t *testing.T, s *Server) *watching {
	ctx, cancel := context.WithCancel(testContext(t))
	w := &watching{t: t, calls: make(chan []Entry, 100), done: make(chan error, 1), stop: cancel}
	go func() { w.done <- s.Watch(ctx, func(list []Entry) { w.calls <- list }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-w.done; !errors.Is(err, context.Canceled) {
			t.Errorf("Watch returned %v", err)
		}
	})
	return w
}

func (w *watching) next() []Entry {
	w.t.Helper()
	select {
	case list := <-w.calls:
		return list
	case <-time.After(20 * time.Second):
		w.t.Fatal("no call")
		return nil
	}
}

// until skips calls up to one whose only phone has the state; "" means no phone.
func (w *watching) until(state string) {
	w.t.Helper()
	for {
		list := w.next()
		if len(list) == 0 && state == "" || len(list) == 1 && list[0].State == state {
			return
		}
	}
}

func often(o *Options) { o.repoll = 20 * time.Millisecond }

func TestWatch(t *testing.T) {
	f := newFakeServer(t)
	f.setList("", true)
	w := watch(t, f.client())
	if first := w.next(); len(first) != 0 {
		t.Errorf("the first call has %+v", first)
	}
	f.setList(readyList, true)
	if list := w.next(); len(list) != 1 || list[0].TransportID != 7 || list[0].State != StateDevice {
		t.Errorf("plugged in: %+v", list)
	}
	f.setList(readyList, true) // the same again is no news
	f.setList("", true)
	if list := w.next(); len(list) != 0 {
		t.Errorf("pulled off: %+v", list)
	}
	w.stop()
	f.noneOpen()
}

// Server 29 does not tell that a phone became unauthorized, or was allowed.
func TestWatchLooksAgain(t *testing.T) {
	f := newFakeServer(t)
	f.setList("SERIAL7                connecting usb:1-1 transport_id:7\n", true)
	w := watch(t, f.client(often))
	w.until("connecting")
	f.setList("SERIAL7                unauthorized usb:1-1 transport_id:7\n", false)
	w.until("unauthorized")
	f.setList(readyList, false)
	w.until("device")
}

func TestWatchSurvivesTheServer(t *testing.T) {
	f := newFakeServer(t)
	s := f.client()
	w := watch(t, s)
	w.until("device")

	f.cutTrackers() // the server was only restarted, and has another list
	f.setList("SERIAL7                offline transport_id:8\n", false)
	w.until("offline")

	addr := f.l.Addr().String()
	f.stop() // now it is away
	w.until("")
	wantIs(t, s.Trouble(), ErrNoServer)

	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	f = serveFake(t, l)
	w.until("device")
	if err := s.Trouble(); err != nil {
		t.Errorf("trouble is left: %v", err)
	}
	w.stop()
	f.noneOpen()
}

func TestWatchWithoutServer(t *testing.T) {
	s := NewServer(Options{Addr: refusingAddr(t), NoStart: true})
	w := watch(t, s)
	if list := w.next(); len(list) != 0 {
		t.Errorf("phones from nowhere: %+v", list)
	}
	wantIs(t, s.Trouble(), ErrNoServer)
	if len(w.calls) > 0 {
		t.Error("called again without news")
	}
}

func TestWatchOfARefusingServer(t *testing.T) {
	f := newFakeServer(t)
	f.answer("host:track-devices-l", "FAIL"+hexed("unknown host service"))
	s := f.client()
	w := watch(t, s)
	if list := w.next(); len(list) != 0 || s.Trouble() == nil {
		t.Errorf("list %v, trouble %v", list, s.Trouble())
	}
	w.stop()
	f.noneOpen()
}
