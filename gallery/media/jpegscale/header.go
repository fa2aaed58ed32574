package jpegscale

import "image"

// JPEG markers that mean something here.
const (
	mSOF0 = 0xc0 // baseline
	mSOF1 = 0xc1 // extended sequential, decoded when 8-bit
	mDHT  = 0xc4
	mJPG  = 0xc8
	mDAC  = 0xcc
	mSOI  = 0xd8
	mEOI  = 0xd9
	mSOS  = 0xda
	mDQT  = 0xdb
	mDRI  = 0xdd
	mAPPE = 0xee // Adobe
)

const (
	// maxHeader bounds what is read in search of the scan. Files with large
	// colour profiles and extended XMP stay below it.
	maxHeader = 64 << 20
	// maxGarbage bounds what may lie between two segments.
	maxGarbage = 64 << 10
)

// maxBlocks is the format's own limit on the blocks of an interleaved MCU.
const maxBlocks = 10

// component is one of the planes as the header describes it.
type component struct {
	id, h, v, tq uint8
	td, ta       uint8 // Huffman tables
	pred         int32 // the last DC value
}

// header is what stands before the scan.
type header struct {
	width, height int
	nc            int
	comp          [3]component
	hmax, vmax    int // sampling factors of the MCU
	ratio         image.YCbCrSubsampleRatio
	restart       int // MCUs between restart markers, 0: none
	adobe         int // colour transform, -1: not said
	dc, ac        [4]huffman
	quant         [4][64]int32
	scratch       [1 << 16]byte
}

// read parses markers up to and including the start of the scan. Garbage
// between segments and fill bytes are tolerated.
func (h *header) read(in *input) error {
	h.width, h.height, h.nc, h.restart, h.adobe = 0, 0, 0, 0, -1
	for i := range h.dc {
		h.dc[i].ok, h.ac[i].ok = false, false
		clear(h.quant[i][:])
	}
	in.maxGet = maxHeader
	defer func() { in.maxGet = 0 }()
	var soi [2]byte
	if !in.read(soi[:]) || soi[0] != 0xff || soi[1] != mSOI {
		return ErrFormat
	}
	for {
		m, ok := marker(in)
		if !ok {
			return ErrFormat
		}
		switch {
		case m == 0 || m == 1 || m >= 0xd0 && m <= mSOI:
			continue // no length follows
		case m == mEOI:
			return ErrFormat
		case m >= 0xc2 && m <= 0xcf && m != mDHT && m != mJPG && m != mDAC:
			return ErrUnsupported // progressive, lossless, arithmetic, hierarchical
		}
		var l [2]byte
		if !in.read(l[:]) {
			return ErrFormat
		}
		n := int(l[0])<<8 | int(l[1]) - 2
		if n < 0 {
			return ErrFormat
		}
		switch m {
		case mSOF0, mSOF1, mDHT, mDQT, mDRI, mAPPE, mSOS:
		default:
			if !in.skip(n) {
				return ErrFormat
			}
			continue
		}
		s := h.scratch[:n]
		if !in.read(s) {
			return ErrFormat
		}
		if err := h.segment(m, s); err != nil {
			return err
		}
		if m == mSOS {
			return nil
		}
	}
}

// marker finds the next marker.
func marker(in *input) (byte, bool) {
	b, ok := in.byte()
	for n := 0; ok && b != 0xff; n++ {
		if n == maxGarbage {
			return 0, false
		}
		b, ok = in.byte()
	}
	for ok && b == 0xff {
		b, ok = in.byte()
	}
	return b, ok
}

func (h *header) segment(m byte, s []byte) error {
	switch m {
	case mSOF0, mSOF1:
		return h.frame(s)
	case mDHT:
		return h.huffmanTables(s)
	case mDQT:
		return h.quantTables(s)
	case mDRI:
		if len(s) < 2 {
			return ErrFormat
		}
		h.restart = int(s[0])<<8 | int(s[1])
	case mAPPE:
		if len(s) >= 12 && string(s[:5]) == "Adobe" {
			h.adobe = int(s[11])
		}
	case mSOS:
		return h.startOfScan(s)
	}
	return nil
}

// frame reads SOF0 or SOF1.
func (h *header) frame(s []byte) error {
	if h.nc != 0 || len(s) < 6 {
		return ErrFormat
	}
	height, width, nc := int(s[1])<<8|int(s[2]), int(s[3])<<8|int(s[4]), int(s[5])
	if s[0] != 8 || height == 0 || nc != 1 && nc != 3 {
		return ErrUnsupported // 12-bit, height told later (DNL), CMYK
	}
	if width == 0 || len(s) < 6+3*nc {
		return ErrFormat
	}
	h.hmax, h.vmax = 1, 1
	blocks := 0
	for i := range nc {
		b := s[6+3*i:]
		c := component{id: b[0], h: b[1] >> 4, v: b[1] & 15, tq: b[2]}
		if c.h == 0 || c.v == 0 || c.h > 4 || c.v > 4 || c.tq > 3 {
			return ErrFormat
		}
		if nc == 1 { // with one component the MCU is one block, whatever it says
			c.h, c.v = 1, 1
		}
		h.hmax, h.vmax = max(h.hmax, int(c.h)), max(h.vmax, int(c.v))
		blocks += int(c.h) * int(c.v)
		h.comp[i] = c
	}
	if blocks > maxBlocks {
		return ErrUnsupported
	}
	if nc == 3 {
		r, ok := subsampling(&h.comp, h.hmax, h.vmax)
		if !ok {
			return ErrUnsupported
		}
		h.ratio = r
	}
	h.width, h.height, h.nc = width, height, nc
	return nil
}

// subsampling names the relation of the chroma planes to luma, one of the six
// that image.YCbCr can hold.
func subsampling(c *[3]component, hmax, vmax int) (image.YCbCrSubsampleRatio, bool) {
	y, cb, cr := c[0], c[1], c[2]
	if cb.h != cr.h || cb.v != cr.v || int(y.h) != hmax || int(y.v) != vmax || y.h%cb.h != 0 || y.v%cb.v != 0 {
		return 0, false
	}
	switch [2]uint8{y.h / cb.h, y.v / cb.v} {
	case [2]uint8{1, 1}:
		return image.YCbCrSubsampleRatio444, true
	case [2]uint8{2, 1}:
		return image.YCbCrSubsampleRatio422, true
	case [2]uint8{2, 2}:
		return image.YCbCrSubsampleRatio420, true
	case [2]uint8{1, 2}:
		return image.YCbCrSubsampleRatio440, true
	case [2]uint8{4, 1}:
		return image.YCbCrSubsampleRatio411, true
	case [2]uint8{4, 2}:
		return image.YCbCrSubsampleRatio410, true
	}
	return 0, false
}
