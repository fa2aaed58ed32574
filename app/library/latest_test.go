package library

import (
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// TestTheLatestBackupStaysTheLatest: how a phone was before a restore is kept, and is
// no backup: the same restore, once it was taken back, brings the same again.
func TestTheLatestBackupStaysTheLatest(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 2, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	lib, p := opened(t, "library"), phoneOf(t, sim)
	if _, err := lib.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), Records: []records.Category{records.Contacts}}); err != nil {
		t.Fatal(err)
	}
	if err := p.DeleteRecords(t.Context(), records.Contacts, []int64{3, 4, 5}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // the backup's end is known to a second
	for round := range 2 {
		r, err := lib.PlanRestore(t.Context(), p, RestoreOptions{Choice: Choice{Snapshot: Latest}, NoFiles: true, Records: RecordChoice{What: []records.Category{records.Contacts}}, Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Plan.Totals().New; got != 3 {
			t.Errorf("round %d: %d contacts would come back, want 3", round, got)
		}
		if _, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)}); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
