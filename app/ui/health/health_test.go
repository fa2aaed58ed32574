package health

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

// work is a keeper whose answers a test chooses.
type work struct {
	found   Found
	known   bool
	actions []Action
	err     error
	busy    bool
	done    []string
	hold    chan struct{} // not nil: works until it is closed, or cancelled
}

func (w *work) Last(context.Context) (Found, bool, error) { return w.found, w.known, nil }

func (w *work) do(ctx context.Context, what string, progress func(done, total int)) error {
	w.done = append(w.done, what)
	progress(3, 10)
	if w.hold != nil {
		select {
		case <-w.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return w.err
}

func (w *work) Check(ctx context.Context, d Depth, progress func(done, total int)) (Found, error) {
	err := w.do(ctx, [...]string{"structure", "sample", "everything"}[d], progress)
	return w.found, err
}

func (w *work) Preview(ctx context.Context, progress func(done, total int)) ([]Action, error) {
	return w.actions, w.do(ctx, "preview", progress)
}

func (w *work) Repair(ctx context.Context, progress func(done, total int)) ([]Action, error) {
	return w.actions, w.do(ctx, "repair", progress)
}

func (w *work) Busy() bool { return w.busy }

func ill() Found {
	f := Found{When: uitest.Now.Add(-26 * time.Hour), Depth: Everything, Items: 5310, Read: 5308, Bytes: 41e9, Lost: 3, Nowhere: 1,
		Sources: []Source{{"Mum's phone", 2}}}
	f.Problems = []Problem{
		{true, "Photos/Redmi Note 12 Pro 4f2a/DCIM/Camera/IMG_20261119_181202.jpg", "its bytes changed: SHA-256 is 5e0bd1cbae1d2ea3d1ef4d4b8b0e8c41f0a3c5d6e7f8091a2b3c4d5e6f708192"},
		{true, "Photos/Redmi Note 12 Pro 4f2a/MIUI/Gallery/cloud/owner/一个非常长的相册名字，里面有很多很多字/照片 2025 كاميرا.jpg", "not there; a repair finds it if it was moved, else the next backup fetches it again"},
		{true, "Photos/Imported/scan0001.jpg", "812 bytes long, should be 120,331"},
		{false, "Photos/Redmi Note 12 Pro 4f2a/left over.jpg", "the manifest does not name it; a repair takes it in"},
	}
	return f
}

func TestCheck(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &work{found: ill()}
	m := NewModel(w, b.Hop, b.Clock.After)
	m.Load()
	b.Settle()
	if m.Known || !m.Loaded {
		t.Fatalf("%+v", m)
	}
	m.Choose(Everything)
	m.Check()
	m.Check() // while it runs: no second one
	if m.State != Checking {
		t.Error(m.State)
	}
	b.Settle()
	if m.State != Idle || !m.Known || m.Found.Lost != 3 || m.Found.Good() || !slices.Equal(w.done, []string{"everything"}) {
		t.Errorf("%+v, did %v", m, w.done)
	}
	w.err = errors.New("the disk is gone")
	m.Check()
	b.Settle()
	if m.Err == nil || m.State != Idle || !m.Known {
		t.Errorf("%+v", m)
	}
}

func TestProgressAndCancel(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &work{known: true, hold: make(chan struct{})}
	m := NewModel(w, b.Hop, b.Clock.After)
	m.Check()
	for m.Total == 0 { // until the worker has begun
		b.Clock.Advance(lookEvery)
	}
	if m.Done != 3 || m.Total != 10 {
		t.Errorf("%d of %d", m.Done, m.Total)
	}
	m.Cancel()
	if !m.Stopping {
		t.Error("not stopping")
	}
	b.Settle()
	if m.State != Idle || m.Err != nil || m.Stopping {
		t.Errorf("after a cancel: %+v", m)
	}
}

// TestRepairWantsAPreview: nothing is repaired that was not shown before, nor
// beside a backup.
func TestRepairWantsAPreview(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &work{known: true, found: ill(), actions: []Action{{"a", "b"}}}
	m := NewModel(w, b.Hop, b.Clock.After)
	m.Repair()
	b.Settle()
	m.Preview()
	b.Settle()
	if m.State != Previewed || len(m.Actions) != 1 {
		t.Fatalf("%+v", m)
	}
	w.busy = true
	m.Repair()
	b.Settle()
	if !slices.Equal(w.done, []string{"preview"}) {
		t.Fatalf("did %v", w.done)
	}
	w.busy = false
	m.Repair()
	b.Settle()
	if m.State != Repaired || !slices.Equal(w.done, []string{"preview", "repair"}) {
		t.Errorf("%+v, did %v", m, w.done)
	}
	w.found, w.known = Found{When: uitest.Now, Items: 3, Read: 3}, true
	m.Back()
	b.Settle()
	if m.State != Idle || m.Actions != nil || !m.Found.Good() {
		t.Errorf("%+v", m)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	good := Found{When: uitest.Now.Add(-2 * time.Hour), Depth: Everything, Items: 5310, Read: 5310, Bytes: 41e9}
	quick := Found{When: uitest.Now.Add(-50 * time.Hour), Depth: Structure, Items: 5310}
	actions := []Action{
		{"Photos/Redmi Note 12 Pro 4f2a/DCIM/Camera/IMG_20261119_181202.jpg", "its bytes changed"},
		{"Photos/Redmi Note 12 Pro 4f2a/DCIM/Camera/IMG_20261119_181202.jpg", "noted as lost: the next backup fetches it again if the phone still has it"},
		{".keepsake/index.db", "dropped; it is made anew"},
	}
	for _, s := range []struct {
		name string
		set  func(m *Model, w *work)
	}{
		{"never", func(m *Model, _ *work) { m.Loaded = true }},
		{"good", func(m *Model, _ *work) { m.Known, m.Found, m.Depth = true, good, Everything }},
		{"quick", func(m *Model, _ *work) { m.Known, m.Found, m.Depth = true, quick, Structure }},
		{"ill", func(m *Model, _ *work) { m.Known, m.Found = true, ill() }},
		{"checking", func(m *Model, _ *work) { m.State, m.Done, m.Total = Checking, 1204, 5310 }},
		{"preview", func(m *Model, w *work) { m.State, m.Actions, w.busy = Previewed, actions, true }},
		{"repaired", func(m *Model, _ *work) { m.State, m.Actions = Repaired, actions }},
		{"error", func(m *Model, _ *work) {
			m.Known, m.Found, m.Err = true, good, errors.New("the disk with the library is gone")
		}},
	} {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			b := uitest.NewBench(t, mode)
			w := &work{}
			m := NewModel(w, b.Hop, b.Clock.After)
			s.set(m, w)
			p := newPanel(b.Kit, m)
			b.Open(t, p.page, 680, 560)
			if dir := os.Getenv("LOOKS"); dir != "" {
				b.Save(t, dir, "health_"+s.name+"_"+string(mode))
			}
		}
	}
}
