package adb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeServer is an adb server with one phone, transport id 7. What it answers is
// the test's.
type fakeServer struct {
	t testing.TB
	l net.Listener

	mu       sync.Mutex
	list     string            // answer to devices-l and first frame of track-devices-l
	answers  map[string]string // raw answers to other host requests
	trackers map[net.Conn]bool
	services map[string]func(net.Conn) // by name before the colon, with the colon
	asked    []string                  // every request
	conns    map[net.Conn]bool         // open now
	dialled  int
	wg       sync.WaitGroup
}

const readyList = "SERIAL7                device usb:1-1 product:p model:m device:d transport_id:7\n"

const allFeatures = "shell_v2,stat_v2,ls_v2,sendrecv_v2,sendrecv_v2_zstd"

func newFakeServer(t testing.TB) *fakeServer {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveFake(t, l)
}

func serveFake(t testing.TB, l net.Listener) *fakeServer {
	f := &fakeServer{
		t: t, l: l, list: readyList,
		answers:  map[string]string{"host:version": "OKAY00040029"},
		trackers: map[net.Conn]bool{},
		services: map[string]func(net.Conn){},
		conns:    map[net.Conn]bool{},
	}
	f.setFeatures(allFeatures)
	f.wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f.mu.Lock()
			f.conns[c] = true
			f.dialled++
			f.mu.Unlock()
			f.wg.Go(func() {
				f.serve(c)
				// A connection is open until the client closes its end: a client that
				// forgets to is found out by noneOpen.
				hangUp(c)
				c.Close()
				f.mu.Lock()
				delete(f.conns, c)
				f.mu.Unlock()
			})
		}
	})
	t.Cleanup(f.stop)
	return f
}

// stop ends the server, also in mid-test.
func (f *fakeServer) stop() {
	f.l.Close()
	f.mu.Lock()
	for c := range f.conns {
		c.Close()
	}
	f.mu.Unlock()
	f.wg.Wait()
}

func (f *fakeServer) setFeatures(names string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers["host-transport-id:7:features"] = "OKAY" + hexed(names)
}

func (f *fakeServer) answer(request, raw string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[request] = raw
}

func (f *fakeServer) service(name string, serve func(net.Conn)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.services[name] = serve
}

// setList changes the device list; a server like 29 does not tell all changes.
func (f *fakeServer) setList(list string, tell bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = list
	for c := range f.trackers {
		if tell {
			io.WriteString(c, hexed(list))
		}
	}
}

// cutTrackers breaks off the connections that follow the list.
func (f *fakeServer) cutTrackers() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.trackers {
		c.Close()
	}
}

func (f *fakeServer) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.asked...)
}

func (f *fakeServer) open() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.conns)
}

// noneOpen fails the test if the client leaves connections behind.
func (f *fakeServer) noneOpen() {
	f.t.Helper()
	eventually(f.t, func() bool { return f.open() == 0 }, func() string {
		return fmt.Sprintf("%d connections left open", f.open())
	})
}

func eventually(t testing.TB, ok func() bool, why func() string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(why())
		}
	}
}

func hexed(s string) string { return fmt.Sprintf("%04x%s", len(s), s) }

func (f *fakeServer) serve(c net.Conn) {
	bound := false
	for {
		request, err := readHexed(c)
		if err != nil {
			return
		}
		f.mu.Lock()
		f.asked = append(f.asked, request)
		raw, scripted := f.answers[request]
		f.mu.Unlock()
		switch {
		case scripted:
			io.WriteString(c, raw)
			return
		case bound:
			name, _, _ := strings.Cut(request, ":")
			f.mu.Lock()
			serve := f.services[name+":"]
			f.mu.Unlock()
			if serve == nil {
				io.WriteString(c, "FAIL"+hexed("closed"))
				return
			}
			io.WriteString(c, "OKAY")
			serve(c)
			return
		case request == "host:devices-l":
			f.mu.Lock()
			io.WriteString(c, "OKAY"+hexed(f.list))
			f.mu.Unlock()
			return
		case request == "host:track-devices-l":
			f.mu.Lock()
			io.WriteString(c, "OKAY"+hexed(f.list))
			f.trackers[c] = true
			f.mu.Unlock()
			io.Copy(io.Discard, c)
			f.mu.Lock()
			delete(f.trackers, c)
			f.mu.Unlock()
			return
		case request == "host:transport-id:7":
			io.WriteString(c, "OKAY")
			bound = true
		default:
			io.WriteString(c, "FAIL"+hexed("unknown host service"))
			return
		}
	}
}

func readHexed(r io.Reader) (string, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", err
	}
	n, err := strconv.ParseUint(string(head[:]), 16, 16)
	if err != nil {
		return "", err
	}
	body := make([]byte, n)
	_, err = io.ReadFull(r, body)
	return string(body), err
}

// device returns the fake's phone as a client sees it.
func (f *fakeServer) device(o ...func(*Options)) *Device {
	return f.client(o...).Device(Entry{Serial: "SERIAL7", State: StateDevice, TransportID: 7})
}

func (f *fakeServer) client(o ...func(*Options)) *Server {
	options := Options{Addr: f.l.Addr().String(), NoStart: true}
	for _, set := range o {
		set(&options)
	}
	return NewServer(options)
}

func impatient(o *Options) { o.Patience = 50 * time.Millisecond }

// refusingAddr is an address where nothing listens.
func refusingAddr(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// script answers a service byte for byte: it reads want, then sends answer, and
// closes after the last step.
type step struct{ want, answer string }

func script(t testing.TB, steps ...step) func(net.Conn) {
	return func(c net.Conn) {
		r := bufio.NewReader(c)
		for i, s := range steps {
			got := make([]byte, len(s.want))
			if _, err := io.ReadFull(r, got); err != nil || string(got) != s.want {
				t.Errorf("step %d: the client sent %q (%v), want %q", i, got, err, s.want)
				return
			}
			io.WriteString(c, s.answer)
		}
	}
}

// hangUp closes like the server does: the client may read what was sent, also if
// it has sent more than was read.
func hangUp(c net.Conn) {
	c.(*net.TCPConn).CloseWrite()
	io.Copy(io.Discard, c)
}

func wantIs(t testing.TB, err error, targets ...error) {
	t.Helper()
	for _, target := range targets {
		if !errors.Is(err, target) {
			t.Errorf("error %v, want one that is %v", err, target)
		}
	}
}

func testContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}
