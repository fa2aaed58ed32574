package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"testing"
	"time"
)

func smallJPEG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadDetails(t *testing.T) {
	file := withEXIF(smallJPEG(t), tags{
		main: []tag{{0x0131, "MIUI  14 "}},
		exif: []tag{
			{0x829a, [][2]uint32{{1, 120}}}, {0x829d, [][2]uint32{{18, 10}}}, {0x8827, uint16(200)}, {0x9209, uint16(0x19)},
			{0x920a, [][2]uint32{{5430, 1000}}}, {0xa405, uint16(24)}, {0xa434, "Main"},
		},
	})
	got, err := ReadDetails(t.Context(), bytes.NewReader(file), int64(len(file)), mimeJPEG)
	want := Details{Exposure: time.Second / 120, Aperture: 1.8, ISO: 200, Focal: 5.43, Focal35: 24, Flash: true, Lens: "Main", Software: "MIUI 14"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestDetailsThatCannotBeAreNone(t *testing.T) {
	file := withEXIF(smallJPEG(t), tags{exif: []tag{
		{0x829a, [][2]uint32{{1, 0}}}, {0x829d, [][2]uint32{{0, 10}}}, {0x8827, uint16(0)}, {0x9209, uint16(0x18)}, {0x920a, [][2]uint32{{4_000_000_000, 1}}},
	}})
	got, err := ReadDetails(t.Context(), bytes.NewReader(file), int64(len(file)), mimeJPEG)
	if err != nil || got != (Details{}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := ReadDetails(t.Context(), bytes.NewReader(file), int64(len(file)), mimeMP4); err != nil || got != (Details{}) {
		t.Errorf("of a video %+v, %v", got, err)
	}
}

func TestDetailsAreNotReadForNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := smallJPEG(t)
	if _, err := ReadDetails(ctx, bytes.NewReader(file), int64(len(file)), mimeJPEG); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzReadDetails(f *testing.F) {
	f.Add(withEXIF(smallJPEG(f), tags{exif: []tag{{0x829a, [][2]uint32{{1, 120}}}, {0x8827, uint16(200)}, {0xa434, "Main"}}}), mimeJPEG)
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00"), mimeTIFF)
	f.Add([]byte("\x00\x00\x00\x18ftypheic"), mimeHEIC)
	f.Fuzz(func(t *testing.T, file []byte, mime string) {
		d, _ := ReadDetails(t.Context(), bytes.NewReader(file), int64(len(file)), mime)
		if d.Exposure < 0 || d.Aperture < 0 || d.ISO < 0 || d.Focal < 0 || d.Focal35 < 0 || len([]rune(d.Lens)) > 80 || len([]rune(d.Software)) > 80 {
			t.Errorf("impossible: %+v", d)
		}
	})
}
