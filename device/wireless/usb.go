package wireless

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"keepsake/device"
	"keepsake/device/adb"
)

// plainPort is where a phone listens after it was switched over a cable. Others
// are possible; this one every program tries.
const plainPort = 5555

// askAddress prints what tells a phone's Wi-Fi address: its routes, the
// addresses of wlan0, and a property of older phones.
const askAddress = "ip route; ip -f inet addr show; getprop dhcp.wlan0.ipaddress"

// OverUSB moves a phone on a cable to Wi-Fi: it reads the phone's address there,
// makes its adb listen in the network, and connects. The cable may then be
// unplugged. It lasts until the phone restarts. say may be nil. Errors are
// ErrNoCable, ErrNoWiFi, a *device.StateError, ErrNoReturn (mostly: the phone
// and this computer are in different networks), or the server's.
func (w *Wireless) OverUSB(ctx context.Context, phone device.Info, say func(Step)) (Phone, error) {
	say = orSilent(say)
	if _, already := Over(phone.Serial); already {
		return Phone{}, fmt.Errorf("moving %s to Wi-Fi: %w", phone.Name, ErrNoCable)
	}
	if phone.State != device.Ready {
		return Phone{}, &device.StateError{Name: phone.Name, State: phone.State}
	}
	c := w.server.cable(adb.Entry{Serial: phone.Serial, TransportID: phone.TransportID, State: adb.StateDevice})
	say(Finding)
	res, err := c.Shell(ctx, askAddress)
	if err != nil {
		return Phone{}, fmt.Errorf("asking %s for its Wi-Fi address: %w", phone.Name, err)
	}
	addrs := parseAddresses(string(res.Stdout))
	if len(addrs) == 0 {
		return Phone{}, fmt.Errorf("moving %s to Wi-Fi: %w", phone.Name, ErrNoWiFi)
	}
	say(Switching)
	if err := c.TCPIP(ctx, plainPort); err != nil {
		return Phone{}, err
	}
	say(Connecting)
	p, err := w.comesBack(ctx, phone.ID, addrs)
	if err != nil {
		return Phone{}, fmt.Errorf("moving %s to Wi-Fi: %w", phone.Name, err)
	}
	say(Done)
	return p, nil
}

// comesBack tries a phone's addresses until it answers at one. In this
// computer's network an address may be another phone's.
func (w *Wireless) comesBack(ctx context.Context, id string, addrs []netip.Addr) (Phone, error) {
	back, cancel := context.WithTimeout(ctx, w.wait.back)
	defer cancel()
	var last error
	for {
		for _, a := range addrs {
			p, err := w.connect(back, netip.AddrPortFrom(a, plainPort).String())
			if err == nil {
				err = w.sure(back, p.Serial, id)
			}
			switch {
			case err == nil:
				return p, nil
			case errors.Is(err, ErrUnauthorized) || errors.Is(err, adb.ErrNoServer):
				return Phone{}, err
			case back.Err() == nil:
				last = err
			}
		}
		if !pause(back, w.wait.again) {
			if ctx.Err() != nil {
				return Phone{}, ctx.Err()
			}
			return Phone{}, fmt.Errorf("%w at %s: %w", ErrNoReturn, addrs[0], cmp.Or(last, back.Err()))
		}
	}
}

// sure makes sure that it is the phone with this ID that was connected to, and
// disconnects another one.
func (w *Wireless) sure(ctx context.Context, serial, id string) error {
	is, err := w.identify(ctx, serial)
	if err == nil && is != id && !strings.HasPrefix(id, is+"-") { // a Hub tells twins apart by what follows
		w.server.Disconnect(ctx, serial) // which may have gone by itself
		err = fmt.Errorf("%s: %w", serial, ErrOther)
	}
	return err
}

// maxAddrs is how many addresses of one phone are tried.
const maxAddrs = 4

// parseAddresses reads the output of askAddress: the phone's Wi-Fi addresses,
// the ones it is routed by first. Addresses of the mobile network, of tethering
// and of VPNs are left out: this computer is not there.
func parseAddresses(out string) []netip.Addr {
	var routed, held, told []netip.Addr
	take := func(list []netip.Addr, text string) []netip.Addr {
		text, _, _ = strings.Cut(text, "/")
		a, err := netip.ParseAddr(text)
		if err != nil || !a.Is4() || a.IsUnspecified() || a.IsMulticast() || a.IsLoopback() || a.IsLinkLocalUnicast() ||
			len(list) == maxAddrs || slices.Contains(list, a) {
			return list
		}
		return append(list, a)
	}
	for line := range strings.Lines(out) {
		word := strings.Fields(line)
		after := func(key string) string {
			if at := slices.Index(word, key); at >= 0 && at+1 < len(word) {
				return word[at+1]
			}
			return ""
		}
		switch {
		case len(word) == 1:
			told = take(told, word[0])
		case len(word) > 1 && word[0] == "inet" && strings.HasPrefix(word[len(word)-1], "wlan"):
			held = take(held, word[1])
		case strings.HasPrefix(after("dev"), "wlan"):
			routed = take(routed, after("src"))
		}
	}
	for _, a := range slices.Concat(held, told) {
		routed = take(routed, a.String())
	}
	return routed
}
