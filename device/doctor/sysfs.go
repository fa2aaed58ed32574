package doctor

import (
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// Bounds of what a computer may have on USB.
const (
	maxUSBEntries    = 4096
	maxUSBPhones     = 64
	maxUSBInterfaces = 32
)

// readSysfs finds the phones among Linux's USB devices. sys is
// /sys/bus/usb/devices: a folder for each device ("1-4") and for each interface
// of it ("1-4:1.0"). access says whether the device's node may be opened.
// Everything in these files but the names comes from the devices themselves.
func readSysfs(sys fs.FS, access func(node string) Access) ([]USBPhone, error) {
	entries, err := fs.ReadDir(sys, ".")
	if err != nil {
		return nil, fmt.Errorf("looking at the USB devices: %w", err)
	}
	entries = entries[:min(len(entries), maxUSBEntries)]
	interfaces := map[string][]Interface{}
	for _, e := range entries {
		device, _, isInterface := strings.Cut(e.Name(), ":")
		if !isInterface || len(interfaces[device]) >= maxUSBInterfaces {
			continue
		}
		class, ok1 := hexFile(sys, e.Name()+"/bInterfaceClass", 8)
		sub, ok2 := hexFile(sys, e.Name()+"/bInterfaceSubClass", 8)
		protocol, ok3 := hexFile(sys, e.Name()+"/bInterfaceProtocol", 8)
		if ok1 && ok2 && ok3 {
			interfaces[device] = append(interfaces[device], Interface{uint8(class), uint8(sub), uint8(protocol)})
		}
	}
	var phones []USBPhone
	for _, e := range entries {
		name := e.Name()
		if strings.Contains(name, ":") || len(phones) >= maxUSBPhones {
			continue
		}
		v, ok1 := hexFile(sys, name+"/idVendor", 16)
		product, ok2 := hexFile(sys, name+"/idProduct", 16)
		if !ok1 || !ok2 {
			continue
		}
		p := USBPhone{
			Vendor: uint16(v), Product: uint16(product),
			Name:       introduce(wordFile(sys, name+"/manufacturer"), wordFile(sys, name+"/product")),
			Serial:     deviceName(wordFile(sys, name+"/serial")),
			Interfaces: interfaces[name],
		}
		if !p.isPhone() {
			continue
		}
		if node, ok := deviceNode(wordFile(sys, name+"/busnum"), wordFile(sys, name+"/devnum")); ok {
			p.Access = access(node)
		}
		phones = append(phones, p)
	}
	return phones, nil
}

// deviceNode is the file a USB device is opened by.
func deviceNode(bus, device string) (string, bool) {
	b, err1 := strconv.ParseUint(bus, 10, 10)
	d, err2 := strconv.ParseUint(device, 10, 10)
	return fmt.Sprintf("/dev/bus/usb/%03d/%03d", b, d), err1 == nil && err2 == nil
}

func hexFile(sys fs.FS, name string, bits int) (uint64, bool) {
	n, err := strconv.ParseUint(wordFile(sys, name), 16, bits)
	return n, err == nil
}

// wordFile reads a small file; what cannot be read is empty.
func wordFile(sys fs.FS, name string) string {
	f, err := sys.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1024))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
