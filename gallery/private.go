package gallery

import (
	"path"
	"strings"
)

// Privacy says what can be seen of an item of a phone's private album. Such an
// item is in no view, search or number but that of the private album, and no
// thumbnail of it is kept.
type Privacy string

// The kinds of privacy; "" is for everything else.
const (
	PrivateOpen   Privacy = "open"   // shown when its owner asks; the file may be encrypted as on the phone
	PrivateLocked Privacy = "locked" // kept as it is: only Mi Cloud, or the app that made it, has the key
)

// Private is the item's privacy. A content that also lies in the open on some
// phone is private no more.
func (it Item) Private() Privacy {
	if it.Info.Private == "" {
		return ""
	}
	for _, o := range it.Origins {
		if !InPrivateAlbum(o.Album) {
			return ""
		}
	}
	return it.Info.Private
}

// InPrivateAlbum reports whether an album (a folder below a storage volume) is
// MIUI's private album or below it.
func InPrivateAlbum(album string) bool {
	album = strings.ToLower(path.Clean("/" + album))
	for _, dir := range [...]string{"/miui/gallery/cloud/secretalbum", "/miui/gallery/cloud/.secretalbum"} {
		if rest, ok := strings.CutPrefix(album, dir); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// Title is what the item is called, for people: its own name, else that of its
// file in the library.
func (it Item) Title() string {
	if it.Info.Name != "" {
		return it.Info.Name
	}
	return path.Base(it.Path)
}
