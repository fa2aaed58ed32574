//go:build unix

package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func lockFile(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = c.Control(func(fd uintptr) { inner = unix.Flock(int(fd), unix.LOCK_EX|unix.LOCK_NB) })
	if err != nil {
		return err
	}
	switch {
	case inner == unix.EWOULDBLOCK:
		return errHeld
	case inner == unix.ENOLCK, inner == unix.EINVAL, errors.Is(inner, errors.ErrUnsupported):
		return errNoLocks
	}
	return inner
}

func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || err == unix.EPERM
}

func freeBytes(root *os.Root) (int64, error) {
	f, err := root.Open(".")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	c, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	var st unix.Statfs_t
	var inner error
	if err := c.Control(func(fd uintptr) { inner = unix.Fstatfs(int(fd), &st) }); err != nil {
		return 0, err
	}
	if inner != nil {
		return 0, inner
	}
	if st.Blocks == 0 {
		return 0, errors.ErrUnsupported // a file system that does not know
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}

func isNoSpace(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, unix.EROFS) }

func isNoSync(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, errors.ErrUnsupported)
}
