package jpegscale

import (
	"bytes"
	"image"
	"testing"
)

// yOf decodes at full size and returns the picture and its luma.
func yOf(t *testing.T, data []byte) (*Picture, testPlane) {
	t.Helper()
	p, err := decodeBytes(t, data, 1)
	if err != nil {
		t.Fatal(err)
	}
	return p, planesOf(p.Image)[0]
}

func crop(p testPlane, y0, y1 int) testPlane {
	return testPlane{p.pix[y0*p.stride:], p.stride, p.w, y1 - y0}
}

// TestTruncated cuts a picture in the middle: the upper part is there, the rest
// is grey, and Truncated says so.
func TestTruncated(t *testing.T) {
	data := encode(t, noisy(320, 640), 80)
	whole, wantY := yOf(t, data)
	defer whole.Release()
	cut, gotY := yOf(t, data[:len(data)/2])
	defer cut.Release()
	if !cut.Truncated || cut.Part < 0.4 || cut.Part > 0.6 {
		t.Errorf("half of the file: Truncated %v, Part %.2f", cut.Truncated, cut.Part)
	}
	if whole.Truncated || whole.Part != 1 {
		t.Errorf("the whole picture: Truncated %v, Part %.2f", whole.Truncated, whole.Part)
	}
	if db := psnr(crop(gotY, 0, 200), crop(wantY, 0, 200)); db < 90 {
		t.Errorf("the upper part differs: %.1f dB", db)
	}
	for i, p := range planesOf(cut.Image) {
		last := p.pix[(p.h-1)*p.stride:][:p.w]
		if !bytes.Equal(last, bytes.Repeat([]byte{grey}, p.w)) {
			t.Errorf("plane %d: the last row is not grey", i)
		}
	}
}

// TestEveryCut cuts a small file at every byte behind its header. The number of
// good rows may only grow, and only the whole file counts as whole.
func TestEveryCut(t *testing.T) {
	for _, name := range []string{"420.jpg", "restart-3blocks.jpg", "gray.jpg"} {
		data := readTestdata(t, name)
		start := bytes.Index(data, []byte{0xff, mSOS})
		start += 2 + int(data[start+3])
		for n := start; n < len(data); n++ {
			p, err := decodeBytes(t, data[:n], 2)
			if err != nil {
				t.Fatalf("%s cut at %d of %d: %v", name, n, len(data), err)
			}
			// Without its EOI (two bytes) the picture is complete.
			if p.Truncated != (n < len(data)-2) {
				t.Errorf("%s cut at %d of %d has Truncated %v", name, n, len(data), p.Truncated)
			}
			p.Release()
		}
	}
}

// TestRestartAfterDamage breaks one restart interval: the others must be right.
func TestRestartAfterDamage(t *testing.T) {
	data := readTestdata(t, "restart-row.jpg") // an interval is a row of MCUs, 16 lines
	whole, want := yOf(t, data)
	defer whole.Release()
	rst1 := bytes.Index(data, []byte{0xff, 0xd1})
	rst2 := bytes.Index(data, []byte{0xff, 0xd2})
	if rst1 < 0 || rst2 < rst1 {
		t.Fatal("the sample has no restart markers")
	}
	for name, broken := range map[string][]byte{
		"cut":     append(bytes.Clone(data[:rst1+20]), data[rst2:]...),
		"lost":    append(bytes.Clone(data[:rst1]), data[rst2:]...),
		"zeroed":  append(append(bytes.Clone(data[:rst1+2]), make([]byte, rst2-rst1-2)...), data[rst2:]...),
		"garbage": append(append(bytes.Clone(data[:rst1+2]), bytes.Repeat([]byte{0xfe}, rst2-rst1-2)...), data[rst2:]...),
	} {
		p, got := yOf(t, broken)
		if db := psnr(crop(got, 0, 32), crop(want, 0, 32)); db < 90 {
			t.Errorf("%s: before the damage: %.1f dB", name, db)
		}
		if db := psnr(crop(got, 48, 71), crop(want, 48, 71)); db < 90 {
			t.Errorf("%s: after the damage: %.1f dB", name, db)
		}
		if !p.Truncated && name != "zeroed" { // zeros may be valid codes
			t.Errorf("%s: not marked as damaged", name)
		}
		p.Release()
	}
}

// TestRestartCut ends a picture with restart markers early, in a decoder without
// older planes: what is missing must be grey.
func TestRestartCut(t *testing.T) {
	data := readTestdata(t, "restart-row.jpg")
	p, err := new(decoder).decode(t.Context(), bytes.NewReader(data[:bytes.Index(data, []byte{0xff, 0xd2})]), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, pl := range planesOf(p.Image) {
		if got := pl.pix[(pl.h-1)*pl.stride]; !p.Truncated || got != grey {
			t.Errorf("plane %d: truncated %v, the last row is %d, want grey", i, p.Truncated, got)
		}
	}
}

// TestOverrun reads a picture whose tables give a meaning to any bits, so that
// only counting them tells that they are not there: each block takes three, and
// there are eight.
func TestOverrun(t *testing.T) {
	table := func(class byte, value ...byte) []byte { // two codes of one bit
		return append(append([]byte{0xff, mDHT, 0, 21, class, 2}, make([]byte, 15)...), value...)
	}
	for blocks, whole := range map[int]int{1: 1, 2: 2, 3: 2, 4: 2, 9: 2} {
		data := bytes.Join([][]byte{
			{0xff, mSOI, 0xff, mDQT, 0, 67, 0}, bytes.Repeat([]byte{8}, 64),
			{0xff, mSOF0, 0, 11, 8, 0, 8, 0, byte(8 * blocks), 1, 1, 0x11, 0},
			table(0x00, 1, 1), table(0x10, 0, 0), // a DC step of one bit; the end of the block
			{0xff, mSOS, 0, 8, 1, 1, 0, 0, 63, 0},
			{0b010_010_01, 0xff, mEOI},
		}, nil)
		p, err := decodeBytes(t, data, 8)
		if err != nil {
			t.Fatal(err)
		}
		if p.Truncated != (blocks > 2) {
			t.Errorf("%d blocks: truncated %v", blocks, p.Truncated)
		}
		for x := range blocks {
			want := byte(grey + x + 1) // each step brightens by one
			if x >= whole {
				want = grey
			}
			if got := planesOf(p.Image)[0].pix[x]; got != want {
				t.Errorf("%d blocks: block %d is %d, want %d", blocks, x, got, want)
			}
		}
		p.Release()
	}
}

// TestRestartMarkersWithoutDRI removes the segment that announces the markers.
func TestRestartMarkersWithoutDRI(t *testing.T) {
	for _, name := range []string{"restart-block.jpg", "restart-3blocks.jpg", "restart-row.jpg"} {
		data := readTestdata(t, name)
		dri := bytes.Index(data, []byte{0xff, mDRI, 0, 4})
		without := append(bytes.Clone(data[:dri]), data[dri+6:]...)
		whole, want := yOf(t, data)
		p, got := yOf(t, without)
		if db := psnr(got, want); p.Truncated || db < 90 {
			t.Errorf("%s without DRI: truncated %v, %.1f dB", name, p.Truncated, db)
		}
		p.Release()
		whole.Release()
	}
}

// FuzzDecode wants no panic, planes of the promised size, and the same picture
// from the same bytes, whatever was decoded before.
func FuzzDecode(f *testing.F) {
	for _, name := range append(decodable, "progressive.jpg", "cmyk.jpg", "rgb.jpg", "noninterleaved.jpg", "mixed.jpg") {
		data := readTestdata(f, name)
		for n := range uint8(4) {
			f.Add(data, n)
		}
		f.Add(data[:len(data)*2/3], uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		denom := 1 << (scale & 3)
		var first []byte
		for range 2 {
			p, err := Decode(t.Context(), bytes.NewReader(data), Options{
				Denominator: func(int, int) int { return denom },
				Size:        int64(len(data)),
				MaxPixels:   4 << 20,
			})
			if err != nil {
				return
			}
			want := image.Rect(0, 0, (p.Width+denom-1)/denom, (p.Height+denom-1)/denom)
			if p.Image.Bounds() != want {
				t.Fatalf("%d x %d at 1/%d: bounds %v, want %v", p.Width, p.Height, denom, p.Image.Bounds(), want)
			}
			var all []byte
			for _, pl := range planesOf(p.Image) {
				for y := range pl.h {
					all = append(all, pl.pix[y*pl.stride:][:pl.w]...)
				}
			}
			p.Release()
			if first != nil && !bytes.Equal(first, all) {
				t.Fatal("two decodes of the same bytes differ")
			}
			first = all
		}
	})
}
