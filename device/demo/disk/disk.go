// Package disk is the simulated phone's file system: a tree in memory whose
// names are exact bytes and whose files produce their bytes when they are read,
// so that 200,000 pictures or 5 GiB of zeros cost next to nothing.
//
// Begin with New, and Put to place a file.
package disk

import (
	"sync"
	"time"
)

// The file type bits of a mode, as Linux numbers them.
const (
	TypeMask uint32 = 0170000
	TypeDir  uint32 = 0040000
	TypeFile uint32 = 0100000
	TypeLink uint32 = 0120000
)

// Limits of the simulated kernel.
const (
	nameMax  = 255
	linksMax = 40
)

// User is whom the disk serves: Android's shell user, with the groups adbd runs in.
const User = 2000

// inGroups reports whether the shell user is in group g.
func inGroups(g uint32) bool {
	switch g {
	case User, 1007, 1011, 1015, 1023, 1028, 1077, 1078, 3001, 3002, 3003, 9997:
		return true
	}
	return false
}

// FS is one file system. It is safe for concurrent use; the bytes of files are
// produced and read outside its lock.
type FS struct {
	now      func() time.Time
	capacity int64

	mu      sync.RWMutex
	root    *node
	lastIno uint64
	used    int64
}

// node is one directory entry and what it names. All fields but name are guarded by FS.mu.
type node struct {
	name     string
	ino      uint64
	mode     uint32 // type and permission bits
	uid, gid uint32
	mtime    time.Time
	ctime    time.Time
	link     string  // target of a symbolic link
	content  Content // of a file
	kids     map[string]*node
	order    []*node // kids as they were made: what a listing shows
	version  uint32  // counts changes of the content
	sum      *[32]byte
	volume   *Volume // the card it is on; nil for the phone's own storage
	fresh    bool    // see Info.Fresh
}

func (n *node) isDir() bool  { return n.mode&TypeMask == TypeDir }
func (n *node) isLink() bool { return n.mode&TypeMask == TypeLink }

func (n *node) size() int64 {
	switch {
	case n.isLink():
		return int64(len(n.link))
	case n.isDir():
		return 3452 // what f2fs shows for a small folder
	case n.content == nil:
		return 0
	}
	return n.content.Size()
}

// may reports whether the shell user has the permission bits (4 read, 2 write, 1 enter).
func (n *node) may(bits uint32) bool {
	m := n.mode
	switch {
	case n.uid == User:
		m >>= 6
	case inGroups(n.gid):
		m >>= 3
	}
	return m&bits == bits
}

// Info describes a file, directory or link.
type Info struct {
	Name     string
	Ino      uint64
	Mode     uint32 // type and permission bits as Linux has them
	UID, GID uint32
	Links    uint32
	Size     int64
	MTime    time.Time
	CTime    time.Time
	Target   string // of a link
	Fresh    bool   // written or renamed by a command since the media scanner came by
}

// IsDir reports whether it is a directory.
func (i Info) IsDir() bool { return i.Mode&TypeMask == TypeDir }

// IsRegular reports whether it is an ordinary file.
func (i Info) IsRegular() bool { return i.Mode&TypeMask == TypeFile }

func (n *node) info() Info {
	links := uint32(1)
	if n.isDir() {
		links = 2
	}
	return Info{Name: n.name, Ino: n.ino, Mode: n.mode, UID: n.uid, GID: n.gid, Links: links,
		Size: n.size(), MTime: n.mtime, CTime: n.ctime, Target: n.link, Fresh: n.fresh}
}

// Attr is how Put and MkdirAll make things. Mode holds permission bits only.
type Attr struct {
	Mode     uint32
	UID, GID uint32
	MTime    time.Time
}

// New returns a file system with an empty root directory that holds capacity
// bytes. now gives the phone's time.
func New(capacity int64, now func() time.Time) *FS {
	f := &FS{now: now, capacity: capacity}
	f.root = f.newNode("/", TypeDir|0755, Attr{MTime: now()})
	return f
}

func (f *FS) newNode(name string, mode uint32, a Attr) *node {
	f.lastIno++
	n := &node{name: name, ino: f.lastIno, mode: mode, uid: a.UID, gid: a.GID, mtime: a.MTime, ctime: a.MTime}
	if n.isDir() {
		n.kids = make(map[string]*node)
	}
	return n
}

// attach adds n to dir. The caller holds the lock and has checked that the name is free.
func (f *FS) attach(dir, n *node) {
	n.joins(dir)
	dir.kids[n.name] = n
	dir.order = append(dir.order, n)
	f.used += n.charge()
}

// detach removes n from dir and gives its space back.
func (f *FS) detach(dir, n *node) {
	delete(dir.kids, n.name)
	for i := len(dir.order) - 1; i >= 0; i-- {
		if dir.order[i] == n {
			dir.order = append(dir.order[:i], dir.order[i+1:]...)
			break
		}
	}
	f.used -= n.charge()
}

// charge is what n counts for the phone's free space.
func (n *node) charge() int64 {
	if n.content == nil || n.volume != nil {
		return 0
	}
	return n.content.Size()
}

// Space returns the capacity and what is free of it.
func (f *FS) Space() (total, free int64) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.capacity, max(f.capacity-f.used, 0)
}

// Reserve counts n bytes as used by what is not in the tree: the system, apps.
func (f *FS) Reserve(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.used += n
}

// SetFree changes the capacity so that free bytes are left.
func (f *FS) SetFree(free int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.capacity = f.used + free
}
