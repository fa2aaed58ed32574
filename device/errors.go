package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"keepsake/device/adb"
)

// What a caller may want to tell apart. All arrive wrapped: compare with
// errors.Is.
var (
	// ErrNoPhone: no phone is connected at all.
	ErrNoPhone = errors.New("no phone is connected")
	// ErrGone: the phone asked for is not connected (any more).
	ErrGone = errors.New("the phone is not connected any more")
	// ErrSeveral: more than one phone fits what was asked for.
	ErrSeveral = errors.New("several phones fit")
	// ErrUnauthorized: the phone has not allowed this computer yet.
	ErrUnauthorized = adb.ErrUnauthorized
	// ErrNotReady: the phone is connected, but not in a state to be read. The
	// error is a *StateError, which knows the next step.
	ErrNotReady = errors.New("the phone is not ready")
	// ErrOffline: the phone is seen and does not answer yet.
	ErrOffline = adb.ErrOffline
	// ErrSilent: the phone takes questions and has stopped answering.
	ErrSilent = adb.ErrSilent
	// ErrLocked: the phone was started and not unlocked since, so that its
	// storage is not readable yet.
	ErrLocked = errors.New("the phone's storage is locked: unlock the phone once after its start")

	// ErrChanged: a file changed while it was read, twice.
	ErrChanged = errors.New("the file kept changing while it was read")
	// ErrAgain ends a first attempt at a file that changed while it was read. The
	// file is not finished: it begins once more.
	ErrAgain = errors.New("the file changed while it was read and is read again")
	// ErrNoHash: the phone has no sha256sum, so that nothing can be verified.
	ErrNoHash = errors.New("the phone has no sha256sum: its files cannot be verified")

	// ErrTakenOut: the card or drive the file is on was taken out of the phone.
	ErrTakenOut = errors.New("its card or drive was taken out of the phone")

	// ErrFull: the storage a file was to be written to is full.
	ErrFull = errors.New("the phone's storage is full")
	// ErrTaken: the name is taken by another file, which was left as it is.
	ErrTaken = errors.New("another file has this name")
	// ErrDiffers: the file has other bytes than it was expected to have, so it was
	// left as it is.
	ErrDiffers = errors.New("the file has other bytes by now")

	// ErrPending: left out because an app is still writing the file.
	ErrPending = errors.New("an app on the phone is still writing this file")
	// ErrName: left out because the name breaks the rules of a file system.
	ErrName = errors.New("a name no file can have")
	// ErrTooDeep: left out because the folders are nested deeper than any gallery.
	ErrTooDeep = errors.New("folders nested too deep")
	// ErrTooMany: the phone lists more files than any gallery holds.
	ErrTooMany = errors.New("more files than any gallery holds")
)

// StateError says that a phone cannot be read because of the state it is in.
type StateError struct {
	Name  string // of the phone, or its serial
	State State
}

func (e *StateError) Error() string {
	what, next := e.State.Advice()
	return fmt.Sprintf("%s: %s %s", e.Name, what, next)
}

// Is makes a StateError equal ErrNotReady, and ErrUnauthorized where it is that.
func (e *StateError) Is(target error) bool {
	return target == ErrNotReady || target == ErrUnauthorized && e.State == Unauthorized
}

// NoServer reports whether err means that this computer's adb server does not
// answer, so that nothing can be said of any phone.
func NoServer(err error) bool {
	return errors.Is(err, adb.ErrNoServer) || errors.Is(err, adb.ErrServer) || errors.Is(err, adb.ErrNoProgram)
}

// lost turns what a broken connection looks like into ErrGone or ErrBroken and
// leaves every other error as it is: a file's own refusal, the end of a context.
func lost(err error) error {
	if err == nil || errors.Is(err, ErrGone) {
		return err
	}
	if senseless(err) {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if refused(err) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if cut(err) {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return err
}

// refused reports whether the phone itself answered that it will not give this
// one item, over a connection that is well.
func refused(err error) bool {
	var no *adb.RefusedError
	var errno adb.Errno
	return errors.As(err, &no) || errors.As(err, &errno)
}

// cut reports whether err is how the end of a connection looks.
func cut(err error) bool {
	for _, end := range [...]error{adb.ErrDeviceGone, adb.ErrNoServer, adb.ErrServer, adb.ErrOffline, adb.ErrUnauthorized, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}
