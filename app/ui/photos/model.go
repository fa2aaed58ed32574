// Package photos is the library to look at: the timeline, month by month, and
// the albums. The model knows what is shown, found and chosen; the grid draws
// what is on the screen and nothing else.
//
// Begin with New, which makes the screen, and Model.Show to load it.
package photos

import (
	"context"
	"strings"
	"time"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/gallery"
)

// Library is what the screen reads.
type Library interface {
	Timeline(ctx context.Context, f shelf.Filter) (*shelf.Timeline, error)
	Rows(ctx context.Context, ids []int64) ([]shelf.Row, error)
	Albums(ctx context.Context) ([]shelf.Album, error)
	// Places are where the pictures of a filter were taken, as far as known.
	Places(ctx context.Context, f shelf.Filter) ([]shelf.Spot, error)
	// Similar are pictures that look alike or are of one burst, newest group first.
	Similar(ctx context.Context) ([]shelf.Group, error)
}

// Editor is what the owner does to the library. What returns undo can be taken
// back with it, once, for as long as the trash was not emptied.
type Editor interface {
	Change(ctx context.Context, ids []int64, c shelf.Change) (undo func(ctx context.Context) error, err error)
	// EmptyTrash deletes those of ids that are in the trash, with nil all that are,
	// for good, and returns how many.
	EmptyTrash(ctx context.Context, ids []int64) (n int, err error)
	// RenameAlbum calls an album something else in the library; an empty title
	// gives a phone's album its own name again.
	RenameAlbum(ctx context.Context, key shelf.AlbumKey, title string) error
	// NewAlbum makes an empty album of the owner's own.
	NewAlbum(ctx context.Context, title string) (shelf.AlbumKey, error)
	// DissolveAlbum takes an own album apart; its items stay where they are.
	DissolveAlbum(ctx context.Context, key shelf.AlbumKey) (undo func(ctx context.Context) error, err error)
}

// Chip is one of the filters beside the search.
type Chip int

// The chips.
const (
	All Chip = iota
	Photos
	Videos
	Favorites
	Screenshots
	Motion
	Recent // what came into the library last, first
)

// Tab is one of the screen's ways to look.
type Tab int

// The tabs.
const (
	TimelineTab Tab = iota
	AlbumsTab
	PlacesTab
	SimilarTab
)

// Inside is a part of the library that was opened from a tab: an album, one of
// the views, a place, or a burst. One of its fields is set.
type Inside struct {
	Album *shelf.Album
	View  shelf.View
	Box   *shelf.Box
	Title string  // of a Box: where it lies
	Burst []int64 // its photos

	from *Inside // where it was opened
}

// State is what the screen shows at one moment.
type State struct {
	Tab      Tab
	Chip     Chip
	Search   string
	Inside   *Inside // open, with its own timeline; nil for none
	Timeline *shelf.Timeline
	Albums   []shelf.Album
	Spots    []shelf.Spot  // of PlacesTab
	Groups   []shelf.Group // of SimilarTab
	Found    bool          // Spots or Groups are those of the tab
	Loaded   bool          // the first answer came
	Err      error         // why there is none
	Version  int           // of the timeline: higher when it was read anew
}

// Narrowed reports whether a filter hides something.
func (s State) Narrowed() bool { return s.Chip != All || strings.TrimSpace(s.Search) != "" }

// Model is the screen without its drawing. It belongs to the window's goroutine.
type Model struct {
	State
	Selection Selection

	// OnChange is told that the state changed, OnRows that rows came. Both run on
	// the window's goroutine.
	OnChange func()
	OnRows   func()

	lib      Library
	hop      *hop.Hop
	after    func(d time.Duration, f func()) (stop func())
	loading  hop.Latest
	albuming hop.Latest
	finding  hop.Latest
	rowing   hop.Latest
	typing   func() // stops the wait for the end of typing
	rows     map[int64]shelf.Row
	stale    map[int64]bool // rows that were read before the library changed
	wanted   []int64
	settled  settled
	dirty    bool // changed while out of sight
	seen     bool
}

// NewModel returns a model that has loaded nothing yet.
func NewModel(lib Library, h *hop.Hop, after func(time.Duration, func()) func()) *Model {
	return &Model{lib: lib, hop: h, after: after, rows: map[int64]shelf.Row{}, stale: map[int64]bool{},
		State: State{Timeline: &shelf.Timeline{}}, OnChange: func() {}, OnRows: func() {}}
}

// Show loads what is missing; the screen has come into sight.
func (m *Model) Show() {
	m.seen = true
	if !m.Loaded || m.dirty {
		m.reload()
	}
}

// Hide tells that the screen is out of sight; changes wait until it is back.
func (m *Model) Hide() { m.seen = false }

// Changed tells that the library has changed.
func (m *Model) Changed() {
	if !m.seen {
		m.dirty = true
		return
	}
	m.reload()
}

func (m *Model) reload() {
	m.dirty = false
	for id := range m.rows {
		m.stale[id] = true
	}
	m.load()
	m.Found = false
	m.find()
	m.albuming.Go(m.hop, func(ctx context.Context) func() {
		albums, err := m.lib.Albums(ctx)
		return func() {
			if err != nil {
				m.Err = err
			} else {
				m.Albums = albums
				m.refreshAlbum()
			}
			m.OnChange()
		}
	})
}

// refreshAlbum takes the open album's new numbers.
func (m *Model) refreshAlbum() {
	if m.Album() == nil {
		return
	}
	for _, a := range m.Albums {
		if a.Key == m.Album().Key {
			m.Inside = &Inside{Album: &a}
			return
		}
	}
}

// Album is the album that is open, nil for none.
func (m *Model) Album() *shelf.Album {
	if m.Inside == nil {
		return nil
	}
	return m.Inside.Album
}

// View is the part of the library that is looked at.
func (m *Model) View() shelf.View {
	if m.Inside == nil {
		return shelf.Everything
	}
	return m.Inside.View
}

// filter is what the state asks the library for.
func (m *Model) filter() shelf.Filter {
	f := shelf.Filter{Search: strings.TrimSpace(m.Search)}
	f.Stacked = f.Search == "" && m.Chip != Recent && (m.Inside == nil || m.Inside.Album != nil)
	switch m.Chip {
	case Photos:
		f.Kinds = []gallery.Kind{gallery.Photo}
	case Videos:
		f.Kinds = []gallery.Kind{gallery.Video}
	case Favorites:
		f.Favorites = true
	case Screenshots:
		f.Screenshots = true
	case Motion:
		f.Motion = true
	case Recent:
		f.View = shelf.Recent
	}
	if in := m.Inside; in != nil {
		switch {
		case in.Album != nil:
			f.Album = in.Album.Key
		case in.Box != nil:
			f.Box = in.Box
		default:
			f.View = in.View
		}
	}
	return f
}

func (m *Model) load() {
	f, in := m.filter(), m.Inside
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		t, err := m.lib.Timeline(ctx, f)
		if in != nil && in.Burst != nil && err == nil {
			t = only(t, in.Burst)
		}
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.Timeline = t
				m.Version++
				m.Selection.Keep(t.IDs)
			}
			m.OnChange()
		}
	})
}
