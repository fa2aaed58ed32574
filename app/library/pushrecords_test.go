package library

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// TestPushRecords: what is in vCards, calendars and the XML of messages and calls is
// entered on the phone, once, and taken out by undo; nothing of it gets into the
// library's records but the safety snapshot.
func TestPushRecords(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 1, Small: true, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	lib, p := opened(t, "library"), phoneOf(t, sim)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"people.VCF": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nTEL:+447700900001\r\nEND:VCARD\r\n",
		"dates.ics":  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Tea\r\nDTSTART:20260601T150000Z\r\nDTEND:20260601T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"sms.xml":    `<?xml version="1.0"?><smses count="1"><sms protocol="0" address="+447700900002" date="1700000000000" type="1" body="hello" read="1" status="-1" /></smses>`,
		"calls.xml":  `<?xml version="1.0"?><calls count="1"><call number="+447700900003" duration="5" date="1700000000000" type="1" /></calls>`,
		"torn.vcf":   "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Torn",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rows := func() map[records.Category]int {
		t.Helper()
		n := map[records.Category]int{}
		for _, c := range []records.Category{records.Contacts, records.Events, records.Messages, records.Calls} {
			var bad records.Problems
			if err := p.Records(t.Context(), c, &bad, func(records.Record) error { n[c]++; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	plan := func() *Restore {
		t.Helper()
		r, err := lib.PlanPush(t.Context(), p, PushOptions{Paths: []string{dir}, Album: "Trip", Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		return r
	}
	before := rows()
	r := plan()
	if got := r.Plan.Totals(); got.New < 4 || got.Cannot != 0 || len(r.Plan.Notes) == 0 {
		t.Fatalf("%+v, %q", got, r.Plan.Notes)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || receipt.Copied != r.Plan.Totals().New || receipt.Verified != receipt.Copied {
		t.Fatalf("%+v, %v, %+v", receipt.Counts, err, receipt.Problems)
	}
	after := rows()
	for c, n := range before {
		if after[c] <= n {
			t.Errorf("%s: %d, before %d", c, after[c], n)
		}
	}
	id := r.Plan.ID
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again := plan()
	if got := again.Plan.Totals(); got.Change != 0 {
		t.Errorf("the same again would change %d: %+v", got.Change, again.Plan.Steps)
	}
	undo, err := lib.OpenRestore(t.Context(), id, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = undo.Close() })
	if _, err := undo.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	for c, n := range rows() {
		if n != before[c] {
			t.Errorf("%s after undo: %d, before %d", c, n, before[c])
		}
	}
}

// TestPushWhatCannotBe: what no computer can put on a phone is said, with what to do.
func TestPushWhatCannotBe(t *testing.T) {
	g := &gathered{by: map[records.Category][]records.Record{}}
	for _, r := range []records.Record{records.Note{Title: "Bread"}, records.Archive{Package: "com.example"}, records.Contact{Name: records.Name{Display: "Ada"}}} {
		if _, err := g.Merge(t.Context(), struct{ ID, Name, Folder string }{}, r.Category(), records.Each([]records.Record{r})); err != nil {
			t.Fatal(err)
		}
	}
	if len(g.left) != 2 || len(g.by[records.Contacts]) != 1 {
		t.Fatalf("%+v", g)
	}
	for _, w := range g.left {
		if w.Cannot == "" || w.Title == "" {
			t.Errorf("%+v", w)
		}
	}
}
