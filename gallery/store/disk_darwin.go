package store

import (
	"errors"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

const (
	foldersSync  = true
	closingDates = false
)

// wholeSync is not offered here: sync(2) does not wait for the device. Each file
// is synced by F_FULLFSYNC, which os.File.Sync is on this system.
type wholeSync struct{}

func (*wholeSync) open(*os.Root) {}
func (*wholeSync) close()        {}
func (*wholeSync) sync() bool    { return false }

func (d *osDisk) moveNative(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.renameNoReplace(from, to)
	if errors.Is(err, unix.ENOENT) {
		d.closeFolders() // one of them may have been removed and made again
		err = d.renameNoReplace(from, to)
	}
	return err
}

func (d *osDisk) renameNoReplace(from, to string) error {
	src, dst, err := d.pair(from, to)
	if err != nil {
		return err
	}
	err = control(src, func(sfd int) error {
		return control(dst, func(dfd int) error {
			return unix.RenameatxNp(sfd, path.Base(from), dfd, path.Base(to), unix.RENAME_EXCL)
		})
	})
	switch err {
	case nil:
		return nil
	case unix.EINVAL, unix.ENOSYS, unix.ENOTSUP:
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

func (f *osFile) reserve(size int64) error {
	err := control(f.File, func(fd int) error {
		return unix.FcntlFstore(uintptr(fd), unix.F_PREALLOCATE, &unix.Fstore_t{
			Flags: unix.F_ALLOCATEALL, Posmode: unix.F_PEOFPOSMODE, Length: size,
		})
	})
	if err == unix.ENOSPC || err == unix.EDQUOT {
		return &os.PathError{Op: "reserve", Path: f.Name(), Err: err}
	}
	return nil
}

func (f *osFile) writeBack(from, to int64, wait bool) {}

func (f *osFile) fresh() {
	control(f.File, func(fd int) error {
		_, err := unix.FcntlInt(uintptr(fd), unix.F_NOCACHE, 1)
		return err
	})
}

func control(f *os.File, fn func(fd int) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := c.Control(func(fd uintptr) { inner = fn(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// flushesOnce: fsync(2) gives a file to the device here, and F_FULLFSYNC, which
// costs some milliseconds, makes the device write all it was given. A group needs
// the second only once.
const flushesOnce = true

func handOver(f file) error {
	if o, ok := f.(*osFile); ok {
		return durable(control(o.File, unix.Fsync))
	}
	return f.Sync()
}
