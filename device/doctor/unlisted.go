package doctor

import (
	"slices"

	"keepsake/device"
)

// unlisted are the phones on USB that the adb server does not list, neither
// over this cable nor over Wi-Fi. A phone whose serial could not be read is
// taken for one that is listed as long as there is such a one left over.
func (f Facts) unlisted() []USBPhone {
	if f.Elsewhere {
		return nil
	}
	over := 0 // phones listed over a cable that no device on USB is known to be
	for _, p := range f.Phones {
		if p.State != device.Absent && !device.OverNetwork(p.Serial) && !slices.ContainsFunc(f.USB, func(u USBPhone) bool { return u.is(p) }) {
			over++
		}
	}
	var list []USBPhone
	for _, u := range f.USB {
		switch {
		case slices.ContainsFunc(f.Phones, u.is):
		case u.Serial == "" && (u.Adb() || u.Blind) && over > 0:
			over--
		default:
			list = append(list, u)
		}
	}
	return list
}

// is reports whether this is the phone p, also when p is connected over Wi-Fi
// and only charges here.
func (u USBPhone) is(p device.Info) bool {
	if u.Serial == "" || p.State == device.Absent {
		return false
	}
	return u.Serial == p.Serial || device.SerialID(u.Serial) == p.ID
}

// onUSB says why a phone on USB is not listed.
func (f Facts) onUSB(u USBPhone) Finding {
	title := u.title()
	if name := f.Names[device.SerialID(u.Serial)]; name != "" {
		title = name
	}
	switch {
	case u.Fastboot():
		return find(Bootloader, "Phone", title)
	case !u.Adb():
		one := find(ChargeOnly, "Phone", title)
		one.Detail = howToDebug
		return one
	case u.Access == Denied:
		one := find(NoPermission, "Phone", title)
		f.offerRule(&one, u.Vendor)
		return one
	case u.NoDriver:
		return find(Driver, "Phone", title)
	}
	// Another program may hold it, or the server missed it.
	one := find(Offline, "Phone", title)
	one.Action = RestartServer
	return one
}

// vendorOf is the USB number of a listed phone's maker, Xiaomi's if not known.
func (f Facts) vendorOf(p device.Info) uint16 {
	for _, u := range f.USB {
		if u.is(p) || len(f.USB) == 1 {
			return u.Vendor
		}
	}
	return xiaomi
}

// offerRule adds the rule that lets this computer's user open such phones.
// Other systems than Linux have no such rules.
func (f Facts) offerRule(one *Finding, vendor uint16) {
	if f.System != "linux" {
		one.Action = None
		return
	}
	one.Detail = byHand(vendor)
}
