package library

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore/rows"
	"keepsake/device/demo"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// A phone out of its box is set up from the backup of another: everything that can
// come back does, the rest is said with the way round, and undo leaves the phone as
// it was. A backup of the new phone then keeps the same records.
func TestSetUpAPhone(t *testing.T) {
	old, err := demo.New(demo.Options{Items: 3, Small: true, Backup: true})
	if err != nil {
		t.Fatal(err)
	}
	lib := opened(t, "library")
	key, err := keep.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	ring := memoryRing{"library " + lib.Store.ID(): key.Text().Reveal()}
	first := phoneOf(t, old)
	if _, err := lib.Backup(t.Context(), first, BackupOptions{Tracker: job.NewTracker(time.Now), Key: Keys(ring, "")}); err != nil {
		t.Fatal(err)
	}
	fresh, err := demo.New(demo.Options{Bare: true, Small: true, Serial: "another"})
	if err != nil {
		t.Fatal(err)
	}
	second := phoneOf(t, fresh)
	choice := RecordChoice{What: RestorableRecords(), Key: Keys(ring, "")}
	o := RestoreOptions{Choice: Choice{Snapshot: Latest}, Records: choice, Tracker: job.NewTracker(time.Now)}
	r, err := lib.PlanRestore(t.Context(), second, o)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: o.Tracker})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if receipt.Failed > 0 || receipt.Verified != receipt.Copied {
		t.Errorf("%+v %+v", receipt.Counts, receipt.Problems)
	}
	for _, c := range []string{job.Photos, "contacts", "messages", "calls", "events", "wifi", "notes"} {
		if receipt.Categories[c].Copied == 0 {
			t.Errorf("%s: %+v", c, receipt.Categories[c])
		}
	}
	said := map[string]string{}
	for _, g := range rows.Gaps(r.Plan) {
		said[g.Category] += g.Why + " " + g.Next + "\n"
	}
	for c, want := range map[string]string{"messages": "multimedia", "calls": "voicemail", "apps": "app store", rows.AppData: "own transfer"} {
		if !strings.Contains(said[c], want) {
			t.Errorf("of %s it is said: %q", c, said[c])
		}
	}
	if b, err := fresh.ReadFile("Documents/Keepsake notes/Kitchen/Bread.md"); err != nil || !strings.Contains(string(b), "500 g flour") {
		t.Errorf("%q %v", b, err)
	}

	again, err := lib.PlanRestore(t.Context(), second, o)
	if err != nil {
		t.Fatal(err)
	}
	if total := again.Plan.Totals(); total.Change > 0 {
		t.Errorf("once more: %+v", again.Plan.Categories())
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}

	back, err := lib.OpenRestore(t.Context(), receipt.ID, second)
	if err != nil {
		t.Fatal(err)
	}
	undone, err := back.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}
	if undone.Copied != receipt.Copied || undone.Skipped+undone.Failed > 0 {
		t.Errorf("%+v", undone)
	}
	var left []string
	var problems records.Problems
	for _, c := range []records.Category{records.Contacts, records.Messages, records.Calls, records.Events} {
		if err := second.Records(t.Context(), c, &problems, func(r records.Record) error { left = append(left, string(c)); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := fresh.Files(""); err != nil || len(left) > 0 || len(files) > 0 || len(fresh.Networks()) > 0 {
		t.Errorf("left: %v, %d files, %d networks, %v", left, len(files), len(fresh.Networks()), err)
	}
}

// One contact that was deleted on the phone is brought back from the backup before.
func TestOneContactBroughtBack(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 1, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	lib := opened(t, "library")
	p := phoneOf(t, sim)
	contacts := []records.Category{records.Contacts}
	if _, err := lib.Backup(t.Context(), p, BackupOptions{Records: contacts, Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	states, err := lib.History(t.Context(), p.Info().ID, records.Contacts)
	if err != nil {
		t.Fatal(err)
	}
	all, err := lib.AsOf(t.Context(), states[0].ID, &records.Problems{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(r records.Record) bool { return r.(records.Contact).Account == "" })
	lost := all[at].(records.Contact)
	if err := p.DeleteRecords(t.Context(), records.Contacts, []int64{idOf(t, lost.ID)}); err != nil {
		t.Fatal(err)
	}
	if _, err := lib.Backup(t.Context(), p, BackupOptions{Records: contacts, Tracker: job.NewTracker(time.Now)}); err != nil {
		t.Fatal(err)
	}
	r, err := lib.PlanRestore(t.Context(), p, RestoreOptions{Tracker: job.NewTracker(time.Now), NoFiles: true,
		Records: RecordChoice{What: contacts, Phone: p.Info().ID, AsOf: states[0].Taken, Only: []string{lost.Identity()}}})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || receipt.Copied != 1 || receipt.Found != 1 {
		t.Errorf("%+v %v", receipt, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	found := false
	if err := p.Records(t.Context(), records.Contacts, &records.Problems{}, func(r records.Record) error {
		found = found || r.Identity() == lost.Identity()
		return nil
	}); err != nil || !found {
		t.Errorf("it is not back: %v", err)
	}
}

// Backups of apps that were kept whole go where the phone's own restore finds them,
// with a description, and out again.
func TestBackupsOfApps(t *testing.T) {
	fresh, err := demo.New(demo.Options{Bare: true, Small: true, Serial: "another"})
	if err != nil {
		t.Fatal(err)
	}
	lib := opened(t, "library")
	p := phoneOf(t, fresh)
	made := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	archive := func(data string, at time.Time) records.Record {
		return records.Archive{Package: "com.example.recipes", Feature: -1, Made: at.UnixMilli(), Layout: records.AppLayout, Device: "houji",
			File: records.Attachment{Name: "Recipes(com.example.recipes).bak", Data: []byte(data)}}
	}
	if _, err := lib.SaveRecords(t.Context(), p.Info(), records.Archives, records.Each([]records.Record{archive("newer", made), archive("older", made.AddDate(0, -1, 0))})); err != nil {
		t.Fatal(err)
	}
	r, err := lib.PlanRestore(t.Context(), p, RestoreOptions{Tracker: job.NewTracker(time.Now), NoFiles: true,
		Records: RecordChoice{What: []records.Category{records.Archives}, Phone: p.Info().ID}})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || receipt.Copied != 2 || receipt.Verified != 2 || len(r.Plan.Notes) != 1 {
		t.Errorf("%+v %v %q", receipt, err, r.Plan.Notes)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	const folder = "MIUI/backup/AllBackup/20260304_050607/"
	if b, err := fresh.ReadFile(folder + "Recipes(com.example.recipes).bak"); err != nil || string(b) != "newer" {
		t.Errorf("%q %v", b, err)
	}
	if b, err := fresh.ReadFile(folder + "descript.xml"); err != nil || !strings.Contains(string(b), "<packageName>com.example.recipes</packageName>") {
		t.Errorf("%q %v", b, err)
	}
	if runs, err := lib.Restores().List(); err != nil || len(runs) != 1 {
		t.Errorf("%+v %v", runs, err)
	}
	back, err := lib.OpenRestore(t.Context(), receipt.ID, p)
	if err != nil {
		t.Fatal(err)
	}
	if undone, err := back.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)}); err != nil || undone.Copied != 2 {
		t.Errorf("%+v %v", undone, err)
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}
	if files, err := fresh.Files(""); err != nil || len(files) > 0 {
		t.Errorf("%+v %v", files, err)
	}
}

func idOf(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// memoryRing is a keyring.
type memoryRing map[string]string

func (r memoryRing) Get(_ context.Context, name string) (string, error) { return r[name], nil }
func (r memoryRing) Set(_ context.Context, name, secret string) error {
	r[name] = secret
	return nil
}
