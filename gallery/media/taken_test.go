package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"testing"
	"time"

	"keepsake/gallery"
)

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// at is a moment of 2023.
func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestTaken holds which source of a capture time wins, and what it becomes.
func TestTaken(t *testing.T) {
	plain := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8)), 50)
	dated := func(list ...tag) []byte { return withEXIF(plain, tags{exif: list}) }
	const original, digitized, offset, offsetOriginal, subSecond = 0x9003, 0x9004, 0x9010, 0x9011, 0x9291
	mtime := at("2024-06-01T10:00:00Z")
	store := at("2023-07-01T10:00:00Z")
	for _, c := range []struct {
		what string
		data []byte
		hint Hint
		want string // source, time, and whether the zone was told
	}{
		{"EXIF with zone and fraction", dated(tag{original, "2023:01:02 03:04:05"}, tag{offsetOriginal, "-03:30"}, tag{subSecond, "045"}),
			Hint{Name: "IMG_20220101_000000.jpg"}, "exif 2023-01-02T03:04:05.045-03:30 zoned"},
		{"EXIF in UTC", dated(tag{original, "2023:01:02 03:04:05"}, tag{offsetOriginal, "Z"}),
			Hint{}, "exif 2023-01-02T03:04:05Z zoned"},
		{"EXIF with the general zone", dated(tag{original, "2023:01:02 03:04:05"}, tag{offset, "+05:45"}),
			Hint{}, "exif 2023-01-02T03:04:05+05:45 zoned"},
		{"EXIF without zone", dated(tag{original, "2023:01:02 03:04:05"}, tag{subSecond, "5"}),
			Hint{}, "exif 2023-01-02T03:04:05.5+02:00"},
		{"EXIF with an impossible zone", dated(tag{original, "2023:01:02 03:04:05"}, tag{offsetOriginal, "+25:00"}),
			Hint{}, "exif 2023-01-02T03:04:05+02:00"},
		{"EXIF with a zone beyond the last", dated(tag{original, "2023:01:02 03:04:05"}, tag{offsetOriginal, "+14:15"}),
			Hint{}, "exif 2023-01-02T03:04:05+02:00"},
		{"EXIF with a zone before the first", dated(tag{original, "2023:01:02 03:04:05"}, tag{offsetOriginal, "-12:30"}),
			Hint{}, "exif 2023-01-02T03:04:05+02:00"},
		{"EXIF with dashes", dated(tag{original, "2023-01-02 03:04:05"}),
			Hint{}, "exif 2023-01-02T03:04:05+02:00"},
		{"EXIF digitized only", dated(tag{digitized, "2023:01:02 03:04:05"}),
			Hint{MediaStore: store, MTime: mtime}, "exif 2023-01-02T03:04:05+02:00"},
		{"EXIF changed, but the name tells better", withEXIF(plain, tags{main: []tag{{0x0132, "2023:09:09 09:09:09"}}}),
			Hint{Name: "IMG_20230102_030405.jpg"}, "name 2023-01-02T03:04:05+02:00"},
		{"EXIF changed, better than the database", withEXIF(plain, tags{main: []tag{{0x0132, "2023:09:09 09:09:09"}}}),
			Hint{MediaStore: store}, "exif 2023-09-09T09:09:09+02:00"},
		{"EXIF of zeros", dated(tag{original, "0000:00:00 00:00:00"}),
			Hint{Name: "IMG_20230102_030405.jpg"}, "name 2023-01-02T03:04:05+02:00"},
		{"EXIF of 1970", dated(tag{original, "1970:01:01 00:00:00"}),
			Hint{MediaStore: store}, "mediastore 2023-07-01T12:00:00+02:00"},
		{"EXIF of the future", dated(tag{original, "2026:05:06 12:00:01"}),
			Hint{MTime: mtime}, "mtime 2024-06-01T12:00:00+02:00"},
		{"EXIF of just now, in a zone ahead", dated(tag{original, "2026:05:05 01:00:00"}, tag{offsetOriginal, "+13:00"}),
			Hint{}, "exif 2026-05-05T01:00:00+13:00 zoned"},
		{"EXIF of words", dated(tag{original, "yesterday, I think"}),
			Hint{MTime: mtime}, "mtime 2024-06-01T12:00:00+02:00"},

		{"name", plain, Hint{Name: "IMG_20230102_030405.jpg", MediaStore: store, MTime: mtime}, "name 2023-01-02T03:04:05+02:00"},
		{"name of before cameras", plain, Hint{Name: "IMG_19891231_235959.jpg", MediaStore: store}, "mediastore 2023-07-01T12:00:00+02:00"},
		{"name of the first year", plain, Hint{Name: "IMG_19900101_000000.jpg"}, "name 1990-01-01T00:00:00+02:00"},
		{"name of the future", plain, Hint{Name: "IMG_20270102_030405.jpg", MTime: mtime}, "mtime 2024-06-01T12:00:00+02:00"},
		{"name of a day, database of that day", plain, Hint{Name: "IMG-20230701-WA0001.jpg", MediaStore: store, MTime: mtime}, "mediastore 2023-07-01T12:00:00+02:00"},
		{"name of a day, file of that day", plain, Hint{Name: "IMG-20240601-WA0001.jpg", MediaStore: store, MTime: mtime}, "mtime 2024-06-01T12:00:00+02:00"},
		{"name of a day, nothing of that day", plain, Hint{Name: "IMG-20230102-WA0001.jpg", MediaStore: store, MTime: mtime}, "name 2023-01-02T12:00:00+02:00"},
		{"name of a day that is another day in UTC", plain, Hint{Name: "IMG-20230103-WA0001.jpg", MTime: at("2023-01-02T23:30:00Z")}, "mtime 2023-01-03T01:30:00+02:00"},

		{"database", plain, Hint{Name: "a.jpg", MediaStore: store, MTime: mtime}, "mediastore 2023-07-01T12:00:00+02:00"},
		{"file", plain, Hint{Name: "a.jpg", MTime: mtime}, "mtime 2024-06-01T12:00:00+02:00"},
		{"file of 1970, nothing better", plain, Hint{Name: "a.jpg", MTime: at("1970-01-01T00:00:00Z")}, "mtime 1970-01-01T02:00:00+02:00"},
		{"file of the future", plain, Hint{Name: "a.jpg", MTime: at("2030-01-01T00:00:00Z")}, " 0001-01-01T00:00:00Z"},
		{"nothing", plain, Hint{}, " 0001-01-01T00:00:00Z"},

		{"video", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "clip.mp4"}, "video 2023-01-02T05:04:05+02:00"},
		{"video without time", film{}.build(), Hint{Name: "VID_20230102_030405.mp4"}, "name 2023-01-02T03:04:05+02:00"},
		{"video of 1904", film{created: at("1904-01-01T00:00:01Z")}.build(), Hint{Name: "VID_20230102_030405.mp4"}, "name 2023-01-02T03:04:05+02:00"},
		{"video and name agree on a zone", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "VID_20230102_113405.mp4"}, "name 2023-01-02T11:34:05+08:30 zoned"},
		{"video noted at its end", film{created: at("2023-01-02T03:05:35Z"), length: 90 * time.Second}.build(), Hint{Name: "VID_20230102_010403.mp4"}, "name 2023-01-02T01:04:03-02:00 zoned"},
		{"video with the clock's time in its index", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "VID_20230102_030405.mp4"}, "name 2023-01-02T03:04:05+02:00"},
		{"video and name disagree", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "VID_20230102_114100.mp4"}, "video 2023-01-02T05:04:05+02:00"},
		{"video and name are days apart", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "VID_20230105_030405.mp4"}, "video 2023-01-02T05:04:05+02:00"},
		{"video and a name that counts from 1970", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "mmexport1672628645678.mp4"}, "name 2023-01-02T05:04:05.678+02:00"},
		{"video and a name of a day", film{created: at("2023-01-02T03:04:05Z")}.build(), Hint{Name: "VID-20230102-WA0001.mp4"}, "video 2023-01-02T05:04:05+02:00"},
	} {
		c.hint.Local = here
		info := probe(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), c.hint, now)
		got := string(info.Taken.Source) + " " + info.Taken.Time.Format(time.RFC3339Nano)
		if info.Taken.Zoned {
			got += " zoned"
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.what, got, c.want)
		}
		if info.Broken != "" {
			t.Errorf("%s: broken: %s", c.what, info.Broken)
		}
	}
}

// TestSummerTime reads a time without zone that this computer's clocks showed
// in winter and one in summer.
func TestSummerTime(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		zone = time.UTC // a system without zones: then there is no summer time
	}
	for _, name := range []string{"IMG_20230115_120000.jpg", "IMG_20230715_120000.jpg"} {
		n, ok := parseName(name, zone)
		if !ok || n.time.Hour() != 12 || n.time.Location() != zone {
			t.Errorf("%s: %v", name, n.time)
		}
	}
}

func TestPlaces(t *testing.T) {
	plain := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8)), 50)
	gps := func(lat float64, ns string, lon float64, ew string) []byte {
		return withEXIF(plain, tags{gps: []tag{{1, ns}, {2, degrees(lat)}, {3, ew}, {4, degrees(lon)}}})
	}
	for _, c := range []struct {
		what string
		data []byte
		want *gallery.Place
	}{
		{"north east", gps(52.5, "N", 13.25, "E"), &gallery.Place{Lat: 52.5, Lon: 13.25}},
		{"south west", gps(33.75, "S", 70.5, "W"), &gallery.Place{Lat: -33.75, Lon: -70.5}},
		{"on the equator", gps(0, "N", 9.5, "E"), &gallery.Place{Lat: 0, Lon: 9.5}},
		{"0, 0", gps(0, "N", 0, "E"), nil},
		{"beyond the pole", gps(91, "N", 0, "E"), nil},
		{"beyond the date line", gps(10, "N", 181, "E"), nil},
		{"no hemisphere", gps(10, "", 20, "E"), nil},
		{"an odd hemisphere", gps(10, "X", 20, "E"), nil},
		{"divided by zero", withEXIF(plain, tags{gps: []tag{{1, "N"}, {2, [][2]uint32{{1, 0}, {0, 0}, {0, 0}}}, {3, "E"}, {4, [][2]uint32{{0, 0}, {0, 0}, {0, 0}}}}}), nil},
		{"a video", film{place: "+52.5000+013.2500/"}.build(), &gallery.Place{Lat: 52.5, Lon: 13.25}},
		{"a video with height", film{place: "-33.7500-070.5000+012.3/"}.build(), &gallery.Place{Lat: -33.75, Lon: -70.5}},
		{"a video at 0, 0", film{place: "+00.0000+000.0000/"}.build(), nil},
		{"a video beyond the pole", film{place: "+95.0000+000.0000/"}.build(), nil},
		{"a video with words", film{place: "somewhere"}.build(), nil},
	} {
		info := probe(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), Hint{}, now)
		if (info.Place == nil) != (c.want == nil) || info.Place != nil && *info.Place != *c.want {
			t.Errorf("%s: %v, want %v", c.what, info.Place, c.want)
		}
	}
}

// TestBothByteOrders reads the same EXIF from a little and a big end.
func TestBothByteOrders(t *testing.T) {
	plain := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 16)), 50)
	list := tags{
		main: []tag{{tagOrientation, uint16(6)}, {0x010f, "Xiaomi"}, {0x0110, "Xiaomi 13  Ultra"}},
		exif: []tag{{0x9003, "2023:01:02 03:04:05"}, {0x9011, "+02:00"}, {0x9291, "007"}},
		gps:  []tag{{1, "N"}, {2, degrees(1.5)}, {3, "W"}, {4, degrees(2.25)}},
	}
	for _, o := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		data := segmented(plain, append([]byte("Exif\x00\x00"), tiffBlock(o, list)...))
		info := probe(context.Background(), bytes.NewReader(data), int64(len(data)), Hint{}, now)
		if info.Orientation != 6 || info.Width != 16 || info.Height != 8 || info.Camera != "Xiaomi 13 Ultra" ||
			info.Place == nil || *info.Place != (gallery.Place{Lat: 1.5, Lon: -2.25}) ||
			!info.Taken.Time.Equal(at("2023-01-02T03:04:05.007+02:00")) {
			t.Errorf("%v: %+v at %v", o, info, info.Place)
		}
	}
}
