package demo

// releases are the Android versions by API level.
var releases = map[int]string{26: "8.0.0", 27: "8.1.0", 28: "9", 29: "10", 30: "11", 31: "12", 32: "12", 33: "13", 34: "14", 35: "15", 36: "16"}

// What the shell user may not read in older versions of Android: call logs before
// 12 (API level 31), messages before 9.
const (
	callsSDK = 31
	textsSDK = 28
)

// setVersion makes the phone one of an older Android: its version, and what the
// shell may not read there. 0 leaves it as it is.
func (p *Phone) setVersion(sdk int) {
	if sdk == 0 {
		return
	}
	p.system.SetVersion(sdk, releases[sdk])
	if sdk < callsSDK {
		p.refused["call_log"] = true
	}
	if sdk < textsSDK {
		p.refused["sms"], p.refused["mms"], p.refused["mms-sms"] = true, true, true
	}
}
