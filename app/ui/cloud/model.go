// Package cloud is the page of the places that the library is uploaded to: what is
// up, what waits, what failed and why, and the way to add one.
//
// Begin with New.
package cloud

import (
	"context"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Cloud is a place.
type Cloud struct {
	ID, Name, Kind string // Kind in words: "Immich"
	Account        string
	Encrypted      bool
	Files          bool // it can hold a whole library, and give it back
	Plan           Plan
}

// Plan is when what goes up to a cloud.
type Plan struct {
	After            bool  // by itself after each backup
	Battery, Metered bool  // by itself also on battery, and in networks with an allowance
	Limit            int64 // bytes a second; 0: none

	Albums     []string // only these; none: all
	Kinds      []string // "photo", "video", "audio"; none: all
	Since      time.Time
	Favourites bool
}

// All reports whether everything goes up.
func (p Plan) All() bool {
	return len(p.Albums) == 0 && len(p.Kinds) == 0 && p.Since.IsZero() && !p.Favourites
}

// State is how things stand with one. A space that is not known is -1.
type State struct {
	Up, Waiting, Failed int
	Unproven            int // of Up: sent, not verifiable
	Last                job.Receipt
	HasLast             bool
	Used, Free          int64
	Wait                time.Time         // the service takes nothing before
	Holds               schedule.Decision // why an upload that is due does not begin by itself
	Check               job.CloudChecked
	HasCheck            bool
}

// Line is one content of a queue that is not up.
type Line struct {
	Path   string
	Size   int64
	Failed bool
	Reason string
	Tries  int
}

// Service is a sort of cloud that can be added.
type Service struct {
	Kind, Title string
	Fields      []Field
	Root        string // what its folder is called; empty: it has none
	Encrypts    bool
	Help        string // how to come by what it asks for
	SignIn      bool   // the owner signs in on a page in the browser
}

// Field is one thing to fill in.
type Field struct {
	Name, Title, Example string
	Secret, Optional     bool
}

// Draft is a cloud as it is filled in.
type Draft struct {
	Kind, Name, Root string
	Values           map[string]string // by Field.Name
	Passphrase       string            // encrypts what goes up; empty: it does not
}

// Clouds is what can be done with them. What takes a context may wait for a disk
// or the network.
type Clouds interface {
	List() []Cloud
	Services() []Service
	State(ctx context.Context, id string) (State, error)
	Space(ctx context.Context, id string) (used, free int64, err error)
	Queue(ctx context.Context, id string) ([]Line, error)
	Add(ctx context.Context, d Draft) error // tests it first
	Remove(ctx context.Context, id string) error

	Upload(id string) error
	Hold(id string, on bool)
	Cancel(id string)
	Progress(id string) (job.Snapshot, bool) // of an upload under way

	Keep(id string, p Plan) error
	Albums(ctx context.Context) ([]string, error) // that can be chosen
	Check(id string) error                        // asks the cloud whether it still has all
	Checking(id string) (job.Snapshot, bool)
	Fetch(id, dir string) error // makes the library again in an empty folder
	Fetching(id string) (job.Snapshot, bool)
	Fetched(id string) (job.Receipt, bool) // of the last fetch of this session
	Stop(id string)                        // a check or a fetch
}

// Card is a cloud as it is shown.
type Card struct {
	Cloud
	State   State
	Loaded  bool
	Err     error
	Running bool
	Now     job.Snapshot // while Running
	// The check and the fetch under way; nil: there is none.
	Checking, Fetching *job.Snapshot
	Fetched            *job.Receipt // of the last fetch that ended
}

func (c Card) busy() bool { return c.Running || c.Checking != nil || c.Fetching != nil }

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Cards  []Card
	Open   string // id of the cloud whose queue is unfolded; empty: none
	Lines  []Line
	Wizard *Wizard // nil: nothing is being added

	OnChange func()

	clouds  Clouds
	hop     *hop.Hop
	after   part.After
	loading hop.Latest
	lines   hop.Latest
	shown   bool
	stop    func()
}

// NewModel returns a model; Show fills it.
func NewModel(c Clouds, h *hop.Hop, after part.After) *Model {
	return &Model{clouds: c, hop: h, after: after, OnChange: func() {}}
}

// beat is how often an upload under way is looked at.
const beat = 500 * time.Millisecond

// Show begins to look.
func (m *Model) Show() {
	m.shown = true
	m.Load()
	m.tick()
}

// Hide ends looking.
func (m *Model) Hide() {
	m.shown = false
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// tick looks at uploads under way, and reads what one left when it has ended.
func (m *Model) tick() {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
	if !m.shown {
		return
	}
	ended, runs := false, false
	for i := range m.Cards {
		c := &m.Cards[i]
		upload, check, fetch := c.Running, c.Checking != nil, c.Fetching != nil
		m.progress(c)
		ended = ended || upload && !c.Running || check && c.Checking == nil || fetch && c.Fetching == nil
		runs = runs || c.busy()
	}
	if ended {
		m.Load()
	}
	if runs {
		m.OnChange()
		m.stop = m.after(beat, m.tick)
	}
}

// progress looks at a cloud's jobs.
func (m *Model) progress(c *Card) {
	c.Now, c.Running = m.clouds.Progress(c.ID)
	c.Checking, c.Fetching, c.Fetched = nil, nil, nil
	if now, ok := m.clouds.Checking(c.ID); ok {
		c.Checking = &now
	}
	if now, ok := m.clouds.Fetching(c.ID); ok {
		c.Fetching = &now
	}
	if r, ok := m.clouds.Fetched(c.ID); ok {
		c.Fetched = &r
	}
}

// Load reads how things stand anew.
func (m *Model) Load() {
	old := m.Cards
	m.Cards = nil
	for _, c := range m.clouds.List() {
		card := Card{Cloud: c, State: State{Used: -1, Free: -1}}
		if i := slices.IndexFunc(old, func(o Card) bool { return o.ID == c.ID }); i >= 0 {
			card.State, card.Loaded, card.Err = old[i].State, old[i].Loaded, old[i].Err
		}
		m.progress(&card)
		m.Cards = append(m.Cards, card)
	}
	m.OnChange()
	ids := make([]string, len(m.Cards))
	for i, c := range m.Cards {
		ids[i] = c.ID
	}
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		type found struct {
			s   State
			err error
		}
		all := map[string]found{}
		for _, id := range ids {
			s, err := m.clouds.State(ctx, id)
			all[id] = found{s, err}
		}
		return func() {
			for i := range m.Cards {
				c := &m.Cards[i]
				if f, ok := all[c.ID]; ok {
					f.s.Used, f.s.Free = c.State.Used, c.State.Free
					c.State, c.Err, c.Loaded = f.s, f.err, true
				}
			}
			m.OnChange()
			m.spaces(ids)
		}
	})
	if m.Open != "" {
		m.read(m.Open)
	}
}

// spaces asks the clouds for their room, which may take the network's time.
func (m *Model) spaces(ids []string) {
	for _, id := range ids {
		m.hop.Go(func(ctx context.Context) func() {
			used, free, err := m.clouds.Space(ctx, id)
			if err != nil {
				used, free = -1, -1 // the next upload says why it does not answer
			}
			return func() {
				for i := range m.Cards {
					if m.Cards[i].ID == id {
						m.Cards[i].State.Used, m.Cards[i].State.Free = used, free
					}
				}
				m.OnChange()
			}
		})
	}
}

// Unfold shows a cloud's queue, or folds it away.
func (m *Model) Unfold(id string) {
	m.Lines = nil
	if m.Open == id {
		m.Open = ""
		m.OnChange()
		return
	}
	m.Open = id
	m.OnChange()
	m.read(id)
}

func (m *Model) read(id string) {
	m.lines.Go(m.hop, func(ctx context.Context) func() {
		lines, err := m.clouds.Queue(ctx, id)
		return func() {
			if m.Open == id && err == nil {
				m.Lines = lines
				m.OnChange()
			}
		}
	})
}

// Upload begins one, or tries what failed again. The error says why it cannot.
func (m *Model) Upload(id string) error {
	if err := m.clouds.Upload(id); err != nil {
		return err
	}
	m.tick()
	return nil
}

// Hold pauses an upload, or lets it go on.
func (m *Model) Hold(id string, on bool) {
	m.clouds.Hold(id, on)
	m.tick()
}

// Cancel asks an upload to stop.
func (m *Model) Cancel(id string) {
	m.clouds.Cancel(id)
	m.tick()
}

// Remove forgets a cloud; what is there stays there.
func (m *Model) Remove(id string, failed func(error)) {
	m.hop.Go(func(ctx context.Context) func() {
		err := m.clouds.Remove(ctx, id)
		return func() {
			if err != nil {
				failed(err)
			}
			m.Load()
		}
	})
}

// Keep changes when what goes up. The error says why it cannot.
func (m *Model) Keep(id string, p Plan) error {
	if err := m.clouds.Keep(id, p); err != nil {
		return err
	}
	m.Load()
	return nil
}

// Check asks a cloud whether it still has everything.
func (m *Model) Check(id string) error {
	if err := m.clouds.Check(id); err != nil {
		return err
	}
	m.tick()
	return nil
}

// Fetch makes the library again in a folder.
func (m *Model) Fetch(id, dir string) error {
	if err := m.clouds.Fetch(id, dir); err != nil {
		return err
	}
	m.tick()
	return nil
}

// Stop ends a check or a fetch.
func (m *Model) Stop(id string) {
	m.clouds.Stop(id)
	m.tick()
}
