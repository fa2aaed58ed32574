package store

import (
	"keepsake/gallery"
)

// catalog is the manifest folded together: each content with its place and its
// origins, small enough that some hundred thousand fit easily. What bytes tell
// about a content (Info) stays in the manifest and is read when asked for.
type catalog struct {
	entries []entry
	rows    []originRow
	byHash  map[gallery.Hash]int32
	byPath  map[phonePath]int32 // the newest row of a phone's path
	words   map[string]string   // texts that come again and again: phones, albums
	texts   arena
	edits   map[int32]string // JSON of what the owner says, by entry
	albums  map[phonePath]gallery.AlbumEdit
	end     place // everything before it is folded in
	lost    int   // entries that were said to be missing since the fold began
}

// entry is a content. One without a path was only mentioned: its own line was
// damaged, and it is not known until that is repaired.
type entry struct {
	hash        gallery.Hash
	size        int64
	path        string
	added       stamp
	spot        spot // of the newest item line
	first, last int32
	lost        bool
	removed     bool // by the owner
}

func (e *entry) known() bool { return e.path != "" && !e.lost && !e.removed }

// originRow is one origin of an entry; next is the index of the following one.
type originRow struct {
	phone, path, album    string
	mtime, seen, verified stamp
	entry, next           int32
	favorite, trashed     bool
}

type phonePath struct{ phone, path string }

const none = int32(-1)

func newCatalog() *catalog {
	return &catalog{
		byHash: make(map[gallery.Hash]int32),
		byPath: make(map[phonePath]int32),
		words:  make(map[string]string),
		edits:  make(map[int32]string),
		albums: make(map[phonePath]gallery.AlbumEdit),
	}
}

func (c *catalog) find(h gallery.Hash) *entry {
	if i, ok := c.byHash[h]; ok {
		return &c.entries[i]
	}
	return nil
}

// apply folds a record in and returns the index of the entry it is about, or
// none.
func (c *catalog) apply(at spot, r *record) int32 {
	switch r.kind {
	case recItem:
		i := c.mention(r.hash)
		e := &c.entries[i]
		if string(r.path) != e.path {
			e.path = c.texts.keep(r.path)
		}
		e.size, e.spot, e.lost, e.removed = r.size, at, false, false
		if e.added == 0 {
			e.added = r.added
		}
		if r.origin.set {
			c.origin(i, &r.origin)
		}
		return i
	case recOrigin:
		i := c.mention(r.hash)
		c.origin(i, &r.origin)
		return i
	case recVerified:
		i := c.mention(r.hash)
		if row := c.row(i, r.origin.phone, r.origin.path); row != none {
			c.rows[row].verified = max(c.rows[row].verified, r.at)
		}
		return i
	case recMissing:
		i := c.mention(r.hash)
		if !c.entries[i].lost {
			c.entries[i].lost = true
			c.lost++
		}
		return i
	case recEdit:
		i := c.mention(r.hash)
		c.edits[i] = string(r.edit)
		return i
	case recAlbum:
		k := phonePath{string(r.origin.phone), string(r.origin.path)}
		c.albums[k] = gallery.AlbumEdit{Phone: k.phone, Path: k.path, Title: string(r.title), Gone: r.gone}
	case recRemoved:
		i := c.mention(r.hash)
		c.entries[i].removed = true
		delete(c.edits, i)
		return i
	}
	return none
}

// mention returns the entry of a hash, made if there is none.
func (c *catalog) mention(h gallery.Hash) int32 {
	if i, ok := c.byHash[h]; ok {
		return i
	}
	i := int32(len(c.entries))
	c.entries = append(c.entries, entry{hash: h, first: none, last: none})
	c.byHash[h] = i
	return i
}

// origin adds an origin to an entry, or brings the one it has up to date.
func (c *catalog) origin(i int32, o *originRecord) {
	row := c.row(i, o.phone, o.path)
	if row == none {
		row = c.guessed(i, o)
	}
	if row == none {
		row = int32(len(c.rows))
		c.rows = append(c.rows, originRow{phone: c.word(o.phone), path: c.texts.keep(o.path), seen: o.seen, entry: i, next: none})
		e := &c.entries[i]
		if e.first == none {
			e.first = row
		} else {
			c.rows[e.last].next = row
		}
		e.last = row
	}
	to := &c.rows[row]
	to.album, to.mtime, to.favorite, to.trashed = c.word(o.album), o.mtime, o.favorite, o.trashed
	if to.path != "" {
		c.byPath[phonePath{to.phone, to.path}] = row
	}
}

// row finds the origin of an entry at a phone's path.
func (c *catalog) row(i int32, phone, path []byte) int32 {
	// A content is mostly looked up at the path where it was last.
	if row, ok := c.byPath[phonePath{string(phone), string(path)}]; ok && c.rows[row].entry == i {
		return row
	}
	for row := c.entries[i].first; row != none; row = c.rows[row].next {
		if c.rows[row].path == string(path) && c.rows[row].phone == string(phone) {
			return row
		}
	}
	return none
}

// guessed finds the origin that Repair made up from the place of a stray
// original: it has the phone and the album, and waits for its path.
func (c *catalog) guessed(i int32, o *originRecord) int32 {
	for row := c.entries[i].first; row != none; row = c.rows[row].next {
		r := &c.rows[row]
		if r.path == "" && len(o.path) > 0 && r.phone == string(o.phone) && r.album == string(o.album) {
			r.path, r.seen = c.texts.keep(o.path), o.seen
			return row
		}
	}
	return none
}

func (c *catalog) word(b []byte) string {
	if s, ok := c.words[string(b)]; ok {
		return s
	}
	s := string(b)
	c.words[s] = s
	return s
}

// item puts an entry back together, without its Info.
func (c *catalog) item(e *entry) gallery.Item {
	it := gallery.Item{Hash: e.hash, Size: e.size, Path: e.path, Added: e.added.time(), Edit: c.edit(e.hash)}
	for row := e.first; row != none; row = c.rows[row].next {
		it.Origins = append(it.Origins, c.rows[row].origin())
	}
	return it
}

func (r *originRow) origin() gallery.Origin {
	return gallery.Origin{
		Phone: r.phone, Path: r.path, Album: r.album,
		MTime: r.mtime.time(), Favorite: r.favorite, Trashed: r.trashed,
		FirstSeen: r.seen.time(), Verified: r.verified.time(),
	}
}
