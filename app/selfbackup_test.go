package app

import (
	"errors"
	"testing"
	"time"

	"keepsake/app/library"
	"keepsake/app/ui/selfbackup"
	"keepsake/device/demo"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// TestScryptSelfBackups goes through what the page asks of a phone that made a backup of
// itself, locked with a password.
func TestScryptSelfBackups(t *testing.T) {
	ctx := t.Context()
	sim, err := demo.New(demo.Options{Items: 2, Small: true, Serial: "self"})
	if err != nil {
		t.Fatal(err)
	}
	made := time.Date(2025, 5, 4, 10, 0, 0, 0, time.UTC)
	if err := sim.MakeLockedBackup(made, "secret"); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, sim)
	b.vault = &vault{current: b.current}
	if err := b.vault.Unlock(ctx, "open sesame"); err != nil {
		t.Fatal(err)
	}
	id := b.ready(t, "self")
	s := selfBackups{b.house}
	if _, err := s.Backups(ctx, "nobody"); err == nil {
		t.Error("a phone that is not there has backups")
	}
	all, err := s.Backups(ctx, id)
	if err != nil || len(all) != 1 || !all[0].Has("com.miui.notes") || all[0].Has("org.example.none") || all[0].Bytes == 0 || all[0].Files < len(all[0].Packages) {
		t.Fatalf("%+v %v", all, err)
	}
	var told []selfbackup.Progress
	read := func(s selfBackups, password string) (selfbackup.Got, error) {
		told = nil
		return s.Read(ctx, id, all[0], password, func(p selfbackup.Progress) { told = append(told, p) })
	}
	if _, err := read(s, ""); !errors.Is(err, selfbackup.ErrPassword) {
		t.Errorf("without a password: %v", err)
	}
	if _, err := read(s, "wrong"); !errors.Is(err, selfbackup.ErrWrong) {
		t.Errorf("with a wrong one: %v", err)
	}
	notes := func() int {
		n, err := get(b.current, func(l *library.Library) (int, error) {
			return l.Index.CountRecords(ctx, index.RecordQuery{Category: records.Notes})
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := notes(); n != 0 {
		t.Errorf("%d notes are kept of a backup that did not open", n)
	}

	// What is shown is another library than this phone's: nothing goes there.
	dir, err := library.DefaultDir(true)
	if err != nil {
		t.Fatal(err)
	}
	other, err := newCurrent(ctx, dir, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	elsewhere := *b.house
	elsewhere.current = other
	if _, err := read(selfBackups{&elsewhere}, "secret"); !errors.Is(err, errOtherLibrary) || len(told) != 0 {
		t.Errorf("into another library: %v", err)
	}

	got, err := read(s, "secret")
	if err != nil || got.Notes == 0 || got.Passwords == 0 || got.Networks == 0 || notes() != got.Notes {
		t.Fatalf("%+v %v", got, err)
	}
	if last := told[len(told)-1]; last.Done != last.All || last.All != all[0].Files {
		t.Errorf("told %+v at last", last)
	}
	open, kept, err := safe{kept{pictures{c: b.current}, b.vault}}.Open(ctx, "")
	if err != nil || !kept || len(open) != got.Passwords {
		t.Errorf("%d passwords, %v %v", len(open), kept, err)
	}
}
