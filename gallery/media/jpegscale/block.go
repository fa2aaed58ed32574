package jpegscale

import "encoding/binary"

// bits is the bit reader between blocks: the nb valid bits of bb, left-aligned,
// and then buf[pos:]. A refill is free of branches and leaves at least 56 bits,
// enough for two symbols with their values or four look-ups of 12 bits.
type bits struct {
	bb  uint64
	nb  uint32
	pos int
}

// left is the number of bits between the reader and the position end; negative
// after an overrun.
func (b *bits) left(end int) int { return 8*(end-b.pos) + int(b.nb) }

// extend turns the top s bits of bb into the signed value they stand for.
func extend(bb uint64, s uint32) int32 {
	return int32(bb>>1>>((63-s)&63)) + int32(^(int64(bb)>>63))&(-1<<(s&31)+1)
}

// block reads one block: its DC value, the dequantised coefficients with a
// zigzag index up to last in d.coef (at their zigzag index), and past all the
// others. It reports whether the data made sense.
//
// The reader's state lives in locals for the sake of speed. One refill serves
// two symbols: a code of 16 bits and a value of 11 for DC, 10 for AC.
func (d *decoder) block(c *component, last int) bool {
	buf := d.seg.buf[:]
	bb, nb, pos := d.bits.bb, d.bits.nb, d.bits.pos
	dc, ac := &d.dc[c.td], &d.ac[c.ta]
	q, coef := &d.quant[c.tq], &d.coef

	bb |= binary.BigEndian.Uint64(buf[pos:]) >> (nb & 63)
	pos += int((63 - nb) >> 3)
	nb |= 56
	e := dc.look[bb>>(64-lookBits)]
	n, s := e>>entryCodeLen&31, e>>entrySymbol&15
	if n == 0 {
		v, l := dc.long(bb)
		if l == 0 {
			return false
		}
		n, s = l, uint32(v)&15
	}
	bb <<= n & 63
	c.pred += extend(bb, s)
	bb <<= s & 63
	nb -= n + s
	coef[0] = c.pred * q[0]

	k := 1
	for k <= last {
		if nb < 32 {
			bb |= binary.BigEndian.Uint64(buf[pos:]) >> (nb & 63)
			pos += int((63 - nb) >> 3)
			nb |= 56
		}
		e := ac.look[bb>>(64-lookBits)]
		n, v := e>>entryCodeLen&31, e>>entrySymbol&255
		if n == 0 {
			b, l := ac.long(bb)
			if l == 0 {
				return false
			}
			n, v = l, uint32(b)
		}
		bb <<= n & 63
		s := v & 15
		if s == 0 {
			nb -= n
			if v != 0xf0 {
				k = 64
				break
			}
			k += 16
			continue
		}
		k += int(v >> 4)
		coef[k&63] = extend(bb, s) * q[k&63]
		bb <<= s & 63
		nb -= n + s
		k++
	}

	for k < 64 {
		var e uint32
		var before uint64
		for {
			bb |= binary.BigEndian.Uint64(buf[pos:]) >> (nb & 63)
			pos += int((63 - nb) >> 3)
			nb |= 56
			e, before = ac.look[bb>>(64-lookBits)], bb
			bb <<= e & entryLen
			nb -= e & entryLen
			if k += int(e >> entryAdvance & advanceMask); k >= 64 {
				break
			}
			e, before = ac.look[bb>>(64-lookBits)], bb
			bb <<= e & entryLen
			nb -= e & entryLen
			if k += int(e >> entryAdvance & advanceMask); k >= 64 {
				break
			}
			e, before = ac.look[bb>>(64-lookBits)], bb
			bb <<= e & entryLen
			nb -= e & entryLen
			if k += int(e >> entryAdvance & advanceMask); k >= 64 {
				break
			}
			e, before = ac.look[bb>>(64-lookBits)], bb
			bb <<= e & entryLen
			nb -= e & entryLen
			if k += int(e >> entryAdvance & advanceMask); k >= 64 {
				break
			}
		}
		if k == 64 || k&^63 == advanceEOB {
			break
		}
		// The last look-up ran over the block's end or held no whole symbol:
		// step back over it and take exactly one.
		k -= int(e >> entryAdvance & advanceMask)
		nb += e & entryLen
		bb = before | binary.BigEndian.Uint64(buf[pos:])>>(nb&63)
		pos += int((63 - nb) >> 3)
		nb |= 56
		n, v := e>>entryCodeLen&31, e>>entrySymbol&255
		if n == 0 {
			b, l := ac.long(bb)
			if l == 0 {
				return false
			}
			n, v = l, uint32(b)
		}
		s := v & 15
		bb <<= (n + s) & 63
		nb -= n + s
		if s == 0 && v != 0xf0 {
			break
		}
		k += int(v>>4) + 1
	}
	d.bits = bits{bb, nb, pos}
	return true
}
