package paint

import (
	"math"
	"math/rand/v2"
)

// Rand is a small deterministic source of variation.
type Rand struct{ src rand.PCG }

// NewRand makes one; the same pair of seeds gives the same values for ever.
func NewRand(a, b uint64) *Rand {
	r := &Rand{}
	r.src.Seed(a*0x9E3779B97F4A7C15+1, b^0xD1B54A32D192ED03)
	r.src.Uint64()
	return r
}

// Uint returns 64 random bits.
func (r *Rand) Uint() uint64 { return r.src.Uint64() }

// F returns a value in [0,1).
func (r *Rand) F() float32 { return float32(r.src.Uint64()>>40) / (1 << 24) }

// In returns a value in [a,b).
func (r *Rand) In(a, b float32) float32 { return a + (b-a)*r.F() }

// Bell returns a value around 0 with a spread of about 1, never beyond 3.
func (r *Rand) Bell() float32 {
	return (r.F() + r.F() + r.F() + r.F() + r.F() + r.F() - 3) * 1.414
}

// Int returns a value in [0,n), 0 for n < 1.
func (r *Rand) Int(n int) int {
	if n < 1 {
		return 0
	}
	return int(r.src.Uint64() >> 33 % uint64(n))
}

// Between returns a value in [a,b], both included.
func (r *Rand) Between(a, b int) int { return a + r.Int(b-a+1) }

// Chance is true in p of all calls.
func (r *Rand) Chance(p float32) bool { return r.F() < p }

// Sign returns -1 or 1.
func (r *Rand) Sign() float32 {
	if r.Chance(0.5) {
		return -1
	}
	return 1
}

// Fork returns an independent source, so that a change in one part of a picture
// leaves the others as they were.
func (r *Rand) Fork() *Rand { return NewRand(r.Uint(), r.Uint()) }

// Seed returns a seed for noise.
func (r *Rand) Seed() uint32 { return uint32(r.Uint() >> 32) }

// Pick returns one of vs.
func Pick[T any](r *Rand, vs ...T) T { return vs[r.Int(len(vs))] }

// Clamp holds v in 0..1.
func Clamp(v float32) float32 { return min(max(v, 0), 1) }

// Smooth is the smoothstep of v between a and b; a may be above b.
func Smooth(a, b, v float32) float32 {
	t := Clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

// Mixf is a straight mix of two numbers.
func Mixf(a, b, t float32) float32 { return a + (b-a)*t }

// Sin is the sine.
func Sin(x float32) float32 { return float32(math.Sin(float64(x))) }

// Cos is the cosine.
func Cos(x float32) float32 { return float32(math.Cos(float64(x))) }

// Sqrt is the square root; of what is below 0 by a rounding error, 0.
func Sqrt(x float32) float32 { return float32(math.Sqrt(float64(max(x, 0)))) }

// Atan2 is the angle of (x, y).
func Atan2(y, x float32) float32 { return float32(math.Atan2(float64(y), float64(x))) }

// Abs is the distance from 0.
func Abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// Floor rounds down.
func Floor(x float32) float32 {
	i := float32(int(x))
	if i > x {
		return i - 1
	}
	return i
}

// Tau is a full turn.
const Tau = 2 * math.Pi
