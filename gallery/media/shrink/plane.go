package shrink

import "encoding/binary"

const (
	oneV = 1 << 7  // sum of the weights down: four 16-bit lanes share a word
	oneH = 1 << 14 // sum of the weights across
)

// plane is one component's pixels.
type plane struct {
	pix    []byte
	stride int
}

// resize makes a plane of across.out x down.out pixels of src with the kernel k.
// It works down first and then across, one row at a time.
func resize(src plane, across, down axis, k kernel) plane {
	dst := plane{make([]byte, across.out*down.out), across.out}
	if across.out == 0 || down.out == 0 {
		return dst
	}
	v, h := makeTaps(down, k, oneV), makeTaps(across, k, oneH)
	row := make([]byte, across.in)
	for y := range down.out {
		sumRows(row, src.pix[v.start[y]*src.stride:], src.stride, v.w[y*v.n:][:v.n])
		h.apply(dst.pix[y*dst.stride:][:across.out], row)
	}
	return dst
}

// Lanes of 16 bits, four in a word.
const (
	lanes     = 0x0001_0001_0001_0001
	low8      = 0xff * lanes
	low9      = 0x1ff * lanes
	low15     = 0x7fff * lanes
	bias      = 1 << 13 // no sum of weighted pixels goes below -bias
	roundBias = (bias + oneV/2) * lanes
	biasDown  = bias / oneV // bias after the division
)

// sumRows writes the weighted sum of len(w) rows, 8 pixels at a time: the even
// and the odd bytes of a word go into four 16-bit lanes each. Lanes hold
// bias + 255*(sum of positive weights) at most, which for the kernels here stays
// below 1<<16, so that no lane disturbs its neighbour; see TestLaneBounds.
func sumRows(dst, src []byte, stride int, w []int32) {
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		var even, odd uint64 = roundBias, roundBias
		at := x
		for _, k := range w {
			p := binary.LittleEndian.Uint64(src[at:])
			even += p & low8 * uint64(int64(k))
			odd += p >> 8 & low8 * uint64(int64(k))
			at += stride
		}
		binary.LittleEndian.PutUint64(dst[x:], saturate(even)|saturate(odd)<<8)
	}
	for ; x < len(dst); x++ {
		sum := int32(oneV / 2)
		for j, k := range w {
			sum += int32(src[j*stride+x]) * k
		}
		dst[x] = clamp(sum >> 7)
	}
}

// saturate divides each lane by oneV, takes the bias off and clamps to a byte.
func saturate(v uint64) uint64 {
	v = v>>7&low9 + (0x8000-biasDown)*lanes // bit 15: not negative
	v = v & low15 & (v >> 15 & lanes * 0xffff)
	return (v | v>>8&lanes*0xff) & low8
}

// apply filters one row across.
func (t *taps) apply(dst, row []byte) {
	w, n := t.w, t.n
	switch n {
	case 5:
		for i := range dst {
			s, k := row[t.start[i]:][:5:5], w[5*i:][:5:5]
			sum := int32(s[0])*k[0] + int32(s[1])*k[1] + int32(s[2])*k[2] + int32(s[3])*k[3] + int32(s[4])*k[4]
			dst[i] = clamp((sum + oneH/2) >> 14)
		}
	case 9:
		for i := range dst {
			s, k := row[t.start[i]:][:9:9], w[9*i:][:9:9]
			a := int32(s[0])*k[0] + int32(s[1])*k[1] + int32(s[2])*k[2] + int32(s[3])*k[3] + int32(s[4])*k[4]
			b := int32(s[5])*k[5] + int32(s[6])*k[6] + int32(s[7])*k[7] + int32(s[8])*k[8]
			dst[i] = clamp((a + b + oneH/2) >> 14)
		}
	default:
		for i := range dst {
			s := row[t.start[i]:][:n]
			k := w[n*i:][:len(s)]
			sum := int32(oneH / 2)
			for j, p := range s {
				sum += int32(p) * k[j]
			}
			dst[i] = clamp(sum >> 14)
		}
	}
}

// clamp brings v into a byte.
func clamp(v int32) byte {
	if uint32(v) > 255 {
		return byte(^(v >> 31))
	}
	return byte(v)
}
