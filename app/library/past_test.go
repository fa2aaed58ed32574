package library

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

func TestLookingBack(t *testing.T) {
	l, phone := recordLibrary(t)
	other := device.Info{ID: "fedcba9876543210", Name: "POCO"}
	alice := records.Contact{ID: "1", Name: records.Name{Display: "Alice"}, Phones: []records.Labelled{{Value: "+491701234567"}}}
	bob := records.Contact{ID: "2", Name: records.Name{Display: "Bob"}}
	first := saveAll(t, l, phone, records.Contacts, alice, bob).State.Taken.UnixMilli()
	saveAll(t, l, phone, records.Messages, records.Message{Box: 1, Date: 5, Address: "01701234567", Body: "hello", Sub: -1, Status: -1})
	time.Sleep(2 * time.Millisecond) // states have a time each
	alice.Starred = true
	second := saveAll(t, l, phone, records.Contacts, alice).State.Taken.UnixMilli()
	time.Sleep(2 * time.Millisecond)
	saveAll(t, l, other, records.Contacts, records.Contact{Name: records.Name{Display: "Carol"}})

	moments, err := l.Moments(t.Context(), records.Contacts)
	if err != nil || len(moments) != 3 || moments[0].Taken.Before(moments[2].Taken) {
		t.Fatalf("%+v %v", moments, err)
	}
	names := func(at int64) string {
		var all []string
		err := l.AtMoment(t.Context(), records.Contacts, at, func(ix *index.Index) error {
			faces, err := ix.Faces(t.Context(), index.RecordQuery{Phone: phone.ID})
			for _, f := range faces {
				all = append(all, f.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(all, " ")
	}
	for at, want := range map[int64]string{first: "Alice Bob", second: "Alice", second + 5000: "Alice", first - 1: ""} {
		if got := names(at); got != want {
			t.Errorf("at %d: %q, want %q", at, got, want)
		}
	}
	err = l.AtMoment(t.Context(), records.Contacts, second+5000, func(ix *index.Index) error {
		if faces, err := ix.Faces(t.Context(), index.RecordQuery{}); err != nil || len(faces) != 2 || faces[1].Name != "Carol" {
			t.Errorf("of both phones %+v %v", faces, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	since, err := l.SinceMoment(t.Context(), records.Contacts, first)
	if err != nil || len(since.Removed) != 1 || len(since.Changed) != 1 || len(since.Added) != 0 {
		t.Errorf("%+v %v: what became of those that were there then", since, err)
	}
	dir := t.TempDir()
	path, n, err := l.ExportRecords(t.Context(), dir, "vcf", "Then", index.RecordQuery{Category: records.Contacts, Search: "bob"}, first)
	if err != nil || n != 1 {
		t.Fatalf("a deleted contact, exported: %d %v", n, err)
	}
	if b, err := os.ReadFile(path); err != nil || !strings.Contains(string(b), "FN:Bob") {
		t.Errorf("a deleted contact, exported: %v\n%s", err, b)
	}
	if _, _, err := l.ExportRecords(t.Context(), dir, "vcf", "Now", index.RecordQuery{Category: records.Contacts, Search: "bob"}, 0); !errors.Is(err, ErrNothingFits) {
		t.Errorf("who is gone, exported: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left behind %v %v", left, err)
	}
	// Whose the messages are is told by today's contacts.
	err = l.AtMoment(t.Context(), records.Messages, second, func(ix *index.Index) error {
		talks, err := ix.Conversations(t.Context(), index.RecordQuery{})
		if err != nil || len(talks) != 1 || talks[0].Name != "Alice" {
			t.Errorf("%+v %v", talks, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(l.Dir(), filepath.FromSlash(pastDir))); !os.IsNotExist(err) {
		t.Errorf("what was laid out stays: %v", err)
	}
}
