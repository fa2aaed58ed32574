package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"slices"
	"strconv"
	"strings"
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

// TestTaken holds, in testdata/taken.txt, which source of a capture time wins,
// and what it becomes.
func TestTaken(t *testing.T) {
	const least = 60
	cases := 0
	for n, line := range strings.Split(string(testdata(t, "taken.txt")), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cases++
		told, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("line %d: no result", n+1)
		}
		data, hint := build(t, told)
		info := probe(context.Background(), bytes.NewReader(data), int64(len(data)), hint, now)
		got := string(info.Taken.Source) + " " + info.Taken.Time.Format(time.RFC3339Nano)
		if info.Taken.Zoned {
			got += " zoned"
		}
		if info.Taken == (gallery.Taken{}) {
			got = "none"
		}
		if got != want || info.Broken != "" {
			t.Errorf("line %d: %s\n got %s %s\nwant %s", n+1, told, got, info.Broken, want)
		}
	}
	if cases < least {
		t.Errorf("only %d cases", cases)
	}
}

// build makes the file that facts of testdata/taken.txt describe.
func build(t *testing.T, told string) ([]byte, Hint) {
	t.Helper()
	var exif, main []tag
	var packet string
	var f *film
	h := Hint{Local: here}
	for fact := range strings.SplitSeq(told, "; ") {
		key, v, _ := strings.Cut(fact, " ")
		switch key {
		case "exif":
			exif = append(exif, tag{0x9003, v})
		case "digitized":
			exif = append(exif, tag{0x9004, v})
		case "offset":
			exif = append(exif, tag{0x9010, v})
		case "offset-original":
			exif = append(exif, tag{0x9011, v})
		case "subsec":
			exif = append(exif, tag{0x9291, v})
		case "modified":
			main = append(main, tag{0x0132, v})
		case "xmp-original":
			packet += ` e:DateTimeOriginal="` + v + `"`
		case "xmp-created":
			packet += ` p:DateCreated="` + v + `"`
		case "xmp-made":
			packet += ` x:CreateDate="` + v + `"`
		case "film":
			if f = (&film{}); v != "-" {
				f.created = at(v)
			}
		case "length":
			n, err := strconv.Atoi(v)
			if err != nil {
				t.Fatal(err)
			}
			f.length = time.Duration(n) * time.Second
		case "shown":
			f.keys = []string{"com.example.other", "x", keyCreated, v}
		case "name":
			h.Name = v
		case "store":
			h.MediaStore = at(v)
		case "mtime":
			h.MTime = at(v)
		default:
			t.Fatalf("%q is no fact", fact)
		}
	}
	if f != nil {
		return f.build(), h
	}
	data := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8)), 50)
	if packet != "" {
		data = withXMP(data, xmpOf(packet))
	}
	if len(exif)+len(main) > 0 {
		slices.SortFunc(exif, func(a, b tag) int { return int(a.id) - int(b.id) })
		data = withEXIF(data, tags{main: main, exif: exif})
	}
	return data, h
}

// xmpOf is a packet with properties of the prefixes e (exif), p (photoshop) and
// x (xmp).
func xmpOf(attributes string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:e="` + nsXMPExif + `" xmlns:p="` + nsPhotoshop + `" xmlns:x="` + nsXMP + `"` + attributes + `/></rdf:RDF></x:xmpmeta>`
}

// TestXMP reads places, and XMP in other formats than JPEG.
func TestXMP(t *testing.T) {
	plain := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8)), 50)
	for attributes, want := range map[string]*gallery.Place{
		` e:GPSLatitude="1,30N" e:GPSLongitude="2,15.0W"`:      {Lat: 1.5, Lon: -2.25},
		` e:GPSLatitude="1,30,36S" e:GPSLongitude="179,59.5E"`: {Lat: -1.51, Lon: 179.9916667},
		` e:GPSLatitude="91,0N" e:GPSLongitude="2,15W"`:        nil,
		` e:GPSLatitude="1,60N" e:GPSLongitude="2,15W"`:        nil,
		` e:GPSLatitude="1,30E" e:GPSLongitude="2,15W"`:        nil,
		` e:GPSLatitude="1,30N"`:                               nil,
		` e:GPSLatitude="1.5" e:GPSLongitude="2.25"`:           nil,
	} {
		got := probeBytes(withXMP(plain, xmpOf(attributes)), Hint{}).Place
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%s: %v, want %v", attributes, got, want)
		}
	}
	packet := xmpOf(` x:CreateDate="2023-01-02T03:04:05+01:00"`)
	png := pngOf(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	chunk := append(append(binary.BigEndian.AppendUint32(nil, uint32(len(pngXMP+packet))), "iTXt"+pngXMP+packet...), 0, 0, 0, 0)
	webp := bytes.Clone(testdata(t, "exif.webp"))
	webp[20] |= 1 << 2
	webp = append(webp, append(binary.LittleEndian.AppendUint32([]byte("XMP "), uint32(len(packet))), packet...)...)
	if i := probeBytes(testdata(t, "xmp.heic"), Hint{}); i.Taken.Source != gallery.TakenXMP || i.Taken.Time.Format(time.RFC3339) != "2021-02-03T04:05:06+02:00" ||
		i.Place == nil || *i.Place != (gallery.Place{Lat: 1.5, Lon: 2.25}) {
		t.Errorf("heic: %v at %v", i.Taken, i.Place)
	}
	for name, data := range map[string][]byte{"png": slices.Concat(png[:33], chunk, png[33:]), "jpeg": withXMP(plain, packet), "webp with EXIF without date": webp} {
		if i := probeBytes(data, Hint{}); i.Taken.Source != gallery.TakenXMP || !i.Taken.Zoned || i.Taken.Time.UTC() != at("2023-01-02T02:04:05Z") {
			t.Errorf("%s: %v", name, i.Taken)
		}
	}
}

// TestQuickTime reads what films say in QuickTime's keys.
func TestQuickTime(t *testing.T) {
	f := film{brand: "qt  ", width: 64, height: 48, created: at("2023-01-02T03:04:05Z"), keys: []string{
		keyPlace, "+12.5000-098.2500+010.000/", keyCreated, "2023-01-02T11:04:05+0800",
	}}
	i := probeBytes(f.build(), Hint{})
	if i.Place == nil || *i.Place != (gallery.Place{Lat: 12.5, Lon: -98.25}) || i.Taken.Time.Format(time.RFC3339) != "2023-01-02T11:04:05+08:00" {
		t.Errorf("%v, %v", i.Place, i.Taken)
	}
	f.keys[1], f.keys[3] = "+95-098/", "soon"
	if i := probeBytes(f.build(), Hint{}); i.Place != nil || i.Taken.Zoned || i.Broken != "" {
		t.Errorf("impossible values: %v, %v, %s", i.Place, i.Taken, i.Broken)
	}
}

func FuzzXMP(f *testing.F) {
	f.Add([]byte(xmpOf(` e:DateTimeOriginal="2023-01-02T03:04:05Z" e:GPSLatitude="1,30N" e:GPSLongitude="2,15W"`)))
	f.Add([]byte(attributesXMP(33)))
	f.Add([]byte(elementsXMP(33)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var x xmp
		x.parse(data)
		if p := x.place(); p != nil && (p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180) {
			t.Fatalf("a place at %v", *p)
		}
		x.taken(here)
		for _, s := range x.clip.stretches(1000) {
			if s.at <= 0 || s.n <= 0 || s.at+s.n > 1000 {
				t.Fatalf("a clip at %v of 1000 bytes", s)
			}
		}
	})
}

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
