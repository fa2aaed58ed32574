package settings

import (
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// PrivateAlbum is a phone's private album, and whether it is backed up.
type PrivateAlbum struct {
	Phone, Name string
	Keep        bool
}

// PrivateAlbums is whose private album is backed up. Both methods answer at once.
type PrivateAlbums interface {
	PrivateAlbums() []PrivateAlbum
	KeepPrivate(phone string, keep bool) error
}

// OfferPrivate lets the owner choose the phones whose private album is backed up
// too; nil offers nothing.
func (s *Screen) OfferPrivate(a PrivateAlbums) {
	s.albums = a
	s.render()
}

// renderPrivate draws a switch for each phone.
func (s *Screen) renderPrivate() {
	var all []PrivateAlbum
	if s.albums != nil {
		all = s.albums.PrivateAlbums()
	}
	part.Show(s.private, len(all) > 0)
	s.switches.Objects = nil
	for _, a := range all {
		chip := part.NewChip(words.Name(a.Name), look.IconLock, func() {
			if err := s.albums.KeepPrivate(a.Phone, !a.Keep); err != nil {
				s.Model.OnError(err)
			}
			s.render()
		})
		chip.Choose(a.Keep)
		s.switches.Add(chip)
	}
	s.switches.Refresh()
}
