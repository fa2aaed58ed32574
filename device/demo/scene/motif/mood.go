package motif

import "keepsake/device/demo/scene/paint"

// mood is the colour of an hour: what the sky, the light and the far hills share.
type mood struct {
	sky     *paint.Ramp // top to horizon
	haze    paint.RGB   // what distance fades to
	sun     paint.RGB   // the disc and what glows around it
	key     paint.RGB   // sunlight on surfaces, multiplies
	ambient paint.RGB   // light in the shade, multiplies
	dark    paint.RGB   // nearest silhouettes
	night   bool
}

type palette struct {
	sky                           []uint32
	haze, sun, key, ambient, dark uint32
}

// palettes are the moods of each light; a picture mixes two of its light's.
var palettes = [...][]palette{
	Dawn: {
		{[]uint32{0x5A7FB8, 0x9DB6D8, 0xE9C9C0, 0xFFE2BF}, 0xF3CDB8, 0xFFF1D0, 0xFFD9B0, 0x7F93BF, 0x2A3B5C},
		{[]uint32{0x54639F, 0x9A8FBF, 0xE6ABB6, 0xFCDCC4}, 0xEBB7B4, 0xFFEBD2, 0xFFC9B0, 0x8086B8, 0x2F2F56},
		{[]uint32{0x6FA6BC, 0xB3D4D0, 0xF0E7CB, 0xFFF3D6}, 0xE4E6D2, 0xFFFBE6, 0xFFEBC4, 0x8FB0B5, 0x24464C},
		{[]uint32{0x7C90B5, 0xC3B9C9, 0xF3CBB5, 0xFFD9A0}, 0xEFCFB8, 0xFFF0C8, 0xFFD49A, 0x938FB0, 0x383A55},
		{[]uint32{0x3F6C92, 0x7FA6B6, 0xD3CDB4, 0xFBD59A}, 0xDCCBAE, 0xFFECC0, 0xFFD79C, 0x7C98AA, 0x1F3A4A},
	},
	Day: {
		{[]uint32{0x3C82C4, 0x74B0E0, 0xB5D8EE, 0xDDEDF3}, 0xC2DAE8, 0xFFFDF0, 0xFFF6E2, 0x9AB4D8, 0x22405A},
		{[]uint32{0x5C9ACB, 0x97C4E2, 0xD0E4EC, 0xF2F0E2}, 0xD6E2E4, 0xFFFBEA, 0xFFF0D8, 0xA3B5D0, 0x2B4356},
		{[]uint32{0x2E86AE, 0x6AB8CF, 0xB7DFDF, 0xEAF2E2}, 0xC4E0DC, 0xFFFCEC, 0xFFF4DA, 0x92BCC8, 0x1B4552},
		{[]uint32{0x7FA6C4, 0xAFC8D8, 0xD6DFE2, 0xECE9E0}, 0xD5DCDE, 0xFFFDF4, 0xFFF4E6, 0xB3BFD0, 0x334656},
		{[]uint32{0x2C6CB0, 0x5A9BD6, 0x9CCBEA, 0xCFE6EF}, 0xB0D2E8, 0xFFFDF2, 0xFFF7E0, 0x8CB0DC, 0x173A5C},
	},
	Dusk: {
		{[]uint32{0x2B2C62, 0x76448A, 0xDD6672, 0xFCB06C, 0xFFE2A4}, 0xF09A78, 0xFFE9B0, 0xFFB27C, 0x7B63A0, 0x1E1840},
		{[]uint32{0x3B5688, 0x8A86A8, 0xE9B07C, 0xFFDB92}, 0xE9B98C, 0xFFF0BE, 0xFFCB84, 0x7F86A8, 0x28304E},
		{[]uint32{0x23285F, 0x5B4594, 0xB3639F, 0xF39DA2, 0xFFCDAC}, 0xDC8FA6, 0xFFDCC0, 0xFFA994, 0x7467AC, 0x1D1A48},
		{[]uint32{0x3E204E, 0x8F345E, 0xE25C50, 0xFDA95E, 0xFFD88C}, 0xEB7E5C, 0xFFE2A0, 0xFF9E66, 0x83527E, 0x2A1130},
		{[]uint32{0x1E4664, 0x4F7F8E, 0xB9AE90, 0xF7B768, 0xFFDC98}, 0xDDAE80, 0xFFEAB4, 0xFFC27C, 0x6C8A96, 0x14303E},
		{[]uint32{0x40508C, 0x8F7DB0, 0xD896AE, 0xFBC4A4}, 0xD9A4B2, 0xFFE6CC, 0xFFC0A6, 0x8C83B6, 0x2C2C5A},
	},
	Night: {
		{[]uint32{0x050A1D, 0x0C1C3F, 0x1B3A66, 0x35608A}, 0x284C74, 0xF2F0DC, 0x8FB2E0, 0x34507E, 0x040A18},
		{[]uint32{0x04121F, 0x0A2A42, 0x174C66, 0x3A7A88}, 0x2A5C70, 0xF0F4E4, 0x9CCBDC, 0x2F5F7C, 0x03101A},
		{[]uint32{0x0A0A28, 0x1C1C52, 0x3D3A80, 0x6B5C9E}, 0x504C88, 0xF6ECDC, 0xA6A4E4, 0x47468A, 0x080820},
		{[]uint32{0x0B0E22, 0x232548, 0x54466E, 0x9A6A72}, 0x6E5470, 0xFBE9CC, 0xC4A8C8, 0x4E4A78, 0x0A0A1C},
	},
}

// mood picks the colours of the view's hour.
func (v *View) mood() mood { return v.moodOf(v.Light) }

func (v *View) moodOf(l Light) mood {
	a, b := paint.Pick(v.R, palettes[l]...), paint.Pick(v.R, palettes[l]...)
	t := v.R.F() * v.R.F() // mostly one palette, with a breath of another
	turn, chroma := v.R.In(-9, 9), v.R.In(0.9, 1.15)
	tune := func(p, q uint32) paint.RGB {
		return paint.Hex(p).Mix(paint.Hex(q), t).Tune(0, chroma, turn)
	}
	const steps = 6
	ra, rb := paint.EvenHex(a.sky...), paint.EvenHex(b.sky...)
	cs := make([]paint.RGB, steps)
	for i := range cs {
		f := float32(i) / (steps - 1)
		cs[i] = ra.At(f).Mix(rb.At(f), t).Tune(0, chroma, turn)
	}
	return mood{
		sky: paint.Even(cs...), haze: tune(a.haze, b.haze), sun: tune(a.sun, b.sun), key: tune(a.key, b.key),
		ambient: tune(a.ambient, b.ambient), dark: tune(a.dark, b.dark), night: l == Night,
	}
}

// lit is a surface colour in sun (1) or shade (0).
func (m mood) lit(c paint.RGB, sun float32) paint.RGB {
	return c.Mul(m.ambient.Lerp(m.key, sun))
}
