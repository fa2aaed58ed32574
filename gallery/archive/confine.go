package archive

import (
	"fmt"
	"path"
	"strings"
)

const (
	maxDepth = 64      // folders within folders
	maxPath  = 4 << 10 // bytes of a path inside an archive
)

// confine makes a clean slash-separated path of the name that an archive gives a
// file, or answers ErrUnsafe: a name that leads out, is absolute, names a drive,
// or is of a length no file system has. Backslashes part folders, too: that is
// what Windows would make of them.
func confine(name string) (string, error) {
	bad := func(why string) (string, error) {
		return "", fmt.Errorf("%w: %s", ErrUnsafe, why)
	}
	if len(name) > maxPath {
		return bad("it is too long")
	}
	if strings.ContainsRune(name, 0) {
		return bad("it holds a zero byte")
	}
	slashed := strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(slashed, "/") {
		return bad("it begins at the root of the disk")
	}
	if len(slashed) >= 2 && slashed[1] == ':' && (slashed[0]|0x20 >= 'a' && slashed[0]|0x20 <= 'z') {
		return bad("it names a drive")
	}
	elems := strings.Split(slashed, "/")
	if len(elems) > maxDepth {
		return bad("its folders are nested too deep")
	}
	for _, e := range elems {
		if strings.TrimRight(e, " .") == "" && strings.HasPrefix(e, "..") {
			return bad("it climbs up") // Windows drops dots and blanks at the end
		}
	}
	clean := path.Clean(slashed)
	if clean == "." {
		return bad("it is empty")
	}
	return clean, nil
}
