package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

func TestEnvironmentAddr(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "127.0.0.1:5037"},
		{map[string]string{"ADB_SERVER_SOCKET": "tcp:5039"}, "127.0.0.1:5039"},
		{map[string]string{"ADB_SERVER_SOCKET": "tcp:otherhost:5039"}, "otherhost:5039"},
		{map[string]string{"ADB_SERVER_SOCKET": "tcp:localhost:5039"}, "127.0.0.1:5039"},
		{map[string]string{"ADB_SERVER_SOCKET": "tcp:[::1]:5039"}, "[::1]:5039"},
		{map[string]string{"ADB_SERVER_SOCKET": "localfilesystem:/x", "ANDROID_ADB_SERVER_PORT": "1"}, "127.0.0.1:1"},
		{map[string]string{"ADB_SERVER_SOCKET": "tcp:5039", "ANDROID_ADB_SERVER_PORT": "1"}, "127.0.0.1:5039"},
		{map[string]string{"ANDROID_ADB_SERVER_PORT": "1234"}, "127.0.0.1:1234"},
		{map[string]string{"ANDROID_ADB_SERVER_ADDRESS": "h", "ANDROID_ADB_SERVER_PORT": "1234"}, "h:1234"},
	} {
		if got := environmentAddr(func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%v gives %s, want %s", c.env, got, c.want)
		}
	}
	if got := NewServer(Options{Addr: "a:1"}).Addr(); got != "a:1" {
		t.Errorf("Options.Addr became %s", got)
	}
}

// Frames as captured: > 000chost:version < OKAY00040029.
func TestCapturedHostFrames(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	steps := []step{
		{"000chost:version", "OKAY00040029"},
		{"0010host:transport:X", "FAIL0014device 'X' not found"},
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, s := range steps {
			c, err := l.Accept()
			if err != nil {
				return
			}
			script(t, s)(c)
			c.Close()
		}
	}()
	server := NewServer(Options{Addr: l.Addr().String(), NoStart: true})
	if err := server.Ensure(testContext(t)); err != nil {
		t.Error(err)
	}
	_, err = server.Device(Entry{Serial: "X"}).Open(testContext(t), "sync:")
	wantIs(t, err, ErrDeviceGone)
	<-done
}

func TestServerThatIsNone(t *testing.T) {
	for name, raw := range map[string]string{
		"another protocol":    "HTTP/1.1 400 Bad Request\r\n\r\n",
		"silence":             "",
		"cut in the word":     "OK",
		"cut in the length":   "OKAY00",
		"cut in the text":     "OKAY0010short",
		"a length of letters": "OKAYzzzz",
		"a negative length":   "OKAY-001",
		"cut in the refusal":  "FAIL0010sho",
		"a version too long":  "OKAY0008version8",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.answer("host:version", raw)
			wantIs(t, f.client().Ensure(testContext(t)), ErrServer)
			f.noneOpen()
		})
	}
}

func TestNoServer(t *testing.T) {
	s := NewServer(Options{Addr: refusingAddr(t), NoStart: true})
	ctx := testContext(t)
	wantIs(t, s.Ensure(ctx), ErrNoServer)
	_, err := s.Devices(ctx)
	wantIs(t, err, ErrNoServer)
	_, err = s.Version(ctx)
	wantIs(t, err, ErrNoServer)
	wantIs(t, s.Connect(ctx, "127.0.0.1:1"), ErrNoServer)
	_, err = s.Device(Entry{Serial: "x", TransportID: 1}).Shell(ctx, "true")
	wantIs(t, err, ErrNoServer)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = s.Devices(cancelled)
	wantIs(t, err, context.Canceled)
}

func TestGadbCalls(t *testing.T) {
	f := newFakeServer(t)
	s, ctx := f.client(), testContext(t)
	if v, err := s.Version(ctx); v != 41 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	for _, c := range []struct {
		request, answer string
		want            error
	}{
		{"host:connect:h:5555", "OKAY" + hexed("connected to h:5555"), nil},
		{"host:connect:h:1", "OKAY" + hexed("already connected to h:1"), nil},
		{"host:connect:[fe80::1]:2", "OKAY" + hexed("connected to [fe80::1]:2"), nil},
		{"host:connect:h:3", "OKAY" + hexed("failed to connect to 'h:3': Connection refused"), ErrDeviceGone},
		{"host:connect:h:4", "OKAY" + hexed("failed to authenticate to h:4"), ErrUnauthorized},
		{"host:disconnect:h:5", "OKAY" + hexed("disconnected h:5"), nil},
		{"host:disconnect:h:6", "FAIL" + hexed("no such device 'h:6'"), ErrDeviceGone},
	} {
		f.answer(c.request, c.answer)
		words := strings.SplitN(c.request, ":", 3)
		call := s.Connect
		if words[1] == "disconnect" {
			call = s.Disconnect
		}
		addr := strings.TrimSuffix(words[2], ":5555") // the port to be assumed
		if err := call(ctx, addr); c.want == nil && err != nil || !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.request, err, c.want)
		}
	}
	f.noneOpen()
}

func TestPhoneAddrIsChecked(t *testing.T) {
	f := newFakeServer(t)
	s, ctx := f.client(), testContext(t)
	for _, addr := range []string{"", ":5555", "h:0", "h:port", "h:65536", "a b:1", "h\n:1", strings.Repeat("h", 300)} {
		if s.Connect(ctx, addr) == nil || s.Disconnect(ctx, addr) == nil {
			t.Errorf("%q was taken for an address", addr)
		}
	}
	if n := len(f.requests()); n != 0 {
		t.Errorf("%d requests were made", n)
	}
}

// gadb makes a slice of any length it is told, which for a negative one panics.
func TestGadbAnswersAreSurvived(t *testing.T) {
	for name, raw := range map[string]string{
		"a negative length": "OKAY-001",
		"no length":         "OKAYzzzz",
		"cut":               "OKAY0010a",
		"no number":         "OKAY0004wxyz",
		"nothing":           "",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.answer("host:version", raw)
			_, err := f.client().Version(testContext(t))
			wantIs(t, err, ErrServer)
			f.noneOpen()
		})
	}
}

// A server that never answers holds gadb for a minute, but not us, and nothing
// stays behind: throughGadb waits for gadb's goroutine before it returns.
func TestGadbIsCancelled(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeServer{t: t, l: l, conns: map[net.Conn]bool{}}
	reached := make(chan struct{}, 10)
	f.wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f.mu.Lock()
			f.conns[c] = true
			f.mu.Unlock()
			f.wg.Go(func() {
				if request, err := readHexed(c); err == nil && request == "host:connect:h:5555" {
					reached <- struct{}{}
				}
				io.Copy(io.Discard, c)
				c.Close()
				f.mu.Lock()
				delete(f.conns, c)
				f.mu.Unlock()
			})
		}
	})
	t.Cleanup(f.stop)
	ctx, cancel := context.WithCancel(testContext(t))
	go func() {
		<-reached
		cancel()
	}()
	began := time.Now()
	wantIs(t, f.client().Connect(ctx, "h"), context.Canceled)
	if time.Since(began) > 20*time.Second {
		t.Error("the call ended by a time-out and not by its context")
	}
	f.noneOpen()
}

func TestOpenIsCancelled(t *testing.T) {
	f := newFakeServer(t)
	f.service("stay:", func(c net.Conn) { io.Copy(io.Discard, c) })
	ctx, cancel := context.WithCancel(testContext(t))
	c, err := f.device().Open(ctx, "stay:")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_, err = c.Read(make([]byte, 1))
	wantIs(t, err, context.Canceled)
	_, err = c.Write(make([]byte, 1))
	wantIs(t, err, context.Canceled)
	c.Close()
	f.noneOpen()
}

func TestOpen(t *testing.T) {
	f := newFakeServer(t)
	f.service("echo:", func(c net.Conn) { fmt.Fprint(c, "hello") })
	d, ctx := f.device(), testContext(t)
	c, err := d.Open(ctx, "echo:x")
	if err != nil {
		t.Fatal(err)
	}
	if all, err := io.ReadAll(c); string(all) != "hello" || err != nil {
		t.Errorf("read %q, %v", all, err)
	}
	c.Close()
	var refused *RefusedError
	if _, err = d.Open(ctx, "nothing:y"); !errors.As(err, &refused) || refused.Path != "nothing" {
		t.Errorf("a service the phone has not: %v", err)
	}
	f.noneOpen()
}

// gadb leaks a socket with each call on a phone that cannot be reached.
func TestFailingCallsLeaveNothingOpen(t *testing.T) {
	for text, want := range map[string]error{
		"no device with transport id '7'":  ErrDeviceGone,
		"device unauthorized.\nmore of it": ErrUnauthorized,
		"device offline":                   ErrOffline,
	} {
		f := newFakeServer(t)
		f.answer("host:transport-id:7", "FAIL"+hexed(text))
		d, ctx := f.device(), testContext(t)
		for range 20 {
			_, err := d.Shell(ctx, "true")
			wantIs(t, err, want)
			_, err = d.Sync(ctx)
			wantIs(t, err, want)
			_, err = d.Open(ctx, "exec:true")
			wantIs(t, err, want)
		}
		f.noneOpen()
	}
}

func TestFeatures(t *testing.T) {
	f := newFakeServer(t)
	d, ctx := f.device(), testContext(t)
	for range 3 {
		features, err := d.Features(ctx)
		if err != nil || !features.Has("stat_v2") || features.Has("stat") || len(features.Names()) != 5 {
			t.Fatalf("%v, %v", features, err)
		}
	}
	if n := len(f.requests()); n != 1 {
		t.Errorf("asked %d times", n)
	}
	f.setFeatures("")
	if features, err := f.device().Features(ctx); err != nil || len(features.Names()) != 0 {
		t.Errorf("an old phone: %v, %v", features, err)
	}
	f.answer("host-serial:a:5555:features", "OKAY"+hexed("cmd"))
	if features, err := f.client().Device(Entry{Serial: "a:5555"}).Features(ctx); err != nil || !features.Has("cmd") {
		t.Errorf("by serial: %v, %v", features, err)
	}
	f.noneOpen()
}
