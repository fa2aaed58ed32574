package keep

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

func library(t *testing.T) (*store.Library, *store.Writer) {
	t.Helper()
	l, err := store.Create(filepath.Join(t.TempDir(), "lib"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		l.Close()
	})
	return l, w
}

func save1(t *testing.T, w *store.Writer, c records.Category, all ...records.Record) (store.Kept, bool) {
	t.Helper()
	k, err := w.Keep(t.Context(), "p1", "Redmi", string(c), "Redmi p1")
	if err != nil {
		t.Fatal(err)
	}
	defer k.Discard()
	n, err := Save(t.Context(), k, c, records.Each(all))
	if err != nil {
		t.Fatal(err)
	}
	kept, changed, err := k.Commit(t.Context(), n, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return kept, changed
}

func load(t *testing.T, l *store.Library, k store.Kept) []records.Record {
	t.Helper()
	var p records.Problems
	all, err := records.Collect(Load(t.Context(), l, k, &p))
	if err != nil || p.Count > 0 {
		t.Fatal(err, p.List)
	}
	return all
}

// samples are one category each, in the order in which they are kept.
func samples() map[records.Category][]records.Record {
	png := records.Attachment{Name: "p.png", MIME: "image/png", Data: []byte("\x89PNG picture")}
	png.Seal()
	note := records.Note{ID: "1", Folder: "Work/Home", Title: "Plan: a?", Body: "x ![](attachments/p.png)", Raw: "<new-format/>x", Created: 1, Attachments: []records.Attachment{png}}
	return map[records.Category][]records.Record{
		records.Contacts: {records.Contact{ID: "1", Name: records.Name{Display: "Alice"}, Phones: []records.Labelled{{Value: "+491701234567", Kind: "mobile"}}},
			records.Contact{ID: "2", Name: records.Name{Display: "Bob"}}},
		records.Messages: {records.Message{ID: "1", Box: 1, Date: 1700000000000, Address: "+491701234567", Body: "hi", Sub: -1, Status: -1},
			records.Message{ID: "2", MMS: true, Box: 1, Date: 1710000000000, Sub: -1, Status: -1, Parts: []records.Part{{Attachment: png}}}},
		records.Calls:      {records.Call{Number: "1", Date: 1600000000000, Type: 1}, records.Call{Number: "2", Date: 1700000000000, Type: 3}},
		records.Events:     {records.Event{UID: "u", Title: "x", Start: 1700000000000, End: 1700003600000}},
		records.Notes:      {records.Note{ID: "2", Title: "alone", Body: "y", Created: 5}, note},
		records.Wifi:       {records.WifiNetwork{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"}},
		records.Settings:   {records.Setting{Table: "system", Key: "a", Value: "b"}},
		records.Apps:       {records.App{Package: "org.example", Code: 3, APKs: []records.Attachment{{Name: "base.apk", Data: []byte("PK")}}}},
		records.Archives:   {records.Archive{Package: "org.example", Layout: records.AppLayout, File: records.Attachment{Name: "Example(org.example).bak", Data: []byte("MIUI BACKUP")}}},
		records.Recordings: {records.Recording{Path: "/x/y.mp3", Name: "y", Kind: records.Memo}},
	}
}

func TestSavedIsLoaded(t *testing.T) {
	l, w := library(t)
	for _, c := range records.Categories() {
		all := samples()[c]
		kept, changed := save1(t, w, c, all...)
		if !changed || kept.Count != len(all) {
			t.Errorf("%s: changed %v, %d", c, changed, kept.Count)
		}
		got := load(t, l, kept)
		if diff := Compare(all, got); c != records.Wifi && (!diff.Empty() || len(got) != len(all)) {
			t.Errorf("%s: %+v", c, diff)
		}
		if _, changed := save1(t, w, c, samples()[c]...); changed {
			t.Errorf("%s: the same again is a change", c)
		}
	}
	filepath.WalkDir(l.Dir(), func(name string, _ os.DirEntry, _ error) error {
		if b, err := os.ReadFile(name); err == nil && strings.Contains(string(b), "hunter2") {
			t.Errorf("the password is in %s", name)
		}
		return nil
	})
	for _, name := range []string{"Contacts.vcf", "Calendar.ics", "Calls/2020.xml", "Messages/2023-11.xml", "Notes/Work_Home/Plan_ a_.md", "Notes/Work_Home/Plan_ a_.markup",
		"Notes/Work_Home/attachments/p.png", "Notes/alone.md", "Wi-Fi.ndjson", "Apps.ndjson", "Apps/org.example-3/base.apk"} {
		if _, err := os.Stat(filepath.Join(l.Dir(), "Records", "Redmi p1", filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
}

func TestAttachmentsAreKeptOnce(t *testing.T) {
	l, w := library(t)
	all := samples()[records.Messages]
	kept, _ := save1(t, w, records.Messages, all...)
	light := load(t, l, kept)
	m := light[1].(records.Message)
	f, err := Attachment(l, kept, m.Parts[0].Attachment)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	f.Close()
	if err != nil || string(b) != "\x89PNG picture" {
		t.Errorf("%q %v", b, err)
	}
	// The next backup knows the hash and does not read the bytes again.
	again, changed := save1(t, w, records.Messages, light...)
	if changed || !reflect.DeepEqual(again.Parts, kept.Parts) {
		t.Errorf("carried over: changed %v, %v", changed, again.Parts)
	}
}

func TestWhatChanged(t *testing.T) {
	l, w := library(t)
	c := samples()[records.Contacts]
	first, _ := save1(t, w, records.Contacts, c...)
	alice, bob := c[0].(records.Contact), c[1].(records.Contact)
	alice.Phones = []records.Labelled{{Value: "+491709999999", Kind: "mobile"}} // another number: found by its row
	bob.Starred = true
	carol := records.Contact{ID: "3", Name: records.Name{Display: "Carol"}}
	second, _ := save1(t, w, records.Contacts, alice, bob, carol)
	third, _ := save1(t, w, records.Contacts, alice, carol)
	var p records.Problems
	d, err := Diff(context.Background(), l, first, second, &p)
	if err != nil || p.Count > 0 || len(d.Added) != 1 || len(d.Changed) != 2 || len(d.Removed) != 0 {
		t.Errorf("%+v %v %v", d, err, p.List)
	}
	d, err = Diff(context.Background(), l, second, third, &p)
	if err != nil || len(d.Removed) != 1 || d.Removed[0].(records.Contact).Shown() != "Bob" || len(d.Added)+len(d.Changed) != 0 {
		t.Errorf("the deleted contact: %+v %v", d, err)
	}
	if d, err = Diff(context.Background(), l, first, first, &p); err != nil || !d.Empty() {
		t.Errorf("itself: %+v %v", d, err)
	}
}

func TestADamagedPartIsNamed(t *testing.T) {
	l, w := library(t)
	kept, _ := save1(t, w, records.Calls, samples()[records.Calls]...)
	if err := os.WriteFile(filepath.Join(l.Dir(), "Records", "Redmi p1", "Calls", "2020.xml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var p records.Problems
	all, err := records.Collect(Load(t.Context(), l, kept, &p))
	if err != nil || len(all) != 1 || p.Count != 1 || p.List[0].Where != "Calls/2020.xml" {
		t.Errorf("%+v %v %v", all, err, p.List)
	}
}
