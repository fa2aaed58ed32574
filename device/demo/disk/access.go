package disk

// Writable reports whether the shell user may write to a file, or make files in
// a directory.
func (f *FS) Writable(p string) bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, err := f.get(p, true)
	return err == nil && n.may(2)
}
