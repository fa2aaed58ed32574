package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"testing"
)

// Primaries in ICC's space, red, green, blue.
var (
	p3    = [9]float64{0.515102, 0.241182, -0.001050, 0.291965, 0.692236, 0.041882, 0.157153, 0.066582, 0.784378}
	adobe = [9]float64{0.609741, 0.311111, 0.019470, 0.205276, 0.625671, 0.060867, 0.149185, 0.063217, 0.744568}
	srgb  = [9]float64{0.436066, 0.222488, 0.013916, 0.385147, 0.716873, 0.097076, 0.143066, 0.060608, 0.714096}
)

// profile makes an ICC profile of primaries and a curve.
func profile(primaries [9]float64, curve []byte) []byte {
	be := binary.BigEndian
	b := make([]byte, 128)
	copy(b[16:], "RGB XYZ ")
	b = be.AppendUint32(b, 6)
	var body []byte
	at := 128 + 4 + 6*12
	add := func(name string, content []byte) {
		b = be.AppendUint32(be.AppendUint32(append(b, name...), uint32(at+len(body))), uint32(len(content)))
		body = append(body, content...)
	}
	for i, c := range []string{"r", "g", "b"} {
		xyz := append([]byte("XYZ "), 0, 0, 0, 0)
		for k := range 3 {
			xyz = be.AppendUint32(xyz, uint32(int32(math.Round(primaries[3*i+k]*65536))))
		}
		add(c+"XYZ", xyz)
		add(c+"TRC", curve)
	}
	return append(b, body...)
}

// para is sRGB's curve, as Display P3 has it; power is a plain power.
func para() []byte {
	b := append([]byte("para"), 0, 0, 0, 0, 0, 3, 0, 0)
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(v*65536)))
	}
	return b
}

func power(v float64) []byte {
	return binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(v*256))
}

// TestGamut compares with colours that are known in two spaces.
func TestGamut(t *testing.T) {
	for _, c := range []struct {
		what     string
		icc      []byte
		in, want [3]uint8
	}{
		{"P3 white", profile(p3, para()), [3]uint8{255, 255, 255}, [3]uint8{255, 255, 255}},
		{"P3 grey", profile(p3, para()), [3]uint8{128, 128, 128}, [3]uint8{128, 128, 128}},
		{"P3 for sRGB red", profile(p3, para()), [3]uint8{234, 51, 35}, [3]uint8{255, 0, 0}},
		{"P3 for sRGB green", profile(p3, para()), [3]uint8{117, 251, 76}, [3]uint8{0, 255, 0}},
		{"P3 red, beyond sRGB", profile(p3, para()), [3]uint8{255, 0, 0}, [3]uint8{255, 0, 0}},
		{"Adobe RGB for sRGB green", profile(adobe, power(2.2)), [3]uint8{144, 255, 60}, [3]uint8{0, 255, 0}},
		{"Adobe RGB for sRGB red", profile(adobe, power(2.2)), [3]uint8{219, 0, 0}, [3]uint8{255, 0, 0}},
	} {
		g := gamutOf(c.icc)
		if g == nil {
			t.Errorf("%s: the profile is not read", c.what)
			continue
		}
		r, gr, b := g.srgb(c.in[0], c.in[1], c.in[2])
		for i, v := range [3]uint8{r, gr, b} {
			// At the edge of sRGB one step there is many here.
			if d := int(v) - int(c.want[i]); d < -16 || d > 16 || c.in[0] == c.in[1] && (d < -1 || d > 1) {
				t.Errorf("%s: %d %d %d, want %v", c.what, r, gr, b, c.want)
				break
			}
		}
	}
	for what, icc := range map[string][]byte{
		"sRGB": profile(srgb, para()), "nothing": nil, "a header": make([]byte, 132), "half": profile(p3, para())[:260],
		"unknown curve": profile(p3, []byte("strange curve")),
	} {
		if gamutOf(icc) != nil {
			t.Errorf("%s makes a gamut", what)
		}
	}
}

// TestGamutPictures shows a P3 picture's colours, and leaves one without a
// profile, or with sRGB's, alone.
func TestGamutPictures(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 300, 200))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{234, 51, 35, 255}), image.Point{}, draw.Src)
	jpg := jpegOf(t, m, 95)
	with := func(icc []byte) []byte {
		body := append([]byte("ICC_PROFILE\x00\x01\x01"), icc...)
		return slices.Concat(jpg[:2], []byte{0xff, 0xe2, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body, jpg[2:])
	}
	for what, c := range map[string]struct {
		data  []byte
		green uint8 // what is left of it
	}{"P3": {with(profile(p3, para())), 8}, "sRGB": {with(profile(srgb, para())), 51}, "none": {jpg, 51}} {
		grid, preview, err := thumbnails(t, c.data, probeBytes(c.data, Hint{}))
		if err != nil {
			t.Fatal(err)
		}
		fit, err := Fit(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), probeBytes(c.data, Hint{}), 100, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []image.Image{decodeThumb(t, grid), decodeThumb(t, preview), fit} {
			_, g, _, _ := p.At(50, 30).RGBA()
			if d := int(g>>8) - int(c.green); d < -10 || d > 10 {
				t.Errorf("%s: green %d, want %d", what, g>>8, c.green)
			}
		}
	}
}

func FuzzGamut(f *testing.F) {
	f.Add(profile(p3, para()))
	f.Add(profile(adobe, power(2.2)))
	f.Fuzz(func(t *testing.T, icc []byte) {
		if g := gamutOf(icc); g != nil {
			g.srgb(0, 128, 255)
		}
	})
}
