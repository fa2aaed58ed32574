package library

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device/demo"
)

// TestDrop: files of this computer come to an album of the phone through the same
// pipeline, and go again.
func TestDrop(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 6, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	p := phoneOf(t, sim)
	media, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	lib := opened(t, "library")
	dir := t.TempDir()
	when := time.Date(2019, 8, 7, 6, 5, 4, 0, time.UTC)
	put := func(name string, data []byte) {
		t.Helper()
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(at, when, when); err != nil {
			t.Fatal(err)
		}
	}
	known, err := sim.ReadFile(media[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	put("holiday/known.jpg", known)
	put("holiday/new.jpg", append(append([]byte{}, known...), 0))
	put("holiday/.hidden.jpg", known)
	put("holiday/notes.txt", []byte("no picture"))
	r, err := lib.PlanDrop(t.Context(), p, DropOptions{Paths: []string{filepath.Join(dir, "holiday")}, Album: "Pictures/Holiday", Tracker: job.NewTracker(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if c := r.Plan.Totals(); c.New != 1 || c.Same != 1 || c.Cannot != 1 {
		t.Errorf("planned %+v", c)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || receipt.Copied != 1 || receipt.Verified != 1 {
		t.Fatalf("%+v, %v: %+v", receipt.Counts, err, receipt.Problems)
	}
	files, err := sim.Files("Pictures/Holiday")
	if err != nil || len(files) != 1 || filepath.Base(files[0].Path) != "new.jpg" || !files[0].MTime.Equal(when) {
		t.Errorf("%+v, %v", files, err)
	}
	if u, err := r.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)}); err != nil || u.Copied != 1 {
		t.Errorf("%+v, %v", u, err)
	}
	if files, err := sim.Files("Pictures/Holiday"); err == nil && len(files) > 0 {
		t.Errorf("left: %+v", files)
	}
	// Nothing is written outside the folders of pictures.
	for _, album := range []string{"../../data", "Android/data/com.x", "", "MIUI/backup/AllBackup"} {
		r, err := lib.PlanDrop(t.Context(), p, DropOptions{Paths: []string{filepath.Join(dir, "holiday", "new.jpg")}, Album: album, Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Plan.Steps {
			if s.Change() && album != "../../data" || s.Change() && s.Target != "/storage/emulated/0/data/new.jpg" {
				t.Errorf("%q: would write %s", album, s.Target)
			}
		}
		r.Close()
	}
}
