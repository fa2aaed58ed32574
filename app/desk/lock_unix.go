//go:build unix

package desk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock on a file until it is closed; false: another has it.
func tryLock(f *os.File) (bool, error) {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
