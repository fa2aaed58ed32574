package disk

import (
	"crypto/sha256"
	"errors"
	"io"
	"path"
)

// Stat describes what p names, following links.
func (f *FS) Stat(p string) (Info, error) { return f.stat(p, true) }

// Lstat describes p itself, be it a link.
func (f *FS) Lstat(p string) (Info, error) { return f.stat(p, false) }

func (f *FS) stat(p string, follow bool) (Info, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(p, follow)
	if err != nil {
		return Info{}, err
	}
	return n.info(), nil
}

// List returns the entries of a directory in the order they were made, without
// "." and "..".
func (f *FS) List(p string) ([]Info, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(p, true)
	if err != nil {
		return nil, err
	}
	if !n.isDir() {
		return nil, ENOTDIR
	}
	if !n.may(4) {
		return nil, EACCES
	}
	list := make([]Info, len(n.order))
	for i, k := range n.order {
		list[i] = k.info()
	}
	return list, nil
}

// File is an open file.
type File struct {
	Info Info // as it was when the file was opened
	r    io.Reader
	fs   *FS
	node *node
}

// Read implements io.Reader. Errors are of type Errno.
func (f *File) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = Number(err)
	}
	return n, err
}

// Open opens a file for reading. A directory opens too, as on Linux; reading it
// is the error.
func (f *FS) Open(p string) (*File, error) {
	n, c, in, err := f.readable(p)
	if err != nil {
		return nil, err
	}
	file := &File{Info: in, fs: f, node: n}
	if in.IsDir() {
		file.r = failing{EISDIR}
		return file, nil
	}
	if file.r, err = c.Open(); err != nil {
		return nil, Number(err)
	}
	return file, nil
}

// Content returns what the file p holds, without reading it.
func (f *FS) Content(p string) (Content, error) {
	_, c, in, err := f.readable(p)
	if err == nil && in.IsDir() {
		err = EISDIR
	}
	return c, err
}

func (f *FS) readable(p string) (*node, Content, Info, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(p, true)
	if err == nil && !n.may(4) {
		err = EACCES
	}
	if err != nil {
		return nil, nil, Info{}, err
	}
	return n, n.content, n.info(), nil
}

type failing struct{ err error }

func (r failing) Read([]byte) (int, error) { return 0, r.err }

// Sum returns the SHA-256 of a file. It is remembered until the file changes.
func (f *FS) Sum(p string) ([32]byte, error) {
	n, _, in, err := f.readable(p)
	if err == nil && in.IsDir() {
		err = EISDIR
	}
	if err != nil {
		return [32]byte{}, err
	}
	return f.sum(n)
}

// Sum256 returns the SHA-256 of the whole file, whatever was read of it.
func (f *File) Sum256() ([32]byte, error) {
	if f.Info.IsDir() {
		return [32]byte{}, EISDIR
	}
	return f.fs.sum(f.node)
}

func (f *FS) sum(n *node) ([32]byte, error) {
	f.mu.RLock()
	c, version, known := n.content, n.version, n.sum
	f.mu.RUnlock()
	if known != nil {
		return *known, nil
	}
	sum, err := sumOf(c)
	if err != nil {
		return sum, Number(err)
	}
	f.mu.Lock()
	if n.version == version {
		n.sum = &sum
	}
	f.mu.Unlock()
	return sum, nil
}

func sumOf(c Content) (sum [32]byte, err error) {
	if s, ok := c.(Summed); ok {
		return s.Sum256()
	}
	r, err := c.Open()
	if err != nil {
		return sum, err
	}
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// Walk calls visit for everything below the directory root, parents before
// their entries, links not followed; visit returns false to leave a directory
// out. Unreadable directories are passed over. The disk is locked meanwhile:
// visit must not call it, nor wait for anything.
func (f *FS) Walk(root string, visit func(p string, in Info, c Content) bool) error {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(root, true)
	if err != nil {
		return err
	}
	walk(path.Clean(root), n, visit)
	return nil
}

func walk(dir string, n *node, visit func(string, Info, Content) bool) {
	if !n.isDir() || !n.may(5) {
		return
	}
	if dir == "/" {
		dir = ""
	}
	for _, k := range n.order {
		p := dir + "/" + k.name
		if visit(p, k.info(), k.content) && k.isDir() {
			walk(p, k, visit)
		}
	}
}
