package wifi

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"
)

// Keys take long to make: the tests share a phone's and a computer's.
var (
	phoneID    = sync.OnceValues(NewIdentity)
	computerID = sync.OnceValues(NewIdentity)
)

func identities(t testing.TB) (phone, computer Identity) {
	t.Helper()
	phone, err := phoneID()
	must(t, err)
	computer, err = computerID()
	must(t, err)
	return phone, computer
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

// open opens a desk and returns its address, the keys it welcomed, and how it ended.
func open(t testing.TB, ctx context.Context, password string) (addr string, welcomed chan *rsa.PublicKey, ended chan error) {
	t.Helper()
	phone, _ := identities(t)
	l := listen(t)
	welcomed, ended = make(chan *rsa.PublicKey, 2), make(chan error, 1)
	d := Desk{Identity: phone, Password: password, Name: "adb-serial-abcdef", Welcome: func(k *rsa.PublicKey) { welcomed <- k }}
	go func() { ended <- d.Serve(ctx, l) }()
	return l.Addr().String(), welcomed, ended
}

// settled fails when goroutines stay.
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

func TestPair(t *testing.T) {
	before := runtime.NumGoroutine()
	_, id := identities(t)
	addr, welcomed, ended := open(t, t.Context(), "123456")
	for _, code := range []string{"123457", "", "12345", "1234567"} {
		if name, err := Pair(t.Context(), addr, code, id, "me@here"); !errors.Is(err, ErrNotPaired) || name != "" {
			t.Errorf("code %q: %q, %v", code, name, err)
		}
	}
	name, err := Pair(t.Context(), addr, "123456", id, "me@here")
	if err != nil || name != "adb-serial-abcdef" {
		t.Fatalf("%q, %v", name, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the phone: %v", err)
	}
	if k := <-welcomed; !k.Equal(&id.Key.PublicKey) || len(welcomed) > 0 {
		t.Error("the phone welcomed another key")
	}
	if _, err := Pair(t.Context(), addr, "123456", id, "me@here"); err == nil || errors.Is(err, ErrNotPaired) {
		t.Errorf("after the dialog closed: %v", err)
	}
	settled(t, before)
}

func TestDeskEndsAfterTooManyAttempts(t *testing.T) {
	addr, welcomed, ended := open(t, t.Context(), "123456")
	for range attemptsMax {
		c, err := net.Dial("tcp", addr)
		must(t, err)
		_, err = io.WriteString(c, "GET / HTTP/1.0\r\n\r\n")
		must(t, err)
		_, _ = io.Copy(io.Discard, c) // an alert, or nothing
		c.Close()
	}
	if err := <-ended; !errors.Is(err, ErrTooManyAttempts) {
		t.Errorf("%v", err)
	}
	if len(welcomed) > 0 {
		t.Error("a stranger was welcomed")
	}
}

// A desk that closes takes connections with it that say nothing.
func TestDeskEndsWithItsContext(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	addr, _, ended := open(t, ctx, "123456")
	for range atOnce {
		c, err := net.Dial("tcp", addr)
		must(t, err)
		defer c.Close()
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	settled(t, before)
}

// A phone that proves it knows the code is believed, but only what a phone says.
func TestPairDoubtsThePhone(t *testing.T) {
	phone, id := identities(t)
	for name, p := range map[string]peer{"a key": {peerKey, "x"}, "no name": {peerGUID, ""}} {
		l := listen(t)
		go func() {
			c, err := l.Accept()
			if err == nil {
				_, _ = exchange(t.Context(), tls.Server(c, phone.server()), handset, "123456", p)
			}
		}()
		if got, err := Pair(t.Context(), l.Addr().String(), "123456", id, "me@here"); !errors.Is(err, errFrame) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A computer that knows the code but shows no key is not paired.
func TestDeskDoubtsTheComputer(t *testing.T) {
	_, id := identities(t)
	addr, welcomed, _ := open(t, t.Context(), "123456")
	for _, p := range []peer{{peerGUID, "adb-x"}, {peerKey, "no key"}, {peerKey, ""}} {
		raw, err := net.Dial("tcp", addr)
		must(t, err)
		if _, err := exchange(t.Context(), tls.Client(raw, id.client()), computer, "123456", p); err != nil {
			t.Errorf("%v", err) // the phone answers before it looks
		}
	}
	if name, err := Pair(t.Context(), addr, "123456", id, "me@here"); err != nil {
		t.Errorf("%q, %v", name, err)
	}
	if <-welcomed; len(welcomed) > 0 {
		t.Error("somebody without a key was welcomed")
	}
}

// meet connects a computer with that key to a door that knows these keys, and
// returns what the computer reads of the phone's first words.
func meet(t *testing.T, id Identity, known ...*rsa.PublicKey) (string, error) {
	t.Helper()
	phone, _ := identities(t)
	l := listen(t)
	refused := make(chan error, 1)
	go func() {
		raw, err := l.Accept()
		if err != nil {
			refused <- err
			return
		}
		defer raw.Close()
		c, err := Door(phone, func() []*rsa.PublicKey { return known })(t.Context(), raw)
		if err == nil {
			_, err = io.WriteString(c, "hello")
		}
		refused <- err
	}()
	raw, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	defer raw.Close()
	c, err := Knock(id)(t.Context(), raw)
	must(t, err)
	b, err := io.ReadAll(io.LimitReader(c, 5))
	if door := <-refused; (door == nil) != (err == nil) || door != nil && !errors.Is(door, ErrUnknownComputer) {
		t.Errorf("the door: %v, the computer: %v", door, err)
	}
	return string(b), err
}

func TestDoor(t *testing.T) {
	phone, id := identities(t)
	stranger := &phone.Key.PublicKey
	if got, err := meet(t, id, stranger, &id.Key.PublicKey); got != "hello" || err != nil {
		t.Errorf("paired: %q, %v", got, err)
	}
	if got, err := meet(t, id, stranger); got != "" || err == nil {
		t.Errorf("a stranger: %q, %v", got, err)
	}
	if got, err := meet(t, id); got != "" || err == nil {
		t.Errorf("nobody is paired: %q, %v", got, err)
	}
}

// A computer chooses its key by what the phone asks for: O=AdbKey-0, CN=hash.
func TestKeyName(t *testing.T) {
	_, id := identities(t)
	name, err := keyName(&id.Key.PublicKey)
	must(t, err)
	head := unhex(t, "305e3111300f060355040a0c08")
	if !bytes.HasPrefix(name, append(head, "AdbKey-0"...)) || len(name) != 0x60 {
		t.Errorf("%x", name)
	}
}
