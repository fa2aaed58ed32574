//go:build linux || darwin

package store

import (
	"os"
	"path"
)

// pair returns the open folders of a move, kept for the moves that follow. Call
// with mu held.
func (d *osDisk) pair(from, to string) (src, dst *os.File, err error) {
	if len(d.folders) > openFolders-2 {
		d.closeFolders()
	}
	if src, err = d.folder(path.Dir(from)); err != nil {
		return nil, nil, err
	}
	dst, err = d.folder(path.Dir(to))
	return src, dst, err
}

// folder returns an open folder. Call with mu held.
func (d *osDisk) folder(name string) (*os.File, error) {
	if f := d.folders[name]; f != nil {
		return f, nil
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	d.folders[name] = f
	return f, nil
}
