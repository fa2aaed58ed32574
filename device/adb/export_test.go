package adb

// AsOld makes the phone one that said it can do nothing: everything goes over
// the first versions of the protocols.
func (d *Device) AsOld() *Device {
	return &Device{server: d.server, entry: d.entry, features: &Features{}}
}
