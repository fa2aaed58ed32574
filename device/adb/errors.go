package adb

import (
	"errors"
	"fmt"
	"strings"
)

// What a caller may want to tell apart. All of them arrive wrapped, so compare
// with errors.Is.
var (
	// ErrNoProgram: no server answers and no adb program was found to start one.
	// The error is a *NoProgramError, which says where it was looked for.
	ErrNoProgram = errors.New("no adb program found")
	// ErrNoServer: nothing answers at the server's address.
	ErrNoServer = errors.New("no adb server answers")
	// ErrServer: what answers does not behave like an adb server, or the one just
	// started did not come up.
	ErrServer = errors.New("the adb server does not work")
	// ErrDeviceGone: the phone is not connected (any more), or stopped answering.
	ErrDeviceGone = errors.New("the phone is gone")
	// ErrSilent: the phone is connected but nothing moved for Options.Patience. It
	// comes together with ErrDeviceGone.
	ErrSilent = errors.New("no byte moved")
	// ErrUnauthorized: the phone has not allowed this computer yet.
	ErrUnauthorized = errors.New("the phone has not allowed this computer yet")
	// ErrOffline: the phone is seen but does not answer yet; replugging helps.
	ErrOffline = errors.New("the phone is offline")
	// ErrNoPermission: this computer's user may not open the USB device.
	ErrNoPermission = errors.New("no permission to open the USB device")
	// ErrProtocol: the other side sent what the protocol does not allow.
	ErrProtocol = errors.New("adb protocol violated")
	// ErrTooMuch: a command printed more than Options.MaxOutput.
	ErrTooMuch = errors.New("the command printed too much")
	// ErrBusy: a Session was called while another call on it was running.
	ErrBusy = errors.New("this sync session is already in use")
)

// NoProgramError is ErrNoProgram with the places that were searched, in order.
type NoProgramError struct{ Looked []string }

func (e *NoProgramError) Error() string {
	return fmt.Sprintf("%v; looked for %s", ErrNoProgram, strings.Join(e.Looked, ", "))
}

// Is makes a NoProgramError equal ErrNoProgram.
func (e *NoProgramError) Is(target error) bool { return target == ErrNoProgram }

// RefusedError is the phone's refusal of one request. It matches
// fs.ErrNotExist, fs.ErrPermission and the Errno of its text, where the text
// names one.
type RefusedError struct {
	Path string // the file, or the service
	Text string // in the phone's words: "open failed: No such file or directory"
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("the phone refused %q: %s", e.Path, e.Text)
}

// Unwrap returns the Errno the text ends with, or nil.
func (e *RefusedError) Unwrap() error {
	if no := errnoOf(e.Text); no != 0 {
		return no
	}
	return nil
}

// serverError sorts the text of a server's FAIL into the sentinels above.
func serverError(text string) error {
	kind := func() error {
		has := func(part string) bool { return strings.Contains(text, part) }
		switch {
		case has("unauthorized"), has("still authorizing"), has("failed to authenticate"):
			return ErrUnauthorized
		case has("not found"), has("no device"), has("no such device"), has("device detached"),
			has("failed to connect"), has("cannot connect"), has("unable to connect"), has("failed to resolve"):
			return ErrDeviceGone
		case has("no permissions"), has("insufficient permissions"):
			return ErrNoPermission
		case has("offline"), has("still connecting"):
			return ErrOffline
		}
		return nil
	}()
	text = strings.TrimSpace(text)
	if text == "closed" { // the phone does not have the service, or not for us
		return &RefusedError{Text: text}
	}
	if kind == nil {
		return fmt.Errorf("the adb server refused: %s", text)
	}
	return fmt.Errorf("%w (adb: %s)", kind, firstLine(text))
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
