package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/importing"
	"keepsake/device"
	"keepsake/gallery/archive"
)

const samples = "../gallery/archive/testdata/"

// ended waits for the import's receipt.
func ended(t *testing.T, i *imports) job.Receipt {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if r, ok := i.Receipt(); ok {
			return r
		}
	}
	t.Fatal("the import does not end")
	return job.Receipt{}
}

// TestImportInTheWindow: from what was dropped to the receipt, beside what the
// library knows of phones.
func TestImportInTheWindow(t *testing.T) {
	b := newBench(t)
	i := &imports{runs: b.runs, current: b.current}
	if err := i.Start(""); err == nil {
		t.Error("an import of nothing began")
	}
	parts, err := i.Look(t.Context(), []string{samples + "zip/aes256.zip", samples + "takeout"}, nil)
	if err != nil || len(parts) != 2 || !parts[0].Locked || parts[0].Kind != importing.Archive || parts[1].Kind != importing.Takeout {
		t.Fatalf("%+v, %v", parts, err)
	}
	if _, err := i.Unlock(t.Context(), "no"); !errors.Is(err, archive.ErrPassword) {
		t.Fatalf("a wrong password: %v", err)
	}
	if parts, err = i.Unlock(t.Context(), "sample-password"); err != nil || parts[0].Locked {
		t.Fatalf("the right password: %+v, %v", parts, err)
	}
	if err := i.Start(""); err != nil {
		t.Fatal(err)
	}
	r := ended(t, i)
	if r.Check() != nil || r.Found != 8 || r.Failed != 0 || r.Copied == 0 || r.Job != job.ImportName {
		t.Errorf("%+v", r)
	}
	if _, on := i.Progress(); on || b.runs.busy() {
		t.Error("it has ended, and something still runs")
	}
	if n := len(b.current.known()); n != 2 {
		t.Errorf("%d sources are known, want Takeout and files", n)
	}
	if p := b.board.Phones(); len(p) != 0 {
		t.Errorf("an import is shown as a phone: %+v", p)
	}
	if p := i.Phones(); len(p) != 0 {
		t.Errorf("an import is offered as a phone: %+v", p)
	}
	if i.src != nil {
		t.Error("the source is held after the import")
	}
}

// TestOneImportAtATime: a second one is refused while the first runs, and what
// was recognised for it is kept; the library stays the one that is open.
func TestOneImportAtATime(t *testing.T) {
	b := newBench(t)
	i := &imports{runs: b.runs, current: b.current}
	hold := make(chan struct{})
	running := make(chan struct{})
	stays := func(shown string) (string, error) { return shown, nil }
	err := b.runs.launch(importRun, device.Info{ID: importRun}, errImporting, stays, func(context.Context, *job.Tracker, string) job.Receipt {
		close(running)
		<-hold
		return job.Receipt{Job: job.ImportName}
	})
	if err != nil {
		t.Fatal(err)
	}
	<-running
	if _, err := i.Look(t.Context(), []string{samples + "split/split.zip"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := i.Start(""); !errors.Is(err, errImporting) {
		t.Errorf("a second import: %v", err)
	}
	if err := b.runs.alone(func() error { return nil }); !errors.Is(err, errBusy) {
		t.Errorf("another library during an import: %v", err)
	}
	if n := len(b.runs.underWay()); n != 0 {
		t.Errorf("the import counts as %d phones", n)
	}
	close(hold)
	b.runs.wg.Wait()
	if err := i.Start(""); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
	if r := ended(t, i); r.Copied != 3 {
		t.Errorf("%+v", r)
	}
}

// TestImportOfNothing: what cannot be imported is told, and nothing is held.
func TestImportOfNothing(t *testing.T) {
	b := newBench(t)
	i := &imports{runs: b.runs, current: b.current}
	half := filepath.Join(t.TempDir(), "half.zip")
	if err := os.WriteFile(half, []byte("PK\x03\x04"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Look(t.Context(), []string{half}, nil); !errors.Is(err, archive.ErrDamaged) || i.src != nil {
		t.Errorf("%v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := i.Look(gone, []string{samples + "split/split.zip"}, nil); !errors.Is(err, context.Canceled) || i.src != nil {
		t.Errorf("nobody waits: %v", err)
	}
	if _, err := i.Look(t.Context(), []string{samples + "split/split.zip"}, nil); err != nil {
		t.Fatal(err)
	}
	i.Forget()
	if err := i.Start(""); err == nil || i.src != nil {
		t.Error("what was let go of was imported")
	}
}
