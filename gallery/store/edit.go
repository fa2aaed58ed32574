package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"keepsake/gallery"
)

// The bounds of what an owner may say, far above what anybody does.
const (
	maxAlbums = 256 // own albums of one item
	maxTitle  = 512 // bytes of an album's name
)

// Edit keeps what the owner says about a content, whole: it takes the place of
// what was said before. It is durable by Flush. Errors: ErrUnknown, or a
// sentence saying what cannot be kept (a place off the map, a year past 9999).
func (w *Writer) Edit(h gallery.Hash, e gallery.Edit) error {
	if _, ok := w.Edited(h); !ok {
		return fmt.Errorf("edit %s: %w", h, ErrUnknown)
	}
	said, err := editJSON(e)
	if err != nil {
		return fmt.Errorf("edit %s: %w", h, err)
	}
	var l line
	l.edit(h, said, time.Now())
	return w.put(nil, request{lines: l.b})
}

// Edited returns what the owner says about a content, and whether the library
// knows it; its original may be lost.
func (w *Writer) Edited(h gallery.Hash) (gallery.Edit, bool) {
	w.l.mu.RLock()
	defer w.l.mu.RUnlock()
	e := w.cat.find(h)
	if e == nil || e.path == "" || e.removed {
		return gallery.Edit{}, false
	}
	return w.cat.edit(h), true
}

// EditAlbum keeps what the owner says about an album, in place of what was said
// before. It is durable by Flush.
func (w *Writer) EditAlbum(a gallery.AlbumEdit) error {
	if len(a.Title) > maxTitle || !utf8.ValidString(a.Title) {
		return fmt.Errorf("name the album %.40q: at most %d bytes of text", a.Title, maxTitle)
	}
	if len(a.Phone)+len(a.Path) > maxOrigin {
		return fmt.Errorf("name the album %.40q: its folder's name is longer than any phone's", a.Title)
	}
	var l line
	l.album(a, time.Now())
	return w.put(nil, request{lines: l.b})
}

// AlbumEdits returns what the owner said about albums, those dissolved included,
// ordered by phone and path.
func (l *Library) AlbumEdits(ctx context.Context) ([]gallery.AlbumEdit, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, _, err := l.follow(ctx); err != nil {
		return nil, err
	}
	all := make([]gallery.AlbumEdit, 0, len(l.cat.albums))
	for _, a := range l.cat.albums {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b gallery.AlbumEdit) int {
		return slices.Compare([]string{a.Phone, a.Path}, []string{b.Phone, b.Path})
	})
	return all, nil
}

// edit returns what the owner says about a content.
func (c *catalog) edit(h gallery.Hash) gallery.Edit {
	var e gallery.Edit
	i, known := c.byHash[h]
	said, ok := c.edits[i]
	if !known || !ok {
		return e
	}
	// A later version may say more than this one understands: what is read stays.
	_ = json.Unmarshal([]byte(said), &e)
	e.Turn &= 3
	return e
}

// editJSON writes an Edit as a line carries it.
func editJSON(e gallery.Edit) ([]byte, error) {
	if p := e.Place; p != nil && !(math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180) { // also what is no number
		return nil, fmt.Errorf("%v, %v is no place on the earth", p.Lat, p.Lon)
	}
	e.Turn &= 3
	e.Albums = slices.Clone(e.Albums)
	slices.Sort(e.Albums)
	e.Albums = slices.Compact(e.Albums)
	if len(e.Albums) > maxAlbums {
		return nil, fmt.Errorf("it is in %d albums, at most %d are kept", len(e.Albums), maxAlbums)
	}
	for _, name := range e.Albums {
		if name == "" || len(name) > maxTitle || !utf8.ValidString(name) {
			return nil, fmt.Errorf("%.40q is no album's name", name)
		}
	}
	if t := e.Taken; t != nil {
		t := *t
		t.Source = gallery.TakenSource(cutTo(validText(string(t.Source)), 64))
		e.Taken = &t
	}
	return json.Marshal(e)
}

func (l *line) edit(h gallery.Hash, said []byte, at time.Time) {
	l.begin(recEdit)
	l.hash(h)
	l.key("edit")
	l.b = append(l.b, said...)
	l.time("at", stampOf(at))
	l.seal()
}

func (l *line) album(a gallery.AlbumEdit, at time.Time) {
	l.begin(recAlbum)
	l.key("album")
	l.b = append(l.b, `{"phone":`...)
	l.b = appendString(l.b, validText(a.Phone))
	l.exact("path", a.Path)
	l.b = append(l.b, '}')
	l.text("title", validText(a.Title))
	l.flag("gone", a.Gone)
	l.time("at", stampOf(at))
	l.seal()
}
