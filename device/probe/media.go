package probe

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// media asks the phone's media database, and what pictures are called.
func media() []probe {
	return []probe{
		{
			id: "media.kinds", question: "Are pictures, sound and video the kinds 1, 2 and 3?", source: "Numbers of media types", limit: 30 * time.Second,
			tells: []string{"images", "audio", "video", "images odd", "audio odd", "video odd"}, ask: askKinds,
		},
		{
			id: "media.trash", question: "Does the media database show what is in the trash when asked?", source: "Trash by --extra",
			tells: []string{"rows", "trashed"}, ask: askTrash,
		},
		{
			id: "media.trashnames", question: "Are trashed files called .trashed-, time and name?", source: "Names of trashed files",
			tells: []string{"rows", "named so"}, ask: askTrashNames,
		},
		{
			id: "media.favorite", question: "Do favourites arrive in the media database?", source: "Favourites of the gallery",
			tells: []string{"favourites"}, ask: askFavorites,
		},
		{
			id: "media.dates", question: "Is a file's own time the date of pictures that say none?", source: "Date of pictures without one",
			tells: []string{"pictures", "file time", "no date", "other date"}, ask: askDates,
		},
		{
			id: "names.camera", question: "Are the camera's files called as expected?", source: "Patterns of file names",
			tells: []string{"files", "plain", "burst", "numbered", "motion", "other"}, ask: askCameraNames,
		},
		{
			id: "names.screenshots", question: "Are screenshots called as expected?", source: "Patterns of file names",
			tells: []string{"files", "with app", "without app", "other"}, ask: askScreenshotNames,
		},
		{
			id: "names.others", question: "Do pictures of messengers carry a date in their names?", source: "Patterns of file names",
			tells: []string{"whatsapp", "milliseconds", "screen recordings"}, ask: askOtherNames,
		},
	}
}

const mediaFiles = "content://media/external/file"

func askKinds(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	total, odd := 0, 0
	for i, kind := range [...]struct{ key, mime string }{{"images", "image/%"}, {"audio", "audio/%"}, {"video", "video/%"}} {
		is := "media_type=" + strconv.Itoa(i+1)
		n, err := v.count(ctx, query(mediaFiles, "_id", "--where", is))
		if err != nil {
			return result{found: found}, err
		}
		found[kind.key] = n
		wrong, err := v.count(ctx, query(mediaFiles, "_id", "--where", is+" AND mime_type NOT LIKE '"+kind.mime+"'"))
		if err != nil {
			return result{found: found}, err
		}
		found[kind.key+" odd"] = wrong
		total, odd = total+n, odd+wrong
	}
	switch {
	case total == 0:
		return result{verdict: Unclear, found: found, note: noteEmptyAnswer}, nil
	case odd*100 > total: // single files have odd types everywhere
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// onlyTrash asks the media database for trashed files alone.
const onlyTrash = `android\:query-arg-match-trashed:i:3`

func askTrash(ctx context.Context, v *visit) (result, error) {
	rows, err := v.rows(ctx, query(mediaFiles, "_id:is_trashed", "--extra", onlyTrash))
	if err != nil {
		return result{}, err
	}
	trashed := 0
	for _, row := range rows {
		if value, _ := column(row, "is_trashed"); value == "1" {
			trashed++
		}
	}
	found := facts{"rows": len(rows), "trashed": trashed}
	switch {
	case len(rows) == 0:
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	case trashed < len(rows):
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

func askTrashNames(ctx context.Context, v *visit) (result, error) {
	all, err := v.count(ctx, query(mediaFiles, "_id", "--extra", onlyTrash))
	if err != nil {
		return result{}, err
	}
	named, err := v.count(ctx, query(mediaFiles, "_id", "--where", "_data LIKE '%/.trashed-%'", "--extra", onlyTrash))
	if err != nil {
		return result{}, err
	}
	found := facts{"rows": all, "named so": named}
	switch {
	case all == 0:
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	case named < all:
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

func askFavorites(ctx context.Context, v *visit) (result, error) {
	n, err := v.count(ctx, query(mediaFiles, "_id", "--where", "is_favorite=1"))
	if err != nil {
		return result{}, err
	}
	return result{verdict: Unclear, found: facts{"favourites": n}, note: noteCompare}, nil
}

// askDates looks at PNG pictures: screenshots and drawings, which hold no date.
func askDates(ctx context.Context, v *visit) (result, error) {
	rows, err := v.rows(ctx, query("content://media/external/images/media", "_id:datetaken:date_modified", "--where", "mime_type='image/png'"))
	if err != nil {
		return result{}, err
	}
	same, none, other := 0, 0, 0
	for _, row := range rows {
		taken, dated := column(row, "datetaken")
		ms, err := strconv.ParseInt(taken, 10, 64)
		modified, _ := column(row, "date_modified")
		seconds, merr := strconv.ParseInt(modified, 10, 64)
		switch {
		case !dated || err != nil || ms == 0:
			none++
		case merr == nil && ms/1000 == seconds:
			same++
		default:
			other++
		}
	}
	found := facts{"pictures": len(rows), "file time": same, "no date": none, "other date": other}
	switch {
	case len(rows) == 0:
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	case same*2 >= len(rows):
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

// pattern is one way to name files.
type pattern struct {
	key  string
	form *regexp.Regexp
}

// sorted counts names by the first pattern they fit.
func sorted(files []file, in string, patterns []pattern) facts {
	count := map[string]int{"other": 0}
	for _, p := range patterns {
		count[p.key] = 0
	}
	n := 0
next:
	for _, f := range files {
		if !strings.Contains(f.path, in) || strings.HasPrefix(f.name(), ".") {
			continue
		}
		n++
		for _, p := range patterns {
			if p.form.MatchString(f.name()) {
				count[p.key]++
				continue next
			}
		}
		count["other"]++
	}
	found := facts{"files": n}
	for key, n := range count {
		found[key] = n
	}
	return found
}

// judged is Yes if nearly all names fit.
func judged(found facts) result {
	n, other := found["files"].(int), found["other"].(int)
	switch {
	case n == 0:
		return result{verdict: Unclear, found: found, note: noteFewFiles}
	case other*20 > n:
		return result{verdict: No, found: found}
	}
	return result{verdict: Yes, found: found}
}

var (
	cameraNames = []pattern{
		{"burst", regexp.MustCompile(`^IMG_\d{8}_\d{6}_(TIMEBURST|BURST)\d+`)},
		{"motion", regexp.MustCompile(`^(MVIMG_\d{8}_\d{6}|(IMG|PXL)_\d{8}_\d{6,9}\.MP\.)`)},
		{"numbered", regexp.MustCompile(`^(IMG|VID|PANO)_\d{8}_\d{6}_\d{1,3}\.`)},
		{"plain", regexp.MustCompile(`^(IMG|VID|PANO)_\d{8}_\d{6}(_[A-Z]+)?\.`)},
	}
	screenshotNames = []pattern{
		{"with app", regexp.MustCompile(`^Screenshot_\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-\d{3}_.+\.`)},
		{"without app", regexp.MustCompile(`^Screenshot_\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d(-\d{3})?\.`)},
	}
	otherNames = []pattern{
		{"whatsapp", regexp.MustCompile(`^(IMG|VID|AUD|PTT)-\d{8}-WA\d+`)},
		{"milliseconds", regexp.MustCompile(`^(mmexport|wx_camera_)?\d{13}\.`)},
		{"screen recordings", regexp.MustCompile(`^Screenrecorder-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d`)},
	}
)

func askCameraNames(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	return judged(sorted(t.files, "/DCIM/Camera/", cameraNames)), nil
}

func askScreenshotNames(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	return judged(sorted(t.files, "/Screenshots/", screenshotNames)), nil
}

func askOtherNames(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	found := sorted(t.files, primary, otherNames)
	delete(found, "files")
	delete(found, "other")
	for _, n := range found {
		if n != 0 {
			return result{verdict: Yes, found: found}, nil
		}
	}
	return result{verdict: Unclear, found: found, note: noteNoSample}, nil
}
