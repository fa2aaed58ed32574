package device

import (
	"errors"
	"strings"

	"keepsake/device/adb"
)

// ErrBroken: what came over the connection makes no sense, or the phone refused
// a service that every phone has, as it does when it is just going. It is an
// ErrGone too: another connection may well work. If not even a few do, none will.
var ErrBroken error = brokenError{}

type brokenError struct{}

func (brokenError) Error() string { return "what the phone sent makes no sense" }

// Is makes it an ErrGone.
func (brokenError) Is(target error) bool { return target == ErrGone }

// senseless reports whether err is an ErrBroken's reason.
func senseless(err error) bool {
	if no, ok := errors.AsType[*adb.RefusedError](err); ok {
		return no.Path == "sync" || strings.HasPrefix(no.Path, "shell") // a file's path is absolute
	}
	return errors.Is(err, adb.ErrProtocol) && !errors.Is(err, adb.ErrServer)
}
