package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"
	"testing/synctest"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/gallery/store"
)

func TestWaitFor(t *testing.T) {
	state := func(s device.State) error { return &device.StateError{Name: "Mi", State: s} }
	for want, errs := range map[Wait][]error{
		Unplugged:    {device.ErrGone, device.ErrNoPhone, fmt.Errorf("reading: %w", adb.ErrDeviceGone), state(device.Absent), errors.New("?")},
		Asleep:       {fmt.Errorf("%w: %w", device.ErrGone, adb.ErrSilent)},
		NoServer:     {adb.ErrNoServer, &adb.NoProgramError{}, fmt.Errorf("%w: %w", device.ErrGone, adb.ErrServer)},
		Unauthorized: {state(device.Unauthorized), device.ErrUnauthorized},
		Restarting:   {state(device.Offline), state(device.Connecting), state(device.Authorizing), adb.ErrOffline},
		Locked:       {device.ErrLocked},
		NotReady:     {state(device.Recovery), state(device.Bootloader), state(device.NoPermission), state(device.Unknown)},
	} {
		for _, err := range errs {
			if got := waitFor(fmt.Errorf("looking: %w", err)); got != want {
				t.Errorf("%v: %s, want %s", err, got, want)
			}
		}
	}
}

func TestTrackerWaits(t *testing.T) {
	tr := NewTracker(newClock().now)
	tr.Waits(device.ErrLocked) // it does not wait
	if s := tr.Snapshot(); s.Waiting != "" || s.Err != nil {
		t.Errorf("running: %+v", s)
	}
	tr.status(Waiting, device.ErrGone)
	if s := tr.Snapshot(); s.Status != Waiting || s.Waiting != Unplugged {
		t.Errorf("unplugged: %+v", s)
	}
	tr.Waits(device.ErrLocked)
	if s := tr.Snapshot(); s.Waiting != Locked || !errors.Is(s.Err, device.ErrLocked) {
		t.Errorf("locked: %+v", s)
	}
	tr.status(Running, nil)
	if s := tr.Snapshot(); s.Waiting != "" || s.Err != nil {
		t.Errorf("running again: %+v", s)
	}
}

func TestTrackerPauses(t *testing.T) {
	c := newClock()
	tr := NewTracker(c.now)
	tr.phase(Copying, 10, 1000)
	for range 5 {
		tr.move(100)
		c.step(time.Second)
	}
	if s := tr.Snapshot(); s.Speed == 0 {
		t.Error("no speed before")
	}
	reading, stop := tr.pausing(t.Context())
	defer stop()
	tr.Pause()
	tr.Pause()
	if s := tr.Snapshot(); s.Status != Paused || s.Speed != 0 || !wasPaused(reading) {
		t.Errorf("paused: %+v", s)
	}
	later, stop := tr.pausing(t.Context())
	defer stop()
	if !wasPaused(later) {
		t.Error("reading began in a pause")
	}
	tr.status(Waiting, device.ErrGone)
	if s := tr.Snapshot(); s.Status != Paused || s.Waiting != "" {
		t.Errorf("paused and waiting: %+v", s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tr.hold(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("hold, cancelled: %v", err)
	}
	tr.Continue()
	tr.Continue()
	if err := tr.hold(t.Context()); err != nil {
		t.Error(err)
	}
	tr.status(Running, nil)
	c.step(300 * time.Millisecond)
	tr.move(100)
	if s := tr.Snapshot(); s.Status != Running || s.Speed != 0 || s.Left != 0 {
		t.Errorf("just after: %+v", s)
	}
	tr.Cancelling()
	tr.Pause()
	if s := tr.Snapshot(); s.Status != Cancelling {
		t.Errorf("cancelling: %s", s.Status)
	}
	tr.Continue()
	tr.status(Done, nil)
	tr.Pause()
	if s := tr.Snapshot(); s.Status != Done {
		t.Errorf("done: %s", s.Status)
	}
}

// Bytes never exceed what the phase has, and the sum follows what files are found
// to be.
func TestTrackerBytesStayWithin(t *testing.T) {
	tr := NewTracker(newClock().now)
	tr.phase(Copying, 2, 100)
	tr.move(120)
	if s := tr.Snapshot(); s.Bytes != 100 {
		t.Errorf("%d of %d bytes", s.Bytes, s.BytesTotal)
	}
	tr.resize(50)
	if s := tr.Snapshot(); s.Bytes != 120 || s.BytesTotal != 150 {
		t.Errorf("%d of %d bytes", s.Bytes, s.BytesTotal)
	}
}

func TestPartsAreFew(t *testing.T) {
	tr := NewTracker(newClock().now)
	lib, err := store.Create(t.TempDir() + "/l")
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	part := func(n int64) *incoming {
		s, err := w.Stage(resumeFrom)
		if err != nil {
			t.Fatal(err)
		}
		return &incoming{Staged: s, t: tr, n: n}
	}
	big := func(name string) device.File { return device.File{Path: name, Size: resumeFrom} }
	var p parts
	defer p.drop()
	for i := range maxParts {
		if drop := p.put(big(fmt.Sprint(i)), part(int64(i+2)*resumeHave)); drop != nil {
			t.Errorf("part %d is not kept", i)
		}
	}
	for name, tt := range map[string]struct {
		f    device.File
		w    *incoming
		kept bool
	}{
		"a small file":  {device.File{Path: "s", Size: resumeFrom - 1}, part(5 * resumeHave), false},
		"too little":    {big("l"), part(resumeHave - 1), false},
		"the least":     {big("m"), part(resumeHave), false},
		"nothing again": {big("n"), &incoming{Staged: part(0).Staged, t: tr, n: 9 * resumeHave, from: 9 * resumeHave, fruitless: maxFruitless - 1}, false},
		"a better one":  {big("b"), part(9 * resumeHave), true},
	} {
		drop := p.put(tt.f, tt.w)
		if drop == nil || (drop != tt.w) != tt.kept || p.has(tt.f.Path) != tt.kept {
			t.Errorf("%s: dropped %p of %p", name, drop, tt.w)
		}
		if drop != nil {
			drop.throwAway()
		}
	}
	if p.has("0") || !p.has("1") || p.take("1") == nil || p.take("1") != nil {
		t.Error("not the least one made room")
	}
}

// closing is a phone that is being restarted: first its files are gone, then it is.
type closing struct {
	*fakePhone
	locked  int // how often it still says so
	refused int // files it still says are not there
	breaks  bool
}

func (p *closing) Info() device.Info {
	i := p.fakePhone.Info()
	i.Locked = p.locked > 0
	return i
}

func (p *closing) Refresh(context.Context) (device.Info, error) {
	if p.breaks {
		return p.Info(), device.ErrGone
	}
	if p.locked > 0 {
		p.locked--
	}
	return p.Info(), nil
}

func (p *closing) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	if p.refused == 0 {
		return p.fakePhone.Pull(ctx, next, sink)
	}
	for f, ok := next(); ok; f, ok = next() {
		sink.End(f, nil, fs.ErrNotExist)
		if p.refused--; p.refused == 0 && !p.breaks {
			return device.ErrGone
		}
	}
	return nil
}

// What a phone says about its files while it is switched off counts for nothing,
// and a phone that is locked after its start is waited for.
func TestFilesOfAClosingPhone(t *testing.T) {
	for _, breaks := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, 8)
			p := &closing{fakePhone: b.phone, refused: 5, breaks: breaks}
			if breaks {
				p.refused = 8
			}
			var waits []Wait
			lib, err := store.Create(b.dir)
			if err != nil {
				t.Fatal(err)
			}
			w, err := lib.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			tracker := NewTracker(time.Now)
			job := Backup{Source: p, Shelf: w, Tracker: tracker, Folder: "x", Verify: true, Again: func(context.Context) (Source, error) {
				waits = append(waits, tracker.Snapshot().Waiting)
				if len(waits) == 1 {
					p.breaks, p.refused, p.locked = false, 0, 3
				}
				return p, nil
			}}
			began := time.Now()
			r, err := job.Run(t.Context())
			if err != nil || r.Counts != counts(8, 8, 0, 0, 0, 8) || len(r.Problems) > 0 {
				t.Errorf("%+v, %+v, %v", r.Counts, r.Problems, err)
			}
			if len(waits) < 2 || waits[0] != Unplugged || waits[1] != Locked || p.locked != 0 {
				t.Errorf("waited for %v", waits)
			}
			if d := time.Since(began); d < unlockEvery || d > time.Minute {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// A phone that comes back only to be lost again is not asked without a pause.
func TestBreathes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, 3)
		b.phone.gone = true
		var at []time.Time
		b.again = func(context.Context) (Source, error) {
			at = append(at, time.Now())
			if len(at) == 9 {
				b.phone.gone = false
			}
			return b.phone, nil
		}
		if r, err := b.run(t.Context()); err != nil || r.Copied != 3 {
			t.Errorf("%+v, %v", r.Counts, err)
		}
		if took := at[8].Sub(at[0]); took < 3*longestBreath || took > 9*longestBreath {
			t.Errorf("nine attempts in %v", took)
		}
	})
}

// A pause in any phase ends when the owner says so, and loses nothing.
func TestPauseAnywhere(t *testing.T) {
	for n := range 12 {
		t.Run(fmt.Sprint("after ", n), func(t *testing.T) {
			b := newBench(t, 6)
			tracker := NewTracker(time.Now)
			var seen []Status
			calls := 0
			stop := func() {
				if calls++; calls == n+1 {
					tracker.Pause()
					seen = append(seen, tracker.Snapshot().Status)
					time.AfterFunc(5*time.Millisecond, tracker.Continue)
				}
			}
			p := &pausing{b.phone, stop}
			lib, err := store.Create(b.dir)
			if err != nil {
				t.Fatal(err)
			}
			w, err := lib.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			job := Backup{Source: p, Shelf: w, Tracker: tracker, Folder: "x", Verify: true}
			r, err := job.Run(t.Context())
			if err != nil || r.Counts != counts(6, 6, 0, 0, 0, 6) || len(r.Problems) > 0 {
				t.Errorf("%+v, %+v, %v", r.Counts, r.Problems, err)
			}
			if len(seen) != 1 || seen[0] != Paused {
				t.Errorf("seen %v after %d calls", seen, calls)
			}
		})
	}
}

// pausing is a phone that calls stop before every file it reads or hashes.
type pausing struct {
	*fakePhone
	stop func()
}

func (p *pausing) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	return p.fakePhone.Pull(ctx, func() (device.File, bool) {
		f, ok := next()
		if ok {
			p.stop()
		}
		return f, ok
	}, causes{sink, ctx})
}

func (p *pausing) Hashes(ctx context.Context, paths []string, each func(string, [32]byte, error)) error {
	return p.fakePhone.Hashes(ctx, paths, func(path string, sum [32]byte, err error) {
		each(path, sum, err)
		p.stop()
	})
}

// causes ends files as a phone does, with the cause of a context's end.
type causes struct {
	device.Sink
	ctx context.Context
}

func (c causes) End(f device.File, w io.Writer, err error) {
	if err != nil && c.ctx.Err() != nil {
		err = context.Cause(c.ctx)
	}
	c.Sink.End(f, w, err)
}
