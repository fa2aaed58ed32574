package doctor

import "keepsake/device"

// ID names what a finding is about. Each has one row in the table.
type ID string

// The findings about this computer, then those about phones.
const (
	ProgramFound  ID = "program-found"
	NoProgram     ID = "no-program"
	ServerAnswers ID = "server-answers"
	ServerSilent  ID = "server-silent"
	ServerOld     ID = "server-old"   // it and the program here end each other
	ServerOther   ID = "server-other" // something else is on its port
	EnoughSpace   ID = "enough-space"
	LittleSpace   ID = "little-space"

	NothingListed ID = "nothing-listed"
	ChargeOnly    ID = "charge-only" // a phone is on USB, without adb
	Driver        ID = "driver"
	NoPermission  ID = "no-permission"
	Unauthorized  ID = "unauthorized"
	Authorizing   ID = "authorizing"
	Connecting    ID = "connecting"
	Offline       ID = "offline"
	Recovery      ID = "recovery"
	Sideload      ID = "sideload"
	Bootloader    ID = "bootloader"
	UnknownState  ID = "unknown-state"
	Several       ID = "several"
	SameSerial    ID = "same-serial"
	Locked        ID = "locked"
	Ready         ID = "ready"
	NotXiaomi     ID = "not-xiaomi"
	SecurityOff   ID = "security-off"
	InstallOff    ID = "install-off"
	LowBattery    ID = "low-battery"
)

// ThePhone stands for a phone that has not told its name. As the value of an
// argument it is to be translated.
const ThePhone = "The phone"

// row is what is always so of one kind of finding. What a device.State says for
// itself has no words here: they are that state's own.
type row struct {
	id         ID
	level      Level
	picture    Picture
	action     Action
	what, next string
	state      device.State
}

// sentences returns the row's words.
func (r row) sentences() (what, next string) {
	if r.state != "" {
		return r.state.Sentences()
	}
	return r.what, r.next
}

// rows is the table of all findings, in the order of the checklist.
func rows() []row {
	return []row{
		{id: ProgramFound, level: OK, picture: PictureDone, what: "The adb program, which talks to phones, is here."},
		{id: NoProgram, level: Stop, picture: PictureAdb, action: DownloadAdb,
			what: "The adb program, which talks to phones, was not found.",
			next: "Download Google's platform-tools, or show Keepsake where adb is."},
		{id: ServerAnswers, level: OK, picture: PictureDone, what: "The adb server answers."},
		{id: ServerSilent, level: Stop, picture: PictureAdb, action: RestartServer,
			what: "The adb server does not answer.",
			next: "Restart it; if that does not help, restart the computer."},
		{id: ServerOld, level: Note, picture: PictureAdb, action: RestartServer,
			what: "The adb server is of version {{.Server}}, the adb program here of version {{.Program}}: each use of one ends the other.",
			next: "Restart the adb server, so that both are of the same version."},
		{id: ServerOther, level: Stop, picture: PictureAdb,
			what: "Something other than an adb server answers at {{.Address}}.",
			next: "Close the program that uses this port, or set ANDROID_ADB_SERVER_PORT to a free one."},
		{id: EnoughSpace, level: OK, picture: PictureDone, what: "{{.Free}} are free where the library is."},
		{id: LittleSpace, level: Attention, picture: PictureSpace, action: ChooseLibrary,
			what: "Only {{.Free}} are free where the library is.",
			next: "Free some space there, or choose another disk for the library."},

		{id: NothingListed, level: Attention, picture: PictureCable, state: device.Absent},
		{id: ChargeOnly, level: Attention, picture: PictureDeveloper,
			what: "{{.Phone}} is plugged in, but only charges: USB debugging is off.",
			next: "Switch on USB debugging in the phone's developer options."},
		{id: Driver, level: Attention, picture: PictureDriver, action: OpenDrivers,
			what: "{{.Phone}} is plugged in, but Windows has no driver for its USB debugging.",
			next: "Install the “Android ADB Interface” from Windows Update's optional updates, then plug the phone in again."},
		{id: NoPermission, level: Attention, picture: PicturePermission, action: InstallARule, state: device.NoPermission},
		{id: Unauthorized, level: Attention, picture: PictureAllow, state: device.Unauthorized},
		{id: Authorizing, level: Waiting, picture: PictureWait, state: device.Authorizing},
		{id: Connecting, level: Waiting, picture: PictureWait, state: device.Connecting},
		{id: Offline, level: Attention, picture: PictureReplug, action: Reconnect, state: device.Offline},
		{id: Recovery, level: Attention, picture: PictureRestart, action: StartPhone, state: device.Recovery},
		{id: Sideload, level: Attention, picture: PictureRestart, state: device.Sideload},
		{id: Bootloader, level: Attention, picture: PictureRestart, state: device.Bootloader},
		{id: UnknownState, level: Attention, picture: PictureRestart, state: device.Unknown},
		{id: Several, level: Note, picture: PictureSeveral,
			what: "{{.N}} phones are connected: {{.Phones}}.",
			next: "Choose the one to work with."},
		{id: SameSerial, level: Attention, picture: PictureSeveral,
			what: "{{.Phones}} have the same serial number and cannot be told apart for sure.",
			next: "Connect them one at a time, so that their backups stay separate."},
		{id: Locked, level: Attention, picture: PictureUnlock,
			what: "{{.Phone}} was restarted and not unlocked since, so its storage is closed.",
			next: "Unlock it once."},
		{id: Ready, level: OK, picture: PictureDone, state: device.Ready},
		{id: NotXiaomi, level: Note, picture: PictureDone,
			what: "{{.Phone}} is not a Xiaomi, Redmi or POCO phone. It works; only what Xiaomi's own apps keep is left out."},
		{id: SecurityOff, level: Attention, picture: PictureSecurity,
			what: "“USB debugging (Security settings)” is off on {{.Phone}}, so contacts and messages cannot be written back to it.",
			next: "Switch it on in the phone's developer options; the phone wants a Mi account and a SIM card for that."},
		{id: InstallOff, level: Attention, picture: PictureInstall,
			what: "“Install via USB” is off on {{.Phone}}, so apps cannot be put back on it.",
			next: "Switch it on in the phone's developer options; the phone wants a Mi account and a SIM card for that."},
		{id: LowBattery, level: Attention, picture: PictureCharge,
			what: "{{.Phone}} has {{.Percent}} % of its battery left and is not charging.",
			next: "Charge it before a long backup."},
	}
}

// find makes the finding of a row; args are pairs of name and value.
func find(id ID, args ...any) Finding {
	for _, r := range rows() {
		if r.id == id {
			what, next := r.sentences()
			return Finding{
				ID: id, Level: r.level, Picture: r.picture, Action: r.action,
				What: Sentence{what, args}, Next: Sentence{Text: next},
			}
		}
	}
	panic("doctor: no row for " + string(id)) // a constant without a row; a test looks at each
}

// The next steps that take more than a sentence to find on a phone or computer.
// They are unfolded on demand, and printed by the command line.
var (
	howToDebug = []string{
		"HyperOS: Settings › About phone › tap “OS version” seven times, then Settings › Additional settings › Developer options › USB debugging.",
		"MIUI: Settings › About phone › tap “MIUI version” seven times, then Settings › Additional settings › Developer options › USB debugging.",
		"Other phones: Settings › About phone › tap “Build number” seven times, then Settings › System › Developer options › USB debugging.",
	}
	howToCable = []string{
		"Some cables only charge. Try the one that came with the phone, and another socket of the computer.",
		"When the phone asks what to use USB for, choose “File transfer”.",
	}
	howToAllow = []string{
		"Tick “Always allow from this computer”, and the phone asks no more.",
		"If the question never appears: Developer options › “Revoke USB debugging authorisations”, then plug the phone in again.",
	}
	howToInstall = map[string][]string{
		"linux":   {"Debian, Ubuntu: sudo apt install adb", "Fedora: sudo dnf install android-tools", "Arch: sudo pacman -S android-tools"},
		"darwin":  {"Homebrew: brew install --cask android-platform-tools"},
		"windows": {"winget install Google.PlatformTools"},
	}
)
