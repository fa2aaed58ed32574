package android

import (
	"fmt"

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

// wifi is "cmd wifi": the list of known networks.
func (s *System) wifi(c *shell.Call) int {
	if len(c.Args) == 1 && c.Args[0] == "help" {
		fmt.Fprintln(c.Out, "Wi-Fi (wifi) commands:\n  list-networks\n    Lists the saved networks")
		return 0
	}
	if len(c.Args) != 1 || c.Args[0] != "list-networks" {
		fmt.Fprintln(c.Err, "Wi-Fi (wifi) commands: list-networks")
		return 255
	}
	if s.Refused != nil && s.Refused("wifi") {
		fmt.Fprintln(c.Err, "java.lang.SecurityException: Uid 2000 does not have access to wifi commands")
		return 255
	}
	fmt.Fprintln(c.Out, "Network Id      SSID                         Security type")
	for i, n := range Networks() {
		fmt.Fprintf(c.Out, "%-12d %-32s %-4s\n", i, n.SSID, n.Security)
		if n.Security == "wpa2-psk" { // Android adds what it would also take
			fmt.Fprintf(c.Out, "%-12d %-32s %-4s\n", i, n.SSID, "wpa3-sae^")
		}
	}
	return 0
}
