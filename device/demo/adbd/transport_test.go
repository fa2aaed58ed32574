package adbd

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// host is an adb server's side of a transport connection.
type host struct {
	t    testing.TB
	conn net.Conn
	sums bool
	done chan error
}

// dial connects a host to a daemon over a real socket.
func dial(t testing.TB, d *Daemon, g *Guard) *host {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	server, err := l.Accept()
	must(t, err)
	h := &host{t: t, conn: client, done: make(chan error, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { h.done <- d.ServeConn(ctx, server, g) }()
	t.Cleanup(func() {
		cancel()
		client.Close()
		if h.done != nil {
			<-h.done
		}
	})
	return h
}

func (h *host) send(cmd, a0, a1 uint32, data string) {
	h.t.Helper()
	b := make([]byte, headerSize)
	header(b, packet{cmd, a0, a1, []byte(data)}, h.sums)
	_, err := h.conn.Write(append(b, data...))
	must(h.t, err)
}

func (h *host) get() packet {
	h.t.Helper()
	p, err := readPacket(h.conn, 1<<20, h.sums)
	if err != nil {
		h.t.Fatalf("the phone closed: %v", err)
	}
	return p
}

// want reads a packet and compares it with "4f4b4159 ..." hex.
func (h *host) want(frame string) {
	h.t.Helper()
	want := unhex(h.t, frame)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(h.conn, got); err != nil {
		h.t.Fatalf("got %x, %v", got, err)
	}
	if string(got) != want {
		h.t.Fatalf("got  %x\nwant %x", got, want)
	}
}

// greet is the hand-shake of a server with these features.
func (h *host) greet(version, limit uint32, features string) packet {
	h.t.Helper()
	h.send(cmdCNXN, version, limit, "host::features="+features)
	p := h.get()
	if p.cmd != cmdCNXN {
		h.t.Fatalf("got %08x", p.cmd)
	}
	h.sums = version < versionNoSums
	return p
}

// The packets that adbd 34 was seen to send for `exit 5`.
func TestTransportFrames(t *testing.T) {
	d := newDaemon(t)
	d.firstStream = 19
	h := dial(t, d, NewGuard(false))
	p := h.greet(versionNoSums, 1<<20, "shell_v2,cmd")
	if want := "device::ro.product.name=p;ro.product.model=m;ro.product.device=d;features=" + strings.Join(d.Features(), ","); string(p.data) != want {
		t.Errorf("banner %q", p.data)
	}
	if p.arg0 != versionNoSums || p.arg1 != 1<<20 {
		t.Errorf("version %x, payload %d", p.arg0, p.arg1)
	}
	_, err := h.conn.Write([]byte(unhex(t, `4f50454e 01000000 00000000 14000000 ab060000 b0afbab1 "shell,v2,raw:exit 5" 00`)))
	must(t, err)
	h.want("4f4b4159 14000000 01000000 00000000 00000000 b0b4bea6")
	h.want("57525445 14000000 01000000 06000000 00000000 a8adabba 03 01000000 05")
	h.send(cmdOKAY, 1, 20, "")
	h.want("434c5345 14000000 01000000 00000000 00000000 bcb3acba")
}

// An old server: sums in all packets, payloads of 4 KiB, one WRTE in flight.
func TestTransportOldServer(t *testing.T) {
	h := dial(t, newDaemon(t), NewGuard(false))
	if p := h.greet(versionSums, 4096, ""); p.arg0 != versionSums {
		t.Errorf("version %x", p.arg0)
	}
	h.send(cmdOPEN, 1, 0, "source:10000\x00")
	if p := h.get(); p.cmd != cmdOKAY || p.arg0 != 1 || p.arg1 != 1 || len(p.data) != 0 {
		t.Fatalf("%+v", p)
	}
	total := 0
	for {
		p := h.get()
		if p.cmd == cmdCLSE {
			break
		}
		if p.cmd != cmdWRTE || len(p.data) > 4096 {
			t.Fatalf("%08x with %d bytes", p.cmd, len(p.data))
		}
		total += len(p.data)
		if total == 10000 {
			continue // the close may follow at once
		}
		// Nothing more may come before the acknowledgement: another stream's
		// answer would be behind it.
		h.send(cmdOPEN, 7, 0, "nope:")
		if p := h.get(); p.cmd != cmdCLSE || p.arg0 != 0 || p.arg1 != 7 {
			t.Fatalf("a second packet in flight: %08x", p.cmd)
		}
		h.send(cmdOKAY, 1, 1, "")
	}
	if total != 10000 {
		t.Errorf("%d bytes", total)
	}
	b := make([]byte, headerSize)
	header(b, packet{cmdOPEN, 2, 0, []byte("x:")}, true)
	b[16]++
	_, err := h.conn.Write(append(b, "x:"...))
	must(t, err)
	if err := <-h.done; !errors.Is(err, errPacket) {
		t.Errorf("a wrong sum: %v", err)
	}
	h.done = nil
}

// With delayed_ack the phone sends as long as it has credit, and acknowledges
// what it has read by number.
func TestTransportDelayedAck(t *testing.T) {
	h := dial(t, newDaemon(t), NewGuard(false))
	h.greet(versionNoSums, 1<<20, "shell_v2,delayed_ack")
	h.send(cmdOPEN, 1, 0, "source:10")
	if p := h.get(); p.cmd != cmdCLSE || p.arg1 != 1 {
		t.Fatalf("a stream without window: %08x", p.cmd)
	}
	const size = 1 << 20
	h.send(cmdOPEN, 2, size/2, "source:1048576\x00")
	okay := h.get()
	if len(okay.data) != 4 || binary.LittleEndian.Uint32(okay.data) != window {
		t.Fatalf("credit %x", okay.data)
	}
	total := 0
	for total < size/2 {
		p := h.get()
		if p.cmd != cmdWRTE {
			t.Fatalf("%08x after %d bytes", p.cmd, total)
		}
		total += len(p.data)
	}
	h.send(cmdOPEN, 3, size, "sink:5\x00") // whatever else was in flight would come before this answer
	p := h.get()
	if p.cmd != cmdOKAY || p.arg1 != 3 {
		t.Fatalf("%08x without credit after %d bytes", p.cmd, total)
	}
	sink := p.arg0
	h.send(cmdWRTE, 3, sink, "12345")
	if p := h.get(); p.cmd != cmdOKAY || p.arg1 != 3 || binary.LittleEndian.Uint32(p.data) != 5 {
		t.Fatalf("acknowledgement %+v", p)
	}
	if p := h.get(); p.cmd != cmdCLSE || p.arg1 != 3 {
		t.Fatalf("after the sink %+v", p)
	}
	h.send(cmdOKAY, 2, okay.arg0, string(binary.LittleEndian.AppendUint32(nil, size)))
	for total < size {
		total += len(h.get().data)
	}
	if p := h.get(); p.cmd != cmdCLSE || total != size {
		t.Errorf("%08x after %d bytes", p.cmd, total)
	}
}

// Closing from the host's side ends the service and is answered once; packets
// for streams that are gone are ignored.
func TestTransportClose(t *testing.T) {
	h := dial(t, newDaemon(t), NewGuard(false))
	h.greet(versionNoSums, 1<<20, "")
	h.send(cmdOPEN, 1, 0, "shell,v2,raw:sleep 1000")
	id := h.get().arg0
	h.send(cmdCLSE, 1, id, "")
	if p := h.get(); p.cmd != cmdCLSE || p.arg0 != id || p.arg1 != 1 {
		t.Fatalf("%+v", p)
	}
	h.send(cmdCLSE, 1, id, "")
	h.send(cmdWRTE, 1, id, "late")
	h.send(cmdOKAY, 9, 9, "")
	h.send(cmdOPEN, 2, 0, "exec:echo still here")
	if p := h.get(); p.cmd != cmdOKAY || p.arg1 != 2 {
		t.Fatalf("%+v", p)
	}
	if p := h.get(); string(p.data) != "still here\n" {
		t.Fatalf("%+v", p)
	}
}

// What is written before a close still reaches the service.
func TestTransportWriteThenClose(t *testing.T) {
	d := newDaemon(t)
	h := dial(t, d, NewGuard(false))
	h.greet(versionNoSums, 1<<20, "")
	h.send(cmdOPEN, 1, 0, "exec:cat > /sdcard/Download/sent")
	id := h.get().arg0
	h.send(cmdWRTE, 1, id, "all of it")
	h.send(cmdCLSE, 1, id, "")
	for h.get().cmd != cmdCLSE {
	}
	for range 1000 {
		if f, err := d.Disk.Open("/sdcard/Download/sent"); err == nil && f.Info.Size == 9 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	in, err := d.Disk.Stat("/sdcard/Download/sent")
	t.Errorf("%+v, %v", in, err)
}

// adbKey writes a public key in Android's form.
func adbKey(k *rsa.PublicKey) string {
	b := binary.LittleEndian.AppendUint32(nil, modulusSize/4)
	b = append(b, 0, 0, 0, 0)
	m := k.N.FillBytes(make([]byte, modulusSize))
	for i := range m {
		b = append(b, m[len(m)-1-i])
	}
	b = append(b, make([]byte, modulusSize)...)
	b = binary.LittleEndian.AppendUint32(b, uint32(k.E))
	return base64.StdEncoding.EncodeToString(b) + " somebody@computer\x00"
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	return k
}

// tryKey connects, signs the token with k and returns what the phone says to that.
func tryKey(t *testing.T, d *Daemon, g *Guard, k *rsa.PrivateKey) (*host, packet) {
	t.Helper()
	h := dial(t, d, g)
	h.send(cmdCNXN, versionNoSums, 1<<20, "host::")
	token := h.get()
	if token.cmd != cmdAUTH || token.arg0 != authToken || len(token.data) != 20 {
		t.Fatalf("%+v", token)
	}
	sig, err := rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA1, token.data)
	must(t, err)
	h.send(cmdAUTH, authSignature, 0, string(sig))
	return h, h.get()
}

// A computer the phone does not know waits for the tap on "Allow"; from then on
// its signature opens the door, and another's does not.
func TestAuthorisation(t *testing.T) {
	d, g := newDaemon(t), NewGuard(true)
	known, stranger := newKey(t), newKey(t)
	h, p := tryKey(t, d, g, known)
	if p.cmd != cmdAUTH || p.arg0 != authToken {
		t.Fatalf("an unknown key: %08x", p.cmd)
	}
	h.send(cmdAUTH, authKey, 0, adbKey(&known.PublicKey))
	// The phone says nothing until Allow; then it greets.
	for {
		g.mu.Lock()
		waits := len(g.offered) == 1
		g.mu.Unlock()
		if waits {
			break
		}
		time.Sleep(time.Millisecond)
	}
	g.Allow()
	if p := h.get(); p.cmd != cmdCNXN {
		t.Fatalf("after Allow: %08x", p.cmd)
	}
	h.send(cmdOPEN, 1, 0, "exec:echo in")
	if p := h.get(); p.cmd != cmdOKAY {
		t.Fatalf("a service after Allow: %08x", p.cmd)
	}

	g.Close()
	if _, p := tryKey(t, d, g, known); p.cmd != cmdCNXN {
		t.Errorf("a known key: %08x", p.cmd)
	}
	if _, p := tryKey(t, d, g, stranger); p.cmd != cmdAUTH {
		t.Errorf("a stranger's key: %08x", p.cmd)
	}
	// A signature of something else than the token.
	h = dial(t, d, g)
	h.send(cmdCNXN, versionNoSums, 1<<20, "host::")
	h.get()
	sig, err := rsa.SignPKCS1v15(rand.Reader, known, crypto.SHA1, bytes.Repeat([]byte{1}, 20))
	must(t, err)
	h.send(cmdAUTH, authSignature, 0, string(sig))
	if p := h.get(); p.cmd != cmdAUTH {
		t.Errorf("a replayed signature: %08x", p.cmd)
	}
}

// Nothing but the greeting opens the door.
func TestNoServiceBeforeGreeting(t *testing.T) {
	for name, frames := range map[string]func(h *host){
		"OPEN first": func(h *host) { h.send(cmdOPEN, 1, 0, "exec:ls") },
		"no AUTH": func(h *host) {
			h.send(cmdCNXN, versionNoSums, 4096, "host::")
			h.get()
			h.send(cmdOPEN, 1, 0, "exec:ls")
		},
		"broken key": func(h *host) {
			h.send(cmdCNXN, versionNoSums, 4096, "host::")
			h.get()
			h.send(cmdAUTH, authKey, 0, "QUJD me\x00")
		},
		"wrong magic": func(h *host) { _, _ = h.conn.Write(make([]byte, headerSize)) },
		"huge payload": func(h *host) {
			h.conn.Write([]byte(unhex(h.t, "434e584e 01000001 00001000 ffffff7f 00000000 bcb1a7b1")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := dial(t, newDaemon(t), NewGuard(true))
			frames(h)
			if err := <-h.done; !errors.Is(err, errPacket) && !errors.Is(err, errKey) {
				t.Errorf("the connection ended with %v", err)
			}
			h.done = nil
		})
	}
}

// When the connection ends, so does everything that served it.
func TestTransportLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		d := newDaemon(t)
		ctx, cancel := context.WithCancel(t.Context())
		client, server := net.Pipe()
		done := make(chan error, 1)
		go func() { done <- d.ServeConn(ctx, server, NewGuard(false)) }()
		h := &host{t: t, conn: client}
		h.greet(versionNoSums, 1<<20, "")
		for i, service := range []string{"shell,v2,raw:sleep 1000", "sync:", "source:1000000000", "shell,v2,pty:", "sink:9"} {
			h.send(cmdOPEN, uint32(i+1), 0, service)
			for p := h.get(); p.cmd != cmdOKAY; p = h.get() {
			}
		}
		cancel()
		client.Close()
		<-done
	}
	settled(t, before)
}

func FuzzReadPacket(f *testing.F) {
	var b [headerSize]byte
	header(b[:], packet{cmdCNXN, versionNoSums, 1 << 20, []byte("host::")}, true)
	f.Add(append(b[:], "host::"...), true)
	f.Add(b[:], false)
	f.Fuzz(func(t *testing.T, in []byte, sums bool) {
		p, err := readPacket(bytes.NewReader(in), 4096, sums)
		if err != nil {
			return
		}
		if len(p.data) > 4096 || len(p.data) > len(in)-headerSize {
			t.Fatalf("%d bytes of payload", len(p.data))
		}
		back := make([]byte, headerSize)
		header(back, p, sums)
		if sums && !bytes.Equal(back, in[:headerSize]) {
			t.Errorf("%x became %x", in[:headerSize], back)
		}
	})
}

func FuzzParseKey(f *testing.F) {
	f.Add([]byte(adbKey(&rsa.PublicKey{N: newModulus(), E: 65537})))
	f.Add([]byte("QUJD me\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if k, err := parseKey(in); err == nil && (k.N.BitLen() != 2048 || k.E < 3) {
			t.Errorf("key of %d bits, exponent %d", k.N.BitLen(), k.E)
		}
	})
}

// A connection that says anything at all neither crashes the phone nor stays.
func FuzzTransport(f *testing.F) {
	var b [headerSize]byte
	header(b[:], packet{cmdCNXN, versionNoSums, 1 << 20, []byte("host::")}, true)
	hello := append(b[:], "host::"...)
	open := make([]byte, headerSize)
	header(open, packet{cmdOPEN, 1, 0, []byte("exec:echo hi")}, false)
	f.Add(append(bytes.Clone(hello), append(open, "exec:echo hi"...)...))
	f.Fuzz(func(t *testing.T, in []byte) {
		client, server := net.Pipe()
		go func() {
			_, _ = client.Write(in)
			client.Close()
		}()
		go func() { _, _ = io.Copy(io.Discard, client) }()
		_ = newDaemon(t).ServeConn(t.Context(), server, NewGuard(false))
	})
}

func newModulus() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), 2047)
	return n.Add(n, big.NewInt(1))
}
