package store

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
)

// osDisk is a folder of the real file system. os.Root keeps every name inside
// it, whatever links somebody put there.
type osDisk struct {
	root  *os.Root
	whole wholeSync // the fast way to make a group durable, where there is one

	mu      sync.Mutex
	staging *os.Root            // the folder most calls are about, kept open; +mu
	folders map[string]*os.File // open folders moves go between; +mu
}

// The folders kept open between moves. Those of one group are closed when the
// group's names are synced; this is the bound within a group.
const openFolders = 64

func openDisk(dir string) (*osDisk, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	d := &osDisk{root: root, folders: make(map[string]*os.File)}
	d.whole.open(root)
	return d, nil
}

func (d *osDisk) create(name string) (file, error) {
	return d.openFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR)
}

func (d *osDisk) open(name string) (file, error) { return d.openFile(name, os.O_RDONLY) }

func (d *osDisk) extend(name string) (file, error) {
	return d.openFile(name, os.O_RDWR|os.O_APPEND)
}

// near returns the open folder that a name is best reached from, and the name
// from there.
func (d *osDisk) near(name string) (*os.Root, string) {
	base, ok := strings.CutPrefix(name, stagingDir+"/")
	if !ok {
		return d.root, name
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.staging == nil {
		staging, err := d.root.OpenRoot(stagingDir)
		if err != nil {
			return d.root, name // which tells what is wrong
		}
		d.staging = staging
	}
	return d.staging, base
}

func (d *osDisk) openFile(name string, flag int) (file, error) {
	root, name := d.near(name)
	f, err := root.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return &osFile{File: f}, nil
}

func (d *osDisk) mkdir(name string) error {
	err := d.root.Mkdir(name, 0o700)
	if err == nil && name == stagingDir {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.staging != nil { // that is one somebody removed
			d.staging.Close()
			d.staging = nil
		}
	}
	return err
}

func (d *osDisk) replace(from, to string) error         { return d.root.Rename(from, to) }
func (d *osDisk) stat(name string) (fs.FileInfo, error) { return d.root.Lstat(name) }

func (d *osDisk) remove(name string) error {
	root, name := d.near(name)
	return root.Remove(name)
}

func (d *osDisk) setTime(name string, t time.Time) error {
	root, name := d.near(name)
	return root.Chtimes(name, t, t)
}

func (d *osDisk) list(name string) ([]fs.DirEntry, error) {
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// move renames without ever replacing, by the first way this system and this
// file system offer.
func (d *osDisk) move(from, to string) error {
	for _, way := range []func(from, to string) error{d.moveNative, d.moveByLink} {
		if err := way(from, to); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	return d.moveByClaim(from, to)
}

// moveByLink gives the file its second name, which fails when that is taken, and
// then takes the first away.
func (d *osDisk) moveByLink(from, to string) error {
	switch err := d.root.Link(from, to); {
	case err == nil:
		d.root.Remove(from) // where it is done; a first name left over is swept by the next session
		return nil
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist):
		return err
	}
	return errors.ErrUnsupported
}

// moveByClaim takes the name with an empty file, which it then replaces: for file
// systems without links (FAT, some shares). A crash in between leaves the empty
// file, which the group's intent names.
func (d *osDisk) moveByClaim(from, to string) error {
	f, err := d.root.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	if err := d.root.Rename(from, to); err != nil {
		d.root.Remove(to) // our own empty file
		return err
	}
	return nil
}

// closeFolders closes what folder opened. Call with mu held.
func (d *osDisk) closeFolders() {
	for name, f := range d.folders {
		f.Close()
		delete(d.folders, name)
	}
}

func (d *osDisk) lock(name string) (file, error) {
	f, err := d.root.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, err
	}
	return &osFile{File: f}, nil
}

func (d *osDisk) free() (int64, error) { return freeBytes(d.root) }

func (d *osDisk) close() error {
	d.mu.Lock()
	d.closeFolders()
	if d.staging != nil {
		d.staging.Close()
	}
	d.mu.Unlock()
	d.whole.close()
	return d.root.Close()
}

// osFile is an open file of an osDisk.
type osFile struct{ *os.File }

func (f *osFile) Sync() error { return durable(f.File.Sync()) }

// durable names the answer of file systems that cannot sync at all, so that it
// becomes a warning and not a failure.
func durable(err error) error {
	if err != nil && isNoSync(err) {
		return errNotDurable
	}
	return err
}
