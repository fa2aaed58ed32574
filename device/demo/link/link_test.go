package link

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"
)

// pair returns a wrapped connection and its other end.
func pair(t testing.TB, l *Link) (*Conn, *net.TCPConn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	far, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := l.Wrap(near)
	t.Cleanup(func() {
		c.Close()
		far.Close()
	})
	return c, far.(*net.TCPConn)
}

func noise(n int) []byte {
	b := make([]byte, n)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

// Whatever the cable is like, the bytes and their ends arrive as they were sent.
func TestBytesArrive(t *testing.T) {
	for name, l := range map[string]*Link{
		"plain":   New(0, 0),
		"latency": New(3*time.Millisecond, 0),
		"rate":    New(0, 20<<20),
		"both":    New(2*time.Millisecond, 20<<20),
		"budget":  func() *Link { l := New(0, 0); l.CutAfter(1<<40, nil); return l }(),
	} {
		t.Run(name, func(t *testing.T) {
			c, far := pair(t, l)
			data := noise(700_000)
			var work sync.WaitGroup
			work.Go(func() {
				if _, err := c.Write(data); err != nil {
					t.Error(err)
				}
				if err := c.CloseWrite(); err != nil {
					t.Error(err)
				}
			})
			work.Go(func() {
				if _, err := far.Write(data); err != nil {
					t.Error(err)
				}
				far.CloseWrite()
			})
			work.Go(func() {
				if got, err := io.ReadAll(far); err != nil || !bytes.Equal(got, data) {
					t.Errorf("out: %d bytes, %v", len(got), err)
				}
			})
			got, err := io.ReadAll(c)
			if err != nil || sha256.Sum256(got) != sha256.Sum256(data) {
				t.Errorf("in: %d bytes, %v", len(got), err)
			}
			work.Wait()
		})
	}
}

// A delay is a delay, and delays of what is sent together overlap: 50 messages
// with 20 ms each take nothing like a second.
func TestLatencyOverlaps(t *testing.T) {
	const delay = 20 * time.Millisecond
	c, far := pair(t, New(delay, 0))
	start := time.Now()
	for i := range 50 {
		if _, err := c.Write([]byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	got := make([]byte, 50)
	if _, err := io.ReadFull(far, got[:1]); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d < delay {
		t.Errorf("the first arrived after %v", d)
	}
	if _, err := io.ReadFull(far, got[1:]); err != nil {
		t.Fatal(err)
	}
	for i, b := range got {
		if b != byte(i) {
			t.Fatalf("byte %d is %d", i, b)
		}
	}
}

// The rate holds for all connections together.
func TestRateIsShared(t *testing.T) {
	const rate, each = 4 << 20, 200 << 10
	l := New(0, rate)
	start := time.Now()
	var work sync.WaitGroup
	for range 3 {
		c, far := pair(t, l)
		work.Go(func() { _, _ = c.Write(make([]byte, each)) })
		work.Go(func() { _, _ = io.CopyN(io.Discard, far, each) })
	}
	work.Wait()
	if d, least := time.Since(start), l.carries(3*each); d < least {
		t.Errorf("%v for what takes %v", d, least)
	}
}

// The cut comes after exactly so many bytes, whichever way they go, and takes
// every connection with it.
func TestCutAfter(t *testing.T) {
	for _, latency := range []time.Duration{0, time.Millisecond} {
		l := New(latency, 0)
		a, farA := pair(t, l)
		b, farB := pair(t, l)
		fired := make(chan struct{})
		l.CutAfter(1000, func() { close(fired) })
		if _, err := farA.Write(make([]byte, 400)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(a, make([]byte, 400)); err != nil {
			t.Fatal(err)
		}
		n, err := b.Write(make([]byte, 5000))
		if n != 600 || !errors.Is(err, net.ErrClosed) {
			t.Errorf("wrote %d, %v", n, err)
		}
		<-fired
		if latency == 0 { // with latency the last bytes were still on their way
			if got, _ := io.ReadAll(farB); len(got) != 600 {
				t.Errorf("%d bytes arrived", len(got))
			}
		}
		if _, err := a.Read(make([]byte, 1)); err == nil {
			t.Error("the other connection lives")
		}
		c, far := pair(t, l) // plugged in again
		if _, err := c.Write(make([]byte, 5000)); err != nil {
			t.Errorf("after the cut: %v", err)
		}
		if _, err := io.ReadFull(far, make([]byte, 5000)); err != nil {
			t.Errorf("after the cut: %v", err)
		}
	}
}

// Breaking the cable ends what waits on it, and nothing stays behind.
func TestDropLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, l := range []*Link{New(0, 0), New(time.Millisecond, 0), New(time.Hour, 0), New(0, 1)} {
		c, far := pair(t, l)
		var work sync.WaitGroup
		work.Go(func() { _, _ = io.ReadAll(c) })
		work.Go(func() {
			_, _ = c.Write(make([]byte, 10<<20))
			_ = c.CloseWrite()
		})
		l.Drop()
		work.Wait()
		c.Close()
		far.Close()
	}
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines stay, %d before", runtime.NumGoroutine(), before)
}
