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
	switch s {
	case Ready:
		return "The phone is connected.", ""
	case Unauthorized:
		return "The phone has not allowed this computer yet.",
			"Unlock the phone and tap Allow; if no question appears, unplug the cable and plug it in again, " +
				"or tap \"Revoke USB debugging authorisations\" in the developer options first."
	case Authorizing, Connecting:
		return "The phone is connecting.", "This takes a few seconds."
	case Offline:
		return "The phone is seen but does not answer.", "Unplug the cable and plug it in again."
	case NoPermission:
		return "This computer's user may not open the phone's USB connection.",
			"Install the package android-udev-rules (or join the group plugdev), then plug the phone in again."
	case Recovery, Sideload:
		return "The phone is in recovery mode.", "Start it normally."
	case Bootloader:
		return "The phone is in fastboot mode.", "Start it normally: hold the power button for ten seconds."
	case Absent:
		return "No phone is connected.",
			"Plug the phone in with a data cable, choose \"File transfer\" on it, and switch on USB debugging in its developer options."
	}
	return "The phone is in a state this program does not know.", "Unplug the cable, restart the phone and plug it in again."
}
