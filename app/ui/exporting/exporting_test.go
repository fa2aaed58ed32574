package exporting

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

// slow is an exporter that works until it is let go or cancelled.
type slow struct {
	let     chan struct{}
	ids     []int64
	options job.ExportOptions
	dir     string
	err     error
}

func (s *slow) Export(ctx context.Context, ids []int64, dir string, o job.ExportOptions, t *job.Tracker) (job.Receipt, error) {
	s.ids, s.options, s.dir = ids, o, dir
	r := job.Receipt{Job: "export", Status: job.Done, Counts: job.Counts{Found: len(ids), Copied: len(ids)}}
	select {
	case <-s.let:
		return r, s.err
	case <-ctx.Done():
		return job.Receipt{Job: "export", Status: job.Cancelled, Counts: job.Counts{Found: len(ids), Copied: 1, Skipped: len(ids) - 1}}, ctx.Err()
	}
}

func TestExport(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w, e := uitest.NewWorld(), &slow{let: make(chan struct{})}
	finished := 0
	p := newPanel(b.Kit, NewModel(e, w, b.Hop, b.Clock.After, b.Kit.Now, []int64{3, 4}), func() { finished++ })
	m := p.Model
	m.Set(func(o *job.ExportOptions) { o.JPEG, o.Size = true, 2048 })
	m.Export("to")
	b.Settle()
	if m.State != Choosing || e.ids != nil {
		t.Fatalf("no folder was picked, and it is %v", m.State)
	}
	w.Picked = "/home/anna/Desktop"
	m.Export("to")
	for m.State == Picking {
		b.Queue.Settle() // until the folder is there
	}
	m.Export("to") // while it runs: no second one
	m.Set(func(o *job.ExportOptions) { o.Size = 0 })
	b.Clock.Advance(lookEvery)
	if m.State != Running || m.Options.Size != 2048 {
		t.Fatalf("%+v", m)
	}
	close(e.let)
	b.Settle()
	if m.State != Ended || m.Receipt.Copied != 2 || !slices.Equal(e.ids, []int64{3, 4}) || !e.options.JPEG || e.dir != w.Picked || finished != 1 {
		t.Errorf("%+v, %+v, finished %d", m, e, finished)
	}
	m.OpenFolder(func(err error) { t.Error(err) })
	b.Settle()
	if !slices.Equal(w.Opened, []string{w.Picked}) {
		t.Errorf("opened %v", w.Opened)
	}
}

func TestCancel(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w, e := uitest.NewWorld(), &slow{let: make(chan struct{})}
	w.Picked = "/tmp"
	finished := 0
	p := newPanel(b.Kit, NewModel(e, w, b.Hop, b.Clock.After, b.Kit.Now, []int64{3, 4}), func() { finished++ })
	p.Model.Export("to")
	for p.Model.State != Running {
		b.Queue.Settle()
	}
	p.Model.Cancel()
	b.Settle()
	if m := p.Model; m.State != Ended || m.Err != nil || m.Receipt.Copied != 1 || finished != 0 {
		t.Errorf("%+v, finished %d", m, finished)
	}
	e.let, e.err = make(chan struct{}), errors.New("the disk is full")
	close(e.let)
	p = newPanel(b.Kit, NewModel(e, w, b.Hop, b.Clock.After, b.Kit.Now, []int64{3}), func() { finished++ })
	p.Model.Export("to")
	b.Settle()
	if p.Model.State != Ended || p.Model.Err == nil || finished != 0 {
		t.Errorf("%+v, finished %d", p.Model, finished)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	problems := []job.Problem{
		{Path: "a", Outcome: job.Lost, Reason: "IMG_20261119_181202.jpg: the kept bytes are damaged (SHA-256 5e0bd1cbae1d…, should be 8f0bd1cbae1d…): repair the library, the next backup fetches it again"},
		{Path: "b", Outcome: job.Copied, Reason: "照片 2025 كاميرا.heic was copied as it is: no decoder for this kind of file"},
	}
	for _, s := range []struct {
		name string
		set  func(m *Model)
	}{
		{"choosing", func(*Model) {}},
		{"jpeg", func(m *Model) { m.Options = job.ExportOptions{JPEG: true, Size: 2048, Folders: true} }},
		{"running", func(m *Model) {
			m.State, m.Dir = Running, "/home/anna/Desktop/A trip"
			m.Seen = job.Snapshot{Status: job.Running, Files: 12, FilesTotal: 40, Bytes: 3, BytesTotal: 10, Left: 90e9, Item: "IMG_20261119_181202.jpg"}
		}},
		{"done", func(m *Model) {
			m.State, m.Dir, m.Receipt = Ended, "/home/anna/Desktop", job.Receipt{Status: job.Done, Counts: job.Counts{Found: 40, Copied: 40}}
		}},
		{"problems", func(m *Model) {
			m.State, m.Dir = Ended, "/home/anna/Desktop"
			m.Receipt = job.Receipt{Status: job.Done, Counts: job.Counts{Found: 40, Copied: 39, Failed: 1}, Problems: problems}
		}},
		{"error", func(m *Model) { m.State, m.Err = Choosing, errors.New("the folder cannot be written to") }},
	} {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			b := uitest.NewBench(t, mode)
			ids := make([]int64, 40)
			m := NewModel(&slow{}, uitest.NewWorld(), b.Hop, b.Clock.After, b.Kit.Now, ids)
			s.set(m)
			p := newPanel(b.Kit, m, nil)
			b.Open(t, p.page, 560, 400)
			if dir := os.Getenv("LOOKS"); dir != "" {
				b.Save(t, dir, "export_"+s.name+"_"+string(mode))
			}
		}
	}
}
