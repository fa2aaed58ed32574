package index

import (
	"strings"

	"keepsake/gallery"
)

// Filter says which items are wanted. The zero Filter wants all that are not in
// the trash; every field set narrows it, except IncludeTrashed.
type Filter struct {
	Album     AlbumKey // the zero key: any
	Phone     string
	Kinds     []gallery.Kind
	Favorites bool

	// Search is what a person typed: words that all have to be found in the names,
	// albums and camera, or that name a time ("2023", "2023-05", "may", "14.05.2023")
	// or a kind ("videos", "favourites"). "Quotes" keep words together.
	Search string

	// IncludeTrashed also wants what is in a phone's trash. With Album or Phone it
	// is the trash there that counts: the content may live on elsewhere.
	IncludeTrashed bool
}

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

// query returns the query for the timeline's ids and wall clocks. Without a search
// it is answered from the index items_taken, in its order. A search has to see
// every item's words, and then reading the table from end to end and sorting what
// is found is twice as fast as following that index.
func (f Filter) query() *query {
	q := &query{}
	terms := parseSearch(f.Search)
	q.add(`SELECT i.id, i.taken FROM items i`)
	if len(terms) > 0 {
		q.add(` NOT INDEXED`)
	}
	q.add(` WHERE 1`)
	if !f.IncludeTrashed {
		q.add(` AND i.trashed = 0`)
	}
	if f.Album != (AlbumKey{}) || f.Phone != "" {
		f.addPlace(q)
	}
	if len(f.Kinds) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(f.Kinds)), ", ")
		q.add(` AND i.kind IN (` + marks + `)`)
		for _, k := range f.Kinds {
			q.args = append(q.args, kindCode(k))
		}
	}
	if f.Favorites {
		q.add(` AND i.favorite = 1`)
	}
	for _, t := range terms {
		t.add(q)
	}
	q.add(` ORDER BY i.taken DESC, i.seq DESC`)
	return q
}

// addPlace wants items seen in an album or on a phone. The + keeps SQLite from
// looking up each of them: picking them out of the order of time is quicker.
func (f Filter) addPlace(q *query) {
	q.add(` AND +i.id IN (SELECT o.item FROM origins o WHERE o.album IN (SELECT a.id FROM albums a WHERE 1`)
	if f.Phone != "" {
		q.add(` AND a.phone = ?`, f.Phone)
	}
	if f.Album != (AlbumKey{}) {
		q.add(` AND a.phone = ? AND a.path = ?`, f.Album.Phone, []byte(f.Album.Path))
	}
	q.add(`)`)
	if f.IncludeTrashed {
		q.add(` AND o.trashed IN (0, 1)`)
	} else {
		q.add(` AND o.trashed = 0`)
	}
	q.add(`)`)
}
