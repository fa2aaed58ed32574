package job

import (
	"path"
	"strings"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/media"
)

// origin is where an entry was, as the library remembers it.
func (m *Import) origin(g *goods) gallery.Origin {
	o := gallery.Origin{Phone: m.Phone, Path: g.Path, Album: g.Album, MTime: g.MTime, FirstSeen: m.Now()}
	if o.Phone == "" {
		o.Phone = gallery.ImportedFiles
		if g.Kind == archive.Takeout {
			o.Phone = gallery.ImportedTakeout
		}
	}
	if s := g.Sidecar; s != nil {
		o.Favorite, o.Trashed = s.Favorite, s.Trashed
	}
	return o
}

// origins are the places that an entry is to be remembered at, at least one. An
// item of another library keeps those it had, but for a place where this library
// knows another content: that one is newer or older than the other library's, and
// the next backup tells.
func (m *Import) origins(g *goods) []gallery.Origin {
	if g.Item == nil || m.Phone != "" {
		return []gallery.Origin{m.origin(g)}
	}
	var out []gallery.Origin
	for _, o := range g.Item.Origins {
		if k, ok := m.Shelf.Known(o.Phone, o.Path); ok && k.Hash != g.Item.Hash {
			continue
		}
		o.Verified = time.Time{} // a proof is made here or not at all
		out = append(out, o)
	}
	if len(out) == 0 {
		o := m.origin(g)
		if len(g.Item.Origins) > 0 {
			o.Album = g.Item.Origins[0].Album
		}
		out = append(out, o)
	}
	return out
}

// folder is the entry's folder below Photos/.
func (m *Import) folder(g *goods, o gallery.Origin) string {
	switch {
	case m.Folder != "":
		return m.Folder
	case g.Item != nil && !gallery.Imported(o.Phone):
		if _, rest, ok := strings.Cut(g.Item.Path, "/"); ok { // Photos/<phone>/…
			if phone, _, ok := strings.Cut(rest, "/"); ok {
				return phone
			}
		}
	}
	return gallery.ImportName(o.Phone)
}

// kept reports whether the library has what an entry holds, and then tells it
// what is new about it. An item of another library is known by its hash, another
// file by where it was, its size and its time.
func (m *Import) kept(g *goods) bool {
	if g.Item != nil {
		if !m.Shelf.Has(g.Item.Hash) {
			return false
		}
		m.remember(afterthought{hash: g.Item.Hash, origins: m.origins(g), edit: g.Item.Edit, known: true})
		return true
	}
	o := m.origin(g)
	k, ok := m.Shelf.Known(o.Phone, o.Path)
	if !ok || k.Removed || k.Size != g.Size || !k.MTime.Equal(seconds(g.MTime)) {
		return false
	}
	if k.Album != o.Album || k.Favorite != o.Favorite || k.Trashed != o.Trashed {
		m.remember(afterthought{hash: k.Hash, origins: []gallery.Origin{o}, known: true})
	}
	return true
}

// seconds is a time as the manifest keeps it.
func seconds(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Unix(t.Unix(), 0).UTC()
}

// info is what is known of an entry whose bytes were read into r.
func info(read gallery.Info, g *goods, local *time.Location) gallery.Info {
	if g.Item != nil {
		return g.Item.Info // read once, with more at hand
	}
	if s := g.Sidecar; s != nil {
		read.Taken = archive.Date(read.Taken, s.Taken, local)
		if read.Place == nil {
			read.Place = s.Place
		}
	}
	return read
}

// categoryOf guesses the receipt's category of a file that was not opened.
func categoryOf(name string) string { return category(media.Recognise(nil, path.Base(name))) }

func category(k gallery.Kind) string {
	switch k {
	case gallery.Photo, gallery.Video:
		return Photos
	case gallery.Audio:
		return Recordings
	}
	return Files
}
