package job

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/device/demo/trouble"
	"keepsake/gallery/store"
)

func TestUnpluggedAnywhere(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for n := range 10 {
		after := rng.Int64N(260_000)
		t.Run(fmt.Sprintf("%d after %d bytes", n, after), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 9, 0)
			r.sim.CutAfter(after, 5*time.Millisecond)
			r.whole(r.run())
			t.Logf("%d bytes carried, %d connections lost", r.carried.Load(), r.lost)
		})
	}
}

// video puts a large recording on the phone, of bytes that are nowhere the same.
func (r *rig) video(name string, size int) {
	r.t.Helper()
	data := make([]byte, size)
	rng := rand.NewChaCha8([32]byte{1})
	for at := 0; at < size; at += 4096 {
		rng.Read(data[at:min(at+64, size)])
	}
	if err := r.sim.AddFile("DCIM/Camera/"+name, data, time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)); err != nil {
		r.t.Fatal(err)
	}
}

// once calls f when so many bytes have come from the phone.
func (r *rig) once(bytes int64, f func()) {
	do := sync.OnceFunc(f)
	check := func(sum int64) {
		if sum >= bytes {
			do()
		}
	}
	r.onBytes.Store(&check)
}

// A recording whose cable is pulled near its end goes on from there.
func TestLargeFileGoesOn(t *testing.T) {
	for name, break_ := range map[string]func(r *rig, size int64){
		"unplugged": func(r *rig, size int64) { r.sim.CutAfter(size/10*9, 5*time.Millisecond) },
		"paused": func(r *rig, size int64) {
			r.once(size/10*9, func() {
				r.tracker.Pause()
				go func() {
					time.Sleep(50 * time.Millisecond)
					if s := r.tracker.Snapshot(); s.Status != Paused || s.Bytes < size/2 {
						t.Errorf("paused: %s, %d bytes", s.Status, s.Bytes)
					}
					r.tracker.Continue()
				}()
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			size := int64(200 << 20)
			if name == "paused" { // what is on its way in the system's buffers is lost
				size = 100 << 20
			}
			r := newRig(t, 1, 0)
			r.video("VID.mp4", int(size))
			break_(r, size)
			r.whole(r.run())
			if n := r.carried.Load(); n < size || float64(n) > 1.15*float64(size) {
				t.Errorf("%d bytes came over the cable for a file of %d", n, size)
			}
			if name == "paused" != (r.lost == 0) {
				t.Errorf("%d connections lost", r.lost)
			}
		})
	}
}

// A file that is another one after the wire broke is read from its beginning.
func TestLargeFileChangedMeanwhile(t *testing.T) {
	const size = 20 << 20
	r := newRig(t, 1, 0)
	r.video("VID.mp4", size)
	r.sim.CutAfter(size/2, 0)
	r.onWait = func(Wait) {
		if err := r.sim.Chtimes("DCIM/Camera/VID.mp4", time.Date(2026, 5, 4, 1, 0, 0, 0, time.UTC)); err != nil {
			t.Error(err)
		}
		r.sim.Plug()
	}
	r.whole(r.run())
	if n := r.carried.Load(); n < size*3/2 {
		t.Errorf("only %d bytes came", n)
	}
}

// The adb server ends and starts again: its transport ids begin anew.
func TestServerRestarts(t *testing.T) {
	r := newRig(t, 12, 0)
	restarted := false
	r.onFile = func(n int) {
		if n == 4 && !restarted {
			restarted = true
			r.unplug()
		}
	}
	r.onWait = func(w Wait) {
		if w == NoServer {
			r.serve(r.sim)
		}
	}
	r.whole(r.run())
	if len(r.waits) == 0 || !slices.Contains(r.waits, NoServer) {
		t.Errorf("waited for %v", r.waits)
	}
}

// The phone restarts: gone, then there but not ready, then it asks again.
func TestPhoneRestarts(t *testing.T) {
	r := newRig(t, 12, 0)
	down := false
	r.onFile = func(n int) {
		if n == 4 && !down {
			down = true
			r.sim.Unplug()
		}
	}
	done := map[Wait]bool{} // it passes each once
	r.onWait = func(w Wait) {
		if done[w] {
			return
		}
		done[w] = true
		switch w {
		case Unplugged:
			r.sim.SetOffline(true)
			r.sim.Plug()
		case Restarting:
			if err := r.sim.Inject(demo.Fault{Kind: demo.FaultUnauthorized}); err != nil {
				t.Error(err)
			}
			r.sim.SetOffline(false)
		case Unauthorized:
			r.sim.Authorize()
		}
	}
	r.whole(r.run())
	if len(r.waits) < 3 || r.waits[0] != Unplugged || r.waits[1] != Restarting || r.waits[2] != Unauthorized {
		t.Errorf("waited for %v", r.waits)
	}
}

// The cable is pulled while the phone is on Wi-Fi too: the run goes on there.
func TestCableToWifi(t *testing.T) {
	r := newRig(t, 12, 0)
	air, err := r.sim.StartWireless(t.Context(), demo.WirelessOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer air.Close()
	addr, code, err := air.PairCode(t.Context())
	if err == nil {
		_, err = r.server.Pair(t.Context(), addr, code)
	}
	if err == nil {
		_, err = r.server.Reach(t.Context(), air.ConnectAddr())
	}
	if err != nil {
		t.Fatal(err)
	}
	changed := r.hub.Changed(t.Context())
	for i := r.hub.Phones(); len(i) != 1 || i[0].Via != device.Cable|device.Wireless; i = r.hub.Phones() {
		<-changed
	}
	r.onFile = func(n int) {
		if n == 4 && r.lost == 0 {
			r.sim.Unplug()
		}
	}
	r.whole(r.run())
	if i := r.hub.Phones(); len(i) != 1 || i[0].Via != device.Wireless || r.lost != 1 {
		t.Errorf("%d connections lost, phones %+v", r.lost, i)
	}
}

// A phone that accepts everything and says nothing any more is given up after
// the patience and found again.
func TestPhoneStalls(t *testing.T) {
	r := newRig(t, 9, 700*time.Millisecond)
	stalled := false
	r.onFile = func(n int) {
		if n == 4 && !stalled {
			stalled = true
			if err := r.sim.Inject(demo.Fault{Kind: demo.FaultPacket, Plan: trouble.Plan{At: 6, Kind: trouble.Stall}}); err != nil {
				t.Error(err)
			}
		}
	}
	r.whole(r.run())
	if r.lost == 0 || !slices.Contains(r.causes, Asleep) {
		t.Errorf("%d connections lost: %v", r.lost, r.causes)
	}
}

func TestFilesThatGrow(t *testing.T) {
	r := newRig(t, 6, 0)
	for _, name := range []string{"once.mp4", "always.mp4"} {
		if err := r.sim.AddFile("DCIM/Camera/"+name, make([]byte, 300_000), time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.sim.Inject(demo.Fault{Kind: demo.FaultChangeOnce, Path: "/sdcard/DCIM/Camera/once.mp4"}, demo.Fault{Kind: demo.FaultChange, Path: "/sdcard/DCIM/Camera/always.mp4"}); err != nil {
		t.Fatal(err)
	}
	receipt := r.run()
	if receipt.Failed != 1 || receipt.Copied != receipt.Found-1 || receipt.Verified != receipt.Copied {
		t.Errorf("%+v: %+v", receipt.Counts, receipt.Problems)
	}
}

// A job that is cancelled while it waits throws the beginnings away.
func TestCancelledWhileWaiting(t *testing.T) {
	r := newRig(t, 1, 0)
	r.video("VID.mp4", 20<<20)
	r.sim.CutAfter(10<<20, 0)
	p, err := r.await(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "library")
	lib, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	var during Snapshot
	var staged []string
	b := Backup{Source: p, Shelf: w, Tracker: r.tracker, Folder: "x", Again: func(ctx context.Context) (Source, error) {
		during = r.tracker.Snapshot()
		staged, _ = filepath.Glob(filepath.Join(dir, ".keepsake", "staging", "*"))
		cancel()
		return nil, ctx.Err()
	}}
	receipt, err := b.Run(ctx)
	if !errors.Is(err, context.Canceled) || receipt.Status != Cancelled || receipt.Failed > 0 {
		t.Errorf("%+v, %v", receipt, err)
	}
	if during.Status != Waiting || during.Waiting != Unplugged || during.Bytes == 0 || len(staged) != 1 {
		t.Errorf("while waiting: %+v, staged %v", during, staged)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".keepsake", "staging", "*")); len(left) > 0 || len(b.parts.byPath) > 0 {
		t.Errorf("left: %v", left)
	}
}
