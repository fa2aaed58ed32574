package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/clouds"
	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	at "keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
)

// newCarrierOn has a folder as a cloud, which wants an upload after each backup.
func newCarrierOn(t *testing.T, b *bench) (*carrier, settings.Cloud, string) {
	t.Helper()
	dir := t.TempDir()
	book := &clouds.Book{Choices: b.settings}
	c, err := book.Add(t.Context(), settings.Cloud{Name: "Disk", Kind: "folder", Root: dir, After: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	k := newCarrier(&uploads{book: book, runs: b.runs, current: b.current}, func() {}, func() {})
	no := func(context.Context) desk.Answer { return desk.Unknown }
	k.battery, k.metered = no, no
	return k, c, dir
}

// turn looks once, and waits for an upload that began.
func (k *carrier) turn(t *testing.T, b *bench, id string) (began bool, d schedule.Decision) {
	t.Helper()
	k.learn()
	k.look(t.Context())
	_, began = k.u.Progress(id)
	b.until(t, "the end of the upload", func() bool {
		_, on := k.u.Progress(id)
		return !on && !b.runs.busy()
	})
	return began, k.waiting(id)
}

func there(t *testing.T, dir string) (n int) {
	t.Helper()
	if err := filepath.WalkDir(filepath.Join(dir, "Photos"), func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			n++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAnUploadFollowsABackup, and waits for mains power; what its owner stopped
// stays so; what was cut short goes on.
func TestAnUploadFollowsABackup(t *testing.T) {
	b := newBench(t, simulated(t, "one", 0))
	k, c, dir := newCarrierOn(t, b)
	if _, d := k.turn(t, b, c.ID); d.Why != schedule.Nothing {
		t.Fatalf("before any backup: %+v", d)
	}
	id := b.ready(t, "one")
	if err := b.runs.start(id); err != nil {
		t.Fatal(err)
	}
	b.ended(t, id)

	k.battery = func(context.Context) desk.Answer { return desk.Yes }
	if began, d := k.turn(t, b, c.ID); began || d.Why != schedule.OnBattery || there(t, dir) != 0 {
		t.Fatalf("on battery: %v, %+v", began, d)
	}
	k.battery = func(context.Context) desk.Answer { return desk.No }
	if _, d := k.turn(t, b, c.ID); !d.Run || there(t, dir) == 0 {
		t.Fatalf("%+v, %d are there", d, there(t, dir))
	}
	if _, d := k.turn(t, b, c.ID); d.Why != schedule.Nothing {
		t.Errorf("with nothing new: %+v", d)
	}

	rows, err := pictures{b.current}.Latest(t.Context(), 1)
	if err != nil || len(rows) != 1 || rows[0].Clouds != "Disk" {
		t.Errorf("what is up is not marked: %+v, %v", rows, err)
	}

	// An earlier life of this program was ended while it sent.
	cut := func() {
		t.Helper()
		if err := b.current.use(func(l *library.Library) error {
			q, err := queue.Open(filepath.Join(l.Dir(), ".keepsake", "cloud", c.ID+".ndjson"))
			if err != nil {
				return err
			}
			e := q.All()[0]
			for _, one := range q.All() {
				if job.IsContent(one) {
					e = one
				}
			}
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(e.Path))); err != nil {
				return err
			}
			e.State = queue.Waiting
			if err := q.Set(e); err != nil {
				return err
			}
			return q.Close()
		}); err != nil {
			t.Fatal(err)
		}
	}
	all := there(t, dir)
	cut()
	k.u.Cancel(c.ID)
	if _, d := k.turn(t, b, c.ID); d.Why != schedule.Stopped || there(t, dir) != all-1 {
		t.Errorf("stopped by its owner: %+v", d)
	}
	if err := k.u.change(c.ID, func(c *settings.Cloud) { c.Stopped, c.Wait = time.Time{}, time.Now().Add(time.Hour) }); err != nil {
		t.Fatal(err)
	}
	if _, d := k.turn(t, b, c.ID); d.Why != schedule.Allowance || there(t, dir) != all-1 {
		t.Errorf("until the next day: %+v", d)
	}
	if err := k.u.book.Note(c.ID, nil, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, d := k.turn(t, b, c.ID); !d.Run || there(t, dir) != all {
		t.Errorf("it does not go on: %+v, %d of %d", d, there(t, dir), all)
	}
	if err := k.u.book.Note(c.ID, &at.LimitError{Daily: true}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if kept, err := k.u.book.Find(c.ID); err != nil || !schedule.InPause(time.Now(), kept.Wait) {
		t.Errorf("waits until %s, %v", kept.Wait, err)
	}
}
