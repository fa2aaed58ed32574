package photos

import (
	"time"

	"keepsake/app/ui/shelf"
)

// typingPause is how long a search waits for the next key.
const typingPause = 150 * time.Millisecond

// SetTab changes the view.
func (m *Model) SetTab(t Tab) {
	if m.Tab == t && m.Album == nil {
		return
	}
	m.Tab = t
	if m.Album != nil {
		m.Album = nil
		m.restart()
		return
	}
	m.OnChange()
}

// OpenAlbum shows one album's pictures.
func (m *Model) OpenAlbum(a shelf.Album) {
	m.Tab, m.Album = AlbumsTab, &a
	m.restart()
}

// CloseAlbum goes back to the albums.
func (m *Model) CloseAlbum() {
	if m.Album != nil {
		m.Album = nil
		m.restart()
	}
}

// SetChip changes the filter.
func (m *Model) SetChip(c Chip) {
	if m.Chip != c {
		m.Chip = c
		m.restart()
	}
}

// SetSearch changes what is searched for; the library is asked when the typing
// pauses.
func (m *Model) SetSearch(s string) {
	if m.Search == s {
		return
	}
	m.Search = s
	if m.typing != nil {
		m.typing()
	}
	m.typing = m.after(typingPause, func() {
		m.typing = nil
		m.restart()
	})
}

// ClearFilters shows everything again.
func (m *Model) ClearFilters() {
	m.Chip, m.Search = All, ""
	m.restart()
}

// restart asks for another timeline; what was chosen in the old one is not.
func (m *Model) restart() {
	m.Selection.Clear()
	m.Loaded, m.Timeline = false, &shelf.Timeline{}
	m.Version++
	m.load()
	m.OnChange()
}
