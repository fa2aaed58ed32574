package library

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery/records"
)

// TestProveRecords: a drill reads contacts and the like, too, and a spoiled file of
// them is a failure of the drill.
func TestProveRecords(t *testing.T) {
	lib, _ := backedUp(t)
	ada := records.Contact{Name: records.Name{Display: "Ada"}, Phones: []records.Labelled{{Value: "+447700900001", Kind: "mobile"}}}
	bob := records.Contact{Name: records.Name{Display: "Bob"}, Phones: []records.Labelled{{Value: "+447700900002", Kind: "mobile"}}}
	phone := device.Info{ID: "of nobody", Name: "A phone"}
	if _, err := lib.SaveRecords(t.Context(), phone, records.Contacts, records.Each([]records.Record{ada, bob})); err != nil {
		t.Fatal(err)
	}
	prove := func() (job.Receipt, Proven) {
		t.Helper()
		r, err := lib.Prove(t.Context(), t.TempDir(), 0, RestoreOptions{Choice: Choice{Snapshot: Latest, Sample: 2}, Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		all, err := lib.Proven()
		if err != nil || len(all) == 0 {
			t.Fatal(all, err)
		}
		return r, all[0]
	}
	if r, p := prove(); r.Failed != 0 || p.Records != 2 || p.Failed != 0 {
		t.Errorf("%+v, %+v", r.Counts, p)
	}
	found, err := filepath.Glob(filepath.Join(lib.Dir(), "Records", "*", "Contacts.vcf"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.WriteFile(found[0], []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Eve\r\nEND:VCARD\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, p := prove(); r.Failed == 0 || p.Failed != r.Failed {
		t.Errorf("with a spoiled file: %+v, %+v", r.Counts, p)
	}
}
