package device

import (
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
// system's server tells one, but the serial of a network is an address or the
// name of a service.
func way(e adb.Entry) Way {
	if e.Path == "" && (strings.Contains(e.Serial, ":") || strings.Contains(e.Serial, "._adb")) {
		return Wireless
	}
	return Cable
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
	known.Battery.Charging = false
	return known
}
