package doctor

import (
	"slices"
	"strings"
	"unicode"
)

// USBPhone is a phone on one of this computer's USB sockets.
type USBPhone struct {
	Vendor, Product uint16
	Name            string // as it introduces itself: "Xiaomi Redmi Note 13"
	Serial          string // empty if it could not be read
	Interfaces      []Interface
	Blind           bool   // the interfaces could not be read
	Access          Access // to the adb interface
	NoDriver        bool   // Windows: nothing is installed that could talk adb to it
}

// Interface is the class, subclass and protocol of one thing a USB device can do.
type Interface struct{ Class, Subclass, Protocol uint8 }

// What a phone offers over USB.
var (
	adbInterface      = Interface{0xff, 0x42, 0x01}
	fastbootInterface = Interface{0xff, 0x42, 0x03}
)

// imaging is the class of MTP and PTP: files and pictures.
const imaging = 0x06

// Access says whether this computer's user may open a device.
type Access int

// The accesses.
const (
	AccessUnknown Access = iota
	Allowed
	Denied
)

// Adb reports whether the phone offers adb, which is USB debugging switched on.
func (p USBPhone) Adb() bool { return slices.Contains(p.Interfaces, adbInterface) }

// Fastboot reports whether the phone is in its boot loader.
func (p USBPhone) Fastboot() bool { return slices.Contains(p.Interfaces, fastbootInterface) }

func (p USBPhone) files() bool {
	return slices.ContainsFunc(p.Interfaces, func(i Interface) bool { return i.Class == imaging })
}

const xiaomi, google = 0x2717, 0x18d1

// vendors are the makers of phones by their USB numbers. True: only phones and
// their like carry the number. The others make mice and printers too, so that a
// device of theirs counts as a phone only by what it offers.
var vendors = map[uint16]bool{
	xiaomi: true,  // Xiaomi
	google: false, // Google
	0x04e8: false, // Samsung
	0x2a70: true,  // OnePlus
	0x22d9: true,  // OPPO
	0x2d95: true,  // vivo
	0x2ae5: true,  // Fairphone
	0x2e04: true,  // Nokia
	0x0421: false, // Nokia
	0x22b8: false, // Motorola
	0x12d1: false, // Huawei
	0x339b: true,  // Honor
	0x1004: false, // LG
	0x0fce: true,  // Sony
	0x054c: false, // Sony
	0x0bb4: false, // HTC
	0x0b05: false, // ASUS
	0x17ef: false, // Lenovo
	0x19d2: false, // ZTE
	0x2a45: true,  // Meizu
	0x1bbb: false, // TCL
	0x04dd: false, // Sharp
	0x0e8d: false, // MediaTek
	0x05c6: false, // Qualcomm
}

// notPhones are the classes of sound, keyboards and mice, printers, hubs and
// cameras. A maker of phones sells those, too.
var notPhones = [...]uint8{0x01, 0x03, 0x07, 0x09, 0x0e}

// isPhone tells a phone from everything else on USB.
func (p USBPhone) isPhone() bool {
	onlyPhones, known := vendors[p.Vendor]
	switch {
	case p.Adb(), p.Fastboot():
		return true
	case !known:
		return false
	case p.files():
		return true
	case !onlyPhones, p.Vendor == xiaomi && p.Product>>8 != 0xff: // its Wi-Fi sticks have others
		return false
	}
	return !slices.ContainsFunc(p.Interfaces, func(i Interface) bool { return slices.Contains(notPhones[:], i.Class) })
}

// title is what to call the phone.
func (p USBPhone) title() string {
	if name := deviceName(p.Name); name != "" {
		return name
	}
	return ThePhone
}

// introduce joins what a device says of its maker and itself.
func introduce(maker, product string) string {
	maker, product = deviceName(maker), deviceName(product)
	if len(product) >= len(maker) && strings.EqualFold(product[:len(maker)], maker) {
		return product
	}
	return strings.TrimSpace(maker + " " + product)
}

// How long the words of others may get, in letters.
const (
	mostOfName = 60  // what a device calls itself
	mostOfSaid = 300 // why something went wrong
)

// deviceName makes what a device calls itself fit to be shown.
func deviceName(s string) string { return oneLine(s, mostOfName) }

// oneLine makes words from elsewhere fit to be shown: printable, one line, no
// longer than most.
func oneLine(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s[:min(len(s), 4*most)], ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return s
}
