package media

import (
	"path"
	"regexp"
	"strings"
)

// burstNames are how cameras name the pictures of one burst: the first group is
// what they have in common.
var burstNames = []*regexp.Regexp{
	// IMG_20230102_030405_BURST3.jpg, ..._BURST3_COVER.jpg, IMG_20230102_030405_TIMEBURST3.jpg
	regexp.MustCompile(`^([A-Za-z]{2,8}_\d{8}_\d{6}(?:_\d{3})?_(?:TIME)?BURST)\d{0,4}(?:_COVER)?` + reEnd),
	// Google's: 00001IMG_00001_BURST20230102030405678_COVER.jpg
	regexp.MustCompile(`^\d{5}[A-Za-z]{2,12}_\d{5}_(BURST\d{14,17})(?:_COVER)?` + reEnd),
}

// burstOf names the burst that a picture belongs to, by its file name; "" if to
// none.
func burstOf(name string) string {
	name = name[len(trashPrefix.FindString(name)):]
	for _, re := range burstNames {
		if m := re.FindStringSubmatch(name); m != nil {
			return m[1]
		}
	}
	return ""
}

// screenName is how phones name screenshots and screen recordings.
var screenName = regexp.MustCompile(`(?i)^(?:screen[ _-]?shot|scr(?:een)?[ _-]?record(?:er|ing)?)[ _-]`)

// screenAlbums are the folders they are put into, in lower case.
var screenAlbums = map[string]bool{
	"screenshots": true, "screenshot": true, "screenrecorder": true, "screenrecord": true,
	"screen recordings": true, "screenrecordings": true, "screen_recordings": true,
}

// isScreen reports whether a file is a picture or a film of the phone's screen,
// by its name or the folder it lies in.
func isScreen(name, album string) bool {
	name = name[len(trashPrefix.FindString(name)):]
	return screenName.MatchString(name) || screenAlbums[strings.ToLower(path.Base(album))]
}
