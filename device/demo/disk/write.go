package disk

import (
	"path"
	"strings"
	"time"
)

// Put places a file, making the directories above it and replacing what was
// there. It is the maker's hand, not the phone's user: permissions and free
// space do not hold it back.
func (f *FS) Put(p string, c Content, a Attr) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	dir, err := f.mkdirAll(path.Dir(p), Attr{Mode: 02770, UID: a.UID, GID: a.GID, MTime: a.MTime})
	if err != nil {
		return err
	}
	name := path.Base(p)
	if len(name) > nameMax {
		return ENAMETOOLONG
	}
	if old := dir.kids[name]; old != nil {
		if old.isDir() {
			return EISDIR
		}
		f.detach(dir, old)
	}
	n := f.newNode(name, TypeFile|a.Mode&07777, a)
	n.content = c
	f.attach(dir, n)
	return nil
}

// MkdirAll makes a directory and those above it that are missing.
func (f *FS) MkdirAll(p string, a Attr) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err := f.mkdirAll(p, a)
	return err
}

func (f *FS) mkdirAll(p string, a Attr) (*node, error) {
	w, err := f.find(p, true)
	switch {
	case err == ENOENT:
		if _, err := f.mkdirAll(path.Dir(p), a); err != nil {
			return nil, err
		}
		return f.mkdirAll(p, a)
	case err != nil:
		return nil, err
	case w.node != nil && w.node.isDir():
		return w.node, nil
	case w.node != nil:
		return nil, ENOTDIR
	}
	n := f.newNode(w.name, TypeDir|a.Mode&07777, a)
	f.attach(w.dir, n)
	return n, nil
}

// Symlink makes a link p to target.
func (f *FS) Symlink(target, p string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	w, err := f.find(p, false)
	if err != nil {
		return err
	}
	if w.node != nil {
		return EEXIST
	}
	n := f.newNode(w.name, TypeLink|0777, Attr{MTime: f.now()})
	n.link = target
	f.attach(w.dir, n)
	return nil
}

// Update changes the node p names, and with content its bytes. A nil content
// leaves them; a zero time leaves the mtime.
func (f *FS) Update(p string, c Content, mtime time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.get(p, true)
	if err != nil {
		return err
	}
	if c != nil {
		if n.isDir() {
			return EISDIR
		}
		f.setContent(n, c)
	}
	if !mtime.IsZero() {
		n.mtime = mtime
		n.settle()
	}
	return nil
}

func (f *FS) setContent(n *node, c Content) {
	f.used -= n.charge()
	n.content = c
	n.version++
	n.sum = nil
	f.used += n.charge()
}

// Chmod sets the permission bits of what p names, as root would.
func (f *FS) Chmod(p string, mode uint32) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.get(p, true)
	if err != nil {
		return err
	}
	n.mode = n.mode&TypeMask | mode&07777
	return nil
}

// Chown sets the owner of what p names.
func (f *FS) Chown(p string, uid, gid uint32) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.get(p, true)
	if err != nil {
		return err
	}
	n.uid, n.gid = uid, gid
	return nil
}

// Chtimes sets the mtime of what p names.
func (f *FS) Chtimes(p string, mtime time.Time) error { return f.Update(p, nil, mtime) }

// Mkdir makes one directory as the shell user.
func (f *FS) Mkdir(p string, perm uint32) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	w, err := f.find(strings.TrimRight(p, "/"), true)
	if err != nil {
		return err
	}
	if w.node != nil {
		return EEXIST
	}
	if !w.dir.may(3) {
		return EACCES
	}
	f.attach(w.dir, f.newNode(w.name, TypeDir|perm&07777, Attr{UID: w.dir.uid, GID: w.dir.gid, MTime: f.now()}))
	return nil
}

// Remove deletes a file, a link or an empty directory as the shell user.
func (f *FS) Remove(p string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	w, err := f.find(p, false)
	switch {
	case err != nil:
		return err
	case w.node == nil:
		return ENOENT
	case w.node == w.dir:
		return EINVAL
	case !w.dir.may(3):
		return EACCES
	case w.node.isDir() && len(w.node.order) > 0:
		return ENOTEMPTY
	}
	f.detach(w.dir, w.node)
	return nil
}

// Rename moves from to, replacing a file there, as the shell user.
func (f *FS) Rename(from, to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	src, err := f.find(from, false)
	if err == nil && src.node == nil {
		err = ENOENT
	}
	if err != nil {
		return err
	}
	dst, err := f.find(to, false)
	switch {
	case err != nil:
		return err
	case src.node == src.dir || dst.node == dst.dir:
		return EINVAL
	case !src.dir.may(3) || !dst.dir.may(3):
		return EACCES
	case dst.node == src.node:
		return nil
	case dst.node != nil && dst.node.isDir():
		return EISDIR
	case src.node.isDir() && within(src.node, dst.dir):
		return EINVAL
	}
	if dst.node != nil {
		f.detach(dst.dir, dst.node)
	}
	f.detach(src.dir, src.node)
	src.node.name = dst.name
	f.attach(dst.dir, src.node)
	return nil
}

// within reports whether n lies in the tree of top.
func within(top, n *node) bool {
	if top == n {
		return true
	}
	for _, k := range top.order {
		if k.isDir() && within(k, n) {
			return true
		}
	}
	return false
}
