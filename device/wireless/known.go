package wireless

import (
	"cmp"
	"net"
	"slices"
	"strings"
	"time"

	"keepsake/device"
)

// Known is a phone that was connected over Wi-Fi, as it is remembered to find it
// again. It holds no secret: what lets this computer in is in adb's own keys.
type Known struct {
	ID    string    `json:"id"` // device.Info.ID
	Name  string    `json:"name"`
	GUID  string    `json:"guid,omitempty"`  // its name in the network, if it was paired
	Addrs []string  `json:"addrs,omitempty"` // where it was, newest first
	Last  time.Time `json:"last"`            // when it was last connected
}

// Bounds of what is remembered.
const (
	maxKnown = 32
	maxTries = 3 // addresses of one phone that are tried
)

// KnownOf is what to remember of a phone that has just been connected.
func KnownOf(i device.Info, p Phone, at time.Time) Known {
	k := Known{ID: i.ID, Name: i.Name, GUID: p.GUID, Last: at}
	if p.Addr != "" {
		k.Addrs = []string{p.Addr}
	}
	return k
}

// Remember returns the list with a phone put first. What is known of it already
// stays where the new does not say otherwise. The list given is not changed.
func Remember(list []Known, k Known) []Known {
	if k.ID == "" {
		return slices.Clone(list)
	}
	k.Addrs = slices.Clone(k.Addrs)
	if at := slices.IndexFunc(list, func(o Known) bool { return o.ID == k.ID }); at >= 0 {
		old := list[at]
		k.Name, k.GUID = cmp.Or(k.Name, old.Name), cmp.Or(k.GUID, old.GUID)
		if old.Last.After(k.Last) {
			k.Last = old.Last
		}
		for _, a := range old.Addrs {
			if !slices.Contains(k.Addrs, a) && !sameHost(k.Addrs, a) {
				k.Addrs = append(k.Addrs, a)
			}
		}
	}
	k.Addrs = k.Addrs[:min(len(k.Addrs), maxAddrs)]
	rest := Forget(list, k.ID)
	return append([]Known{k}, rest[:min(len(rest), maxKnown-1)]...)
}

// sameHost reports whether a newer address is at the same host. Wireless
// debugging has another port each time; only the plain port stays.
func sameHost(newer []string, addr string) bool {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "5555" {
		return err != nil
	}
	return slices.ContainsFunc(newer, func(n string) bool { return strings.HasPrefix(n, net.JoinHostPort(host, "")) })
}

// Forget returns the list without a phone.
func Forget(list []Known, id string) []Known {
	return slices.DeleteFunc(slices.Clone(list), func(k Known) bool { return k.ID == id })
}
