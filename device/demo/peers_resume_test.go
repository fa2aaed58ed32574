package demo

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
)

// halves is a sink that keeps the beginning of a file between two connections.
type halves struct {
	mu    sync.Mutex
	buf   *bytes.Buffer
	begun int
	from  int64
	err   error
}

func (h *halves) Begin(device.File) (io.Writer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.begun++
	h.buf = &bytes.Buffer{}
	return h.buf, nil
}

func (h *halves) Resume(device.File) (io.Writer, int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.buf == nil {
		return nil, 0
	}
	h.from = int64(h.buf.Len())
	return h.buf, h.from
}

func (h *halves) End(_ device.File, _ io.Writer, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.err = err
}

// Through the real adb, a large file goes on where the cable was pulled, whether
// the phone has dd or only tail.
func TestRealADBGoesOn(t *testing.T) {
	const size = 30 << 20
	data := make([]byte, size)
	rng := rand.NewChaCha8([32]byte{7})
	for at := 0; at < size; at += 4096 {
		rng.Read(data[at : at+32])
	}
	for _, program := range adbPrograms(t) {
		for _, missing := range []string{"", "dd"} {
			p := newPhone(t, Options{Items: 1})
			must(t, p.AddFile("Movies/long.mp4", data, time.Unix(1_600_000_000, 0)))
			if missing != "" {
				must(t, p.Inject(Fault{Kind: FaultRefuse, Name: missing}))
			}
			addr, stop, err := p.StartTransport(t.Context())
			must(t, err)
			t.Cleanup(stop)
			tool := startServer(t, program)
			server := adb.NewServer(adb.Options{Addr: fmt.Sprintf("127.0.0.1:%d", tool.port), NoStart: true})
			plugIn := func() *device.Phone {
				t.Helper()
				for range 200 {
					tool.run("connect", addr)
					phone, err := device.Find(t.Context(), server, addr)
					if err == nil {
						return phone
					}
					time.Sleep(20 * time.Millisecond)
				}
				t.Fatal("the phone does not come back")
				return nil
			}
			file := device.File{Path: Storage + "/Movies/long.mp4", Size: size, MTime: time.Unix(1_600_000_000, 0)}
			h := &halves{}
			read := func(phone *device.Phone) error {
				given := false
				return phone.Pull(t.Context(), func() (device.File, bool) {
					defer func() { given = true }()
					return file, !given
				}, h)
			}
			phone := plugIn()
			p.CutAfter(size/10*8, 0)
			if err := read(phone); !errors.Is(err, device.ErrGone) || !errors.Is(h.err, device.ErrGone) {
				t.Fatalf("unplugged: %v, %v", err, h.err)
			}
			p.Plug()
			if err := read(plugIn()); err != nil || h.err != nil || h.begun != 1 || h.from < size/2 {
				t.Errorf("%s without %q: %v, %v; begun %d times, read on from %d", program, missing, err, h.err, h.begun, h.from)
			}
			if sha256.Sum256(h.buf.Bytes()) != sha256.Sum256(data) {
				t.Errorf("%s without %q: other bytes", program, missing)
			}
		}
	}
}
