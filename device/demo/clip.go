package demo

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"

	"keepsake/device/demo/android"
)

// The clips are drawn motion: a sea at dusk, the view from a train, snow on a
// small town (stored turned by 90 degrees, as a phone held upright does), the
// short clip of motion photos, and a chord as a recording.
//
//go:embed clips
var clips embed.FS

// clip is a video as a file's content: one of the embedded ones with the date
// and place of its own.
type clip struct {
	base  []byte
	taken time.Time
	place [2]float64
	meta  android.Meta
}

func loadClip(name string, taken time.Time, place [2]float64, m android.Meta) (*clip, error) {
	b, err := clips.ReadFile("clips/" + name)
	if err != nil {
		return nil, err
	}
	m.Taken, m.Owner = taken, "com.android.camera"
	return &clip{base: b, taken: taken, place: place, meta: m}, nil
}

// Size implements disk.Content.
func (c *clip) Size() int64 { return int64(len(c.base)) }

// Meta implements android.Described.
func (c *clip) Meta() android.Meta { return c.meta }

// Open implements disk.Content.
func (c *clip) Open() (io.Reader, error) { return bytes.NewReader(c.dated()), nil }

// unlocated is the place the embedded clips were made with, in the box "©xyz".
const unlocated = "+00.0000+000.0000"

// dated is the clip with its date and place written in; without a place the box
// for it becomes free space.
func (c *clip) dated() []byte {
	b := bytes.Clone(c.base)
	const mp4Epoch = 2082844800 // seconds from 1904 to 1970
	stampTimes(b, uint32(c.taken.Unix()+mp4Epoch))
	if c.place == [2]float64{} {
		b = bytes.ReplaceAll(b, []byte("\xa9xyz"), []byte("free"))
		return bytes.ReplaceAll(b, []byte(unlocated), make([]byte, len(unlocated)))
	}
	where := fmt.Sprintf("%+08.4f%+09.4f", c.place[0], c.place[1])
	return bytes.ReplaceAll(b, []byte(unlocated), []byte(where))
}

// stampTimes sets creation and modification time in the movie, track and media
// headers below the boxes of b, in version 0 of their layout.
func stampTimes(b []byte, t uint32) {
	for len(b) >= 8 {
		n := int(binary.BigEndian.Uint32(b))
		if n < 8 || n > len(b) {
			return
		}
		switch body := b[8:n]; string(b[4:8]) {
		case "moov", "trak", "mdia":
			stampTimes(body, t)
		case "mvhd", "tkhd", "mdhd":
			if len(body) >= 12 && body[0] == 0 {
				binary.BigEndian.PutUint32(body[4:], t)
				binary.BigEndian.PutUint32(body[8:], t)
			}
		}
		b = b[n:]
	}
}

// recording is a sound: the embedded chord with a title that makes it its own.
type recording struct {
	title string
	taken time.Time
	base  []byte
}

func loadRecording(title string, taken time.Time) (*recording, error) {
	b, err := clips.ReadFile("clips/note.mp3")
	return &recording{title: title, taken: taken, base: b}, err
}

// tagSize is that of an ID3v1 tag.
const tagSize = 128

// Size implements disk.Content.
func (r *recording) Size() int64 { return int64(len(r.base)) + tagSize }

// Meta implements android.Described.
func (r *recording) Meta() android.Meta {
	return android.Meta{Taken: r.taken, Duration: 2 * time.Second, Owner: "com.android.soundrecorder"}
}

// Open implements disk.Content.
func (r *recording) Open() (io.Reader, error) {
	tag := make([]byte, tagSize)
	copy(tag, "TAG")
	copy(tag[3:33], r.title)
	copy(tag[93:97], r.taken.Format("2006"))
	tag[127] = 0xff
	return io.MultiReader(bytes.NewReader(r.base), bytes.NewReader(tag)), nil
}

// near moves a place by up to some hundred metres, so that the pictures of an
// afternoon do not all lie on one point.
func near(place [2]float64, east, north float64) [2]float64 {
	const degree = 111_000.0
	shrink := math.Max(math.Cos(place[0]*math.Pi/180), 0.05)
	return [2]float64{place[0] + north/degree, place[1] + east/degree/shrink}
}
