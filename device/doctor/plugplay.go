package doctor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// plugged is one USB device, or one interface of one, as Windows lists them.
type plugged struct {
	Instance   string   // `USB\VID_2717&PID_FF48\0a1b2c`, or `USB\VID_2717&PID_FF48&MI_01\7&1f…`
	Compatible []string // `USB\Class_ff&SubClass_42&Prot_01`, `USB\Class_ff` …
	Service    string   // the driver; empty: none
	Name       string
}

// parsePlugged puts devices together with their interfaces, which Windows lists
// as devices of their own, and finds the phones. An interface tells only the
// numbers of the device it belongs to, so two phones of one model are one here.
func parsePlugged(nodes []plugged) []USBPhone {
	type numbers struct{ vendor, product uint16 }
	found := map[numbers]*USBPhone{}
	for _, n := range nodes[:min(len(nodes), maxUSBEntries)] {
		v, product, part, serial, ok := parseInstance(n.Instance)
		if !ok {
			continue
		}
		p := found[numbers{v, product}]
		if p == nil {
			p = &USBPhone{Vendor: v, Product: product}
			found[numbers{v, product}] = p
		}
		for _, c := range n.Compatible {
			i, ok := parseCompatible(c)
			if !ok || len(p.Interfaces) >= maxUSBInterfaces || slices.Contains(p.Interfaces, i) {
				continue
			}
			p.Interfaces = append(p.Interfaces, i)
			if i == adbInterface && !speaksAdb(n.Service) {
				p.NoDriver = true
			}
		}
		if !part {
			p.Name = deviceName(n.Name)
			if !strings.Contains(serial, "&") { // that is a number Windows made up
				p.Serial = deviceName(serial)
			}
		}
	}
	var phones []USBPhone
	for _, p := range found {
		if p.isPhone() {
			phones = append(phones, *p)
		}
	}
	slices.SortFunc(phones, func(a, b USBPhone) int {
		return cmp.Or(cmp.Compare(a.Vendor, b.Vendor), cmp.Compare(a.Product, b.Product))
	})
	return phones[:min(len(phones), maxUSBPhones)]
}

// speaksAdb reports whether adb can use an interface with this driver: Windows's
// own for programs, or Google's of old. Others keep it for themselves.
func speaksAdb(service string) bool {
	return strings.EqualFold(service, "WinUSB") || strings.EqualFold(service, "androidusb")
}

// parseInstance takes the name of a device apart. part says that it is an
// interface of one.
func parseInstance(s string) (vendor, product uint16, part bool, serial string, ok bool) {
	words := strings.SplitN(s, `\`, 3)
	if len(words) != 3 || !strings.EqualFold(words[0], "USB") {
		return 0, 0, false, "", false
	}
	var haveVendor, haveProduct bool
	for word := range strings.SplitSeq(strings.ToUpper(words[1]), "&") {
		if d, is := strings.CutPrefix(word, "VID_"); is {
			vendor, haveVendor = hex16(d)
		} else if d, is := strings.CutPrefix(word, "PID_"); is {
			product, haveProduct = hex16(d)
		} else if strings.HasPrefix(word, "MI_") {
			part = true
		}
	}
	return vendor, product, part, words[2], haveVendor && haveProduct
}

// parseCompatible reads `USB\Class_ff&SubClass_42&Prot_01`. Shorter ones say
// less and are passed over.
func parseCompatible(s string) (i Interface, ok bool) {
	rest, ok := strings.CutPrefix(strings.ToUpper(s), `USB\CLASS_`)
	words := strings.Split(rest, "&")
	if !ok || len(words) != 3 {
		return Interface{}, false
	}
	sub, ok1 := strings.CutPrefix(words[1], "SUBCLASS_")
	protocol, ok2 := strings.CutPrefix(words[2], "PROT_")
	c, err1 := strconv.ParseUint(words[0], 16, 8)
	s8, err2 := strconv.ParseUint(sub, 16, 8)
	p, err3 := strconv.ParseUint(protocol, 16, 8)
	return Interface{uint8(c), uint8(s8), uint8(p)}, ok1 && ok2 && err1 == nil && err2 == nil && err3 == nil
}

func hex16(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 16, 16)
	return uint16(n), err == nil && len(s) == 4
}
