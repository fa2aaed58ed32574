package messages

import (
	"context"
	"slices"
	"strings"
	"time"

	"keepsake/app/ui/paging"
	"keepsake/app/ui/shelf"
)

// searchRest is how long the search waits for the next letter.
const searchRest = 120 * time.Millisecond

// SetSearch looks for words in all messages, a moment after the last letter.
func (m *Model) SetSearch(s string) {
	if m.setSearch(s) {
		m.OnChange()
	}
}

func (m *Model) setSearch(s string) bool {
	if m.Search == s {
		return false
	}
	m.Search, m.Found, m.Named = s, false, nil
	m.wait()
	if strings.TrimSpace(s) == "" {
		m.searching.Cancel()
		m.dropHits()
		if m.Open != nil {
			m.Open.Hits, m.Open.At = nil, -1
		}
		return true
	}
	m.wait = m.after(searchRest, m.find)
	return true
}

func (m *Model) dropHits() {
	if m.Hits != nil {
		m.Hits.Close()
		m.Hits = nil
	}
}

// find asks for what the search finds, in all and in what is open.
func (m *Model) find() {
	q := m.query()
	q.Search = m.Search
	m.searching.Go(m.hop, func(ctx context.Context) func() {
		line, err := m.lib.Line(ctx, q)
		return func() {
			m.Err = err
			if err == nil {
				m.dropHits()
				m.Hits, m.Found = paging.New(m.hop, line, m.reader(), m.came), true
				m.nameTalks()
				m.findOpen(line)
			}
			m.OnChange()
		}
	})
}

// mostNamed is how many conversations are offered by their names, before what was
// found in messages.
const mostNamed = 4

// nameTalks finds the conversations whose names have every word searched for.
func (m *Model) nameTalks() {
	m.Named = nil
	words := strings.Fields(strings.ToLower(m.Search))
	for i, t := range m.Talks {
		name := strings.ToLower(titleOf(t) + " " + strings.Join(t.Others, " "))
		all := true
		for _, w := range words {
			all = all && strings.Contains(name, w)
		}
		if all && len(m.Named) < mostNamed {
			m.Named = append(m.Named, i)
		}
	}
}

// findOpen marks what is found of the open conversation.
func (m *Model) findOpen(all shelf.Line) {
	if m.Open == nil {
		return
	}
	m.Open.find(all, 0)
}

// find notes which rows are among what was found; at is the one to begin with, 0 for
// none.
func (t *Talk) find(found shelf.Line, at int64) {
	t.Hits, t.At = nil, -1
	if len(found.IDs) == 0 {
		return
	}
	hit := make(map[int64]bool, len(found.IDs))
	for _, id := range found.IDs {
		hit[id] = true
	}
	for i, id := range t.Line.IDs {
		if hit[id] {
			if id == at {
				t.At = len(t.Hits)
			}
			t.Hits = append(t.Hits, i)
		}
	}
}

// Jump opens what the search found: first the conversations by name, at their end,
// then the messages, each in its conversation.
func (m *Model) Jump(i int) {
	if i < len(m.Named) {
		m.Show(m.Named[i])
		return
	}
	i -= len(m.Named)
	e, ok := m.Hits.Row(i)
	if !ok {
		return
	}
	thread := e.Record.Thread()
	if m.Open != nil && m.Open.Thread == thread {
		m.Open.goTo(e.ID)
		m.OnChange()
		return
	}
	at := slices.IndexFunc(m.Talks, func(c shelf.Conversation) bool { return c.Thread == thread })
	if at >= 0 {
		m.open(m.Talks[at], e.ID)
	}
}

// goTo brings one message into sight.
func (t *Talk) goTo(id int64) {
	t.Want = id
	for n, row := range t.Hits {
		if t.Line.IDs[row] == id {
			t.At = n
		}
	}
}

// Step goes to the next thing found in what is open, or the one before: newer is 1,
// older -1.
func (m *Model) Step(by int) {
	t := m.Open
	if t == nil || len(t.Hits) == 0 {
		return
	}
	if t.At < 0 && by < 0 {
		t.At = len(t.Hits)
	}
	t.At = min(max(t.At+by, 0), len(t.Hits)-1)
	t.Want = t.Line.IDs[t.Hits[t.At]]
	m.OnChange()
}

// RowOf is the row of a message, -1 for none.
func (t *Talk) RowOf(id int64) int { return slices.Index(t.Line.IDs, id) }
