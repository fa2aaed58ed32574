// Package viewer shows one picture at a time on a dark stage: its thumbnail at
// once, then the picture itself, made ready for the window off its goroutine.
// Arrows leaf through the timeline it was opened from.
//
// Begin with New, which makes the screen, and Screen.Open.
package viewer

import (
	"context"
	"image"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Images is where pictures and what is known of them come from.
type Images interface {
	Rows(ctx context.Context, ids []int64) ([]shelf.Row, error)
	// Fit returns the picture, upright, at most w by h pixels and never larger
	// than it is; a video's is its poster.
	Fit(ctx context.Context, row shelf.Row, w, h int) (*image.RGBA, error)
	Item(ctx context.Context, id int64) (gallery.Item, error)
	// Play hands over the pictures of a video, or of a motion photo's clip, upright
	// and at most box pixels a side, each at its time, and returns at the end.
	Play(ctx context.Context, row shelf.Row, box int, show func(*image.RGBA)) error
	// Details reads from the file how the picture was taken.
	Details(ctx context.Context, id int64) (media.Details, error)
	// PhoneName is the name of the phone with this id, for people.
	PhoneName(id string) string
	// PlaceName is what a place is called, "" where it has no name.
	PlaceName(lat, lon float64) string
	// OpenClip opens a motion photo's clip, or a video, in the program the desktop
	// has for films.
	OpenClip(ctx context.Context, id int64) error
	Open(ctx context.Context, id int64) error   // in the program the desktop has for it
	Reveal(ctx context.Context, id int64) error // in the desktop's file manager
}

// Model is the viewer without its drawing. It belongs to the window's goroutine.
type Model struct {
	OnChange func()
	OnFrame  func() // the next picture of a clip is there

	ids     []int64
	at      int
	rows    map[int64]shelf.Row
	sharp   map[int64]*image.RGBA // fitted to the window: this one and its neighbours
	askew   map[int64]bool        // of sharp: fitted before they were turned
	stale   []int64               // rows to be read anew
	times   int                   // that something was opened or left
	close   *image.RGBA           // this one, large, while it is looked at closely
	nears   int64                 // the one that close is being made of, 0 for none
	frame   *image.RGBA           // of the clip that plays
	plays   bool
	err     error         // why this one cannot be shown
	item    *gallery.Item // this one's, when the info panel is open
	details media.Details // this one's, with item
	info    bool
	zoom    Zoom
	w, h    int // of the window, in pixels

	images   Images
	hop      *hop.Hop
	fitting  hop.Latest
	closing  hop.Latest
	rowing   hop.Latest
	renewing hop.Latest
	playing  hop.Latest
	itemizes hop.Latest
}

// NewModel returns a model that shows nothing yet.
func NewModel(images Images, h *hop.Hop) *Model {
	return &Model{images: images, hop: h, OnChange: func() {}, OnFrame: func() {}, rows: map[int64]shelf.Row{}, sharp: map[int64]*image.RGBA{}, askew: map[int64]bool{}}
}

// Open shows the picture at an index of a timeline.
func (m *Model) Open(ids []int64, at int) {
	m.ids, m.at = ids, at
	m.times++
	clear(m.sharp)
	m.arrive()
}

// Leave lets go of everything that takes memory.
func (m *Model) Leave() {
	for _, l := range []*hop.Latest{&m.fitting, &m.closing, &m.rowing, &m.renewing, &m.playing, &m.itemizes} {
		l.Cancel()
	}
	clear(m.sharp)
	clear(m.rows)
	m.times++
	m.stale, m.plays, m.frame = nil, false, nil
	m.close, m.nears, m.item, m.err, m.ids = nil, 0, nil, nil, nil
	m.zoom = Zoom{}
}

// ID is the picture shown, 0 for none.
func (m *Model) ID() int64 {
	if m.at < 0 || m.at >= len(m.ids) {
		return 0
	}
	return m.ids[m.at]
}

// Row is the row of the picture shown, if it is at hand.
func (m *Model) Row() (shelf.Row, bool) {
	r, ok := m.rows[m.ID()]
	return r, ok
}

// Place is which of how many pictures is shown, from 1.
func (m *Model) Place() (n, of int) { return m.at + 1, len(m.ids) }

// Picture is the best picture at hand, nil while there is only the thumbnail.
func (m *Model) Picture() *image.RGBA {
	if m.frame != nil {
		return m.frame
	}
	if m.close != nil && !m.zoom.Fitted() {
		return m.close
	}
	return m.sharp[m.ID()]
}

// Step leafs by n pictures; at the ends it stays. It reports whether it moved.
func (m *Model) Step(n int) bool {
	to := max(0, min(m.at+n, len(m.ids)-1))
	if to == m.at || len(m.ids) == 0 {
		return false
	}
	m.at = to
	m.arrive()
	return true
}

// arrive loads what the picture at hand needs.
func (m *Model) arrive() {
	m.close, m.nears, m.err, m.item = nil, 0, nil, nil
	m.zoom = Zoom{}
	m.closing.Cancel()
	m.playing.Cancel()
	m.plays, m.frame = false, nil
	m.needRows()
	m.needSharp()
	m.needItem()
	m.OnChange()
}

// ShowInfo opens or closes the info panel.
func (m *Model) ShowInfo(on bool) {
	m.info = on
	if on && m.item == nil {
		m.needItem()
	}
	m.OnChange()
}

// SetZoom changes how the picture lies; close up, a larger one is made ready.
func (m *Model) SetZoom(z Zoom) {
	if m.zoom == z {
		return
	}
	m.zoom = z
	m.Stop()
	r, ok := m.Row()
	if ok && !z.Fitted() && m.close == nil && m.nears != r.ID && r.Kind == gallery.Photo && !r.Broken {
		m.needClose(r)
	}
	if z.Fitted() {
		m.close, m.nears = nil, 0
		m.closing.Cancel()
	}
	m.OnChange()
}
