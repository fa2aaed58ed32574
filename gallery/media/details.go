package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/bep/imagemeta"
)

// Details are what a camera wrote of how a picture was taken: EXIF 2.32, 4.6.5.
// What it did not write, or what cannot be, is zero.
type Details struct {
	Exposure time.Duration // the shutter's
	Aperture float64       // the f-number
	ISO      int
	Focal    float64 // in mm
	Focal35  int     // in mm, as a 35 mm film camera would have
	Flash    bool    // it fired
	Lens     string
	Software string
}

var detailTags = map[string]map[string]bool{
	nsMain: {"Software": true},
	nsExif: {"ExposureTime": true, "FNumber": true, "ISO": true, "FocalLength": true, "FocalLengthIn35mmFormat": true, "Flash": true, "LensModel": true},
}

// ReadDetails reads the details of a file of a type that Probe named. A type
// without any, and broken EXIF, give what there is; an error is that of reading,
// or of a reader that gave up.
func ReadDetails(ctx context.Context, r io.ReaderAt, size int64, mime string) (d Details, err error) {
	defer rescue(&err, "read the details of", r)
	formats := map[string]imagemeta.ImageFormat{
		mimeJPEG: imagemeta.JPEG, mimePNG: imagemeta.PNG, mimeWebP: imagemeta.WebP, mimeTIFF: imagemeta.TIFF,
		mimeDNG: imagemeta.DNG, mimeHEIC: imagemeta.HEIF, mimeAVIF: imagemeta.AVIF,
	}
	format, ok := formats[mime]
	if !ok {
		return Details{}, nil
	}
	src := newSource(ctx, r, size)
	defer src.free()
	tags := map[string]any{}
	_, _ = imagemeta.Decode(imagemeta.Options{ // half-broken EXIF is common: what stands before an error counts
		R: src.section(0, src.size), ImageFormat: format, Sources: imagemeta.EXIF, LimitTagSize: 4096,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return detailTags[t.Namespace][t.Tag] },
		HandleTag: func(t imagemeta.TagInfo) error {
			if detailTags[t.Namespace][t.Tag] && tags[t.Tag] == nil {
				tags[t.Tag] = t.Value
			}
			return nil
		},
	})
	if src.err != nil {
		return Details{}, fmt.Errorf("read the details of %s: %w", nameOf(r), src.err)
	}
	const day = 24 * 3600
	d.Exposure = time.Duration(number(tags["ExposureTime"], day) * float64(time.Second))
	d.Aperture = number(tags["FNumber"], 1000)
	d.ISO = int(number(tags["ISO"], 10_000_000))
	d.Focal = number(tags["FocalLength"], 100_000)
	d.Focal35 = int(number(tags["FocalLengthIn35mmFormat"], 100_000))
	d.Flash = int(number(tags["Flash"], math.MaxUint16))&1 != 0
	d.Lens, d.Software = line(tags["LensModel"]), line(tags["Software"])
	return d, nil
}

// number is a positive number of at most most, of whatever type it came in, else 0.
func number(v any, most float64) float64 {
	var f float64
	switch v := v.(type) {
	case float64:
		f = v
	case float32:
		f = float64(v)
	case uint8:
		f = float64(v)
	case uint16:
		f = float64(v)
	case uint32:
		f = float64(v)
	case int:
		f = float64(v)
	case interface{ Float64() float64 }:
		f = v.Float64()
	case []uint16:
		if len(v) > 0 {
			f = float64(v[0])
		}
	}
	if !(f > 0 && f <= most) { // also what is no number
		return 0
	}
	return f
}

// line is a text on one line, of at most 80 characters.
func line(v any) string {
	s, ok := v.(string)
	if b, raw := v.([]byte); raw && !ok {
		s = string(bytes.TrimRight(b, "\x00"))
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return s
}
