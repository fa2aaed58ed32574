package device

import "strings"

// SpaceKind is a sort of storage on a phone.
type SpaceKind string

// The sorts of storage.
const (
	Shared      SpaceKind = "shared"       // the owner's, which every phone has
	Card        SpaceKind = "card"         // an SD card
	Drive       SpaceKind = "drive"        // a USB stick or disk plugged into the phone
	DualApps    SpaceKind = "dual-apps"    // of the second copies of apps that Xiaomi's phones can make
	SecondSpace SpaceKind = "second-space" // Xiaomi's second user
	Work        SpaceKind = "work"         // a profile an employer looks after
	OtherUser   SpaceKind = "user"
)

// Title is what people call it. Albums of what lies there begin with it.
func (k SpaceKind) Title() string {
	switch k {
	case Shared:
		return "Phone storage"
	case Card:
		return "SD card"
	case Drive:
		return "USB drive"
	case DualApps:
		return "Dual apps"
	case SecondSpace:
		return "Second Space"
	case Work:
		return "Work profile"
	}
	return "Other user"
}

// Space is one storage of a phone: its own, a card, or that of another user.
type Space struct {
	Kind SpaceKind
	Path string // "/storage/1A2B-3C4D"; "" for a card the phone has no name for
	User int    // whose it is; 0 is the owner
	// Name is what the phone calls it: the id of a card, the name of a user. It is
	// personal: for the screen, never for a log.
	Name        string
	Total, Free int64 // bytes; zero while unknown, and for users, who share the phone's
	Readable    bool
	Why         string // sentences for the owner, where it is not readable
}

// maxVolumes bounds the cards and drives of one phone.
const maxVolumes = 16

// volume is what the phone's storage service says of a card or drive.
type volume struct {
	id    string // of its file system, which names its folder in /storage
	state string
	usb   bool
}

// parseVolumes reads the output of sm list-volumes public: lines such as
// "public:179,1 mounted 1A2B-3C4D", where 179 is Linux's number for memory cards
// and 8 that for USB disks. What has no id yet has none to be named by.
func parseVolumes(out string) []volume {
	var list []volume
	seen := map[string]bool{}
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) != 3 || len(list) == maxVolumes {
			continue
		}
		device, ok := strings.CutPrefix(words[0], "public:")
		v := volume{id: words[2], state: words[1], usb: !strings.HasPrefix(device, "179,")}
		if v.id == "null" {
			v.id = ""
		}
		if !ok || v.id != "" && (!isVolume(v.id) || seen[v.id]) || v.state == "removed" || v.state == "bad_removal" {
			continue
		}
		seen[v.id] = true
		list = append(list, v)
	}
	return list
}

// space begins the Space of a volume, as if it could be read.
func (v volume) space() Space {
	s := Space{Kind: Card, Name: v.id, Readable: true}
	if v.id != "" {
		s.Path = "/storage/" + v.id
	}
	if v.usb {
		s.Kind = Drive
	}
	switch v.state {
	case "mounted", "mounted_ro":
	case "checking":
		s.refuse("The phone is still checking the " + s.Kind.Title() + ". Back up again in a minute.")
	case "unmountable":
		s.refuse("The phone itself cannot read the " + s.Kind.Title() + ". Look at it in the phone's settings, under storage.")
	default: // unmounted, ejecting
		s.refuse("The " + s.Kind.Title() + " is in the phone but switched off. Mount it in the phone's settings, under storage, then back up again.")
	}
	return s
}

// refuse notes why a space cannot be read.
func (s *Space) refuse(why string) { s.Readable, s.Why = false, why }
