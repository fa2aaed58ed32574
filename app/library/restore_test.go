package library

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/demo"
)

func opened(t *testing.T, name string) *Library {
	t.Helper()
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	})
	return lib
}

func phoneOf(t *testing.T, sim *demo.Phone) *device.Phone {
	t.Helper()
	p, err := device.Find(t.Context(), plugged(t, sim), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// newest is what a phone's newest snapshot lists: content, album and date by path.
func newest(t *testing.T, lib *Library, phone string) map[string]string {
	t.Helper()
	id, err := lib.latest(t.Context(), phone)
	if err != nil {
		t.Fatal(err)
	}
	s, err := lib.Store.Snapshot(id)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, it := range s.Items {
		m[it.Path] = it.Hash.String() + " " + it.Album + " " + it.MTime.UTC().String()
	}
	return m
}

// TestRestoreToAnEmptyPhone: a backup restored to an empty phone and backed up
// from there lists the same, and the phone's gallery sorts it as before.
func TestRestoreToAnEmptyPhone(t *testing.T) {
	old, err := demo.New(demo.Options{Items: 40, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	lib := opened(t, "library")
	first := phoneOf(t, old)
	if _, err := lib.Backup(t.Context(), first, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	empty, err := demo.New(demo.Options{Items: 2, Small: true, Serial: "another"})
	if err != nil {
		t.Fatal(err)
	}
	media, err := empty.Media()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range media {
		if err := empty.Remove(f.Path); err != nil {
			t.Fatal(err)
		}
	}
	second := phoneOf(t, empty)
	r, err := lib.PlanRestore(t.Context(), second, RestoreOptions{Choice: Choice{Snapshot: Latest}, Tracker: job.NewTracker(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || receipt.Failed+receipt.Skipped+len(receipt.Problems) > 0 || receipt.Copied != r.Plan.Totals().New || receipt.Verified != receipt.Copied {
		t.Fatalf("%+v, %v: %+v", receipt.Counts, err, receipt.Problems)
	}
	other := opened(t, "other")
	if _, err := other.Backup(t.Context(), second, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	want := newest(t, lib, first.Info().ID)
	for p := range want {
		if strings.Contains(p, "/.globalTrash/") {
			delete(want, p)
		}
	}
	got := newest(t, other, second.Info().ID)
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if got[p] != want[p] {
			t.Errorf("%s: %q, want %q", p, got[p], want[p])
		}
	}
	if len(got) != len(want) || len(want) < 30 {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	before, after := takenOn(t, first), takenOn(t, second)
	for p, d := range after {
		if d.Sub(before[p]).Abs() > 26*time.Hour {
			t.Errorf("%s is sorted under %v, was under %v", p, d, before[p])
		}
	}
	// The receipt is kept, with what undo takes.
	kept, err := lib.Receipts(1)
	if err != nil || len(kept) != 1 || kept[0].Job != job.RestoreName || kept[0].ID != r.Plan.ID {
		t.Errorf("%+v, %v", kept, err)
	}
}

func takenOn(t *testing.T, p *device.Phone) map[string]time.Time {
	t.Helper()
	m, err := p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]time.Time{}
	for _, f := range m.Files {
		if f.Taken.IsZero() {
			f.Taken = f.MTime
		}
		all[f.Path] = f.Taken
	}
	return all
}

// TestFreeThenUndo: what was taken off a phone comes back by another opening of the
// library; the wrong phone is refused.
func TestFreeThenUndo(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 16, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	p := phoneOf(t, sim)
	lib := opened(t, "library")
	if _, err := lib.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	before, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	r, err := lib.PlanFree(t.Context(), p, FreeOptions{Erase: true, KeepFavorites: true, Tracker: job.NewTracker(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err = errors.Join(err, r.Close()); err != nil || receipt.Copied == 0 || receipt.Copied != r.Plan.Totals().Change {
		t.Fatalf("%+v, %v", receipt, err)
	}
	left, err := sim.Media()
	if err != nil || len(left) != len(before)-receipt.Copied {
		t.Fatalf("%d of %d are left, %v", len(left), len(before), err)
	}
	if _, err := lib.OpenRestore(t.Context(), receipt.ID, nil); !errors.Is(err, device.ErrGone) {
		t.Errorf("without the phone: %v", err)
	}
	again, err := lib.OpenRestore(t.Context(), receipt.ID, p)
	if err != nil {
		t.Fatal(err)
	}
	u, err := again.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err = errors.Join(err, again.Close()); err != nil || u.Copied != receipt.Copied {
		t.Fatalf("%+v, %v", u, err)
	}
	back, err := sim.Media()
	if err != nil || len(back) != len(before) {
		t.Errorf("%d of %d are back, %v", len(back), len(before), err)
	}
	runs, err := lib.Restores().List()
	if err != nil || len(runs) != 1 || !runs[0].Undone {
		t.Errorf("%+v, %v", runs, err)
	}
	if _, err := lib.OpenRestore(t.Context(), "free-nothing", p); !errors.Is(err, restore.ErrNoRun) {
		t.Errorf("a run that never was: %v", err)
	}
}

// TestProve: the drill reads everything back, remembers it, leaves nothing behind,
// and notices a flipped bit.
func TestProve(t *testing.T) {
	lib, _ := backedUp(t)
	temp := t.TempDir()
	prove := func(sample int) job.Receipt {
		t.Helper()
		r, err := lib.Prove(t.Context(), temp, 0, RestoreOptions{Choice: Choice{Snapshot: Latest, Sample: sample}, Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
		if runs, err := lib.Restores().List(); err != nil || len(runs) > 0 {
			t.Errorf("runs: %v, %v", runs, err)
		}
		return r
	}
	whole := prove(0)
	if whole.Copied < 10 || whole.Verified != whole.Copied || whole.Failed != 0 {
		t.Errorf("%+v", whole.Counts)
	}
	if some := prove(3); some.Copied != 3 {
		t.Errorf("%+v", some.Counts)
	}
	it, err := lib.Index.Item(t.Context(), timeline(t, lib)[0])
	if err != nil {
		t.Fatal(err)
	}
	name := lib.File(it.Path)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if bad := prove(0); bad.Failed != 1 || bad.Copied != whole.Copied-1 {
		t.Errorf("with a flipped bit: %+v: %+v", bad.Counts, bad.Problems)
	}
	all, err := lib.Proven()
	if err != nil || len(all) != 3 || all[0].Failed != 1 || all[0].Sample || !all[1].Sample || all[1].Files != 3 || all[2].Files != whole.Copied || all[2].Failed != 0 || all[2].Folder != "" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestNothingToRestore(t *testing.T) {
	lib, _ := backedUp(t)
	for _, c := range []Choice{{Search: "nowhere to be found"}, {Albums: []string{"no such album"}}} {
		if _, err := lib.PlanFolder(t.Context(), t.TempDir(), 0, RestoreOptions{Choice: c, Tracker: job.NewTracker(time.Now)}); !errors.Is(err, ErrNothing) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := lib.PlanFolder(t.Context(), t.TempDir(), 0, RestoreOptions{Choice: Choice{Snapshot: "none"}, Tracker: job.NewTracker(time.Now)}); err == nil {
		t.Error("a snapshot that is not there was restored")
	}
	if _, err := lib.PlanFolder(t.Context(), filepath.Join(t.TempDir(), "missing"), 0, RestoreOptions{Choice: Choice{Snapshot: Latest}, Tracker: job.NewTracker(time.Now)}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
