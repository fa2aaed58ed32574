package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// gamut turns the colours of a picture with a wider space than the screen's,
// such as Display P3 or Adobe RGB, into sRGB. It is applied to small pictures,
// after the resize.
type gamut struct {
	linear [3][256]float32
	matrix [9]float32
	stored [4096]uint8 // sRGB's curve
}

// srgbD50 are the columns of sRGB's primaries in ICC's space, and back.
var (
	srgbD50 = [9]float64{0.4360747, 0.3850649, 0.1430804, 0.2225045, 0.7168786, 0.0606169, 0.0139322, 0.0971045, 0.7141733}
	d50SRGB = [9]float64{3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427}
)

// gamutOf reads an ICC profile of a matrix and curves (ICC.1, 8.3). It is nil for
// sRGB itself, for profiles of other kinds and for broken ones: their pictures
// are shown as if they were sRGB.
func gamutOf(icc []byte) *gamut {
	const header, least = 128, 128 + 4
	be := binary.BigEndian
	if len(icc) < least || string(icc[16:20]) != "RGB " || string(icc[20:24]) != "XYZ " {
		return nil
	}
	tag := func(name string) []byte {
		for i := range min(be.Uint32(icc[header:]), 64) {
			at := least + 12*int(i)
			if at+12 > len(icc) {
				return nil
			}
			if e := icc[at:]; string(e[:4]) == name {
				off, n := int64(be.Uint32(e[4:])), int64(be.Uint32(e[8:]))
				if off+n > int64(len(icc)) {
					return nil
				}
				return icc[off : off+n]
			}
		}
		return nil
	}
	fixed := func(b []byte) float64 { return float64(int32(be.Uint32(b))) / 65536 }
	g := &gamut{}
	var primaries [9]float64
	far := false
	for c, name := range []string{"r", "g", "b"} {
		xyz, curve := tag(name+"XYZ"), tag(name+"TRC")
		if len(xyz) < 20 {
			return nil
		}
		for row := range 3 {
			v := fixed(xyz[8+4*row:])
			primaries[3*row+c] = v
			far = far || math.Abs(v-srgbD50[3*row+c]) > 0.01
		}
		f := curveOf(curve)
		if f == nil {
			return nil
		}
		for i := range 256 {
			v := f(float64(i) / 255)
			if !(v >= 0 && v <= 1) {
				v = min(max(0, v), 1)
			}
			if v != v {
				return nil
			}
			g.linear[c][i] = float32(v)
			far = far || math.Abs(v-srgbLinear(float64(i)/255)) > 0.02
		}
	}
	if !far {
		return nil
	}
	for row := range 3 {
		for c := range 3 {
			for k := range 3 {
				g.matrix[3*row+c] += float32(d50SRGB[3*row+k] * primaries[3*k+c])
			}
		}
	}
	for i := range g.stored {
		v := (float64(i) + 0.5) / float64(len(g.stored))
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		g.stored[i] = uint8(math.Round(255 * v))
	}
	return g
}

func srgbLinear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// curveOf reads a tone curve, nil if it is of no known form.
func curveOf(b []byte) func(float64) float64 {
	be := binary.BigEndian
	if len(b) < 12 {
		return nil
	}
	switch n := int(be.Uint32(b[8:])); string(b[:4]) {
	case "curv":
		switch {
		case n == 0:
			return func(v float64) float64 { return v }
		case n == 1 && len(b) >= 14:
			power := float64(be.Uint16(b[12:])) / 256
			return func(v float64) float64 { return math.Pow(v, power) }
		case n > 1 && n <= 1<<16 && len(b) >= 12+2*n:
			return func(v float64) float64 {
				at := v * float64(n-1)
				i := min(int(at), n-2)
				lo, hi := float64(be.Uint16(b[12+2*i:])), float64(be.Uint16(b[14+2*i:]))
				return (lo + (hi-lo)*(at-float64(i))) / 65535
			}
		}
	case "para":
		form, counts := int(be.Uint16(b[8:])), []int{1, 3, 4, 5, 7}
		if form >= len(counts) || len(b) < 12+4*counts[form] {
			return nil
		}
		var k [7]float64 // g a b c d e f
		for i := range counts[form] {
			k[i] = float64(int32(be.Uint32(b[12+4*i:]))) / 65536
		}
		return func(v float64) float64 {
			switch {
			case form == 0:
				return math.Pow(v, k[0])
			case form <= 2 && k[1]*v+k[2] >= 0:
				return math.Pow(k[1]*v+k[2], k[0]) + k[3]
			case form <= 2:
				return k[3]
			case v >= k[4]:
				return math.Pow(k[1]*v+k[2], k[0]) + k[5]
			}
			return k[3]*v + k[6]
		}
	}
	return nil
}

// srgb turns one colour.
func (g *gamut) srgb(r, gr, b uint8) (uint8, uint8, uint8) {
	x, y, z := g.linear[0][r], g.linear[1][gr], g.linear[2][b]
	m := &g.matrix
	f := func(v float32) uint8 { return g.stored[int(min(max(v, 0), 1)*float32(len(g.stored)-1)+0.5)] }
	return f(m[0]*x + m[1]*y + m[2]*z), f(m[3]*x + m[4]*y + m[5]*z), f(m[6]*x + m[7]*y + m[8]*z)
}

// planes turns the colours of a picture of 4:2:0 or 4:4:4.
func (g *gamut) planes(m *image.YCbCr) {
	step := 1
	if m.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		step = 2
	}
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y += step {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x += step {
			c := m.COffset(x, y)
			cb, cr, n := 0, 0, 0
			for py := y; py < min(y+step, m.Rect.Max.Y); py++ {
				for px := x; px < min(x+step, m.Rect.Max.X); px++ {
					at := m.YOffset(px, py)
					l, b, r := color.RGBToYCbCr(g.srgb(color.YCbCrToRGB(m.Y[at], m.Cb[c], m.Cr[c])))
					m.Y[at] = l
					cb, cr, n = cb+int(b), cr+int(r), n+1
				}
			}
			m.Cb[c], m.Cr[c] = uint8((cb+n/2)/n), uint8((cr+n/2)/n)
		}
	}
}

func (g *gamut) rgba(m *image.RGBA) {
	for i := 0; i+3 < len(m.Pix); i += 4 {
		p := m.Pix[i : i+3 : i+3]
		p[0], p[1], p[2] = g.srgb(p[0], p[1], p[2])
	}
}

// jpegProfile is the colour profile in a JPEG's first 64 KB, nil if there is none
// or if it is in several parts: those of cameras and editors that count take one.
func jpegProfile(s *source) []byte {
	defer s.free()
	const id = "ICC_PROFILE\x00\x01\x01"
	b := s.bytes(0, blockSize)
	for p := 2; p+4 <= len(b) && b[p] == 0xff; {
		m, n := b[p+1], int(b[p+2])<<8|int(b[p+3])
		if m == 0xff {
			p++
			continue
		}
		if m == 0xda || n < 2 || p+2+n > len(b) {
			return nil
		}
		if icc, ok := cutPrefix(b[p+4:p+2+n], id); ok && m == 0xe2 {
			return bytes.Clone(icc)
		}
		p += 2 + n
	}
	return nil
}
