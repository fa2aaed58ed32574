package demo

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// now is the phones' time in the tests.
var now = time.Date(2026, 5, 20, 15, 4, 5, 0, time.FixedZone("CEST", 2*3600))

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newPhone(t testing.TB, o Options) *Phone {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	o.Small = true
	p, err := New(o)
	must(t, err)
	return p
}

// start serves a phone as an adb server until the test ends.
func start(t testing.TB, p *Phone) (addr string) {
	t.Helper()
	addr, stop, err := p.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	return addr
}

// open asks the server at addr for each request in turn and returns the
// connection after the last OKAY; an error is the text of a FAIL.
func open(t testing.TB, addr string, requests ...string) (net.Conn, error) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	for _, r := range requests {
		_, err := fmt.Fprintf(c, "%04x%s", len(r), r)
		must(t, err)
		status := make([]byte, 4)
		if _, err := io.ReadFull(c, status); err != nil {
			return nil, err
		}
		if string(status) != "OKAY" {
			b, err := io.ReadAll(c)
			must(t, err)
			return nil, fmt.Errorf("%s", b[min(4, len(b)):])
		}
	}
	return c, nil
}

// sh runs a command through the server and returns what it prints, both streams.
func sh(t testing.TB, addr, command string) string {
	t.Helper()
	c, err := open(t, addr, "host:transport-any", "exec:"+command)
	must(t, err)
	b, err := io.ReadAll(c)
	must(t, err)
	return string(b)
}

// pull reads a file by sync. An error is the text of a FAIL, or of a broken stream.
func pull(t testing.TB, addr, path string) ([]byte, error) {
	t.Helper()
	c, err := open(t, addr, "host:transport-any", "sync:")
	must(t, err)
	defer c.Close()
	_, err = c.Write(append(binary.LittleEndian.AppendUint32([]byte("RECV"), uint32(len(path))), path...))
	must(t, err)
	var all []byte
	for {
		var h [8]byte
		if _, err := io.ReadFull(c, h[:]); err != nil {
			return all, err
		}
		n := binary.LittleEndian.Uint32(h[4:])
		b := make([]byte, n)
		if string(h[:4]) == "DONE" {
			return all, nil
		}
		if _, err := io.ReadFull(c, b); err != nil {
			return all, err
		}
		if string(h[:4]) == "FAIL" {
			return all, fmt.Errorf("%s", b)
		}
		all = append(all, b...)
	}
}

// settled fails when goroutines stay that were not there before.
func settled(t testing.TB, before int) {
	t.Helper()
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<20)
	t.Errorf("%d goroutines stay, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}

// Start gives a phone that can be used; stop leaves nothing, whatever was going on.
func TestStart(t *testing.T) {
	before := runtime.NumGoroutine()
	addr, stop, err := Start(context.Background(), Options{Items: 5, Small: true, Latency: time.Millisecond})
	must(t, err)
	if got := sh(t, addr, "getprop ro.serialno"); got != DefaultSerial+"\n" {
		t.Errorf("%q", got)
	}
	if got := sh(t, addr, "getprop ro.product.model; getprop ro.product.marketname"); got != Model+"\n"+Name+"\n" {
		t.Errorf("%q", got)
	}
	for _, service := range []string{"shell,v2,raw:sleep 1000", "source:1000000000", "sync:"} {
		_, err := open(t, addr, "host:transport-any", service)
		must(t, err)
	}
	_, err = open(t, addr, "host:track-devices-l")
	must(t, err)
	stop()
	settled(t, before)
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Error("the port is still open")
	}
}

// The end of the context is as good as stop.
func TestStartEndsWithContext(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	p := newPhone(t, Options{Items: 1})
	_, stop, err := p.Start(ctx)
	must(t, err)
	_, stopTransport, err := p.StartTransport(ctx)
	must(t, err)
	cancel()
	settled(t, before)
	stop()
	stopTransport()
}

// Unplugging ends what runs and takes the phone off the list; plugging in
// brings it back as another transport.
func TestUnplugAndPlug(t *testing.T) {
	p := newPhone(t, Options{Items: 3})
	addr := start(t, p)
	running, err := open(t, addr, "host:transport-any", "exec:sleep 1000")
	must(t, err)
	p.Unplug()
	if b, err := io.ReadAll(running); err != nil || len(b) != 0 {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := open(t, addr, "host:transport:"+DefaultSerial); err == nil || err.Error() != "device '"+DefaultSerial+"' not found" {
		t.Errorf("unplugged: %v", err)
	}
	p.Plug()
	p.Plug()
	c, err := open(t, addr, "host:devices-l")
	must(t, err)
	if b, _ := io.ReadAll(c); !strings.HasSuffix(string(b), " transport_id:1\n") && !strings.HasSuffix(string(b), " transport_id:2\n") {
		t.Errorf("%q", b)
	}
	if got := sh(t, addr, "echo again"); got != "again\n" {
		t.Errorf("%q", got)
	}
}

func TestAuthorize(t *testing.T) {
	p := newPhone(t, Options{Items: 1, Unauthorized: true})
	addr := start(t, p)
	if _, err := open(t, addr, "host:transport-any"); err == nil || !strings.HasPrefix(err.Error(), "device unauthorized.\n") {
		t.Errorf("before: %v", err)
	}
	p.Authorize()
	if got := sh(t, addr, "echo in"); got != "in\n" {
		t.Errorf("after: %q", got)
	}
}

// One server holds several phones, also of one serial number.
func TestTwoPhones(t *testing.T) {
	a, b := newPhone(t, Options{Items: 1}), newPhone(t, Options{Items: 2})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- ServeADB(ctx, l, a, b) }()
	for id, want := range map[int]string{1: "1\n", 2: "2\n"} {
		c, err := open(t, l.Addr().String(), fmt.Sprintf("host:transport-id:%d", id), "exec:find /sdcard/DCIM -type f | wc -l")
		must(t, err)
		if got, _ := io.ReadAll(c); string(got) != want {
			t.Errorf("phone %d: %q", id, got)
		}
	}
	cancel()
	must(t, <-done)
}

// The helpers for tests do on the phone what they say.
func TestFileHelpers(t *testing.T) {
	p := newPhone(t, Options{Items: 1})
	addr := start(t, p)
	name := "DCIM/odd \xff\n'name'.jpg"
	must(t, p.AddFile(name, []byte("bytes"), time.Unix(1_600_000_000, 0)))
	must(t, p.AddZeros("Movies/big.mp4", 5<<30, now))
	must(t, p.AddFolder("DCIM/Empty"))
	if b, err := pull(t, addr, Storage+"/"+name); err != nil || string(b) != "bytes" {
		t.Errorf("%q, %v", b, err)
	}
	if got := sh(t, addr, "stat -c '%s %Y' /sdcard/Movies/big.mp4 /sdcard/DCIM/odd*; ls /sdcard/DCIM/Empty"); got != fmt.Sprintf("5368709120 %d\n5 1600000000\n", now.Unix()) {
		t.Errorf("%q", got)
	}
	p.SetFavorite(name, true)
	if got := sh(t, addr, "content query --uri content://media/external/file --projection _size --where is_favorite=1 --sort _size"); !strings.HasPrefix(got, "Row: 0 _size=5\n") {
		t.Errorf("%q", got)
	}
	must(t, p.Rename(name, "DCIM/plain.jpg"))
	must(t, p.Chtimes("DCIM/plain.jpg", time.Unix(1_500_000_000, 0)))
	if b, err := p.ReadFile("DCIM/plain.jpg"); err != nil || string(b) != "bytes" {
		t.Errorf("%q, %v", b, err)
	}
	must(t, p.Chmod("DCIM/plain.jpg", 0))
	if _, err := pull(t, addr, "/sdcard/DCIM/plain.jpg"); err == nil || err.Error() != "open failed: Permission denied" {
		t.Errorf("%v", err)
	}
	must(t, p.Remove("DCIM/plain.jpg"))
	if err := p.Remove("DCIM/plain.jpg"); err == nil || !strings.Contains(err.Error(), "/storage/emulated/0/DCIM/plain.jpg: No such file") {
		t.Errorf("%v", err)
	}
	p.SetBattery(5, false)
	if got := sh(t, addr, "dumpsys battery | grep level"); got != "  level: 5\n" {
		t.Errorf("%q", got)
	}
}
