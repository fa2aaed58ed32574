package doctor

import (
	"context"
	"fmt"

	"golang.org/x/sys/windows"
)

// readUSB finds the phones on this computer's sockets: the devices of the bus
// USB that are present now, and not all that ever were.
func readUSB(ctx context.Context) ([]USBPhone, error) {
	set, err := windows.SetupDiGetClassDevsEx(nil, "USB", 0, windows.DIGCF_ALLCLASSES|windows.DIGCF_PRESENT, 0, "")
	if err != nil {
		return nil, fmt.Errorf("looking at the USB devices: %w", err)
	}
	defer set.Close()
	var nodes []plugged
	for i := 0; i < maxUSBEntries && ctx.Err() == nil; i++ {
		d, err := set.EnumDeviceInfo(i)
		if err != nil {
			break // there are no more
		}
		id, err := set.DeviceInstanceID(d)
		if err != nil {
			continue // gone in the meantime
		}
		n := plugged{Instance: id}
		n.Compatible, _ = property(set, d, windows.SPDRP_COMPATIBLEIDS).([]string)
		n.Service, _ = property(set, d, windows.SPDRP_SERVICE).(string)
		n.Name, _ = property(set, d, windows.SPDRP_FRIENDLYNAME).(string)
		if n.Name == "" {
			n.Name, _ = property(set, d, windows.SPDRP_DEVICEDESC).(string)
		}
		nodes = append(nodes, n)
	}
	return parsePlugged(nodes), ctx.Err()
}

// property is one property of a device, or nil where it has none.
func property(set windows.DevInfo, d *windows.DevInfoData, which windows.SPDRP) any {
	value, err := set.DeviceRegistryProperty(d, which)
	if err != nil {
		return nil
	}
	return value
}
