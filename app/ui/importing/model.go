// Package importing is how pictures from elsewhere get into the library: a sheet
// that says what was recognised, asks for a password where one is needed and
// whose the pictures are, and begins the import. What is dropped onto the window
// comes here.
//
// Begin with Open, which shows the sheet.
package importing

import (
	"context"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/words"
)

// Kind is what was recognised.
type Kind int

// The kinds.
const (
	Folder Kind = iota // a folder, or single files
	Archive
	Takeout
	Library
)

// Part is one thing that was recognised.
type Part struct {
	Kind   Kind
	Title  string
	Files  int // at most
	Bytes  int64
	Pieces int
	Locked bool // it needs a password
}

// Backup is one of the backups that a phone made of itself.
type Backup struct {
	Name string // of its folder
	Made time.Time
}

// AllBackups is the choice of every one of them; "" is that of the newest.
const AllBackups = "all"

// Phone is a phone that the library knows.
type Phone struct{ ID, Name string }

// Imports is what can be imported, and the import under way.
type Imports interface {
	// Look recognises what paths are; found is told how many files there are so
	// far, from any goroutine. What was recognised is held until Start or Forget.
	Look(ctx context.Context, paths []string, found func(n int)) ([]Part, error)
	// Unlock tries a password on the archives that need one, and returns the parts
	// as they are then.
	Unlock(ctx context.Context, password string) ([]Part, error)
	Forget()
	// UseBackup leaves out all of Backups but one, by name: "" is the newest, which
	// is how it begins. What was unlocked may be locked again.
	UseBackup(ctx context.Context, name string) ([]Part, error)
	// Start begins the import of what was recognised; as is a phone's id or "".
	Start(as string) error

	// These answer at once.
	Backups() []Backup // in what was recognised, the newest first
	Phones() []Phone
	Into() string // the library's folder
	Progress() (job.Snapshot, bool)
	Receipt() (job.Receipt, bool) // of the last one in this session
	Hold(on bool)
	Cancel()
}

// Step is where the sheet is.
type Step int

// The steps.
const (
	Asking  Step = iota // for something to import
	Looking             // what it is
	Ready               // to begin, perhaps after a password
	Failed              // nothing that can be imported
)

// Model is the sheet without its drawing. It belongs to the window's goroutine.
type Model struct {
	Step   Step
	Parts  []Part
	Found  int // files so far, while Looking
	Phones []Phone
	As     int // index into Phones, -1 for none
	Trying bool
	Wrong  error // why the password did not open everything, or Start failed
	Err    error // why nothing was recognised

	Backups []Backup // there is a choice where there are several
	Backup  string   // the one that is chosen, "" for the newest, or AllBackups

	OnChange func()
	Started  func() // the import has begun

	imports Imports
	hop     *hop.Hop
	looking hop.Latest
	trying  hop.Latest
	paths   []string
}

// NewModel returns a model that asks.
func NewModel(i Imports, h *hop.Hop) *Model {
	return &Model{imports: i, hop: h, As: -1, Phones: i.Phones(), OnChange: func() {}, Started: func() {}}
}

// Add looks at paths, and again at those that were added before.
func (m *Model) Add(paths []string) {
	for _, p := range paths {
		if !slices.Contains(m.paths, p) {
			m.paths = append(m.paths, p)
		}
	}
	if len(m.paths) == 0 {
		return
	}
	m.Step, m.Found, m.Err, m.Wrong = Looking, 0, nil, nil
	m.OnChange()
	all := slices.Clone(m.paths)
	m.looking.Go(m.hop, func(ctx context.Context) func() {
		parts, err := m.imports.Look(ctx, all, func(n int) {
			m.hop.Post(func() { m.count(ctx, n) })
		})
		return func() {
			m.Step, m.Parts, m.Err = Ready, parts, err
			m.Backups, m.Backup = m.imports.Backups(), ""
			if err != nil {
				m.Step, m.paths = Failed, nil
			}
			m.OnChange()
		}
	})
}

func (m *Model) count(ctx context.Context, n int) {
	if m.Step == Looking && ctx.Err() == nil {
		m.Found = n
		m.OnChange()
	}
}

// Locked are the archives that need a password still.
func (m *Model) Locked() []Part {
	var out []Part
	for _, p := range m.Parts {
		if p.Locked {
			out = append(out, p)
		}
	}
	return out
}

// Unlock tries a password.
func (m *Model) Unlock(password string) {
	if password == "" || m.Trying || m.Step != Ready {
		return
	}
	m.Trying, m.Wrong = true, nil
	m.OnChange()
	m.trying.Go(m.hop, func(ctx context.Context) func() {
		parts, err := m.imports.Unlock(ctx, password)
		return func() {
			m.Trying, m.Wrong = false, err
			if parts != nil {
				m.Parts = parts
			}
			m.OnChange()
		}
	})
}

// UseBackup chooses one of Backups, or all.
func (m *Model) UseBackup(name string) {
	if m.Step != Ready || m.Trying || m.Backup == name {
		return
	}
	m.Trying, m.Wrong = true, nil
	m.OnChange()
	m.trying.Go(m.hop, func(ctx context.Context) func() {
		parts, err := m.imports.UseBackup(ctx, name)
		return func() {
			m.Trying, m.Wrong = false, err
			if err == nil {
				m.Parts, m.Backup = parts, name
			}
			m.OnChange()
		}
	})
}

// CanStart reports whether the import can begin.
func (m *Model) CanStart() bool {
	return m.Step == Ready && !m.Trying && len(m.Locked()) == 0 && m.Files() > 0
}

// Files is how many files there are at most.
func (m *Model) Files() (n int) {
	for _, p := range m.Parts {
		n += p.Files
	}
	return n
}

// Choose says whose the pictures are: an index into Phones, or -1.
func (m *Model) Choose(i int) {
	if m.As != i {
		m.As = i
		m.OnChange()
	}
}

// Start begins the import.
func (m *Model) Start() {
	if !m.CanStart() {
		return
	}
	as := ""
	if m.As >= 0 {
		as = m.Phones[m.As].ID
	}
	if err := m.imports.Start(as); err != nil {
		m.Wrong = err
		m.OnChange()
		return
	}
	m.paths = nil
	m.Started()
}

// Stop ends what the sheet waits for, and lets go of what was recognised.
func (m *Model) Stop() {
	m.looking.Cancel()
	m.trying.Cancel()
	m.imports.Forget()
}

// Says describes a part in one line.
func (p Part) Says() string {
	kind := words.T("Folder")
	switch {
	case p.Kind == Folder && p.Pieces > 1:
		kind = words.T("Single files")
	case p.Kind == Archive:
		kind = words.T("ZIP archive")
	case p.Kind == Takeout:
		kind = words.T("Google Takeout")
	case p.Kind == Library:
		kind = words.T("Keepsake library")
	}
	says := []string{kind, words.N("{{.N}} files", p.Files), words.Size(p.Bytes)}
	if p.Pieces > 1 && p.Kind != Folder {
		says = append(says, words.N("in {{.N}} parts", p.Pieces))
	}
	return strings.Join(says, " · ")
}
