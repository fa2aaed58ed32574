// Package messages is the page of conversations: who was written with, what, with its
// pictures, and a search through all of it.
//
// Begin with New. Model is the page without its drawing.
package messages

import (
	"context"
	"slices"
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

	// Conversations lists those that hold any message a query finds, the latest first.
	Conversations(ctx context.Context, q shelf.RecordQuery) ([]shelf.Conversation, error)
	// Line is the order of what a query finds.
	Line(ctx context.Context, q shelf.RecordQuery) (shelf.Line, error)
	// Messages reads what a query finds, by its IDs.
	Messages(ctx context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Message], error)
	// People are the contacts by their numbers' tails.
	People(ctx context.Context) (map[string]shelf.Face, error)
	// Refusals are why phones gave no records of a category.
	Refusals(ctx context.Context, c records.Category) ([]shelf.Refusal, error)
}

// Pager reads messages a page at a time.
type Pager = paging.Pager[records.Message]

// Talk is the conversation that is open.
type Talk struct {
	shelf.Conversation
	*Pager
	Hits []int // rows that the search finds, the oldest first
	At   int   // which of the hits is shown, -1 for none
	Want int64 // the message to bring into sight, until that was done; 0: the last

	subs map[int]bool // SIMs seen in it
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Talks  []shelf.Conversation
	People map[string]shelf.Face
	Loaded bool
	Err    error

	Search string
	Hits   *Pager // what the search finds in all, the newest first; nil: no search
	Named  []int  // of Talks, those whose names have what is searched for
	Found  bool   // the search has answered

	Only     []string // conversations with these alone; nil: all
	OnlyName string   // whose they are
	Phone    string   // "" for all
	Phones   []string
	Refusals []shelf.Refusal

	Past history.Model
	Open *Talk

	// OnChange is told that something else is shown, OnRows that records have come.
	OnChange, OnRows func()

	lib       Library
	hop       *hop.Hop
	after     part.After
	wait      func() // stops the search that waits for more letters
	listing   hop.Latest
	searching hop.Latest
	opening   hop.Latest
}

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop, after part.After) *Model {
	m := &Model{lib: lib, hop: h, after: after, wait: func() {}, OnChange: func() {}, OnRows: func() {}}
	m.Past = history.NewModel(lib, records.Messages, h, m.lookedBack)
	return m
}

// query is what is shown.
func (m *Model) query() shelf.RecordQuery {
	return m.Past.State().Narrow(shelf.RecordQuery{Category: records.Messages, Phone: m.Phone, Threads: m.Only})
}

// Load reads everything anew; what is open stays open.
func (m *Model) Load() {
	m.Past.Load()
	m.list()
	if m.Search != "" {
		m.find()
	}
}

func (m *Model) list() {
	q := m.query()
	m.listing.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.lib.Conversations(ctx, q)
		var people map[string]shelf.Face
		if err == nil {
			people, err = m.lib.People(ctx)
		}
		var refusals []shelf.Refusal
		if err == nil && len(all) == 0 && q.Threads == nil {
			refusals, err = m.lib.Refusals(ctx, records.Messages)
		}
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.Talks, m.People, m.Refusals = all, people, refusals
				m.phones()
				m.keepOpen()
			}
			m.OnChange()
		}
	})
	m.OnChange()
}

// phones are those with conversations; while one is chosen they stay as they were.
func (m *Model) phones() {
	if m.Phone != "" {
		return
	}
	m.Phones = nil
	for _, t := range m.Talks {
		if !slices.Contains(m.Phones, t.Phone) {
			m.Phones = append(m.Phones, t.Phone)
		}
	}
	slices.Sort(m.Phones)
}

// keepOpen reads the open conversation anew, or opens the latest.
func (m *Model) keepOpen() {
	if len(m.Talks) == 0 {
		m.close()
		return
	}
	at := 0
	if m.Open != nil {
		at = max(0, slices.IndexFunc(m.Talks, func(c shelf.Conversation) bool { return c.Thread == m.Open.Thread }))
		if t := m.Talks[at]; t.Thread == m.Open.Thread && t.Count == m.Open.Conversation.Count && t.Last.ID == m.Open.Last.ID && m.Open.Pager != nil {
			m.Open.Conversation = t
			return // nothing new in it
		}
	}
	m.open(m.Talks[at], 0)
}

func (m *Model) close() {
	m.opening.Cancel()
	if m.Open != nil && m.Open.Pager != nil {
		m.Open.Close()
	}
	m.Open = nil
}

// Show opens the i-th conversation at its end.
func (m *Model) Show(i int) {
	if i >= 0 && i < len(m.Talks) {
		m.open(m.Talks[i], 0)
		m.OnChange()
	}
}

// open reads a conversation, to show one message of it (0: the last).
func (m *Model) open(c shelf.Conversation, want int64) {
	q, search := m.query(), m.Search
	q.Threads, q.Oldest = []string{c.Thread}, true
	m.opening.Go(m.hop, func(ctx context.Context) func() {
		line, err := m.lib.Line(ctx, q)
		var hits shelf.Line
		if err == nil && search != "" {
			f := q
			f.Search = search
			hits, err = m.lib.Line(ctx, f)
		}
		return func() {
			if err != nil {
				m.Err = err
				m.OnChange()
				return
			}
			m.close()
			m.Open = &Talk{Conversation: c, At: -1, Want: want, subs: map[int]bool{}}
			m.Open.Pager = paging.New(m.hop, line, m.reader(), m.came)
			m.Open.find(hits, want)
			m.OnChange()
		}
	})
}

// reader reads messages by their ids, as of the moment looked at.
func (m *Model) reader() func(ctx context.Context, ids []int64) ([]shelf.Entry[records.Message], error) {
	asOf := m.query().AsOf
	return func(ctx context.Context, ids []int64) ([]shelf.Entry[records.Message], error) {
		return m.lib.Messages(ctx, shelf.RecordQuery{Category: records.Messages, IDs: ids, AsOf: asOf})
	}
}

func (m *Model) came() {
	for _, p := range []*Pager{m.Hits, m.pager()} {
		if p != nil && p.Err != nil {
			m.Err = p.Err
			m.OnChange()
			return
		}
	}
	m.OnRows()
}

func (m *Model) pager() *Pager {
	if m.Open == nil {
		return nil
	}
	return m.Open.Pager
}

// SetPhone shows one phone's messages, "" all.
func (m *Model) SetPhone(id string) {
	if m.Phone != id {
		m.Phone = id
		m.Load()
	}
}

// SetOnly shows the conversations with somebody's numbers alone; nil shows all.
func (m *Model) SetOnly(tails []string, name string) {
	m.Only, m.OnlyName = tails, name
	m.setSearch("")
	m.close()
	m.Load()
}

// lookedBack is told that another moment is looked at.
func (m *Model) lookedBack() {
	m.close()
	m.Load()
}

// Months are the months of the open conversation with the row each begins at, the
// newest first.
func (t *Talk) Months(zone *time.Location) []Month {
	var all []Month
	for i, ms := range t.Line.Dates {
		d := time.UnixMilli(ms).In(zone)
		if n := len(all); n > 0 && all[n-1].Year == d.Year() && all[n-1].Month == d.Month() {
			continue
		}
		all = append(all, Month{d.Year(), d.Month(), i})
	}
	slices.Reverse(all)
	return all
}

// Month is where a month begins in a conversation.
type Month struct {
	Year  int
	Month time.Month
	Row   int
}
