package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// cutExt parts a path before the last dot of its last element.
func cutExt(name string) (stem, ext string) {
	dot := strings.LastIndexByte(name, '.')
	if dot <= strings.LastIndexByte(name, '/')+1 {
		return name, ""
	}
	return name[:dot], name[dot:]
}

var (
	reSplit  = regexp.MustCompile(`(?i)^(.+)\.z(\d\d+)$`)       // x.z01, x.z02 … x.zip
	reVolume = regexp.MustCompile(`(?i)^(.+\.zip)\.(\d\d\d+)$`) // x.zip.001, x.zip.002 …
	// Archives that each stand alone and belong together: x.zip, x (1).zip,
	// x-001.zip, takeout-20240101T000000Z-3-001.zip.
	reSibling = regexp.MustCompile(`^(.+?)(?:[ _-]?\(\d+\)|-\d{3}|\.part\d+)$`)
)

// maxPieces bounds the files of one archive.
const maxPieces = 999

// pieces returns the files that a split archive is made of, in their order, and
// the name it goes by. Any of them may be given; the others must lie beside it.
// An archive in one file is its only piece.
func pieces(name string) (all []string, whole string, err error) {
	dir, base := filepath.Split(name)
	if m := reVolume.FindStringSubmatch(base); m != nil {
		for n := 1; n <= maxPieces; n++ {
			next := dir + m[1] + "." + fmt.Sprintf("%0*d", len(m[2]), n)
			if !isFile(next) {
				break
			}
			all = append(all, next)
		}
		return checkPieces(all, name, dir+m[1])
	}
	stem, ext := base, ""
	if m := reSplit.FindStringSubmatch(base); m != nil {
		stem = m[1]
	} else if stem, ext = cutExt(base); !strings.EqualFold(ext, ".zip") {
		return []string{name}, name, nil
	}
	last := ""
	for _, e := range []string{ext, ".zip", ".ZIP"} {
		if e != "" && isFile(dir+stem+e) {
			last = dir + stem + e
			break
		}
	}
	if last == "" {
		return nil, "", &PartError{Archive: base, Part: stem + ".zip"}
	}
	for n := 1; n <= maxPieces; n++ {
		next, ok := firstFile(dir+stem+fmt.Sprintf(".z%02d", n), dir+stem+fmt.Sprintf(".Z%02d", n))
		if !ok {
			break
		}
		all = append(all, next)
	}
	return checkPieces(append(all, last), name, last)
}

// checkPieces makes sure that the file that was given is among the pieces: else
// one before it is missing.
func checkPieces(all []string, given, whole string) ([]string, string, error) {
	for _, p := range all {
		if p == given {
			return all, whole, nil
		}
	}
	return nil, "", &PartError{Archive: filepath.Base(whole), Part: missingPiece(given, len(all))}
}

// missingPiece names the piece that would follow the have first ones.
func missingPiece(given string, have int) string {
	base := filepath.Base(given)
	if m := reVolume.FindStringSubmatch(base); m != nil {
		return m[1] + "." + fmt.Sprintf("%0*d", len(m[2]), have+1)
	}
	if m := reSplit.FindStringSubmatch(base); m != nil { // the .zip itself counts as one
		return m[1] + fmt.Sprintf(".z%02d", max(1, have))
	}
	return "part " + strconv.Itoa(have+1)
}

func firstFile(names ...string) (string, bool) {
	for _, n := range names {
		if isFile(n) {
			return n, true
		}
	}
	return "", false
}

func isFile(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.Mode().IsRegular()
}

// setName is what the archives of one delivery have in common.
func setName(name string) string {
	stem, ext := cutExt(filepath.ToSlash(name))
	if !strings.EqualFold(ext, ".zip") {
		return filepath.ToSlash(name)
	}
	if m := reSibling.FindStringSubmatch(stem); m != nil {
		return m[1]
	}
	return stem
}
