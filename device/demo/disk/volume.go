package disk

import (
	"path"
	"time"
)

// Volume is a card: a tree with a capacity of its own whose file times are
// rounded down, as FAT's are. It can be taken out and put back.
type Volume struct {
	dir      string // where it is put in
	capacity int64
	step     time.Duration
	root     *node
}

// NewVolume makes an empty card that belongs at dir. What is placed on it later
// keeps its times in steps.
func (f *FS) NewVolume(dir string, capacity int64, step time.Duration, a Attr) *Volume {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := &Volume{dir: path.Clean(dir), capacity: capacity, step: step}
	v.root = f.newNode(path.Base(v.dir), TypeDir|a.Mode&07777, a)
	v.root.volume = v
	return v
}

// Insert puts the card into the phone. One that is in stays in.
func (f *FS) Insert(v *Volume) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	w, err := f.find(v.dir, false)
	switch {
	case err != nil:
		return err
	case w.node == v.root:
		return nil
	case w.node != nil:
		return EEXIST
	}
	f.attach(w.dir, v.root)
	return nil
}

// TakeOut pulls the card with all that is on it.
func (f *FS) TakeOut(v *Volume) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w, err := f.find(v.dir, false); err == nil && w.node == v.root {
		f.detach(w.dir, v.root)
	}
}

// SpaceAt returns the capacity of the card or storage that p lies on, and what
// is free of it. mount is where it is; "" for the phone's own.
func (f *FS) SpaceAt(p string) (total, free int64, mount string, err error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(p, true)
	if err != nil {
		return 0, 0, "", err
	}
	if v := n.volume; v != nil {
		return v.capacity, max(v.capacity-usedBelow(v.root), 0), v.dir, nil
	}
	return f.capacity, max(f.capacity-f.used, 0), "", nil
}

func usedBelow(n *node) (sum int64) {
	for _, k := range n.order {
		sum += k.size()
		if k.isDir() {
			sum += usedBelow(k)
		}
	}
	return sum
}

// joins makes n part of what dir is on, the phone's storage or a card. A card
// itself joins nothing.
func (n *node) joins(dir *node) {
	if n.volume == nil || n.volume.root != n {
		n.volume = dir.volume
	}
	n.settle()
}

// settle rounds the node's time to what its card can keep.
func (n *node) settle() {
	if n.volume != nil {
		n.mtime = n.mtime.Truncate(n.volume.step)
	}
}
