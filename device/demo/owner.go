package demo

import "keepsake/device/demo/android"

// AcceptImport is the owner's tap on OK in the importer of contacts or events that is
// on the screen. It returns how many it took in.
func (p *Phone) AcceptImport() (int, error) { return p.system.AcceptImport() }

// Shown are the activities that were put on the phone's screen, oldest first.
func (p *Phone) Shown() []android.Intent { return p.system.Shown() }

// SetSwitches sets Xiaomi's two switches beside USB debugging: "USB debugging
// (Security settings)" and "Install via USB". It is called before the phone is served.
func (p *Phone) SetSwitches(input, install bool) {
	for name, on := range map[string]bool{"persist.security.adbinput": input, "persist.security.adbinstall": install} {
		value := "0"
		if on {
			value = "1"
		}
		p.system.SetProp(name, value)
	}
}

// Op is the mode of an app op of the shell, such as "WRITE_SMS"; "" for the usual one.
func (p *Phone) Op(name string) string { return p.system.Op(name) }

// Networks are the Wi-Fi networks the phone knows now.
func (p *Phone) Networks() []android.Network { return p.system.SavedNetworks() }
