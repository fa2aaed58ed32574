package android

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"keepsake/device/demo/shell"
)

// Network is a Wi-Fi network the phone knows.
type Network struct {
	SSID, Security, Password string
	Hidden                   bool
}

// Networks are the phone's, all invented. Their passwords are told by no command,
// only by MIUI's local backup.
func Networks() []Network {
	return []Network{
		{SSID: "Port Wick Harbour", Security: "wpa2-psk", Password: "gulls and rope 42"},
		{SSID: "Grandma's, upstairs", Security: "wpa3-sae", Password: `tea "at" four; \o/`},
		{SSID: "Café Maja  ☕", Security: "open"},
		{SSID: "attic", Security: "wpa2-psk", Password: "hidden in the beams", Hidden: true},
	}
}

// known are the networks the phone has saved, by their ids.
type known struct {
	mu   sync.Mutex
	list []Network // guarded by mu; its ids are below
	ids  []int
	last int
}

func (k *known) add(n Network) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, o := range k.list {
		if o.SSID == n.SSID && o.Security == n.Security { // saved once more, with another password
			k.list[i] = n
			return
		}
	}
	k.list, k.ids = append(k.list, n), append(k.ids, k.last)
	k.last++
}

func (k *known) forget(id int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.Index(k.ids, id)
	if i < 0 {
		return false
	}
	k.list, k.ids = slices.Delete(k.list, i, i+1), slices.Delete(k.ids, i, i+1)
	return true
}

// SavedNetworks are the networks the phone knows now.
func (s *System) SavedNetworks() []Network {
	s.networks.mu.Lock()
	defer s.networks.mu.Unlock()
	return slices.Clone(s.networks.list)
}

// wifi is "cmd wifi": the list of known networks, and since Android 11 how to change
// it.
func (s *System) wifi(c *shell.Call) int {
	if len(c.Args) == 1 && c.Args[0] == "help" {
		fmt.Fprintln(c.Out, "Wi-Fi (wifi) commands:\n  list-networks\n    Lists the saved networks")
		return 0
	}
	verb := ""
	if len(c.Args) > 0 {
		verb = c.Args[0]
	}
	switch {
	case verb == "list-networks" && len(c.Args) == 1, s.sdk() >= 30 && (verb == "add-network" || verb == "forget-network"):
	default:
		fmt.Fprintln(c.Err, "Wi-Fi (wifi) commands: list-networks")
		return 255
	}
	if s.Refused != nil && s.Refused("wifi") {
		fmt.Fprintln(c.Err, "java.lang.SecurityException: Uid 2000 does not have access to wifi commands")
		return 255
	}
	switch verb {
	case "add-network":
		return s.addNetwork(c)
	case "forget-network":
		id, err := strconv.Atoi(strings.Join(c.Args[1:], " "))
		if err != nil || !s.networks.forget(id) {
			fmt.Fprintln(c.Out, "Forget failed with reason: 0")
			return 0
		}
		fmt.Fprintln(c.Out, "Forget successful")
		return 0
	}
	s.networks.mu.Lock()
	defer s.networks.mu.Unlock()
	if len(s.networks.list) == 0 {
		fmt.Fprintln(c.Out, "No networks")
		return 0
	}
	fmt.Fprintln(c.Out, "Network Id      SSID                         Security type")
	for i, n := range s.networks.list {
		fmt.Fprintf(c.Out, "%-12d %-32s %-4s\n", s.networks.ids[i], n.SSID, n.Security)
		if n.Security == "wpa2-psk" { // Android adds what it would also take
			fmt.Fprintf(c.Out, "%-12d %-32s %-4s\n", s.networks.ids[i], n.SSID, "wpa3-sae^")
		}
	}
	return 0
}

// addNetwork is "add-network <ssid> open|owe|wpa2|wpa3 [<passphrase>] [-h]".
func (s *System) addNetwork(c *shell.Call) int {
	args := c.Args[1:]
	bad := func(why string) int {
		fmt.Fprintf(c.Err, "\nException occurred while executing 'add-network':\njava.lang.IllegalArgumentException: %s\n", why)
		return 255
	}
	if len(args) < 2 {
		return bad("Argument expected after \"add-network\"")
	}
	n := Network{SSID: args[0]}
	kind, locked := map[string]string{"open": "open", "owe": "owe", "wpa2": "wpa2-psk", "wpa3": "wpa3-sae"}[args[1]], args[1] == "wpa2" || args[1] == "wpa3"
	rest := args[2:]
	switch {
	case kind == "":
		return bad("Unknown network type " + args[1])
	case locked && len(rest) == 0:
		return bad("Argument expected after \"" + args[1] + "\"")
	case locked && (len(rest[0]) < 8 || len(rest[0]) > 63), len(n.SSID) > 32:
		fmt.Fprintln(c.Out, "Save failed")
		return 0
	}
	if n.Security = kind; locked {
		n.Password, rest = rest[0], rest[1:]
	}
	n.Hidden = slices.Contains(rest, "-h")
	s.networks.add(n)
	fmt.Fprintln(c.Out, "Save successful")
	return 0
}
