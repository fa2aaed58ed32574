package library

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/device"
	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

func recordLibrary(t *testing.T) (*Library, device.Info) {
	t.Helper()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "lib"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, device.Info{ID: "0123456789abcdef", Name: "Redmi"}
}

func saveAll(t *testing.T, l *Library, phone device.Info, c records.Category, all ...records.Record) Saved {
	t.Helper()
	s, err := l.SaveRecords(t.Context(), phone, c, records.Each(all))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRecordsAreListedAndFoundAgain(t *testing.T) {
	l, phone := recordLibrary(t)
	alice := records.Contact{ID: "1", Name: records.Name{Display: "Alice"}, Phones: []records.Labelled{{Value: "+491701234567"}}}
	bob := records.Contact{ID: "2", Name: records.Name{Display: "Bob"}}
	first := saveAll(t, l, phone, records.Contacts, alice, bob)
	saveAll(t, l, phone, records.Messages, records.Message{Box: 1, Date: 1700000000000, Address: "01701234567", Body: "hello", Sub: -1, Status: -1},
		records.Message{MMS: true, Box: 1, Date: 1700000001000, Address: "01701234567", Sub: -1, Status: -1,
			Parts: []records.Part{{Attachment: records.Attachment{Name: "p.png", MIME: "image/png", Data: []byte("picture")}}}})
	talks, err := l.Conversations(t.Context(), index.RecordQuery{})
	if err != nil || len(talks) != 1 || talks[0].Name != "Alice" || talks[0].Count != 2 {
		t.Fatalf("%+v %v", talks, err)
	}
	f, err := l.Attachment(t.Context(), phone.ID, records.Messages, talks[0].Last.Record.Parts[0].Attachment)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	second := saveAll(t, l, phone, records.Contacts, alice)
	if again := saveAll(t, l, phone, records.Contacts, alice); again.Changed || again.State.ID != second.State.ID {
		t.Errorf("the same again: %+v", again)
	}
	people, err := l.Contacts(t.Context(), index.RecordQuery{})
	if err != nil || len(people) != 1 {
		t.Errorf("%+v %v", people, err)
	}
	history, err := l.History(t.Context(), phone.ID, records.Contacts)
	if err != nil || len(history) != 2 || history[1].ID != first.State.ID {
		t.Errorf("%+v %v", history, err)
	}
	var p records.Problems
	changes, err := l.Changes(t.Context(), first.State.ID, second.State.ID, &p)
	if err != nil || len(changes.Removed) != 1 || changes.Removed[0].(records.Contact).Shown() != "Bob" {
		t.Errorf("%+v %v", changes, err)
	}
	if old, err := l.AsOf(t.Context(), first.State.ID, &p); err != nil || len(old) != 2 || p.Count != 0 {
		t.Errorf("%+v %v %v", old, err, p.List)
	}
}

// TestASourceThatFailsChangesNothing: half an address book is not a smaller one.
func TestASourceThatFailsChangesNothing(t *testing.T) {
	l, phone := recordLibrary(t)
	saveAll(t, l, phone, records.Contacts, records.Contact{Name: records.Name{Display: "Alice"}}, records.Contact{Name: records.Name{Display: "Bob"}})
	broken := errors.New("unplugged")
	_, err := l.SaveRecords(t.Context(), phone, records.Contacts, func(yield func(records.Record, error) bool) {
		_ = yield(records.Contact{Name: records.Name{Display: "Alice"}}, nil) && yield(nil, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("the error is lost: %v", err)
	}
	if people, err := l.Contacts(t.Context(), index.RecordQuery{}); err != nil || len(people) != 2 {
		t.Errorf("%d contacts are left, %v", len(people), err)
	}
}

// TestIndexIsMadeAgain: the files alone are enough.
func TestIndexIsMadeAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lib")
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	saveAll(t, l, device.Info{ID: "p", Name: "Redmi"}, records.Calls, records.Call{Number: "1", Date: 1700000000000, Type: 1})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, ".keepsake", "index.db")); err != nil {
		t.Fatal(err)
	}
	l, err = OpenExisting(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if calls, err := l.Calls(t.Context(), index.RecordQuery{}); err != nil || len(calls) != 1 {
		t.Errorf("%+v %v", calls, err)
	}
}

func TestWifiPasswordsAreEncrypted(t *testing.T) {
	l, phone := recordLibrary(t)
	k, err := keep.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	home := records.WifiNetwork{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"}
	saveAll(t, l, phone, records.Wifi, home)
	if _, err := l.SaveSecrets(t.Context(), phone.ID, []records.WifiNetwork{home}, k); err != nil {
		t.Fatal(err)
	}
	got, err := l.WifiPasswords(phone.ID, k)
	if err != nil || len(got) != 1 || got[0].Password.Reveal() != "hunter2" {
		t.Errorf("%v %v", got, err)
	}
	other, err := keep.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.SaveSecrets(t.Context(), phone.ID, []records.WifiNetwork{home}, other); !errors.Is(err, keep.ErrKey) {
		t.Errorf("another key replaced the file: %v", err)
	}
	filepath.WalkDir(l.Dir(), func(name string, _ os.DirEntry, _ error) error {
		if b, err := os.ReadFile(name); err == nil && strings.Contains(string(b), "hunter2") {
			t.Errorf("the password is in %s", name)
		}
		return nil
	})
}
