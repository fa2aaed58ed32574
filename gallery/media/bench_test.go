package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"testing"

	"github.com/disintegration/imaging"
)

// BenchmarkThumbnails makes grid and preview of photos of a phone's sizes, and,
// for comparison, one thumbnail in the usual way.
func BenchmarkThumbnails(b *testing.B) {
	for _, s := range [][2]int{{4000, 3000}, {8160, 6120}} {
		data := jpegOf(b, scene(s[0], s[1]), 75)
		info := probeBytes(data, Hint{})
		b.Run(fmt.Sprintf("ours/%dMP", s[0]*s[1]/1_000_000), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Thumbnails(context.Background(), bytes.NewReader(data), int64(len(data)), info); err != nil {
					b.Fatal(err)
				}
			}
		})
		if s[0] > 4000 {
			continue
		}
		b.Run("usual/12MP", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				m, err := jpeg.Decode(bytes.NewReader(data))
				if err != nil {
					b.Fatal(err)
				}
				var out bytes.Buffer
				if err := jpeg.Encode(&out, imaging.Fit(m, 512, 512, imaging.Lanczos), &jpeg.Options{Quality: quality}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFit(b *testing.B) {
	data := jpegOf(b, scene(4000, 3000), 75)
	info := probeBytes(data, Hint{})
	for _, box := range [][2]int{{1920, 1080}, {3840, 2160}} {
		b.Run(fmt.Sprintf("12MP-into-%dx%d", box[0], box[1]), func(b *testing.B) {
			for b.Loop() {
				if _, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), info, box[0], box[1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkProbe(b *testing.B) {
	small := jpegOf(b, scene(640, 480), 80)
	photo := withEXIF(small, tags{
		main: []tag{{tagOrientation, uint16(6)}, {0x010f, "Xiaomi"}, {0x0110, "Example 13"}},
		exif: []tag{{0x9003, "2023:01:02 03:04:05"}, {0x9011, "+02:00"}, {0x9291, "007"}},
		gps:  []tag{{1, "N"}, {2, degrees(1.5)}, {3, "W"}, {4, degrees(2.25)}},
	})
	for name, data := range map[string][]byte{"photo": photo, "video": film{width: 1920, height: 1080}.build()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Probe(context.Background(), bytes.NewReader(data), int64(len(data)), Hint{Name: "IMG_20230102_030405.jpg"})
			}
		})
	}
}

func BenchmarkFirstPaint(b *testing.B) {
	jpg := jpegOf(b, scene(640, 480), 80)
	head := withEXIF(jpg, tags{main: []tag{{tagOrientation, uint16(6)}}, thumb: jpegOf(b, scene(320, 240), 80)})
	info := probeBytes(head, Hint{})
	for b.Loop() {
		if _, err := FirstPaint(context.Background(), head, info); err != nil {
			b.Fatal(err)
		}
	}
}

// setPNGChecksum makes a changed IHDR valid again.
func setPNGChecksum(p []byte) {
	binary.BigEndian.PutUint32(p[29:], crc32.ChecksumIEEE(p[12:29]))
}
