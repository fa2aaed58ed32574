package library

import (
	"context"
	"errors"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

func TestScryptTakeSelfBackup(t *testing.T) {
	p := recordPhone(t, demo.Options{Backup: true})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	all, err := p.LocalBackups(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d backups, %v", len(all), err)
	}
	told := 0
	tell := func(int, int, string) { told++ }
	got, err := l.TakeSelfBackup(t.Context(), p, all[0], "", Keys(nil, "open sesame"), tell)
	if err != nil {
		t.Fatal(err)
	}
	if got.Counts[records.Notes] != 4 || got.Counts[records.Wifi] == 0 || got.Counts[records.Calls] != 2 || got.Passwords == 0 || got.Apps != 1 || told != len(all[0].Files)+1 {
		t.Errorf("got %+v, told %d times", got, told)
	}
	notes, err := l.Notes(t.Context(), index.RecordQuery{})
	if err != nil || len(notes) != 4 {
		t.Errorf("%d notes, %v", len(notes), err)
	}
	id := p.Info().ID
	known, err := l.Passwords(t.Context(), id, Keys(nil, "open sesame"))
	if err != nil || len(known) != got.Passwords {
		t.Errorf("%d passwords, %v", len(known), err)
	}
	// What came over the cable is not replaced by what the backup has.
	call := records.Call{Number: "+49", Date: time.Now().UnixMilli(), Type: records.Incoming}
	if _, err := l.SaveRecords(t.Context(), p.Info(), records.Calls, records.Each([]records.Record{call})); err != nil {
		t.Fatal(err)
	}
	got, err = l.TakeSelfBackup(t.Context(), p, all[0], "", nil, tell)
	if err != nil || got.Passwords != 0 || len(got.Left) == 0 || got.Counts[records.Calls] != 0 {
		t.Errorf("without a key: %+v, %v", got, err)
	}
	calls, err := l.Calls(t.Context(), index.RecordQuery{})
	if err != nil || len(calls) != 1 || calls[0].Record.Number != "+49" {
		t.Errorf("the calls are %+v, %v", calls, err)
	}
	// Another passphrase leaves the encrypted file as it is, and the notes are read.
	if got, err = l.TakeSelfBackup(t.Context(), p, all[0], "", Keys(nil, "another"), tell); err != nil || got.Passwords != 0 || got.Counts[records.Notes] != 4 {
		t.Errorf("with another passphrase: %+v, %v", got, err)
	}
	if _, err := l.Passwords(t.Context(), id, Keys(nil, "another")); !errors.Is(err, keep.ErrKey) {
		t.Errorf("another passphrase opens the file: %v", err)
	}
}

// lastLocked is a phone whose backup of the settings has a password.
type lastLocked struct{ *device.Phone }

func (p lastLocked) ReadLocalBackup(ctx context.Context, f device.LocalBackupFile, password string, problems *records.Problems) (localbackup.Contents, error) {
	if f.Package == "com.android.settings" && password == "" {
		return localbackup.Contents{}, androidbackup.ErrNeedsPassword
	}
	return p.Phone.ReadLocalBackup(ctx, f, password, problems)
}

func TestASelfBackupWithAPasswordKeepsNothingWithoutIt(t *testing.T) {
	p := recordPhone(t, demo.Options{Backup: true})
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	all, err := p.LocalBackups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.TakeSelfBackup(t.Context(), lastLocked{p}, all[0], "", nil, func(int, int, string) {}); !errors.Is(err, androidbackup.ErrNeedsPassword) {
		t.Fatalf("read without the password: %v", err)
	}
	if n, err := l.Index.RecordCounts(t.Context(), ""); err != nil || len(n) != 0 {
		t.Errorf("kept are %v, %v", n, err)
	}
}
