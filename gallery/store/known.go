package store

import (
	"time"

	"keepsake/gallery"
)

// Known is what the library has from a path of a phone.
type Known struct {
	Hash     gallery.Hash
	Size     int64
	MTime    time.Time // of the file on the phone
	Album    string
	Favorite bool
	Trashed  bool
	Verified time.Time // zero: never
	Removed  bool      // the owner emptied the trash of it: it is not to come back
}

// Known returns what the library has from a phone's path, given in the phone's
// exact bytes. It does not claim what was lost: the original must be in its
// folder, unless the owner removed it.
func (w *Writer) Known(phone, path string) (Known, bool) {
	w.l.mu.RLock()
	c := w.cat
	i, ok := c.byPath[phonePath{phone, path}]
	if !ok {
		w.l.mu.RUnlock()
		return Known{}, false
	}
	row := c.rows[i]
	e := c.entries[row.entry]
	w.l.mu.RUnlock()
	if !e.removed && (!e.known() || !w.folders.has(e.path)) {
		return Known{}, false
	}
	return Known{
		Removed: e.removed,
		Hash:    e.hash, Size: e.size, MTime: row.mtime.time(), Album: row.album,
		Favorite: row.favorite, Trashed: row.trashed, Verified: row.verified.time(),
	}, true
}

// Has reports whether the library has a content, and its original is in its
// folder.
func (w *Writer) Has(h gallery.Hash) bool {
	_, ok := w.kept(h)
	return ok
}

// kept returns a known content whose original is in its folder.
func (w *Writer) kept(h gallery.Hash) (entry, bool) {
	w.l.mu.RLock()
	p := w.cat.find(h)
	if p == nil || !p.known() {
		w.l.mu.RUnlock()
		return entry{}, false
	}
	e := *p
	w.l.mu.RUnlock()
	return e, w.folders.has(e.path)
}

// Item returns a content with all its origins.
func (w *Writer) Item(h gallery.Hash) (gallery.Item, bool) {
	w.l.mu.RLock()
	e := w.cat.find(h)
	if e == nil || !e.known() {
		w.l.mu.RUnlock()
		return gallery.Item{}, false
	}
	item, at := w.cat.item(e), e.spot
	w.l.mu.RUnlock()
	r := spotReader{d: w.l.d}
	defer r.close()
	var err error
	if item.Info, err = r.info(at, h); err != nil {
		return gallery.Item{}, false
	}
	return item, true
}

// sameOrigin reports whether the manifest says all of o already.
func (w *Writer) sameOrigin(h gallery.Hash, o gallery.Origin) bool {
	w.l.mu.RLock()
	defer w.l.mu.RUnlock()
	c := w.cat
	i, ok := c.byPath[phonePath{o.Phone, o.Path}]
	if !ok {
		return false
	}
	r := &c.rows[i]
	return c.entries[r.entry].hash == h && r.album == o.Album && r.mtime == stampOf(o.MTime) &&
		r.favorite == o.Favorite && r.trashed == o.Trashed
}
