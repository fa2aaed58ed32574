package archive

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// How Google Takeout names sidecars. For a picture P:
//
//	P.json                                  until 2024
//	P.supplemental-metadata.json            since; any beginning of the word occurs
//	P cut, .json                            so that 46 UTF-16 units stand before .json
//	DSC_1.JPG(1).json                       for DSC_1(1).JPG
//	DSC_1.JPG.supplemental-metadata(1).json for DSC_1(1).JPG
//
// An edited copy ("-edited", in the owner's language) has the original's, and
// the clip of a motion photo has the still's.
const (
	supplement = ".supplemental-metadata"
	cutName    = 46 // units of a sidecar's name before .json, at most
)

// sidecarName is a sidecar's file name, taken apart.
type sidecarName struct {
	base string // without .json and the number
	n    int    // of "(n)" before .json; 0: none
}

var (
	reNumberEnd = regexp.MustCompile(`^(.+)\((\d{1,4})\)$`)
	reNumberExt = regexp.MustCompile(`^(.+)\((\d{1,4})\)(\.[^.]*)$`)
)

func splitSidecarName(name string) (sidecarName, bool) {
	stem, ext := cutExt(name)
	if !strings.EqualFold(ext, ".json") {
		return sidecarName{}, false
	}
	if m := reNumberEnd.FindStringSubmatch(stem); m != nil {
		n, _ := strconv.Atoi(m[2]) // digits by the pattern
		return sidecarName{m[1], n}, true
	}
	return sidecarName{stem, 0}, true
}

// candidate is a sidecar of a folder.
type candidate struct {
	sidecarName
	*Sidecar
	tree int // of the sources, see matcher
	used bool
}

// matcher finds the sidecars of one folder's pictures.
type matcher struct {
	byBase  map[sidecarName][]*candidate
	byTitle map[sidecarName][]*candidate // by titles as file names, in lower case
	long    []*candidate                 // whose titles were cut to make a file's name
}

func newMatcher() *matcher {
	return &matcher{byBase: map[sidecarName][]*candidate{}, byTitle: map[sidecarName][]*candidate{}}
}

func (m *matcher) add(c *candidate) {
	m.byBase[c.sidecarName] = append(m.byBase[c.sidecarName], c)
	title := fileForm(c.Title)
	if title == "" {
		return
	}
	key := sidecarName{strings.ToLower(title), c.n}
	m.byTitle[key] = append(m.byTitle[key], c)
	if units(title) > cutName {
		m.long = append(m.long, c)
	}
}

// editedEnds are how Google Photos marks an edited copy, in the languages whose
// word is known from public reports.
var editedEnds = []string{
	"-edited", "-effects", "-smile", "-mix", "-bearbeitet", "-modifié", "-editado", "-editada", "-modificato", "-bewerkt",
	"-redigerad", "-redigeret", "-redigert", "-muokattu", "-edytowane", "-upraveno", "-upravené", "-szerkesztett", "-editat",
	"-düzenlendi", "-отредактировано", "-відредаговано", "-已修改", "-已編輯", "-已编辑", "-編集済み", "-수정됨", "-đã chỉnh sửa",
}

// find returns the sidecar of a picture, nil for none. Of several, one of the
// same tree is preferred.
func (m *matcher) find(picture string, tree int) *candidate {
	if c := m.own(picture, tree); c != nil {
		return c
	}
	if original, ok := unedited(picture); ok {
		if c := m.own(original, tree); c != nil {
			return c
		}
	}
	return m.still(picture, tree)
}

// unedited is the name of the picture that an edited copy was made from.
func unedited(picture string) (string, bool) {
	stem, ext := cutExt(picture)
	number := ""
	if n := reNumberEnd.FindStringSubmatch(stem); n != nil {
		stem, number = n[1], "("+n[2]+")"
	}
	low := strings.ToLower(stem)
	for _, end := range editedEnds {
		if strings.HasSuffix(low, end) && len(low) == len(stem) && len(stem) > len(end) {
			return stem[:len(stem)-len(end)] + number + ext, true
		}
	}
	return "", false
}

// still finds the sidecar of the picture that a clip belongs to.
func (m *matcher) still(picture string, tree int) *candidate {
	stem, ext := cutExt(picture)
	switch strings.ToLower(ext) {
	case ".mp": // PXL_1.MP belongs to PXL_1.MP.jpg
		for _, name := range []string{picture + ".jpg", picture + ".JPG", picture + ".heic", stem + ".jpg"} {
			if c := m.own(name, tree); c != nil {
				return c
			}
		}
	case ".mp4", ".mov":
		for _, e := range []string{".jpg", ".JPG", ".jpeg", ".heic", ".HEIC", ".MP.jpg"} {
			if c := m.own(stem+e, tree); c != nil {
				return c
			}
		}
	}
	return nil
}

// spelling is one way a picture's name is written in a sidecar's.
type spelling struct {
	name string
	n    int
}

func spellings(picture string) []spelling {
	out := []spelling{{picture, 0}}
	if m := reNumberExt.FindStringSubmatch(picture); m != nil {
		n, _ := strconv.Atoi(m[2]) // digits by the pattern
		out = append(out, spelling{m[1] + m[3], n})
	}
	return out
}

// own finds a picture's own sidecar: by the exact name, then by a cut one, then
// by the title inside.
func (m *matcher) own(picture string, tree int) *candidate {
	ways := spellings(picture)
	for _, w := range ways {
		for _, base := range []string{w.name, w.name + supplement} {
			if c := prefer(m.byBase[sidecarName{base, w.n}], tree); c != nil {
				return c
			}
		}
	}
	for _, w := range ways {
		if c := prefer(m.longestCut(w), tree); c != nil {
			return c
		}
	}
	for _, w := range ways {
		if c := prefer(m.titled(w), tree); c != nil {
			return c
		}
	}
	return nil
}

// prefer picks a candidate of a tree, else the first.
func prefer(all []*candidate, tree int) *candidate {
	for _, c := range all {
		if c.tree == tree {
			return c
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// longestCut finds the sidecars whose name is the longest beginning of the full
// one: the whole picture's name and a beginning of the supplement, or a name so
// long that it was cut.
func (m *matcher) longestCut(w spelling) []*candidate {
	full := w.name + supplement
	for end := len(full) - 1; end > 0; end-- {
		base := full[:end]
		if end <= len(w.name) && units(base) < cutName-1 { // half a pair of units may be cut, too
			break
		}
		if found := m.byBase[sidecarName{base, w.n}]; len(found) > 0 {
			return found
		}
	}
	return nil
}

// titled finds the sidecars whose title is a picture's name: as it was, without
// its extension, or cut to what Takeout gives a file.
func (m *matcher) titled(w spelling) []*candidate {
	if found := m.byTitle[sidecarName{strings.ToLower(w.name), w.n}]; len(found) > 0 {
		return found
	}
	stem, ext := cutExt(w.name)
	if found := m.byTitle[sidecarName{strings.ToLower(stem), w.n}]; len(found) > 0 {
		if _, e := cutExt(fileForm(found[0].Title)); e == "" {
			return found
		}
	}
	if units(w.name) < cutName {
		return nil
	}
	var found []*candidate
	for _, c := range m.long {
		ts, te := cutExt(fileForm(c.Title))
		if c.n == w.n && strings.EqualFold(te, ext) && strings.HasPrefix(ts, stem) {
			found = append(found, c)
		}
	}
	return found
}

// fileForm is how Takeout writes a title as a file name.
func fileForm(title string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*&'%`, r) {
			return '_'
		}
		return r
	}, title)
}

// units counts a text's UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
