package library

import (
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// filesOnly is for tests that count files.
var filesOnly = []records.Category{}

func recordPhone(t *testing.T, o demo.Options) *device.Phone {
	t.Helper()
	o.Small, o.Now = true, time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	addr, stop, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBackupKeepsRecords(t *testing.T) {
	p := recordPhone(t, demo.Options{Items: 2, Backup: true})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	backup := func(want []records.Category) job.Receipt {
		t.Helper()
		r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), Records: want})
		if err != nil || r.Failed > 0 {
			t.Fatalf("%v %+v", err, r)
		}
		return r
	}
	first := backup(nil)
	for c, least := range map[records.Category]int{records.Contacts: 10, records.Messages: 40, records.Calls: 20, records.Events: 15, records.Notes: 4,
		records.Wifi: 4, records.Apps: 12, records.Settings: 20} {
		if n := first.Categories[string(c)]; n.Copied < least || n.Found != n.Copied {
			t.Errorf("%s: %+v", c, n)
		}
	}
	if first.Verified != first.KeptFiles() || first.KeptFiles() == 0 {
		t.Errorf("%d of %d files verified", first.Verified, first.KeptFiles())
	}
	second := backup(nil)
	if second.Copied != 0 || second.Already != first.Copied+first.Already {
		t.Errorf("nothing is new, and the receipt says %+v", second.Counts)
	}
	only := backup([]records.Category{records.Calls})
	if _, ok := only.Categories["contacts"]; ok || only.Categories["calls"].Already == 0 {
		t.Errorf("%+v", only.Categories)
	}
}

func TestWhatThePhoneRefusesIsSaid(t *testing.T) {
	p := recordPhone(t, demo.Options{Items: 1, SDK: 30})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || r.Skipped != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	told := ""
	for _, x := range r.Problems {
		told += x.Path + ": " + x.Reason + "\n"
	}
	if !strings.Contains(told, "calls: Android 11 does not let a computer read the call log") || !strings.Contains(told, "notes: The Notes app") || !strings.Contains(told, "Back up and restore") {
		t.Error(told)
	}
	if c, ok := r.Categories["calls"]; !ok || c.Found != 0 {
		t.Errorf("%+v", r.Categories)
	}
	r, err = l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), Records: []records.Category{records.Calls}})
	if err != nil || r.Categories["calls"].Skipped != 1 {
		t.Errorf("asked for by name: %v %+v", err, r.Categories)
	}
}

// The call log of an Android 11 comes from the phone's backup of itself.
func TestARefusedCategoryIsTakenFromTheLocalBackup(t *testing.T) {
	p := recordPhone(t, demo.Options{Items: 1, SDK: 30, Backup: true})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), Records: []records.Category{records.Calls}})
	if err != nil || r.Categories["calls"].Copied != 2 {
		t.Errorf("%v %+v", err, r.Categories)
	}
}
