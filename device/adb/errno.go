package adb

import (
	"fmt"
	"io/fs"
	"strings"
)

// Errno is a Linux error number, as the phone sends it whatever this computer
// runs. Zero is no error.
type Errno uint32

// The numbers the sync service is known to send.
const (
	EPERM        Errno = 1
	ENOENT       Errno = 2
	EIO          Errno = 5
	EACCES       Errno = 13
	EEXIST       Errno = 17
	ENOTDIR      Errno = 20
	EISDIR       Errno = 21
	EINVAL       Errno = 22
	EFBIG        Errno = 27
	ENOSPC       Errno = 28
	EROFS        Errno = 30
	ENAMETOOLONG Errno = 36
	ELOOP        Errno = 40
)

// text is what Android's libc prints for the number.
func (e Errno) text() string {
	switch e {
	case EPERM:
		return "Operation not permitted"
	case ENOENT:
		return "No such file or directory"
	case EIO:
		return "I/O error"
	case EACCES:
		return "Permission denied"
	case EEXIST:
		return "File exists"
	case ENOTDIR:
		return "Not a directory"
	case EISDIR:
		return "Is a directory"
	case EINVAL:
		return "Invalid argument"
	case EFBIG:
		return "File too large"
	case ENOSPC:
		return "No space left on device"
	case EROFS:
		return "Read-only file system"
	case ENAMETOOLONG:
		return "File name too long"
	case ELOOP:
		return "Too many symbolic links encountered"
	}
	return ""
}

func (e Errno) Error() string {
	if t := e.text(); t != "" {
		return strings.ToLower(t[:1]) + t[1:]
	}
	return fmt.Sprintf("error %d on the phone", uint32(e))
}

// Is matches the errors of io/fs.
func (e Errno) Is(target error) bool {
	switch target {
	case fs.ErrNotExist:
		return e == ENOENT
	case fs.ErrPermission:
		return e == EPERM || e == EACCES
	case fs.ErrExist:
		return e == EEXIST
	case fs.ErrInvalid:
		return e == EINVAL
	}
	return false
}

// errnoOf finds the number a refusal's text speaks of: "open failed: Is a
// directory" is EISDIR. Zero if it names none.
func errnoOf(text string) Errno {
	text = strings.TrimSpace(text)
	if strings.HasSuffix(text, "path too long") {
		return ENAMETOOLONG
	}
	for _, e := range [...]Errno{EPERM, ENOENT, EIO, EACCES, EEXIST, ENOTDIR, EISDIR, EINVAL, EFBIG, ENOSPC, EROFS, ENAMETOOLONG, ELOOP} {
		if strings.HasSuffix(text, e.text()) {
			return e
		}
	}
	if strings.HasSuffix(text, "Input/output error") { // glibc's words
		return EIO
	}
	return 0
}
