package paint

import "image"

// Film is the look of the finished picture.
type Film struct {
	Grain    float32 // 1 is subtle
	Vignette float32 // share of light lost in the corners
	Contrast float32 // 0 none; 0.1 is gentle
	Warm     RGB     // multiplies the lights, zero: none
	Cool     RGB     // multiplies the shadows, zero: none
	Seed     uint32
}

const tile = 256 // side of the repeated patch of grain

// Finish develops the canvas: tone, vignette and grain in one pass. Grain also
// hides the steps of eight bits.
func (c *Canvas) Finish(f Film) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, c.W, c.H))
	curve := toneCurves(f)
	grain := grainTile(f)
	n := Noise(f.Seed + 77)
	cx, cy := float32(c.W)/2, float32(c.H)/2
	inv := 1 / (cx*cx + cy*cy)
	for y := range c.H {
		row := c.Pix[y*c.W : (y+1)*c.W]
		out := m.Pix[y*m.Stride : y*m.Stride+4*c.W]
		dy := float32(y) + 0.5 - cy
		// The patch is laid at another offset each tile row, so it shows no grid.
		shift := int(n.hash(int32(y/tile), 5)) & (tile - 1)
		patch := grain[(y%tile)*tile : (y%tile)*tile+tile]
		dx := 0.5 - cx
		for x := range row {
			q := (dx*dx + dy*dy) * inv
			dx++
			v := (1 - f.Vignette*q*q) * perUnit
			p := &row[x]
			// Grain is added before the last bits are rounded away.
			g := patch[(x+shift+(x/tile)*97)&(tile-1)]
			o := out[x*4 : x*4+4 : x*4+4]
			o[0] = byteOf(curve[0][index(p.R*v)] + g)
			o[1] = byteOf(curve[1][index(p.G*v)] + g)
			o[2] = byteOf(curve[2][index(p.B*v)] + g)
			o[3] = 255
		}
	}
	return m
}

// Plain gives the pixels as they are, without film: drawings, screens.
func (c *Canvas) Plain() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, c.W, c.H))
	for i, p := range c.Pix {
		o := m.Pix[i*4 : i*4+4 : i*4+4]
		o[0], o[1], o[2], o[3] = byteOf(int32(p.R*65280)), byteOf(int32(p.G*65280)), byteOf(int32(p.B*65280)), 255
	}
	return m
}

const (
	perUnit  = float32(1024) // entries of the curve for 0..1: 4 to one step of the result
	curveLen = 1536          // up to 1.5
	half     = 128           // of one step of the result, which is 256
)

func index(v float32) int {
	return min(max(int(v), 0), curveLen-1)
}

func byteOf(v int32) uint8 {
	v = (v + half) >> 8
	if uint32(v) > 255 {
		return uint8(^(v >> 31))
	}
	return uint8(v)
}

// toneCurves maps 0..1.5 to 0..255 in 256ths per channel: highlights above 0.9 roll off,
// a gentle S, split toning.
func toneCurves(f Film) *[3][curveLen]int32 {
	t := &[3][curveLen]int32{}
	warm, cool := f.Warm, f.Cool
	if warm == (RGB{}) {
		warm = Gray(1)
	}
	if cool == (RGB{}) {
		cool = Gray(1)
	}
	for i := range curveLen {
		v := (float32(i) + 0.5) / perUnit
		if v > 0.9 {
			v = 0.9 + 0.1*(1-Exp(-(v-0.9)/0.14))
		}
		v += f.Contrast * 0.6 * (v - 0.46) * v * (1 - v) * 4
		k := Smooth(0.15, 0.85, v)
		tone := cool.Lerp(warm, k)
		for ch, k := range [3]float32{tone.R, tone.G, tone.B} {
			t[ch][i] = int32(v * k * 255 * 256)
		}
	}
	return t
}

// grainTile is a patch of film grain in 256ths of a step of the result: bell-shaped, with a
// little clumping, and dithering even when Grain is 0.
func grainTile(f Film) []int32 {
	g := make([]int32, tile*tile)
	s := uint64(f.Seed)*0x9E3779B97F4A7C15 + 99
	raw := make([]float32, tile*tile)
	for i := range raw {
		s ^= s << 13
		s ^= s >> 7
		s ^= s << 17
		raw[i] = float32(s&255) + float32(s>>8&255) + float32(s>>16&255) + float32(s>>24&255) - 510
	}
	for y := range tile {
		for x := range tile {
			at := func(dx, dy int) float32 { return raw[(y+dy)&(tile-1)*tile|(x+dx)&(tile-1)] }
			v := raw[y*tile+x]*0.7 + (at(1, 0)+at(0, 1)+at(tile-1, 0)+at(0, tile-1))*0.25
			g[y*tile+x] = int32(256 * (v/148*f.Grain*0.95 + raw[(y*tile+x+71)&(tile*tile-1)]/700))
		}
	}
	return g
}
