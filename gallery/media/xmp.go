package media

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery"
)

// Namespaces of the properties that are read. Prefixes are only names.
const (
	nsCamera    = "http://ns.google.com/photos/1.0/camera/"
	nsContainer = "http://ns.google.com/photos/1.0/container/"
	nsItem      = "http://ns.google.com/photos/1.0/container/item/"
	nsXMP       = "http://ns.adobe.com/xap/1.0/"
	nsXMPExif   = "http://ns.adobe.com/exif/1.0/"
	nsPhotoshop = "http://ns.adobe.com/photoshop/1.0/"
)

// xmp is what a file's XMP packets say, as far as it is wanted here.
type xmp struct {
	original, created, made string // exif:DateTimeOriginal, photoshop:DateCreated, xmp:CreateDate
	lat, lon                string // exif:GPSLatitude, exif:GPSLongitude
	clip                    clip
}

const (
	maxTokens  = 5000    // bounds the XMP that is read
	maxPacket  = 1 << 20 // of one packet
	maxPackets = 4
)

// parse adds what one packet says. The properties may be attributes or elements.
func (x *xmp) parse(packet []byte) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimRight(packet, "\x00")))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var inside xml.Name
	for range maxTokens {
		t, err := d.Token()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case xml.StartElement:
			inside = t.Name
			if t.Name == (xml.Name{Space: nsContainer, Local: "Item"}) && len(x.clip.items) < 64 {
				x.clip.items = append(x.clip.items, clipItem{})
			}
			for _, a := range t.Attr {
				x.property(a.Name, a.Value)
			}
		case xml.CharData:
			x.property(inside, string(t))
		case xml.EndElement:
			inside = xml.Name{}
		}
	}
}

func (x *xmp) property(name xml.Name, value string) {
	keep := func(into *string) {
		if v := strings.TrimSpace(value); *into == "" && len(v) <= 64 {
			*into = v
		}
	}
	switch name {
	case xml.Name{Space: nsXMPExif, Local: "DateTimeOriginal"}:
		keep(&x.original)
	case xml.Name{Space: nsPhotoshop, Local: "DateCreated"}:
		keep(&x.created)
	case xml.Name{Space: nsXMP, Local: "CreateDate"}:
		keep(&x.made)
	case xml.Name{Space: nsXMPExif, Local: "GPSLatitude"}:
		keep(&x.lat)
	case xml.Name{Space: nsXMPExif, Local: "GPSLongitude"}:
		keep(&x.lon)
	default:
		x.clip.property(name, value)
	}
}

// taken is when the picture was taken, by the first date that is one.
func (x *xmp) taken(local *time.Location) (t time.Time, zoned bool) {
	for _, s := range []string{x.original, x.created, x.made} {
		if t, zoned, ok := isoTime(s, local); ok && credible(t, time.Time{}) {
			return t, zoned
		}
	}
	return time.Time{}, false
}

// isoTime reads a date with at least hours and minutes as XMP and QuickTime
// write it: 2023-01-02T03:04:05.678+02:00. zoned says that it told its zone;
// local is the one to assume if not.
func isoTime(s string, local *time.Location) (t time.Time, zoned, ok bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, s, local); err == nil { // takes fractions, too
			return t, false, true
		}
		for _, zone := range []string{"Z07:00", "Z0700"} {
			if t, err := time.Parse(layout+zone, s); err == nil {
				_, seconds := t.Zone()
				if seconds < -12*3600 || seconds > 14*3600 {
					return inZone(t, local), false, true
				}
				return inZone(t, fixedZone(seconds)), true, true
			}
		}
	}
	return time.Time{}, false, false
}

// xmpDegrees is a coordinate as XMP writes it: 12,34.567N or 12,34,56N.
var xmpDegrees = regexp.MustCompile(`^(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEW])$`)

// place is where the picture was taken, nil if that is not told.
func (x *xmp) place() *gallery.Place {
	lat, lon := coordinate(x.lat, "N", "S"), coordinate(x.lon, "E", "W")
	return placeOf(lat, lon)
}

func coordinate(s, plus, minus string) float64 {
	m := xmpDegrees.FindStringSubmatch(s)
	if m == nil {
		return math.NaN()
	}
	v, unit := 0.0, 1.0
	for _, part := range m[1:4] {
		if part != "" {
			n, err := strconv.ParseFloat(part, 64)
			if err != nil || unit > 1 && n >= 60 {
				return math.NaN()
			}
			v += n / unit
		}
		unit *= 60
	}
	return sign(v, m[4], plus, minus)
}

// xmp uses the packets of a file: its dates, its place, and, in a JPEG, its clip.
func (p *prober) xmp(packets [][]byte) xmp {
	var x xmp
	for _, packet := range packets {
		x.parse(packet)
	}
	p.clues.xmp, p.clues.xmpZoned = x.taken(p.hint.Local)
	if p.info.Place == nil {
		p.info.Place = x.place()
	}
	return x
}
