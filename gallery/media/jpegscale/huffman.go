package jpegscale

import "bytes"

const lookBits = 12

// An entry of huffman.look answers for the next 12 bits:
//
//	bits 0-5    length of all complete symbols (code and value bits) in them
//	bits 6-15   coefficients that those advance: run+1 each, 16 for a run of
//	            zeros; 128 more if the last is the end of the block; 512 if not
//	            even one symbol fits
//	bits 16-20  length of the first code, 0: longer than 12 bits
//	bits 21-28  the first symbol: run and size
//
// So a block's unwanted coefficients are skipped several at a time.
const (
	entryLen     = 0x3f
	entryAdvance = 6
	advanceMask  = 0x3ff
	advanceEOB   = 128
	advanceNone  = 512
	entryCodeLen = 16
	entrySymbol  = 21
)

// huffman is one decoding table.
type huffman struct {
	look [1 << lookBits]uint32
	// For codes of 13 to 16 bits: the code's upper bound, left-aligned in 16
	// bits and exclusive, and what to add to a code to index vals.
	bound [17]int32
	delta [17]int32
	vals  [256]uint8
	ok    bool // defined by the file being read

	built  bool // of counts and vals: a phone's files are alike
	counts [16]byte
}

// symbol is the code that a window of 12 bits begins with; length 0: none.
type symbol struct{ length, value uint8 }

// build makes the table from a DHT segment: counts[i] codes of i+1 bits. It
// refuses counts that overflow their length.
func (h *huffman) build(counts [16]byte, vals []byte, ac bool) bool {
	if h.built && h.counts == counts && bytes.Equal(h.vals[:len(vals)], vals) {
		h.ok = true
		return true
	}
	h.ok, h.built = false, false
	h.vals = [256]uint8{}
	var first [1 << lookBits]symbol
	copy(h.vals[:], vals)
	code, idx := int32(0), int32(0)
	for l := 1; l <= 16; l++ {
		h.delta[l] = idx - code
		n := int32(counts[l-1])
		if code+n > 1<<l {
			return false
		}
		if l <= lookBits {
			wide := int32(1) << (lookBits - l)
			for i := range n {
				s := symbol{uint8(l), vals[idx+i]}
				for j := (code + i) * wide; j < (code+i+1)*wide; j++ {
					first[j] = s
				}
			}
		}
		code += n
		idx += n
		h.bound[l] = code << (16 - l)
		code <<= 1
	}
	for w := range h.look {
		h.look[w] = entry(&first, w, ac)
	}
	h.ok, h.built, h.counts = true, true, counts
	return true
}

// entry computes what the 12 bits w say.
func entry(first *[1 << lookBits]symbol, w int, ac bool) uint32 {
	f := first[w]
	if f.length == 0 {
		return advanceNone << entryAdvance
	}
	e := uint32(f.length)<<entryCodeLen | uint32(f.value)<<entrySymbol
	if !ac {
		return e
	}
	used, advance := 0, 0
	for used < lookBits {
		s := first[w<<used&(1<<lookBits-1)]
		size := int(s.value & 15)
		if s.length == 0 || used+int(s.length)+size > lookBits {
			break
		}
		if size == 0 && s.value != 0xf0 {
			used += int(s.length)
			advance += advanceEOB
			break
		}
		step := int(s.value>>4) + 1
		if advance+step > 64 {
			break
		}
		used += int(s.length) + size
		advance += step
	}
	if used == 0 {
		advance = advanceNone
	}
	return e | uint32(used) | uint32(advance)<<entryAdvance
}

// long finds a code of more than 12 bits at the top of bb; length 0: no code.
func (h *huffman) long(bb uint64) (value uint8, length uint32) {
	c := int32(bb >> 48)
	for l := lookBits + 1; l <= 16; l++ {
		if c < h.bound[l] {
			return h.vals[(c>>(16-l)+h.delta[l])&0xff], uint32(l)
		}
	}
	return 0, 0
}
