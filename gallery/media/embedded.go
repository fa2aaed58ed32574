package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"

	"keepsake/gallery"
)

// ErrNoThumb means that a file carries no thumbnail of its own.
var ErrNoThumb = errors.New("no thumbnail inside the file")

// Embedded is the small JPEG that a camera put into a photo's EXIF, usually 160
// to 320 pixels wide. It is stored as the photo is: Orientation turns it upright.
type Embedded struct {
	JPEG        []byte // a part of the bytes it was found in
	Orientation int
}

// EmbeddedThumb finds the EXIF thumbnail in the first bytes of a JPEG; 64 KB are
// enough for nearly every camera, so it works on a part read from the phone.
func EmbeddedThumb(head []byte) (Embedded, error) {
	blob, _ := exifSegment(head)
	if blob == nil {
		return Embedded{}, ErrNoThumb
	}
	t, ok := openTIFF(bytes.NewReader(blob), int64(len(blob)))
	if !ok {
		return Embedded{}, ErrNoThumb
	}
	first, next := t.entries(t.first)
	e := Embedded{Orientation: int(first.number(tagOrientation))}
	if e.Orientation < 1 || e.Orientation > 8 {
		e.Orientation = 1
	}
	second, _ := t.entries(next)
	at, n := int64(second.number(tagThumbOffset)), int64(second.number(tagThumbLength))
	if at <= 0 || n < 4 || at > int64(len(blob)) || n > int64(len(blob))-at {
		return Embedded{}, ErrNoThumb
	}
	e.JPEG = blob[at : at+n]
	if e.JPEG[0] != 0xff || e.JPEG[1] != 0xd8 {
		return Embedded{}, ErrNoThumb
	}
	return e, nil
}

// Image decodes the thumbnail, upright. Cameras pad it with black bars to a
// fixed shape: with the size of the whole picture known (as Probe gives it,
// upright; zero if not), the bars are cut off.
func (e Embedded) Image(ctx context.Context, width, height int) (*image.RGBA, error) {
	d, err := decodeJPEG(ctx, bytes.NewReader(e.JPEG), int64(len(e.JPEG)), func(int, int) int { return 1 })
	if err != nil {
		return nil, fmt.Errorf("decode the thumbnail inside the file: %w", err)
	}
	defer d.release()
	d.orientation = e.Orientation
	w, h := d.size()
	m, err := d.rgba(w, h)
	if err != nil {
		return nil, err
	}
	return cutBars(m, width, height), nil
}

// cutBars crops m to the shape of a width x height picture, if what goes is
// black.
func cutBars(m *image.RGBA, width, height int) *image.RGBA {
	if width <= 0 || height <= 0 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cw, ch := fitInto(width, height, w, h)
	if width < w && height < h {
		return m // the thumbnail of another picture
	}
	const spare = 2 // cameras round
	if w-cw <= spare && h-ch <= spare {
		return m
	}
	inside := image.Rect((w-cw)/2, (h-ch)/2, (w-cw)/2+cw, (h-ch)/2+ch)
	for y := range h {
		for x := range w {
			if p := m.Pix[m.PixOffset(x, y):]; !image.Pt(x, y).In(inside.Inset(-spare)) && max(p[0], p[1], p[2]) > 48 {
				return m
			}
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, cw, ch))
	draw.Draw(out, out.Rect, m, inside.Min, draw.Src)
	return out
}

// FirstPaint is what can be shown of a photo at once, from the first bytes of
// its file and what Probe said of it.
func FirstPaint(ctx context.Context, head []byte, info gallery.Info) (*image.RGBA, error) {
	e, err := EmbeddedThumb(head)
	if err != nil {
		return nil, err
	}
	return e.Image(ctx, info.Width, info.Height)
}

// exifSegment finds the EXIF block of a JPEG, as TIFF, in its first bytes.
func exifSegment(head []byte) (blob []byte, ok bool) {
	if len(head) < 4 || head[0] != 0xff || head[1] != 0xd8 {
		return nil, false
	}
	for p := 2; p+4 <= len(head) && head[p] == 0xff; {
		m, n := head[p+1], int(head[p+2])<<8|int(head[p+3])
		if m == 0xff { // fill byte
			p++
			continue
		}
		if m == 0xda || n < 2 {
			return nil, false
		}
		if at := p + 4 + len(idEXIF); m == 0xe1 && at <= len(head) && p+2+n >= at && string(head[p+4:at]) == idEXIF {
			return head[at:min(p+2+n, len(head))], true
		}
		p += 2 + n
	}
	return nil, false
}
