package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// This file makes the files that the tests read.

// tag is one EXIF value: uint16, uint32, string, or rationals as [][2]uint32.
type tag struct {
	id    uint16
	value any
}

// tags lists what an EXIF block shall hold.
type tags struct {
	main, exif, gps []tag
	thumb           []byte
}

// tiffBlock builds a TIFF block with the directories of t.
func tiffBlock(o binary.AppendByteOrder, t tags) []byte {
	mark := "II"
	if o.AppendUint16(nil, 1)[0] == 0 {
		mark = "MM"
	}
	b := append([]byte(mark), o.AppendUint32(o.AppendUint16(nil, 42), 8)...)
	main := append([]tag(nil), t.main...)
	// Directories have a fixed length, so their places are known beforehand.
	at := uint32(8 + len(ifd(o, append(main, tag{tagExifIFD, uint32(0)}, tag{0x8825, uint32(0)}), 0, 0)))
	exifAt := at
	at += uint32(len(ifd(o, t.exif, 0, 0)))
	gpsAt := at
	at += uint32(len(ifd(o, t.gps, 0, 0)))
	thumbAt, next := at, uint32(0)
	if t.thumb != nil {
		next = thumbAt
	}
	b = append(b, ifd(o, append(main, tag{tagExifIFD, exifAt}, tag{0x8825, gpsAt}), 8, next)...)
	b = append(b, ifd(o, t.exif, exifAt, 0)...)
	b = append(b, ifd(o, t.gps, gpsAt, 0)...)
	if t.thumb != nil {
		data := thumbAt + 2 + 3*12 + 4
		b = append(b, ifd(o, []tag{{tagCompression, uint16(6)}, {tagThumbOffset, data}, {tagThumbLength, uint32(len(t.thumb))}}, thumbAt, 0)...)
		b = append(b, t.thumb...)
	}
	return b
}

// ifd builds one directory that will lie at the given offset.
func ifd(o binary.AppendByteOrder, list []tag, at, next uint32) []byte {
	b := o.AppendUint16(nil, uint16(len(list)))
	var data []byte
	dataAt := at + uint32(2+12*len(list)+4)
	for _, t := range list {
		b = o.AppendUint16(b, t.id)
		var v []byte
		switch x := t.value.(type) {
		case uint16:
			b = o.AppendUint32(o.AppendUint16(b, 3), 1)
			v = o.AppendUint16(nil, x)
		case uint32:
			b = o.AppendUint32(o.AppendUint16(b, 4), 1)
			v = o.AppendUint32(nil, x)
		case string:
			v = append([]byte(x), 0)
			b = o.AppendUint32(o.AppendUint16(b, 2), uint32(len(v)))
		case [][2]uint32:
			b = o.AppendUint32(o.AppendUint16(b, 5), uint32(len(x)))
			for _, r := range x {
				v = o.AppendUint32(o.AppendUint32(v, r[0]), r[1])
			}
		}
		if len(v) <= 4 {
			b = append(b, append(v, 0, 0, 0, 0)[:4]...)
			continue
		}
		b = o.AppendUint32(b, dataAt+uint32(len(data)))
		data = append(data, v...)
	}
	return append(o.AppendUint32(b, next), data...)
}

// degrees is a position as EXIF has it.
func degrees(v float64) [][2]uint32 {
	v = math.Abs(v)
	d := math.Floor(v)
	m := math.Floor((v - d) * 60)
	s := (v - d - m/60) * 3600
	return [][2]uint32{{uint32(d), 1}, {uint32(m), 1}, {uint32(math.Round(s * 10000)), 10000}}
}

// segmented puts APP1 segments behind a JPEG's SOI.
func segmented(jpg []byte, segments ...[]byte) []byte {
	out := append([]byte(nil), jpg[:2]...)
	for _, s := range segments {
		out = append(out, 0xff, 0xe1, byte((len(s)+2)>>8), byte(len(s)+2))
		out = append(out, s...)
	}
	return append(out, jpg[2:]...)
}

// withEXIF gives a JPEG an EXIF segment.
func withEXIF(jpg []byte, t tags) []byte {
	return segmented(jpg, append([]byte("Exif\x00\x00"), tiffBlock(binary.LittleEndian, t)...))
}

func withXMP(jpg []byte, packet string) []byte {
	return segmented(jpg, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), packet...))
}

// The colours of quarters, clearly apart even after JPEG.
var (
	red   = color.RGBA{220, 30, 30, 255}
	green = color.RGBA{30, 190, 40, 255}
	blue  = color.RGBA{40, 50, 220, 255}
	white = color.RGBA{240, 240, 240, 255}
)

// quarters is a picture whose upper row is red and green, and lower blue and
// white: it shows which way up it is.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := red
			switch {
			case y < h/2 && x >= w/2:
				c = green
			case y >= h/2 && x < w/2:
				c = blue
			case y >= h/2:
				c = white
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// scene is a picture with areas, edges and fine texture, like a photo.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(3)
	for y := range h {
		for x := range w {
			fx, fy := float64(x), float64(y)
			v := 110 + 60*math.Sin(fx/170+fy/90) + 25*math.Sin(fx/11)*math.Cos(fy/23)
			if math.Hypot(fx-float64(w)/3, fy-float64(h)/2) < float64(h)/4 {
				v = 215 - v/3
			}
			if (x/150+y/110)%7 == 0 {
				v *= 0.4
			}
			seed = seed*1664525 + 1013904223
			v += float64(seed>>27) - 16
			c := byte(min(max(v, 0), 255))
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = c, byte(int(c)*3/4+40), 255-c, 255
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mp4Box builds a box of its parts.
func mp4Box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// film describes an MP4 to build.
type film struct {
	brand         string // "isom" if empty
	created       time.Time
	length        time.Duration
	width, height uint32
	turn          int // degrees, clockwise
	place         string
	handler       string // "vide" if empty
	moovFirst     bool
	keys          []string // QuickTime's metadata: keys and values in turn
}

// build makes an MP4 with an index, but without sample tables.
func (f film) build() []byte {
	be := binary.BigEndian
	if f.brand == "" {
		f.brand = "isom"
	}
	if f.handler == "" {
		f.handler = "vide"
	}
	created := uint32(0)
	if !f.created.IsZero() {
		created = uint32(f.created.Unix() + 2082844800)
	}
	matrix := map[int][9]int32{
		0:   {1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30},
		90:  {0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30},
		180: {-1 << 16, 0, 0, 0, -1 << 16, 0, 0, 0, 1 << 30},
		270: {0, -1 << 16, 0, 1 << 16, 0, 0, 0, 0, 1 << 30},
	}[f.turn]
	var mx []byte
	for _, v := range matrix {
		mx = be.AppendUint32(mx, uint32(v))
	}
	mvhd := be.AppendUint32(nil, 0)
	mvhd = be.AppendUint32(be.AppendUint32(mvhd, created), created)
	mvhd = be.AppendUint32(be.AppendUint32(mvhd, 1000), uint32(f.length.Milliseconds()))
	mvhd = append(mvhd, make([]byte, 4+2+10)...)
	mvhd = append(append(mvhd, mx...), make([]byte, 24+4)...)
	tkhd := be.AppendUint32(nil, 7)
	tkhd = append(tkhd, make([]byte, 20+8+8)...)
	tkhd = append(tkhd, mx...)
	tkhd = be.AppendUint32(be.AppendUint32(tkhd, f.width<<16), f.height<<16)
	hdlr := append(append(make([]byte, 8), f.handler...), make([]byte, 13)...)
	parts := [][]byte{
		mp4Box("mvhd", mvhd),
		mp4Box("trak", mp4Box("tkhd", tkhd), mp4Box("mdia", mp4Box("hdlr", hdlr))),
	}
	if f.place != "" {
		text := append(be.AppendUint16(nil, uint16(len(f.place))), 0x15, 0xc7)
		parts = append(parts, mp4Box("udta", mp4Box("\xa9xyz", append(text, f.place...))))
	}
	if len(f.keys) > 0 {
		keys, list := be.AppendUint32(make([]byte, 4), uint32(len(f.keys)/2)), []byte(nil)
		for i := 0; i < len(f.keys); i += 2 {
			keys = append(keys, mp4Box("mdta", []byte(f.keys[i]))...)
			value := mp4Box("data", []byte{0, 0, 0, 1, 0, 0, 0, 0}, []byte(f.keys[i+1]))
			list = append(list, mp4Box(string(be.AppendUint32(nil, uint32(i/2+1))), value)...)
		}
		parts = append(parts, mp4Box("meta", mp4Box("hdlr", append(make([]byte, 8), "mdta\x00\x00\x00\x00"...)), mp4Box("keys", keys), mp4Box("ilst", list)))
	}
	ftyp := mp4Box("ftyp", []byte(f.brand), make([]byte, 4), []byte(f.brand))
	moov, mdat := mp4Box("moov", parts...), mp4Box("mdat", make([]byte, 500))
	if f.moovFirst {
		return bytes.Join([][]byte{ftyp, moov, mdat}, nil)
	}
	return bytes.Join([][]byte{ftyp, mdat, moov}, nil)
}
