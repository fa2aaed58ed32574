package adbserver

import (
	"fmt"
	"strings"

	"keepsake/device/demo/link"
)

// device is one line of the list.
type device struct {
	phone Phone
	index int
	state State
	count int // how often it has been plugged in
	id    uint64
	air   *remote // over the network; nil: by cable
}

// devices returns the phones that are plugged in.
func (s *Server) devices() []device {
	var all []device
	for i, p := range s.phones {
		if state, count := p.State(); state != Absent {
			all = append(all, device{phone: p, index: i, state: state, count: count, id: s.id(i, count)})
		}
	}
	for _, r := range s.network.list() {
		all = append(all, device{phone: r.phone, index: -1, state: Ready, count: r.count, id: s.id(-1, r.count), air: r})
	}
	return all
}

// serial is what the server calls the phone: its serial number, or its address.
func (d device) serial() string {
	if d.air != nil {
		return d.air.addr
	}
	return d.phone.Serial()
}

// path is where the phone is plugged in; over the network, nowhere.
func (d device) path() string {
	if d.air != nil {
		return ""
	}
	return fmt.Sprintf("usb:1-%d", d.index+1)
}

// link is what the phone's bytes go through.
func (d device) link() *link.Link {
	if d.air != nil {
		return d.air.link
	}
	return d.phone.Link()
}

// lasts reports whether the phone is still connected as it was.
func (s *Server) lasts(d *device) bool {
	if d.air != nil {
		return s.network.has(d.air)
	}
	state, count := d.phone.State()
	return state == Ready && count == d.count
}

// list is the text of devices, or devices-l when long.
func list(all []device, long bool) string {
	var b strings.Builder
	for _, d := range all {
		if !long {
			fmt.Fprintf(&b, "%s\t%s\n", d.serial(), d.state)
			continue
		}
		fmt.Fprintf(&b, "%-22s %s", d.serial(), d.state)
		if p := d.path(); p != "" {
			fmt.Fprintf(&b, " %s", p)
		}
		if d.state == Ready { // the phone introduces itself only then
			a := d.phone.Daemon()
			for _, token := range [...][2]string{{"product", a.Product}, {"model", onlyAlnum(a.Model)}, {"device", a.Device}} {
				if token[1] != "" {
					fmt.Fprintf(&b, " %s:%s", token[0], token[1])
				}
			}
		}
		fmt.Fprintf(&b, " transport_id:%d\n", d.id)
	}
	return b.String()
}

// onlyAlnum replaces what is neither letter nor digit by "_", as the server
// does with models.
func onlyAlnum(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
}

// target is which device a request is for.
type target struct {
	serial string
	id     uint64
	usb    bool
	local  bool
}

// refusal is the text of a FAIL.
type refusal string

// Error implements error.
func (r refusal) Error() string { return string(r) }

// find returns the one device a target means, whatever its state.
func (s *Server) find(t target) (device, error) {
	var hits []device
	for _, d := range s.devices() {
		switch {
		case t.local && d.air == nil || t.usb && d.air != nil || t.serial != "" && d.serial() != t.serial && d.path() != t.serial || t.id != 0 && d.id != t.id:
		default:
			hits = append(hits, d)
		}
	}
	switch {
	case len(hits) == 1:
		return hits[0], nil
	case len(hits) > 1:
		return device{}, refusal("more than one device/emulator")
	case t.serial != "":
		return device{}, refusal("device '" + t.serial + "' not found")
	case t.id != 0:
		return device{}, refusal(fmt.Sprintf("no device with transport id '%d'", t.id))
	}
	return device{}, refusal("no devices/emulators found")
}

// usable is find for a device that can be spoken to.
func (s *Server) usable(t target) (device, error) {
	d, err := s.find(t)
	if err != nil {
		return d, err
	}
	switch d.state {
	case Unauthorized:
		return d, refusal("device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\n" +
			"Try 'adb kill-server' if that seems wrong.\nOtherwise check for a confirmation dialog on your device.")
	case Offline:
		return d, refusal("device offline")
	}
	return d, nil
}
