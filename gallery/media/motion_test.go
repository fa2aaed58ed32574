package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
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

// TestClip takes the clips out of the samples, whose hash is known, and refuses
// places that are not in the file.
func TestClip(t *testing.T) {
	var want map[string]json.RawMessage
	if err := json.Unmarshal(testdata(t, "motion-expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	var hash string
	if err := json.Unmarshal(want["video_sha256"], &hash); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"MVIMG_20231114_221320.jpg", "IMG_20240101_000000.MP.jpg"} {
		var place struct {
			Offset int64 `json:"video_offset"`
			Length int64 `json:"video_len"`
		}
		if err := json.Unmarshal(want[name], &place); err != nil {
			t.Fatal(err)
		}
		data := testdata(t, name)
		info := probeBytes(data, Hint{Name: name})
		if info.Motion == nil || *info.Motion != gallery.Motion(place) {
			t.Errorf("%s: clip at %v, want %v", name, info.Motion, place)
			continue
		}
		c, err := Clip(bytes.NewReader(data), int64(len(data)), info)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		video, err := io.ReadAll(c)
		if sum := sha256.Sum256(video); err != nil || hex.EncodeToString(sum[:]) != hash {
			t.Errorf("%s: the clip of %d bytes is another one: %v", name, len(video), err)
		}
	}
	r := bytes.NewReader(make([]byte, 100))
	for _, m := range []*gallery.Motion{nil, {Offset: 0, Length: 10}, {Offset: 50, Length: 51}, {Offset: -1, Length: 5}, {Offset: 1 << 62, Length: 1 << 62}, {Offset: 5, Length: -1}} {
		want := ErrBroken
		if m == nil {
			want = ErrNoClip
		}
		if _, err := Clip(r, 100, gallery.Info{Motion: m}); !errors.Is(err, want) {
			t.Errorf("clip at %v of 100 bytes: %v, want %v", m, err, want)
		}
	}
}
