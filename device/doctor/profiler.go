package doctor

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// profilerNode is one hub, socket or device in macOS's lists. Each list has its
// own names for the same things.
type profilerNode struct {
	Name  string         `json:"_name"`
	Items []profilerNode `json:"_items"`

	Maker  string `json:"manufacturer"`
	Vendor string `json:"vendor_id"`
	Number string `json:"product_id"`
	Serial string `json:"serial_num"`

	HostMaker  string `json:"USBDeviceKeyVendorName"`
	HostVendor string `json:"USBDeviceKeyVendorID"`
	HostNumber string `json:"USBDeviceKeyProductID"`
	HostSerial string `json:"USBDeviceKeySerialNumber"`
}

// parseProfiler reads `system_profiler TYPE -json` of either type. It lists
// devices below the hubs they are plugged into and knows nothing of their
// interfaces.
func parseProfiler(out []byte) ([]USBPhone, error) {
	var all struct {
		Nodes []profilerNode `json:"SPUSBDataType"`
		Host  []profilerNode `json:"SPUSBHostDataType"`
	}
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, fmt.Errorf("reading the list of USB devices: %w", err)
	}
	var phones []USBPhone
	level := append(all.Nodes, all.Host...)
	for seen := 0; len(level) > 0 && seen < maxUSBEntries; seen++ {
		n := level[0]
		level = append(level[1:], n.Items...)
		v, ok1 := leadingHex(cmp.Or(n.Vendor, n.HostVendor))
		number, ok2 := leadingHex(cmp.Or(n.Number, n.HostNumber))
		if !ok1 || !ok2 || len(phones) >= maxUSBPhones {
			continue
		}
		p := USBPhone{
			Vendor: v, Product: number, Blind: true,
			Name: introduce(cmp.Or(n.Maker, n.HostMaker), n.Name), Serial: deviceName(cmp.Or(n.Serial, n.HostSerial)),
		}
		if p.Serial == "Not Provided" {
			p.Serial = ""
		}
		if p.isPhone() {
			phones = append(phones, p)
		}
	}
	return phones, nil
}

// leadingHex reads "0x2717  (Xiaomi Communications Co., Ltd.)".
func leadingHex(s string) (uint16, bool) {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	digits, ok := strings.CutPrefix(word, "0x")
	n, err := strconv.ParseUint(digits, 16, 16)
	return uint16(n), ok && err == nil
}
