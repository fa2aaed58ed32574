package device

// Switch is a setting of a phone that is on, off, or not to be told.
type Switch int

// The positions of a switch. A phone that never had it in its settings, or of
// another maker, leaves it unknown.
const (
	SwitchUnknown Switch = iota
	SwitchOff
	SwitchOn
)

// Adb are the two switches beside USB debugging that Xiaomi adds to the
// developer options. Reading a phone needs neither of them.
type Adb struct {
	Input   Switch // "USB debugging (Security settings)": writing records, granting permissions
	Install Switch // "Install via USB": putting apps on the phone
}

// adbSwitches reads both from a phone's properties.
func adbSwitches(p properties) Adb {
	return Adb{Input: switchOf(p["persist.security.adbinput"]), Install: switchOf(p["persist.security.adbinstall"])}
}

func switchOf(value string) Switch {
	switch value {
	case "1":
		return SwitchOn
	case "0":
		return SwitchOff
	}
	return SwitchUnknown
}
