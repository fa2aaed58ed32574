package store

import "golang.org/x/sys/unix"

// direct sets or clears O_DIRECT. A file system that does not know it refuses
// to set it.
func (f *osFile) direct(on bool) bool {
	return control(f.File, func(fd int) error {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err != nil {
			return err
		}
		if on {
			flags |= unix.O_DIRECT
		} else {
			flags &^= unix.O_DIRECT
		}
		_, err = unix.FcntlInt(uintptr(fd), unix.F_SETFL, flags)
		return err
	}) == nil
}
