package index

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// AlbumName returns what people call the album at a folder of the phone: its
// last element, except where the phone's own gallery says it better.
// An album that is not on the phone's own storage says where it is.
func AlbumName(folder string) string {
	folder = strings.Trim(folder, "/")
	if folder == "" {
		return "Phone storage"
	}
	for _, storage := range [...]string{"SD card", "USB drive", "Dual apps", "Second Space", "Work profile", "Other user"} {
		if rest, ok := strings.CutPrefix(folder, storage+"/"); ok {
			return folderName(rest) + " (" + storage + ")"
		}
	}
	return folderName(folder)
}

// folderName is AlbumName within one storage.
func folderName(folder string) string {
	lower := strings.ToLower(folder)
	if name := knownAlbum(lower); name != "" {
		return name
	}
	parent, last := path.Split(folder)
	parent = path.Base(parent)
	switch strings.ToLower(last) {
	case "sent", "private": // below WhatsApp Images: nothing by themselves
		if parent != "." {
			return readable(parent) + ", " + strings.ToLower(last)
		}
	}
	name := readable(last)
	if name != "" && strings.HasPrefix(lower, "miui/gallery/cloud/owner/") {
		// The gallery writes its albums' folders in lower case.
		r, n := utf8.DecodeRuneInString(name)
		name = string(unicode.ToTitle(r)) + name[n:]
	}
	if name == "" {
		return "Unnamed"
	}
	return name
}

// knownAlbum names the folders whose names are not meant for people.
func knownAlbum(lower string) string {
	switch lower {
	case "dcim/screenshots", "pictures/screenshots":
		return "Screenshots"
	case "dcim/screenrecorder", "movies/screenrecorder":
		return "Screen recordings"
	case "dcim/creative":
		return "Collages"
	case "dcim/camera/raw":
		return "Camera RAW"
	case "download":
		return "Downloads"
	case "miui/sound_recorder":
		return "Recordings"
	case "miui/sound_recorder/call_rec", "recordings/call":
		return "Call recordings"
	case "miui/sound_recorder/fm_rec":
		return "Radio recordings"
	case "miui/sound_recorder/app_rec":
		return "App recordings"
	case "miui/gallery/cloud/secretalbum", "miui/gallery/cloud/.secretalbum":
		return "Private album"
	case "dcim/.globaltrash", "miui/gallery/cloud/.trashbin", "android/data/com.miui.gallery/files/trashbin":
		return "Trash"
	}
	return ""
}

// readable makes a phone's bytes fit to be shown on one line.
func readable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(norm.NFC.String(s))
}
