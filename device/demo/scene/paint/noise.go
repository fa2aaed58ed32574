package paint

// Noise is a field of smooth random values. It is a seed, nothing else.
type Noise uint32

// grads are 16 directions of about equal length.
var grads = [16][2]float32{
	{1, 0}, {0.924, 0.383}, {0.707, 0.707}, {0.383, 0.924},
	{0, 1}, {-0.383, 0.924}, {-0.707, 0.707}, {-0.924, 0.383},
	{-1, 0}, {-0.924, -0.383}, {-0.707, -0.707}, {-0.383, -0.924},
	{0, -1}, {0.383, -0.924}, {0.707, -0.707}, {0.924, -0.383},
}

func (n Noise) hash(x, y int32) uint32 {
	h := uint32(x)*0x8da6b343 + uint32(y)*0xd8163841 + uint32(n)*0xcb1ab31f
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	return h ^ h>>15
}

// Hash returns a value in [0,1) for a lattice point, unrelated to its neighbours.
func (n Noise) Hash(x, y int) float32 {
	return float32(n.hash(int32(x), int32(y))>>8) / (1 << 24)
}

// At returns gradient noise of about -1..1 with features one unit wide.
func (n Noise) At(x, y float32) float32 {
	xf, yf := Floor(x), Floor(y)
	dx, dy := x-xf, y-yf
	h0 := uint32(int32(xf))*0x8da6b343 + uint32(n)*0xcb1ab31f
	h1 := h0 + 0x8da6b343
	v0 := uint32(int32(yf)) * 0xd8163841
	v1 := v0 + 0xd8163841
	g00, g10, g01, g11 := grad(h0+v0), grad(h1+v0), grad(h0+v1), grad(h1+v1)
	u := dx * dx * dx * (dx*(dx*6-15) + 10)
	v := dy * dy * dy * (dy*(dy*6-15) + 10)
	a := g00[0]*dx + g00[1]*dy
	b := g10[0]*(dx-1) + g10[1]*dy
	c := g01[0]*dx + g01[1]*(dy-1)
	d := g11[0]*(dx-1) + g11[1]*(dy-1)
	a += (b - a) * u
	c += (d - c) * u
	return (a + (c-a)*v) * 1.45
}

// grad picks the direction of a lattice point from its mixed coordinates.
func grad(h uint32) *[2]float32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	h *= 0x297a2d39
	return &grads[h>>28]
}

// Fbm sums octaves, each twice as fine and gain times as strong; about -1..1.
func (n Noise) Fbm(x, y float32, octaves int, gain float32) float32 {
	var sum, norm float32
	amp := float32(1)
	for range octaves {
		sum += n.At(x, y) * amp
		norm += amp
		amp *= gain
		// A turn and an odd factor keep the lattices from lining up.
		x, y = 1.62*x-1.18*y+7.3, 1.18*x+1.62*y+3.1
		n++
	}
	return sum / norm * 1.25
}

// Ridged sums octaves with sharp crests at 1 and hollows towards 0, finer ones
// stronger near the crests, as weather carves mountains.
func (n Noise) Ridged(x, y float32, octaves int) float32 {
	var sum, norm float32
	amp, weight := float32(1), float32(1)
	for range octaves {
		v := 1 - Abs(n.At(x, y))
		v *= v
		sum += v * amp * weight
		norm += amp
		weight = Clamp(v * 1.4)
		amp *= 0.5
		x, y = 1.62*x-1.18*y+7.3, 1.18*x+1.62*y+3.1
		n++
	}
	return sum / norm
}

// Line is one-dimensional fractal noise, for ridges and shores.
func (n Noise) Line(x float32, octaves int, gain float32) float32 {
	var sum, norm float32
	amp := float32(1)
	for range octaves {
		sum += n.At(x, 0.37) * amp
		norm += amp
		amp *= gain
		x = x*2.03 + 5.7
		n++
	}
	return sum / norm * 1.3
}

// Crest is one-dimensional ridged noise, 0..1: sharp summits, wide valleys.
func (n Noise) Crest(x float32, octaves int) float32 {
	var sum, norm float32
	amp := float32(1)
	for range octaves {
		sum += (1 - Abs(n.At(x, 0.61))*1.3) * amp
		norm += amp
		amp *= 0.47
		x = x*2.13 + 9.1
		n++
	}
	return Clamp(sum / norm)
}
