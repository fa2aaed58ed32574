package store

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// memDisk is a disk in memory that can fail at call n, be killed at call n, and
// forget at a power cut what was not made durable:
//
//   - a file's bytes are durable once synced, a name once its folder is synced;
//   - what was not synced is there after a power cut, or not, or in part;
//   - a sync that failed is never made good by a later one.
type memDisk struct {
	mu    sync.Mutex
	root  *node
	calls int
	trace func(n int, op, name string) // may be nil

	failAt   int   // the call that fails, 0 for none
	failWith error // with this
	dieAt    int   // the call after which nothing works any more, 0 for none

	freshened []string // files that were to be read from the medium

	room     int64 // bytes that free reports
	noLocks  bool
	locks    map[string]*memFile
	unsynced bool // syncs answer errNotDurable
	lies     bool // syncs say yes and do nothing
	readOnly bool
}

// node is a file or a folder. Its durable side is what a power cut leaves.
type node struct {
	dir     bool
	names   map[string]*node
	durable map[string]*node // names as last synced

	data  []byte
	safe  []byte // data as last synced
	holes [][2]int
	mtime time.Time
}

var errDead = errors.New("the power is gone")

func newMemDisk() *memDisk {
	return &memDisk{root: newFolder(), room: 1 << 40, locks: make(map[string]*memFile)}
}

func newFolder() *node {
	return &node{dir: true, names: make(map[string]*node), durable: make(map[string]*node), mtime: time.Unix(1, 0)}
}

// call counts and decides whether the call fails. Call with mu held.
func (d *memDisk) call(op, name string, writes bool) error {
	d.calls++
	if d.trace != nil {
		d.trace(d.calls, op, name)
	}
	switch {
	case d.dieAt > 0 && d.calls >= d.dieAt:
		return errDead
	case d.failAt > 0 && d.calls == d.failAt:
		return &fs.PathError{Op: op, Path: name, Err: d.failWith}
	case d.readOnly && writes:
		return &fs.PathError{Op: op, Path: name, Err: syscall.EROFS}
	}
	return nil
}

// find returns a name's folder, its base name, and its node if there is one.
func (d *memDisk) find(op, name string) (in *node, base string, n *node, err error) {
	if !fs.ValidPath(name) {
		return nil, "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return nil, ".", d.root, nil
	}
	in = d.root
	elems := strings.Split(name, "/")
	for _, elem := range elems[:len(elems)-1] {
		if in = in.names[elem]; in == nil {
			return nil, "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		if !in.dir {
			return nil, "", nil, &fs.PathError{Op: op, Path: name, Err: syscall.ENOTDIR}
		}
	}
	base = elems[len(elems)-1]
	return in, base, in.names[base], nil
}

// existing is find for a name that must be there.
func (d *memDisk) existing(op, name string) (in *node, base string, n *node, err error) {
	in, base, n, err = d.find(op, name)
	if err == nil && n == nil {
		err = &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return in, base, n, err
}

func (d *memDisk) create(name string) (file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("create", name, true); err != nil {
		return nil, err
	}
	in, base, n, err := d.find("create", name)
	if err != nil {
		return nil, err
	}
	if n != nil {
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	n = &node{mtime: time.Now()}
	in.names[base] = n
	return &memFile{d: d, n: n, name: name, writes: true}, nil
}

func (d *memDisk) open(name string) (file, error) { return d.reopen("open", name, false) }

func (d *memDisk) extend(name string) (file, error) { return d.reopen("extend", name, true) }

func (d *memDisk) reopen(op, name string, writes bool) (file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call(op, name, writes); err != nil {
		return nil, err
	}
	_, _, n, err := d.existing(op, name)
	if err != nil {
		return nil, err
	}
	return &memFile{d: d, n: n, name: name, writes: writes}, nil
}

func (d *memDisk) mkdir(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("mkdir", name, true); err != nil {
		return err
	}
	in, base, n, err := d.find("mkdir", name)
	if err == nil && n != nil {
		err = &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrExist}
	}
	if err == nil {
		in.names[base] = newFolder()
	}
	return err
}

func (d *memDisk) move(from, to string) error    { return d.rename("move", from, to, false) }
func (d *memDisk) replace(from, to string) error { return d.rename("replace", from, to, true) }

func (d *memDisk) rename(op, from, to string, over bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call(op, to, true); err != nil {
		return err
	}
	src, fromBase, n, err := d.existing(op, from)
	if err != nil {
		return err
	}
	dst, toBase, there, err := d.find(op, to)
	if err != nil {
		return err
	}
	if there != nil && !over {
		return &fs.PathError{Op: op, Path: to, Err: fs.ErrExist}
	}
	delete(src.names, fromBase)
	dst.names[toBase] = n
	return nil
}

func (d *memDisk) remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("remove", name, true); err != nil {
		return err
	}
	in, base, n, err := d.existing("remove", name)
	if err != nil {
		return err
	}
	if n.dir && len(n.names) > 0 {
		return &fs.PathError{Op: "remove", Path: name, Err: syscall.ENOTEMPTY}
	}
	delete(in.names, base)
	return nil
}

func (d *memDisk) stat(name string) (fs.FileInfo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("stat", name, false); err != nil {
		return nil, err
	}
	_, base, n, err := d.existing("stat", name)
	if err != nil {
		return nil, err
	}
	return n.info(base), nil
}

func (d *memDisk) list(name string) ([]fs.DirEntry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("list", name, false); err != nil {
		return nil, err
	}
	_, _, n, err := d.existing("list", name)
	if err != nil {
		return nil, err
	}
	var all []fs.DirEntry
	for base, n := range n.names {
		all = append(all, fs.FileInfoToDirEntry(n.info(base)))
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

func (d *memDisk) setTime(name string, t time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("chtimes", name, true); err != nil {
		return err
	}
	_, _, n, err := d.existing("chtimes", name)
	if err == nil {
		n.mtime = t
	}
	return err
}

func (d *memDisk) syncFiles(files []file) []error {
	errs := make([]error, len(files))
	failed := false
	for i, f := range files {
		errs[i] = f.Sync()
		failed = failed || errs[i] != nil
	}
	if !failed {
		return nil
	}
	return errs
}

func (d *memDisk) syncDir(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call("sync", name, true); err != nil {
		return err
	}
	_, _, n, err := d.existing("sync", name)
	if err != nil {
		return err
	}
	if d.unsynced {
		return errNotDurable
	}
	if d.lies {
		return nil
	}
	n.durable = make(map[string]*node, len(n.names))
	for base, child := range n.names {
		n.durable[base] = child
	}
	return nil
}

func (d *memDisk) free() (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.room, d.call("free", ".", false)
}

func (d *memDisk) lock(name string) (file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.noLocks {
		return nil, errNoLocks
	}
	if err := d.call("lock", name, true); err != nil {
		return nil, err
	}
	in, base, n, err := d.find("lock", name)
	if err != nil {
		return nil, err
	}
	if d.locks[name] != nil {
		return nil, errHeld
	}
	if n == nil {
		n = &node{}
		in.names[base] = n
	}
	f := &memFile{d: d, n: n, name: name, writes: true}
	d.locks[name] = f
	return f, nil
}

func (d *memDisk) close() error { return nil }

// killed is the disk after the process was killed: everything written is there,
// and its locks are free.
func (d *memDisk) killed() *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	again := newMemDisk()
	again.root = d.root
	return again
}

// cut is the disk after a power cut. luck is how likely each thing that was not
// synced got there all the same: 0, 1 or something between.
func (d *memDisk) cut(luck float64, rng *rand.Rand) *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	again := newMemDisk()
	c := powerCut{luck: luck, rng: rng, made: make(map[*node]bool), moved: make(map[*node]bool)}
	c.decide(d.root)
	again.root = c.folder(d.root)
	return again
}

type powerCut struct {
	luck  float64
	rng   *rand.Rand
	made  map[*node]bool // nodes whose new name got there
	moved map[*node]bool // nodes that have a new name
}

// decide draws which new names got there.
func (c *powerCut) decide(n *node) {
	for base, child := range n.names {
		if n.durable[base] != child {
			c.moved[child] = true
			if c.rng.Float64() < c.luck {
				c.made[child] = true
			}
		}
		if child.dir {
			c.decide(child)
		}
	}
}

func (c *powerCut) folder(n *node) *node {
	to := newFolder()
	for base, child := range n.durable {
		now := n.names[base]
		gone := now != child
		// A rename is one step: the old name is gone only when the new one is there.
		if gone && (!c.moved[child] && c.rng.Float64() < c.luck || c.made[child]) {
			continue
		}
		to.names[base] = c.node(child)
	}
	for base, child := range n.names {
		if n.durable[base] != child && c.made[child] {
			to.names[base] = c.node(child)
		}
	}
	for base, child := range to.names {
		to.durable[base] = child
	}
	return to
}

func (c *powerCut) node(n *node) *node {
	if n.dir {
		return c.folder(n)
	}
	data := n.safe
	if string(n.safe) != string(n.data) {
		switch full := n.withHoles(); {
		case c.rng.Float64() < c.luck/2:
			data = full
		case c.rng.Float64() < c.luck/2 && len(full) > len(n.safe):
			data = full[:len(n.safe)+c.rng.IntN(len(full)-len(n.safe))]
		case c.rng.Float64() < c.luck:
			data = make([]byte, len(full)) // length without bytes
			copy(data, n.safe)
		}
	}
	return &node{data: slices.Clone(data), safe: slices.Clone(data), mtime: n.mtime}
}

// withHoles is what the medium gets of a file: not what a failed sync lost.
func (n *node) withHoles() []byte {
	b := slices.Clone(n.data)
	for _, h := range n.holes {
		clear(b[min(h[0], len(b)):min(h[1], len(b))])
	}
	return b
}

// memFile is an open file of a memDisk.
type memFile struct {
	d      *memDisk
	n      *node
	name   string
	at     int
	writes bool
	closed bool
}

func (f *memFile) check(op string, writes bool) error {
	if f.closed {
		return &fs.PathError{Op: op, Path: f.name, Err: fs.ErrClosed}
	}
	if writes && !f.writes {
		return &fs.PathError{Op: op, Path: f.name, Err: syscall.EBADF}
	}
	return f.d.call(op, f.name, writes)
}

func (f *memFile) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p, int64(f.at))
	f.at += n
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (f *memFile) ReadAt(p []byte, off int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if err := f.check("read", false); err != nil {
		return 0, err
	}
	if off >= int64(len(f.n.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memFile) Write(p []byte) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	err := f.check("write", true)
	if err != nil && !errors.Is(err, fs.ErrClosed) && err != errDead {
		p = p[:len(p)/2] // a write that fails has often written something
	}
	if err == nil || len(p) > 0 && err != errDead && !errors.Is(err, fs.ErrClosed) {
		f.n.data = append(f.n.data, p...)
		f.n.mtime = time.Now()
	}
	if err != nil {
		return len(p), err
	}
	return len(p), nil
}

func (f *memFile) Sync() error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if err := f.check("sync", true); err != nil {
		if err != errDead {
			f.n.holes = append(f.n.holes, [2]int{len(f.n.safe), len(f.n.data)})
		}
		return err
	}
	if f.d.unsynced {
		return errNotDurable
	}
	if f.d.lies {
		return nil
	}
	f.n.safe = f.n.withHoles()
	return nil
}

func (f *memFile) Truncate(size int64) error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if err := f.check("truncate", true); err != nil {
		return err
	}
	f.n.data = f.n.data[:min(int64(len(f.n.data)), size)]
	return nil
}

func (f *memFile) Stat() (fs.FileInfo, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	return f.n.info(path.Base(f.name)), f.check("stat", false)
}

func (f *memFile) Close() error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.closed {
		return fs.ErrClosed
	}
	f.closed = true
	if f.d.locks[f.name] == f {
		delete(f.d.locks, f.name)
	}
	return nil
}

func (f *memFile) reserve(size int64) error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	return f.check("reserve", true)
}

func (f *memFile) writeBack(from, to int64, wait bool) {}
func (f *memFile) fresh() {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	f.d.freshened = append(f.d.freshened, f.name)
}

type nodeInfo struct {
	name string
	node *node
	size int64
	when time.Time
}

func (n *node) info(name string) fs.FileInfo {
	return nodeInfo{name: name, node: n, size: int64(len(n.data)), when: n.mtime}
}

func (i nodeInfo) Name() string       { return i.name }
func (i nodeInfo) Size() int64        { return i.size }
func (i nodeInfo) ModTime() time.Time { return i.when }
func (i nodeInfo) IsDir() bool        { return i.node.dir }
func (i nodeInfo) Sys() any           { return nil }
func (i nodeInfo) Mode() fs.FileMode {
	if i.node.dir {
		return fs.ModeDir | 0o700
	}
	return 0o600
}

// put makes a file and the folders above it, durable, as if it had always been
// there.
func (d *memDisk) put(tb testing.TB, name string, data []byte) {
	tb.Helper()
	in := d.root
	elems := strings.Split(name, "/")
	for _, elem := range elems[:len(elems)-1] {
		if in.names[elem] == nil {
			in.names[elem] = newFolder()
			in.durable[elem] = in.names[elem]
		}
		in = in.names[elem]
	}
	n := &node{data: slices.Clone(data), safe: slices.Clone(data), mtime: time.Unix(1_700_000_000, 0)}
	in.names[elems[len(elems)-1]], in.durable[elems[len(elems)-1]] = n, n
}

// files lists every file with its bytes.
func (d *memDisk) files() map[string]string {
	all := make(map[string]string)
	var walk func(dir string, n *node)
	walk = func(dir string, n *node) {
		for base, child := range n.names {
			if child.dir {
				walk(joinPath(dir, base), child)
			} else {
				all[joinPath(dir, base)] = string(child.data)
			}
		}
	}
	walk("", d.root)
	return all
}
