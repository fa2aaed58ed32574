package imprint_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/media"
	"keepsake/gallery/media/imprint"
)

// small is a JPEG without EXIF.
func small(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func with(t *testing.T, jpeg, block []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := imprint.Write(&b, jpeg, block); err != nil {
		t.Fatal(err)
	}
	if _, err := jpegDecode(b.Bytes()); err != nil {
		t.Fatalf("no JPEG any more: %v", err)
	}
	return b.Bytes()
}

func jpegDecode(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }

func probe(t *testing.T, b []byte) gallery.Info {
	t.Helper()
	i := media.Probe(t.Context(), bytes.NewReader(b), int64(len(b)), media.Hint{Name: "x.jpg", MTime: time.Unix(1, 0), Local: time.UTC})
	if i.Broken != "" {
		t.Errorf("broken: %s", i.Broken)
	}
	return i
}

func facts() imprint.Facts {
	zone := time.FixedZone("", 5*3600+1800)
	return imprint.Facts{
		Taken: gallery.Taken{Time: time.Date(2024, 5, 6, 7, 8, 9, 0, zone), Zoned: true, Source: gallery.TakenEXIF},
		Place: &gallery.Place{Lat: -33.856784, Lon: 151.215297}, Camera: "Xiaomi 14 \x01 é", Width: 30, Height: 20,
	}
}

// TestNew reads what was written with the reader of originals.
func TestNew(t *testing.T) {
	i := probe(t, with(t, small(t, 30, 20), imprint.New(facts())))
	if !i.Taken.Time.Equal(facts().Taken.Time) || !i.Taken.Zoned || i.Taken.Source != gallery.TakenEXIF {
		t.Errorf("taken %+v", i.Taken)
	}
	if p := i.Place; p == nil || abs(p.Lat+33.856784) > 1e-6 || abs(p.Lon-151.215297) > 1e-6 {
		t.Errorf("place %+v", p)
	}
	if i.Camera != "Xiaomi 14" && i.Camera != "Xiaomi 14  " || i.Orientation > 1 || i.Width != 30 || i.Height != 20 {
		t.Errorf("%+v", i)
	}
	// What is not known is not made up.
	i = probe(t, with(t, small(t, 3, 2), imprint.New(imprint.Facts{Taken: gallery.Taken{Time: time.Now(), Source: gallery.TakenMTime}, Width: 3, Height: 2})))
	if i.Taken.Source != gallery.TakenMTime || i.Place != nil || i.Camera != "" {
		t.Errorf("%+v", i)
	}
}

func abs(v float64) float64 { return max(v, -v) }

// TestCarry takes the EXIF of an original over: all of it, but for what the made
// picture is not.
func TestCarry(t *testing.T) {
	original, err := os.ReadFile("testdata/turned.jpg")
	if err != nil {
		t.Fatal(err)
	}
	was := probe(t, original)
	if was.Orientation != 6 || was.Camera == "" || was.Place == nil || was.Taken.Source != gallery.TakenEXIF {
		t.Fatalf("the original says %+v", was)
	}
	if _, err := media.EmbeddedThumb(original); err != nil {
		t.Fatalf("the original has no thumbnail: %v", err)
	}
	block := imprint.OfJPEG(bytes.NewReader(original), int64(len(original)))
	f := imprint.Facts{Taken: was.Taken, Width: 30, Height: 40}
	made := with(t, small(t, 30, 40), imprint.Carry(block, f))
	got := probe(t, made)
	if got.Orientation > 1 || got.Width != 30 || got.Height != 40 || got.Camera != was.Camera || *got.Place != *was.Place || !got.Taken.Time.Equal(was.Taken.Time) || got.Taken.Zoned != was.Taken.Zoned {
		t.Errorf("%+v of %+v", got, was)
	}
	if _, err := media.EmbeddedThumb(made); err == nil {
		t.Error("the original's thumbnail is still there")
	}
	f.Taken = gallery.Taken{Time: time.Date(1999, 12, 31, 23, 59, 58, 0, time.FixedZone("", -3600)), Zoned: true, Source: gallery.TakenOwner}
	if got = probe(t, with(t, small(t, 30, 40), imprint.Carry(block, f))); !got.Taken.Time.Equal(f.Taken.Time) || got.Camera != was.Camera {
		t.Errorf("the owner's date: %+v", got)
	}
	// A block that is damaged anywhere is replaced, or harmless.
	for i := range block[:min(len(block), 400)] {
		b := bytes.Clone(block)
		b[i] ^= 0xff
		imprint.Carry(b, f)
		imprint.Carry(block[:i], f)
	}
	if got = probe(t, with(t, small(t, 30, 40), imprint.Carry([]byte("no block"), f))); !got.Taken.Time.Equal(f.Taken.Time) {
		t.Errorf("without a block: %+v", got)
	}
}

func TestWrite(t *testing.T) {
	j := small(t, 2, 2)
	if b := with(t, j, make([]byte, 70_000)); !bytes.Equal(b, j) {
		t.Error("a block that is too long was written")
	}
	if err := imprint.Write(&bytes.Buffer{}, []byte("GIF"), nil); err == nil {
		t.Error("no JPEG, and no error")
	}
	for _, b := range [][]byte{nil, j, []byte("\xff\xd8\xff\xe1\xff\xffExif\x00\x00")} {
		if block := imprint.OfJPEG(bytes.NewReader(b), int64(len(b))); block != nil {
			t.Errorf("%x has the block %x", b, block)
		}
	}
}

// FuzzCarry: no block brings it down, and what comes out fits a JPEG.
func FuzzCarry(f *testing.F) {
	f.Add(imprint.New(facts()))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fa := facts()
		fa.Taken.Source = gallery.TakenOwner
		if out := imprint.Carry(b, fa); len(out) > 65527 || len(out) == 0 {
			t.Errorf("%d bytes", len(out))
		}
		j := append([]byte{0xff, 0xd8}, b...)
		imprint.OfJPEG(bytes.NewReader(j), int64(len(j)))
	})
}
