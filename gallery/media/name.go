package media

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// nameTime is what a file name tells: in the phone's local time, unless it is an
// instant.
type nameTime struct {
	time     time.Time
	dateOnly bool
	instant  bool // the name counts from 1970, or is in UTC
}

// What the groups of a pattern are.
type nameForm int

const (
	fields  nameForm = iota // year month day hour minute second [fraction] [AM or PM]
	utc                     // the same in UTC
	date                    // year month day
	epochMS                 // milliseconds since 1970
)

const (
	reDate = `(\d{4})(\d\d)(\d\d)`
	reTime = `(\d\d)(\d\d)(\d\d)`
	// reEnd keeps a pattern from ending within a longer number or an id.
	reEnd = `(?:[^0-9A-Za-z]|$)`
)

// namePatterns are how cameras, phones and messengers name files. All begin
// where the name begins, so that no digits within an id count.
var namePatterns = []struct {
	re   *regexp.Regexp
	form nameForm
}{
	// Google's camera writes UTC: PXL_20230102_030405678.jpg
	{regexp.MustCompile(`^PXL_` + reDate + `_` + reTime + `(\d{3})?` + reEnd), utc},
	// IMG_20230102_030405.jpg, ..._678.jpg, MVIMG, VID, PANO, Screenshot_20230102-030405,
	// and with anything behind: _BURST1, _HDR, (1), .MP.jpg
	{regexp.MustCompile(`^(?:[A-Za-z]{2,16}[_-])?` + reDate + `[_-]` + reTime + `(?:_?(\d{3}))?` + reEnd), fields},
	// Screenshot_2023-01-02-03-04-05-678_com.app.jpg, Screenrecorder-..., signal-...
	{regexp.MustCompile(`^[A-Za-z]{2,20}[_-]?(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)(?:-(\d{1,3}))?` + reEnd), fields},
	// photo_2023-01-02_03-04-05.jpg, 2023-01-02 03.04.05.jpg
	{regexp.MustCompile(`^(?:[A-Za-z]{2,16}[_ ])?(\d{4})-(\d\d)-(\d\d)[_ ](\d\d)[.-](\d\d)[.-](\d\d)` + reEnd), fields},
	// WhatsApp Image 2023-01-02 at 03.04.05.jpeg, ... at 3.04.05 PM.jpeg
	{regexp.MustCompile(`^WhatsApp [A-Za-z]+ (\d{4})-(\d\d)-(\d\d) at (\d{1,2})\.(\d\d)\.(\d\d)()(?: ([AP]M))?` + reEnd), fields},
	// IMG20230102030405.jpg, 20230102030405.jpg
	{regexp.MustCompile(`^(?:IMG|VID|Screenshot_)?` + reDate + reTime + reEnd), fields},
	// Recordings of calls and radio: prefix@who(number)_20230102030405.mp3
	{regexp.MustCompile(`^[^@]*@.*_` + reDate + reTime + `\.[0-9A-Za-z]+$`), fields},
	// Google's bursts: 00001IMG_00001_BURST20230102030405678_COVER.jpg
	{regexp.MustCompile(`^\d{5}[A-Za-z]{2,12}_\d{5}_BURST` + reDate + reTime + `(\d{3})?(?:_COVER)?` + reEnd), fields},
	// IMG-20230102-WA0001.jpg
	{regexp.MustCompile(`^(?:IMG|VID|AUD|PTT|STK|DOC)-` + reDate + `-WA\d+` + reEnd), date},
	// mmexport1672628645678.jpg, 1672628645678.jpg
	{regexp.MustCompile(`^(?:mmexport|wx_camera_|microMsg\.|FB_IMG_|IMG_|VID_)?(\d{13})` + reEnd), epochMS},
}

// trashPrefix is what Android and Xiaomi's gallery put before the names of files
// in the trash.
var trashPrefix = regexp.MustCompile(`^\.(?:trashed-\d+-)?`)

// parseName finds the time in a file name. Impossible dates are none.
func parseName(name string, local *time.Location) (nameTime, bool) {
	const longest = 300
	if len(name) > longest {
		return nameTime{}, false
	}
	name = name[len(trashPrefix.FindString(name)):]
	for _, p := range namePatterns {
		m := p.re.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		if t, ok := readName(m[1:], p.form, local); ok {
			return t, true
		}
	}
	return nameTime{}, false
}

// readName makes a time of a pattern's groups.
func readName(groups []string, form nameForm, local *time.Location) (nameTime, bool) {
	if form == epochMS {
		ms, err := strconv.ParseInt(groups[0], 10, 64)
		return nameTime{time: time.UnixMilli(ms).In(local), instant: true}, err == nil
	}
	var n [6]int
	for i := range min(len(groups), len(n)) {
		n[i], _ = strconv.Atoi(groups[i]) // digits by the pattern
	}
	if len(groups) == 8 && groups[7] != "" { // twelve-hour clock
		if n[3] < 1 || n[3] > 12 {
			return nameTime{}, false
		}
		n[3] %= 12
		if strings.HasPrefix(groups[7], "P") {
			n[3] += 12
		}
	}
	wall := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if int(wall.Month()) != n[1] || wall.Hour() != n[3] || wall.Minute() != n[4] || wall.Second() != n[5] {
		return nameTime{}, false // the 31st of February
	}
	if len(groups) > 6 {
		wall = wall.Add(fraction(groups[6]))
	}
	switch form {
	case utc:
		return nameTime{time: wall.In(local), instant: true}, true
	case date:
		return nameTime{time: inZone(wall, local), dateOnly: true}, true
	}
	return nameTime{time: inZone(wall, local)}, true
}
