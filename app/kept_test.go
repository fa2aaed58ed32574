package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/library"
	"keepsake/app/ui/networks"
	"keepsake/app/ui/recordings"
	"keepsake/app/ui/shelf"
	"keepsake/device"
	"keepsake/gallery/records"
)

// TestKept asks a real library what the pages of notes, events, networks, apps and
// recordings ask.
func TestKept(t *testing.T) {
	ctx := t.Context()
	c, err := newCurrent(ctx, filepath.Join(t.TempDir(), "lib"), func() {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	k := kept{pictures{c: c}, &vault{current: c}}
	phone := device.Info{ID: "0123456789abcdef", Name: "Redmi"}
	save := func(cat records.Category, all ...records.Record) {
		t.Helper()
		if _, err := get(c, func(l *library.Library) (library.Saved, error) {
			return l.SaveRecords(ctx, phone, cat, records.Each(all))
		}); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Date(2025, 5, 4, 10, 0, 0, 0, time.UTC).UnixMilli()
	const minute = 60_000
	var many []records.Record
	for i := range pageOf + 1 { // more than are read at once
		many = append(many, records.App{Package: "org.example.app" + string(rune('a'+i%26)) + string(rune('a'+i/26)), Label: "App"})
	}
	save(records.Apps, many...)
	save(records.Notes, records.Note{ID: "1", Folder: "Work", Title: "Plan", Body: "- [x] done", Created: start}, records.Note{ID: "2", Body: "milk", Created: start + 1})
	save(records.Events, records.Event{UID: "b", Title: "Later", Start: start + 1, End: start + 2}, records.Event{UID: "a", Title: "First", Start: start, End: start + 1})
	save(records.Wifi, records.WifiNetwork{SSID: "Zoo", Security: "WPA_PSK"}, records.WifiNetwork{SSID: "Home", Security: "WPA_PSK"})
	save(records.Contacts, records.Contact{Name: records.Name{Display: "Bob"}, Phones: []records.Labelled{{Value: "+49 170 1234567"}}})
	save(records.Calls, records.Call{Number: "+491701234567", Date: start, Duration: 120, Type: records.Outgoing},
		records.Call{Number: "+491701234567", Date: start + 600*minute, Duration: 60, Type: records.Incoming})
	sound := func(name string, at int64, callers ...records.Party) records.Recording {
		return records.Recording{Path: "/x/" + name, Name: name, Kind: records.CallAudio, Date: at, Callers: callers}
	}
	bob := records.Party{Number: "0170 1234567"}
	save(records.Recordings, sound("out", start+minute, bob), sound("in", start+601*minute, bob), sound("long after", start+60*minute, bob),
		sound("before", start-60*minute, bob), sound("two", start+minute, bob, records.Party{Number: "112"}), sound("nobody", start))

	if all, err := k.Apps(ctx, ""); err != nil || len(all) != pageOf+1 || all[0].PhoneName != k.PhoneName(phone.ID) || all[0].Phone != phone.ID {
		t.Errorf("%d apps, %v", len(all), err)
	}
	cards, err := k.Notes(ctx, shelf.RecordQuery{Category: records.Notes, Search: "milk"})
	if err != nil || len(cards) != 1 {
		t.Fatalf("%+v %v", cards, err)
	}
	if n, err := k.Note(ctx, cards[0].ID, 0); err != nil || n.Body != "milk" {
		t.Errorf("%+v %v", n, err)
	}
	if _, err := k.Note(ctx, cards[0].ID+1000, 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a note that is not there: %v", err)
	}
	// A note that is deleted on the phone is found by looking back.
	time.Sleep(2 * time.Millisecond) // each state has a time of its own
	save(records.Notes, records.Note{ID: "2", Body: "milk and honey", Created: start + 1})
	moments, err := k.Moments(ctx, records.Notes)
	if err != nil || len(moments) != 2 {
		t.Fatalf("%+v %v", moments, err)
	}
	then := moments[1].Taken.UnixMilli()
	since, err := k.Since(ctx, records.Notes, then)
	if err != nil || len(since.Gone) != 1 || len(since.Changed) != 1 {
		t.Errorf("%+v %v", since, err)
	}
	cards, err = k.Notes(ctx, shelf.RecordQuery{Category: records.Notes, AsOf: then, Identities: []string{since.Gone[0].Identity()}})
	if err != nil || len(cards) != 1 {
		t.Fatalf("%+v %v", cards, err)
	}
	if n, err := k.Note(ctx, cards[0].ID, then); err != nil || n.Title != "Plan" {
		t.Errorf("%+v %v", n, err)
	}
	if all, err := k.Events(ctx, ""); err != nil || len(all) != 2 || all[0].Event.Title != "First" {
		t.Errorf("%+v %v", all, err)
	}
	if all, err := k.Networks(ctx, ""); err != nil || len(all) != 2 || all[0].Wifi.SSID != "Home" {
		t.Errorf("%+v %v", all, err)
	}

	// Whose a recorded call was, and who called whom.
	all, err := k.Recordings(ctx, "")
	if err != nil || len(all) != 6 {
		t.Fatalf("%d recordings, %v", len(all), err)
	}
	want := map[string]recordings.Way{"out": recordings.Outgoing, "in": recordings.Incoming}
	for _, r := range all {
		if r.Way != want[r.Sound.Name] {
			t.Errorf("%s: way %v, want %v", r.Sound.Name, r.Way, want[r.Sound.Name])
		}
		if known := len(r.Sound.Callers) == 1; (r.Who == "Bob") != known {
			t.Errorf("%s: of %q", r.Sound.Name, r.Who)
		}
		if err := k.Play(ctx, r); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s plays, and is not kept: %v", r.Sound.Name, err)
		}
		if err := k.ShowFile(ctx, r); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is shown, and is not kept: %v", r.Sound.Name, err)
		}
	}
	if err := k.OpenFile(ctx, phone.ID, records.Attachment{Name: "x.png", SHA256: "00"}); err == nil {
		t.Error("a file that is not kept opens")
	}
	if err := k.RevealFile(ctx, phone.ID, records.Attachment{Name: "x.png", SHA256: "00"}); err == nil {
		t.Error("a file that is not kept is shown")
	}
}

// TestScryptSafe: the passwords open with the passphrase alone, and it can be changed.
func TestScryptSafe(t *testing.T) {
	ctx := t.Context()
	c, err := newCurrent(ctx, filepath.Join(t.TempDir(), "lib"), func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	fresh := func() safe { return safe{kept{pictures{c: c}, &vault{current: c}}} }
	if all, kept, err := fresh().Open(ctx, ""); err != nil || kept || len(all) != 0 {
		t.Errorf("nothing is kept: %v %v %v", all, kept, err)
	}
	phone := device.Info{ID: "0123456789abcdef", Name: "Redmi"}
	home := records.WifiNetwork{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"}
	err = c.use(func(l *library.Library) error {
		if _, err := l.SaveRecords(ctx, phone, records.Wifi, records.Each([]records.Record{home})); err != nil {
			return err
		}
		k, err := library.Keys(nil, "one")(ctx, l)
		if err != nil {
			return err
		}
		_, err = l.SaveSecrets(ctx, phone.ID, []records.WifiNetwork{home}, k)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := fresh()
	if _, kept, err := s.Open(ctx, ""); !kept || !errors.Is(err, networks.ErrLocked) {
		t.Errorf("without a passphrase: %v %v", kept, err)
	}
	if _, kept, err := s.Open(ctx, "two"); !kept || !errors.Is(err, networks.ErrWrong) {
		t.Errorf("with a wrong one: %v %v", kept, err)
	}
	opens := func(s safe, passphrase records.Secret) {
		t.Helper()
		all, kept, err := s.Open(ctx, passphrase)
		if err != nil || !kept || all[networks.KeyOf(phone.ID, home)] != "hunter2" {
			t.Errorf("%d passwords, %v %v", len(all), kept, err)
		}
	}
	opens(s, "one")
	opens(s, "") // it is remembered until the program ends
	if err := s.vault.Rekey(ctx, "two"); err != nil {
		t.Fatal(err)
	}
	opens(s, "")
	opens(fresh(), "two")
	if _, _, err := fresh().Open(ctx, "one"); !errors.Is(err, networks.ErrWrong) {
		t.Errorf("with the one before: %v", err)
	}
	if err := fresh().vault.Rekey(ctx, "three"); err == nil {
		t.Error("who does not know the passphrase changes it")
	}
	if err := s.vault.Rekey(ctx, ""); err == nil {
		t.Error("an empty passphrase")
	}
	opens(fresh(), "two")
}
