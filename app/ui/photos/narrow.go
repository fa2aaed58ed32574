package photos

import (
	"context"
	"time"

	"keepsake/app/ui/shelf"
)

// typingPause is how long a search waits for the next key.
const typingPause = 150 * time.Millisecond

// SetTab changes the view.
func (m *Model) SetTab(t Tab) {
	if m.Tab == t && m.Inside == nil {
		return
	}
	m.Tab = t
	if m.Inside != nil {
		m.Inside, m.Chip = nil, All
		m.restart()
	}
	m.Found = false
	m.find()
	m.OnChange()
}

// OpenAlbum shows one album's pictures.
func (m *Model) OpenAlbum(a shelf.Album) { m.enter(AlbumsTab, Inside{Album: &a}) }

// OpenView shows what is in one of the library's views.
func (m *Model) OpenView(v shelf.View) { m.enter(AlbumsTab, Inside{View: v}) }

// OpenBox shows what was taken in a part of the world.
func (m *Model) OpenBox(b shelf.Box, title string) { m.enter(PlacesTab, Inside{Box: &b, Title: title}) }

func (m *Model) enter(t Tab, in Inside) {
	in.from = m.Inside
	m.Tab, m.Inside, m.Chip, m.Search = t, &in, All, ""
	m.restart()
}

// Leave goes back to where the album, view or place was opened.
func (m *Model) Leave() {
	if m.Inside != nil {
		m.Inside, m.Chip, m.Search = m.Inside.from, All, ""
		m.restart()
		m.find()
	}
}

// find reads what the map and the look-alikes show, when they are looked at.
func (m *Model) find() {
	if m.Found || m.Inside != nil || m.Tab != PlacesTab && m.Tab != SimilarTab {
		return
	}
	tab, known := m.Tab, m.known()
	m.finding.Go(m.hop, func(ctx context.Context) func() {
		var spots []shelf.Spot
		var groups []shelf.Group
		var err error
		if tab == PlacesTab {
			spots, err = m.lib.Places(ctx, shelf.Filter{})
		} else {
			groups, err = similar(ctx, m.lib, known)
		}
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			if err != nil {
				m.Err = err
			} else {
				m.Found, m.Spots, m.Groups = true, spots, groups
			}
			m.OnChange()
		}
	})
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
