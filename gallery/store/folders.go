package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// folders knows the names in the library's folders, each read once when first
// needed: to choose names that collide on no system, and to see that an original
// is where the manifest says. Safe for concurrent use.
type folders struct {
	d  disk
	mu sync.Mutex
	by map[string]*folder // by path below the library; +mu
	at map[string]string  // elements asked for, joined → the folder they led to; +mu
}

// folder is the names in one folder.
type folder struct {
	exact  map[string]struct{} // NFC, because some systems give names back decomposed
	folded map[string]string   // foldName → the name as it is
	next   map[string]int      // foldName of a name asked for → the number to try next
}

func newFolders(d disk) *folders {
	return &folders{d: d, by: make(map[string]*folder), at: make(map[string]string)}
}

// has reports whether a name is in its folder. A folder that cannot be read has
// nothing: what cannot be seen is not claimed.
func (s *folders) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	dir, base := splitPath(name)
	f, err := s.read(dir)
	if err != nil {
		return false
	}
	_, ok := f.exact[norm.NFC.String(base)]
	return ok
}

// read lists a folder on its first use. A missing folder is an empty one. Call
// with mu held.
func (s *folders) read(dir string) (*folder, error) {
	if f := s.by[dir]; f != nil {
		return f, nil
	}
	entries, err := s.d.list(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f := &folder{
		exact:  make(map[string]struct{}, len(entries)),
		folded: make(map[string]string, len(entries)),
		next:   make(map[string]int),
	}
	for _, e := range entries {
		f.add(e.Name())
	}
	s.by[dir] = f
	return f, nil
}

func (f *folder) add(name string) {
	f.exact[norm.NFC.String(name)] = struct{}{}
	f.folded[foldName(name)] = name
}

// added tells that a name was made in its folder.
func (s *folders) added(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	dir, base := splitPath(name)
	if f := s.by[dir]; f != nil {
		f.add(base)
	}
}

// removed tells that a name is no more.
func (s *folders) removed(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	dir, base := splitPath(name)
	if f := s.by[dir]; f != nil {
		delete(f.exact, norm.NFC.String(base))
		delete(f.folded, foldName(base))
	}
}

// forget makes the next uses read the folders again: somebody else changed them.
func (s *folders) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.by)
	clear(s.at)
}

// make makes the folder of these elements, entering an existing one where the
// names differ only in a way that Windows or macOS does not see. The first time in
// a session it also returns the folders in which the names lie, which are to be
// synced: also those found there, which an earlier session may have made and not
// lived to sync.
func (s *folders) make(elems []string) (dir string, above []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := strings.Join(elems, "/")
	if dir, ok := s.at[asked]; ok {
		return dir, nil, nil
	}
	for _, elem := range elems {
		above = append(above, orDot(dir))
		if dir, err = s.enter(dir, elem); err != nil {
			return "", above, err
		}
	}
	s.at[asked] = dir
	return dir, above, nil
}

// enter finds or makes a folder in a folder. Call with mu held.
func (s *folders) enter(dir, elem string) (string, error) {
	f, err := s.read(orDot(dir))
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		name := elem
		if n > 1 {
			name = withSuffix(elem, numberText(n), limit{maxName, maxName})
		}
		if there, ok := f.folded[foldName(name)]; ok {
			st, err := s.d.stat(joinPath(dir, there))
			if err != nil {
				return "", err
			}
			if st.IsDir() {
				return joinPath(dir, there), nil
			}
			continue // a file has the name
		}
		if _, err := mkdirAll(s.d, joinPath(dir, name)); err != nil {
			return "", err
		}
		f.add(name)
		return joinPath(dir, name), nil
	}
}

// take chooses the first free name for a file in a folder: name, then
// "name (2)" and so on. same is asked about each name that is taken and may say
// that it is the very file: then that name is the answer. The name is not
// given a second time; it is there only once added says so.
func (s *folders) take(dir, name string, same func(path string) bool) (path string, is bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.read(dir)
	if err != nil {
		return "", false, err
	}
	max := fileLimit(dir)
	if !max.fits(name) {
		name = shorten(name, max, shortHash(name))
	}
	key := foldName(name)
	for n := f.next[key]; ; n++ {
		try := name
		if n > 1 {
			try = withSuffix(name, numberText(n), max)
		} else {
			n = 1
		}
		there, taken := f.folded[foldName(try)]
		if !taken {
			f.next[key] = n + 1
			f.folded[foldName(try)] = try
			return joinPath(dir, try), false, nil
		}
		if at := joinPath(dir, there); same(at) {
			return at, true, nil
		}
		if n > 1_000_000 {
			return "", false, fmt.Errorf("%s: no free name for %s", dir, name)
		}
	}
}

func numberText(n int) string { return " (" + strconv.Itoa(n) + ")" }

func orDot(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}

func joinPath(dir, name string) string {
	if dir == "" || dir == "." {
		return name
	}
	return dir + "/" + name
}

func splitPath(name string) (dir, base string) {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' {
			return name[:i], name[i+1:]
		}
	}
	return ".", name
}
