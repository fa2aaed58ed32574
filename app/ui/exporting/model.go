// Package exporting is the panel that copies pictures out of the library: as
// they are or as JPEG, in their size or smaller, to a folder of the owner's.
//
// Begin with Open.
package exporting

import (
	"context"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Exporter does the work.
type Exporter interface {
	// Export copies items into a folder. It counts in t, and ends with ctx.
	Export(ctx context.Context, ids []int64, dir string, o job.ExportOptions, t *job.Tracker) (job.Receipt, error)
}

// Desk asks for folders, and shows them.
type Desk interface {
	PickFolder(ctx context.Context, title string) (string, error)
	OpenFolder(ctx context.Context, dir string) error
}

// State is what the panel shows.
type State int

// The states.
const (
	Choosing State = iota
	Picking        // the desktop asks for the folder
	Running
	Ended
)

// Sizes are the long sides there are to choose, in pixels; 0 is as it is.
var Sizes = []int{0, 4096, 2048, 1280}

// Model is the panel without its drawing. It belongs to the window's goroutine.
type Model struct {
	IDs     []int64
	Options job.ExportOptions
	State   State
	Dir     string
	Seen    job.Snapshot // while it runs
	Receipt job.Receipt  // once it has ended
	Err     error

	OnChange func()

	exporter Exporter
	desk     Desk
	hop      *hop.Hop
	after    part.After
	now      func() time.Time
	cancel   context.CancelFunc
	tracker  *job.Tracker
}

// NewModel returns a model for some items.
func NewModel(e Exporter, d Desk, h *hop.Hop, after part.After, now func() time.Time, ids []int64) *Model {
	return &Model{IDs: ids, exporter: e, desk: d, hop: h, after: after, now: now, OnChange: func() {}}
}

// Set changes what is wanted; f alters the options.
func (m *Model) Set(f func(*job.ExportOptions)) {
	if m.State == Choosing {
		f(&m.Options)
		m.OnChange()
	}
}

// Export asks for the folder and begins.
func (m *Model) Export(title string) {
	if m.State != Choosing || len(m.IDs) == 0 {
		return
	}
	m.State, m.Err = Picking, nil
	m.OnChange()
	m.hop.Go(func(ctx context.Context) func() {
		dir, err := m.desk.PickFolder(ctx, title)
		return func() {
			m.State, m.Err = Choosing, err
			if err == nil && dir != "" {
				m.begin(dir)
			}
			m.OnChange()
		}
	})
}

func (m *Model) begin(dir string) {
	ctx, cancel := context.WithCancel(m.hop.Context())
	t := job.NewTracker(m.now)
	m.State, m.Dir, m.cancel, m.tracker, m.Seen = Running, dir, cancel, t, job.Snapshot{}
	ids, o := m.IDs, m.Options
	m.hop.Go(func(context.Context) func() {
		r, err := m.exporter.Export(ctx, ids, dir, o, t)
		cancel()
		return func() {
			m.State, m.Receipt, m.Err = Ended, r, err
			if r.Status == job.Cancelled {
				m.Err = nil
			}
			m.OnChange()
		}
	})
	m.look()
}

// lookEvery is how often progress is looked at.
const lookEvery = 200 * time.Millisecond

func (m *Model) look() {
	m.after(lookEvery, func() {
		if m.State == Running {
			m.Seen = m.tracker.Snapshot()
			m.OnChange()
			m.look()
		}
	})
}

// Cancel stops an export that runs. What is exported is whole and stays.
func (m *Model) Cancel() {
	if m.State == Running {
		m.tracker.Cancelling()
		m.Seen = m.tracker.Snapshot()
		m.cancel()
		m.OnChange()
	}
}

// OpenFolder shows the folder in the desktop's file manager.
func (m *Model) OpenFolder(failed func(error)) {
	dir := m.Dir
	m.hop.Go(func(ctx context.Context) func() {
		if err := m.desk.OpenFolder(ctx, dir); err != nil {
			return func() { failed(err) }
		}
		return nil
	})
}
