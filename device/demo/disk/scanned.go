package disk

// SetFresh says of what p names, and of all below it, whether the media scanner
// is still to come by.
func (f *FS) SetFresh(p string, fresh bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.get(p, true)
	if err != nil {
		return err
	}
	n.setFresh(fresh)
	return nil
}

func (n *node) setFresh(fresh bool) {
	n.fresh = fresh
	for _, k := range n.order {
		k.setFresh(fresh)
	}
}
