package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"keepsake/app/ui/storage"
)

// TestALibraryMovesWhileItIsOpen: what the window shows afterwards is the new one,
// with everything in it; the old one is whole, and says where it went.
func TestALibraryMovesWhileItIsOpen(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	id := b.ready(t, "mine")
	if err := b.runs.start(id); err != nil {
		t.Fatal(err)
	}
	first := b.ended(t, id)
	fixed := false
	a := attic{pictures{b.current}, b.runs, b.settings, func(string) bool { return fixed }}
	before, err := a.Usage(t.Context())
	if err != nil || before.Library() == 0 || len(before.Piles) == 0 || len(before.Largest) == 0 {
		t.Fatalf("%+v, %v", before, err)
	}
	old := b.current.dir()
	disk := t.TempDir()
	if err := os.WriteFile(filepath.Join(disk, "something else"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := a.Route(t.Context(), disk)
	if err != nil || filepath.Base(r.To) != "Keepsake" || r.Bytes == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := a.Route(t.Context(), old); err == nil {
		t.Error("a way into itself")
	}
	fixed = true
	if _, err := a.Move(t.Context(), r.To, func(int64, int64, bool) {}); !errors.Is(err, errStays) || a.CanMove() {
		t.Errorf("a library that must stay was moved: %v", err)
	}
	fixed = false
	// A backup that runs is waited for.
	if err := b.runs.start(id); err != nil {
		t.Fatal(err)
	}
	done, err := a.Move(t.Context(), r.To, func(int64, int64, bool) {})
	if err != nil || done.Damaged != 0 || done.Files == 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	if b.current.dir() != r.To || b.settings.Get().Library != r.To {
		t.Errorf("open is %s, remembered %s", b.current.dir(), b.settings.Get().Library)
	}
	after, err := a.Usage(t.Context())
	if err != nil || len(after.Piles) != len(before.Piles) || len(after.Largest) != len(before.Largest) {
		t.Errorf("%+v, %v", after, err)
	}
	if got := len(b.current.backups(id)); got != 2 {
		t.Errorf("%d receipts went along", got)
	}
	if note, err := os.ReadFile(filepath.Join(old, "MOVED.txt")); err != nil || len(note) == 0 {
		t.Errorf("no note was left: %v", err)
	}
	if err := b.runs.start(id); err != nil {
		t.Fatal(err)
	}
	if again := b.ended(t, id); again.Copied != 0 || again.Failed != 0 || again.Found != first.Found {
		t.Errorf("after the move a backup found %+v", again.Counts)
	}
	p, err := a.PlanPruning(t.Context(), storage.KeepNone)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Prune(t.Context(), p); err != nil {
		t.Error(err)
	}
	if left, err := a.PlanPruning(t.Context(), storage.KeepNone); err != nil || left.Goes() != 0 || left.Stay != p.Stay {
		t.Errorf("%+v after %+v, %v", left, p, err)
	}
	if all, err := a.PlanPruning(t.Context(), storage.KeepAll); err != nil || all.Goes() != 0 {
		t.Errorf("keeping all removes %+v, %v", all, err)
	}
}
