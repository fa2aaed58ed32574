package doctor

import (
	"fmt"
	"strings"
)

// Level is how much a finding matters.
type Level int

// The levels.
const (
	OK        Level = iota
	Note            // works, and is worth knowing
	Waiting         // passes by itself
	Attention       // needs the owner
	Stop            // nothing works until it is mended
)

var levelNames = [...]string{OK: "ok", Note: "note", Waiting: "waiting", Attention: "attention", Stop: "stop"}

// String returns the level as one lower-case word.
func (l Level) String() string {
	if l < 0 || int(l) >= len(levelNames) {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return levelNames[l]
}

// MarshalText makes the level its word in JSON.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Sentence is a sentence to be translated and then filled. Text holds
// {{.Name}} for each pair of name and value in Args. Values are strings, ints,
// and Bytes for sizes.
type Sentence struct {
	Text string
	Args []any
}

// String returns the sentence in English.
func (s Sentence) String() string {
	pairs := make([]string, 0, len(s.Args))
	for i := 0; i+1 < len(s.Args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{{.%v}}", s.Args[i]), fmt.Sprint(s.Args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(s.Text)
}

// Bytes is a size in a sentence.
type Bytes int64

// String writes the size in decimal units, as phones and disks do.
func (b Bytes) String() string {
	switch f := float64(b); {
	case b < 1_000_000:
		return fmt.Sprintf("%.0f KB", f/1e3)
	case b < 1_000_000_000:
		return fmt.Sprintf("%.0f MB", f/1e6)
	default:
		return fmt.Sprintf("%.1f GB", f/1e9)
	}
}

// Picture is what to draw beside a finding.
type Picture string

// The pictures. Those before PictureDone show the phone's screen or what to do
// with the phone.
const (
	PictureCable      Picture = "cable"     // a phone and a computer, not joined
	PictureUSBMode    Picture = "usbmode"   // "Use USB for: File transfer"
	PictureVersion    Picture = "version"   // tap the version seven times
	PictureDeveloper  Picture = "developer" // the switch "USB debugging"
	PictureAllow      Picture = "allow"     // "Allow USB debugging?"
	PictureReplug     Picture = "replug"
	PictureRestart    Picture = "restart"
	PictureUnlock     Picture = "unlock"
	PictureSecurity   Picture = "security" // the switch "USB debugging (Security settings)"
	PictureInstall    Picture = "install"  // the switch "Install via USB"
	PictureCharge     Picture = "charge"
	PictureWiFi       Picture = "wifi"
	PictureSpace      Picture = "space" // the computer's disk
	PictureAdb        Picture = "adb"   // the program that talks to phones
	PictureDriver     Picture = "driver"
	PicturePermission Picture = "permission"
	PictureSeveral    Picture = "several"
	PictureWait       Picture = "wait"
	PictureDone       Picture = "done"
)

// Pictures returns every picture.
func Pictures() []Picture {
	return []Picture{
		PictureCable, PictureUSBMode, PictureVersion, PictureDeveloper, PictureAllow, PictureReplug, PictureRestart,
		PictureUnlock, PictureSecurity, PictureInstall, PictureCharge, PictureWiFi, PictureSpace, PictureAdb,
		PictureDriver, PicturePermission, PictureSeveral, PictureWait, PictureDone,
	}
}

// Action is the one button that helps.
type Action string

// The actions; None where only the owner can do something.
const (
	None          Action = ""
	FindAdb       Action = "find-adb"       // let the owner point at the program
	DownloadAdb   Action = "download-adb"   // Fetch, show the checksum, Unpack; FindAdb beside it
	InstallARule  Action = "install-rule"   // InstallRule
	Reconnect     Action = "reconnect"      // ask the server to connect to the phone again
	RestartServer Action = "restart-server" // end the adb server and start it again
	StartPhone    Action = "start-phone"    // restart the phone out of recovery mode
	OpenDrivers   Action = "open-drivers"   // show where Windows drivers for phones are
	ChooseLibrary Action = "choose-library" // another folder for the library
)

// Actions returns every action but None.
func Actions() []Action {
	return []Action{FindAdb, DownloadAdb, InstallARule, Reconnect, RestartServer, StartPhone, OpenDrivers, ChooseLibrary}
}

// Finding is one line of the checklist.
type Finding struct {
	ID      ID
	Level   Level
	What    Sentence // what is the case
	Next    Sentence // what to do; its Text is empty where there is nothing
	Picture Picture
	Action  Action
	Phone   string   // its device.Info.ID; empty when it is not about a phone adb lists
	Detail  []string // shown when unfolded: places searched, a rule's text
}

// Next returns the finding to show first: the gravest, and among equals the
// first. ok is false when there is nothing to do or to wait for.
func Next(all []Finding) (f Finding, ok bool) {
	for _, one := range all {
		if one.Level > Note && (!ok || one.Level > f.Level) {
			f, ok = one, true
		}
	}
	return f, ok
}

// HasReady reports whether a phone can be used now.
func HasReady(all []Finding) bool {
	for _, f := range all {
		if f.ID == Ready {
			return true
		}
	}
	return false
}
