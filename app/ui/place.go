package ui

import (
	"context"

	"keepsake/app/ui/words"
)

// keepingPlace is where the library is kept (home.Place).
type keepingPlace struct{ s *Shell }

// Where implements home.Place. What is not known yet is asked for once, and the page
// looks again when it is there.
func (p keepingPlace) Where() (string, int64) {
	s := p.s
	if s.where.Dir == "" && !s.placing {
		s.placing = true
		s.hop.Go(func(ctx context.Context) func() {
			l, err := s.deps.Settings.Library(ctx)
			return func() {
				s.placing = false
				if err == nil && l.Dir != "" {
					s.where = l
					s.home.Look()
				}
			}
		})
	}
	return s.where.Dir, s.where.Free
}

// Change implements home.Place.
func (p keepingPlace) Change() {
	p.s.settings.Model.Choose(words.T("Choose the folder for your library"))
}
