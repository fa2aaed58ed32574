package device

import (
	"net"
	"strings"

	"keepsake/device/adb"
)

// Way is how a phone is connected, one way or both.
type Way uint8

// The ways to a phone.
const (
	Cable Way = 1 << iota
	Wireless
)

// Has reports whether w contains all of other.
func (w Way) Has(other Way) bool { return w&other == other }

// way is that of one connection. A place on the bus is a cable's; not every
// system's server tells one, and then the serial does.
func way(e adb.Entry) Way {
	if e.Path == "" && OverNetwork(e.Serial) {
		return Wireless
	}
	return Cable
}

// OverNetwork reports whether a serial is that of a connection over Wi-Fi:
// "192.0.2.7:5555", or the name of a service that was found there.
func OverNetwork(serial string) bool {
	if strings.Contains(serial, "._adb") {
		return true
	}
	host, port, err := net.SplitHostPort(serial)
	return err == nil && host != "" && port != ""
}

// recall completes what the server's list alone tells of a phone that does not
// answer at the moment with who it was when it did: after a restart, or as soon
// as a network address went quiet, it is still the same phone. h.mu is held.
func (h *Hub) recall(i Info) Info {
	known, ok := h.known[i.Serial]
	if !ok {
		return i
	}
	known.TransportID, known.State, known.Via = i.TransportID, i.State, i.Via
	known.Battery.Charging, known.Locked = false, false // what it is now, nobody has asked it
	return known
}
