package device

import (
	"path"
	"strings"
)

// primary is a phone's own shared storage; /sdcard is a link to it.
const primary = "/storage/emulated/0"

// OwnStorage is the storage that every phone has.
const OwnStorage = primary

// dualApps is the storage of the second copies of apps that MIUI can make. Most
// phones do not let the shell in.
const dualApps = "/storage/emulated/999"

// roots are the folders of a volume that are always looked into, with all that
// is below them. Others come in when the media database mentions them.
var roots = [...]string{
	"DCIM", "Pictures", "Movies", "Download",
	"MIUI/Gallery/cloud", "MIUI/ScreenRecorder", "MIUI/sound_recorder",
	"Recordings", "Recorder", "Voice Recorder", "Record", "Sounds", "Music/Recordings",
	"Android/media", // where WhatsApp, Telegram and others keep what they received since Android 11
	"WhatsApp/Media", "WhatsApp Business/Media", "Telegram",
	oldTrash,
}

// notesFolder is where notes are put as files, with their pictures; they are no
// photos of the phone.
const notesFolder = "Documents/Keepsake notes"

// ofNotes reports whether a path below a volume lies there.
func ofNotes(rel string) bool {
	rel, folder := strings.ToLower(rel)+"/", strings.ToLower(notesFolder)+"/"
	return strings.HasPrefix(rel, folder)
}

// NotesFolder is that on the phone's own storage.
const NotesFolder = primary + "/" + notesFolder

// oldTrash is where the gallery of Android 10 and before kept what was deleted.
// Later Androids refuse to show it and have nothing there.
const oldTrash = "Android/data/com.miui.gallery/files/trashBin"

// recordings are the folders whose audio is part of a gallery: recordings and
// voice messages, as opposed to music and ringtones.
var recordings = [...]string{
	"miui/sound_recorder", "recordings", "recorder", "voice recorder", "record", "sounds", "music/recordings",
	"whatsapp/media", "whatsapp business/media", "telegram",
}

// apps are the folders of Android/media with voice messages in them.
var apps = [...]string{"android/media/com.whatsapp", "android/media/com.whatsapp.w4b", "android/media/org.telegram."}

// holdsRecordings reports whether audio in the folder is recordings.
func holdsRecordings(rel string) bool {
	rel = strings.ToLower(rel)
	for _, r := range recordings {
		if rel == r || strings.HasPrefix(rel, r+"/") {
			return true
		}
	}
	for _, a := range apps {
		if strings.HasPrefix(rel, a) {
			return true
		}
	}
	return false
}

// folder is one folder of a phone on the way through its tree.
type folder struct {
	volume  string // "/storage/emulated/0"
	rel     string // below it: "DCIM/Camera"; "" for the volume itself
	depth   int    // below the root it was reached from
	shallow bool   // look at its files only, not at its folders

	optional bool // nobody misses it when the phone refuses it
	hidden   bool // it or one above has a .nomedia or a leading dot
	trash    bool
	private  string // path of the private album it belongs to, or ""
}

func (f folder) path() string { return path.Join(f.volume, f.rel) }

// into returns the folder below f with this name, and whether to enter it.
// Caches of thumbnails are not entered: they hold no picture of anyone's.
func (f folder) into(name string) (folder, bool) {
	below := f
	below.rel = path.Join(f.rel, name)
	below.depth++
	below.optional = false
	lower := strings.ToLower(name)
	switch lower {
	case ".thumbnails", ".thumbnail", ".thumbs", ".thumb", ".microthumbnailfile", ".downloadthumbnail", ".downloadfile",
		".cache", ".caches", ".tmp", ".temp", ".face", ".links", ".stickerthumbs", ".statuses", ".shared":
		return folder{}, false
	case "cache", "caches":
		if strings.HasPrefix(strings.ToLower(f.rel), "android/") {
			return folder{}, false
		}
	case ".globaltrash", ".trashbin", ".trash", ".recycle", ".filemanagerrecycler":
		below.trash = true
		return below, true
	case "secretalbum", ".secretalbum":
		if strings.EqualFold(f.rel, "MIUI/Gallery/cloud") {
			below.private = below.path()
		}
	}
	if strings.HasPrefix(name, ".") {
		below.hidden = true
	}
	return below, true
}

// at returns the folder of a volume by its path below it, with what the rules
// say about each folder on the way.
func at(volume, rel string) (folder, bool) {
	f, ok := folder{volume: volume}, true
	if rel == "" {
		return f, true
	}
	for _, name := range strings.Split(rel, "/") {
		if f, ok = f.into(name); !ok {
			return f, false
		}
	}
	f.depth = 0
	f.trash = f.trash || strings.EqualFold(rel, oldTrash)
	return f, true
}

// normal writes a path as the media database may spell it the one way this
// package does, and splits it into volume and rest. What is not on a volume, or
// not in its shortest form, is refused.
func normal(p string) (volume, rel string, ok bool) {
	for _, alias := range [...]string{"/sdcard", "/mnt/sdcard", "/storage/self/primary", "/storage/emulated/legacy", "/data/media/0", "/mnt/user/0/primary"} {
		if rest, found := strings.CutPrefix(p, alias+"/"); found {
			p = primary + "/" + rest
			break
		}
	}
	rest, ok := strings.CutPrefix(p, "/storage/")
	if !ok || path.Clean(p) != p || strings.IndexByte(p, 0) >= 0 {
		return "", "", false
	}
	parts := strings.SplitN(rest, "/", 3)
	if parts[0] == "emulated" {
		if len(parts) < 3 || !digits(parts[1]) {
			return "", "", false
		}
		return "/storage/emulated/" + parts[1], parts[2], true
	}
	if len(parts) < 2 || !isVolume(parts[0]) {
		return "", "", false
	}
	return "/storage/" + parts[0], rest[len(parts[0])+1:], true
}

// isVolume reports whether a name in /storage is that of a memory card or a USB
// drive: the hexadecimal id of its file system.
func isVolume(name string) bool {
	if len(name) < 4 || len(name) > 36 {
		return false
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
