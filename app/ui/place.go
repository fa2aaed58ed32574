package ui

import "keepsake/app/ui/words"

// keepingPlace is where the library is kept, as Settings knows it (home.Place).
type keepingPlace struct{ s *Shell }

// Where implements home.Place. What Settings does not know yet is asked for, and is
// there at the next look.
func (p keepingPlace) Where() (string, int64) {
	m := p.s.settings.Model
	if !m.Loaded && !p.s.placing {
		p.s.placing = true
		m.Load()
	}
	return m.Library.Dir, m.Library.Free
}

// Change implements home.Place.
func (p keepingPlace) Change() {
	p.s.settings.Model.Choose(words.T("Choose the folder for your library"))
}
