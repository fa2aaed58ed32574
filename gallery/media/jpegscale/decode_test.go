package jpegscale

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"testing"
	"testing/iotest"
)

// decodable are the committed forms that image/jpeg reads too.
var decodable = []string{
	"420.jpg", "422.jpg", "444.jpg", "440.jpg", "411.jpg", "410.jpg", "optimized.jpg", "gray.jpg",
	"restart-block.jpg", "restart-3blocks.jpg", "restart-row.jpg", "q5.jpg", "1x1.jpg",
}

// TestLikeImageJPEG holds every scale of every form against image/jpeg's full
// decode, reduced by the definition of the scaled transform in floating point.
func TestLikeImageJPEG(t *testing.T) {
	files := map[string][]byte{}
	for _, name := range decodable {
		files[name] = readTestdata(t, name)
	}
	for _, q := range []int{1, 30, 75, 100} {
		files[fmt.Sprintf("std quality %d", q)] = encode(t, noisy(133, 75), q)
	}
	for _, s := range [][2]int{{1, 1}, {2, 17}, {8, 8}, {9, 7}, {16, 16}, {17, 3}, {200, 1}} {
		files[fmt.Sprintf("std %d x %d", s[0], s[1])] = encode(t, noisy(s[0], s[1]), 80)
	}
	for name, data := range files {
		full := planesOf(stdDecode(t, data))
		for _, denom := range []int{1, 2, 4, 8} {
			p, err := decodeBytes(t, data, denom)
			if err != nil {
				t.Errorf("%s at 1/%d: %v", name, denom, err)
				continue
			}
			got := planesOf(p.Image)
			if p.Truncated || len(got) != len(full) {
				t.Errorf("%s at 1/%d: truncated %v, %d planes; want the whole with %d", name, denom, p.Truncated, len(got), len(full))
				continue
			}
			for i := range got {
				want := full[i]
				if denom > 1 {
					want = reduce(full[i], 8/denom)
				}
				// Both decoders round; at the coarsest quantisation image/jpeg
				// clips what the reduced transform still has.
				limit := 48.0
				if name == "std quality 1" || name == "q5.jpg" {
					limit = 30
				}
				if db := psnr(got[i], want); db < limit {
					t.Errorf("%s at 1/%d, plane %d: %.1f dB, want %.0f", name, denom, i, db, limit)
				}
			}
			p.Release()
		}
	}
}

// TestWideQuantisation rewrites a file's tables with 16-bit entries (SOF1); the
// picture must stay the same.
func TestWideQuantisation(t *testing.T) {
	data := readTestdata(t, "420.jpg")
	var wide []byte
	for rest := data; len(rest) > 0; {
		i := bytes.Index(rest, []byte{0xff, mDQT, 0, 67})
		if i < 0 {
			wide = append(wide, rest...)
			break
		}
		wide = append(append(wide, rest[:i]...), 0xff, mDQT, 0, 131, rest[i+4]|0x10)
		for _, q := range rest[i+5 : i+69] {
			wide = append(wide, 0, q)
		}
		rest = rest[i+69:]
	}
	wide[bytes.Index(wide, []byte{0xff, mSOF0, 0, 17})+1] = mSOF1
	if len(wide) != len(data)+128 {
		t.Fatalf("rewriting two tables made %d bytes of %d", len(wide), len(data))
	}
	want, err := decodeBytes(t, data, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer want.Release()
	got, err := decodeBytes(t, wide, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Release()
	if !bytes.Equal(got.Image.(*image.YCbCr).Y, want.Image.(*image.YCbCr).Y) {
		t.Error("another picture with 16-bit tables")
	}
	if _, err := decodeBytes(t, append(wide[:len(wide):len(wide)][:30], 0xff, mDQT, 0, 67, 0x10), 2); !errors.Is(err, ErrFormat) {
		t.Errorf("a 16-bit table of 64 bytes: error %v, want ErrFormat", err)
	}
}

func TestUnsupportedForms(t *testing.T) {
	for _, name := range []string{"progressive.jpg", "arithmetic.jpg", "rgb.jpg", "cmyk.jpg", "noninterleaved.jpg", "311.jpg", "mixed.jpg"} {
		if _, err := decodeBytes(t, readTestdata(t, name), 4); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: error %v, want ErrUnsupported", name, err)
		}
	}
	twelve := bytes.Clone(readTestdata(t, "420.jpg"))
	i := bytes.Index(twelve, []byte{0xff, mSOF0, 0, 17})
	for name, change := range map[string]func(b []byte){
		"12 bits a sample": func(b []byte) { b[i+4] = 12 },
		"height by DNL":    func(b []byte) { b[i+5], b[i+6] = 0, 0 },
	} {
		b := bytes.Clone(twelve)
		change(b)
		if _, err := decodeBytes(t, b, 4); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: error %v, want ErrUnsupported", name, err)
		}
	}
}

func TestNotAJPEG(t *testing.T) {
	whole := readTestdata(t, "420.jpg")
	sos := bytes.Index(whole, []byte{0xff, mSOS})
	for name, data := range map[string][]byte{
		"nothing":           nil,
		"text":              []byte("hello, this is no picture at all"),
		"only SOI":          {0xff, 0xd8},
		"cut in the header": whole[:sos],
		"SOI and EOI":       {0xff, 0xd8, 0xff, 0xd9},
		"zeros":             append([]byte{0xff, 0xd8}, make([]byte, 1<<20)...),
	} {
		if _, err := decodeBytes(t, data, 8); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v, want ErrFormat", name, err)
		}
	}
}

// TestSmallReads feeds the file one byte and then half a buffer at a time: the
// chunks must not show in the picture.
func TestSmallReads(t *testing.T) {
	data := encode(t, noisy(700, 500), 95) // several chunks of input
	if len(data) < 3*chunk {
		t.Fatalf("the test picture has %d bytes, want more than three chunks", len(data))
	}
	whole, err := decodeBytes(t, data, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(whole.Image.(*image.YCbCr).Y)
	whole.Release()
	for name, r := range map[string]io.Reader{
		"one byte":    iotest.OneByteReader(bytes.NewReader(data)),
		"half":        iotest.HalfReader(bytes.NewReader(data)),
		"data at EOF": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		p, err := Decode(context.Background(), r, Options{Denominator: func(int, int) int { return 2 }})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Truncated || !bytes.Equal(p.Image.(*image.YCbCr).Y, want) {
			t.Errorf("%s: another picture (truncated %v)", name, p.Truncated)
		}
		p.Release()
	}
}

// TestReuse decodes pictures of falling size with one decoder: a small picture
// must not show remains of a large one.
func TestReuse(t *testing.T) {
	small := readTestdata(t, "restart-block.jpg")
	d := new(decoder)
	one := func(data []byte) []byte {
		p, err := d.decode(context.Background(), bytes.NewReader(data), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(p.Image.(*image.YCbCr).Y)
	}
	want := one(small)
	one(encode(t, noisy(900, 700), 95))
	if !bytes.Equal(one(small), want) {
		t.Error("the picture differs when decoded after another")
	}
	// Tables of the same shape with other values in them.
	other := bytes.Clone(small)
	i := bytes.Index(other, []byte{0xff, mDHT}) + 5 + 16
	other[i+2], other[i+3] = other[i+3], other[i+2]
	got := one(other)
	d = new(decoder)
	if !bytes.Equal(one(other), got) || bytes.Equal(got, want) {
		t.Error("the tables of the picture before were used")
	}
}

func TestReadErrorIsReturned(t *testing.T) {
	data := encode(t, noisy(700, 500), 95)
	broken := errors.New("the disk is gone")
	for _, at := range []int{0, 10, 300, len(data) / 2} {
		r := io.MultiReader(bytes.NewReader(data[:at]), iotest.ErrReader(broken))
		if _, err := Decode(context.Background(), r, Options{}); !errors.Is(err, broken) {
			t.Errorf("reader failing after %d bytes: error %v, want its own", at, err)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Decode(ctx, bytes.NewReader(encode(t, noisy(64, 64), 80)), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestLimits(t *testing.T) {
	data := encode(t, noisy(640, 480), 80)
	bomb := bytes.Clone(readTestdata(t, "420.jpg"))
	i := bytes.Index(bomb, []byte{0xff, mSOF0, 0, 17})
	copy(bomb[i+5:], []byte{0x40, 0, 0x40, 0}) // 16384 x 16384 in 2.6 KB
	huge := bytes.Clone(bomb)
	copy(huge[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	for _, c := range []struct {
		name string
		data []byte
		o    Options
		want error
	}{
		{"pixels", data, Options{MaxPixels: 640*480 - 1}, ErrTooLarge},
		{"pixels, just enough", data, Options{MaxPixels: 640 * 480}, nil},
		{"planes", data, Options{MaxPlaneBytes: 640*480*3/2 - 1}, ErrTooLarge},
		{"planes, just enough", data, Options{MaxPlaneBytes: 640 * 480 * 3 / 2}, nil},
		{"a header that promises too much", bomb, Options{Size: int64(len(bomb))}, ErrFormat},
		{"65535 x 65535", huge, Options{}, ErrTooLarge},
		{"a silly denominator", data, Options{Denominator: func(int, int) int { return 3 }}, nil},
	} {
		p, err := Decode(context.Background(), bytes.NewReader(c.data), c.o)
		if c.o.Denominator != nil {
			if err == nil {
				t.Errorf("%s: accepted", c.name)
			}
			continue
		}
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
		if p != nil {
			p.Release()
		}
	}
}

// TestEndlessHeader feeds headers without end: they must be given up, and not
// for want of bytes.
func TestEndlessHeader(t *testing.T) {
	tooFar := errors.New("read too far")
	segment := append([]byte{0xff, 0xe2, 0xff, 0xff}, make([]byte, 65533)...)
	for name, c := range map[string]struct {
		piece []byte
		most  int
	}{
		"garbage":  {make([]byte, 4096), maxGarbage + 2*chunk},
		"segments": {segment, maxHeader + 2*chunk},
	} {
		readers := []io.Reader{bytes.NewReader([]byte{0xff, mSOI})}
		for n := 0; n < c.most; n += len(c.piece) {
			readers = append(readers, bytes.NewReader(c.piece))
		}
		r := io.MultiReader(append(readers, iotest.ErrReader(tooFar))...)
		if _, err := Decode(context.Background(), r, Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", name, err)
		}
	}
}

// TestStopsAtEOI reads a picture with another one behind it.
func TestStopsAtEOI(t *testing.T) {
	first, second := readTestdata(t, "420.jpg"), encode(t, noisy(50, 50), 50)
	p, err := decodeBytes(t, append(bytes.Clone(first), second...), 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 93 || p.Height != 71 || p.Truncated {
		t.Errorf("got %d x %d, truncated %v; want 93 x 71, whole", p.Width, p.Height, p.Truncated)
	}
}
