package probe

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// pictures asks what is in the sample that was read for its speed: how many
// files hold what, never what it says.
func pictures() []probe {
	const limit = 30 * time.Second // whoever comes first reads the sample
	return []probe{
		{
			id: "picture.tags", question: "Do the camera's pictures hold Xiaomi's own tags?", source: "Xiaomi's EXIF tags", limit: limit,
			tells: append([]string{"pictures", "with exif"}, tagKeys()...), ask: askTags,
		},
		{
			id: "picture.place", question: "Do pictures keep their place when they are read over adb?", source: "Places in pictures read by the shell", limit: limit,
			tells: []string{"pictures", "with place", "place wiped"}, ask: askPlace,
		},
		{
			id: "picture.motion", question: "Do motion photos say so in their XMP?", source: "Motion photos", limit: limit,
			tells: []string{"pictures", "old form", "new form", "video without xmp"}, ask: askMotion,
		},
		{
			id: "picture.heic", question: "Is a motion photo's video in a box of its own in HEIC?", source: "Motion photos in HEIC", limit: limit,
			tells: []string{"heic pictures", "with video box"}, ask: askHEIC,
		},
		{
			id: "video.time", question: "Is the time in a video's head UTC?", source: "Time in videos", limit: limit,
			tells: []string{"videos", "utc", "local", "other", "none"}, ask: askVideoTime,
		},
	}
}

// findings are counts over the sample.
type findings struct {
	jpegs, heics, exif    int
	tags                  map[uint16]int
	place, wiped          int
	oldMotion, newMotion  int
	hiddenMotion, heicBox int
	clips                 []clip
	clipsWithoutTime      int
}

// clip is a video whose name and head both tell a time.
type clip struct{ name, head time.Time }

// look adds one file.
func (s *findings) look(f file, data []byte) {
	switch strings.ToLower(f.path[strings.LastIndexByte(f.path, '.')+1:]) {
	case "jpg", "jpeg":
		s.jpegs++
		m := motionIn(data)
		switch {
		case m.new:
			s.newMotion++
		case m.old:
			s.oldMotion++
		case m.video:
			s.hiddenMotion++
		}
	case "heic", "heif":
		s.heics++
		if hasBox(data, "mpvd") {
			s.heicBox++
		}
	case "mp4", "mov":
		s.video(f, data)
		return
	default:
		return
	}
	tags, ok := exifIn(data)
	if !ok {
		return
	}
	s.exif++
	if s.tags == nil {
		s.tags = map[uint16]int{}
	}
	for _, t := range xiaomiTags {
		if tags.has[t] {
			s.tags[t]++
		}
	}
	switch {
	case tags.place:
		s.place++
	case tags.gps:
		s.wiped++
	}
}

var clipName = regexp.MustCompile(`^VID_(\d{8}_\d{6})`)

func (s *findings) video(f file, data []byte) {
	m := clipName.FindStringSubmatch(f.name())
	if m == nil {
		return
	}
	named, err := time.Parse("20060102_150405", m[1])
	head, ok := headTime(data)
	if err != nil || !ok {
		s.clipsWithoutTime++
		return
	}
	s.clips = append(s.clips, clip{named, head})
}

// xiaomiTags are those that others have seen on single models.
var xiaomiTags = [...]uint16{0x8889, 0x8891, 0x8894, 0x8895, 0x8897, 0x889a, 0x9999, 0x9aaa}

func tagKey(t uint16) string { return "tag " + strconv.FormatUint(uint64(t), 16) }

func tagKeys() []string {
	var keys []string
	for _, t := range xiaomiTags {
		keys = append(keys, tagKey(t))
	}
	return keys
}

func askTags(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"pictures": l.seen.jpegs + l.seen.heics, "with exif": l.seen.exif}
	for _, t := range xiaomiTags {
		found[tagKey(t)] = l.seen.tags[t]
	}
	switch {
	case l.seen.exif == 0:
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	case len(l.seen.tags) == 0:
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

func askPlace(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"pictures": l.seen.exif, "with place": l.seen.place, "place wiped": l.seen.wiped}
	switch {
	case l.seen.place > 0:
		return result{verdict: Yes, found: found}, nil
	case l.seen.wiped > 0:
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Unclear, found: found, note: noteNoSample}, nil
}

func askMotion(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	s := l.seen
	found := facts{"pictures": s.jpegs, "old form": s.oldMotion, "new form": s.newMotion, "video without xmp": s.hiddenMotion}
	switch {
	case s.hiddenMotion > 0:
		return result{verdict: No, found: found}, nil
	case s.oldMotion+s.newMotion > 0:
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: Unclear, found: found, note: noteNoSample}, nil
}

func askHEIC(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"heic pictures": l.seen.heics, "with video box": l.seen.heicBox}
	if l.seen.heicBox > 0 {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: Unclear, found: found, note: noteNoSample}, nil
}

// askVideoTime compares a video's head with its name, which is local time. The
// phone's zone stays out of the report.
func askVideoTime(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"videos": len(l.seen.clips) + l.seen.clipsWithoutTime, "none": l.seen.clipsWithoutTime}
	if len(l.seen.clips) == 0 {
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	}
	out, err := v.must(ctx, run("date", "+%z"))
	if err != nil {
		return result{found: found}, err
	}
	zone, err := time.Parse("-0700", strings.TrimSpace(out))
	if err != nil {
		return result{found: found}, refusal{otherwise}
	}
	_, offset := zone.Zone()
	utc, local, other := 0, 0, 0
	for _, c := range l.seen.clips {
		ahead := c.name.Sub(c.head)
		// A clip made under the other clock of summer and winter is an hour off.
		switch near := func(d time.Duration) bool { return (ahead - d).Abs() < 5*time.Minute }; {
		case near(0) && offset != 0:
			local++
		case near(time.Duration(offset) * time.Second), near(time.Duration(offset)*time.Second + time.Hour), near(time.Duration(offset)*time.Second - time.Hour):
			utc++
		default:
			other++
		}
	}
	found["utc"], found["local"], found["other"] = utc, local, other
	switch {
	case offset == 0:
		delete(found, "utc")
		delete(found, "local")
		delete(found, "other")
		return result{verdict: Unclear, found: found, note: noteZone}, nil
	case utc > 0 && local == 0:
		return result{verdict: Yes, found: found}, nil
	case local > 0:
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Unclear, found: found}, nil
}
