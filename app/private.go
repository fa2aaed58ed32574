package app

import (
	"slices"

	"keepsake/app/settings"
	uisettings "keepsake/app/ui/settings"
)

// privateAlbums is whose private album is backed up, in the window's words
// (settings.PrivateAlbums). It is nobody's, unless its owner said so.
type privateAlbums struct {
	f      *settings.File
	runs   *runs
	phones *phones
	c      *current
}

func (p privateAlbums) wanted(id string) bool { return slices.Contains(p.f.Get().Private, id) }

// PrivateAlbums lists the phones there are, and whether theirs is wanted.
func (p privateAlbums) PrivateAlbums() []uisettings.PrivateAlbum {
	var out []uisettings.PrivateAlbum
	for _, ph := range (board{p.phones, p.runs, p.c}).Phones() {
		out = append(out, uisettings.PrivateAlbum{Phone: ph.ID, Name: ph.Name, Keep: p.wanted(ph.ID)})
	}
	return out
}

// KeepPrivate says whether a phone's private album is backed up from now on. What
// is kept of it stays.
func (p privateAlbums) KeepPrivate(phone string, keep bool) error {
	return p.f.Change(func(v *settings.Values) {
		others := slices.DeleteFunc(slices.Clone(v.Private), func(id string) bool { return id == phone })
		if keep {
			others = append(others, phone)
		}
		v.Private = others
	})
}
