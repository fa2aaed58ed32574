package jpegscale

// The transforms take dequantised coefficients at their zigzag index and write
// n x n pixels, level-shifted and clamped. Each is the orthonormal n-point
// inverse DCT of the low n x n coefficients, so a scaled picture is what an
// ideal low-pass would leave, not a plain box mean.

// lastWanted is, for n pixels of a block's 8, the largest zigzag index whose
// coefficient the transform uses.
var lastWanted = [9]int{1: 0, 2: 4, 4: 24, 8: 63}

// clamp brings v into a byte: negative values to 0, large ones to 255.
func clamp(v int32) byte {
	if uint32(v) > 255 {
		return byte(^(v >> 31))
	}
	return byte(v)
}

// idct1 is the mean of the block.
func idct1(co *[64]int32) byte { return clamp((co[0] + 4 + 128*8) >> 3) }

func idct2(co *[64]int32, out []byte, stride int) {
	dc := co[0] + 4 + 128*8
	a, b := dc+co[1], dc-co[1]
	e, f := co[2]+co[4], co[2]-co[4]
	out = out[:stride+2]
	out[0], out[1] = clamp((a+e)>>3), clamp((b+f)>>3)
	out[stride], out[stride+1] = clamp((a-e)>>3), clamp((b-f)>>3)
}

func idct4(co *[64]int32, out []byte, stride int) {
	var t [16]int32
	for r := range 4 {
		z := &zigzag[r]
		f0, f1, f2, f3 := four(co[z[0]&63], co[z[1]&63], co[z[2]&63], co[z[3]&63], 0)
		v := t[4*r : 4*r+4 : 4*r+4]
		v[0], v[1], v[2], v[3] = f0>>6, f1>>6, f2>>6, f3>>6
	}
	out = out[:3*stride+4]
	for x := range 4 {
		f0, f1, f2, f3 := four(t[x], t[4+x], t[8+x], t[12+x], 1<<16+128<<17)
		out[x] = clamp(f0 >> 17)
		out[stride+x] = clamp(f1 >> 17)
		out[2*stride+x] = clamp(f2 >> 17)
		out[3*stride+x] = clamp(f3 >> 17)
	}
}

// four is one 4-point pass on F/2, scaled by 1<<11; add goes into each result.
func four(f0, f1, f2, f3, add int32) (_, _, _, _ int32) {
	// 1<<11 times 1/2, cos(pi/8)/sqrt 2 and sin(pi/8)/sqrt 2.
	const a, b, c = 1024, 1338, 554
	e0, e1 := (f0+f2)*a+add, (f0-f2)*a+add
	o0, o1 := f1*b+f3*c, f1*c-f3*b
	return e0 + o0, e1 + o1, e1 - o1, e0 - o0
}

// idct8 is the full transform: the factorisation of Loeffler, Ligtenberg and
// Moschytz with 11 multiplications in each 8-point pass, in 13-bit fixed point;
// two more bits are kept between the passes.
func idct8(co *[64]int32, out []byte, stride int) {
	var t [64]int32
	for r := range 8 {
		z := &zigzag[r]
		v := t[8*r : 8*r+8 : 8*r+8]
		f0, f1, f2, f3 := co[z[0]&63], co[z[1]&63], co[z[2]&63], co[z[3]&63]
		f4, f5, f6, f7 := co[z[4]&63], co[z[5]&63], co[z[6]&63], co[z[7]&63]
		if f1|f2|f3|f4|f5|f6|f7 == 0 {
			dc := f0 << 2
			v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7] = dc, dc, dc, dc, dc, dc, dc, dc
			continue
		}
		f0, f1, f2, f3, f4, f5, f6, f7 = llm(f0, f1, f2, f3, f4, f5, f6, f7, 1<<10)
		v[0], v[1], v[2], v[3] = f0>>11, f1>>11, f2>>11, f3>>11
		v[4], v[5], v[6], v[7] = f4>>11, f5>>11, f6>>11, f7>>11
	}
	out = out[:7*stride+8]
	for x := range 8 {
		f0, f1, f2, f3, f4, f5, f6, f7 := llm(t[x], t[8+x], t[16+x], t[24+x], t[32+x], t[40+x], t[48+x], t[56+x], 1<<17+128<<18)
		out[x] = clamp(f0 >> 18)
		out[stride+x] = clamp(f1 >> 18)
		out[2*stride+x] = clamp(f2 >> 18)
		out[3*stride+x] = clamp(f3 >> 18)
		out[4*stride+x] = clamp(f4 >> 18)
		out[5*stride+x] = clamp(f5 >> 18)
		out[6*stride+x] = clamp(f6 >> 18)
		out[7*stride+x] = clamp(f7 >> 18)
	}
}

// llm is one 8-point pass, scaled by sqrt 8 and 1<<13; add goes into each of its
// results. Arguments and results travel in registers.
func llm(f0, f1, f2, f3, f4, f5, f6, f7, add int32) (_, _, _, _, _, _, _, _ int32) {
	// 1<<13 times the constants of the factorisation.
	const (
		c0298, c0390, c0541, c0765 = 2446, 3196, 4433, 6270
		c0899, c1175, c1501, c1847 = 7373, 9633, 12299, 15137
		c1961, c2053, c2562, c3072 = 16069, 16819, 20995, 25172
	)
	p := (f2 + f6) * c0541
	p2, p3 := p-f6*c1847, p+f2*c0765
	s, d := (f0+f4)<<13+add, (f0-f4)<<13+add
	e0, e3, e1, e2 := s+p3, s-p3, d+p2, d-p2

	q := (f7 + f3 + f5 + f1) * c1175
	q1, q2 := -(f7+f1)*c0899, -(f5+f3)*c2562
	q3, q4 := q-(f7+f3)*c1961, q-(f5+f1)*c0390
	o0 := f7*c0298 + q1 + q3
	o1 := f5*c2053 + q2 + q4
	o2 := f3*c3072 + q2 + q3
	o3 := f1*c1501 + q1 + q4
	return e0 + o3, e1 + o2, e2 + o1, e3 + o0, e3 - o0, e2 - o1, e1 - o2, e0 - o3
}

// zigzag gives the zigzag index of each row and column of a block.
var zigzag = [8][8]uint8{
	{0, 1, 5, 6, 14, 15, 27, 28},
	{2, 4, 7, 13, 16, 26, 29, 42},
	{3, 8, 12, 17, 25, 30, 41, 43},
	{9, 11, 18, 24, 31, 40, 44, 53},
	{10, 19, 23, 32, 39, 45, 52, 54},
	{20, 22, 33, 38, 46, 51, 55, 60},
	{21, 34, 37, 47, 50, 56, 59, 61},
	{35, 36, 48, 49, 57, 58, 62, 63},
}
