package demo

import (
	"bytes"
	"io"
	"time"

	"keepsake/device/demo/android"
)

// heif is an HEIC picture as a file's content: the embedded one with the date
// of its own in its EXIF.
type heif struct {
	base  []byte
	taken time.Time
}

// heicTaken is the date the embedded picture was made with.
const heicTaken = "2020:01:01 12:00:00"

// heic places the one picture taken with the camera set to "high efficiency".
func (r *roll) heic(taken time.Time) {
	b, err := clips.ReadFile("clips/picture.heic")
	if err != nil {
		r.fail(err)
		return
	}
	r.add("DCIM/Camera/"+name(taken)+".heic", &heif{b, taken}, taken, true)
}

// Size implements disk.Content.
func (h *heif) Size() int64 { return int64(len(h.base)) }

// Open implements disk.Content.
func (h *heif) Open() (io.Reader, error) {
	return bytes.NewReader(bytes.ReplaceAll(h.base, []byte(heicTaken), []byte(h.taken.Format(exifTime)))), nil
}

// Meta implements android.Described.
func (h *heif) Meta() android.Meta {
	return android.Meta{Taken: h.taken, Width: 1280, Height: 960, Owner: "com.android.camera"}
}
