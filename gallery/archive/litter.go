package archive

import (
	"path"
	"strings"
)

// litter are files that systems and programs leave among pictures. They are
// nobody's, and are not even counted.
var litter = map[string]bool{
	"thumbs.db": true, "desktop.ini": true, ".ds_store": true, ".nomedia": true, "picasa.ini": true, ".picasa.ini": true,
	"archive_browser.html": true, "print-subscriptions.json": true, "shared_album_comments.json": true,
	"user-generated-memory-titles.json": true, ".picasaoriginals": true, "icon\r": true,
}

// isLitter reports whether a file is nobody's.
func isLitter(name string) bool {
	return litter[strings.ToLower(name)] || strings.HasPrefix(name, "._")
}

// leftOut are folders that hold no pictures of the owner's, or none that the
// owner sees, with the reason.
var leftOut = map[string]string{
	".thumbnails": thumbnailsOnly, ".microthumbnailfile": thumbnailsOnly, ".downloadthumbnail": thumbnailsOnly,
	"@eadir": thumbnailsOnly, ".cache": "a folder of temporary files", "__macosx": "what macOS puts beside the files",
	".globaltrash": "a trash folder", ".trashbin": "a trash folder", ".trashes": "a trash folder",
	"$recycle.bin": "a trash folder", "#recycle": "a trash folder",
	"secretalbum": privateAlbum, ".secretalbum": privateAlbum,
	"system volume information": "a folder of Windows", "lost+found": "a folder of the system",
}

const (
	thumbnailsOnly = "a folder of thumbnails"
	privateAlbum   = "a phone's private album; its pictures are encrypted, a backup of the phone keeps them on request"
)

// leaveFolder says why a folder is left out, "" when it is not.
func leaveFolder(name string) string {
	if why := leftOut[strings.ToLower(name)]; why != "" {
		return why
	}
	if strings.HasPrefix(name, ".") {
		return "a hidden folder"
	}
	return ""
}

// leaveAbove finds the uppermost folder of a path that is left out.
func leaveAbove(file string) (folder, why string) {
	dir := path.Dir(file)
	if dir == "." {
		return "", ""
	}
	at := 0
	for elem := range strings.SplitSeq(dir, "/") {
		at += len(elem)
		if why := leaveFolder(elem); why != "" {
			return file[:at], why
		}
		at++
	}
	return "", ""
}
