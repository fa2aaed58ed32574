package probe

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"
)

// exifOf makes a JPEG's head with tags and, if wanted, a place.
func exifOf(order binary.AppendByteOrder, tags []uint16, gps bool, degrees uint32) []byte {
	var b []byte
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = append(b, "II*\x00"...)
	} else {
		b = append(b, "MM\x00*"...)
	}
	entries := len(tags)
	if gps {
		entries++
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, uint16(entries))
	entry := func(tag uint16, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, 4)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint32(b, value)
	}
	end := uint32(8 + 2 + entries*12 + 4)
	for _, t := range tags {
		entry(t, 7)
	}
	if gps {
		entry(tagGPS, end)
	}
	b = order.AppendUint32(b, 0)
	if gps {
		b = order.AppendUint16(b, 1)
		entry(2, end+2+12+4)
		b = order.AppendUint32(b, 0)
		for range 3 {
			b = order.AppendUint32(b, degrees)
			b = order.AppendUint32(b, 1)
		}
	}
	return append([]byte("\xff\xd8\xff\xe1\x00\x00Exif\x00\x00"), b...)
}

func box(kind string, body []byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

func clipOf(at time.Time) []byte {
	head := make([]byte, 4, 100)
	head = binary.BigEndian.AppendUint32(head, uint32(at.Unix()+2082844800))
	return append(box("ftyp", []byte("isom")), box("moov", box("mvhd", append(head, make([]byte, 92)...)))...)
}

func TestFindings(t *testing.T) {
	video := append(box("ftyp", []byte("mp42")), box("mdat", []byte("x"))...)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"a.jpg", exifOf(binary.LittleEndian, []uint16{0x9999, 0x0110}, true, 51), "{1 0 1 map[39321:1] 1 0 0 0 0 0 [] 0}"},
		{"a.jpeg", exifOf(binary.BigEndian, []uint16{0x9aaa}, true, 0), "{1 0 1 map[39594:1] 0 1 0 0 0 0 [] 0}"},
		{"a.JPG", exifOf(binary.BigEndian, nil, false, 0), "{1 0 1 map[] 0 0 0 0 0 0 [] 0}"},
		{"a.jpg", append([]byte("no exif"), video...), "{1 0 0 map[] 0 0 0 0 1 0 [] 0}"},
		{"a.jpg", append([]byte(`GCamera:MicroVideo="1"`), video...), "{1 0 0 map[] 0 0 1 0 0 0 [] 0}"},
		{"a.jpg", append([]byte(`<Camera:MotionPhoto>1</Camera:MotionPhoto>`), video...), "{1 0 0 map[] 0 0 0 1 0 0 [] 0}"},
		{"a.heic", append(box("ftyp", []byte("heic")), box("mpvd", video)...), "{0 1 0 map[] 0 0 0 0 0 1 [] 0}"},
		{"a.heic", box("ftyp", []byte("heic")), "{0 1 0 map[] 0 0 0 0 0 0 [] 0}"},
		{"VID_20250102_030405.mp4", []byte("no head"), "{0 0 0 map[] 0 0 0 0 0 0 [] 1}"},
		{"other.mp4", clipOf(time.Unix(1_700_000_000, 0)), "{0 0 0 map[] 0 0 0 0 0 0 [] 0}"},
		{"a.txt", nil, "{0 0 0 map[] 0 0 0 0 0 0 [] 0}"},
	} {
		var s findings
		s.look(file{path: "/x/" + c.name}, c.data)
		if got := fmt.Sprint(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestVideoTime(t *testing.T) {
	named := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC) // as in the file's name, local
	for _, c := range []struct {
		zone    string
		head    time.Time
		verdict Verdict
		found   string
	}{
		{"+0300", named.Add(-3 * time.Hour), Yes, "map[local:0 none:0 other:0 utc:1 videos:1]"},
		{"+0300", named.Add(-2 * time.Hour), Yes, "map[local:0 none:0 other:0 utc:1 videos:1]"},
		{"-0500", named.Add(5*time.Hour + time.Minute), Yes, "map[local:0 none:0 other:0 utc:1 videos:1]"},
		{"+0300", named, No, "map[local:1 none:0 other:0 utc:0 videos:1]"},
		{"+0300", named.Add(20 * time.Hour), Unclear, "map[local:0 none:0 other:1 utc:0 videos:1]"},
		{"+0000", named, Unclear, "map[none:0 videos:1]"},
	} {
		f := &fake{shell: says(map[string]string{"date": c.zone + "\n"})}
		data := append(clipOf(c.head), box("free", make([]byte, 2000))...)
		f.put(primary+"/DCIM/Camera/VID_20250102_030405.mp4", string(data), time.Time{})
		if got := settleOne(t, f, "video.time"); got.Verdict != c.verdict || fmt.Sprint(got.Found) != c.found {
			t.Errorf("%+v: %s %v", c, got.Verdict, got.Found)
		}
	}
}

func FuzzFindings(f *testing.F) {
	f.Add("a.jpg", exifOf(binary.LittleEndian, []uint16{0x9999}, true, 51))
	f.Add("a.heic", append(box("ftyp", []byte("heic")), box("mpvd", []byte("x"))...))
	f.Add("VID_20250102_030405.mp4", clipOf(time.Unix(1_700_000_000, 0)))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		var s findings
		s.look(file{path: "/x/" + name}, data)
		if s.jpegs+s.heics > 1 || s.exif > 1 || s.place+s.wiped > 1 || len(s.clips)+s.clipsWithoutTime > 1 {
			t.Fatalf("%+v of one file", s)
		}
	})
}

// EXIF whose directory leads to itself has an end all the same.
func TestEndlessExif(t *testing.T) {
	b := exifOf(binary.LittleEndian, []uint16{tagExif, 0x9999}, false, 0)
	binary.LittleEndian.PutUint32(b[bytes.Index(b, []byte("II*"))+18:], 8)
	if e, ok := exifIn(b); !ok || !e.has[0x9999] {
		t.Error(e, ok)
	}
}
