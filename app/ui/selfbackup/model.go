// Package selfbackup is the page that leads through the backup a Xiaomi phone makes of
// itself, the one way to its notes and the passwords of its networks: where to press on
// the phone, and, as soon as the backup is there, what it holds and how it is read.
//
// Begin with New.
package selfbackup

import (
	"context"
	"errors"
	"strings"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
)

// Reader reads what phones made of themselves.
type Reader interface {
	// Backups lists the backups that are on a phone, the newest first.
	Backups(ctx context.Context, phoneID string) ([]Backup, error)
	// Read takes one into the library. tell is called from any goroutine with what is
	// read now. ErrPassword and ErrWrong are answers, too.
	Read(ctx context.Context, phoneID string, b Backup, password string, tell func(Progress)) (Got, error)
}

// What a Reader answers.
var (
	ErrPassword = errors.New("the backup was made with a password")
	ErrWrong    = errors.New("this is not the backup's password")
)

// Backup is one backup on a phone.
type Backup struct {
	ID       string // its folder
	Made     time.Time
	Bytes    int64
	Files    int
	Packages []string // whose data are in it
}

// Has reports whether data of an app are in the backup.
func (b Backup) Has(pkg string) bool {
	for _, p := range b.Packages {
		if p == pkg {
			return true
		}
	}
	return false
}

// The apps whose data mean something here.
const (
	NotesApp    = "com.miui.notes"
	SettingsApp = "com.android.settings"
	MessagesApp = "com.android.mms"
	ContactsApp = "com.android.contacts"
)

// Progress is how far a Read is.
type Progress struct {
	Done, All int // files
	Item      string
}

// Got is what a Read brought.
type Got struct {
	Notes, Networks, Passwords, Messages, Contacts, Calls, Settings int
	Apps                                                            int      // whose files only they understand
	Why                                                             []string // what was left out, a sentence each
}

// System is which of Xiaomi's systems the drawings show.
type System int

// The systems.
const (
	HyperOS System = iota
	MIUI
)

// State is how far the page is.
type State int

// The states.
const (
	NoPhone  State = iota
	Watching       // for a backup to appear
	Writing        // one appears, and grows
	Found          // one is there
	Asking         // for its password
	Reading
	Done
)

// Steps is how many drawings lead to the backup.
const Steps = 4

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	State  State
	Phone  phone.Phone   // whose backup it is
	Phones []phone.Phone // that could make one
	Backup Backup        // while there is one
	Fresh  bool          // it appeared while the page was open
	Step   int
	System System
	Now    Progress
	Got    Got
	Wrong  bool // the password that was typed
	Err    error

	OnChange func()
	// Taken is told when a backup was read.
	Taken func()

	phones func() []phone.Phone
	reader Reader
	hop    *hop.Hop
	after  part.After
	watch  hop.Latest
	read   hop.Latest
	stop   func()
	shown  bool
	known  map[string]bool // backups that were there when the page came into sight
	size   map[string]int64
}

// NewModel returns a model. phones are those that are connected.
func NewModel(phones func() []phone.Phone, r Reader, h *hop.Hop, after part.After) *Model {
	return &Model{phones: phones, reader: r, hop: h, after: after, OnChange: func() {}, Taken: func() {}}
}

// every is how often the phone is looked at.
const every = 3 * time.Second

// Show begins to watch; Hide ends it. What is read goes on.
func (m *Model) Show() {
	if m.shown {
		return
	}
	m.shown = true
	if m.State == Done {
		m.State = Watching
	}
	m.look()
}

// Hide ends the watch.
func (m *Model) Hide() {
	m.shown = false
	m.watch.Cancel()
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// Choose is about another phone.
func (m *Model) Choose(id string) {
	for _, p := range m.Phones {
		if p.ID == id && id != m.Phone.ID && m.State != Reading {
			m.turnTo(p)
			m.look()
		}
	}
}

func (m *Model) turnTo(p phone.Phone) {
	m.Phone, m.Backup, m.Fresh, m.Err, m.known, m.size = p, Backup{}, false, nil, nil, nil
	m.State = Watching
	if p.ID == "" {
		m.State = NoPhone
	}
	m.System = HyperOS
	if strings.HasPrefix(p.OS, "MIUI") {
		m.System = MIUI
	}
}

// SetSystem shows another system's drawings.
func (m *Model) SetSystem(s System) {
	if m.System != s {
		m.System = s
		m.OnChange()
	}
}

// Turn goes to another step, and reports whether there is one.
func (m *Model) Turn(by int) bool {
	to := m.Step + by
	if to < 0 || to >= Steps {
		return false
	}
	m.Step = to
	m.OnChange()
	return true
}

// look asks the phone for its backups, and again a little later.
func (m *Model) look() {
	if !m.shown {
		return
	}
	if m.stop != nil {
		m.stop()
	}
	m.stop = m.after(every, m.look)
	m.Phones = m.Phones[:0]
	here := false
	for _, p := range m.phones() {
		if p.Ready() {
			m.Phones = append(m.Phones, p)
			if p.ID == m.Phone.ID {
				here, m.Phone = true, p
			}
		}
	}
	if m.State == Reading || m.State == Asking || m.State == Done {
		return
	}
	if !here {
		var p phone.Phone
		if len(m.Phones) > 0 {
			p = m.Phones[0]
		}
		m.turnTo(p)
	}
	m.OnChange()
	if m.Phone.ID == "" {
		return
	}
	id := m.Phone.ID
	m.watch.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.reader.Backups(ctx, id)
		return func() {
			if id == m.Phone.ID {
				m.seen(all, err)
			}
		}
	})
}

// seen takes in what is on the phone. A backup that grew since the last look is still
// being written.
func (m *Model) seen(all []Backup, err error) {
	if m.State == Reading || m.State == Asking || m.State == Done {
		return
	}
	m.Err = err
	if err != nil {
		m.OnChange()
		return
	}
	first := m.known == nil
	if first {
		m.known = map[string]bool{}
		for _, b := range all {
			m.known[b.ID] = true
		}
	}
	was := m.size
	m.size = map[string]int64{}
	for _, b := range all {
		m.size[b.ID] = b.Bytes
	}
	if len(all) == 0 {
		m.State, m.Backup = Watching, Backup{}
		m.OnChange()
		return
	}
	b := all[0]
	m.Backup, m.Fresh = b, !m.known[b.ID]
	m.State = Found
	if m.Fresh {
		if before, ok := was[b.ID]; !ok || before != b.Bytes || b.Files == 0 {
			m.State = Writing
		}
		m.Step = Steps - 1
	}
	m.OnChange()
}

// Read takes the backup in.
func (m *Model) Read(password string) {
	if m.State != Found && m.State != Asking {
		return
	}
	m.State, m.Err, m.Wrong, m.Now = Reading, nil, false, Progress{All: m.Backup.Files}
	m.OnChange()
	id, b := m.Phone.ID, m.Backup
	m.read.Go(m.hop, func(ctx context.Context) func() {
		got, err := m.reader.Read(ctx, id, b, password, func(p Progress) {
			m.hop.Post(func() {
				if m.State == Reading {
					m.Now = p
					m.OnChange()
				}
			})
		})
		return func() {
			switch {
			case errors.Is(err, ErrPassword), errors.Is(err, ErrWrong):
				m.State, m.Wrong = Asking, errors.Is(err, ErrWrong)
			case err != nil:
				m.State, m.Err = Found, err
			default:
				m.State, m.Got = Done, got
				m.Taken()
			}
			m.OnChange()
		}
	})
}

// Again watches for another backup.
func (m *Model) Again() {
	if m.State == Done || m.State == Asking {
		m.State, m.Step, m.known, m.size = Watching, 0, nil, nil
		m.look()
	}
}
