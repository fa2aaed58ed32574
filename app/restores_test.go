package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/library"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/shelf"
	"keepsake/device"
	"keepsake/gallery/records"
)

// restored waits for the end of what r does.
func (b *bench) restored(t *testing.T, r *restores) job.Receipt {
	t.Helper()
	b.until(t, "the restore ends", func() bool { _, on := r.Progress(); return !on })
	got, ok := r.Receipt()
	if !ok {
		t.Fatal("it left no receipt")
	}
	return got
}

// backed is a bench with a phone that is backed up.
func backed(t *testing.T) (*bench, *restores, string, []device.File) {
	t.Helper()
	sim := simulated(t, "one", 0)
	b := newBench(t, sim)
	b.until(t, "the phone is there", func() bool { p := b.board.Phones(); return len(p) == 1 && p[0].Ready() })
	id := b.board.Phones()[0].ID
	if err := b.board.Start(id); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the backup ends", func() bool { r, ok := b.runs.get(id); return ok && r.done })
	ph, err := b.phones.phone(id)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ph.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b, newRestores(b.board, nil), id, m.Files
}

// TestFreeRestoreUndoInTheWindow: space is freed, the same backup brings it back, and
// each can be taken back.
func TestFreeRestoreUndoInTheWindow(t *testing.T) {
	b, r, id, before := backed(t)
	all, err := r.Backups(t.Context())
	if err != nil || len(all) != 1 || all[0].Phone != id || all[0].Counts[job.Photos] == 0 || all[0].Counts["contacts"] == 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	free, err := r.Prepare(t.Context(), restoring.Order{Task: restoring.Free, Phone: id, Erase: true, TakeFavorites: true}, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	change := free.Plan().Totals().Change
	if err := free.Start(); err != nil {
		t.Fatal(err)
	}
	if err := free.Start(); err == nil {
		t.Error("a plan ran twice")
	}
	freed := b.restored(t, r)
	if freed.Copied != change || change == 0 {
		t.Fatalf("%+v of %d", freed, change)
	}
	back, err := r.Prepare(t.Context(), restoring.Order{Phone: id, Backup: all[0].ID, What: []string{job.Photos}}, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if n := back.Plan().Totals(); n.New != change {
		t.Errorf("%+v, want %d new", n, change)
	}
	if err := back.Start(); err != nil {
		t.Fatal(err)
	}
	came := b.restored(t, r)
	if came.Copied != change || came.Verified != change || came.Failed != 0 {
		t.Fatalf("%+v: %v", came.Counts, came.Problems)
	}
	if err := r.Undo(came.ID); err != nil {
		t.Fatal(err)
	}
	if u := b.restored(t, r); u.Job != job.UndoName || u.Copied != change {
		t.Errorf("%+v", u)
	}
	if err := r.Undo(freed.ID); err != nil {
		t.Fatal(err)
	}
	b.restored(t, r)
	ph, err := b.phones.phone(id)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := ph.Media(t.Context(), nil); err != nil || len(m.Files) != len(before) {
		t.Errorf("%d files, were %d, %v", len(m.Files), len(before), err)
	}
	if err := r.Undo("restore-nothing"); !errors.Is(err, restore.ErrNoRun) {
		t.Errorf("a run that never was: %v", err)
	}
	if runs, err := r.Runs(t.Context()); err != nil || len(runs) != 2 || !runs[0].Undone || !runs[1].Undone {
		t.Errorf("%+v, %v", runs, err)
	}
}

// TestWhatIsPreparedIsLetGo: forgetting, and opening another library, which waits for
// nobody who only looks at a preview.
func TestWhatIsPreparedIsLetGo(t *testing.T) {
	b, r, id, _ := backed(t)
	order := restoring.Order{Phone: id, What: []string{job.Photos}}
	one, err := r.Prepare(t.Context(), order, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	one.Forget()
	one.Forget()
	if err := one.Start(); err == nil {
		t.Error("what was forgotten began")
	}
	two, err := r.Prepare(t.Context(), order, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.current.open(filepath.Join(t.TempDir(), "another")); err != nil {
		t.Fatal(err)
	}
	if err := two.Start(); err == nil {
		t.Error("what was compared with another library began")
	}
	if _, err := r.Prepare(t.Context(), restoring.Order{Phone: "nobody"}, job.NewTracker(time.Now)); err == nil {
		t.Error("it was compared with no phone")
	}
}

// TestDrillAndFolder: the drill leaves nothing but its date; a folder keeps the files.
func TestDrillAndFolder(t *testing.T) {
	b, r, _, _ := backed(t)
	if err := r.Drill(restoring.Order{Task: restoring.Prove, Sample: 3}); err != nil {
		t.Fatal(err)
	}
	if got := b.restored(t, r); got.Verified != 3 || got.ID != "" {
		t.Errorf("%+v", got)
	}
	if p, err := r.Proofs(t.Context()); err != nil || len(p) != 1 || !p[0].Sample || p[0].Files != 3 || p[0].Failed != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	dir := t.TempDir()
	p, err := r.Prepare(t.Context(), restoring.Order{Folder: dir}, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	got := b.restored(t, r)
	if left, err := os.ReadDir(dir); err != nil || len(left) == 0 || got.Copied == 0 || got.Verified != got.Copied {
		t.Errorf("%v, %v: %+v", left, err, got)
	}
	if n := b.board.Phones(); len(n) != 1 {
		t.Errorf("a folder is shown as a phone: %+v", n)
	}
}

// TestBringAContactBack: one that was deleted on the phone since, and no other.
func TestBringAContactBack(t *testing.T) {
	b, r, id, _ := backed(t)
	p := papers{pictures{b.current}}
	all, err := entries[records.Contact](t.Context(), p, shelf.RecordQuery{Category: records.Contacts})
	if err != nil || len(all) < 2 {
		t.Fatalf("%d contacts, %v", len(all), err)
	}
	back, err := r.Prepare(t.Context(), restoring.Order{Phone: id, Records: &shelf.RecordQuery{Category: records.Contacts, IDs: []int64{all[0].ID}}}, job.NewTracker(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	defer back.Forget()
	if steps := back.Plan().Steps; len(steps) != 1 || steps[0].Category != "contacts" || steps[0].State != restore.Same {
		t.Errorf("%+v", steps)
	}
	if _, err := r.Prepare(t.Context(), restoring.Order{Phone: id, Records: &shelf.RecordQuery{Category: records.Contacts, IDs: []int64{-1}}}, job.NewTracker(time.Now)); !errors.Is(err, library.ErrNothing) {
		t.Errorf("nobody was brought back: %v", err)
	}
}
