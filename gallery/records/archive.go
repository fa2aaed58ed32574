package records

import "path"

// Archive is a backup of an app, as its phone wrote it and kept whole: the app's
// own files, which mean something to that app only, or a layout that nobody has
// described.
type Archive struct {
	Package string     `json:"package,omitempty"`
	Label   string     `json:"label,omitempty"`   // the app's name in the phone's language
	Feature int        `json:"feature,omitempty"` // which of a system app's sorts of data; -1: it has one
	User    int        `json:"user,omitempty"`    // 999: the second copy of a dual app
	Version string     `json:"version,omitempty"` // versionName of the app
	Code    int64      `json:"code,omitempty"`    // versionCode
	Made    int64      `json:"made,omitempty"`    // ms
	Device  string     `json:"device,omitempty"`  // the phone's code name
	System  string     `json:"system,omitempty"`  // MIUI's or HyperOS's version
	Layout  string     `json:"layout"`            // see the constants
	Why     string     `json:"why,omitempty"`     // what about the layout is not known
	Members int        `json:"members,omitempty"` // files in it
	Holds   int64      `json:"holds,omitempty"`   // bytes of all of them
	Secret  bool       `json:"secret,omitempty"`  // it opens with its password only
	File    Attachment `json:"file"`
}

// The layouts of an Archive.
const (
	AppLayout     = "app"     // an app's own files
	UnknownLayout = "unknown" // described nowhere
)

// Category implements Record.
func (Archive) Category() Category { return Archives }

// Identity is the bytes: an app is backed up many times, and each is one of its own.
func (a Archive) Identity() string {
	a.File.Seal()
	return identity(Archives, a.File.SHA256)
}

// Shown is what the archive is called, for people.
func (a Archive) Shown() string {
	for _, s := range []string{a.Label, a.Package, path.Base(a.File.Name)} {
		if s != "" && s != "." {
			return s
		}
	}
	return a.File.SHA256
}

// Canonical returns the archive with its texts made safe and its file sealed.
func (a Archive) Canonical() Archive {
	trims(&a.Package, &a.Label, &a.Version, &a.Device, &a.System, &a.Layout, &a.Why)
	texts(&a.File.Name, &a.File.MIME)
	a.File.Seal()
	return a
}

// Digest implements Record.
func (a Archive) Digest() string {
	a = a.Canonical()
	a.File = a.File.canonical()
	return digest(a)
}
