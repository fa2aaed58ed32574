// Package catalogue is what the pages share that list one kind of thing: which phone's,
// a search, what is loading, what went wrong, and what stands there when there is
// nothing.
//
// Begin with NewModel and New.
package catalogue

import (
	"cmp"
	"context"
	"slices"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Phone is one that things of the list are of.
type Phone struct{ ID, Name string }

// Source is where the things are.
type Source[T any] struct {
	// List returns those that hold each word of a search, in the order of the list.
	List func(ctx context.Context, search string) ([]T, error)
	// Phone says whose a thing is.
	Phone func(T) Phone
	// Keep, when not nil, says whether a thing is shown; Compare, when not nil, puts
	// those that are into another order.
	Keep    func(T) bool
	Compare func(a, b T) int
	// Key tells a thing from others, also in the next list.
	Key func(T) string
}

// Model is the list without its drawing. It belongs to the window's goroutine.
type Model[T any] struct {
	All    []T // that the search found
	Shown  []T
	Phones []Phone
	Phone  string // "" is all
	Search string
	Chosen string // the key of what is open; "" is nothing

	Loaded bool
	Err    error

	OnChange func()

	src     Source[T]
	hop     *hop.Hop
	after   part.After
	loading hop.Latest
	typing  func()
}

// NewModel returns a model; Load fills it.
func NewModel[T any](src Source[T], h *hop.Hop, after part.After) *Model[T] {
	return &Model[T]{src: src, hop: h, after: after, OnChange: func() {}}
}

// Load reads the list anew.
func (m *Model[T]) Load() {
	search := m.Search
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.src.List(ctx, search)
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.All = all
			}
			m.Arrange()
		}
	})
}

// settle is how long is waited for more letters of a search.
const settle = 120 * time.Millisecond

// SetSearch looks for other words.
func (m *Model[T]) SetSearch(s string) {
	if s == m.Search {
		return
	}
	m.Search = s
	if m.typing != nil {
		m.typing()
	}
	m.typing = m.after(settle, m.Load)
}

// SetPhone shows what is of one phone, of all for "".
func (m *Model[T]) SetPhone(id string) {
	if m.Phone != id {
		m.Phone = id
		m.Arrange()
	}
}

// Arrange makes what is shown of what there is; call it when Keep or Compare would
// answer otherwise.
func (m *Model[T]) Arrange() {
	if m.Search == "" || len(m.Phones) == 0 {
		m.Phones = m.Phones[:0]
		for _, t := range m.All {
			if p := m.src.Phone(t); !slices.Contains(m.Phones, p) {
				m.Phones = append(m.Phones, p)
			}
		}
		slices.SortFunc(m.Phones, func(a, b Phone) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
		if !slices.ContainsFunc(m.Phones, func(p Phone) bool { return p.ID == m.Phone }) {
			m.Phone = ""
		}
	}
	m.Shown = nil
	for _, t := range m.All {
		if (m.Phone == "" || m.src.Phone(t).ID == m.Phone) && (m.src.Keep == nil || m.src.Keep(t)) {
			m.Shown = append(m.Shown, t)
		}
	}
	if m.src.Compare != nil {
		slices.SortStableFunc(m.Shown, m.src.Compare)
	}
	m.OnChange()
}

// Nothing reports whether there is nothing at all, whatever one searches for.
func (m *Model[T]) Nothing() bool {
	return m.Loaded && (m.Err != nil || len(m.All) == 0 && m.Search == "")
}

// At is where in Shown the open one is, -1 for none.
func (m *Model[T]) At() int {
	if m.Chosen == "" {
		return -1
	}
	return slices.IndexFunc(m.Shown, func(t T) bool { return m.src.Key(t) == m.Chosen })
}

// Open is the open one.
func (m *Model[T]) Open() (t T, ok bool) {
	if i := m.At(); i >= 0 {
		return m.Shown[i], true
	}
	return t, false
}

// Choose opens one of Shown; any other number closes it.
func (m *Model[T]) Choose(i int) {
	was := m.Chosen
	m.Chosen = ""
	if i >= 0 && i < len(m.Shown) {
		m.Chosen = m.src.Key(m.Shown[i])
	}
	if m.Chosen != was {
		m.OnChange()
	}
}

// Step opens the next one, or the one before, and reports whether there is one.
func (m *Model[T]) Step(by int) bool {
	at := m.At() + by
	if at < 0 || at >= len(m.Shown) {
		return false
	}
	m.Choose(at)
	return true
}
