// Package history is looking back: the moments at which backups found records
// changed, one of them to look at instead of now, and what became of each record
// since. The pages of contacts, messages and calls share it.
//
// Begin with NewModel; Bar draws it.
package history

import (
	"context"
	"slices"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// Library is what tells of the past.
type Library interface {
	// Moments lists when backups found a category changed, the newest first.
	Moments(ctx context.Context, c records.Category) ([]shelf.Moment, error)
	// Since tells what became of a category since a moment, in ms.
	Since(ctx context.Context, c records.Category, at int64) (shelf.Since, error)
	// PhoneName is what a phone is called.
	PhoneName(id string) string
}

// Mark is what became of a record since the moment looked at.
type Mark int

// The marks.
const (
	None Mark = iota
	Gone
	Changed
	Added
)

// State is the past as it is looked at. It is replaced, never changed, so that work
// under way may read it.
type State struct {
	At    time.Time // zero: now
	Ready bool      // what became of everything is known
	Marks map[string]Mark
	Now   map[string]records.Record // by the identity then, of those that changed
	Added []records.Record
	Only  Mark // show those alone
	Count [Added + 1]int
}

// Narrow makes a query one of what is looked at: as of that moment, and only what has
// the mark that is wanted. What was added since is asked of now.
func (s State) Narrow(q shelf.RecordQuery) shelf.RecordQuery {
	if s.At.IsZero() {
		return q
	}
	q.AsOf = s.At.UnixMilli()
	if s.Only == None {
		return q
	}
	q.Identities = []string{}
	if s.Only == Added {
		q.AsOf = 0
		for _, r := range s.Added {
			q.Identities = append(q.Identities, r.Identity())
		}
		return q
	}
	for id, m := range s.Marks {
		if m == s.Only {
			q.Identities = append(q.Identities, id)
		}
	}
	return q
}

// Model is which moment is looked at. It belongs to the window's goroutine.
type Model struct {
	Moments []shelf.Moment
	Err     error

	lib      Library
	category records.Category
	hop      *hop.Hop
	changed  func()
	state    State
	loading  *hop.Latest
	looking  *hop.Latest
}

// NewModel returns a model that looks at now; changed is told whenever another
// moment, or another mark, is looked at.
func NewModel(lib Library, c records.Category, h *hop.Hop, changed func()) Model {
	return Model{lib: lib, category: c, hop: h, changed: changed, loading: &hop.Latest{}, looking: &hop.Latest{}}
}

// AsOf is the moment looked at, in ms; 0 is now.
func (m *Model) AsOf() int64 {
	if m.state.At.IsZero() {
		return 0
	}
	return m.state.At.UnixMilli()
}

// State is what is looked at.
func (m *Model) State() State { return m.state }

// Load reads the moments.
func (m *Model) Load() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.lib.Moments(ctx, m.category)
		return func() {
			m.Moments, m.Err = all, err
		}
	})
}

// Earlier are the moments that differ from now: all but the newest of each phone.
func (m *Model) Earlier() []shelf.Moment {
	var all []shelf.Moment
	newest := map[string]bool{}
	for _, x := range m.Moments {
		if newest[x.Phone] {
			all = append(all, x)
		}
		newest[x.Phone] = true
	}
	return all
}

// Look looks at a moment; the zero time is now.
func (m *Model) Look(at time.Time) {
	m.looking.Cancel()
	m.state = State{At: at}
	if !at.IsZero() {
		m.compare(at)
	}
	m.changed()
}

// Show leaves only what has a mark, None everything.
func (m *Model) Show(only Mark) {
	if m.state.Only == only {
		only = None
	}
	m.state.Only = only
	m.changed()
}

// compare finds out what became of everything since.
func (m *Model) compare(at time.Time) {
	m.looking.Go(m.hop, func(ctx context.Context) func() {
		since, err := m.lib.Since(ctx, m.category, at.UnixMilli())
		s := stateOf(at, since)
		return func() {
			if err != nil {
				m.Err = err
				return
			}
			s.Only = m.state.Only
			m.state = s
			m.changed()
		}
	})
}

func stateOf(at time.Time, since shelf.Since) State {
	s := State{At: at, Ready: true, Marks: map[string]Mark{}, Now: map[string]records.Record{}, Added: slices.Clone(since.Added)}
	for _, r := range since.Gone {
		s.Marks[r.Identity()] = Gone
	}
	for _, c := range since.Changed {
		s.Marks[c.Then.Identity()] = Changed
		s.Now[c.Then.Identity()] = c.Now
	}
	s.Count = [Added + 1]int{Gone: len(since.Gone), Changed: len(since.Changed), Added: len(since.Added)}
	return s
}
