package adbserver

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device/demo/adbd"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/link"
	"keepsake/device/demo/shell"
	"keepsake/device/demo/trouble"
)

// handset is a phone for the tests.
type handset struct {
	serial string
	daemon *adbd.Daemon
	cable  *link.Link
	wire   trouble.Wire

	mu    sync.Mutex
	state State
	count int
	subs  map[int]func()
}

func newHandset(serial string) *handset {
	d := disk.New(1<<30, time.Now)
	return &handset{serial: serial, cable: link.New(0, 0), state: Ready, count: 1, subs: map[int]func(){},
		daemon: &adbd.Daemon{Disk: d, Shell: shell.New(d, time.Now), Product: "prod uct", Model: "Mo-del 1", Device: "dev"}}
}

func (h *handset) Serial() string       { return h.serial }
func (h *handset) Daemon() *adbd.Daemon { return h.daemon }
func (h *handset) Link() *link.Link     { return h.cable }
func (h *handset) Wire() *trouble.Wire  { return &h.wire }

func (h *handset) State() (State, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.state, h.count
}

func (h *handset) Subscribe(f func()) func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := len(h.subs)
	h.subs[id] = f
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.subs, id)
	}
}

func (h *handset) set(s State) {
	h.mu.Lock()
	if h.state == Absent && s != Absent {
		h.count++
	}
	h.state = s
	var subs []func()
	for _, f := range h.subs {
		subs = append(subs, f)
	}
	h.mu.Unlock()
	if s == Absent {
		h.cable.Drop()
	}
	for _, f := range subs {
		f()
	}
}

// serve starts a server and returns how to reach it.
func serve(t testing.TB, phones ...Phone) (dial func() net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- New(phones...).Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		must(t, err)
		t.Cleanup(func() { c.Close() })
		return c
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, c net.Conn, request string) {
	t.Helper()
	_, err := fmt.Fprintf(c, "%04x%s", len(request), request)
	must(t, err)
}

func read(t testing.TB, c net.Conn, n int) string {
	t.Helper()
	b := make([]byte, n)
	if _, err := io.ReadFull(c, b); err != nil {
		t.Fatalf("after %q: %v", b, err)
	}
	return string(b)
}

func all(t testing.TB, c net.Conn) string {
	t.Helper()
	b, err := io.ReadAll(c)
	must(t, err)
	return string(b)
}

// The frames of a server with one phone, and of one with two that share a serial.
func TestFrames(t *testing.T) {
	one := serve(t, newHandset("X1"))
	two := serve(t, newHandset("same:1234"), newHandset("same:1234"))
	none := serve(t)
	shut := newHandset("S")
	shut.state = Unauthorized
	locked := serve(t, shut)
	loose := newHandset("L")
	loose.state = Offline
	offline := serve(t, loose)
	fail := func(s string) string { return fmt.Sprintf("FAIL%04x%s", len(s), s) }
	okay := func(s string) string { return fmt.Sprintf("OKAY%04x%s", len(s), s) }
	const unauthorized = "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.\n" +
		"Otherwise check for a confirmation dialog on your device."
	for _, c := range []struct {
		dial          func() net.Conn
		request, want string
	}{
		{one, "host:version", "OKAY00040029"},
		{one, "host:devices", okay("X1\tdevice\n")},
		{one, "host:devices-l", okay("X1                     device usb:1-1 product:prod uct model:Mo_del_1 device:dev transport_id:1\n")},
		{two, "host:devices-l", okay("same:1234              device usb:1-1 product:prod uct model:Mo_del_1 device:dev transport_id:1\n" +
			"same:1234              device usb:1-2 product:prod uct model:Mo_del_1 device:dev transport_id:2\n")},
		{none, "host:devices-l", "OKAY0000"},
		{locked, "host:devices-l", okay("S                      unauthorized usb:1-1 transport_id:1\n")},
		{locked, "host:devices", okay("S\tunauthorized\n")},
		{one, "host:transport:X", "FAIL0014device 'X' not found"},
		{one, "host:transport-id:9", fail("no device with transport id '9'")},
		{two, "host:transport-any", fail("more than one device/emulator")},
		{two, "host:transport:same:1234", fail("more than one device/emulator")},
		{none, "host:transport-any", fail("no devices/emulators found")},
		{one, "host:transport-local", fail("no devices/emulators found")},
		{locked, "host:transport:S", fail(unauthorized)},
		{locked, "host-serial:S:get-state", fail(unauthorized)},
		{offline, "host-serial:L:get-state", fail("device offline")},
		{one, "host-serial:X1:get-state", okay("device")},
		{one, "host:get-state", okay("device")},
		{one, "host-serial:X1:get-serialno", okay("X1")},
		{one, "host-serial:X1:get-devpath", okay("usb:1-1")},
		{two, "host-transport-id:2:get-devpath", okay("usb:1-2")},
		{two, "host-serial:same:1234:get-state", fail("more than one device/emulator")},
		{one, "host-serial:other:1234:get-state", fail("device 'other:1234' not found")},
		{one, "host-serial:[::1]:5555:get-state", fail("device '[::1]:5555' not found")},
		{one, "host-serial:usb:1-1:features", fail("unknown host service")},
		{one, "host-serial:X1:features", okay("shell_v2,stat_v2,ls_v2,fixed_push_mkdir,fixed_push_symlink_timestamp,sendrecv_v2,sendrecv_v2_zstd,sendrecv_v2_dry_run_send,delayed_ack")},
		{one, "host:host-features", okay(serverFeatures)},
		{one, "host:connect:127.0.0.1:1", okay("failed to connect to '127.0.0.1:1': Connection refused")},
		{two, "host:connect:same:1234", okay("already connected to same:1234")},
		{one, "host:disconnect:127.0.0.1:5555", fail("no such device '127.0.0.1:5555'")},
		{one, "host:disconnect:", okay("disconnected everything")},
		{one, "host:kill", "OKAY"},
		{one, "host:list-forward", "OKAY0000"},
		{one, "host:killforward-all", "OKAYOKAY"},
		{one, "host:reconnect-offline", "OKAY0000"},
		{one, "host:bogus", "FAIL0014unknown host service"},
		{one, "bogus", "FAIL0014unknown host service"},
		{one, "host-serial:", "FAIL0014unknown host service"},
		{one, "host:wait-for-any-device", "OKAYOKAY"},
		{none, "host:wait-for-any-disconnect", "OKAYOKAY"},
		{one, "host-serial:X1:wait-for-usb-any", "OKAYOKAY"},
	} {
		conn := c.dial()
		ask(t, conn, c.request)
		if got := all(t, conn); got != c.want {
			t.Errorf("%s\ngot  %q\nwant %q", c.request, got, c.want)
		}
	}
}

// A bound connection opens one service of the device, and may ask about it before.
func TestTransport(t *testing.T) {
	dial := serve(t, newHandset("A"), newHandset("B"))
	for _, bind := range []string{"host:transport:B", "host:transport-id:2", "host:tport:serial:B", "host-transport-id:2:transport-any"} {
		if bind == "host-transport-id:2:transport-any" {
			dial().Close()
		}
		c := dial()
		ask(t, c, bind)
		if got := read(t, c, 4); got != "OKAY" {
			t.Fatalf("%s: %q", bind, got+read(t, c, 8))
		}
		if strings.HasPrefix(bind, "host:tport") {
			if id := binary.LittleEndian.Uint64([]byte(read(t, c, 8))); id != 2 {
				t.Errorf("%s: transport %d", bind, id)
			}
		}
		ask(t, c, "exec:echo hello")
		if got := all(t, c); got != "OKAYhello\n" {
			t.Errorf("%s: %q", bind, got)
		}
	}
	c := dial()
	ask(t, c, "host:transport:A")
	read(t, c, 4)
	ask(t, c, "host:features")
	if got := all(t, c); !strings.HasPrefix(got, "OKAY") || !strings.Contains(got, "shell_v2") {
		t.Errorf("a query on a bound connection: %q", got)
	}
	c = dial()
	ask(t, c, "host:transport:A")
	read(t, c, 4)
	ask(t, c, "reverse:list-forward")
	if got := all(t, c); got != "FAIL0006closed" {
		t.Errorf("a refused service: %q", got)
	}
	c = dial()
	ask(t, c, "exec:ls")
	if got := all(t, c); got != "FAIL0014unknown host service" {
		t.Errorf("a service without transport: %q", got)
	}
}

// What a service sent arrives although the client sent bytes nobody reads.
func TestUnreadInputCostsNothing(t *testing.T) {
	dial := serve(t, newHandset("A"))
	c := dial()
	ask(t, c, "host:transport:A")
	read(t, c, 4)
	ask(t, c, "sync:")
	read(t, c, 4)
	request := "RECV\x06\x00\x00\x00/nope!"
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(c, strings.Repeat(request, 1_500_000))
		sent <- err
	}()
	if got := all(t, c); got != "FAIL\x26\x00\x00\x00open failed: No such file or directory" {
		t.Errorf("%q", got)
	}
	if err := <-sent; err != nil {
		t.Errorf("the server closed in the face of the client: %v", err)
	}
}

// frame reads one list of track-devices.
func frame(t testing.TB, c net.Conn) string {
	t.Helper()
	n, err := strconv.ParseUint(read(t, c, 4), 16, 16)
	must(t, err)
	return read(t, c, int(n))
}

// The tracked list follows the phone: each state, and a new transport with each plugging in.
func TestTrack(t *testing.T) {
	h := newHandset("A")
	dial := serve(t, h)
	long, short := dial(), dial()
	ask(t, long, "host:track-devices-l")
	ask(t, short, "host:track-devices")
	if got := read(t, long, 4) + read(t, short, 4); got != "OKAYOKAY" {
		t.Fatal(got)
	}
	ready := func(id int) string {
		return fmt.Sprintf("A                      device usb:1-1 product:prod uct model:Mo_del_1 device:dev transport_id:%d\n", id)
	}
	for _, step := range []struct {
		state           State
		longList, short string
	}{
		{"", ready(1), "A\tdevice\n"},
		{Unauthorized, "A                      unauthorized usb:1-1 transport_id:1\n", "A\tunauthorized\n"},
		{Ready, ready(1), "A\tdevice\n"},
		{Absent, "", ""},
		{Ready, ready(2), "A\tdevice\n"},
		{Offline, "A                      offline usb:1-1 transport_id:2\n", "A\toffline\n"},
	} {
		if step.longList != ready(1) || step.state != "" {
			h.set(step.state)
		}
		if got := frame(t, long); got != step.longList {
			t.Errorf("%q: %q", step.state, got)
		}
		if got := frame(t, short); got != step.short {
			t.Errorf("%q: %q", step.state, got)
		}
	}
	waiting := dial()
	ask(t, waiting, "host-serial:A:wait-for-any-device")
	read(t, waiting, 4)
	h.set(Ready)
	if got := all(t, waiting); got != "OKAY" {
		t.Errorf("waited: %q", got)
	}
}

// Pulling the cable ends open services, and the old transport id means nobody.
func TestUnplug(t *testing.T) {
	h := newHandset("A")
	dial := serve(t, h)
	c := dial()
	ask(t, c, "host:transport-id:1")
	read(t, c, 4)
	ask(t, c, "exec:sleep 1000")
	read(t, c, 4)
	bound := dial()
	ask(t, bound, "host:transport-id:1")
	read(t, bound, 4)
	h.set(Absent)
	if got := all(t, c); got != "" {
		t.Errorf("%q", got)
	}
	h.set(Ready)
	ask(t, bound, "exec:echo hello")
	if got := all(t, bound); got != "FAIL0014device 'A' not found" {
		t.Errorf("a service of the old transport: %q", got)
	}
	old := dial()
	ask(t, old, "host:transport-id:1")
	if got := all(t, old); !strings.HasPrefix(got, "FAIL") {
		t.Errorf("the old transport: %q", got)
	}
}

// Nonsense is refused without a word, silence is waited for, and after the end
// of the server nothing is left.
func TestServerLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- New(newHandset("A")).Serve(ctx, l) }()
	var conns []net.Conn
	for _, say := range []string{"", "zz", "zzzz", "0004ab", "000chost:version", "0012host:track-devices", "000ehost:transport", "001chost:wait-for-any-disconnect"} {
		c, err := net.Dial("tcp", l.Addr().String())
		must(t, err)
		_, err = io.WriteString(c, say)
		must(t, err)
		conns = append(conns, c)
	}
	c, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	conns = append(conns, c)
	ask(t, c, "host:transport-any")
	read(t, c, 4)
	ask(t, c, "shell,v2,raw:sleep 1000")
	read(t, c, 4)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for _, c := range conns {
		c.Close()
	}
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<20)
	t.Errorf("%d goroutines stay, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}

func FuzzRequest(f *testing.F) {
	for _, s := range []string{"host:version", "host-serial:a:b:get-state", "host:transport-id:1", "host-serial:[::1]:1:features", "host:tport:serial:"} {
		f.Add(s)
	}
	s := New(newHandset("A"))
	f.Fuzz(func(t *testing.T, request string) {
		if strings.Contains(request, "track-") || strings.Contains(request, "wait-for-") {
			return // they stay, as they should
		}
		client_, server := net.Pipe()
		defer client_.Close()
		go func() { _, _ = io.Copy(io.Discard, client_) }()
		c := &client{s: s, conn: s.wire.Wrap(server, false)}
		_, _ = c.answer(t.Context(), request)
		server.Close()
	})
}
