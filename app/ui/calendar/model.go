// Package calendar is the Calendar page: a month as a grid, a year as a list, and what
// there is to know of one event.
//
// Begin with New.
package calendar

import (
	"cmp"
	"context"
	"slices"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Library is where events are kept.
type Library interface {
	// Events lists the events of every phone that hold each word of a search ("": all
	// events), by their start; a repeating one once.
	Events(ctx context.Context, search string) ([]Entry, error)
}

// Entry is one event of one phone.
type Entry struct {
	ID        int64 // of this list
	Phone     string
	PhoneName string
	Event     records.Event
}

// View is how events are shown.
type View int

// The views.
const (
	MonthView View = iota
	ListView       // a year
)

// Phone is one whose events are there.
type Phone struct{ ID, Name string }

// Row is a line of the list: an item, or a heading.
type Row struct {
	Heading string
	Day     int // of an item or a heading
	Item    int // index into Items; -1 of a heading
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	View   View
	Search string
	Phone  string // "" is all
	Phones []Phone
	Year   int // that is shown,
	Month  time.Month
	Day    int // the chosen day, as Days counts them

	All   []Entry // every event
	Found []Entry // while there is a search
	Items []Item  // what takes place in what is shown, in order
	Weeks []Week  // of the month
	Rows  []Row   // of the list, or of what was found
	Cut   bool    // there is more than can be shown

	Chosen int // index into Items of the open event; -1 none

	Loaded bool
	Err    error

	OnChange func()

	lib       Library
	hop       *hop.Hop
	after     part.After
	now       func() time.Time
	first     time.Weekday
	loading   hop.Latest
	expanding hop.Latest
	typing    func()
	open      string // the key of the open item
}

// NewModel returns a model; Load fills it. first is the day a week begins with.
func NewModel(lib Library, h *hop.Hop, after part.After, now func() time.Time, first time.Weekday) *Model {
	m := &Model{lib: lib, hop: h, after: after, now: now, first: first, Chosen: -1, OnChange: func() {}}
	m.Day = Days(now())
	m.Year, m.Month, _ = now().Date()
	return m
}

// Load reads the events anew.
func (m *Model) Load() {
	search := m.Search
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.lib.Events(ctx, "")
		found := all
		if err == nil && search != "" {
			found, err = m.lib.Events(ctx, search)
		}
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.All, m.Found = all, found
			}
			m.Phones = m.Phones[:0]
			for _, e := range m.All {
				if !slices.ContainsFunc(m.Phones, func(p Phone) bool { return p.ID == e.Phone }) {
					m.Phones = append(m.Phones, Phone{e.Phone, e.PhoneName})
				}
			}
			slices.SortFunc(m.Phones, func(a, b Phone) int { return cmp.Compare(a.Name, b.Name) })
			if m.Phone != "" && !slices.ContainsFunc(m.Phones, func(p Phone) bool { return p.ID == m.Phone }) {
				m.Phone = ""
			}
			m.expand()
		}
	})
}

// Searching reports whether what a search found is shown.
func (m *Model) Searching() bool { return m.Search != "" }

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
	m.typing = m.after(settle, m.Load)
}

// SetPhone shows the events of one phone, of all for "".
func (m *Model) SetPhone(id string) {
	if m.Phone != id {
		m.Phone = id
		m.expand()
	}
}

// SetView shows a month as a grid, or its year as a list.
func (m *Model) SetView(v View) {
	if m.View != v {
		m.View = v
		m.expand()
	}
}

// Turn goes to another month, or another year of the list.
func (m *Model) Turn(by int) {
	t := time.Date(m.Year, m.Month+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	if m.View == ListView {
		t = time.Date(m.Year+by, m.Month, 1, 0, 0, 0, 0, time.UTC)
	}
	if t.Year() < 1 || t.Year() > 9999 {
		return
	}
	_, _, d := dayTime(m.Day).Date()
	last := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	m.GoTo(Days(time.Date(t.Year(), t.Month(), min(d, last), 0, 0, 0, 0, time.UTC)))
}

// Today goes to this day.
func (m *Model) Today() { m.GoTo(Days(m.now())) }

// GoTo chooses a day and shows its month.
func (m *Model) GoTo(day int) {
	y, mo, _ := dayTime(day).Date()
	if y < 1 || y > 9999 {
		return
	}
	moved := y != m.Year || mo != m.Month
	m.Day, m.Year, m.Month = day, y, mo
	m.Chosen, m.open = -1, ""
	if moved && (m.View == MonthView || y != m.itemsYear()) {
		m.expand()
		return
	}
	m.OnChange()
}

// itemsYear is the year that the list shows now; 0 when that is not known.
func (m *Model) itemsYear() int {
	for _, r := range m.Rows {
		return dayTime(r.Day).Year()
	}
	return 0
}

// span is what is shown, in days, the last excluded.
func (m *Model) span() (from, to int) {
	if m.View == ListView {
		return Days(time.Date(m.Year, 1, 1, 0, 0, 0, 0, time.UTC)), Days(time.Date(m.Year+1, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	first := time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC)
	back := (int(first.Weekday()) - int(m.first) + 7) % 7
	from = Days(first) - back
	end := Days(time.Date(m.Year, m.Month+1, 1, 0, 0, 0, 0, time.UTC))
	return from, from + (end-from+6)/7*7
}

// expand finds what takes place in what is shown.
func (m *Model) expand() {
	m.OnChange()
	from, to := m.span()
	entries, phone, zone, view, searching := m.All, m.Phone, m.now().Location(), m.View, m.Searching()
	if searching {
		entries = m.Found
	}
	m.expanding.Go(m.hop, func(context.Context) func() {
		entries := unique(entries, phone)
		var items []Item
		var cut bool
		if searching {
			items = once(entries, zone)
		} else {
			items, cut = between(entries, from, to, zone)
		}
		return func() {
			m.Items, m.Cut, m.Rows, m.Weeks = items, cut, nil, nil
			switch {
			case searching:
				m.Rows = foundRows(items)
			case view == ListView:
				m.Rows = listRows(items, from)
			default:
				m.Weeks = weeksOf(items, from, to)
			}
			m.Chosen = -1
			for i := range items {
				if m.open != "" && items[i].key() == m.open {
					m.Chosen = i
				}
			}
			m.OnChange()
		}
	})
}

// unique are the entries of a phone; of all, those that two phones have once.
func unique(all []Entry, phone string) []Entry {
	seen := make(map[string]bool, len(all))
	var out []Entry
	for _, e := range all {
		if phone != "" {
			if e.Phone == phone {
				out = append(out, e)
			}
			continue
		}
		id := e.Event.Identity()
		if !seen[id] {
			seen[id] = true
			out = append(out, e)
		}
	}
	return out
}

// Open shows one event.
func (m *Model) Open(item int) {
	if item < 0 || item >= len(m.Items) {
		return
	}
	m.Chosen, m.open = item, m.Items[item].key()
	if m.View == MonthView && !m.Searching() {
		if it := m.Items[item]; m.Day < it.First || m.Day > it.Last {
			m.Day = it.First
		}
	} else {
		m.Day = m.Items[item].First
	}
	m.OnChange()
}

// Close goes back from an event to its day.
func (m *Model) Close() bool {
	if m.Chosen < 0 {
		return false
	}
	m.Chosen, m.open = -1, ""
	m.OnChange()
	return true
}

// Step opens the next event of the list, or the one before.
func (m *Model) Step(by int) bool {
	at := slices.IndexFunc(m.Rows, func(r Row) bool { return r.Item >= 0 && r.Item == m.Chosen })
	if at < 0 && by < 0 {
		return false
	}
	for at += by; at >= 0 && at < len(m.Rows); at += by {
		if m.Rows[at].Item >= 0 {
			m.Open(m.Rows[at].Item)
			return true
		}
	}
	return false
}

// On are the items of a day, as indexes into Items: what lasts the whole day first.
func (m *Model) On(day int) []int {
	var all []int
	for i, it := range m.Items {
		if it.First <= day && it.Last >= day {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int {
		wa, wb := m.Items[a].whole(day), m.Items[b].whole(day)
		switch {
		case wa && !wb:
			return -1
		case wb && !wa:
			return 1
		}
		return 0
	})
	return all
}

// Title is the name of what is shown.
func (m *Model) Title() string {
	if m.View == ListView {
		return time.Date(m.Year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	}
	return words.MonthYear(m.Year, m.Month)
}
