package rows

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device/demo"
	"keepsake/device/demo/android"
	"keepsake/gallery/records"
)

// hasty is a part that waits for an owner who is a program.
func hasty(p *Part) *Part {
	p.ByImporter(1)
	p.patience = patience{every: 20 * time.Millisecond, most: 20 * time.Second}
	return p
}

// accept taps as soon as something is on the screen.
func accept(p *phone) {
	go func() {
		for len(p.sim.Shown()) == 0 && p.t.Context().Err() == nil {
			time.Sleep(10 * time.Millisecond)
		}
		if _, err := p.sim.AcceptImport(); err != nil && !errors.Is(err, android.ErrNothingShown) {
			p.t.Error(err)
		}
	}()
}

// Contacts by the phone's own importer, on a phone of today and on an old one: one
// tap, and they are there, but for groups and stars.
func TestImporter(t *testing.T) {
	t.Parallel()
	a := newPhone(t, demo.Options{})
	want := a.all(records.Contacts)
	for _, sdk := range []int{0, 29} {
		b := newPhone(t, demo.Options{Bare: true, SDK: sdk})
		part := hasty(New(b.line, records.Contacts, given(want), nil))
		accept(b)
		r := b.restore(part)
		can := people(want)
		if r.receipt.Copied != len(can) || r.receipt.Verified != len(can) || r.receipt.Failed > 0 {
			t.Errorf("%+v", r.receipt)
		}
		plain := func(all []records.Record) []string {
			var list []string
			for _, r := range all {
				c := r.(records.Contact)
				c.Starred, c.Groups = false, nil
				list = append(list, essence(c))
			}
			slices.Sort(list)
			return list
		}
		if got := b.all(records.Contacts); !slices.Equal(plain(got), plain(can)) {
			t.Errorf("%d of %d came back", len(got), len(can))
		}
		if _, err := b.sim.ReadFile("Download/Keepsake contacts.vcf"); err == nil {
			t.Error("its file is left on the phone")
		}
		if again := b.make("", New(b.line, records.Contacts, given(want), nil)); again.plan.Totals().Change > 0 {
			t.Errorf("once more: %+v", again.plan.Totals())
		}
		if back := b.undo(r, New(b.line, records.Contacts, nil, nil)); back.Copied != len(can) || len(b.all(records.Contacts)) > 0 {
			t.Errorf("%+v", back)
		}
	}
}

// While the owner is waited for, the job says so. Without a tap, and on a phone that
// opens nothing, they are entered all the same.
func TestImporterWithoutTap(t *testing.T) {
	t.Parallel()
	want := []records.Record{records.Contact{Name: records.Name{Display: "Ada"}}}
	for _, deaf := range []bool{false, true} {
		b := newPhone(t, demo.Options{Bare: true})
		if deaf {
			must(t, b.sim.Inject(demo.Fault{Kind: demo.FaultRefuse, Name: "am"}))
		}
		part := hasty(New(b.line, records.Contacts, given(want), nil))
		part.most = 300 * time.Millisecond
		r := b.make("", part)
		j, err := r.book.Begin(r.plan)
		must(t, err)
		tracker := job.NewTracker(time.Now)
		asked := make(chan job.Snapshot, 1)
		go func() {
			for {
				if s := tracker.Snapshot(); s.Status == job.Waiting || s.Status.Ended() {
					asked <- s
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		}()
		w := restore.Work{Plan: r.plan, Parts: []restore.Part{part}, Journal: j, Tracker: tracker}
		receipt, err := w.Run(t.Context())
		must(t, err)
		must(t, j.Close())
		if s := <-asked; !deaf && (s.Waiting != job.Tap || s.Err == nil || !strings.Contains(s.Err.Error(), "import 1 contact.")) || deaf && s.Status != job.Done {
			t.Errorf("%+v", s)
		}
		if receipt.Copied != 1 || receipt.Verified != 1 || len(b.all(records.Contacts)) != 1 {
			t.Errorf("%+v", receipt)
		}
		if _, err := b.sim.ReadFile("Download/Keepsake contacts.vcf"); err == nil {
			t.Error("its file is left on the phone")
		}
		if _, err := b.sim.AcceptImport(); err == nil {
			t.Error("a late tap imports once more")
		}
		if back := b.undo(r, New(b.line, records.Contacts, nil, nil)); back.Copied != 1 {
			t.Errorf("%+v", back)
		}
	}
}
