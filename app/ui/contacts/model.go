// Package contacts is the page of people: everybody's names under their letters, one
// of them whole, and who was there at an earlier backup.
//
// Begin with New. Model is the page without its drawing.
package contacts

import (
	"context"
	"slices"

	"keepsake/app/ui/history"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// Library is what the page asks.
type Library interface {
	history.Library

	// Faces lists the contacts a query finds, of which Search, Phone and AsOf are used.
	Faces(ctx context.Context, q shelf.RecordQuery) ([]shelf.Face, error)
	// Contact reads one whole, as of a moment (0: now).
	Contact(ctx context.Context, id, asOf int64) (shelf.Entry[records.Contact], error)
	// Traffic counts messages and calls by the numbers' tails.
	Traffic(ctx context.Context, tails []string) (messages, calls int, err error)
	// Refusals are why phones gave no records of a category.
	Refusals(ctx context.Context, c records.Category) ([]shelf.Refusal, error)
	// PhoneName is what a phone is called.
	PhoneName(id string) string
}

// Person is a contact whole.
type Person struct {
	shelf.Entry[records.Contact]
	Phones   []string // the ids of all phones that have them so
	Tails    []string // of the numbers and mail addresses
	Messages int
	Calls    int
	Mark     history.Mark
	Now      *records.Contact // how they are now, when changed since the moment looked at
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Sections []Section
	Count    int  // of people, each once
	Loaded   bool // once
	Loading  bool
	Err      error
	Search   string
	Phone    string   // "" for all
	Phones   []string // that have contacts
	Refusals []shelf.Refusal

	Past history.Model

	Open     *Person // nil: nobody
	OpenID   int64   // who is wanted, before they are read; 0: nobody
	Chosen   map[int64]bool
	OnChange func()
	Drawn    func(letter string) bool // whether a font has it

	lib      Library
	hop      *hop.Hop
	listing  hop.Latest
	opening  hop.Latest
	twins    map[int64][]string // phones by the id of who stands for them
	ghosts   map[int64]records.Contact
	lastPick int64
}

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop) *Model {
	m := &Model{lib: lib, hop: h, Chosen: map[int64]bool{}, OnChange: func() {}, Drawn: func(string) bool { return true }}
	m.Past = history.NewModel(lib, records.Contacts, h, m.lookedBack)
	return m
}

// query is what is listed.
func (m *Model) query() shelf.RecordQuery {
	return shelf.RecordQuery{Category: records.Contacts, Search: m.Search, Phone: m.Phone, AsOf: m.Past.AsOf()}
}

// Load reads the list anew; who is open stays open.
func (m *Model) Load() {
	m.Past.Load()
	m.list()
}

// list reads the list for what is wanted now.
func (m *Model) list() {
	q, past := m.query(), m.Past.State()
	m.Loading = true
	m.listing.Go(m.hop, func(ctx context.Context) func() {
		faces, err := m.lib.Faces(ctx, q)
		phones := phonesOf(faces)
		if err == nil && (q.Search != "" || q.Phone != "") {
			var all []shelf.Face
			if all, err = m.lib.Faces(ctx, shelf.RecordQuery{AsOf: q.AsOf}); err == nil {
				phones = phonesOf(all)
			}
		}
		var refusals []shelf.Refusal
		if err == nil && len(faces) == 0 && q.Search == "" {
			refusals, err = m.lib.Refusals(ctx, records.Contacts)
		}
		faces, twins := once(faces)
		faces, ghosts := marked(faces, past, q)
		sections := newSorter().sections(faces) // a collator is for one goroutine
		return func() {
			m.Loaded, m.Loading, m.Err = true, false, err
			if err != nil {
				m.OnChange()
				return
			}
			m.Sections, m.Count, m.Refusals, m.Phones = gather(sections, m.Drawn), len(faces), refusals, phones
			m.twins, m.ghosts = twins, ghosts
			m.keepOpen()
			m.OnChange()
		}
	})
	m.OnChange()
}

// phonesOf are the phones that have any of the faces, in order.
func phonesOf(faces []shelf.Face) []string {
	var all []string
	for _, f := range faces {
		if !slices.Contains(all, f.Phone) {
			all = append(all, f.Phone)
		}
	}
	slices.Sort(all)
	return all
}

// once leaves of those that several phones, or accounts, have alike only the first;
// twins are the phones that have them.
func once(faces []shelf.Face) ([]shelf.Face, map[int64][]string) {
	first := make(map[string]int, len(faces))
	twins := make(map[int64][]string)
	out := faces[:0:0]
	for _, f := range faces {
		at, known := first[f.Identity]
		if !known {
			at = len(out)
			first[f.Identity] = at
			out = append(out, f)
		}
		of := out[at].ID
		if !slices.Contains(twins[of], f.Phone) {
			twins[of] = append(twins[of], f.Phone)
		}
		if f.Photo && !out[at].Photo { // the one with a photo stands for both
			twins[f.ID] = twins[of]
			delete(twins, of)
			f.Starred = f.Starred || out[at].Starred
			out[at] = f
		}
	}
	return out, twins
}

// marked leaves those that were asked for by what became of them, and adds those who
// came only after the moment looked at; their ids are below zero.
func marked(faces []shelf.Face, past history.State, q shelf.RecordQuery) ([]shelf.Face, map[int64]records.Contact) {
	ghosts := map[int64]records.Contact{}
	if q.AsOf == 0 {
		return faces, ghosts
	}
	out := faces[:0:0]
	for _, f := range faces {
		if past.Only == history.None || past.Marks[f.Identity] == past.Only {
			out = append(out, f)
		}
	}
	if past.Only != history.Added {
		return out, ghosts
	}
	for i, r := range past.Added {
		if c, ok := r.(records.Contact); ok {
			id := int64(-1 - i)
			ghosts[id] = c
			out = append(out, shelf.Face{ID: id, Identity: c.Identity(), Name: c.Shown(), Starred: c.Starred})
		}
	}
	return out, ghosts
}

// keepOpen keeps who is open if they are listed still, and forgets who was chosen
// and is gone.
func (m *Model) keepOpen() {
	listed := map[int64]bool{}
	var first int64
	same := int64(0)
	for _, s := range m.Sections {
		for _, f := range s.Faces {
			listed[f.ID] = true
			if first == 0 {
				first = f.ID
			}
			if m.Open != nil && f.Identity == m.Open.Identity && same == 0 {
				same = f.ID
			}
		}
	}
	for id := range m.Chosen {
		if !listed[id] {
			delete(m.Chosen, id)
		}
	}
	switch {
	case m.Open != nil && m.Open.ID != m.OpenID && listed[m.OpenID]: // somebody else is wanted by now
	case same != 0:
		m.OpenID = same
	case !listed[m.OpenID]:
		m.OpenID = first
	}
	if m.OpenID == 0 {
		m.Open = nil
		return
	}
	m.read(m.OpenID)
}

// SetSearch looks for names, numbers and whatever else is known of people.
func (m *Model) SetSearch(s string) {
	if m.Search != s {
		m.Search = s
		m.list()
	}
}

// SetPhone shows one phone's contacts, "" all.
func (m *Model) SetPhone(id string) {
	if m.Phone != id {
		m.Phone = id
		m.list()
	}
}

// lookedBack is told that another moment is looked at, or other marks.
func (m *Model) lookedBack() {
	clear(m.Chosen)
	m.list()
}

// Show opens somebody.
func (m *Model) Show(id int64) {
	clear(m.Chosen)
	m.lastPick = id
	m.OpenID = id
	m.read(id)
	m.OnChange()
}

func (m *Model) read(id int64) {
	asOf, past := m.Past.AsOf(), m.Past.State()
	if c, ok := m.ghosts[id]; ok {
		m.opening.Cancel()
		m.Open = &Person{Entry: shelf.Entry[records.Contact]{ID: id, Identity: c.Identity(), Record: c}, Mark: history.Added}
		return
	}
	phones := m.twins[id]
	m.opening.Go(m.hop, func(ctx context.Context) func() {
		e, err := m.lib.Contact(ctx, id, asOf)
		p := &Person{Entry: e, Phones: phones}
		if err == nil {
			p.Mark = past.Marks[e.Identity]
			if now, ok := past.Now[e.Identity].(records.Contact); ok {
				p.Now = &now
			}
			p.Tails = tails(e.Record)
			p.Messages, p.Calls, err = m.lib.Traffic(ctx, p.Tails)
		}
		return func() {
			if err != nil {
				m.Err = err
			} else {
				m.Open = p
			}
			m.OnChange()
		}
	})
}

// tails are what messages and calls are found by.
func tails(c records.Contact) []string {
	var all []string
	for _, l := range slices.Concat(c.Phones, c.Mails) {
		if t := records.Tail(l.Value); t != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}
