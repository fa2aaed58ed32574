package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

const (
	// NTFS journals names itself and offers no way to sync a folder.
	foldersSync = false
	// Closing a file that was written to sets its time anew.
	closingDates = true
)

type wholeSync struct{}

func (*wholeSync) open(*os.Root) {}
func (*wholeSync) close()        {}
func (*wholeSync) sync() bool    { return false }

// moveNative is not used here: the system's rename that does not replace takes
// whole paths, which nothing would keep inside the library.
func (d *osDisk) moveNative(from, to string) error { return errors.ErrUnsupported }

func (f *osFile) reserve(size int64) error            { return nil }
func (f *osFile) writeBack(from, to int64, wait bool) {}
func (f *osFile) fresh()                              {}

// lockRange is where the lock lies: far behind the content, which others may
// read to say who holds it.
const lockRange = 1 << 30

func lockFile(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = c.Control(func(fd uintptr) {
		at := windows.Overlapped{Offset: lockRange}
		inner = windows.LockFileEx(windows.Handle(fd), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	})
	if err != nil {
		return err
	}
	switch inner {
	case nil:
		return nil
	case windows.ERROR_LOCK_VIOLATION, windows.ERROR_IO_PENDING, windows.ERROR_SHARING_VIOLATION:
		return errHeld
	case windows.ERROR_NOT_SUPPORTED, windows.ERROR_INVALID_FUNCTION, windows.ERROR_CALL_NOT_IMPLEMENTED:
		return errNoLocks
	}
	return inner
}

func alive(pid int) bool {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return errors.Is(err, windows.ERROR_ACCESS_DENIED)
	}
	defer windows.CloseHandle(h)
	var code uint32
	const stillActive = 259
	return windows.GetExitCodeProcess(h, &code) == nil && code == stillActive
}

func freeBytes(root *os.Root) (int64, error) {
	p, err := windows.UTF16PtrFromString(root.Name())
	if err != nil {
		return 0, err
	}
	var mine, total, free uint64
	if err := windows.GetDiskFreeSpaceEx(p, &mine, &total, &free); err != nil {
		return 0, err
	}
	if total == 0 {
		return 0, errors.ErrUnsupported // a share that does not know
	}
	return int64(min(mine, 1<<62)), nil
}

func isNoSpace(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

func isNoSync(err error) bool {
	return errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION)
}

// flushesOnce is for systems where making the device empty its cache is a step
// of its own.
const flushesOnce = false

func handOver(f file) error { return f.Sync() }
