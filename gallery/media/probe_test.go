package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/abema/go-mp4"
	"golang.org/x/image/bmp"

	"keepsake/gallery"
)

func probeBytes(data []byte, h Hint) gallery.Info {
	return probe(context.Background(), bytes.NewReader(data), int64(len(data)), h, now)
}

// brief writes the facts of a file on one line.
func brief(i gallery.Info) string {
	s := fmt.Sprintf("%s %s %dx%d", i.Kind, i.MIME, i.Width, i.Height)
	if i.Orientation > 1 {
		s += fmt.Sprintf(" turned %d", i.Orientation)
	}
	if i.Duration > 0 {
		s += " " + i.Duration.String()
	}
	if i.Camera != "" {
		s += " by " + i.Camera
	}
	if i.Motion != nil {
		s += fmt.Sprintf(" motion %d+%d", i.Motion.Offset, i.Motion.Length)
	}
	if i.Broken != "" {
		s += " BROKEN: " + i.Broken
	}
	return s
}

func TestProbe(t *testing.T) {
	gray := image.NewGray(image.Rect(0, 0, 30, 20))
	var gifBytes, bmpBytes bytes.Buffer
	if err := gif.Encode(&gifBytes, gray, nil); err != nil {
		t.Fatal(err)
	}
	if err := bmp.Encode(&bmpBytes, gray); err != nil {
		t.Fatal(err)
	}
	jpg, pic := jpegOf(t, gray, 80), pngOf(t, gray)
	turned := withEXIF(jpg, tags{main: []tag{{tagOrientation, uint16(8)}, {0x010f, "XIAOMI"}, {0x0110, "Example 13"}}})
	for _, c := range []struct {
		name string
		data []byte
		hint Hint
		want string
	}{
		{"a.jpg", jpg, Hint{}, "photo image/jpeg 30x20"},
		{"a.bin", jpg, Hint{MIME: "video/mp4"}, "photo image/jpeg 30x20"},
		{"a.jpg", turned, Hint{}, "photo image/jpeg 20x30 turned 8 by XIAOMI Example 13"},
		{"a.png", pic, Hint{}, "photo image/png 30x20"},
		{"a.gif", gifBytes.Bytes(), Hint{}, "photo image/gif 30x20"},
		{"a.bmp", bmpBytes.Bytes(), Hint{}, "photo image/bmp 30x20"},
		{"a.webp", testdata(t, "lossy.webp"), Hint{}, "photo image/webp 64x48"},
		{"a.webp", testdata(t, "lossless.webp"), Hint{}, "photo image/webp 64x48"},
		{"a.webp", testdata(t, "alpha.webp"), Hint{}, "photo image/webp 64x48"},
		{"a.webp", testdata(t, "animated.webp"), Hint{}, "photo image/webp 64x48"},
		{"a.webp", testdata(t, "exif.webp"), Hint{}, "photo image/webp 48x64 turned 6 by Example"},
		{"a.heic", testdata(t, "plain.heic"), Hint{}, "photo image/heic 64x48"},
		{"a.heic", testdata(t, "thumb.heic"), Hint{}, "photo image/heic 64x48 by Example Two"},
		{"a.mp4", testdata(t, "clip.mp4"), Hint{}, "video video/mp4 48x64 400ms"},
		{"a.mp4", film{width: 1920, height: 1080, length: time.Minute}.build(), Hint{}, "video video/mp4 1920x1080 1m0s"},
		{"a.mp4", film{width: 1920, height: 1080, turn: 90, moovFirst: true}.build(), Hint{Duration: time.Second}, "video video/mp4 1080x1920 1s"},
		{"a.mp4", film{width: 1920, height: 1080, turn: 180}.build(), Hint{}, "video video/mp4 1920x1080"},
		{"a.mov", film{brand: "qt  ", width: 1920, height: 1080, turn: 270}.build(), Hint{}, "video video/quicktime 1080x1920"},
		{"a.3gp", film{brand: "3gp5", width: 176, height: 144}.build(), Hint{}, "video video/3gpp 176x144"},
		{"a.m4a", film{brand: "M4A ", handler: "soun", length: time.Second}.build(), Hint{}, "audio audio/mp4 0x0 1s"},
		{"a.mp4", film{handler: "soun", length: time.Second}.build(), Hint{}, "audio audio/mp4 0x0 1s"},
		{"a.3gp", film{brand: "3gp4", handler: "soun"}.build(), Hint{}, "audio audio/3gpp 0x0"},
		{"a.mp3", []byte("ID3\x04 and so on"), Hint{Duration: time.Hour}, "audio audio/mpeg 0x0 1h0m0s"},
		{"a.mp3", []byte("what is this"), Hint{}, "audio audio/mpeg 0x0"},
		{"a.amr", []byte("#!AMR\n..."), Hint{}, "audio audio/amr 0x0"},
		{"a.opus", []byte("OggS......"), Hint{}, "audio audio/ogg 0x0"},
		{"a.mkv", []byte("\x1a\x45\xdf\xa3 matroska"), Hint{Duration: time.Second}, "video video/x-matroska 0x0 1s BROKEN: the recording is cut off before its index"},
		{"a.webm", []byte("\x1a\x45\xdf\xa3 webm"), Hint{}, "video video/webm 0x0 BROKEN: the recording is cut off before its index"},
		{"a.pdf", []byte("%PDF-1.7"), Hint{Duration: time.Second}, "other application/pdf 0x0"},
		{"note", []byte("hello"), Hint{MIME: "text/plain"}, "other text/plain 0x0"},
		{"note", []byte("hello"), Hint{}, "other  0x0"},
		{"scan", []byte("hello"), Hint{MIME: "Image/X-Unknown"}, "photo image/x-unknown 0x0"},

		{"a.jpg", nil, Hint{}, "photo image/jpeg 0x0 BROKEN: the file is empty"},
		{"a.jpg", []byte("hello"), Hint{}, "photo image/jpeg 0x0 BROKEN: its bytes are not what its name says"},
		{"a.mp4", make([]byte, 5000), Hint{Duration: time.Second}, "video video/mp4 0x0 1s BROKEN: its bytes are not what its name says"},
		{"a.jpg", jpg[:60], Hint{}, "photo image/jpeg 0x0 BROKEN: the JPEG has no picture in it"},
		{"a.jpg", jpg[:bytes.Index(jpg, []byte{0xff, 0xda})], Hint{}, "photo image/jpeg 30x20 BROKEN: the JPEG ends before its picture"},
		{"a.png", pic[:20], Hint{}, "photo image/png 0x0 BROKEN: the PNG has no header"},
		{"a.png", append(append(bytes.Clone(pic[:16]), 0xff, 0xff, 0xff, 0xff), pic[20:]...), Hint{}, "photo image/png 0x0 BROKEN: impossible size of 4294967295 x 20 pixels"},
		{"a.webp", testdata(t, "lossy.webp")[:20], Hint{}, "photo image/webp 0x0 BROKEN: the WebP has no picture in it"},
		{"a.heic", testdata(t, "plain.heic")[:100], Hint{}, "photo image/heic 0x0 BROKEN: the file has no picture in it"},
		{"a.mp4", film{}.build()[:200], Hint{}, "video video/mp4 0x0 BROKEN: the recording is cut off before its index"},
		{"a.mp4", film{}.build()[:600], Hint{}, "video video/mp4 0x0 BROKEN: the recording is cut off within its index"},
		{"a.mp4", film{}.build()[:20+508], Hint{}, "video video/mp4 0x0 BROKEN: the recording has no index: it was not finished"},
	} {
		c.hint.Name = c.name
		if got := brief(probeBytes(c.data, c.hint)); got != c.want {
			t.Errorf("%s of %d bytes:\n got %s\nwant %s", c.name, len(c.data), got, c.want)
		}
	}
}

// TestPNGWithEXIF puts an eXIf chunk before the picture data.
func TestPNGWithEXIF(t *testing.T) {
	p := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 30, 20)))
	blob := tiffBlock(leOrder, tags{main: []tag{{tagOrientation, uint16(6)}}, exif: []tag{{0x9003, "2023:01:02 03:04:05"}}})
	chunk := append([]byte{0, 0, byte(len(blob) >> 8), byte(len(blob))}, "eXIf"...)
	chunk = append(append(chunk, blob...), 0, 0, 0, 0) // the checksum is not looked at
	const ihdr = 8 + 25
	data := append(append(bytes.Clone(p[:ihdr]), chunk...), p[ihdr:]...)
	i := probeBytes(data, Hint{})
	if got := brief(i); got != "photo image/png 20x30 turned 6" || i.Taken.Source != gallery.TakenEXIF {
		t.Errorf("%s, taken by %s", got, i.Taken.Source)
	}
}

// TestOddBoxes refuses boxes whose size is none for what they are.
func TestOddBoxes(t *testing.T) {
	good := film{width: 64, height: 48}.build()
	for _, kind := range []string{"mvhd", "tkhd"} {
		for _, size := range []byte{0, 7, 12} {
			data := bytes.Clone(good)
			i := bytes.Index(data, []byte(kind))
			data[i-2], data[i-1] = 0, size
			if got := probeBytes(data, Hint{}); got.Kind != gallery.Video || got.Broken == "" && got.Width != 64 && size != 0 { // 0: up to the end
				t.Errorf("%s of %d bytes: %s", kind, size, brief(got))
			}
		}
	}
	for _, size := range []uint64{7, maxBox + 1} {
		b := &mp4.BoxInfo{Size: size, HeaderSize: 8, Type: mp4.BoxTypeMvhd()}
		if err := unmarshal(bytes.NewReader(make([]byte, 2*maxBox)), b, new(mp4.Mvhd)); err == nil {
			t.Errorf("mvhd of %d bytes: no error", size)
		}
	}
}

// TestReadsLittle counts what Probe asks of a large file.
func TestReadsLittle(t *testing.T) {
	pad := make([]byte, 20<<20)
	jpg := jpegOf(t, scene(64, 48), 80)
	film := film{width: 64, height: 48}
	end := film.build()
	cut := bytes.Index(end, []byte("mdat")) - 4
	video := bytes.Join([][]byte{end[:cut], mp4Box("mdat", pad), end[cut+508:]}, nil)
	for name, data := range map[string][]byte{
		"a photo with much behind it": bytes.Join([][]byte{jpg, pad, {0xff, 0xd9}}, nil),
		"a video, index at the end":   video,
	} {
		r := &countingReader{r: bytes.NewReader(data)}
		i := probe(context.Background(), r, int64(len(data)), Hint{}, now)
		if i.Width != 64 || i.Broken != "" {
			t.Errorf("%s: %s", name, brief(i))
		}
		if r.n > 4*blockSize {
			t.Errorf("%s: %d bytes of %d were read, in %d reads", name, r.n, len(data), r.calls)
		}
	}
}

// TestReadsNoEnd gives Probe files that have no end to what they want read.
func TestReadsNoEnd(t *testing.T) {
	segment := append([]byte{0xff, 0xe1, 0xff, 0xff}, make([]byte, 65533)...)
	jpg := readerAt(func(p []byte, off int64) (int, error) {
		for i := range p {
			switch at := off + int64(i); at {
			case 0:
				p[i] = 0xff
			case 1:
				p[i] = 0xd8
			default:
				p[i] = segment[(at-2)%int64(len(segment))]
			}
		}
		return len(p), nil
	})
	// A list of item locations that goes on and on.
	heic := append(mp4Box("ftyp", []byte("heic\x00\x00\x00\x00")), "\x7f\x00\x00\x00meta\x00\x00\x00\x00\x7e\x00\x00\x00iloc\x02\x00\x00\x00\x00\x00\xff\xff\xff\xff"...)
	endless := readerAt(func(p []byte, off int64) (int, error) {
		clear(p)
		if off < int64(len(heic)) {
			copy(p, heic[off:])
		}
		return len(p), nil
	})
	for name, c := range map[string]struct {
		r    io.ReaderAt
		most int
	}{"segments": {jpg, maxFetch}, "a HEIC's list": {endless, maxHEIF}} {
		r := &countingReader{r: c.r}
		i := probe(context.Background(), r, 1<<40, Hint{}, now)
		if i.Broken == "" || r.n > c.most+blockSize {
			t.Errorf("%s: %d MB read; %s", name, r.n>>20, brief(i))
		}
	}
}

type countingReader struct {
	r        io.ReaderAt
	n, calls int
}

func (c *countingReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	c.n += n
	c.calls++
	return n, err
}

func TestUnreadable(t *testing.T) {
	jpg := jpegOf(t, scene(64, 48), 80)
	failing := readerAt(func(p []byte, off int64) (int, error) { return 0, errors.New("bad sector") })
	i := probe(context.Background(), failing, 5000, Hint{Name: "IMG_20230102_030405.jpg", Local: here}, now)
	if !strings.Contains(i.Broken, "bad sector") || i.Kind != gallery.Photo || i.Taken.Source != gallery.TakenName {
		t.Errorf("a reader that fails: %s, taken by %s", brief(i), i.Taken.Source)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if i := probe(ctx, bytes.NewReader(jpg), int64(len(jpg)), Hint{}, now); !strings.Contains(i.Broken, context.Canceled.Error()) {
		t.Errorf("cancelled: %s", brief(i))
	}
	// Shorter than its size says.
	if i := probe(context.Background(), bytes.NewReader(jpg[:100]), 1<<40, Hint{}, now); i.Broken == "" {
		t.Errorf("a file shorter than its size: %s", brief(i))
	}
	panicking := readerAt(func(p []byte, off int64) (int, error) {
		if off > 0 {
			panic("a bug")
		}
		return copy(p, append(film{}.build()[:20], "\x00\x08\x00\x00mdat"...)), nil
	})
	if i := probe(context.Background(), panicking, 1<<20, Hint{}, now); !strings.Contains(i.Broken, "a bug") {
		t.Errorf("a reader that panics: %s", brief(i))
	}
}

type readerAt func(p []byte, off int64) (int, error)

func (f readerAt) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }

// FuzzProbe wants no panic, no endless loop and sane facts.
func FuzzProbe(f *testing.F) {
	jpg := jpegOf(f, image.NewGray(image.Rect(0, 0, 16, 8)), 50)
	full := tags{
		main: []tag{{tagOrientation, uint16(6)}, {0x010f, "Example"}, {0x0110, "One"}},
		exif: []tag{{0x9003, "2023:01:02 03:04:05"}, {0x9011, "+02:00"}, {0x9291, "007"}},
		gps:  []tag{{1, "N"}, {2, degrees(1.5)}, {3, "W"}, {4, degrees(2.25)}}, thumb: jpg,
	}
	f.Add(withEXIF(jpg, full), "IMG_20230102_030405.jpg")
	f.Add(withXMP(jpg, attributesXMP(100)), "")
	f.Add(withXMP(jpg, elementsXMP(100)), "")
	f.Add(tiffBlock(leOrder, full), "a.dng")
	f.Add(film{width: 64, height: 48, created: at("2023-01-02T03:04:05Z"), place: "+01.5+002.5/"}.build(), "VID_20230102_050405.mp4")
	f.Add(append(jpg, film{}.build()...), "MVIMG_20230102_050405.jpg")
	f.Add(pngOf(f, image.NewNRGBA(image.Rect(0, 0, 2, 2))), "a.png")
	for _, name := range []string{"lossy.webp", "animated.webp", "exif.webp", "plain.heic", "thumb.heic", "clip.mp4", "MVIMG_20231114_221320.jpg", "IMG_20240101_000000.MP.jpg"} {
		f.Add(testdata(f, name), name)
	}
	f.Add([]byte("GIF89a\x10\x00\x10\x00"), "a.gif")
	f.Add([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00\xfe\xff\xff\xff"), "a.bmp")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		i := probeBytes(data, Hint{Name: name, Local: time.UTC})
		if i.Width < 0 || i.Height < 0 || i.Orientation < 0 || i.Orientation > 8 || i.Duration < 0 || i.Kind == "" {
			t.Fatalf("impossible facts: %+v", i)
		}
		if m := i.Motion; m != nil && (m.Offset <= 0 || m.Length <= 0 || m.Offset+m.Length > int64(len(data))) {
			t.Fatalf("the clip is outside: %+v of %d", m, len(data))
		}
		if p := i.Place; p != nil && !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
			t.Fatalf("a place off the Earth: %+v", p)
		}
		if y := i.Taken.Time.Year(); !i.Taken.Time.IsZero() && (y < firstYear || y > 2026) {
			t.Fatalf("taken at %v", i.Taken)
		}
	})
}
