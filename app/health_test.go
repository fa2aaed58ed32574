package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"keepsake/app/job"
	"keepsake/app/ui/health"
	"keepsake/app/ui/shelf"
)

// TestDamageIsFoundMendedAndFetchedAgain goes the whole way of a damaged picture:
// named by a check with the phone that had it, set aside by a repair that was
// previewed, fetched again by the next backup.
func TestDamageIsFoundMendedAndFetchedAgain(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	id := b.ready(t, "mine")
	k, none := keeper{b.current, b.runs}, func(int, int) {}
	if _, ok, err := k.Last(t.Context()); ok || err != nil {
		t.Fatal(ok, err)
	}
	backup := func() job.Receipt {
		t.Helper()
		if err := b.board.Start(id); err != nil {
			t.Fatal(err)
		}
		return b.ended(t, id)
	}
	if r := backup(); r.Copied == 0 || r.Failed > 0 {
		t.Fatalf("%+v", r.Counts)
	}
	pictures := pictures{c: b.current}
	tl, err := pictures.Timeline(t.Context(), shelf.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	path, err := pictures.file(t.Context(), tl.IDs[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 99); err != nil {
		t.Fatal(err)
	}
	f, err := k.Check(t.Context(), health.Structure, none)
	if err != nil || f.Good() || f.Lost != 1 || len(f.Sources) != 1 || f.Sources[0].Count != 1 || f.Nowhere != 0 {
		t.Fatalf("%+v, %v", f, err)
	}
	if last, ok, err := k.Last(t.Context()); !ok || err != nil || last.Lost != 1 || !last.When.Equal(f.When) {
		t.Errorf("remembered: %+v, %v, %v", last, ok, err)
	}
	would, err := k.Preview(t.Context(), none)
	if err != nil || len(would) < 2 {
		t.Fatalf("%+v, %v", would, err)
	}
	if st, err := os.Stat(path); err != nil || st.Size() != 99 {
		t.Error("the preview changed something")
	}
	done, err := k.Repair(t.Context(), none)
	if err != nil || len(done) != len(would) {
		t.Errorf("did %+v, would do %+v, %v", done, would, err)
	}
	for i := range min(len(done), len(would)) {
		if done[i] != would[i] {
			t.Errorf("did %+v, would do %+v", done[i], would[i])
		}
	}
	if aside, _ := filepath.Glob(filepath.Join(b.own, ".keepsake", "quarantine", "*", "Photos", "*", "*", "*", "*")); len(aside) != 1 {
		t.Errorf("set aside: %v", aside)
	}
	if after, err := pictures.Timeline(t.Context(), shelf.Filter{}); err != nil || len(after.IDs) != len(tl.IDs)-1 {
		t.Errorf("the library after the repair: %v, %v", after, err)
	}
	if r := backup(); r.Copied != 1 {
		t.Errorf("fetched again: %+v", r.Counts)
	}
	if f, err = k.Check(t.Context(), health.Everything, none); err != nil || !f.Good() || f.Read != f.Items {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestNothingIsRepairedBesideABackup(t *testing.T) {
	b := newBench(t, simulated(t, "mine", slow))
	id := b.ready(t, "mine")
	if err := b.board.Start(id); err != nil {
		t.Fatal(err)
	}
	if _, err := (keeper{b.current, b.runs}).Repair(t.Context(), func(int, int) {}); !errors.Is(err, errRepairing) {
		t.Errorf("%v", err)
	}
	b.board.Cancel(id)
	b.ended(t, id)
}
