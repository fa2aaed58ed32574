package uitest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Paint paints a small landscape, another one for each seed, as a JPEG.
func Paint(seed uint64, w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, Landscape(seed, w, h), &jpeg.Options{Quality: 85}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

type mood struct{ high, low, sun, far, near, ground color.RGBA }

func c(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

var moods = []mood{
	{c(0x2a4d7c), c(0xf4b183), c(0xffe8c4), c(0x7d6b8e), c(0x43415f), c(0x23263d)},
	{c(0x4d94d1), c(0xcfe6f3), c(0xffffff), c(0x8fb4c9), c(0x56894f), c(0x2f5a33)},
	{c(0x1b2a4a), c(0x5b4b7a), c(0xf0e6c8), c(0x33365c), c(0x1d2242), c(0x10152e)},
	{c(0x6fb7c9), c(0xfde9c9), c(0xfff7dd), c(0x9cc3b0), c(0xd9b98a), c(0xb98a5a)},
	{c(0xe8896b), c(0xfbd8a4), c(0xfff3d0), c(0xb05b63), c(0x7a3b52), c(0x3c2338)},
	{c(0x93a9b8), c(0xe5e9ea), c(0xf7f7f2), c(0xa9b6b9), c(0x6f8387), c(0x495a5e)},
	{c(0x3f7fae), c(0xa9d8e6), c(0xffffff), c(0x4f9fb5), c(0x2f7f95), c(0xe6d3a8)},
	{c(0x35503f), c(0xb9c58a), c(0xf3eeb5), c(0x6f8f5a), c(0x44683f), c(0x25402a)},
}

// Landscape paints sky, sun and three ridges.
func Landscape(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	m := moods[r.IntN(len(moods))]
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	horizon := 0.5 + r.Float64()*0.25
	sx, sy, sr := 0.2+r.Float64()*0.6, horizon*(0.35+r.Float64()*0.5), 0.04+r.Float64()*0.05
	ridges := [3][6]float64{}
	for i := range ridges {
		for k := range ridges[i] {
			ridges[i][k] = r.Float64()
		}
	}
	// Where each ridge begins depends on the column alone.
	tops := make([][3]float64, w)
	for x := range tops {
		u := float64(x) / float64(w)
		for i, k := range ridges {
			tops[x][i] = horizon + float64(i)*0.13 - 0.07*math.Sin(u*(4+5*k[0])+k[1]*6) -
				0.035*math.Sin(u*(11+9*k[2])+k[3]*6) - 0.012*math.Sin(u*(31+20*k[4])+k[5]*6)
		}
	}
	aspect := float64(w) / float64(h)
	layers := [3]color.RGBA{m.far, m.near, m.ground}
	for y := range h {
		v := float64(y) / float64(h)
		sky := blend(m.high, m.low, math.Pow(min(v/horizon, 1), 1.4))
		for x := range w {
			var col color.RGBA
			if i := ridgeAt(tops[x], v); i >= 0 {
				col = blend(layers[i], m.low, 0.25*max(0, 1-(v-tops[x][i])*6)*float64(2-i)/2)
			} else {
				u := float64(x) / float64(w)
				d := math.Hypot((u-sx)*aspect, v-sy)
				col = blend(sky, m.sun, 0.55*math.Exp(-d*d*9))
				if d < sr {
					col = blend(m.sun, col, max(0, (d-sr*0.94)/(sr*0.06)))
				}
			}
			o := im.PixOffset(x, y)
			im.Pix[o], im.Pix[o+1], im.Pix[o+2], im.Pix[o+3] = col.R, col.G, col.B, 255
		}
	}
	return im
}

// ridgeAt is the nearest ridge that covers a height, -1 for the sky.
func ridgeAt(tops [3]float64, v float64) int {
	for i := len(tops) - 1; i >= 0; i-- {
		if v > tops[i] {
			return i
		}
	}
	return -1
}

func blend(a, b color.RGBA, t float64) color.RGBA {
	t = min(max(t, 0), 1)
	f := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t) }
	return color.RGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), 255}
}

// Average is the mean colour of a picture.
func Average(im *image.RGBA) [3]uint8 {
	var s [3]int
	n := 0
	for i := 0; i < len(im.Pix); i += 4 * 7 {
		for k := range s {
			s[k] += int(im.Pix[i+k])
		}
		n++
	}
	return [3]uint8{uint8(s[0] / n), uint8(s[1] / n), uint8(s[2] / n)}
}
