// Package storage is the page about the space the library takes: by kind, phone,
// album and year, the largest things, earlier states and what removing some of them
// would free, and the library's way to another disk.
//
// Begin with New.
package storage

import (
	"context"
	"sync/atomic"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Rule is which earlier states are to stay. The newest always does.
type Rule int

// The rules.
const (
	KeepAll   Rule = iota
	KeepThin       // all of a month, the last of each month for a year, the last of each year
	KeepMonth      // all of a month
	KeepNone       // the newest only
)

// Pruning is what removing earlier states would remove, and free.
type Pruning struct {
	Snapshots, States []string // what goes, by their ids
	Stay              int
	Freed             int64
}

// Goes is how many go.
func (p Pruning) Goes() int { return len(p.Snapshots) + len(p.States) }

// Route is a way to another disk that can be gone.
type Route struct {
	To    string
	Bytes int64 // to be copied
	Free  int64 // there; negative while unknown
}

// Moved is what came of a move.
type Moved struct {
	From, To string // where the library was, and is
	Files    int
	Bytes    int64
	Damaged  int // of which the bytes were not right before the move
}

// Keeper does the work. All its methods may take long, save CanMove.
type Keeper interface {
	Usage(ctx context.Context) (Usage, error)
	PlanPruning(ctx context.Context, r Rule) (Pruning, error)
	Prune(ctx context.Context, p Pruning) error
	// CanMove reports whether the library that is open may be moved at all.
	CanMove() bool
	// Route looks whether the library can go to a folder: that one, when it is empty,
	// else a new one in it.
	Route(ctx context.Context, folder string) (Route, error)
	// Move copies the library to where a Route leads, compares every file, and opens
	// it there; the old one stays as it is. Progress is told of bytes from any
	// goroutine, and waiting while a backup has to end first.
	Move(ctx context.Context, to string, progress func(done, total int64, waiting bool)) (Moved, error)
}

// Desk is what the desktop does for the page.
type Desk interface {
	PickFolder(ctx context.Context, title string) (string, error)
	OpenFolder(ctx context.Context, dir string) error
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Usage  Usage
	Loaded bool
	Err    error
	By     By

	Rule     Rule
	Plan     Pruning
	Planned  bool  // Plan is of Rule
	PlanErr  error // why there is none
	Removing bool

	Picking     bool   // a folder is being chosen
	Route       *Route // chosen, not begun
	Moving      bool
	Stopping    bool
	Waiting     bool // for a backup to end
	Done, Total int64
	Moved       *Moved // the last move of this session
	MoveErr     error

	OnChange func()
	OnFreed  func(bytes int64) // earlier states were removed
	OnMoved  func(Moved)
	OnError  func(error)

	keeper   Keeper
	desk     Desk
	hop      *hop.Hop
	after    part.After
	loading  hop.Latest
	planning hop.Latest
	cancel   context.CancelFunc
	seen     bool
}

// NewModel returns a model; Show fills it.
func NewModel(k Keeper, d Desk, h *hop.Hop, after part.After) *Model {
	return &Model{keeper: k, desk: d, hop: h, after: after, OnChange: func() {}, OnFreed: func(int64) {}, OnMoved: func(Moved) {}, OnError: func(error) {}}
}

// Show measures the library.
func (m *Model) Show() {
	m.seen = true
	m.load()
}

// Hide says that nobody looks.
func (m *Model) Hide() { m.seen = false }

// Changed measures the library again, when somebody looks.
func (m *Model) Changed() {
	if m.seen && !m.Moving {
		m.load()
	}
}

// CanMove reports whether the library can go to another disk.
func (m *Model) CanMove() bool { return m.keeper.CanMove() }

func (m *Model) load() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		u, err := m.keeper.Usage(ctx)
		return func() {
			m.Err, m.Loaded = err, true
			if err == nil {
				m.Usage = u
			}
			m.plan()
			m.OnChange()
		}
	})
}

// Sort chooses what the space is sorted by.
func (m *Model) Sort(by By) {
	m.By = by
	m.OnChange()
}

// Keep chooses a rule, and finds out what it would remove.
func (m *Model) Keep(r Rule) {
	if m.Rule != r {
		m.Rule, m.Planned, m.PlanErr = r, false, nil
		m.plan()
		m.OnChange()
	}
}

func (m *Model) plan() {
	r := m.Rule
	if m.Removing {
		return
	}
	m.planning.Go(m.hop, func(ctx context.Context) func() {
		p, err := m.keeper.PlanPruning(ctx, r)
		return func() {
			m.Plan, m.PlanErr, m.Planned = p, err, err == nil
			m.OnChange()
		}
	})
}

// Prune removes what was planned: that, and nothing that was not shown.
func (m *Model) Prune() {
	if !m.Planned || m.Removing || m.Plan.Goes() == 0 {
		return
	}
	p := m.Plan
	m.Removing = true
	m.OnChange()
	m.hop.Go(func(ctx context.Context) func() {
		err := m.keeper.Prune(ctx, p)
		return func() {
			m.Removing, m.Planned = false, false
			if err != nil {
				m.OnError(err)
			} else {
				m.Rule = KeepAll
				m.OnFreed(p.Freed)
			}
			m.load()
			m.OnChange()
		}
	})
}

// PickRoute lets the owner choose where the library is to go.
func (m *Model) PickRoute(title string) {
	if m.Picking || m.Moving {
		return
	}
	m.Picking, m.Route, m.MoveErr = true, nil, nil
	m.OnChange()
	m.hop.Go(func(ctx context.Context) func() {
		dir, err := m.desk.PickFolder(ctx, title)
		var r Route
		if err == nil && dir != "" {
			r, err = m.keeper.Route(ctx, dir)
		}
		return func() {
			m.Picking, m.MoveErr = false, err
			if err == nil && dir != "" {
				m.Route = &r
			}
			m.OnChange()
		}
	})
}

// Forget gives up the chosen route.
func (m *Model) Forget() {
	m.Route, m.MoveErr = nil, nil
	m.OnChange()
}

// Move begins.
func (m *Model) Move() {
	if m.Route == nil || m.Moving {
		return
	}
	to := m.Route.To
	ctx, cancel := context.WithCancel(m.hop.Context())
	g := &gauge{}
	m.Moving, m.Stopping, m.Waiting, m.Done, m.Total, m.MoveErr, m.cancel = true, false, false, 0, m.Route.Bytes, nil, cancel
	m.hop.Go(func(context.Context) func() {
		done, err := m.keeper.Move(ctx, to, g.set)
		cancel()
		return func() {
			stopped := m.Stopping
			m.Moving, m.Stopping, m.Waiting = false, false, false
			switch {
			case err == nil:
				m.Moved, m.Route = &done, nil
				m.OnMoved(done)
				m.load()
			case !stopped:
				m.MoveErr = err
			}
			m.OnChange()
		}
	})
	m.look(g)
	m.OnChange()
}

// Stop ends a move; what was copied is used by the next one to the same folder.
func (m *Model) Stop() {
	if m.Moving && !m.Stopping {
		m.Stopping = true
		m.cancel()
		m.OnChange()
	}
}

// OpenOld shows the folder that the library was moved away from.
func (m *Model) OpenOld() {
	if m.Moved == nil {
		return
	}
	dir := m.Moved.From
	m.hop.Go(func(ctx context.Context) func() {
		if err := m.desk.OpenFolder(ctx, dir); err != nil {
			return func() { m.OnError(err) }
		}
		return nil
	})
}

// gauge carries progress from the goroutine that makes it to the one that shows it.
type gauge struct {
	done, total atomic.Int64
	waiting     atomic.Bool
}

func (g *gauge) set(done, total int64, waiting bool) {
	g.total.Store(total)
	g.done.Store(done)
	g.waiting.Store(waiting)
}

// lookEvery is how often progress is looked at.
const lookEvery = 250 * time.Millisecond

func (m *Model) look(g *gauge) {
	m.after(lookEvery, func() {
		if !m.Moving {
			return
		}
		if done, total, waiting := g.done.Load(), g.total.Load(), g.waiting.Load(); total > 0 && (done != m.Done || waiting != m.Waiting) {
			m.Done, m.Total, m.Waiting = done, total, waiting
			m.OnChange()
		}
		m.look(g)
	})
}
