package store

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// limit bounds a name: file systems count bytes (Linux) or UTF-16 units
// (Windows, macOS), and Windows programs stop at paths of 260 units together
// with the library's own folder.
type limit struct{ bytes, units int }

const (
	maxName   = 255 // bytes of one name
	maxFolder = 120 // units of a folder below the library
	maxPath   = 200 // units of a file's path below the library
	minElem   = 20  // units an element of a folder is given at the least
)

// SafeName makes one path element that is legal and means the same on Windows,
// macOS and Linux: NFC, none of <>:"/\|?* and no control or text-direction
// characters (each becomes "_"), no dot or space at the end, no reserved device
// name, at most 255 bytes. Where bytes had to be dropped (not UTF-8, or too
// long) a short hash of the original bytes is put before the extension, so that
// the result is the same every time and two such names stay apart. It is
// idempotent and never empty.
func SafeName(name string) string { return safeName(name, limit{maxName, maxName}) }

func safeName(name string, max limit) string {
	lossy := !utf8.ValidString(name)
	clean := norm.NFC.String(strings.Map(legalRune, strings.ToValidUTF8(name, "_")))
	clean = legalEnd(clean)
	if isReserved(clean) {
		clean = "_" + clean
	}
	if lossy || !max.fits(clean) {
		clean = shorten(clean, max, shortHash(name))
	}
	return clean
}

// legalRune replaces what some system does not allow in a name, or what makes a
// name look like another one.
func legalRune(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"/\|?*`, r), unicode.IsControl(r):
		return '_'
	case r == '\u2028', r == '\u2029', r == '\ufeff', // line ends, byte order mark
		r == '\u200e', r == '\u200f', // direction marks
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069': // direction overrides
		return '_'
	}
	return r
}

// legalEnd replaces the dots and spaces that Windows would silently drop.
func legalEnd(s string) string {
	kept := strings.TrimRight(s, ". ")
	if n := len(s) - len(kept); n > 0 {
		s = kept + strings.Repeat("_", n)
	}
	if s == "" {
		return "_"
	}
	return s
}

// isReserved reports whether Windows takes the name for a device: the part
// before the first dot decides, in any case.
func isReserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	if rest, ok := strings.CutPrefix(stem, "COM"); ok {
		return isPort(rest)
	}
	if rest, ok := strings.CutPrefix(stem, "LPT"); ok {
		return isPort(rest)
	}
	return false
}

func isPort(s string) bool {
	switch s {
	case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}

// fits reports whether s is short enough.
func (l limit) fits(s string) bool { return len(s) <= l.bytes && units(s) <= l.units }

// less is what remains beside s.
func (l limit) less(s string) limit { return limit{l.bytes - len(s), l.units - units(s)} }

// cut keeps as much of s as fits, whole characters only.
func (l limit) cut(s string) string {
	n := 0
	for i, r := range s {
		n += unitsOf(r)
		if n > l.units || i+utf8.RuneLen(r) > l.bytes {
			return s[:i]
		}
	}
	return s
}

// units counts UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += unitsOf(r)
	}
	return n
}

func unitsOf(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// shorten puts "~tag" before the extension and cuts the stem until all of it
// fits.
func shorten(name string, max limit, tag string) string {
	return withSuffix(name, "~"+tag, max)
}

// withSuffix puts a suffix before name's extension, cutting the stem where it
// must.
func withSuffix(name, suffix string, max limit) string {
	stem, ext := splitExt(name)
	if units(ext)+units(suffix) > max.units {
		stem, ext = name, ""
	}
	return max.less(suffix+ext).cut(stem) + suffix + ext
}

// splitExt parts a name before its last dot. What is too long to be an
// extension is none.
func splitExt(name string) (stem, ext string) {
	ext = path.Ext(name)
	if len(ext) > 16 || len(ext) == len(name) {
		ext = ""
	}
	return name[:len(name)-len(ext)], ext
}

// safeFolder makes the folder of an album: Photos/<phone>/<each element safe>.
// What would make the path too long for Windows is cut, with a hash of the
// album so that two albums stay apart.
func safeFolder(phone, album string) []string {
	elems := []string{photosDir, safeName(phone, limit{maxName, 40})}
	room := maxFolder - units(elems[0]) - 1 - units(elems[1])
	for elem := range strings.SplitSeq(album, "/") {
		if elem == "" || elem == "." {
			continue
		}
		if room < 1+minElem { // no room for another one: the last one stands for the rest
			last := &elems[len(elems)-1]
			*last = shorten(*last, limit{maxName, minElem}, shortHash(album))
			return elems
		}
		safe := safeName(elem, limit{maxName, min(64, room-1)})
		elems = append(elems, safe)
		room -= 1 + units(safe)
	}
	return elems
}

// fileLimit bounds the names of files in a folder.
func fileLimit(folder string) limit {
	return limit{maxName, max(minElem+16, min(maxName, maxPath-units(folder)-1))}
}

// foldName is the form in which two names that Windows or macOS take for the
// same are the same.
func foldName(name string) string {
	ascii := true
	for i := 0; i < len(name); i++ {
		if name[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToUpper(name)
	}
	return norm.NFC.String(strings.Map(foldRune, norm.NFC.String(name)))
}

// foldRune picks one of the runes that differ from r only by case.
func foldRune(r rune) rune {
	low := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		low = min(low, next)
	}
	return low
}
