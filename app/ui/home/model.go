// Package home is the first page: a card for each connected phone with what it
// is, how safe it is and one button; while a backup runs, its progress; after
// it, the receipt. Without a phone it is the doctor's page.
//
// Begin with New, which makes the screen; Model.Poll asks what has changed.
package home

import (
	"context"
	"reflect"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// Phones is what can be seen of phones.
type Phones interface {
	// Phones lists the connected ones, and those the library knows as away. It
	// answers at once.
	Phones() []phone.Phone
}

// Runs starts, stops and reports backups. All answer at once.
type Runs interface {
	Start(phoneID string) error
	Cancel(phoneID string)
	// Progress is the run under way on a phone; false when there is none.
	Progress(phoneID string) (job.Snapshot, bool)
	// Receipt is that of the phone's last run; false when there was none.
	Receipt(phoneID string) (job.Receipt, bool)
}

// Names lets owners call their phones what they like.
type Names interface {
	// Rename gives a phone a name; an empty one gives it back its own.
	Rename(phoneID, name string) error
}

// Pauser holds a backup and lets it go on. Both answer at once.
type Pauser interface {
	Pause(phoneID string)
	Continue(phoneID string)
}

// Library is what the page shows of the library.
type Library interface {
	Stats(ctx context.Context, phoneID string) (shelf.Stats, error)
	Latest(ctx context.Context, n int) ([]shelf.Row, error)
}

// Card is one phone on the page.
type Card struct {
	Phone        phone.Phone
	Import       bool // it stands for an import, not a phone
	Running      bool
	Progress     Progress
	Headline     receipt.Line
	CanStart     bool
	CanPause     bool         // or go on, when Progress.Paused
	Receipt      *job.Receipt // of the last run, when none is under way
	Automatic    string       // when it is backed up by itself, in a sentence
	Late         bool         // that is overdue
	CanAutomatic bool         // it could be
}

// State is what the page shows at one moment.
type State struct {
	Doctor bool // no phone to back up: the doctor's page instead of cards
	Cards  []Card
	Stats  shelf.Stats
	Latest []shelf.Row
	Loaded bool
	First  First
}

// latestShown is how many of the newest pictures are at hand for the page.
const latestShown = 16

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	State
	OnChange func()

	// Names, Pauser and Routine may be nil: then phones keep their names, backups
	// cannot be held, and none begins by itself.
	Names   Names
	Pauser  Pauser
	Routine automatic.Routine
	// Place is where the library is kept; nil leaves the first time's steps out.
	Place Place

	phones  Phones
	runs    Runs
	lib     Library
	hop     *hop.Hop
	explain func(error) (what, next string)
	now     func() time.Time
	loading hop.Latest
}

// NewModel returns a model; Poll and Reload fill it.
func NewModel(phones Phones, runs Runs, lib Library, h *hop.Hop, explain func(error) (string, string), now func() time.Time) *Model {
	return &Model{phones: phones, runs: runs, lib: lib, hop: h, explain: explain, now: now, OnChange: func() {}}
}

// Poll asks phones and runs how they are, and tells OnChange when something is
// different. It reports whether a backup is under way, so that whoever polls
// knows how soon to ask again.
func (m *Model) Poll() (running bool) {
	next := m.State
	next.Cards, next.Doctor = nil, true
	var auto []automatic.Phone
	if m.Routine != nil {
		auto = m.Routine.Automatic()
	}
	for _, p := range m.phones.Phones() {
		c := m.card(p)
		for _, a := range auto {
			if a.ID == p.ID {
				c.CanAutomatic, c.Late = true, a.Late
				c.Automatic, _ = automatic.Line(a, m.now())
			}
		}
		running = running || c.Running
		if c.Running || p.Ready() {
			next.Doctor = false
		}
		next.Cards = append(next.Cards, c)
	}
	for _, a := range auto {
		if a.Elsewhere && a.Late {
			next.Cards = append(next.Cards, m.elsewhere(a))
		}
	}
	next.First = m.first(next, auto)
	if reflect.DeepEqual(next, m.State) {
		return running
	}
	m.State = next
	m.OnChange()
	return running
}

// elsewhere is a phone whose backup is overdue and that this library does not know.
func (m *Model) elsewhere(a automatic.Phone) Card {
	says, _ := automatic.Line(a, m.now())
	c := Card{Phone: phone.Phone{ID: a.ID, Name: a.Name, State: phone.Away, Battery: -1}, Automatic: says, Late: true, CanAutomatic: true,
		Headline: receipt.Line{Icon: look.IconInfo, Text: words.T("Nothing of it is kept yet.")}}
	if a.Held {
		c.Headline.Text = words.T("Its pictures are in your own library.")
	}
	return c
}

func (m *Model) card(p phone.Phone) Card {
	c := Card{Phone: p, CanStart: p.Ready() && !p.Locked}
	if s, ok := m.runs.Progress(p.ID); ok && !s.Status.Ended() {
		c.Running, c.CanStart = true, false
		c.Progress = ProgressOf(s, p.Title(), m.explain)
		c.CanPause = m.Pauser != nil && !c.Progress.Ending
		return c
	}
	if r, ok := m.runs.Receipt(p.ID); ok {
		c.Receipt = &r
	}
	c.Headline = headline(p, c.Receipt, m.now())
	return c
}

// headline is the one sentence about how safe a phone is.
func headline(p phone.Phone, r *job.Receipt, now time.Time) receipt.Line {
	if p.Present() && !p.Ready() {
		what := p.What
		if what == "" {
			what = p.Caption()
		}
		return receipt.Line{Tone: look.NeedsYou, Icon: look.IconWarning, Text: what, Next: p.Next}
	}
	if p.Present() && p.Locked {
		return receipt.Line{Tone: look.NeedsYou, Icon: look.IconLock, Next: words.T("Unlock it once, then back it up."),
			Text: words.F("{{.Phone}} was restarted, and its storage is still closed.", "Phone", p.Title())}
	}
	if r == nil {
		return receipt.Line{Icon: look.IconInfo, Text: words.T("Not backed up yet."),
			Next: words.T("The first time takes longest: everything is copied and then verified. After that only what is new.")}
	}
	w := receipt.Of(*r, now)
	switch {
	case p.State == phone.Away:
		days := words.DaysBetween(r.Started, now)
		if days < 2 {
			return receipt.Line{Icon: look.IconInfo, Text: words.F("Last backed up {{.When}}.", "When", words.When(r.Started, now))}
		}
		line := receipt.Line{Icon: look.IconInfo, Text: words.N("Not backed up for {{.N}} days.", days), Next: words.T("Plug it in to bring the library up to date.")}
		if days >= 14 {
			line.Tone, line.Icon = look.NeedsYou, look.IconWarning
		}
		return line
	case w.Summary.Tone != "" || r.Status == job.Cancelled:
		return w.Summary
	case w.Proof.Tone == look.Verified:
		return w.Proof
	case r.Copied+r.Already == 0:
		return w.Summary
	}
	line := w.Proof
	line.Text = words.F("{{.Summary}} {{.Proof}}", "Summary", w.Summary.Text, "Proof", w.Proof.Text)
	return line
}

// Reload reads the library's numbers and newest pictures anew.
func (m *Model) Reload() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		stats, err := m.lib.Stats(ctx, "")
		var latest []shelf.Row
		if err == nil {
			latest, err = m.lib.Latest(ctx, latestShown)
		}
		if err != nil {
			return nil // the page does without; Photos tells of a broken library
		}
		return func() {
			m.Stats, m.Latest, m.Loaded = stats, latest, true
			m.Poll()
			m.OnChange()
		}
	})
}

// System is what a connected phone calls its system; empty while none says.
func (m *Model) System() string {
	for _, c := range m.Cards {
		if c.Phone.Present() && c.Phone.OS != "" {
			return c.Phone.OS
		}
	}
	return ""
}
