package thumbs

import (
	"encoding/binary"
	"image"
)

// Turn returns im turned clockwise by so many quarters, which may be negative.
// An im that stays as it is is returned itself.
func Turn(im *image.RGBA, quarters int) *image.RGBA {
	quarters &= 3
	if quarters == 0 {
		return im
	}
	w, h := im.Rect.Dx(), im.Rect.Dy()
	to := image.Rect(0, 0, w, h)
	if quarters != 2 {
		to = image.Rect(0, 0, h, w)
	}
	dst := image.NewRGBA(to)
	// Where the pixel 0, 0 comes to lie, and how far a step right and a step down
	// lead, in bytes.
	var at, right, down int
	switch quarters {
	case 1:
		at, right, down = 4*(h-1), dst.Stride, -4
	case 2:
		at, right, down = (h-1)*dst.Stride+4*(w-1), -4, -dst.Stride
	case 3:
		at, right, down = (w-1)*dst.Stride, -dst.Stride, 4
	}
	for y := range h {
		from := im.Pix[y*im.Stride : y*im.Stride+4*w]
		p := at + y*down
		for x := 0; x < len(from); x += 4 {
			binary.NativeEndian.PutUint32(dst.Pix[p:p+4], binary.NativeEndian.Uint32(from[x:x+4]))
			p += right
		}
	}
	return dst
}
