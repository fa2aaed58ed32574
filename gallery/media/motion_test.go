package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"testing"

	"keepsake/gallery"
)

var leOrder = binary.LittleEndian

// attributesXMP is the old form, MicroVideo, with an unusual prefix.
func attributesXMP(fromEnd int64) string {
	return fmt.Sprintf(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Cam="http://ns.google.com/photos/1.0/camera/" Cam:MicroVideo="1" Cam:MicroVideoOffset="%d"/></rdf:RDF></x:xmpmeta>`, fromEnd)
}

// elementsXMP is the new form, with properties as elements.
func elementsXMP(length int) string {
	return fmt.Sprintf(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:G="http://ns.google.com/photos/1.0/camera/" xmlns:C="http://ns.google.com/photos/1.0/container/" xmlns:I="http://ns.google.com/photos/1.0/container/item/">
<G:MotionPhoto>1</G:MotionPhoto><C:Directory><rdf:Seq>
<rdf:li rdf:parseType="Resource"><C:Item><I:Mime>image/jpeg</I:Mime><I:Semantic>Primary</I:Semantic></C:Item></rdf:li>
<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="MotionPhoto"><I:Length>%d</I:Length></C:Item></rdf:li>
<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="GainMap" I:Length="7"/></rdf:li>
</rdf:Seq></C:Directory></rdf:Description></rdf:RDF></x:xmpmeta>`, length)
}

func TestMotionPhotos(t *testing.T) {
	jpg := jpegOf(t, image.NewGray(image.Rect(0, 0, 16, 8)), 50)
	clip := film{width: 64, height: 48}.build()
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	long := join(clip, mp4Box("free", make([]byte, 3*blockSize)))
	old, recent := withXMP(jpg, attributesXMP(int64(len(clip)))), withXMP(jpg, elementsXMP(len(clip)))
	for _, c := range []struct {
		what string
		data []byte
		at   int // -1: none
		n    int
	}{
		{"a sample, MicroVideo", testdata(t, "MVIMG_20231114_221320.jpg"), 771, 2860},
		{"a sample, container", testdata(t, "IMG_20240101_000000.MP.jpg"), 1206, 2860},
		{"MicroVideo by attributes", join(old, clip), len(old), len(clip)},
		{"container by elements, an item behind", join(recent, clip, []byte("gainmap")), len(recent), len(clip)},
		{"no XMP", join(jpg, clip), len(jpg), len(clip)},
		{"no XMP, a long clip", join(jpg, long), len(jpg), len(long)},
		{"no XMP, bytes between", join(jpg, []byte("ftyp????ftyp"), clip), len(jpg) + 12, len(clip)},
		{"XMP that lies, the clip at the end", join(withXMP(jpg, attributesXMP(33)), clip), len(withXMP(jpg, attributesXMP(33))), len(clip)},
		{"XMP that points before the file", join(withXMP(jpg, attributesXMP(1<<40)), clip), len(withXMP(jpg, attributesXMP(1<<40))), len(clip)},
		{"XMP, but no clip", old, -1, 0},
		{"XMP that points to an index alone", join(withXMP(jpg, attributesXMP(200)), mp4Box("moov", make([]byte, 192))), -1, 0},
		{"a plain photo", jpg, -1, 0},
		{"a photo with text behind", join(jpg, []byte("....ftypisom and then nothing")), -1, 0},
		{"a clip that is cut off", join(jpg, clip[:len(clip)-9]), -1, 0},
		{"a clip without index", join(jpg, clip[:20], mp4Box("mdat", make([]byte, 50))), -1, 0},
		{"a clip across a block's edge", join(jpg, make([]byte, blockSize-len(jpg)-6), clip), blockSize - 6, len(clip)},
	} {
		var want *gallery.Motion
		if c.at >= 0 {
			want = &gallery.Motion{Offset: int64(c.at), Length: int64(c.n)}
		}
		i := probeBytes(c.data, Hint{})
		if (i.Motion == nil) != (want == nil) || want != nil && *i.Motion != *want {
			t.Errorf("%s: %v, want %v", c.what, i.Motion, want)
		}
		if i.Kind != gallery.Photo || i.Broken != "" {
			t.Errorf("%s: %s", c.what, brief(i))
		}
	}
}

// TestMotionHEIC reads a clip in a box of its own.
func TestMotionHEIC(t *testing.T) {
	heic, clip := testdata(t, "plain.heic"), film{width: 64, height: 48}.build()
	i := probeBytes(append(bytes.Clone(heic), mp4Box("mpvd", clip)...), Hint{})
	if want := (gallery.Motion{Offset: int64(len(heic) + 8), Length: int64(len(clip))}); i.Motion == nil || *i.Motion != want {
		t.Errorf("%v, want %v", i.Motion, want)
	}
}
