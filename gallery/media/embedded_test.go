package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/disintegration/imaging"

	"keepsake/gallery"
)

func TestEmbeddedThumb(t *testing.T) {
	photo, small := jpegOf(t, quarters(640, 480), 80), jpegOf(t, quarters(160, 120), 80)
	main := []tag{{tagOrientation, uint16(3)}}
	for _, o := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		data := segmented(photo, append([]byte("Exif\x00\x00"), tiffBlock(o, tags{main: main, thumb: small})...))
		e, err := EmbeddedThumb(data[:len(data)/2])
		if err != nil || !bytes.Equal(e.JPEG, small) || e.Orientation != 3 {
			t.Errorf("%v: %d bytes, orientation %d, %v; want %d bytes, 3", o, len(e.JPEG), e.Orientation, err, len(small))
		}
	}
	whole := withEXIF(photo, tags{main: main, thumb: small})
	block := tiffBlock(leOrder, tags{main: main, thumb: small})
	at := bytes.Index(block, small)
	lie := func(offset, length uint32) []byte { // about where the thumbnail is
		b := bytes.Clone(block)
		i := bytes.LastIndex(b[:at], leOrder.AppendUint32(nil, uint32(at)))
		leOrder.PutUint32(b[i:], offset)
		leOrder.PutUint32(b[i+12:], length)
		return segmented(photo, append([]byte("Exif\x00\x00"), b...))
	}
	if _, err := EmbeddedThumb(lie(uint32(at), uint32(len(small)))); err != nil {
		t.Fatalf("the true offset: %v", err)
	}
	// Without a second directory the TIFF's own header is none, even if it were
	// one by its bytes: its entries would begin at 2, 14, 26.
	headerAsDirectory := make([]byte, 200)
	copy(headerAsDirectory, leOrder.AppendUint32([]byte("II*\x00"), 50))
	copy(headerAsDirectory[14:], "\x01\x02\x04\x00\x01\x00\x00\x00\x64\x00\x00\x00\x02\x02\x04\x00\x01\x00\x00\x00\x10\x00\x00\x00")
	copy(headerAsDirectory[100:], "\xff\xd8\xff")
	for name, data := range map[string][]byte{
		"no second directory":           segmented(photo, append([]byte("Exif\x00\x00"), headerAsDirectory...)),
		"nothing":                       nil,
		"no EXIF":                       photo,
		"no thumbnail":                  withEXIF(photo, tags{main: main}),
		"cut off in the thumbnail":      whole[:bytes.Index(whole, small)+100],
		"an offset of zero":             lie(0, 100),
		"an offset behind the end":      lie(60000, 100),
		"an offset near the largest":    lie(0xffffffff, 100),
		"a length behind the end":       lie(uint32(at), 60000),
		"a length that wraps round":     lie(uint32(at), 0xffffffff),
		"no JPEG there":                 lie(8, 100),
		"a directory near the largest":  segmented(photo, []byte("Exif\x00\x00II*\x00\xff\xff\xff\xff")),
		"a directory in the header":     segmented(photo, []byte("Exif\x00\x00II*\x00\x04\x00\x00\x00")),
		"half a header":                 segmented(photo, []byte("Exif\x00\x00II*\x00")),
		"a byte order that is none":     segmented(photo, []byte("Exif\x00\x00XX*\x00\x08\x00\x00\x00\x00\x00")),
		"a directory of 65535 entries":  segmented(photo, []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x00\x00")),
		"a directory that is the first": segmented(photo, []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00")),
	} {
		if e, err := EmbeddedThumb(data); !errors.Is(err, ErrNoThumb) {
			t.Errorf("%s: %d bytes, %v; want ErrNoThumb", name, len(e.JPEG), err)
		}
	}
}

// TestBars cuts the black bars that make a wide photo's thumbnail 4:3, and
// nothing else.
func TestBars(t *testing.T) {
	wide := imaging.Resize(quarters(1600, 900), 160, 90, imaging.Box)
	padded := image.NewRGBA(image.Rect(0, 0, 160, 120))
	draw.Draw(padded, padded.Rect, image.Black, image.Point{}, draw.Src)
	draw.Draw(padded, image.Rect(0, 15, 160, 105), wide, image.Point{}, draw.Src)
	for _, c := range []struct {
		what        string
		thumb       image.Image
		orientation int
		info        gallery.Info
		w, h        int
	}{
		{"bars", padded, 1, gallery.Info{Width: 1600, Height: 900}, 160, 90},
		{"bars, turned", padded, 6, gallery.Info{Width: 900, Height: 1600}, 90, 160},
		{"bars, the size unknown", padded, 1, gallery.Info{}, 160, 120},
		{"no bars, another shape", quarters(160, 120), 1, gallery.Info{Width: 1600, Height: 900}, 160, 120},
		{"no bars", quarters(160, 120), 1, gallery.Info{Width: 1601, Height: 1200}, 160, 120},
	} {
		e := Embedded{JPEG: jpegOf(t, c.thumb, 90), Orientation: c.orientation}
		m, err := e.Image(context.Background(), c.info.Width, c.info.Height)
		if err != nil {
			t.Fatal(err)
		}
		if m.Rect != image.Rect(0, 0, c.w, c.h) || m.Stride != 4*c.w {
			t.Errorf("%s: %v, want %d x %d", c.what, m.Rect, c.w, c.h)
		}
		if top := m.RGBAAt(c.w/4, 3); c.what == "bars" && !near(top, color.RGBA{220, 30, 30, 255}) {
			t.Errorf("%s: the top is %v", c.what, top)
		}
	}
}

// TestRawPreview shows the largest JPEG of a raw photo, upright.
func TestRawPreview(t *testing.T) {
	small, large := jpegOf(t, quarters(160, 120), 80), jpegOf(t, quarters(800, 600), 80)
	// The raw data itself: lossless JPEG, which nothing here decodes.
	raw := append([]byte{0xff, 0xd8, 0xff, 0xc3, 0, 11, 14, 0x20, 0, 0x20, 0, 1, 1, 0x11, 0}, make([]byte, 1<<16)...)
	const rawAt, largeAt, smallAt = 1000, 1000 + 1<<17, 1000 + 1<<18
	sub := func(at, n, w, h, compression int) []tag {
		return []tag{{tagWidth, uint32(w)}, {tagHeight, uint32(h)}, {tagCompression, uint16(compression)}, {tagStripOffsets, uint32(at)}, {tagStripLengths, uint32(n)}}
	}
	data := make([]byte, smallAt+len(small))
	copy(data, leOrder.AppendUint32([]byte("II*\x00"), 8))
	main := append(sub(smallAt, len(small), 160, 120, 7), tag{tagOrientation, uint16(6)}, tag{tagSubIFDs, uint32(300)}, tag{0x0110, "Raw One"})
	copy(data[8:], ifd(leOrder, main, 8, 0))
	copy(data[300:], ifd(leOrder, sub(rawAt, len(raw), 4000, 3000, 7), 300, 500))
	copy(data[500:], ifd(leOrder, sub(largeAt, len(large), 800, 600, 7), 500, 8)) // and round again
	copy(data[rawAt:], raw)
	copy(data[largeAt:], large)
	copy(data[smallAt:], small)
	info := probeBytes(data, Hint{Name: "IMG_20230102_030405.dng"})
	if got := brief(info); got != "photo image/x-adobe-dng 3000x4000 turned 6 by Raw One" {
		t.Errorf("%s", got)
	}
	_, preview, err := thumbnails(t, data, info)
	if err != nil || preview.Width != 384 || preview.Height != 512 {
		t.Fatalf("preview of %d x %d, %v; want 384 x 512", preview.Width, preview.Height, err)
	}
	if m := decodeThumb(t, preview); !near(m.At(96, 128), blue) || !near(m.At(288, 128), red) {
		t.Errorf("not turned: %v, %v", m.At(96, 128), m.At(288, 128))
	}
	none := tiffBlock(leOrder, tags{})
	if _, _, err := thumbnails(t, none, gallery.Info{Kind: gallery.Photo}); !errors.Is(err, ErrNoDecoder) {
		t.Errorf("a raw photo without a preview: %v", err)
	}
}

// FuzzEmbeddedThumb wants the thumbnail within the bytes given, and no panic.
func FuzzEmbeddedThumb(f *testing.F) {
	small := jpegOf(f, quarters(16, 12), 50)
	for _, o := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		f.Add(segmented(small, append([]byte("Exif\x00\x00"), tiffBlock(o, tags{main: []tag{{tagOrientation, uint16(8)}}, thumb: small})...)))
	}
	f.Add(segmented(small, []byte("Exif\x00\x00II*\x00\xff\xff\xff\xff")))
	f.Fuzz(func(t *testing.T, head []byte) {
		e, err := EmbeddedThumb(head)
		if err != nil {
			return
		}
		if len(e.JPEG) < 4 || e.Orientation < 1 || e.Orientation > 8 || !bytes.Contains(head, e.JPEG) {
			t.Fatalf("%d bytes, orientation %d", len(e.JPEG), e.Orientation)
		}
	})
}
