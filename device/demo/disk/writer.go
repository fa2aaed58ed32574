package disk

import (
	"path"
	"time"
)

// Writer writes a new file as the shell user. The file is there, growing, from
// the beginning; Abort takes it away again.
type Writer struct {
	fs   *FS
	path string
	node *node
	dir  *node
	data blocks
}

// Create deletes a regular file p if there is one and begins a new one, making
// missing directories above it when parents is set. Directories are EISDIR.
func (f *FS) Create(p string, perm uint32, parents bool) (*Writer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w, err := f.find(p, true)
	if err == ENOENT && parents && p != "" {
		if _, err = f.makeParents(path.Dir(p)); err == nil {
			w, err = f.find(p, true)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case w.node != nil && w.node.isDir():
		return nil, EISDIR
	case !w.dir.may(3):
		return nil, EACCES
	}
	if w.node != nil {
		f.detach(w.dir, w.node)
	}
	n := f.newNode(w.name, TypeFile|perm&07777, Attr{UID: User, GID: User, MTime: f.now()})
	n.content = blocks{}
	n.fresh = true
	f.attach(w.dir, n)
	return &Writer{fs: f, path: p, node: n, dir: w.dir}, nil
}

// makeParents is mkdir -p with the shell user's permissions.
func (f *FS) makeParents(p string) (*node, error) {
	w, err := f.find(p, true)
	if err == ENOENT {
		if _, err := f.makeParents(path.Dir(p)); err != nil {
			return nil, err
		}
		w, err = f.find(p, true)
	}
	switch {
	case err != nil:
		return nil, err
	case w.node != nil && w.node.isDir():
		return w.node, nil
	case w.node != nil:
		return nil, ENOTDIR
	case !w.dir.may(3):
		return nil, EACCES
	}
	n := f.newNode(w.name, TypeDir|0775, Attr{UID: User, GID: User, MTime: f.now()})
	f.attach(w.dir, n)
	return n, nil
}

// Write appends p to the file. ENOSPC when the disk is full.
func (w *Writer) Write(p []byte) (int, error) {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	if w.fs.used+int64(len(p)) > w.fs.capacity {
		return 0, ENOSPC
	}
	w.data = w.data.add(p)
	if w.dir.kids[w.node.name] == w.node {
		w.fs.setContent(w.node, w.data)
	} else { // deleted meanwhile: the bytes go nowhere, as on Linux
		w.node.content = w.data
	}
	w.node.mtime = w.fs.now()
	w.node.settle()
	return len(p), nil
}

// Close ends the file with the given mtime; a zero time keeps that of the last write.
func (w *Writer) Close(mtime time.Time) {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	if !mtime.IsZero() {
		w.node.mtime = mtime
		w.node.settle()
	}
	w.node.ctime = w.fs.now()
}

// Abort removes what was written.
func (w *Writer) Abort() {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	if w.dir.kids[w.node.name] == w.node {
		w.fs.detach(w.dir, w.node)
	}
}
