package gallery

import "time"

// Edit is what the owner said about an item. It is kept in the manifest beside
// what was read from the file; the original never changes. The zero Edit says
// nothing.
type Edit struct {
	Taken    *Taken    `json:"taken,omitempty"`    // the right capture time; nil: as read
	Place    *Place    `json:"place,omitempty"`    // the right place; nil: as read
	NoPlace  bool      `json:"no_place,omitempty"` // the place that was read is wrong, and there is none
	Turn     int       `json:"turn,omitempty"`     // quarter turns clockwise, 0..3, after Info.Orientation
	Favorite *bool     `json:"favorite,omitempty"` // nil: as the phones say
	Hidden   bool      `json:"hidden,omitempty"`   // left out of everything but the Hidden view
	Trashed  time.Time `json:"trashed,omitzero"`   // in the library's trash since; zero: not
	Albums   []string  `json:"albums,omitempty"`   // the owner's own albums it was put in, sorted
}

// IsZero reports whether e says nothing.
func (e Edit) IsZero() bool {
	return e.Taken == nil && e.Place == nil && !e.NoPlace && e.Turn == 0 && e.Favorite == nil &&
		!e.Hidden && e.Trashed.IsZero() && len(e.Albums) == 0
}

// Taken returns the capture time to show: the owner's, else the one read.
func (it Item) Taken() Taken {
	if it.Edit.Taken != nil {
		return *it.Edit.Taken
	}
	return it.Info.Taken
}

// Place returns the place to show, nil for none.
func (it Item) Place() *Place {
	switch {
	case it.Edit.Place != nil:
		return it.Edit.Place
	case it.Edit.NoPlace:
		return nil
	}
	return it.Info.Place
}

// Favorite reports whether the item is a favourite: as the owner said here, else
// when any phone says so.
func (it Item) Favorite() bool {
	if it.Edit.Favorite != nil {
		return *it.Edit.Favorite
	}
	for _, o := range it.Origins {
		if o.Favorite {
			return true
		}
	}
	return false
}

// AlbumEdit is what the owner said about an album. One of a phone is named by
// the phone and its folder there, and Title is what it is called here; an empty
// one gives it its own name again. One of the owner's own has no phone; its Path
// is the name that Edit.Albums puts items in it by, which stays when it is
// called something else.
type AlbumEdit struct {
	Phone, Path string // the phone's exact bytes
	Title       string
	Gone        bool // an own album that was dissolved; its items stay where they are
}
