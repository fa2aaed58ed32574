// Package calls is the page of the call log: who rang whom, when, and for how long.
//
// Begin with New. Model is the page without its drawing.
package calls

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"keepsake/app/ui/history"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/paging"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// Library is what the page asks.
type Library interface {
	history.Library

	// Line is the order of what a query finds.
	Line(ctx context.Context, q shelf.RecordQuery) (shelf.Line, error)
	// Calls reads what a query finds, by its IDs.
	Calls(ctx context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Call], error)
	// People are the contacts by their numbers' tails.
	People(ctx context.Context) (map[string]shelf.Face, error)
	// Refusals are why phones gave no records of a category.
	Refusals(ctx context.Context, c records.Category) ([]shelf.Refusal, error)
}

// Kind is a filter: calls of some types.
type Kind int

// The filters.
const (
	All Kind = iota
	Missed
	Received
	Dialled
	Rejected
)

// types are the call types of a filter; nil is any.
func (k Kind) types() []string {
	var all []string
	for _, t := range map[Kind][]records.CallType{
		Missed: {records.Missed}, Received: {records.Incoming, records.Elsewhere}, Dialled: {records.Outgoing},
		Rejected: {records.Rejected, records.BlockedOut},
	}[k] {
		all = append(all, t.String())
	}
	return all
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Calls  *paging.Pager[records.Call] // nil until read
	People map[string]shelf.Face
	Loaded bool
	Err    error

	Search   string
	Kind     Kind
	Only     []string // with these numbers alone; nil: all
	OnlyName string
	Refusals []shelf.Refusal

	Past history.Model

	// OnChange is told that something else is shown, OnRows that records have come.
	OnChange, OnRows func()

	lib     Library
	hop     *hop.Hop
	after   part.After
	wait    func()
	listing hop.Latest
}

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop, after part.After) *Model {
	m := &Model{lib: lib, hop: h, after: after, wait: func() {}, OnChange: func() {}, OnRows: func() {}}
	m.Past = history.NewModel(lib, records.Calls, h, m.list)
	return m
}

// Narrowed reports whether less than everything is asked for.
func (m *Model) Narrowed() bool {
	return m.Search != "" || m.Kind != All || m.Only != nil || m.Past.AsOf() != 0
}

// Query is what is shown.
func (m *Model) Query() shelf.RecordQuery {
	return m.Past.State().Narrow(shelf.RecordQuery{Category: records.Calls, Threads: m.Only, Kinds: m.Kind.types(), Search: m.Search})
}

// Load reads everything anew.
func (m *Model) Load() {
	m.Past.Load()
	m.list()
}

func (m *Model) list() {
	q := m.Query()
	m.listing.Go(m.hop, func(ctx context.Context) func() {
		people, err := m.lib.People(ctx)
		var line shelf.Line
		if err == nil {
			line, err = find(ctx, m.lib, q, people)
		}
		var refusals []shelf.Refusal
		if err == nil && len(line.IDs) == 0 {
			refusals, err = m.lib.Refusals(ctx, records.Calls)
		}
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				if m.Calls != nil {
					m.Calls.Close()
				}
				m.People, m.Refusals = people, refusals
				m.Calls = paging.New(m.hop, line, func(ctx context.Context, ids []int64) ([]shelf.Entry[records.Call], error) {
					return m.lib.Calls(ctx, shelf.RecordQuery{Category: records.Calls, IDs: ids, AsOf: q.AsOf})
				}, m.came)
			}
			m.OnChange()
		}
	})
	m.OnChange()
}

func (m *Model) came() {
	if m.Err = m.Calls.Err; m.Err != nil {
		m.OnChange()
		return
	}
	m.OnRows()
}

// find also finds calls by what their numbers are called today: the log keeps only
// the name that the phone had at the time, if any.
func find(ctx context.Context, lib Library, q shelf.RecordQuery, people map[string]shelf.Face) (shelf.Line, error) {
	line, err := lib.Line(ctx, q)
	words := strings.Fields(strings.ToLower(q.Search))
	if err != nil || len(words) == 0 {
		return line, err
	}
	var tails []string
	for tail, f := range people {
		all := true
		for _, w := range words {
			all = all && strings.Contains(strings.ToLower(f.Name), w)
		}
		if all && (q.Threads == nil || slices.Contains(q.Threads, tail)) {
			tails = append(tails, tail)
		}
	}
	if len(tails) == 0 {
		return line, nil
	}
	q.Search, q.Threads = "", tails
	more, err := lib.Line(ctx, q)
	return merged(line, more), err
}

// merged are both, the newest first, each once.
func merged(a, b shelf.Line) shelf.Line {
	type dated struct{ id, date int64 }
	var all []dated
	for _, l := range []shelf.Line{a, b} {
		for i, id := range l.IDs {
			all = append(all, dated{id, l.Dates[i]})
		}
	}
	slices.SortFunc(all, func(x, y dated) int { return cmp.Or(cmp.Compare(y.date, x.date), cmp.Compare(y.id, x.id)) })
	var out shelf.Line
	for _, d := range slices.Compact(all) {
		out.IDs, out.Dates = append(out.IDs, d.id), append(out.Dates, d.date)
	}
	return out
}

// searchRest is how long the search waits for the next letter.
const searchRest = 120 * time.Millisecond

// SetSearch looks for a name or a number, a moment after the last letter.
func (m *Model) SetSearch(s string) {
	if m.Search != s {
		m.Search = s
		m.wait()
		m.wait = m.after(searchRest, m.list)
	}
}

// SetKind filters.
func (m *Model) SetKind(k Kind) {
	if m.Kind != k {
		m.Kind = k
		m.list()
	}
}

// SetOnly shows the calls with somebody's numbers alone; nil shows all.
func (m *Model) SetOnly(tails []string, name string) {
	m.Only, m.OnlyName, m.Search, m.Kind = tails, name, "", All
	m.wait()
	m.list()
}

// ShowAll shows everything again.
func (m *Model) ShowAll() {
	m.Only, m.OnlyName, m.Search, m.Kind = nil, "", "", All
	m.wait()
	m.Past.Look(time.Time{})
}
