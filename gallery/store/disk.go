package store

import (
	"errors"
	"io"
	"io/fs"
	"time"
)

// disk is all the store asks of a file system. Names are slash-separated and
// below the library's folder; none can reach outside it. There are two: the real
// one (osDisk) and the tests' one, which fails at call n and forgets what was not
// made durable.
type disk interface {
	create(name string) (file, error) // new, for reading and writing; fs.ErrExist when taken
	open(name string) (file, error)   // for reading
	extend(name string) (file, error) // existing, writes go to its end
	mkdir(name string) error
	move(from, to string) error    // never replaces: fs.ErrExist when to is taken
	replace(from, to string) error // atomic
	remove(name string) error
	stat(name string) (fs.FileInfo, error) // does not follow links
	list(name string) ([]fs.DirEntry, error)
	setTime(name string, t time.Time) error

	// syncFiles makes the contents of many new files durable, all in one go
	// where the system can. The result is nil, or one error (or nil) a file.
	syncFiles(files []file) []error
	// syncDir makes the names in a folder durable.
	syncDir(name string) error
	free() (int64, error) // bytes this user may still write; errors.ErrUnsupported when unknown

	// lock takes name for this process; closing the file gives it back. It is
	// errHeld when another has it and errNoLocks where locks do not work.
	lock(name string) (file, error)
	close() error
}

// file is an open file of a disk.
type file interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.Closer
	Stat() (fs.FileInfo, error)
	Sync() error
	Truncate(size int64) error

	reserve(size int64) error            // sets room aside, so that a full disk is known before the bytes come
	writeBack(from, to int64, wait bool) // begins writing a range to the medium, or waits until it is there
	fresh()                              // later reads come from the medium where the system can
}

var (
	errHeld    = errors.New("locked")
	errNoLocks = errors.New("this file system has no locks")
	// errNotDurable is a sync that the file system does not offer.
	errNotDurable = errors.New("this file system cannot say when data is safe")
)

// writeFile makes a small file with this content under a name of its own, then
// moves it into place, so that the name is never half a file.
func writeFile(d disk, name, temp string, data []byte) error {
	if err := d.remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := d.create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = ignoreNotDurable(f.Sync())
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = d.replace(temp, name)
	}
	if err != nil {
		d.remove(temp) // the first error is the one to tell; a leftover is swept by the next session
		return err
	}
	return ignoreNotDurable(d.syncDir(parent(name)))
}

// readFile reads a file of at most limit bytes.
func readFile(d disk, name string, limit int64) ([]byte, error) {
	f, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("larger than it may be")}
	}
	return b, err
}

// mkdirAll makes a folder and those above it. It returns the folders in which a
// name was made, whose names are to be synced.
func mkdirAll(d disk, name string) (parents []string, err error) {
	if name == "." || name == "" {
		return nil, nil
	}
	err = d.mkdir(name)
	if errors.Is(err, fs.ErrNotExist) {
		if parents, err = mkdirAll(d, parent(name)); err != nil {
			return parents, err
		}
		err = d.mkdir(name)
	}
	switch {
	case err == nil:
		return append(parents, parent(name)), nil
	case errors.Is(err, fs.ErrExist):
		st, e := d.stat(name)
		if e != nil {
			return parents, e
		}
		if !st.IsDir() {
			return parents, err
		}
		return parents, nil
	}
	return parents, err
}

func ignoreNotDurable(err error) error {
	if errors.Is(err, errNotDurable) {
		return nil
	}
	return err
}
