package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Source is everything that is imported in one go: folders, archives, single
// files. Close it.
type Source struct {
	members []*member
	locks   []Lock
}

// member is one tree of a source.
type member struct {
	tree
	kind   Kind
	base   string // absolute, slash-separated
	title  string
	album  string // for files that lie in no folder, and above those of a folder
	set    string // trees of one set know each other's sidecars
	pieces int
	files  []file
	single bool // one file of a folder
}

// Open recognises what the paths are and lists it. found is called with the
// growing number of files. Errors: ErrNotSource, ErrDamaged, ErrBomb, ErrPart,
// and those of the disk. Archives that need a password are opened all the same, and
// so are single files that locks find to need one; see Source.Locked.
func Open(ctx context.Context, paths []string, found func(n int), locks ...Lock) (_ *Source, err error) {
	s := &Source{locks: locks}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if found == nil {
		found = func(int) {}
	}
	done := map[string]bool{} // archives that were opened by another of their pieces
	total := 0
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("find %s: %w", p, err)
		}
		if err := s.add(ctx, abs, done, func(n int) { found(total + n) }); err != nil {
			return nil, err
		}
		total = 0
		for _, m := range s.members {
			total += len(m.files)
		}
		found(total)
	}
	if len(s.members) == 0 {
		return nil, fmt.Errorf("import: %w", ErrNotSource)
	}
	for _, m := range s.members {
		if err := s.lookForLocks(ctx, m); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add opens one path.
func (s *Source) add(ctx context.Context, abs string, done map[string]bool, found func(int)) error {
	st, err := os.Stat(abs)
	if err != nil {
		return fmt.Errorf("import %s: %w", filepath.Base(abs), err)
	}
	m := &member{base: filepath.ToSlash(abs), title: filepath.Base(abs), pieces: 1}
	switch {
	case st.IsDir() && isLibrary(abs):
		m.kind = Library
		m.tree, err = openLibrary(abs)
	case st.IsDir():
		m.kind, m.album, m.set = Folder, path.Base(m.base), m.base
		m.tree, err = openFolder(abs)
	case !st.Mode().IsRegular():
		return fmt.Errorf("import %s: %w: neither a file nor a folder", m.title, ErrNotSource)
	case looksZIP(abs):
		return s.addZIP(ctx, abs, done, found)
	default:
		m.kind, m.single, m.base = Folder, true, path.Dir(m.base)
		m.album, m.set = path.Base(m.base), m.base
		m.tree, err = openSingle(abs)
	}
	if err != nil {
		return err
	}
	s.members = append(s.members, m)
	if m.files, err = m.list(ctx, found); err != nil {
		return err
	}
	if m.kind == Folder && !m.single {
		return s.archivesIn(ctx, m, abs, done, found)
	}
	return nil
}

// addZIP opens the archive that a file is, or is a piece of.
func (s *Source) addZIP(ctx context.Context, abs string, done map[string]bool, found func(int)) error {
	all, whole, err := pieces(abs)
	if err != nil {
		return err
	}
	if done[whole] {
		return nil
	}
	done[whole] = true
	z, err := openZIP(filepath.Base(whole), all)
	if err != nil {
		return err
	}
	m := &member{
		tree: z, kind: ZIP, base: filepath.ToSlash(whole), title: filepath.Base(whole), pieces: len(all),
		set: setName(whole), album: path.Base(setName(whole)),
	}
	s.members = append(s.members, m)
	m.files, err = z.list(ctx, found)
	return err
}

// archivesIn opens the archives that lie in a folder. One that cannot be opened
// is told; the rest is not harmed by it. Archives inside archives stay closed.
func (s *Source) archivesIn(ctx context.Context, m *member, abs string, done map[string]bool, found func(int)) error {
	rest := m.files[:0]
	for _, f := range m.files {
		if !f.usable() || !namedZIP(f.path) {
			rest = append(rest, f)
			continue
		}
		err := s.addZIP(ctx, filepath.Join(abs, filepath.FromSlash(f.path)), done, func(n int) { found(len(m.files) + n) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			f.err = err
			rest = append(rest, f)
		}
	}
	m.files = rest
	return nil
}

// namedZIP reports whether a file's name is that of an archive or a piece of one.
func namedZIP(name string) bool {
	_, ext := cutExt(name)
	return strings.EqualFold(ext, ".zip") || reSplit.MatchString(name) || reVolume.MatchString(name)
}

// looksZIP reports whether a file is an archive: by its first bytes, or by its
// name where it is a later piece of one.
func looksZIP(name string) bool {
	if namedZIP(filepath.Base(name)) {
		return true
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4)
	_, err = io.ReadFull(f, head)
	return err == nil && isZIP(head)
}

// Select leaves out the files for which keep answers false; they are not even
// counted. Paths are as in Entry.Path. Other libraries are taken whole.
func (s *Source) Select(keep func(path string, size int64) bool) {
	for _, m := range s.members {
		if m.kind == Library {
			continue
		}
		m.files = slices.DeleteFunc(m.files, func(f file) bool { return f.usable() && !keep(m.base+"/"+f.path, f.size) })
	}
}

// Close lets go of everything.
func (s *Source) Close() error {
	var err error
	for _, m := range s.members {
		if m.tree != nil {
			err = errors.Join(err, m.close())
		}
	}
	return err
}

// Parts tells what was recognised. Single files are one part together.
func (s *Source) Parts() []Part {
	var out []Part
	singles := -1
	for _, m := range s.members {
		p := Part{Kind: m.kind, Title: m.title, Pieces: m.pieces}
		for i := range m.files {
			f := &m.files[i]
			takeout := m.kind != Library && (isTakeoutPath(f.path) || path.Base(m.base) == "Takeout")
			if takeout {
				p.Kind = Takeout
			}
			if f.usable() && !(takeout && mayBeSidecar(f)) { // those are no pictures
				p.Files++
				p.Bytes += f.size
			}
		}
		p.Locked = m.closed() || m.sealed() != nil
		if m.single {
			if singles >= 0 {
				out[singles].Locked = out[singles].Locked || p.Locked
				out[singles].Files += p.Files
				out[singles].Bytes += p.Bytes
				out[singles].Pieces++
				continue
			}
			singles = len(out)
		}
		out = append(out, p)
	}
	return out
}

// Locked returns the titles of the archives that need a password still, and the
// names of such files.
func (s *Source) Locked() []string {
	var out []string
	for _, m := range s.members {
		if m.closed() {
			out = append(out, m.title)
			continue
		}
		for _, f := range m.sealed() {
			out = append(out, path.Base(f.path))
		}
	}
	return out
}

// Unlock tries a password on the archives and files that need one. Those it opens
// stay open; for the first that it does not, it answers PasswordError.
func (s *Source) Unlock(ctx context.Context, password string) error {
	var first error
	for _, m := range s.members {
		err := s.unlock(ctx, m, password)
		if err != nil && !errors.Is(err, ErrPassword) {
			return err
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// unlock tries a password on an archive, and on the files that need one in it.
func (s *Source) unlock(ctx context.Context, m *member, password string) error {
	if z, ok := m.tree.(*zipTree); ok && z.locked() {
		if err := z.unlock(ctx, password); err != nil {
			return err
		}
		if err := s.lookForLocks(ctx, m); err != nil {
			return err
		}
	}
	return s.unlockFiles(ctx, m, password)
}
