package index

import (
	"math"
	"strings"
	"time"

	"keepsake/gallery"
)

// Filter says which items are wanted. The zero Filter wants all that are shown
// everywhere and not in a phone's trash; every field set narrows it, except
// IncludeTrashed.
type Filter struct {
	View   View
	Album  AlbumKey // the zero key: any
	Phone  string
	Kinds  []gallery.Kind
	Within *Box // taken there

	Favorites   bool
	Screenshots bool // screenshots and screen recordings
	Motion      bool // motion photos

	// Stacked gathers the photos of a burst: only the best of those let through
	// stands in the timeline, with the others in Timeline.Stacks.
	Stacked bool

	// Search is what a person typed: words that all have to be found in the names,
	// albums and camera, or that name a time ("2023", "may 2023", "last week"), a
	// kind ("videos", "favourites") or a place ("with place"). "Quotes" keep words
	// together and take them for nothing but words.
	Search string
	// Now is the moment that "yesterday" is counted from; zero: now.
	Now time.Time

	// IncludeTrashed also wants what is in a phone's trash. With Album or Phone it
	// is the trash there that counts: the content may live on elsewhere.
	IncludeTrashed bool
}

// View is the part of the library that is looked at. What is in the library's
// trash, hidden or private is in its own view only.
type View int

// The views.
const (
	Everything View = iota
	Recent          // by the time they came into the library
	Trash           // the library's, not the phones'
	Hidden
	Private // of phones' private albums
)

// Box is a part of the world in degrees. East may be less than West: then it lies
// across the date line.
type Box struct{ South, West, North, East float64 }

// query builds SQL text with its arguments.
type query struct {
	sql  strings.Builder
	args []any
}

func (q *query) add(sql string, args ...any) {
	q.sql.WriteString(sql)
	q.args = append(q.args, args...)
}

func (q *query) text() string { return q.sql.String() }

// query returns the query for columns of the items that f lets through, in the
// order of its view. Without a search each view is answered from an index that
// covers it, in its order. A search has to see every item's words, and then
// reading the table from end to end and sorting what is found is twice as fast as
// following that index.
func (f Filter) query(columns string, terms []term) *query {
	q := &query{}
	q.add(`SELECT ` + columns + ` FROM items i`)
	switch {
	case f.Within != nil:
		q.add(` INDEXED BY items_place`)
	case len(terms) > 0:
		q.add(` NOT INDEXED`)
	}
	q.add(` WHERE `)
	f.addView(q)
	if f.Within != nil {
		f.Within.add(q)
	}
	if f.Album != (AlbumKey{}) || f.Phone != "" {
		f.addPlace(q)
	}
	if len(f.Kinds) > 0 {
		q.add(` AND i.kind IN (` + marks(len(f.Kinds)) + `)`)
		for _, k := range f.Kinds {
			q.args = append(q.args, kindCode(k))
		}
	}
	for _, flag := range []struct {
		on  bool
		sql string
	}{{f.Favorites, ` AND i.favorite = 1`}, {f.Screenshots, ` AND i.screen = 1`}, {f.Motion, ` AND i.motion = 1`}} {
		if flag.on {
			q.add(flag.sql)
		}
	}
	for _, t := range terms {
		t.add(q)
	}
	return q
}

// order is the order of f's view, newest first.
func (f Filter) order() string {
	if f.View == Recent {
		return ` ORDER BY i.added DESC, i.taken DESC, i.seq DESC`
	}
	return ` ORDER BY i.taken DESC, i.seq DESC`
}

func (f Filter) addView(q *query) {
	switch f.View {
	case Trash:
		q.add(`i.aside IN (?, ?)`, trashCode, privateTrashCode)
	case Hidden:
		q.add(`i.aside = ?`, hiddenCode)
	case Private:
		q.add(`i.aside = ?`, privateCode)
	default:
		q.add(`i.aside IS NULL`)
		if !f.IncludeTrashed {
			q.add(` AND i.trashed = 0`)
		}
	}
}

// add wants what was taken in the box.
func (b Box) add(q *query) {
	q.add(` AND i.lat BETWEEN ? AND ?`, b.South, b.North)
	switch {
	case b.East-b.West >= 360:
	case b.West <= b.East:
		q.add(` AND i.lon BETWEEN ? AND ?`, b.West, b.East)
	default:
		q.add(` AND (i.lon >= ? OR i.lon <= ?)`, b.West, b.East)
	}
}

// around is the box some kilometres about a place.
func around(lat, lon, km float64) Box {
	const perDegree = 111.2 // km
	d := km / perDegree
	wide := d / max(math.Cos(lat*math.Pi/180), 0.01)
	b := Box{South: lat - d, North: lat + d, West: lon - wide, East: lon + wide}
	if b.West < -180 {
		b.West += 360
	}
	if b.East > 180 {
		b.East -= 360
	}
	return b
}

// addPlace wants items seen in an album or on a phone, or put into an own album.
// The + keeps SQLite from looking up each of them: picking them out of the order
// of time is quicker.
func (f Filter) addPlace(q *query) {
	albums := &query{}
	albums.add(`SELECT a.id FROM albums a WHERE 1`)
	if f.Phone != "" {
		albums.add(` AND a.phone = ?`, f.Phone)
	}
	if f.Album != (AlbumKey{}) {
		albums.add(` AND a.phone = ? AND a.path = ?`, f.Album.Phone, []byte(f.Album.Path))
	}
	q.add(` AND +i.id IN (SELECT o.item FROM origins o WHERE o.album IN (`+albums.text()+`)`, albums.args...)
	if f.IncludeTrashed {
		q.add(` AND o.trashed IN (0, 1)`)
	} else {
		q.add(` AND o.trashed = 0`)
	}
	if f.Album.Phone == "" && f.Album.Path != "" {
		q.add(` UNION ALL SELECT m.item FROM members m WHERE m.album IN (`+albums.text()+`)`, albums.args...)
	}
	q.add(`)`)
}
