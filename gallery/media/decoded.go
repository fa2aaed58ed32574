package media

import (
	"errors"
	"image"
	"image/color"
	"image/draw"

	"github.com/disintegration/imaging"

	"keepsake/gallery/media/shrink"
)

// decoded is a picture in memory, perhaps decoded at a part of its size: planes
// of luma and chroma where the format has them, RGB otherwise.
type decoded struct {
	image       image.Image
	w, h        int     // of the whole picture, as stored
	exactW      float64 // of what image shows of it, in image's pixels;
	exactH      float64 // 0: all of image
	orientation int     // EXIF, to be undone
	incomplete  bool    // part of the picture is missing;
	part        float64 // this much is there
	gamut       *gamut  // the colours' space, nil for sRGB
	done        func()  // gives the planes back, or nil
}

func (d *decoded) release() {
	if done := d.done; done != nil {
		d.done = nil
		done()
		d.image = nil
	}
}

// size is the whole picture's, upright.
func (d *decoded) size() (w, h int) {
	if shrink.Swaps(d.orientation) {
		return d.h, d.w
	}
	return d.w, d.h
}

// planes resizes to w x h pixels, upright, as *image.YCbCr or *image.Gray.
func (d *decoded) planes(w, h int, chroma image.YCbCrSubsampleRatio) (image.Image, error) {
	p := shrink.Picture{Image: d.image, Width: d.exactW, Height: d.exactH, Orientation: d.orientation}
	switch d.image.(type) {
	case *image.YCbCr, *image.Gray:
	default:
		if shrink.Swaps(d.orientation) {
			p.Image = toYCbCr(d.resizeRGB(h, w))
		} else {
			p.Image = toYCbCr(d.resizeRGB(w, h))
		}
		p.Width, p.Height = 0, 0
	}
	out, err := p.Resize(w, h, chroma)
	if m, ok := out.(*image.YCbCr); ok && d.gamut != nil {
		d.gamut.planes(m)
	}
	return out, err
}

// rgba resizes to w x h pixels, upright. The result is contiguous.
func (d *decoded) rgba(w, h int) (*image.RGBA, error) {
	var src image.Image
	planar := false
	switch d.image.(type) {
	case *image.YCbCr, *image.Gray:
		planar = true
		m, err := d.planes(w, h, image.YCbCrSubsampleRatio444)
		if err != nil {
			return nil, err
		}
		src = m
	default:
		if w <= 0 || h <= 0 || d.image.Bounds().Empty() {
			return nil, errors.New("an empty picture")
		}
		if shrink.Swaps(d.orientation) {
			src = d.resizeRGB(h, w)
		} else {
			src = d.resizeRGB(w, h)
		}
		src = upright(src, d.orientation)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	op := draw.Over // transparent parts show white, as on paper
	if o, ok := src.(interface{ Opaque() bool }); ok && o.Opaque() {
		op = draw.Src
	}
	draw.Draw(dst, dst.Rect, src, src.Bounds().Min, op)
	if d.gamut != nil && !planar {
		d.gamut.rgba(dst)
	}
	return dst, nil
}

// resizeRGB resizes a picture without planes to w x h, as stored.
func (d *decoded) resizeRGB(w, h int) image.Image {
	b := d.image.Bounds()
	if b.Dx() == w && b.Dy() == h {
		return d.image
	}
	filter := imaging.CatmullRom
	if b.Dx() >= 3*w && b.Dy() >= 3*h {
		filter = imaging.Box // three times cheaper, and no worse at such a scale
	}
	return imaging.Resize(d.image, w, h, filter)
}

// upright undoes an EXIF orientation.
func upright(m image.Image, orientation int) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(m)
	case 3:
		return imaging.Rotate180(m)
	case 4:
		return imaging.FlipV(m)
	case 5:
		return imaging.Transpose(m)
	case 6:
		return imaging.Rotate270(m)
	case 7:
		return imaging.Transverse(m)
	case 8:
		return imaging.Rotate90(m)
	}
	return m
}

// toYCbCr converts a small picture to planes of full chroma resolution, on white
// where it is transparent.
func toYCbCr(m image.Image) *image.YCbCr {
	b := m.Bounds()
	dst := image.NewYCbCr(image.Rect(0, 0, b.Dx(), b.Dy()), image.YCbCrSubsampleRatio444)
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	for y := range b.Dy() {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, m, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		at := y * dst.YStride
		for x := range b.Dx() {
			p := row.Pix[4*x : 4*x+4 : 4*x+4]
			dst.Y[at+x], dst.Cb[at+x], dst.Cr[at+x] = color.RGBToYCbCr(p[0], p[1], p[2])
		}
	}
	return dst
}
