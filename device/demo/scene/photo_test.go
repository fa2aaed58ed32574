package scene

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"testing"
	"time"
)

var summer = time.Date(2025, 7, 3, 18, 30, 12, 345e6, time.FixedZone("", 2*3600))

func render(t *testing.T, p Photo) []byte {
	t.Helper()
	b, err := p.Render()
	if err != nil {
		t.Fatalf("Render(%+v): %v", p, err)
	}
	return b
}

func TestSameValuesSameBytes(t *testing.T) {
	for _, p := range []Photo{
		{Seed: 7, Taken: summer, Width: 80, Height: 60},
		{Seed: 7, Width: 45, Height: 80, Orientation: 6, Place: &Place{Lat: 1, Lon: 2}},
		{Seed: 8, Kind: "alps", Width: 60, Height: 60, Motion: []byte("clip")},
	} {
		a, b := render(t, p), render(t, p)
		if !bytes.Equal(a, b) {
			t.Errorf("%+v: two renderings differ", p)
		}
		p.Seed++
		if bytes.Equal(a, render(t, p)) {
			t.Errorf("%+v: the next seed gives the same bytes", p)
		}
	}
}

func TestExactSize(t *testing.T) {
	base := Photo{Seed: 3, Kind: "lake", Taken: summer, Width: 48, Height: 36, Place: &Place{Lat: 46.4, Lon: 13.7, Alt: 500}}
	small := smallest(t, base)
	sizes := []int64{0, small, small + 1, small + 2, small + 3, small + 4, small + 300,
		small + segMax - 1, small + segMax, small + segMax + 1, small + 3*segMax + 17, 1_500_001}
	for _, size := range sizes {
		for _, clip := range [][]byte{nil, bytes.Repeat([]byte{7}, 3001)} {
			p := base
			p.Size, p.Motion = size, clip
			if size != 0 {
				p.Size += int64(len(clip))
				if clip != nil {
					p.Size += 2000 // its XMP
				}
			}
			b := render(t, p)
			if int64(len(b)) != p.DeclaredSize() {
				t.Errorf("size %d, clip %d: %d bytes, declared %d", size, len(clip), len(b), p.DeclaredSize())
			}
			m, err := jpeg.Decode(bytes.NewReader(b))
			if err != nil {
				t.Fatalf("size %d: %v", size, err)
			}
			if m.Bounds() != image.Rect(0, 0, 48, 36) {
				t.Errorf("size %d: bounds %v", size, m.Bounds())
			}
			if y, ok := m.(*image.YCbCr); !ok || y.SubsampleRatio != image.YCbCrSubsampleRatio420 {
				t.Errorf("size %d: not 4:2:0", size)
			}
		}
	}
}

// smallest finds the least size Render accepts.
func smallest(t *testing.T, p Photo) int64 {
	t.Helper()
	lo, hi := int64(1), int64(200_000)
	for lo < hi {
		p.Size = (lo + hi) / 2
		switch _, err := p.Render(); {
		case err == nil:
			hi = p.Size
		case errors.Is(err, ErrTooSmall):
			lo = p.Size + 1
		default:
			t.Fatalf("size %d: %v", p.Size, err)
		}
	}
	return lo
}

func TestTooSmall(t *testing.T) {
	p := Photo{Seed: 3, Kind: "lake", Width: 96, Height: 72, Size: 800}
	if _, err := p.Render(); !errors.Is(err, ErrTooSmall) {
		t.Errorf("800 bytes: %v, want ErrTooSmall", err)
	}
	p.Size, p.Motion = 50_000, make([]byte, 60_000)
	if _, err := p.Render(); !errors.Is(err, ErrTooSmall) {
		t.Errorf("a clip larger than the file: %v, want ErrTooSmall", err)
	}
}

func TestDimensions(t *testing.T) {
	for _, d := range [][2]int{{0, 10}, {10, 0}, {-3, 4}, {maxSide + 1, 1}} {
		if _, err := (Photo{Width: d[0], Height: d[1]}).Render(); !errors.Is(err, ErrDimensions) {
			t.Errorf("%v: %v, want ErrDimensions", d, err)
		}
	}
}

// Dimensions must be found in the head of a file however much it is padded:
// libraries read no more than that.
func TestHeadTellsDimensions(t *testing.T) {
	p := Photo{Seed: 1, Kind: "sailing", Taken: summer, Width: 120, Height: 80, Size: 3 << 20}
	b := render(t, p)[:64<<10]
	for i := 2; i+9 < len(b); i += 2 + int(b[i+2])<<8 + int(b[i+3]) {
		if b[i+1] == 0xC0 {
			if h, w := int(b[i+5])<<8+int(b[i+6]), int(b[i+7])<<8+int(b[i+8]); w != 120 || h != 80 {
				t.Errorf("%dx%d", w, h)
			}
			return
		}
	}
	t.Error("no SOF0 in the first 64 KiB")
}

func TestPaddingNeverLooksLikeAMarker(t *testing.T) {
	for _, n := range []int{padMin, padMin + 1, segMax, segMax + 1, 2*segMax + 5} {
		b := appendPadding(nil, n)
		if len(b) != n {
			t.Fatalf("%d bytes of padding, want %d", len(b), n)
		}
		for i := 0; i < len(b); {
			if b[i] != 0xFF || b[i+1] != 0xEF {
				t.Fatalf("n %d: no APP15 at %d", n, i)
			}
			l := int(b[i+2])<<8 | int(b[i+3])
			if l < 2 || i+2+l > len(b) {
				t.Fatalf("n %d: segment of %d at %d", n, l, i)
			}
			if bytes.IndexByte(b[i+4:i+2+l], 0xFF) >= 0 {
				t.Errorf("n %d: 0xFF inside", n)
			}
			i += 2 + l
		}
	}
}

func TestSubjectSuitsTheTime(t *testing.T) {
	for seed := range int64(200) {
		night := Photo{Seed: seed, Taken: time.Date(2025, 7, 3, 23, 0, 0, 0, time.UTC)}
		switch k := night.Subject(); k {
		case "island", "koi", "donuts", "cabin", "blossom", "mood":
			t.Errorf("seed %d: %s in a July night", seed, k)
		}
	}
	if k := (Photo{Kind: "koi", Taken: time.Date(2025, 1, 3, 23, 0, 0, 0, time.UTC)}).Subject(); k != "koi" {
		t.Errorf("an explicit kind became %s", k)
	}
	if k := (Photo{Kind: "no such kind"}).Subject(); k.Group() == "" || k.Group() == Card {
		t.Errorf("an unknown kind became %q", k)
	}
}

func TestKinds(t *testing.T) {
	n := map[Group]int{}
	for _, k := range Kinds() {
		n[k.Group()]++
	}
	if n[Outdoors] < 8 || n[Everyday] < 8 || n[Card] < 1 || len(n) != 3 || len(Kinds()) < 24 {
		t.Errorf("kinds in groups: %v", n)
	}
}

func FuzzRender(f *testing.F) {
	f.Add(int64(1), uint8(16), uint8(16), uint8(1), uint16(0))
	f.Add(int64(-9), uint8(1), uint8(1), uint8(6), uint16(1))
	f.Add(int64(77), uint8(200), uint8(3), uint8(8), uint16(60000))
	f.Add(int64(1<<40), uint8(33), uint8(47), uint8(5), uint16(9000))
	f.Fuzz(func(t *testing.T, seed int64, w, h, o uint8, size uint16) {
		p := Photo{Seed: seed, Width: int(w), Height: int(h), Orientation: int(o), Size: int64(size), Taken: summer.Add(time.Duration(seed))}
		b, err := p.Render()
		if err != nil {
			if !errors.Is(err, ErrTooSmall) && !errors.Is(err, ErrDimensions) {
				t.Fatal(err)
			}
			return
		}
		if int64(len(b)) != p.DeclaredSize() {
			t.Fatalf("%d bytes, declared %d", len(b), p.DeclaredSize())
		}
		if _, err := jpeg.Decode(bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
	})
}
