package media

import (
	"image"
	"math"
	"math/bits"
	"slices"
	"sync"

	"keepsake/gallery/media/shrink"
)

// AlikeBits is the largest [Distance] of two pictures that are suggested as the
// same one: a copy sent by a messenger, one made brighter. TestLooks measures
// it: at this distance no two different pictures meet, and every such copy does.
const AlikeBits = 6

const (
	looksSide = 32 // pixels of the reduced picture, each way
	looksBand = 8  // its lowest frequencies, each way, that count
	// flat is how much the strongest of them must stand out, in grey levels of
	// the reduced picture; below it there is only noise to compare.
	flat = 2.0
)

// Looks sums a picture up in 64 bits, so that pictures that look alike have
// few different bits: a bit for each of the 64 lowest frequencies of its luma,
// set where that is above the median of them (the perceptual hash of Zauner,
// 2010). It is 0 for a picture without contrast, which is like no other.
//
// m is a small picture of luma and chroma, or gray, as shrink makes it.
func Looks(m image.Image) uint64 {
	p, err := shrink.Picture{Image: m}.Resize(looksSide, looksSide, image.YCbCrSubsampleRatio420)
	if err != nil {
		return 0
	}
	var luma []byte
	switch p := p.(type) {
	case *image.Gray:
		luma = p.Pix
	case *image.YCbCr:
		luma = p.Y
	}
	basis := cosines()
	var rows [looksSide][looksBand]float64
	for y := range rows {
		for u := range looksBand {
			for x := range looksSide {
				rows[y][u] += float64(luma[y*looksSide+x]) * basis[u][x]
			}
		}
	}
	var band [looksBand * looksBand]float64
	for v := range looksBand {
		for u := range looksBand {
			for y := range looksSide {
				band[v*looksBand+u] += rows[y][u] * basis[v][y]
			}
		}
	}
	// The mean brightness does not count as one of them.
	ordered := slices.Clone(band[1:])
	slices.Sort(ordered)
	if max(-ordered[0], ordered[len(ordered)-1])*2/(looksSide*looksSide) < flat {
		return 0
	}
	median := ordered[len(ordered)/2]
	var h uint64
	for i, c := range band {
		if c > median {
			h |= 1 << i
		}
	}
	return h
}

// Distance counts the bits in which two pictures' Looks differ: 0 to 64.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// cosines is the basis of the discrete cosine transform (DCT-II).
var cosines = sync.OnceValue(func() *[looksBand][looksSide]float64 {
	var c [looksBand][looksSide]float64
	for u := range c {
		for x := range c[u] {
			c[u][x] = math.Cos(math.Pi / looksSide * (float64(x) + 0.5) * float64(u))
		}
	}
	return &c
})
