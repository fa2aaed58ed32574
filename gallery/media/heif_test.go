package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"testing"
	"time"

	"keepsake/gallery"
)

// withTurn puts irot in the place of another property of a HEIC or AVIF.
func withTurn(t *testing.T, data []byte, instead string, turns byte) []byte {
	t.Helper()
	out := bytes.Clone(data)
	found := 0
	for at := 0; ; {
		i := bytes.Index(out[at:], []byte(instead))
		if i < 0 {
			break
		}
		at += i
		copy(out[at:], "irot")
		clear(out[at+4 : at-4+int(binary.BigEndian.Uint32(out[at-4:]))])
		out[at+4] = turns
		found++
	}
	if found == 0 {
		t.Fatalf("no %s in the file", instead)
	}
	return out
}

// TestHEIF decodes HEIC and AVIF: upright, the thumbnail inside for the grid,
// the whole for the viewer.
func TestHEIF(t *testing.T) {
	turned := withTurn(t, testdata(t, "turned.heic"), "pixi", 3)
	for _, c := range []struct {
		what       string
		data       []byte
		preview    int // the long side: of the thumbnail inside, or Preview's
		w, h, wide int // of the picture, and of what the viewer shows
	}{
		{"heic", testdata(t, "picture.heic"), 512, 640, 480, 640},
		{"heic on its side, with a thumbnail", turned, 320, 640, 480, 640},
		{"avif on its side", withTurn(t, testdata(t, "turned.avif"), "colr", 3), 512, 640, 480, 640},
	} {
		info := probeBytes(c.data, Hint{})
		if info.Width != c.w || info.Height != c.h || info.Broken != "" || info.Orientation != 0 {
			t.Errorf("%s: %s, want %d x %d", c.what, brief(info), c.w, c.h)
		}
		grid, preview, err := thumbnails(t, c.data, info)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if !isUpright(decodeThumb(t, grid)) || !isUpright(decodeThumb(t, preview)) || grid.Width != 256 {
			t.Errorf("%s: not what was painted, or %d px wide", c.what, grid.Width)
		}
		if preview.Width != c.preview {
			t.Errorf("%s: preview %d px wide, want %d", c.what, preview.Width, c.preview)
		}
		m, err := Fit(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), info, 2000, 2000)
		if err != nil || !isUpright(m) || m.Rect.Dx() != c.wide {
			t.Errorf("%s: the viewer's picture: %v", c.what, err)
		}
	}
	// The control: without the box that turns it, it lies on its side.
	data := testdata(t, "turned.heic")
	if info := probeBytes(data, Hint{}); info.Width != 480 || info.Height != 640 {
		t.Errorf("without irot: %s", brief(info))
	}
	if m, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), gallery.Info{}, 2000, 2000); err != nil || isUpright(m) {
		t.Errorf("without irot it is upright: %v", err)
	}
}

// TestHEIFGate: a Maker decodes one of them at a time, and waiting ends with the
// context.
func TestHEIFGate(t *testing.T) {
	m := NewMaker(nil)
	free, err := m.heavy(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	data := testdata(t, "picture.heic")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := m.Thumbnails(ctx, bytes.NewReader(data), int64(len(data)), gallery.Info{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with the place taken: %v", err)
	}
	// What needs no place goes on.
	jpg := jpegOf(t, quarters(64, 48), 80)
	if _, err := m.Thumbnails(context.Background(), bytes.NewReader(jpg), int64(len(jpg)), gallery.Info{}); err != nil {
		t.Error(err)
	}
	free()
	for range 2 { // and the place is given back
		if _, err := m.Thumbnails(context.Background(), bytes.NewReader(data), int64(len(data)), gallery.Info{}); err != nil {
			t.Error(err)
		}
	}
}

// TestHEIFLimits: what is too large for the decoder is shown by its thumbnail or
// refused before any of it is decoded.
func TestHEIFLimits(t *testing.T) {
	grow := func(name string) []byte {
		data := bytes.Clone(testdata(t, name))
		for at := 0; ; at++ {
			i := bytes.Index(data[at:], []byte("ispe"))
			if i < 0 {
				return data
			}
			at += i
			if binary.BigEndian.Uint32(data[at+8:]) >= 480 {
				binary.BigEndian.PutUint32(data[at+8:], 30_000)
				binary.BigEndian.PutUint32(data[at+12:], 30_000)
			}
		}
	}
	data := grow("picture.heic")
	if _, _, err := thumbnails(t, data, gallery.Info{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("900 MP: %v", err)
	}
	if _, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), gallery.Info{}, 2000, 2000); !errors.Is(err, ErrTooLarge) {
		t.Errorf("900 MP for the viewer: %v", err)
	}
	data = grow("turned.heic")
	if m, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), gallery.Info{}, 2000, 2000); err != nil || m.Rect.Size() != image.Pt(240, 320) {
		t.Errorf("900 MP with a thumbnail: %v", err)
	}
}

func TestHEIFOrientations(t *testing.T) {
	// A picture of 2 x 3 pixels, turned and mirrored pixel by pixel.
	turn := func(p [][]int) [][]int { // a quarter anticlockwise
		out := make([][]int, len(p[0]))
		for y := range out {
			for x := range p {
				out[y] = append(out[y], p[x][len(p[0])-1-y])
			}
		}
		return out
	}
	for turns := range 4 {
		for mirror := range 3 {
			want := [][]int{{10, 60, 110}, {160, 210, 250}}
			src := image.NewGray(image.Rect(0, 0, 3, 2))
			for i := range 6 {
				src.Pix[i] = uint8(want[i/3][i%3])
			}
			for range turns {
				want = turn(want)
			}
			got := upright(src, (&heifItem{turns: turns, mirror: mirror}).orientation())
			for y := range want {
				for x := range want[y] {
					fx, fy := x, y
					switch mirror {
					case mirrorAcross:
						fx = len(want[0]) - 1 - x
					case mirrorDown:
						fy = len(want) - 1 - y
					}
					if r, _, _, _ := got.At(got.Bounds().Min.X+fx, got.Bounds().Min.Y+fy).RGBA(); int(r>>8) != want[y][x] {
						t.Errorf("%d turns, mirror %d: wrong at %d, %d", turns, mirror, x, y)
					}
				}
			}
		}
	}
}

func FuzzHEIFMeta(f *testing.F) {
	for _, name := range []string{"plain.heic", "thumb.heic", "picture.heic", "turned.heic", "turned.avif"} {
		f.Add(testdata(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := readHEIFMeta(newSource(context.Background(), bytes.NewReader(data), int64(len(data))))
		if m == nil {
			return
		}
		width := int64(2)
		if m.wide {
			width = 4
		}
		if m.at < 0 || m.at+width > int64(len(data)) {
			t.Fatalf("the picture's id lies at %d of %d bytes", m.at, len(data))
		}
		if o := m.item(m.thumb()).orientation(); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}
