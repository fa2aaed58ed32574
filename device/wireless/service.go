package wireless

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

// Kind is what a phone offers in the network.
type Kind string

// The kinds, as phones announce them.
const (
	Pairing Kind = "_adb-tls-pairing._tcp" // its page for pairing is open
	Secure  Kind = "_adb-tls-connect._tcp" // wireless debugging is on: paired computers can connect
	Plain   Kind = "_adb._tcp"             // it was switched to Wi-Fi over a cable
)

var kinds = []string{string(Pairing), string(Secure), string(Plain)}

// Service is one offer of a phone. A phone's offers share their address, and
// Pairing by digits and Secure their name.
type Service struct {
	Name  string // "adb-<serial>-<letters>", or what a QR code asked for
	Kind  Kind
	Addrs []netip.AddrPort // best first; at least one
}

// merge makes one list of what was heard and what the adb server heard.
func merge(heard []mdns.Instance, server []adb.MDNSService) []Service {
	var all []Service
	add := func(name, kind string, addrs ...netip.AddrPort) {
		at := slices.IndexFunc(all, func(s Service) bool { return s.Name == name && s.Kind == Kind(kind) })
		if at < 0 {
			at = len(all)
			all = append(all, Service{Name: name, Kind: Kind(kind)})
		}
		for _, a := range addrs {
			if !slices.Contains(all[at].Addrs, a) {
				all[at].Addrs = append(all[at].Addrs, a)
			}
		}
	}
	for _, i := range heard {
		add(i.Name, i.Type, i.Addrs...)
	}
	for _, s := range server {
		// A server remembers a port for a while after it changed; an address that
		// was heard lately is the better one and stands before it.
		if slices.Contains(kinds, s.Type) && !(s.Addr.Addr().Is6() && s.Addr.Addr().IsLinkLocalUnicast()) {
			add(s.Name, s.Type, s.Addr)
		}
	}
	slices.SortFunc(all, func(a, b Service) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Name, b.Name))
	})
	return all
}

// named reports whether a service is the phone's. Of two that claim one name the
// network makes the second "name (2)".
func named(service, guid string) bool {
	rest, ok := strings.CutPrefix(service, guid)
	if !ok || guid == "" {
		return false
	}
	digits, ok := strings.CutPrefix(rest, " (")
	digits, closed := strings.CutSuffix(digits, ")")
	return rest == "" || ok && closed && digits != "" && strings.Trim(digits, "0123456789") == ""
}
