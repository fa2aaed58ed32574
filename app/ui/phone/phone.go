// Package phone is what the window knows of a phone: who it is, whether it can
// be read, and in a few words what its owner has to do. It knows nothing of
// cables and protocols.
//
// Begin with Phone.
package phone

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// State is how far a phone is from being read.
type State string

// The states. Away is a phone the library knows and the computer does not see.
const (
	Ready        State = "ready"
	Unauthorized State = "unauthorized" // the phone asks its owner whether to allow this computer
	Authorizing  State = "authorizing"  // keys are being exchanged
	Connecting   State = "connecting"
	Offline      State = "offline"      // seen, and not answering
	NoPermission State = "nopermission" // this computer may not open the USB device
	Recovery     State = "recovery"
	Sideload     State = "sideload"
	Bootloader   State = "bootloader"
	Unknown      State = "unknown"
	Away         State = "away"
)

// Phone is one phone, as the window shows it.
type Phone struct {
	ID, Name, Model string
	OS, Android     string // "HyperOS 2.0", "15"
	State           State
	What, Next      string // why it is not ready, and what to do; empty when it is
	Battery         int    // per cent, -1 while unknown
	Charging        bool
	Total, Free     int64 // bytes of its storage, 0 while unknown
	Demo            bool
	Locked          bool      // restarted and not unlocked since: its storage is closed
	Wireless        bool      // connected without a cable
	Spaces          []Space   // beside its own storage: cards, dual apps, a second space
	LastSeen        time.Time // of a phone that is away
}

// Ready reports whether the phone can be backed up now.
func (p Phone) Ready() bool { return p.State == Ready }

// Present reports whether the phone is connected, ready or not.
func (p Phone) Present() bool { return p.State != Away }

// Title is the phone's name, or what comes nearest to one.
func (p Phone) Title() string {
	for _, s := range []string{p.Name, p.Model} {
		if s = strings.TrimSpace(words.Name(s)); s != "" {
			return s
		}
	}
	return words.T("Phone")
}

// About is the phone's model, system and Android version, what is known of them.
func (p Phone) About() string {
	var parts []string
	add := func(s string) {
		if s = strings.TrimSpace(words.Name(s)); s != "" {
			parts = append(parts, s)
		}
	}
	if p.Model != p.Title() {
		add(p.Model)
	}
	add(p.OS)
	if p.Android != "" {
		add(words.F("Android {{.Version}}", "Version", p.Android))
	}
	return strings.Join(parts, " · ")
}

// Used is the part of the storage that is used, and the sentence for it; the
// sentence is empty while the storage is unknown.
func (p Phone) Used() (part float32, says string) {
	if p.Total <= 0 {
		return 0, ""
	}
	used := max(0, p.Total-p.Free)
	return float32(used) / float32(p.Total),
		words.F("{{.Used}} of {{.Total}} used", "Used", words.Size(used), "Total", words.Size(p.Total))
}

// Charge is the battery in words; empty while it is unknown.
func (p Phone) Charge() string {
	switch {
	case p.Battery < 0 || !p.Present():
		return ""
	case p.Charging:
		return words.F("{{.Percent}}, charging", "Percent", words.Percent(float64(p.Battery)/100))
	default:
		return words.Percent(float64(p.Battery) / 100)
	}
}

// Caption is the phone's state in two or three words.
func (p Phone) Caption() string {
	switch p.State {
	case Ready:
		if p.Locked {
			return words.T("Unlock the phone")
		}
		if p.Demo {
			return words.T("Demo phone")
		}
		if c := p.Charge(); c != "" {
			return c
		}
		return words.T("Connected")
	case Unauthorized:
		return words.T("Tap Allow on the phone")
	case Authorizing, Connecting:
		return words.T("Connecting…")
	case Away:
		return words.T("Not connected")
	default:
		return words.T("Needs you")
	}
}

// Dot is the colour of the phone's dot: the accent when it can be used, amber
// when its owner has to do something. Green is kept for what is verified.
func (p Phone) Dot() fyne.ThemeColorName {
	switch p.State {
	case Ready:
		if p.Locked {
			return look.NeedsYou
		}
		return look.Accent
	case Away, Authorizing, Connecting:
		return look.Faint
	default:
		return look.NeedsYou
	}
}

// Lit reports whether the phone is drawn with its screen on.
func (p Phone) Lit() bool { return p.State == Ready && !p.Locked }
