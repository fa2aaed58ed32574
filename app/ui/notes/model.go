// Package notes is the Notes page: folders, a list of cards with what each note
// begins with and its first picture, and the note itself as its owner wrote it.
//
// Begin with New.
package notes

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"keepsake/app/ui/history"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/prose"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Library is where notes are kept.
type Library interface {
	history.Library

	// Notes lists the notes of every phone that a query finds, the last changed first.
	Notes(ctx context.Context, q shelf.RecordQuery) ([]Card, error)
	// Note reads one whole, by the id of its card, as of a moment (0: now).
	Note(ctx context.Context, id, asOf int64) (records.Note, error)
	// OpenFile opens a note's picture or recording in the desktop's own program.
	OpenFile(ctx context.Context, phone string, a records.Attachment) error
}

// Card is a note as the list shows it.
type Card struct {
	ID        int64 // of this list; another list may give it another
	Identity  string
	Phone     string
	PhoneName string
	Title     string
	Snippet   string // the words it begins with
	Folder    string
	Changed   int64 // ms; 0 unknown
	Pinned    bool
	Hidden    bool                // of the phone's private folder
	Picture   *records.Attachment // the first
	Pictures  int
	Sounds    int
	Boxes     int // check boxes,
	Ticked    int // and how many of them are ticked
}

// Folder is one of the owner's folders.
type Folder struct {
	Key   Key
	Name  string
	Count int
}

// Key says which folder is looked at.
type Key struct {
	All     bool
	Private bool
	Name    string
}

// Everything is the folder of all notes but the private ones.
var Everything = Key{All: true}

// Row is a line of the list: a card, or a heading.
type Row struct {
	Heading string
	Card    int // index into Cards; -1 of a heading
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Cards   []Card // all that the search found
	Rows    []Row
	Folders []Folder
	Phones  []Phone
	Count   int // cards among the rows

	Search string
	Folder Key
	Phone  string // "" is all

	Chosen  string // the key of the open card; "" none
	Note    records.Note
	Blocks  []prose.Block
	NoteErr error
	Ready   bool // Note is that of Chosen

	Loaded bool
	Err    error

	Past history.Model

	OnChange func()

	lib     Library
	asOf    int64 // of Cards
	hop     *hop.Hop
	after   part.After
	now     func() time.Time
	loading hop.Latest
	reading hop.Latest
	typing  func() // stops the wait for more letters
}

// Phone is one whose notes are there.
type Phone struct{ ID, Name string }

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop, after part.After, now func() time.Time) *Model {
	m := &Model{lib: lib, hop: h, after: after, now: now, Folder: Everything, OnChange: func() {}}
	m.Past = history.NewModel(lib, records.Notes, h, m.list)
	return m
}

// key tells a card from others, also in the next list.
func (c Card) key() string { return c.Phone + "/" + c.Identity }

// Load reads the notes anew. What is open stays open.
func (m *Model) Load() {
	m.Past.Load()
	m.list()
}

// query is what is listed.
func (m *Model) query() shelf.RecordQuery {
	return m.Past.State().Narrow(shelf.RecordQuery{Category: records.Notes, Search: m.Search})
}

// Nothing reports whether there are no notes at all, whatever one looks for.
func (m *Model) Nothing() bool {
	return m.Loaded && (m.Err != nil || len(m.Cards) == 0 && m.Search == "" && m.Past.AsOf() == 0)
}

// list reads the notes for what is wanted now.
func (m *Model) list() {
	q := m.query()
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		cards, err := m.lib.Notes(ctx, q)
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.Cards, m.asOf = cards, q.AsOf
			}
			m.arrange()
		}
	})
}

// settle is how long is waited for more letters of a search.
const settle = 120 * time.Millisecond

// SetSearch looks for other words.
func (m *Model) SetSearch(s string) {
	if s == m.Search {
		return
	}
	m.Search = s
	if m.typing != nil {
		m.typing()
	}
	m.typing = m.after(settle, m.list)
}

// SetFolder looks into another folder.
func (m *Model) SetFolder(k Key) {
	if m.Folder != k {
		m.Folder = k
		m.arrange()
	}
}

// SetPhone shows the notes of one phone, of all for "".
func (m *Model) SetPhone(id string) {
	if m.Phone != id {
		m.Phone = id
		m.arrange()
	}
}

// arrange makes folders and rows of the cards, and keeps a card open that is in
// sight.
func (m *Model) arrange() {
	m.Phones = m.Phones[:0]
	for _, c := range m.Cards {
		if !slices.ContainsFunc(m.Phones, func(p Phone) bool { return p.ID == c.Phone }) {
			m.Phones = append(m.Phones, Phone{c.Phone, c.PhoneName})
		}
	}
	slices.SortFunc(m.Phones, func(a, b Phone) int { return cmp.Compare(a.Name, b.Name) })
	if m.Search == "" && m.Phone != "" && !slices.ContainsFunc(m.Phones, func(p Phone) bool { return p.ID == m.Phone }) {
		m.Phone = ""
	}
	m.folders()
	m.rows()
	at := m.at()
	if at < 0 {
		at = slices.IndexFunc(m.Rows, func(r Row) bool { return r.Card >= 0 })
	}
	if at < 0 {
		m.close()
	} else {
		m.open(m.Cards[m.Rows[at].Card])
	}
	m.OnChange()
}

// of reports whether a card is in a folder.
func (k Key) of(c Card) bool {
	switch {
	case k.Private:
		return c.Hidden
	case c.Hidden:
		return false
	case k.All:
		return true
	}
	return c.Folder == k.Name
}

func (m *Model) folders() {
	counts := map[Key]int{}
	for _, c := range m.Cards {
		if m.Phone != "" && c.Phone != m.Phone {
			continue
		}
		if c.Hidden {
			counts[Key{Private: true}]++
			continue
		}
		counts[Everything]++
		counts[Key{Name: c.Folder}]++
	}
	if m.Search == "" && !m.Folder.All && counts[m.Folder] == 0 {
		m.Folder = Everything
	}
	m.Folders = append(m.Folders[:0], Folder{Everything, words.T("All notes"), counts[Everything]})
	var own []Folder
	for k, n := range counts {
		if k.Name != "" {
			own = append(own, Folder{k, words.Name(k.Name), n})
		}
	}
	slices.SortFunc(own, func(a, b Folder) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Key.Name, b.Key.Name))
	})
	m.Folders = append(m.Folders, own...)
	if n := counts[Key{}]; n > 0 && len(own) > 0 {
		m.Folders = append(m.Folders, Folder{Key{}, words.T("Without a folder"), n})
	}
	if n := counts[Key{Private: true}]; n > 0 {
		m.Folders = append(m.Folders, Folder{Key{Private: true}, words.T("Private"), n})
	}
}

func (m *Model) rows() {
	var shown []int
	for i, c := range m.Cards {
		if m.Folder.of(c) && (m.Phone == "" || c.Phone == m.Phone) {
			shown = append(shown, i)
		}
	}
	slices.SortStableFunc(shown, func(a, b int) int {
		switch pa, pb := m.Cards[a].Pinned, m.Cards[b].Pinned; {
		case pa && !pb:
			return -1
		case pb && !pa:
			return 1
		}
		return 0
	})
	m.Count = len(shown)
	m.Rows = m.Rows[:0]
	now, last := m.now(), ""
	for _, i := range shown {
		c := m.Cards[i]
		heading := words.T("Without a date")
		switch {
		case c.Pinned:
			heading = words.T("Pinned")
		case c.Changed != 0:
			heading = words.Period(time.UnixMilli(c.Changed), now)
		}
		if heading != last {
			m.Rows, last = append(m.Rows, Row{heading, -1}), heading
		}
		m.Rows = append(m.Rows, Row{Card: i})
	}
}

// at is the row of the open card, -1 when it is not among them.
func (m *Model) at() int {
	if m.Chosen == "" {
		return -1
	}
	return slices.IndexFunc(m.Rows, func(r Row) bool { return r.Card >= 0 && m.Cards[r.Card].key() == m.Chosen })
}

// At is the row of the open card, -1 for none.
func (m *Model) At() int { return m.at() }

// Open is the open card; ok is false when there is none.
func (m *Model) Open() (c Card, ok bool) {
	if i := m.at(); i >= 0 {
		return m.Cards[m.Rows[i].Card], true
	}
	return Card{}, false
}

// Choose opens the card of a row.
func (m *Model) Choose(row int) {
	if row >= 0 && row < len(m.Rows) && m.Rows[row].Card >= 0 {
		m.open(m.Cards[m.Rows[row].Card])
		m.OnChange()
	}
}

// Step opens the next card, or the one before, and reports whether there is one.
func (m *Model) Step(by int) bool {
	for at := m.at() + by; at >= 0 && at < len(m.Rows); at += by {
		if m.Rows[at].Card >= 0 {
			m.Choose(at)
			return true
		}
	}
	return false
}

func (m *Model) close() {
	m.reading.Cancel()
	m.Chosen, m.Note, m.Blocks, m.NoteErr, m.Ready = "", records.Note{}, nil, nil, false
}

// open reads a card's note. The one before stays in sight until it is there.
func (m *Model) open(c Card) {
	if c.key() != m.Chosen {
		m.Ready = false
	}
	m.Chosen = c.key()
	key, asOf := m.Chosen, m.asOf
	m.reading.Go(m.hop, func(ctx context.Context) func() {
		n, err := m.lib.Note(ctx, c.ID, asOf)
		blocks := prose.Parse(n.Body)
		return func() {
			if m.Chosen == key {
				m.Note, m.Blocks, m.NoteErr, m.Ready = n, blocks, err, true
				m.OnChange()
			}
		}
	})
}

// Text is the open note as it is pasted elsewhere.
func (m *Model) Text() string {
	text := prose.Plain(m.Blocks)
	if t := strings.TrimSpace(m.Note.Title); t != "" && !m.titled() {
		text = t + "\n\n" + text
	}
	return text
}

// titled reports whether the note's text begins with its title.
func (m *Model) titled() bool {
	return len(m.Blocks) > 0 && strings.TrimSpace(m.Blocks[0].Text()) == strings.TrimSpace(m.Note.Title)
}
