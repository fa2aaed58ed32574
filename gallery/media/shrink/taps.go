package shrink

import "math"

// kernel is a filter: its support in source pixels at scale 1, and its value.
type kernel struct {
	support float64
	at      func(x float64) float64
}

// triangle has positive weights only: soft, never rings. Chroma is resized
// with it.
var triangle = kernel{1, func(x float64) float64 { return max(0, 1-math.Abs(x)) }}

// catmullRom keeps edges crisp. Luma is resized with it.
var catmullRom = kernel{2, func(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}}

// taps is one axis of a separable filter:
//
//	out[i] = sum of w[i*n+j] * in[start[i]+j] for j < n
//
// where each pixel's weights sum to the number that makeTaps was told, exactly,
// and all the indexes lie within the axis.
type taps struct {
	start []int
	n     int
	w     []int32
}

// axis is one side of a plane to be resized: in pixels, of which extent count
// (it may be a fraction: the shrunk picture ends within its last pixel), become
// out. Output pixels are shifted by lead of their own size towards the end.
type axis struct {
	in     int
	extent float64
	out    int
	lead   float64
}

// makeTaps computes the weights of k for a, summing to one for each pixel. When
// shrinking, the kernel grows with the scale. Weights that fall outside are
// given to the edge pixels.
func makeTaps(a axis, k kernel, one int) taps {
	ratio := a.extent / float64(a.out)
	scale := max(1, ratio)
	support := k.support * scale
	width := 2*int(math.Ceil(support)) + 1
	t := taps{n: min(width, a.in), start: make([]int, a.out)}
	t.w = make([]int32, a.out*t.n)
	f := make([]float64, width)
	for i := range a.out {
		centre := (float64(i)+0.5-a.lead)*ratio - 0.5
		first := int(math.Ceil(centre - support))
		sum := 0.0
		for j := range f {
			f[j] = k.at((float64(first+j) - centre) / scale)
			sum += f[j]
		}
		start := min(max(first, 0), a.in-t.n)
		row := t.w[i*t.n:][:t.n]
		total, before := 0.0, 0
		for j, v := range f {
			// Rounding the running total instead of each weight keeps the sum.
			total += v / sum * float64(one)
			now := int(math.Floor(total + 0.5))
			at := min(max(first+j, 0), a.in-1) - start
			row[min(max(at, 0), t.n-1)] += int32(now - before)
			before = now
		}
		t.start[i] = start
	}
	return t
}
