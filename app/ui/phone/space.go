package phone

import (
	"strings"

	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// Kind is what a space on a phone is.
type Kind string

// The kinds. Other has only the name it came with.
const (
	Card   Kind = "card"   // an SD card
	Dual   Kind = "dual"   // the second copies of apps
	Second Kind = "second" // Second Space, another user's
	Other  Kind = "other"
)

// Space is a place on a phone beside its own storage.
type Space struct {
	Kind        Kind
	Name        string // what the phone calls it; may be empty
	Total, Free int64  // bytes, 0 while unknown
	Readable    bool
	Why         string // why it cannot be read
	Path        string // where it is on the phone, for what is sent there; empty: nothing can be
}

// Title is what the space is called.
func (s Space) Title() string {
	name := strings.TrimSpace(words.Name(s.Name))
	switch s.Kind {
	case Card:
		return words.T("SD card")
	case Dual:
		return words.T("Dual apps")
	case Second:
		return words.T("Second Space")
	}
	if name != "" {
		return name
	}
	return words.T("Storage")
}

// Icon is how the space is drawn.
func (s Space) Icon() look.Icon {
	switch {
	case !s.Readable:
		return look.IconLock
	case s.Kind == Card:
		return look.IconCard
	case s.Kind == Dual:
		return look.IconCopies
	case s.Kind == Second:
		return look.IconPeople
	}
	return look.IconFolder
}

// Used is the part of the space that is used, and what to say of it: how much,
// that it is read too, or why it cannot be.
func (s Space) Used() (part float32, says string) {
	if !s.Readable {
		if s.Why == "" {
			return 0, words.T("Keepsake cannot read it.")
		}
		return 0, words.T(words.Name(s.Why))
	}
	if s.Total <= 0 {
		return 0, words.T("Backed up too")
	}
	used := max(0, s.Total-s.Free)
	return float32(used) / float32(s.Total),
		words.F("{{.Used}} of {{.Total}} used", "Used", words.Size(used), "Total", words.Size(s.Total))
}

// SpacesLine is the spaces in one line, for where there is no room for rows.
func (p Phone) SpacesLine() string {
	var out []string
	for _, s := range p.Spaces {
		if s.Readable {
			out = append(out, s.Title())
		} else {
			out = append(out, words.F("{{.Space}} cannot be read", "Space", s.Title()))
		}
	}
	return strings.Join(out, " · ")
}

// How much is little.
const (
	lowBattery = 15  // per cent
	lowSpace   = 1e9 // bytes
)

// Warnings are what the owner should know before a long backup, in a few words each.
func (p Phone) Warnings() []string {
	var out []string
	if !p.Ready() {
		return nil
	}
	if p.Battery >= 0 && p.Battery <= lowBattery && !p.Charging {
		out = append(out, words.F("The battery is at {{.Percent}}. Let the phone charge during the backup.", "Percent", words.Percent(float64(p.Battery)/100)))
	}
	if p.Total > 0 && p.Free < lowSpace {
		out = append(out, words.F("The phone is nearly full: {{.Free}} are left on it.", "Free", words.Size(p.Free)))
	}
	return out
}

// Way is how the phone is connected, in a word, and the drawing for it.
func (p Phone) Way() (look.Icon, string) {
	switch {
	case p.Demo:
		return look.IconPlay, words.T("Demo phone")
	case p.Wireless:
		return look.IconWifi, words.T("Wi-Fi")
	default:
		return look.IconCable, words.T("Cable")
	}
}
