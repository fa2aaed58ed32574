package storage

import (
	"cmp"
	"slices"
	"strconv"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// Pile is how much there is of one kind, from one album and year.
type Pile struct {
	Album shelf.AlbumKey // zero: of none
	Name  string         // the album's
	Phone string         // the phone's, for people
	Kind  gallery.Kind
	Year  int
	View  shelf.View
	Count int
	Bytes int64
}

// Usage is what takes the space, in bytes.
type Usage struct {
	Dir         string
	Free, Total int64 // of the disk, 0 while unknown
	Piles       []Pile
	Largest     []shelf.Row

	Records  int64 // contacts, messages … as they were last
	Earlier  int64 // as they were before, and the lists of files of each backup
	Previews int64 // made again when they are gone
	Aside    int64 // damaged, set aside by a repair
	Papers   int64 // the library's own books
}

// Library is how much the library takes, all in all.
func (u Usage) Library() int64 {
	n := u.Records + u.Earlier + u.Previews + u.Aside + u.Papers
	for _, p := range u.Piles {
		n += p.Bytes
	}
	return n
}

// By is what the space is sorted by.
type By int

// The orders.
const (
	ByKind By = iota
	ByPhone
	ByAlbum
	ByYear
)

// Slice is a share of the library.
type Slice struct {
	Name, Detail string
	Count        int // of pictures and the like; 0: not counted
	Bytes        int64
	Album        shelf.AlbumKey // to be opened; zero: none
	View         shelf.View     // to be opened; Everything: none
	Year         int            // to be opened; 0: none
}

// most is how many slices are shown of their own.
const most = 24

// Slices sorts the space: years the oldest first, all else the largest first.
func (u Usage) Slices(by By) []Slice {
	at := map[any]int{}
	var all []Slice
	add := func(key any, s Slice) {
		if s.Bytes == 0 {
			return
		}
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, Slice{Name: s.Name, Detail: s.Detail, Album: s.Album, View: s.View, Year: s.Year})
		}
		all[i].Count += s.Count
		all[i].Bytes += s.Bytes
	}
	for _, p := range u.Piles {
		s := Slice{Count: p.Count, Bytes: p.Bytes}
		if p.View != shelf.Everything && by != ByYear {
			s.Name, s.View = viewName(p.View), p.View
			add(p.View, s)
			continue
		}
		switch by {
		case ByPhone:
			s.Name = p.Phone
			add(p.Album.Phone, s)
		case ByAlbum:
			s.Name, s.Detail, s.Album = p.Name, p.Phone, p.Album
			if p.Album == (shelf.AlbumKey{}) {
				s.Name = words.T("In no album")
			}
			add(p.Album, s)
		case ByYear:
			s.Name, s.Year = strconv.Itoa(p.Year), p.Year
			add(p.Year, s)
		default:
			s.Name = kindName(p.Kind)
			add(p.Kind, s)
		}
	}
	if by == ByYear {
		slices.SortFunc(all, func(a, b Slice) int { return cmp.Compare(a.Year, b.Year) })
		return all
	}
	if by == ByKind {
		add("records", Slice{Name: words.T("Contacts, messages and the like"), Bytes: u.Records})
		add("earlier", Slice{Name: words.T("Earlier states"), Bytes: u.Earlier})
		add("previews", Slice{Name: words.T("Previews"), Bytes: u.Previews})
		add("aside", Slice{Name: words.T("Set aside as damaged"), Bytes: u.Aside})
		add("papers", Slice{Name: words.T("The library's own books"), Bytes: u.Papers})
	}
	slices.SortStableFunc(all, func(a, b Slice) int { return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Name, b.Name)) })
	if len(all) > most {
		rest := Slice{Name: words.N("{{.N}} others", len(all)-most+1)}
		for _, s := range all[most-1:] {
			rest.Count += s.Count
			rest.Bytes += s.Bytes
		}
		all = append(all[:most-1], rest)
	}
	return all
}

func kindName(k gallery.Kind) string {
	switch k {
	case gallery.Photo:
		return words.T("Photos")
	case gallery.Video:
		return words.T("Videos")
	case gallery.Audio:
		return words.T("Recordings")
	}
	return words.T("Other files")
}

func viewName(v shelf.View) string {
	switch v {
	case shelf.Trash:
		return words.T("Trash")
	case shelf.Hidden:
		return words.T("Hidden")
	}
	return words.T("Private album")
}
