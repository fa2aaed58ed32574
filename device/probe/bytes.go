package probe

import (
	"bytes"
	"encoding/binary"
	"time"
)

// exifTags is what a picture's EXIF was found to hold.
type exifTags struct {
	has   map[uint16]bool
	gps   bool // there is a place's directory
	place bool // and it holds degrees other than zero
}

const (
	maxDirectory   = 512
	maxDirectories = 8
	tagExif        = 0x8769
	tagGPS         = 0x8825
)

// exifIn finds the EXIF of a picture and notes its tags.
func exifIn(data []byte) (exifTags, bool) {
	e := exifTags{has: map[uint16]bool{}}
	for from := 0; ; {
		at := bytes.Index(data[from:], []byte("Exif\x00\x00"))
		if at < 0 {
			return e, false
		}
		from += at + 6
		t := tiff{data: data[from:]}
		if t.begin() {
			t.directory(t.long(4), false, &e)
			return e, true
		}
	}
}

// tiff reads the bytes of EXIF. Reading beyond them gives zeros.
type tiff struct {
	data  []byte
	order binary.ByteOrder
	seen  int
}

func (t *tiff) begin() bool {
	switch {
	case bytes.HasPrefix(t.data, []byte("II*\x00")):
		t.order = binary.LittleEndian
	case bytes.HasPrefix(t.data, []byte("MM\x00*")):
		t.order = binary.BigEndian
	}
	return t.order != nil
}

func (t *tiff) short(at uint32) uint16 {
	if int64(at)+2 > int64(len(t.data)) {
		return 0
	}
	return t.order.Uint16(t.data[at:])
}

func (t *tiff) long(at uint32) uint32 {
	if int64(at)+4 > int64(len(t.data)) {
		return 0
	}
	return t.order.Uint32(t.data[at:])
}

// directory notes the tags of one directory and of those it leads to.
func (t *tiff) directory(at uint32, gps bool, e *exifTags) {
	if t.seen++; at == 0 || at >= 1<<24 || t.seen > maxDirectories {
		return
	}
	for i := range min(uint32(t.short(at)), maxDirectory) {
		entry := at + 2 + i*12
		tag, value := t.short(entry), t.long(entry+8)
		switch {
		case gps && (tag == 2 || tag == 4): // latitude, longitude: three fractions
			for n := range uint32(3) {
				if value < 1<<24 && t.long(value+n*8) != 0 {
					e.place = true
				}
			}
		case gps:
		case tag == tagExif:
			t.directory(value, false, e)
		case tag == tagGPS:
			e.gps = true
			t.directory(value, true, e)
		default:
			e.has[tag] = true
		}
	}
}

// motion is how a picture says that a video is behind it.
type motion struct{ old, new, video bool }

func motionIn(data []byte) motion {
	head := data[:min(len(data), 256<<10)]
	m := motion{
		old: bytes.Contains(head, []byte("MicroVideo=\"1\"")) || bytes.Contains(head, []byte("MicroVideo>1<")),
		new: bytes.Contains(head, []byte("MotionPhoto=\"1\"")) || bytes.Contains(head, []byte("MotionPhoto>1<")),
	}
	if at := bytes.LastIndex(data, []byte("ftyp")); at >= 4 {
		m.video = boxes(data[at-4:], func(string, []byte) bool { return true })
	}
	return m
}

// boxes calls each with the boxes of an MP4 or HEIC file until it returns false
// or they end. It reports whether they fill the data to its end.
func boxes(data []byte, each func(kind string, body []byte) bool) bool {
	for len(data) > 0 {
		if len(data) < 8 {
			return false
		}
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return false
		}
		if !each(string(data[4:8]), data[head:size]) {
			return false
		}
		data = data[size:]
	}
	return true
}

func hasBox(data []byte, wanted string) bool {
	found := false
	boxes(data, func(kind string, _ []byte) bool {
		found = found || kind == wanted
		return !found
	})
	return found
}

// epoch is where the clocks of MP4 begin.
var epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)

// headTime is the time in a video's moov/mvhd.
func headTime(data []byte) (time.Time, bool) {
	var seconds uint64
	boxes(data, func(kind string, body []byte) bool {
		if kind != "moov" {
			return true
		}
		boxes(body, func(kind string, body []byte) bool {
			switch {
			case kind != "mvhd" || len(body) < 12:
			case body[0] == 1:
				seconds = binary.BigEndian.Uint64(body[4:])
			default:
				seconds = uint64(binary.BigEndian.Uint32(body[4:]))
			}
			return kind != "mvhd"
		})
		return false
	})
	if seconds == 0 || seconds > 1<<33 {
		return time.Time{}, false
	}
	return epoch.Add(time.Duration(seconds) * time.Second), true
}
