// Package health is the panel about the library's own state: when it was checked
// last and what was found, a check of some depth, a repair with a preview, and
// where what is lost can be had again.
//
// Begin with NewModel; Open shows it.
package health

import (
	"context"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Depth is how closely a check looks.
type Depth int

// The depths.
const (
	Structure  Depth = iota // every file is there, with its right length
	Sample                  // and one in a hundred is read back
	Everything              // and all are
)

// Problem is one thing a check found.
type Problem struct {
	Grave        bool // needs the owner; others pass with the next backup
	Path, Detail string
}

// Source is a phone that had some of what is lost.
type Source struct {
	Name  string
	Count int
}

// Found is what a check found.
type Found struct {
	When         time.Time
	Depth        Depth
	Items, Read  int // in the library; read back and compared
	Bytes        int64
	Problems     []Problem // gravest first
	More         int       // beyond those
	Lost         int       // damaged or missing
	Sources      []Source  // which can give it again
	Nowhere      int       // how much of it no phone had
	NothingThere bool      // nothing was checked: the library is empty
}

// Good reports whether the check found nothing that needs the owner.
func (f Found) Good() bool {
	for _, p := range f.Problems {
		if p.Grave {
			return false
		}
	}
	return !f.NothingThere
}

// Action is one thing that a repair does, or would do.
type Action struct{ Path, Detail string }

// Keeper does the work. Its methods take long, save Last and Busy; progress, from
// any goroutine, is told of files done and of how many there are.
type Keeper interface {
	// Last is what the last check found; ok is false when there was none.
	Last(ctx context.Context) (f Found, ok bool, err error)
	Check(ctx context.Context, d Depth, progress func(done, total int)) (Found, error)
	// Preview says what a repair would do.
	Preview(ctx context.Context, progress func(done, total int)) ([]Action, error)
	// Repair does it. The library is closed meanwhile.
	Repair(ctx context.Context, progress func(done, total int)) ([]Action, error)
	// Busy reports whether a backup is under way, beside which nothing is repaired.
	Busy() bool
}

// State is what the panel shows.
type State int

// The states.
const (
	Idle       State = iota // the last check, or that there was none
	Checking                // … now
	Previewing              // finding out what a repair would do
	Previewed               // that is shown, to be decided on
	Repairing
	Repaired
)

// Model is the panel without its drawing. It belongs to the window's goroutine;
// it outlives the panel, so that a check goes on while that is closed.
type Model struct {
	State       State
	Found       Found
	Known       bool // there was a check
	Loaded      bool
	Depth       Depth // to be checked next
	Done, Total int   // files, of what runs
	Stopping    bool
	Actions     []Action // previewed or done
	Err         error

	OnChange func()

	keeper  Keeper
	hop     *hop.Hop
	after   part.After
	meter   *meter
	cancel  context.CancelFunc
	loading hop.Latest
}

// NewModel returns a model; Load fills it.
func NewModel(k Keeper, h *hop.Hop, after part.After) *Model {
	return &Model{keeper: k, hop: h, after: after, Depth: Sample, OnChange: func() {}}
}

// Load reads what the last check found.
func (m *Model) Load() {
	if m.Running() {
		return
	}
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		f, ok, err := m.keeper.Last(ctx)
		return func() {
			m.Found, m.Known, m.Loaded, m.Err = f, ok, true, err
			m.OnChange()
		}
	})
}

// Running reports whether something is under way.
func (m *Model) Running() bool {
	return m.State == Checking || m.State == Previewing || m.State == Repairing
}

// Busy reports whether a backup is in the way of a repair.
func (m *Model) Busy() bool { return m.keeper.Busy() }

// Choose sets how closely the next check looks.
func (m *Model) Choose(d Depth) {
	if m.Depth != d {
		m.Depth = d
		m.OnChange()
	}
}

// Check looks the library over.
func (m *Model) Check() {
	d := m.Depth
	m.run(Checking, func(ctx context.Context, progress func(int, int)) func() {
		f, err := m.keeper.Check(ctx, d, progress)
		return func() {
			m.State = Idle
			if err == nil {
				m.Found, m.Known = f, true
			}
			m.fail(err)
		}
	})
}

// Preview finds out what a repair would do.
func (m *Model) Preview() {
	m.run(Previewing, func(ctx context.Context, progress func(int, int)) func() {
		a, err := m.keeper.Preview(ctx, progress)
		return func() {
			m.State, m.Actions = Previewed, a
			if err != nil {
				m.State = Idle
			}
			m.fail(err)
		}
	})
}

// Repair does what was previewed.
func (m *Model) Repair() {
	if m.State != Previewed || m.keeper.Busy() {
		m.OnChange()
		return
	}
	m.run(Repairing, func(ctx context.Context, progress func(int, int)) func() {
		a, err := m.keeper.Repair(ctx, progress)
		return func() {
			m.State, m.Actions = Repaired, a
			if err != nil {
				m.State = Idle
			}
			m.fail(err)
		}
	})
}

// Back leaves a preview or the outcome of a repair.
func (m *Model) Back() {
	if !m.Running() {
		m.State, m.Actions, m.Err = Idle, nil, nil
		m.Load()
		m.OnChange()
	}
}

// Cancel stops what is under way.
func (m *Model) Cancel() {
	if m.Running() && !m.Stopping {
		m.Stopping = true
		m.cancel()
		m.OnChange()
	}
}

// fail keeps an error, unless it is only that the owner stopped it.
func (m *Model) fail(err error) {
	m.Err = err
	if m.Stopping {
		m.Err = nil
	}
}

// run does one thing off the window's goroutine, and looks at its progress.
func (m *Model) run(s State, work func(ctx context.Context, progress func(done, total int)) (then func())) {
	if m.Running() {
		return
	}
	ctx, cancel := context.WithCancel(m.hop.Context())
	meter := &meter{}
	m.State, m.Err, m.Stopping, m.Done, m.Total, m.cancel, m.meter = s, nil, false, 0, 0, cancel, meter
	m.loading.Cancel()
	m.hop.Go(func(context.Context) func() {
		then := work(ctx, meter.set)
		cancel()
		return func() {
			then()
			m.Stopping = false
			m.OnChange()
		}
	})
	m.look()
	m.OnChange()
}

// lookEvery is how often progress is looked at.
const lookEvery = 200 * time.Millisecond

func (m *Model) look() {
	meter := m.meter
	m.after(lookEvery, func() {
		if !m.Running() || m.meter != meter {
			return
		}
		if done, total := meter.get(); done != m.Done || total != m.Total {
			m.Done, m.Total = done, total
			m.OnChange()
		}
		m.look()
	})
}
