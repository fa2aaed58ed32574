package wifi

import (
	"fmt"
	"net/netip"
	"strings"
)

// The kinds of notices: the encrypted transport, a pairing port, the plain transport.
const (
	Connect = "_adb-tls-connect._tcp"
	Pairing = "_adb-tls-pairing._tcp"
	Plain   = "_adb._tcp"
)

// Notice says that something can be reached: what an adb server lists as a
// service.
type Notice struct {
	Name string
	Kind string
	Addr netip.AddrPort
}

// instance and kind are the notice's names on the network.
func (n Notice) instance() string { return n.Name + "." + n.kind() }
func (n Notice) kind() string     { return n.Kind + ".local." }

// host is the name of the phone that the notice gives an address for.
func (n Notice) host() string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' {
			return r
		}
		return -1
	}, "Android-"+n.Name[:min(len(n.Name), 48)]) + ".local."
}

// check refuses names that are no single part of a network name.
func (n Notice) check() error {
	bad := func(r rune) bool { return r <= ' ' || r > '~' || r == '.' || r == '\\' }
	if n.Name == "" || len(n.Name) > instanceMax || strings.ContainsFunc(n.Name, bad) {
		return fmt.Errorf("%q cannot be announced on the network: use letters, digits and hyphens", n.Name)
	}
	if !n.Addr.Addr().Unmap().Is4() {
		return fmt.Errorf("%s cannot be announced on the network: only IPv4 addresses are", n.Addr)
	}
	return nil
}
