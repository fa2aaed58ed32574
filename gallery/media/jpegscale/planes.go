package jpegscale

import (
	"fmt"
	"image"
)

// plane is one component's pixels, padded to whole MCUs.
type plane struct {
	pix    []byte
	stride int
}

// grey is what a picture shows where its data is missing: the level of zero
// coefficients, and no colour.
const grey = 128

// mcus is the number of MCUs across and down.
func (h *header) mcus() (mx, my int) {
	return (h.width + 8*h.hmax - 1) / (8 * h.hmax), (h.height + 8*h.vmax - 1) / (8 * h.vmax)
}

// allocate checks the limits and makes the planes for n x n pixels a block.
func (d *decoder) allocate(n int, o Options) error {
	maxPixels, maxBytes := o.MaxPixels, o.MaxPlaneBytes
	if maxPixels <= 0 {
		maxPixels = DefaultMaxPixels
	}
	if maxBytes <= 0 {
		maxBytes = DefaultMaxPlaneBytes
	}
	if pixels := int64(d.width) * int64(d.height); pixels > maxPixels {
		return fmt.Errorf("%w: %d x %d pixels, at most %d megapixels are decoded", ErrTooLarge, d.width, d.height, maxPixels/1_000_000)
	}
	mx, my := d.mcus()
	if o.Size > 0 && int64(mx)*int64(my) > o.Size*16 { // less than half a bit for each MCU
		return fmt.Errorf("%w: %d bytes cannot hold %d x %d pixels", ErrFormat, o.Size, d.width, d.height)
	}
	var total int64
	for i := range d.nc {
		c := &d.comp[i]
		total += int64(mx*int(c.h)*n) * int64(my*int(c.v)*n)
	}
	if total > maxBytes {
		return fmt.Errorf("%w: its planes take %d MB, at most %d are used", ErrTooLarge, total>>20, maxBytes>>20)
	}
	for i := range d.nc {
		c, p := &d.comp[i], &d.planes[i]
		p.stride = mx * int(c.h) * n
		size := p.stride * my * int(c.v) * n
		if cap(p.pix) < size {
			p.pix = make([]byte, size)
		}
		p.pix = p.pix[:size]
	}
	return nil
}

// blank fills the MCUs from first up to last with grey.
func (d *decoder) blank(n, first, last int) {
	mx, my := d.mcus()
	for i := range d.nc {
		c, p := &d.comp[i], &d.planes[i]
		if first == 0 && last == mx*my {
			fill(p.pix, grey)
			continue
		}
		rows, cols := int(c.v)*n, int(c.h)*n
		for m := first; m < last; m++ {
			at := m/mx*rows*p.stride + m%mx*cols
			for range rows {
				fill(p.pix[at:at+cols], grey)
				at += p.stride
			}
		}
	}
}

func fill(p []byte, b byte) {
	if len(p) == 0 {
		return
	}
	p[0] = b
	for n := 1; n < len(p); n *= 2 {
		copy(p[n:], p[:n])
	}
}

// image wraps the planes.
func (d *decoder) image(n int) image.Image {
	r := image.Rect(0, 0, (d.width*n+7)/8, (d.height*n+7)/8)
	p := &d.planes
	if d.nc == 1 {
		return &image.Gray{Pix: p[0].pix, Stride: p[0].stride, Rect: r}
	}
	return &image.YCbCr{
		Y: p[0].pix, Cb: p[1].pix, Cr: p[2].pix,
		YStride: p[0].stride, CStride: p[1].stride, SubsampleRatio: d.ratio, Rect: r,
	}
}
