package library

import (
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device/demo"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

func TestBackupListsTheRecordings(t *testing.T) {
	p := recordPhone(t, demo.Options{})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	backup := func() {
		t.Helper()
		if r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), Records: filesOnly, NoVerify: true}); err != nil || r.Failed > 0 {
			t.Fatalf("%v %+v", err, r)
		}
	}
	backup()
	all, err := l.Recordings(t.Context(), index.RecordQuery{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%d recordings, %v", len(all), err)
	}
	kinds := map[records.RecordingKind]records.Recording{}
	for _, r := range all {
		kinds[r.Record.Kind] = r.Record
	}
	if c := kinds[records.CallAudio]; c.Name != "Mara Ellison" || len(c.Callers) != 1 || c.Callers[0].Number != "+447700900142" || c.Date == 0 || len(c.SHA256) != 64 || c.Size == 0 {
		t.Errorf("the call: %+v", c)
	}
	if m := kinds[records.Memo]; m.Date == 0 {
		t.Errorf("the memo: %+v", m)
	}
	if found, err := l.Recordings(t.Context(), index.RecordQuery{Search: "mara"}); err != nil || len(found) != 1 {
		t.Errorf("the search finds %d, %v", len(found), err)
	}
	before, err := l.History(t.Context(), p.Info().ID, records.Recordings)
	if err != nil || len(before) != 1 {
		t.Fatalf("%d states, %v", len(before), err)
	}
	backup() // and nothing is new
	if after, err := l.History(t.Context(), p.Info().ID, records.Recordings); err != nil || len(after) != 1 || after[0].ID != before[0].ID {
		t.Errorf("a backup of nothing new left %d states, %v", len(after), err)
	}
}
