package paint

import "math"

// Powers are asked for by the million, to mix colours and to let light fall off.
// These read tables of 512 steps and mix between them; they err by a few
// millionths, far below what eight bits can show.

const tableBits = 9

var (
	exp2Table = fill(func(t float64) float64 { return math.Exp2(t) })
	log2Table = fill(func(t float64) float64 { return math.Log2(1 + t) })
)

func fill(f func(float64) float64) *[1<<tableBits + 1]float32 {
	t := &[1<<tableBits + 1]float32{}
	for i := range t {
		t[i] = float32(f(float64(i) / (1 << tableBits)))
	}
	return t
}

func exp2(x float32) float32 {
	if x < -100 {
		return 0
	}
	if !(x < 100) {
		x = 100
	}
	whole := Floor(x)
	f := (x - whole) * (1 << tableBits)
	i := int(f) & (1<<tableBits - 1)
	m := exp2Table[i] + (exp2Table[i+1]-exp2Table[i])*(f-float32(i))
	return math.Float32frombits(uint32(int32(whole)+127)<<23) * m
}

// log2 takes positive, normal numbers.
func log2(x float32) float32 {
	b := math.Float32bits(x)
	e := int32(b>>23) - 127
	frac := b & (1<<23 - 1)
	i := frac >> (23 - tableBits)
	t := float32(frac&(1<<(23-tableBits)-1)) / (1 << (23 - tableBits))
	return float32(e) + log2Table[i] + (log2Table[i+1]-log2Table[i])*t
}

// Exp is e to the x.
func Exp(x float32) float32 { return exp2(x * math.Log2E) }

// Pow is x to the y, for x of 0 and above.
func Pow(x, y float32) float32 {
	if x < 1e-30 {
		if y == 0 {
			return 1
		}
		return 0
	}
	return exp2(y * log2(x))
}
