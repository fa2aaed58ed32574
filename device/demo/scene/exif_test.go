package scene

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bep/imagemeta"
)

// tags reads a file's EXIF by name, and its XMP packet.
func tags(t *testing.T, file []byte) (map[string]any, string) {
	t.Helper()
	all := map[string]any{}
	var xmp []byte
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(file), ImageFormat: imagemeta.JPEG, Sources: imagemeta.EXIF | imagemeta.XMP,
		LimitTagSize:    1 << 20,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag: func(i imagemeta.TagInfo) error {
			if old, ok := all[i.Tag]; ok && !strings.HasPrefix(i.Namespace, "IFD0") {
				_ = old // the thumbnail's directory repeats a few tags
				return nil
			}
			all[i.Tag] = i.Value
			return nil
		},
		HandleXMP: func(r io.Reader) error {
			var err error
			xmp, err = io.ReadAll(r)
			return err
		},
		Warnf: func(f string, a ...any) { t.Logf("imagemeta: "+f, a...) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, string(xmp)
}

func TestEXIF(t *testing.T) {
	p := Photo{Seed: 5, Kind: "lighthouse", Taken: summer, Width: 160, Height: 120, Orientation: 6,
		Place: &Place{Lat: -48.1234567, Lon: 4.7654321, Alt: -31.5}, Camera: "Xiaomi", Model: "23127PN0CC", Software: "Keepsake"}
	got, _ := tags(t, render(t, p))
	want := map[string]string{
		"Make": "Xiaomi", "Model": "23127PN0CC", "Software": "Keepsake", "Orientation": "6",
		"DateTimeOriginal": "2025:07:03 18:30:12", "ModifyDate": "2025:07:03 18:30:12",
		"OffsetTimeOriginal": "+02:00", "SubSecTimeOriginal": "345",
		"ExifImageWidth": "120", "ExifImageHeight": "160",
		"GPSLatitudeRef": "S", "GPSLongitudeRef": "E", "GPSAltitudeRef": "1", "GPSDateStamp": "2025:07:03",
	}
	for k, v := range want {
		if g := strings.TrimRight(fmt.Sprint(got[k]), "\x00"); g != v {
			t.Errorf("%s = %q, want %q", k, g, v)
		}
	}
	for k, v := range map[string]float64{"GPSLatitude": 48.1234567, "GPSLongitude": 4.7654321} {
		f, ok := got[k].(float64)
		if !ok || math.Abs(f-v) > 1e-6 {
			t.Errorf("%s = %v, want %v", k, got[k], v)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		taken         time.Time
		stamp, offset string
	}{
		{time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), "2024:02:29 00:00:00", "+00:00"},
		{time.Date(1999, 12, 31, 23, 59, 59, 999e6, time.FixedZone("", -9*3600-1800)), "1999:12:31 23:59:59", "-09:30"},
	} {
		got, _ := tags(t, render(t, Photo{Kind: "shapes", Taken: c.taken, Width: 32, Height: 32}))
		if got["DateTimeOriginal"] != c.stamp || got["OffsetTimeOriginal"] != c.offset {
			t.Errorf("%v: %v %v", c.taken, got["DateTimeOriginal"], got["OffsetTimeOriginal"])
		}
	}
	for _, taken := range []time.Time{{}, time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(12025, 1, 1, 0, 0, 0, 0, time.UTC)} {
		got, _ := tags(t, render(t, Photo{Kind: "shapes", Taken: taken, Width: 32, Height: 32}))
		if v, ok := got["DateTimeOriginal"]; ok {
			t.Errorf("%v: written as %v", taken, v)
		}
	}
}

func TestNoEXIF(t *testing.T) {
	b := render(t, Photo{Kind: "mood", Taken: summer, Width: 64, Height: 64, NoEXIF: true})
	if bytes.Contains(b, []byte("Exif\x00")) {
		t.Error("EXIF in a picture that should have none")
	}
}

// upright turns decoded pixels as EXIF orientation o asks, straight from the
// standard's table: where the stored picture's row 0 and column 0 are shown.
func upright(m image.Image, o int) *image.RGBA {
	s := m.Bounds()
	w, h := s.Dx(), s.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if o >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			var dx, dy int
			switch o {
			case 1: // row 0 top, column 0 left
				dx, dy = x, y
			case 2: // top, right
				dx, dy = w-1-x, y
			case 3: // bottom, right
				dx, dy = w-1-x, h-1-y
			case 4: // bottom, left
				dx, dy = x, h-1-y
			case 5: // row 0 left, column 0 top
				dx, dy = y, x
			case 6: // right, top
				dx, dy = h-1-y, x
			case 7: // right, bottom
				dx, dy = h-1-y, w-1-x
			case 8: // left, bottom
				dx, dy = y, w-1-x
			}
			out.Set(dx, dy, m.At(x, y))
		}
	}
	return out
}

// distance is the mean difference of two pictures in steps of 255.
func distance(a, b *image.RGBA) float64 {
	if a.Bounds() != b.Bounds() {
		return math.Inf(1)
	}
	sum := 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		sum += max(d, -d)
	}
	return float64(sum) / float64(len(a.Pix))
}

func TestOrientation(t *testing.T) {
	for o := 0; o <= 9; o++ {
		p := Photo{Seed: 4, Kind: "lighthouse", Taken: summer, Width: 120, Height: 80, Orientation: o}
		b := render(t, p)
		m, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := tags(t, b)
		tag, _ := strconv.Atoi(fmt.Sprint(got["Orientation"]))
		if want := p.orientation(); tag != want {
			t.Errorf("orientation %d written as %d", o, tag)
		}
		if d := distance(upright(m, tag), p.Paint()); d > 4 {
			t.Errorf("orientation %d: upright picture differs from Paint by %.1f", o, d)
		}
		// The check itself must tell a wrong turn.
		if d := distance(upright(m, tag%8+1), p.Paint()); d < 8 {
			t.Errorf("orientation %d: a wrong turn differs by %.1f only", o, d)
		}
	}
}

func TestThumbnail(t *testing.T) {
	p := Photo{Seed: 4, Kind: "sailing", Width: 400, Height: 300, Orientation: 8}
	b := render(t, p)
	start := bytes.Index(b[2:], []byte{0xFF, 0xD8, 0xFF}) + 2
	thumb, err := jpeg.Decode(bytes.NewReader(b[start:]))
	if err != nil {
		t.Fatal(err)
	}
	if r := thumb.Bounds(); r.Dx() != 240 || r.Dy() != 320 {
		t.Fatalf("thumbnail of %v, want 240x320", r)
	}
	full, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(full.Bounds())
	draw.Draw(rgba, rgba.Rect, full, image.Point{}, draw.Src)
	small := image.NewRGBA(thumb.Bounds())
	draw.Draw(small, small.Rect, thumb, image.Point{}, draw.Src)
	if d := distance(shrunk(rgba, thumbSide), small); d > 8 {
		t.Errorf("thumbnail differs from the picture by %.1f", d)
	}
	if d := distance(shrunk(turned(rgba, 3), thumbSide), small); d < 16 {
		t.Errorf("a picture upside down differs from the thumbnail by %.1f only", d)
	}
}

func TestMotion(t *testing.T) {
	clip := append([]byte("\x00\x00\x00\x18ftypmp42"), bytes.Repeat([]byte("frame"), 777)...)
	base := Photo{Seed: 2, Kind: "beach", Taken: summer, Width: 64, Height: 48, Motion: clip}
	for _, c := range []struct {
		kind MotionKind
		attr string // names the clip's length in the XMP
	}{{MotionContainer, "Length"}, {MotionMicroVideo, "MicroVideoOffset"}, {MotionBare, ""}} {
		for _, bare := range []bool{false, true} {
			p := base
			p.MotionKind, p.NoEXIF = c.kind, bare
			b := render(t, p)
			if !bytes.HasSuffix(b, append([]byte{0xFF, 0xD9}, clip...)) {
				t.Errorf("%q: the clip does not follow the picture's end", c.kind)
			}
			_, xmp := tags(t, b)
			if c.attr == "" {
				if xmp != "" {
					t.Errorf("%q: XMP %s", c.kind, xmp)
				}
				continue
			}
			if n := attribute(t, xmp, c.attr); n != strconv.Itoa(len(clip)) {
				t.Errorf("%q: %s=%s, the clip has %d bytes", c.kind, c.attr, n, len(clip))
			}
		}
	}
}

// attribute returns the last attribute of a local name in an XMP packet.
func attribute(t *testing.T, xmp, name string) string {
	t.Helper()
	out := ""
	d := xml.NewDecoder(strings.NewReader(xmp))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("XMP %s: %v", xmp, err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == name {
					out = a.Value
				}
			}
		}
	}
}
