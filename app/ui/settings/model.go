// Package settings is the page of the few things there are to choose: where the
// library lies, how the window looks; and what this program is. A change applies
// at once.
//
// Begin with New.
package settings

import (
	"context"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
)

// Library is where the library lies.
type Library struct {
	Dir         string
	Free, Total int64 // of the disk it lies on, 0 while unknown
}

// Store is what is chosen. Its methods answer at once, save those with a context.
type Store interface {
	Library(ctx context.Context) (Library, error)
	// UseLibrary opens the library in dir from now on, making one where there is
	// none. Nothing is moved.
	UseLibrary(ctx context.Context, dir string) error
	// Busy reports whether a backup is under way, during which the library stays.
	Busy() bool
	Look() (mode look.Mode, zoom float32)
	SetLook(mode look.Mode, zoom float32)
	// Language is what the window speaks from its next start, as BCP 47 writes it;
	// empty is the desktop's.
	Language() string
	SetLanguage(tag string)
}

// Desk is what the desktop does for the page.
type Desk interface {
	PickFolder(ctx context.Context, title string) (string, error)
	OpenFolder(ctx context.Context, dir string) error
}

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Library  Library
	Loaded   bool
	Mode     look.Mode
	Zoom     float32
	Language string // as Store has it
	Restart  bool   // the window still speaks another
	Choosing bool   // a folder is being picked or opened
	Busy     bool

	OnChange func()
	// OnLibrary is told that another library is open now, OnError what went wrong.
	OnLibrary func(dir string)
	OnError   func(error)

	store   Store
	desk    Desk
	hop     *hop.Hop
	loading hop.Latest
	spoken  string // the language that was chosen when the window was made

	loadingVault hop.Latest
}

// NewModel returns a model; Load fills it.
func NewModel(store Store, desk Desk, h *hop.Hop) *Model {
	m := &Model{store: store, desk: desk, hop: h, OnChange: func() {}, OnLibrary: func(string) {}, OnError: func(error) {}}
	m.Mode, m.Zoom = store.Look()
	m.Language = store.Language()
	m.spoken = m.Language
	return m
}

// Load asks where the library lies.
func (m *Model) Load() {
	m.Busy = m.store.Busy()
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		l, err := m.store.Library(ctx)
		return func() {
			if err != nil {
				m.OnError(err)
				return
			}
			m.Library, m.Loaded = l, true
			m.OnChange()
		}
	})
	m.OnChange()
}

// Choose lets the owner pick a folder, and opens the library there.
func (m *Model) Choose(title string) {
	if m.Choosing || m.store.Busy() {
		m.Busy = m.store.Busy()
		m.OnChange()
		return
	}
	m.Choosing = true
	m.OnChange()
	m.hop.Go(func(ctx context.Context) func() {
		dir, err := m.desk.PickFolder(ctx, title)
		if err == nil && dir != "" {
			err = m.store.UseLibrary(ctx, dir)
		}
		return func() {
			m.Choosing = false
			switch {
			case err != nil:
				m.OnError(err)
			case dir != "":
				m.OnLibrary(dir)
				m.Load()
			}
			m.OnChange()
		}
	})
}

// OpenFolder shows the library's folder in the desktop's file manager.
func (m *Model) OpenFolder() {
	dir := m.Library.Dir
	m.hop.Go(func(ctx context.Context) func() {
		if err := m.desk.OpenFolder(ctx, dir); err != nil {
			return func() { m.OnError(err) }
		}
		return nil
	})
}

// SetMode chooses light, dark or what the desktop has.
func (m *Model) SetMode(mode look.Mode) { m.setLook(mode, m.Zoom) }

// SetZoom chooses how large text is.
func (m *Model) SetZoom(zoom float32) { m.setLook(m.Mode, zoom) }

func (m *Model) setLook(mode look.Mode, zoom float32) {
	if m.Mode == mode && m.Zoom == zoom {
		return
	}
	m.Mode, m.Zoom = mode, zoom
	m.store.SetLook(mode, zoom)
	m.OnChange()
}

// SetLanguage chooses what the window speaks from its next start.
func (m *Model) SetLanguage(tag string) {
	if m.Language == tag {
		return
	}
	m.Language, m.Restart = tag, tag != m.spoken
	m.store.SetLanguage(tag)
	m.OnChange()
}

// Zooms are the text sizes there are to choose.
var Zooms = []float32{0.9, 1, 1.15, 1.3, 1.6, 2}

// ZoomIndex returns which of Zooms a zoom is, or the nearest to it.
func ZoomIndex(zoom float32) int {
	best := 0
	for i, z := range Zooms {
		if abs(z-zoom) < abs(Zooms[best]-zoom) {
			best = i
		}
	}
	return best
}

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
