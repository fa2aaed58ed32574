package library

import (
	"net"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// TestThePhonesOwnBackupIsChosen: the newest is read, or the one that was named; a
// locked one with its password, and not without.
func TestThePhonesOwnBackupIsChosen(t *testing.T) {
	phone, err := demo.New(demo.Options{Items: 1, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- phone.ServeADB(t.Context(), listener) }()
	t.Cleanup(func() { <-ended }) // with the test's context
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: listener.Addr().String(), NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return time.Date(2026, 10, n, 8, 0, 0, 0, p.Info().Zone()) }
	if err := phone.MakeLocalBackup(day(1)); err != nil {
		t.Fatal(err)
	}
	if err := phone.MakeLockedBackup(day(2), "sample-password"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		password records.Secret
		notes    int
		says     string
	}{
		{"", "", 0, "was made with a password"},
		{"", "other", 0, "not the one of this backup"},
		{"", "sample-password", 4, ""},
		{"20261001_080000", "", 4, ""},
		{"20200101_000000", "", 0, "there is no backup"},
	} {
		l := empty(t)
		r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), NoVerify: true, LocalBackup: c.name, LocalPassword: c.password,
			Records: []records.Category{records.Notes}, Want: func(device.File) bool { return false }})
		if err != nil {
			t.Fatal(err)
		}
		json, _ := r.JSON()
		if n := numbers(t, l)[records.Notes]; n != c.notes || !strings.Contains(string(json), c.says) {
			t.Errorf("%+v: %d notes\n%s", c, n, json)
		}
	}
}
