package app

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/settings"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// bench is the composition without a window.
type bench struct {
	*house
	board board
	news  chan struct{} // something changed
	own   string        // the owner's library
}

// newBench has these phones plugged in, and the owner's library open. The demo
// phone has another, below the same temporary home.
func newBench(t *testing.T, all ...*demo.Phone) *bench {
	t.Helper()
	home := t.TempDir()
	for _, v := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(v, home)
	}
	t.Setenv("KEEPSAKE_LIBRARY", "")
	file, err := settings.Open(filepath.Join(home, "settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b := &bench{house: &house{ctx: ctx, cancel: cancel, settings: file}, news: make(chan struct{}, 1)}
	changed := func() {
		select {
		case b.news <- struct{}{}:
		default:
		}
	}
	if b.own, err = startDir("", false, file); err != nil {
		t.Fatal(err)
	}
	if b.current, err = newCurrent(ctx, b.own, changed); err != nil {
		t.Fatal(err)
	}
	b.phones = newPhones(ctx, plugged(t, all...), changed)
	b.runs = newRuns(ctx, b.phones, b.current, b.home, changed)
	b.board = board{b.phones, b.runs, b.current}
	b.radio = newRadio(b.phones, b.current, file)
	b.supply = &supply{server: b.phones.server, settings: file}
	t.Cleanup(func() {
		cancel()
		b.runs.close()
		b.radio.close()
		b.phones.close()
		if err := b.current.close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// plugged is an adb server with these phones.
func plugged(t *testing.T, all ...*demo.Phone) *adb.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context())) // for as long as the bench
	done := make(chan error, 1)
	go func() { done <- demo.ServeADB(ctx, l, all...) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return adb.NewServer(adb.Options{Addr: l.Addr().String(), NoStart: true})
}

// simulated is a phone with a few small pictures on a cable of so many bytes per
// second.
func simulated(t *testing.T, serial string, rate int64) *demo.Phone {
	t.Helper()
	p, err := demo.New(demo.Options{Items: 12, Small: true, Serial: serial, Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// until waits for the composition to come to a state.
func (b *bench) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	hung := time.After(time.Minute)
	for !ok() {
		select {
		case <-b.news:
		case <-time.After(10 * time.Millisecond): // a tracker does not say that it moved
		case <-hung:
			t.Fatalf("never: %s", what)
		}
	}
}

// ready waits for a phone with this serial number, and returns its id.
func (b *bench) ready(t *testing.T, serial string) (id string) {
	t.Helper()
	b.until(t, serial+" is ready", func() bool {
		for _, s := range b.phones.all() {
			if s.Serial == serial && s.State == device.Ready {
				id = s.ID
				return true
			}
		}
		return false
	})
	return id
}

func (b *bench) ended(t *testing.T, id string) job.Receipt {
	t.Helper()
	b.until(t, id+" has ended", func() bool { r, ok := b.runs.get(id); return ok && r.done })
	r, _ := b.board.Receipt(id)
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	return r
}

// slow is a cable on which a backup is still under way when it is looked at.
const slow = 30 << 10

// TestTwoPhonesAtOnce: two backups run beside each other into one library; one
// is paused and continued, the other cancelled, and neither minds.
func TestTwoPhonesAtOnce(t *testing.T) {
	b := newBench(t, simulated(t, "paused", 0), simulated(t, "cancelled", slow))
	paused, cancelled := b.ready(t, "paused"), b.ready(t, "cancelled")
	for _, id := range []string{paused, cancelled} {
		if err := b.board.Start(id); err != nil {
			t.Fatal(err)
		}
		if err := b.board.Start(id); !errors.Is(err, errRunning) {
			t.Errorf("started twice: %v", err)
		}
	}
	b.board.Pause(paused)
	status := func(id string, want job.Status) func() bool {
		return func() bool { s, ok := b.board.Progress(id); return ok && s.Status == want }
	}
	b.until(t, "the other copies", func() bool { s, _ := b.board.Progress(cancelled); return s.Phase == job.Copying })
	b.until(t, "it is paused", status(paused, job.Paused))
	b.board.Cancel(cancelled)
	if r := b.ended(t, cancelled); r.Status != job.Cancelled || r.Found == 0 {
		t.Errorf("the cancelled one: %s %+v", r.Status, r.Counts)
	}
	if !status(paused, job.Paused)() {
		t.Error("the paused one is not paused any more")
	}
	if err := (place{b.current, b.runs, b.settings}).UseLibrary(t.Context(), t.TempDir()); !errors.Is(err, errBusy) {
		t.Errorf("another library while a backup is paused: %v", err)
	}
	b.board.Continue(paused)
	if r := b.ended(t, paused); r.Status != job.Done || r.Copied == 0 || r.Verified != r.KeptFiles() {
		t.Errorf("the paused one: %s %+v %s", r.Status, r.Counts, r.Message)
	}
	if b.runs.busy() {
		t.Error("busy with nothing")
	}
}

// TestTheDemoPhoneHasItsOwnLibrary: its pictures never get among the owner's,
// nor the other way round, and the library is not changed below a backup.
func TestTheDemoPhoneHasItsOwnLibrary(t *testing.T) {
	b := newBench(t, simulated(t, "mine", slow))
	mine := b.ready(t, "mine")
	if err := b.phones.connectDemo(); err != nil {
		t.Fatal(err)
	}
	toy := b.ready(t, demo.DefaultSerial)
	if err := b.board.Start(mine); err != nil {
		t.Fatal(err)
	}
	if err := b.board.Start(toy); !errors.Is(err, errElsewhere) {
		t.Errorf("the demo phone beside the owner's: %v", err)
	}
	b.board.Cancel(mine)
	b.ended(t, mine)

	if err := b.board.Start(toy); err != nil {
		t.Fatal(err)
	}
	if err := b.board.Start(mine); !errors.Is(err, errElsewhere) { // also before the library is open
		t.Errorf("the owner's phone beside the demo: %v", err)
	}
	b.until(t, "the demo's library is open", func() bool { return b.current.dir() != b.own })
	if _, ok := b.board.Receipt(mine); ok {
		t.Error("the demo's library shows a receipt of the owner's")
	}
	b.board.Cancel(toy)
	b.ended(t, toy)

	if err := b.board.Start(mine); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the owner's library is open", func() bool { return b.current.dir() == b.own })
	if _, ok := b.board.Receipt(toy); ok {
		t.Error("the owner's library shows a receipt of the demo's")
	}
	b.board.Cancel(mine)
	b.ended(t, mine)
	for _, k := range b.current.known() {
		if k.ID == toy {
			t.Error("the demo phone is in the owner's library")
		}
	}
}

// TestALibraryThatDoesNotOpen: the backup says so in its receipt, and the one
// that was shown stays.
func TestALibraryThatDoesNotOpen(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	mine := b.ready(t, "mine")
	b.runs.home = func(bool, string) (string, error) { return filepath.Join(b.settingsFile(t), "below a file"), nil }
	if err := b.board.Start(mine); err != nil {
		t.Fatal(err)
	}
	r := b.ended(t, mine)
	if r.Status != job.Failed || r.Message == "" || r.Phone != mine {
		t.Errorf("%+v", r)
	}
	if b.current.dir() != b.own {
		t.Errorf("the library is %s", b.current.dir())
	}
}

// settingsFile is the path of a file that is there.
func (b *bench) settingsFile(t *testing.T) string {
	t.Helper()
	if err := b.settings.Change(func(v *settings.Values) { v.Theme = "dark" }); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(filepath.Dir(b.own), "settings.json")
}

// TestNobodyStartsWhileTheLibraryIsChanged: and nobody changes it twice.
func TestNobodyStartsWhileTheLibraryIsChanged(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	mine := b.ready(t, "mine")
	err := b.runs.alone(func() error {
		if err := b.board.Start(mine); !errors.Is(err, errMoving) {
			t.Errorf("started meanwhile: %v", err)
		}
		if err := b.runs.alone(func() error { return nil }); !errors.Is(err, errBusy) {
			t.Errorf("changed meanwhile: %v", err)
		}
		if !b.runs.busy() {
			t.Error("not busy")
		}
		return nil
	})
	if err != nil || b.runs.busy() {
		t.Errorf("%v, busy %v", err, b.runs.busy())
	}
}

// TestAnotherProgramBacksUp: what it did is shown without a start.
func TestAnotherProgramBacksUp(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	b.current.heed(time.Millisecond)
	other, err := library.Open(t.Context(), b.own)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	want := job.Receipt{Job: job.BackupName, Phone: "theirs", Started: time.Now(), Status: job.Done}
	if _, ok := b.current.receipt("theirs"); ok {
		t.Fatal("known before")
	}
	if err := other.SaveReceipt(want); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the other program's backup is known", func() bool { _, ok := b.current.receipt("theirs"); return ok })
}

// TestAnotherLibrary: whoever still reads the one before is not disturbed, and
// what was known of it is forgotten.
func TestAnotherLibrary(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	mine := b.ready(t, "mine")
	if err := b.board.Start(mine); err != nil {
		t.Fatal(err)
	}
	if r := b.ended(t, mine); r.Status != job.Done {
		t.Fatalf("%s %s", r.Status, r.Message)
	}
	if err := b.board.Rename(mine, "Mum"); err != nil {
		t.Fatal(err)
	}
	if n := b.current.called(mine, "its own"); n != "Mum" {
		t.Errorf("called %q at once", n)
	}
	b.until(t, "the pictures are Mum's", func() bool { return pictures{b.current}.PhoneName(mine) == "Mum" })

	dir := filepath.Join(filepath.Dir(b.own), "another")
	moved := make(chan error, 1)
	err := b.current.use(func(l *library.Library) error {
		go func() { moved <- place{b.current, b.runs, b.settings}.UseLibrary(t.Context(), dir) }()
		b.until(t, "the other library is shown", func() bool { return b.current.dir() == dir })
		select {
		case err := <-moved:
			t.Errorf("the library was closed below its reader (%v)", err)
			moved <- err
		case <-time.After(100 * time.Millisecond): // in which nothing may happen
		}
		_, err := l.Phones(t.Context())
		return err
	})
	if err != nil {
		t.Errorf("the reader was disturbed: %v", err)
	}
	if err := <-moved; err != nil {
		t.Fatal(err)
	}
	if _, ok := b.board.Receipt(mine); ok || len(b.current.known()) != 0 || b.current.called(mine, "its own") != "its own" {
		t.Error("the new library shows what the old one knows")
	}
	if b.settings.Get().Library != dir {
		t.Errorf("remembered is %q", b.settings.Get().Library)
	}
}
