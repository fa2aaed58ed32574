package jpegscale

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"testing"
)

// BenchmarkDecode decodes a 12 MP picture of about a phone photo's size at every
// scale, and with image/jpeg for comparison.
func BenchmarkDecode(b *testing.B) {
	data := encode(b, noisy(4000, 3000), 72)
	for _, denom := range []int{8, 4, 2, 1} {
		b.Run(fmt.Sprintf("scale=1/%d", denom), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				p, err := Decode(context.Background(), bytes.NewReader(data), Options{Denominator: func(int, int) int { return denom }})
				if err != nil {
					b.Fatal(err)
				}
				p.Release()
			}
		})
	}
	b.Run("image-jpeg", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
