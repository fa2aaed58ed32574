package adbd

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// dialTLS is dial for the port of wireless debugging.
func dialTLS(t testing.TB, up Upgrade) *host {
	t.Helper()
	d := newDaemon(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	server, err := l.Accept()
	must(t, err)
	h := &host{t: t, conn: client, done: make(chan error, 1)}
	go func() { h.done <- d.ServeTLS(t.Context(), server, up) }()
	t.Cleanup(func() {
		client.Close()
		if h.done != nil {
			<-h.done
		}
	})
	h.send(cmdCNXN, versionNoSums, 1<<20, "host::features=shell_v2")
	h.want("53544c53 00000001 00000000 00000000 00000000 acabb3ac") // before it says who it is
	return h
}

func unchanged(_ context.Context, c net.Conn) (net.Conn, error) { return c, nil }

// STLS may come before the encryption, and again or for the first time within it.
func TestSTLS(t *testing.T) {
	h := dialTLS(t, unchanged)
	h.send(cmdSTLS, versionTLS, 0, "")
	h.send(cmdSTLS, versionTLS, 0, "")
	if p := h.get(); p.cmd != cmdCNXN || !strings.HasPrefix(string(p.data), "device::ro.product.name=p;") {
		t.Errorf("%08x %q", p.cmd, p.data)
	}
	h.send(cmdOPEN, 1, 0, "exec:echo in\x00")
	if p := h.get(); p.cmd != cmdOKAY {
		t.Errorf("%08x", p.cmd)
	}
}

func TestSTLSRefused(t *testing.T) {
	refused := errors.New("a stranger")
	h := dialTLS(t, func(context.Context, net.Conn) (net.Conn, error) { return nil, refused })
	if b, err := io.ReadAll(h.conn); len(b) > 0 {
		t.Errorf("a stranger was told %q, %v", b, err)
	}
	if err := <-h.done; !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
	h.done = nil
}

// Whatever pieces the bytes come in, records of TLS pass and one STLS between
// them is taken out.
func TestAgreed(t *testing.T) {
	stls := unhex(t, "53544c53 00000001 00000000 00000000 00000000 acabb3ac")
	record := unhex(t, `16 0301 0007 "STLSabc"`)
	short := unhex(t, `17 0303 0000`)
	for _, c := range []struct{ in, want string }{
		{stls + record + record, record + record},
		{record + stls + record, record + record},
		{record + short + stls, record + short},
		{record + record, record + record},
		{stls + stls, stls},
		{stls, ""},
	} {
		for _, size := range []int{1, 3, 100} {
			a := &agreed{r: bufio.NewReader(strings.NewReader(c.in))}
			var got strings.Builder
			buf := make([]byte, size)
			for {
				n, err := a.Read(buf)
				got.Write(buf[:n])
				if err == io.EOF {
					break
				}
				must(t, err)
			}
			if got.String() != c.want {
				t.Errorf("%q in pieces of %d: %q", c.in, size, got.String())
			}
		}
	}
	for _, bad := range []string{stls[:20], strings.Replace(stls, "\xac", "\xad", 1), stls[:12] + "\x01" + stls[13:] + "x"} {
		a := &agreed{r: bufio.NewReader(strings.NewReader(bad))}
		if n, err := a.Read(make([]byte, 100)); err == nil || n > 0 {
			t.Errorf("%q: %d bytes, %v", bad, n, err)
		}
	}
}

// attachTo connects a computer to a phone, as an adb server does.
func attachTo(t *testing.T, g *Guard, up Upgrade) (Line, error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	phone, err := l.Accept()
	must(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if up != nil {
			_ = newDaemon(t).ServeTLS(t.Context(), phone, up)
			return
		}
		_ = newDaemon(t).ServeConn(t.Context(), phone, g)
	}()
	t.Cleanup(func() {
		client.Close()
		<-done
	})
	return Attach(t.Context(), client, owner(t), unchanged)
}

func TestAttach(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("", func(t *testing.T) {
		known := NewGuard(true)
		known.Know(&owner(t).PublicKey)
		known.Know(&owner(t).PublicKey)
		if k := known.Known(); len(k) != 1 || !k[0].Equal(&owner(t).PublicKey) {
			t.Errorf("%d keys are known", len(k))
		}
		open := NewGuard(true)
		open.Allow()
		shut := NewGuard(true)
		for name, c := range map[string]struct {
			g    *Guard
			up   Upgrade
			want error
		}{
			"no questions":         {g: NewGuard(false)},
			"a known computer":     {g: known},
			"a phone that allows":  {g: open},
			"a phone that asks":    {g: shut, want: ErrNotAllowed},
			"an encrypted one":     {up: unchanged},
			"an encrypted refusal": {up: func(context.Context, net.Conn) (net.Conn, error) { return nil, io.EOF }, want: io.EOF},
		} {
			line, err := attachTo(t, c.g, c.up)
			if errors.Is(err, syscall.ECONNRESET) && c.want == io.EOF {
				continue // what the phone had not read yet makes a reset of its goodbye
			}
			if !errors.Is(err, c.want) || err == nil && !strings.HasPrefix(line.Banner, "device::ro.product.name=p;") {
				t.Errorf("%s: %q, %v", name, line.Banner, err)
			}
		}
		if !shut.Asked() {
			t.Error("the phone was not shown the key")
		}
	})
	settled(t, before)
}

func TestKeyInAndroidsForm(t *testing.T) {
	text, err := EncodeKey(&owner(t).PublicKey, "user@host")
	must(t, err)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(text, " user@host"))
	must(t, err)
	n := owner(t).N
	if len(raw) != keySize || uint32(n.Uint64())*binary.LittleEndian.Uint32(raw[4:]) != 1<<32-1 {
		t.Errorf("%d bytes, %x", len(raw), raw[:8])
	}
	rr := bytes.Clone(raw[8+modulusSize : 8+2*modulusSize])
	slices.Reverse(rr)
	if want := new(big.Int).Exp(big.NewInt(2), big.NewInt(16*modulusSize), n); new(big.Int).SetBytes(rr).Cmp(want) != 0 {
		t.Errorf("rr is %x", rr)
	}
	if k, err := ParseKey([]byte(text)); err != nil || !k.Equal(&owner(t).PublicKey) {
		t.Errorf("read again: %v", err)
	}
}

func TestTCPIP(t *testing.T) {
	d := newDaemon(t)
	for _, request := range []string{"tcpip:5555", "usb:"} {
		if _, ok := d.Service(request); ok {
			t.Errorf("%s on a phone without a network", request)
		}
	}
	var asked []int
	d.SetNetwork(func(port int) error {
		asked = append(asked, port)
		if port == 81 {
			return errors.New("port 81 is taken")
		}
		return nil
	})
	for request, want := range map[string]string{
		"tcpip:5555":  "restarting in TCP mode port: 5555\n",
		"usb:":        "restarting in USB mode\n",
		"tcpip:":      "invalid port\n",
		"tcpip:x":     "invalid port\n",
		"tcpip:0":     "invalid port\n",
		"tcpip:65536": "invalid port\n",
		"tcpip:81":    "port 81 is taken\n",
	} {
		if got := exchange(t, d, request, "", false); got != want {
			t.Errorf("%s: %q", request, got)
		}
	}
	if len(asked) != 3 {
		t.Errorf("asked for %v", asked)
	}
	d.SetNetwork(nil)
	if _, ok := d.Service("tcpip:5555"); ok {
		t.Error("still on")
	}
}

// owner's key takes long to make: the tests here share one.
func owner(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	k, err := ownerKey()
	must(t, err)
	return k
}

var ownerKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })
