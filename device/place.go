package device

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"keepsake/device/miui/localbackup"
)

// ErrPlace: nothing is written to this place of a phone.
var ErrPlace = errors.New("this is no place for pictures on a phone")

// Place tells where a file that lay at a path of one phone goes on another, or on
// the same: the same folders on the storage volume, "" for the one it came from
// where this phone has that, else the phone's own. A name it had in a trash
// becomes its own. Only folders that pictures, videos and recordings live in are
// given, and the one where the phone's own restore looks for backups of apps; the rest
// is ErrPlace.
func (i Info) Place(from, volume string) (string, error) {
	old, rel, ok := normal(from)
	if !ok {
		return "", fmt.Errorf("%q: %w", from, ErrPlace)
	}
	if volume == "" {
		if volume = primary; old != primary && i.writes(old) {
			volume = old
		}
	}
	if volume != primary && !i.writes(volume) {
		return "", fmt.Errorf("%q: this phone has no storage %s that can be written to", from, volume)
	}
	dir, name := path.Split(rel)
	f, ok := at(volume, strings.TrimSuffix(dir, "/"))
	real, _, pending := realName(name)
	if !ok || pending || f.trash || f.private != "" || !allowed(dir) && !phoneBackup(dir, name) || len(real) > maxName || !showable(real) {
		return "", fmt.Errorf("%q: %w", from, ErrPlace)
	}
	return path.Join(volume, dir, real), nil
}

// showable reports whether a name can be that of a file which a gallery shows.
func showable(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, "/\x00")
}

// writes reports whether the owner's storage of this path is there for us.
func (i Info) writes(volume string) bool {
	for _, s := range i.Spaces {
		if s.Path == volume && s.User == 0 && s.Readable {
			return true
		}
	}
	return false
}

// allowed reports whether a folder below a volume is one that a gallery's files
// are written to: below one of the roots, or an album of the owner's own. What
// belongs to apps and to the system is not.
func allowed(dir string) bool {
	dir = strings.TrimSuffix(dir, "/")
	lower := strings.ToLower(dir)
	if dir == "" || path.Clean(dir) != dir || strings.HasPrefix(dir, "..") || strings.HasPrefix(dir, ".") {
		return false
	}
	if lower == "android" || strings.HasPrefix(lower, "android/") {
		return strings.HasPrefix(lower, "android/media/")
	}
	return lower != "miui/backup" && !strings.HasPrefix(lower, "miui/backup/")
}

// backupFolder is a folder of a backup that a phone made of itself.
var backupFolder = regexp.MustCompile(`^MIUI/backup/AllBackup/[0-9]{8}_[0-9]{6}/$`)

// phoneBackup reports whether a file is one of those.
func phoneBackup(dir, name string) bool {
	return backupFolder.MatchString(dir) && (strings.HasSuffix(name, ".bak") || name == localbackup.Describe)
}

// Free is how many bytes are free on a storage by its path; -1 while unknown.
func (i Info) Free(volume string) int64 {
	if volume == primary {
		if i.Storage.Total > 0 {
			return i.Storage.Free
		}
		return -1
	}
	for _, s := range i.Spaces {
		if s.Path == volume && s.Total > 0 {
			return s.Free
		}
	}
	return -1
}

// Volume is the storage a path lies on, "" for none.
func Volume(p string) string {
	v, _, _ := normal(p)
	return v
}
