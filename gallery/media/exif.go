package media

import (
	"io"
	"math"
	"strings"
	"time"

	"github.com/bep/imagemeta"

	"keepsake/gallery"
)

// exif is what EXIF says, as far as it is wanted here.
type exif struct {
	original, digitized, modified stamp
	orientation                   int
	maker, model                  string
	place                         *gallery.Place
	thumb                         stretch // in the file, where the format tells
}

// stamp is a camera's date and time with its fraction and zone, as written.
type stamp struct{ date, fraction, offset string }

// The directories that count; the thumbnail's own (IFD1) does not describe the
// picture, and a maker's notes use the same numbers for other things.
const (
	nsMain  = "IFD0"
	nsExif  = "IFD0/ExifIFDP"
	nsGPS   = "IFD0/GPSInfoIFD"
	nsThumb = "IFD1"
)

var exifTags = map[string]map[string]bool{
	nsMain:  {"Orientation": true, "Make": true, "Model": true, "ModifyDate": true},
	nsExif:  {"DateTimeOriginal": true, "CreateDate": true, "OffsetTime": true, "OffsetTimeOriginal": true, "OffsetTimeDigitized": true, "SubSecTimeOriginal": true, "SubSecTimeDigitized": true},
	nsGPS:   {"GPSLatitude": true, "GPSLatitudeRef": true, "GPSLongitude": true, "GPSLongitudeRef": true},
	nsThumb: {"ThumbnailOffset": true, "ThumbnailLength": true},
}

// readEXIF reads the EXIF of a file of the given format, or a bare TIFF block.
// What stands before an error is kept: half-broken EXIF is common. Packet, unless
// nil, is given what XMP there is.
func readEXIF(r io.ReadSeeker, format imagemeta.ImageFormat, packet func([]byte)) (exif, imagemeta.ImageConfig) {
	tags := map[string]any{}
	sources := imagemeta.EXIF | imagemeta.CONFIG
	if packet != nil {
		sources |= imagemeta.XMP
	}
	result, _ := imagemeta.Decode(imagemeta.Options{
		R: r, ImageFormat: format, Sources: sources,
		LimitTagSize: 4096,
		HandleXMP: func(r io.Reader) error {
			b, err := io.ReadAll(io.LimitReader(r, maxPacket))
			if err == nil {
				packet(b)
			}
			return err
		},
		ShouldHandleTag: func(t imagemeta.TagInfo) bool {
			return exifTags[t.Namespace][t.Tag]
		},
		HandleTag: func(t imagemeta.TagInfo) error {
			if key := t.Tag; exifTags[t.Namespace][key] && tags[key] == nil {
				tags[key] = t.Value
			}
			return nil
		},
	})
	var e exif
	text := func(key string) string {
		s, _ := tags[key].(string)
		return strings.TrimSpace(s)
	}
	whole := func(key string) int64 {
		switch v := tags[key].(type) {
		case uint16:
			return int64(v)
		case uint32:
			return int64(v)
		case int:
			return int64(v)
		}
		return 0
	}
	e.original = stamp{text("DateTimeOriginal"), milliseconds(whole("SubSecTimeOriginal")), first(text("OffsetTimeOriginal"), text("OffsetTime"))}
	e.digitized = stamp{text("CreateDate"), milliseconds(whole("SubSecTimeDigitized")), first(text("OffsetTimeDigitized"), text("OffsetTime"))}
	e.modified = stamp{text("ModifyDate"), "", text("OffsetTime")}
	if o := whole("Orientation"); o >= 1 && o <= 8 {
		e.orientation = int(o)
	}
	e.maker, e.model = text("Make"), text("Model")
	lat, okLat := tags["GPSLatitude"].(float64)
	lon, okLon := tags["GPSLongitude"].(float64)
	if okLat && okLon {
		e.place = placeOf(sign(lat, text("GPSLatitudeRef"), "N", "S"), sign(lon, text("GPSLongitudeRef"), "E", "W"))
	}
	e.thumb = stretch{whole("ThumbnailOffset"), whole("ThumbnailLength")}
	return e, result.ImageConfig
}

// milliseconds writes a sub-second that lost its leading zeros: cameras write
// three digits.
func milliseconds(n int64) string {
	if n <= 0 || n > 999 {
		return ""
	}
	return string([]byte{'0' + byte(n/100), '0' + byte(n/10%10), '0' + byte(n%10)})
}

// exactFractions takes the sub-seconds from the TIFF block itself, where their
// digits are still to be seen.
func (e *exif) exactFractions(r io.ReaderAt, size int64) {
	t, ok := openTIFF(r, size)
	if !ok {
		return
	}
	main, _ := t.entries(t.first)
	d, _ := t.entries(main.number(tagExifIFD))
	e.original.fraction = strings.TrimSpace(d.text(tagSubSecond))
	e.digitized.fraction = strings.TrimSpace(d.text(tagSubSecondDigi))
}

func first(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

// sign applies a hemisphere; without one of the two letters the number is worth
// nothing.
func sign(v float64, ref, plus, minus string) float64 {
	switch strings.ToUpper(strings.TrimSpace(ref)) {
	case plus:
		return v
	case minus:
		return -v
	}
	return math.NaN()
}

// placeOf checks a position. 0, 0 is what phones write when they know none.
func placeOf(lat, lon float64) *gallery.Place {
	if !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) || lat == 0 && lon == 0 {
		return nil
	}
	// A centimetre is enough, and hides the noise of degrees, minutes, seconds.
	return &gallery.Place{Lat: math.Round(lat*1e7) / 1e7, Lon: math.Round(lon*1e7) / 1e7}
}

// camera joins make and model: "Xiaomi" and "Xiaomi 13" are "Xiaomi 13".
func (e *exif) camera() string {
	const most = 80
	name := e.model
	if e.maker != "" && !strings.HasPrefix(strings.ToLower(e.model), strings.ToLower(e.maker)) {
		name = strings.TrimSpace(e.maker + " " + e.model)
	}
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if r := []rune(name); len(r) > most {
		name = string(r[:most])
	}
	return name
}

// time reads the stamp; zoned says that it told its zone, local is the one to
// assume if not. An impossible date is none.
func (s stamp) time(local *time.Location) (t time.Time, zoned bool) {
	date := s.date
	if len(date) > 19 {
		date = date[:19]
	}
	wall, err := time.Parse("2006:01:02 15:04:05", date)
	if err != nil {
		if wall, err = time.Parse("2006-01-02 15:04:05", date); err != nil {
			return time.Time{}, false
		}
	}
	wall = wall.Add(fraction(s.fraction))
	if zone, ok := parseOffset(s.offset); ok {
		return inZone(wall, zone), true
	}
	return inZone(wall, local), false
}

// fraction reads digits behind the point: "5" is half a second, "045" 45 ms.
func fraction(s string) time.Duration {
	d, unit := time.Duration(0), time.Second/10
	for _, c := range s {
		if c < '0' || c > '9' {
			break
		}
		d += time.Duration(c-'0') * unit
		unit /= 10
	}
	return d
}

// parseOffset reads "+02:00", "-0330" and "Z".
func parseOffset(s string) (*time.Location, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{"Z07:00", "Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, seconds := t.Zone()
			if seconds < -12*3600 || seconds > 14*3600 {
				return nil, false
			}
			return fixedZone(seconds), true
		}
	}
	return nil, false
}

// fixedZone is a zone known only by its offset.
func fixedZone(seconds int) *time.Location {
	if seconds == 0 {
		return time.UTC
	}
	return time.FixedZone("", seconds)
}

// inZone is the moment when clocks in loc showed wall's date and time.
func inZone(wall time.Time, loc *time.Location) time.Time {
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), loc)
}
