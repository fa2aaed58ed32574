package job

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/store"
)

// rig is a simulated phone at an adb server, watched by a hub, and a library.
type rig struct {
	t       *testing.T
	sim     *demo.Phone
	server  *adb.Server
	hub     *device.Hub
	addr    atomic.Pointer[string]
	unplug  func() // ends the adb server
	carried atomic.Int64
	tracker *Tracker
	waits   []Wait
	onWait  func(Wait)
	onFile  func(n int) // after so many files were asked for
	lost    int         // connections
	causes  []Wait      // of the losses

	onBytes atomic.Pointer[func(int64)]
}

// newRig makes a phone with a picture and so many files less one that cost less
// to make.
func newRig(t *testing.T, files int, patience time.Duration) *rig {
	t.Helper()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	sim, err := demo.New(demo.Options{Items: 1, Small: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for n := range files - 1 {
		data := bytes.Repeat(fmt.Appendf(nil, "file %d ", n), 4000)
		if err := sim.AddFile(fmt.Sprintf("DCIM/Camera/IMG_%d.jpg", n), data, now.Add(-time.Duration(n)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	r := &rig{t: t, sim: sim, tracker: NewTracker(time.Now)}
	r.serve(sim)
	r.watch(r.proxy(), patience)
	return r
}

// serve runs an adb server, where one was before if there was one.
func (r *rig) serve(phones ...*demo.Phone) {
	r.t.Helper()
	at := "127.0.0.1:0"
	if before := r.addr.Load(); before != nil {
		at = *before
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		r.t.Fatal(err)
	}
	addr := l.Addr().String()
	r.addr.Store(&addr)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- demo.ServeADB(ctx, l, phones...) }()
	r.unplug = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			r.t.Error(err)
		}
	})
	r.t.Cleanup(r.unplug)
}

// proxy counts what comes from the phones.
func (r *rig) proxy() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go r.relay(c)
		}
	}()
	return l.Addr().String()
}

func (r *rig) relay(c net.Conn) {
	defer c.Close()
	far, err := net.Dial("tcp", *r.addr.Load())
	if err != nil {
		return
	}
	defer far.Close()
	go func() {
		io.Copy(far, c)
		far.(*net.TCPConn).CloseWrite()
	}()
	buf := make([]byte, 256<<10)
	for {
		n, err := far.Read(buf)
		sum := r.carried.Add(int64(n))
		if f := r.onBytes.Load(); f != nil {
			(*f)(sum)
		}
		if _, werr := c.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}

func (r *rig) watch(addr string, patience time.Duration) {
	r.server = adb.NewServer(adb.Options{Addr: addr, NoStart: true, Patience: patience})
	r.hub = device.NewHub(r.server)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.hub.Run(ctx) }()
	r.t.Cleanup(func() { cancel(); <-done })
}

// hooked is a phone whose Pull tells how many files were asked for.
type hooked struct {
	*device.Phone
	r     *rig
	given int
}

func (h *hooked) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	return h.Phone.Pull(ctx, func() (device.File, bool) {
		if h.given++; h.r.onFile != nil {
			h.r.onFile(h.given)
		}
		return next()
	}, sink)
}

func (r *rig) await(ctx context.Context, id string) (*device.Phone, error) {
	return r.hub.Await(ctx, id, func(err error) {
		r.tracker.Waits(err)
		if s := r.tracker.Snapshot(); s.Status == Waiting {
			if len(r.waits) == 0 || r.waits[len(r.waits)-1] != s.Waiting {
				r.waits = append(r.waits, s.Waiting)
			}
			if r.onWait != nil {
				r.onWait(s.Waiting)
			}
		}
	})
}

// run backs the phone up and checks what must be so in any case: the receipt adds
// up, the library holds the phone's bytes, and progress never ran backwards.
func (r *rig) run() Receipt {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 60*time.Second)
	defer cancel()
	p, err := r.await(ctx, "")
	if err != nil {
		r.t.Fatal(err)
	}
	dir := filepath.Join(r.t.TempDir(), "library")
	lib, err := store.Create(dir)
	if err != nil {
		r.t.Fatal(err)
	}
	w, err := lib.Begin(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	b := Backup{Source: &hooked{Phone: p, r: r}, Shelf: w, Tracker: r.tracker, Library: dir, Folder: "Test phone", Verify: true, Local: time.UTC,
		Again: func(ctx context.Context) (Source, error) {
			r.lost++
			r.causes = append(r.causes, r.tracker.Snapshot().Waiting)
			p, err := r.await(ctx, p.Info().ID)
			if err != nil {
				return nil, err
			}
			return &hooked{Phone: p, r: r}, nil
		}}
	receipt, err := b.Run(ctx)
	if err != nil {
		r.t.Fatalf("%v; waited for %v", err, r.waits)
	}
	if err := receipt.Check(); err != nil {
		r.t.Error(err)
	}
	if s := r.tracker.Snapshot(); s.Waiting != "" || !s.Status.Ended() {
		r.t.Errorf("at the end: %s, waiting for %q", s.Status, s.Waiting)
	}
	files, err := r.sim.Media()
	if err != nil {
		r.t.Fatal(err)
	}
	kept := 0
	for _, f := range files {
		k, ok := w.Known(p.Info().ID, f.Path)
		if !ok {
			continue
		}
		kept++
		if sum, err := r.sim.Sum(f.Path); err != nil || k.Hash != sum || k.Size != f.Size {
			r.t.Errorf("%s: the library has other bytes (%v)", f.Path, err)
		}
	}
	if kept != receipt.Copied || len(b.parts.byPath) > 0 {
		r.t.Errorf("%d files in the library, %d copied, %d beginnings left", kept, receipt.Copied, len(b.parts.byPath))
	}
	if err := w.Close(); err != nil {
		r.t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".keepsake", "staging", "*")); err != nil || len(left) > 0 {
		r.t.Errorf("left in the staging folder: %v, %v", left, err)
	}
	return receipt
}

// whole checks that everything the phone has was copied and proven once.
func (r *rig) whole(receipt Receipt) {
	r.t.Helper()
	files, err := r.sim.Media()
	if err != nil {
		r.t.Fatal(err)
	}
	var bytes int64
	found := 0
	for _, f := range files {
		bytes += f.Size
		found++
	}
	if receipt.Found == 0 || receipt.Copied+receipt.Skipped != receipt.Found || receipt.Failed > 0 || receipt.Verified != receipt.Copied {
		r.t.Errorf("%+v: %+v", receipt.Counts, receipt.Problems)
	}
	if receipt.Skipped == 0 && (receipt.Copied != found || receipt.Bytes != bytes) {
		r.t.Errorf("copied %d files of %d bytes; the phone has %d of %d", receipt.Copied, receipt.Bytes, found, bytes)
	}
}
