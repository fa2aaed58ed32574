package device

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode"

	"keepsake/device/adb"
)

// Info is what is known of a phone. Until its properties could be read it holds
// only what the adb server says: Serial, TransportID, State, Name, Model.
type Info struct {
	ID          string // stable and safe as a key: a short hash of the phone's serial number
	Serial      string // as adb names it; "host:port" over Wi-Fi
	TransportID uint64 // names this one connection; 0 if the server gave none
	Via         Way    // how it is connected; by a Hub also with both
	State       State

	Name     string // as sold: "Redmi Note 13 Pro"
	Model    string // "23127PN0CC"
	Codename string // "houji"
	Maker    string // "Xiaomi"
	Brand    string // "Xiaomi", "Redmi", "POCO" or what the maker calls it
	OS       string // "HyperOS 2.0", "MIUI 14"; empty on other phones
	Android  string // "15"
	SDK      int    // 35
	Region   string // "EU", "CN"
	Tablet   bool
	Timezone string // "Europe/London"; empty while unknown

	Battery Battery
	Storage Storage
	Spaces  []Space // all its storages, the owner's first; nil while unknown. Not to be changed

	Locked bool // started and not unlocked since: its storage cannot be read yet
	Adb    Adb  // Xiaomi's switches beside USB debugging
}

// Battery is the state of a phone's battery.
type Battery struct {
	Level    int  // percent; -1 while unknown
	Charging bool // or full and still plugged in
}

// Storage is the room on a phone's shared storage, in bytes; zero while unknown.
type Storage struct{ Total, Free int64 }

// Xiaomi reports whether the phone is a Xiaomi, Redmi or POCO.
func (i Info) Xiaomi() bool {
	if strings.EqualFold(i.Maker, "xiaomi") {
		return true
	}
	switch i.Brand {
	case "Xiaomi", "Redmi", "POCO":
		return true
	}
	return false
}

// entryInfo is what the server's list alone tells about a phone.
func entryInfo(e adb.Entry) Info {
	i := Info{
		ID:          SerialID(e.Serial),
		Serial:      e.Serial,
		TransportID: e.TransportID,
		Via:         way(e),
		State:       ParseState(e.State),
		Model:       plain(strings.ReplaceAll(e.Model, "_", " ")),
		Codename:    plain(e.Device),
		Battery:     Battery{Level: -1},
	}
	i.Name = i.Model
	if i.Name == "" {
		i.Name = plain(e.Serial)
	}
	return i
}

// describe adds what a phone's properties tell.
func (i Info) describe(p properties) Info {
	if serial := p.first("ro.serialno", "ro.boot.serialno"); serial != "" {
		i.ID = SerialID(serial)
	}
	if model := plain(p["ro.product.model"]); model != "" {
		i.Model = model
	}
	if name := plain(p.first("ro.product.marketname", "ro.product.odm.marketname", "ro.product.vendor.marketname")); name != "" {
		i.Name = name
	} else if i.Model != "" {
		i.Name = i.Model
	}
	if codename := plain(p["ro.product.device"]); codename != "" {
		i.Codename = codename
	}
	i.Maker = plain(p["ro.product.manufacturer"])
	i.Brand = brand(plain(p["ro.product.brand"]), i.Name)
	i.OS = systemName(p)
	i.Android = plain(p["ro.build.version.release"])
	i.SDK, _ = strconv.Atoi(p["ro.build.version.sdk"])
	i.Region = region(p)
	i.Tablet = strings.Contains(p["ro.build.characteristics"], "tablet")
	i.Timezone = plain(p["persist.sys.timezone"])
	i.Adb = adbSwitches(p)
	return i
}

// Zone is the phone's time zone, in which it writes dates without one; this
// computer's where the phone's is not known.
func (i Info) Zone() *time.Location {
	if i.Timezone != "" {
		if z, err := time.LoadLocation(i.Timezone); err == nil {
			return z
		}
	}
	return time.Local
}

// systemName names Xiaomi's system. HyperOS is asked first, because every
// HyperOS still calls itself MIUI "V816" in the older property.
func systemName(p properties) string {
	if v, ok := strings.CutPrefix(p["ro.mi.os.version.name"], "OS"); ok {
		return "HyperOS " + plain(v)
	}
	v, ok := strings.CutPrefix(p["ro.miui.ui.version.name"], "V")
	if !ok || v == "" {
		return ""
	}
	if v == "816" {
		return "HyperOS"
	}
	n, err := strconv.Atoi(v)
	switch {
	case err != nil || n <= 0:
		return "MIUI"
	case n < 100: // V9, V12
		return "MIUI " + strconv.Itoa(n)
	case n%10 == 0: // V130, V140
		return "MIUI " + strconv.Itoa(n/10)
	}
	return "MIUI " + strconv.Itoa(n/10) + "." + strconv.Itoa(n%10) // V125
}

// brand writes Xiaomi's three brands one way. Older Redmi phones say only
// "xiaomi"; their name on the box knows better.
func brand(brand, name string) string {
	known := [...]string{"Redmi", "POCO", "Xiaomi"}
	for _, k := range known {
		if strings.EqualFold(brand, k) && k != "Xiaomi" {
			return k
		}
	}
	if !strings.EqualFold(brand, "Xiaomi") {
		return brand
	}
	for _, k := range known {
		if len(name) > len(k) && strings.EqualFold(name[:len(k)], k) {
			return k
		}
	}
	return "Xiaomi"
}

// region is the two letters of where the phone's system was made for.
func region(p properties) string {
	if r := plain(p.first("ro.miui.region", "ro.miui.build.region")); r != "" {
		return strings.ToUpper(r)
	}
	v := p.first("ro.mi.os.version.incremental", "ro.build.version.incremental")
	if v, ok := strings.CutSuffix(v, "XM"); ok && len(v) >= 2 {
		r := v[len(v)-2:]
		if isUpper(r[0]) && isUpper(r[1]) {
			return r
		}
	}
	return ""
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// SerialID makes a key of a serial number, a phone's Info.ID: the same for the
// same phone on any cable or network, and no secret once it stands in a log or a
// file name.
func SerialID(serial string) string {
	sum := sha256.Sum256([]byte("phone " + serial))
	return hex.EncodeToString(sum[:8])
}

// plain makes a word from a phone fit to be shown: valid UTF-8, one line, no
// control or direction characters, of bounded length.
func plain(s string) string {
	const most = 80
	if len(s) > 4*most {
		s = s[:4*most]
	}
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && r != ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return s
}
