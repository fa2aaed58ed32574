// Package recordings is the Recordings page: memos, calls and radio that phones
// recorded, with who and when, to be listened to in the desktop's own player.
//
// Begin with New.
package recordings

import (
	"cmp"
	"context"
	"time"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Library is where recordings are kept.
type Library interface {
	// Recordings lists the recordings of every phone that hold each word of a search,
	// the newest first.
	Recordings(ctx context.Context, search string) ([]Recording, error)
	// Play opens a recording in the desktop's own player, ShowFile in its folder.
	Play(ctx context.Context, r Recording) error
	ShowFile(ctx context.Context, r Recording) error
}

// Way is the direction of a recorded call.
type Way int

// The ways.
const (
	Unknown Way = iota
	Incoming
	Outgoing
)

// Recording is one recording of one phone.
type Recording struct {
	ID        int64 // of this list
	Item      int64 // the sound file's, in the library; 0 when it is not there
	Phone     string
	PhoneName string
	Who       string // the contact, when the number is known
	Way       Way    // of a call, when the call log knows it
	Sound     records.Recording
}

// Title is who or what was recorded.
func (r Recording) Title() string {
	if s := words.Name(cmp.Or(r.Who, r.Sound.Name)); s != "" {
		return s
	}
	return words.T("Recording")
}

// Chip is a part of the list.
type Chip int

// The parts.
const (
	All Chip = iota
	Calls
	Memos
	Others
)

// Row is a line of the list: a recording, or a heading.
type Row struct {
	Heading string
	At      int // index into Shown; -1 of a heading
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	*catalogue.Model[Recording]
	Chip Chip

	now func() time.Time
}

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop, after part.After, now func() time.Time) *Model {
	m := &Model{now: now}
	m.Model = catalogue.NewModel(catalogue.Source[Recording]{
		List:  lib.Recordings,
		Phone: func(r Recording) catalogue.Phone { return catalogue.Phone{ID: r.Phone, Name: r.PhoneName} },
		Key:   func(r Recording) string { return r.Phone + "/" + r.Sound.Identity() },
		Keep:  m.keep,
	}, h, after)
	return m
}

func (m *Model) keep(r Recording) bool {
	switch m.Chip {
	case Calls:
		return r.Sound.Kind == records.CallAudio
	case Memos:
		return r.Sound.Kind == records.Memo
	case Others:
		return r.Sound.Kind == records.Radio || r.Sound.Kind == records.AppAudio
	}
	return true
}

// SetChip shows another part of the list.
func (m *Model) SetChip(c Chip) {
	if m.Chip != c {
		m.Chip = c
		m.Arrange()
	}
}

// Rows are what is shown with a heading for each time.
func (m *Model) Rows() []Row {
	var rows []Row
	now, last := m.now(), ""
	for i, r := range m.Shown {
		heading := words.T("Without a date")
		if r.Sound.Date != 0 {
			heading = words.Period(time.UnixMilli(r.Sound.Date), now)
		}
		if heading != last {
			rows, last = append(rows, Row{heading, -1}), heading
		}
		rows = append(rows, Row{At: i})
	}
	return rows
}

// Items are the sound files of what is shown, for copying them elsewhere.
func (m *Model) Items() []int64 {
	var ids []int64
	for _, r := range m.Shown {
		if r.Item != 0 {
			ids = append(ids, r.Item)
		}
	}
	return ids
}

// IDs are those of what is shown, for an export of the list.
func (m *Model) IDs() []int64 {
	ids := make([]int64, len(m.Shown))
	for i, r := range m.Shown {
		ids[i] = r.ID
	}
	return ids
}

// about says what a recording is: its kind, the way of a call, the number.
func about(r Recording) string {
	s := words.T("Memo")
	switch r.Sound.Kind {
	case records.CallAudio:
		s = words.T("Call")
		switch r.Way {
		case Incoming:
			s = words.T("Incoming call")
		case Outgoing:
			s = words.T("Outgoing call")
		}
		if len(r.Sound.Callers) > 1 {
			s = words.N("Call with {{.N}} people", len(r.Sound.Callers))
		}
	case records.Radio:
		s = words.T("Radio")
	case records.AppAudio:
		s = words.T("In an app")
	}
	if len(r.Sound.Callers) == 1 {
		if n := words.Name(r.Sound.Callers[0].Number); n != "" && n != r.Title() {
			s += " · " + n
		}
	}
	return s
}
