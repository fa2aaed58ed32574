// Package shrink resizes decoded pictures plane by plane, without ever going
// through RGB, and turns them upright.
//
// Luma is resized with Catmull-Rom, chroma with a triangle. Begin with
// [Picture.Resize]; [Average] tells a small picture's colour.
package shrink

import (
	"fmt"
	"image"
	"image/color"
)

// Picture is a decoded picture to be resized.
type Picture struct {
	Image image.Image // *image.YCbCr or *image.Gray with bounds from 0, 0
	// Width and Height are the exact size of what Image shows, in its pixels. A
	// picture decoded at 1/8 ends within its last pixel: 1001 pixels become
	// 125.125. Zero means the bounds.
	Width, Height float64
	// Orientation is the EXIF orientation to undo; 0 and 1 mean upright.
	Orientation int
}

// Resize returns p upright with w x h pixels: an *image.Gray, or an
// *image.YCbCr with the chroma resolution asked for, 4:2:0 or 4:4:4. The planes
// are contiguous and the caller's own.
func (p Picture) Resize(w, h int, chroma image.YCbCrSubsampleRatio) (image.Image, error) {
	if w <= 0 || h <= 0 || p.Image.Bounds().Empty() || p.Image.Bounds().Min != (image.Point{}) {
		return nil, fmt.Errorf("resize %v to %d x %d: nothing to do", p.Image.Bounds(), w, h)
	}
	rect := image.Rect(0, 0, w, h)
	if Swaps(p.Orientation) {
		w, h = h, w // as stored
	}
	b := p.Image.Bounds()
	if p.Width <= 0 || p.Width > float64(b.Dx()) {
		p.Width = float64(b.Dx())
	}
	if p.Height <= 0 || p.Height > float64(b.Dy()) {
		p.Height = float64(b.Dy())
	}
	across := axis{in: b.Dx(), extent: p.Width, out: w}
	down := axis{in: b.Dy(), extent: p.Height, out: h}
	switch m := p.Image.(type) {
	case *image.Gray:
		y := p.plane(plane{m.Pix, m.Stride}, across, down, catmullRom)
		return &image.Gray{Pix: y.pix, Stride: y.stride, Rect: rect}, nil
	case *image.YCbCr:
		y := p.plane(plane{m.Y, m.YStride}, across, down, catmullRom)
		sx, sy := steps(m.SubsampleRatio)
		dx, dy := steps(chroma)
		mx, my := mirrors(p.Orientation)
		across, down = across.chroma(sx, dx, mx), down.chroma(sy, dy, my)
		cb := p.plane(plane{m.Cb, m.CStride}, across, down, triangle)
		cr := p.plane(plane{m.Cr, m.CStride}, across, down, triangle)
		return &image.YCbCr{
			Y: y.pix, Cb: cb.pix, Cr: cr.pix, YStride: y.stride, CStride: cb.stride,
			SubsampleRatio: chroma, Rect: rect,
		}, nil
	}
	return nil, fmt.Errorf("resize %T: only YCbCr and gray pictures", p.Image)
}

func (p Picture) plane(src plane, across, down axis, k kernel) plane {
	return orient(resize(src, across, down, k), across.out, down.out, p.Orientation)
}

// steps is how many luma pixels a chroma pixel covers across and down.
func steps(r image.YCbCrSubsampleRatio) (x, y int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// chroma is a luma axis as the chroma plane has it, with a pixel for each src
// luma pixels of the source and dst of the result. Where dst does not divide the
// result, the last chroma pixel reaches beyond the edge; a result that will be
// mirrored must have that pixel at its beginning, so that it is the last again
// afterwards.
func (a axis) chroma(src, dst int, mirrored bool) axis {
	out := (a.out + dst - 1) / dst
	over := float64(out*dst) / float64(a.out)
	c := axis{
		in:     (a.in + src - 1) / src,
		extent: a.extent / float64(src) * over,
		out:    out,
	}
	if mirrored {
		c.lead = float64(out*dst-a.out) / float64(dst)
	}
	return c
}

// Average is the mean colour of a picture that Resize made.
func Average(m image.Image) [3]uint8 {
	switch m := m.(type) {
	case *image.Gray:
		y := mean(m.Pix)
		return [3]uint8{y, y, y}
	case *image.YCbCr:
		r, g, b := color.YCbCrToRGB(mean(m.Y), mean(m.Cb), mean(m.Cr))
		return [3]uint8{r, g, b}
	}
	return [3]uint8{}
}

func mean(p []byte) uint8 {
	if len(p) == 0 {
		return 0
	}
	sum := uint64(0)
	for _, b := range p {
		sum += uint64(b)
	}
	return uint8((sum + uint64(len(p))/2) / uint64(len(p)))
}
