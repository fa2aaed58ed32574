package device

import "strings"

// State is how far the connection to a phone has got.
type State string

// The states of a phone. Absent stands for no phone at all.
const (
	Ready        State = "ready"
	Unauthorized State = "unauthorized"
	Authorizing  State = "authorizing"
	Connecting   State = "connecting"
	Offline      State = "offline"
	NoPermission State = "nopermission"
	Recovery     State = "recovery"
	Sideload     State = "sideload"
	Bootloader   State = "bootloader"
	Unknown      State = "unknown"
	Absent       State = "absent"
)

// ParseState reads the state column of an adb server's list of devices. Its
// "no permissions" is followed by a reason and an address.
func ParseState(s string) State {
	s = strings.TrimSpace(s)
	switch s {
	case "device":
		return Ready
	case "unauthorized", "authorizing", "connecting", "offline", "recovery", "sideload", "bootloader":
		return State(s)
	case "rescue":
		return Recovery
	case "fastboot":
		return Bootloader
	case "detached", "disconnect":
		return Offline
	}
	if strings.HasPrefix(s, "no permissions") {
		return NoPermission
	}
	return Unknown
}

// Passing reports whether the state changes by itself within a few seconds.
func (s State) Passing() bool { return s == Authorizing || s == Connecting || s == Offline }

// Advice returns two plain sentences: what happened, and what to do next. The
// second is empty where there is nothing to do.
func (s State) Advice() (what, next string) {
	what, next = s.Sentences()
	return strings.ReplaceAll(what, "{{.Phone}}", "The phone"), next
}

// Sentences is Advice with {{.Phone}} at the beginning of what, where the
// phone's name belongs.
func (s State) Sentences() (what, next string) {
	switch s {
	case Ready:
		return "{{.Phone}} is connected.", ""
	case Unauthorized:
		return "{{.Phone}} has not allowed this computer yet.",
			"Unlock the phone and tap Allow; if no question appears, unplug the cable and plug it in again."
	case Authorizing, Connecting:
		return "{{.Phone}} is connecting.", "This takes a few seconds."
	case Offline:
		return "{{.Phone}} is seen but does not answer.", "Unplug the cable and plug it in again."
	case NoPermission:
		return "{{.Phone}} is plugged in, but this computer's user may not open it.",
			"Install the udev rule that Keepsake's doctor offers (or the package android-udev-rules), then plug the phone in again."
	case Recovery, Sideload:
		return "{{.Phone}} is in recovery mode.", "Start it normally."
	case Bootloader:
		return "{{.Phone}} is in fastboot mode.", "Start it normally: hold the power button for ten seconds."
	case Absent:
		return "No phone is connected.",
			"Plug the phone in with a data cable, choose \"File transfer\" on it, and switch on USB debugging in its developer options."
	}
	return "{{.Phone}} is in a state this program does not know.", "Unplug the cable, restart the phone and plug it in again."
}
