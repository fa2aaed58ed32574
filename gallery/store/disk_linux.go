package store

import (
	"errors"
	"os"
	"path"
	"time"

	"golang.org/x/sys/unix"
)

const (
	foldersSync  = true
	closingDates = false
)

// wholeSync makes everything written to a file system durable with one call. It
// is by far the fastest way to settle hundreds of small files, because it needs
// one commit of the journal instead of one each. Only file systems whose syncfs
// is known to reach the medium are trusted with it, and only kernels that report
// its errors (5.8).
type wholeSync struct {
	f    *os.File // opened before anything is written, so that it sees every error since
	skip int      // calls to sit out after a slow one; only the committer calls
}

// localTypes are the file systems whose syncfs commits data, names and the
// device's own cache.
var localTypes = [...]int64{
	unix.EXT4_SUPER_MAGIC, // ext2 to ext4
	unix.XFS_SUPER_MAGIC,
	unix.BTRFS_SUPER_MAGIC,
	unix.F2FS_SUPER_MAGIC,
}

func (s *wholeSync) open(root *os.Root) {
	f, err := root.Open(".")
	if err != nil {
		return
	}
	var st unix.Statfs_t
	err = control(f, func(fd int) error { return unix.Fstatfs(fd, &st) })
	if err == nil && kernelAtLeast(5, 8) {
		for _, t := range localTypes {
			if int64(st.Type) == t {
				s.f = f
				return
			}
		}
	}
	f.Close()
}

func (s *wholeSync) close() {
	if s.f != nil {
		s.f.Close()
		s.f = nil
	}
}

// A sync that took this long was paying for other programs' writes; the next
// ones settle only our own files.
const (
	slowSync   = 2 * time.Second
	sitOutSync = 16
)

// sync reports whether everything is durable now. False means: ask each file,
// which then also tells which of them failed.
func (s *wholeSync) sync() bool {
	if s.f == nil {
		return false
	}
	if s.skip > 0 {
		s.skip--
		return false
	}
	began := time.Now()
	err := control(s.f, unix.Syncfs)
	if time.Since(began) > slowSync {
		s.skip = sitOutSync
	}
	return err == nil
}

func (d *osDisk) moveNative(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.renameNoReplace(from, to)
	if errors.Is(err, unix.ENOENT) {
		// A folder kept open may be one that was removed and made again.
		d.closeFolders()
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
			return unix.Renameat2(sfd, path.Base(from), dfd, path.Base(to), unix.RENAME_NOREPLACE)
		})
	})
	switch err {
	case nil:
		return nil
	case unix.EINVAL, unix.ENOSYS:
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

// reserve sets blocks aside without changing the length, so that a full disk
// refuses a 4 GB video at its first byte.
func (f *osFile) reserve(size int64) error {
	err := control(f.File, func(fd int) error {
		return unix.Fallocate(fd, unix.FALLOC_FL_KEEP_SIZE, 0, size)
	})
	if err == unix.ENOSPC || err == unix.EDQUOT {
		return &os.PathError{Op: "reserve", Path: f.Name(), Err: err}
	}
	return nil // a file system without it is no worse off
}

func (f *osFile) writeBack(from, to int64, wait bool) {
	flags := unix.SYNC_FILE_RANGE_WRITE
	if wait {
		flags |= unix.SYNC_FILE_RANGE_WAIT_BEFORE | unix.SYNC_FILE_RANGE_WAIT_AFTER
	}
	// A hint: what it does not do, or fails at, the final sync does and reports.
	control(f.File, func(fd int) error { return unix.SyncFileRange(fd, from, to-from, flags) })
}

func (f *osFile) fresh() {
	control(f.File, func(fd int) error { return unix.Fadvise(fd, 0, 0, unix.FADV_DONTNEED) })
}

// control runs fn with f's descriptor, which stays valid meanwhile.
func control(f *os.File, fn func(fd int) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = c.Control(func(fd uintptr) {
		for {
			if inner = fn(int(fd)); inner != unix.EINTR {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return inner
}

func kernelAtLeast(major, minor int) bool {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return false
	}
	var v [2]int
	i := 0
	for _, c := range u.Release {
		switch {
		case c >= '0' && c <= '9':
			v[i] = v[i]*10 + int(c-'0')
		case c == '.' && i == 0:
			i = 1
		default:
			return v[0] > major || v[0] == major && v[1] >= minor
		}
	}
	return v[0] > major || v[0] == major && v[1] >= minor
}

// flushesOnce is for systems where making the device empty its cache is a step
// of its own.
const flushesOnce = false

func handOver(f file) error { return f.Sync() }
