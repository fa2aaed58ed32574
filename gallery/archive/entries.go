package archive

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Entries returns everything of the source, each once: what can be read, what is
// left out, what cannot be taken. Files that only describe others are used and
// not listed, unless what they describe is not here. read is called with the
// number of those that were read so far. Unlock first.
func (s *Source) Entries(ctx context.Context, read func(n int)) ([]Entry, error) {
	b := beside{folders: map[string]*matcher{}, albums: map[string]string{}}
	type orphan struct {
		*candidate
		m    *member
		path string
	}
	var sidecars []orphan
	used := map[*file]bool{}
	n := 0
	for i, m := range s.members {
		for j := range m.files {
			f := &m.files[j]
			if m.kind == Library || m.single || !mayBeSidecar(f) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			c, ok, err := b.gather(ctx, f, s.setOf(m, f), i)
			if err != nil {
				if errors.Is(err, ErrPassword) {
					return nil, err
				}
				f.err = fmt.Errorf("read what it tells: %w", err)
				continue
			}
			if !ok {
				continue
			}
			used[f] = true
			if c != nil {
				sidecars = append(sidecars, orphan{c, m, f.path})
			}
			if n++; read != nil && n%256 == 0 {
				read(n)
			}
		}
	}
	var out []Entry
	for i, m := range s.members {
		for j := range m.files {
			if f := &m.files[j]; !used[f] {
				out = append(out, s.entry(m, f, &b, i))
			}
		}
	}
	for _, o := range sidecars {
		if !o.used {
			out = append(out, Entry{
				Kind: Takeout, Path: o.m.base + "/" + o.path, Name: path.Base(o.path),
				Skip: fmt.Sprintf("it describes “%s”, which is not here; another part of the archive may hold it", o.Title),
			})
		}
	}
	return out, nil
}

// setOf names the set of trees whose sidecars a file may have.
func (s *Source) setOf(m *member, f *file) string {
	if isTakeoutPath(f.path) || path.Base(m.base) == "Takeout" {
		return "Takeout"
	}
	return m.set
}

// entry says of a file what is known of it before it is read.
func (s *Source) entry(m *member, f *file, b *beside, tree int) Entry {
	e := Entry{
		Kind: m.kind, Path: m.base + "/" + f.path, Name: path.Base(f.path), Size: f.size, MTime: f.mtime,
		Skip: f.skip, Err: f.err, open: f.open, password: f.password,
	}
	if !f.usable() {
		e.open = nil
	}
	if l, ok := m.tree.(*libraryTree); ok {
		e.Item = l.items[f.path]
		return e
	}
	key := folderKey(s.setOf(m, f), f.path)
	dir := path.Dir(f.path)
	matcher := b.folders[key]
	if matcher != nil || isTakeoutPath(f.path) {
		e.Kind = Takeout // its albums are not nested
		if e.Album = b.albums[key]; e.Album == "" {
			e.Album = path.Base(dir)
		}
		if dir == "." {
			e.Album = m.album
		}
		if matcher != nil && f.usable() {
			if c := matcher.find(e.Name, tree); c != nil {
				c.used = true
				e.Sidecar = c.Sidecar
			}
		}
		return e
	}
	switch {
	case dir == ".":
		e.Album = m.album
	case m.kind == Folder:
		e.Album = m.album + "/" + dir
	default:
		e.Album = dir
	}
	return e
}

// Libraries returns the folders of the other libraries among the sources.
func (s *Source) Libraries() []string {
	var out []string
	for _, m := range s.members {
		if m.kind == Library {
			out = append(out, filepath.FromSlash(m.base))
		}
	}
	return out
}

// Stores are the other libraries among the sources, for what they keep beside
// files. They are only read, and closed with the source.
func (s *Source) Stores() []*store.Library {
	var out []*store.Library
	for _, m := range s.members {
		if t, ok := m.tree.(*libraryTree); ok {
			out = append(out, t.lib)
		}
	}
	return out
}

// Albums tells what the owners of the other libraries said about albums.
func (s *Source) Albums(ctx context.Context) ([]gallery.AlbumEdit, error) {
	var out []gallery.AlbumEdit
	for _, m := range s.members {
		if t, ok := m.tree.(*libraryTree); ok {
			said, err := t.lib.AlbumEdits(ctx)
			if err != nil {
				return nil, fmt.Errorf("read the albums of %s: %w", m.title, err)
			}
			out = append(out, said...)
		}
	}
	return out, nil
}
