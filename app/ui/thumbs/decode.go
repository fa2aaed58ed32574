package thumbs

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // what the library's thumbnails are
	_ "image/png"  // and what a phone without a JPEG encoder may have left

	"golang.org/x/image/draw"
)

// maxSide bounds what is decoded: the library's previews are 512 pixels.
const maxSide = 2048

func (l *Loader) load(k Key) (im *image.RGBA, err error) {
	defer func() {
		if p := recover(); p != nil {
			im, err = nil, fmt.Errorf("decode the thumbnail of %s: %v", k.Hash, p)
		}
	}()
	data, err := l.src.Thumb(l.ctx, k.Hash, k.Side)
	if err != nil {
		return nil, err
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("decode the thumbnail of %s: %w", k.Hash, err)
	}
	if c.Width > maxSide || c.Height > maxSide || c.Width <= 0 || c.Height <= 0 {
		return nil, fmt.Errorf("thumbnail of %s, %d × %d: %w", k.Hash, c.Width, c.Height, ErrTooLarge)
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("decode the thumbnail of %s: %w", k.Hash, err)
	}
	if k.Whole {
		return Turn(Contain(src, k.Side, k.Side), k.Turn), nil
	}
	return Turn(Cover(src, k.Side), k.Turn), nil
}

// Cover cuts the middle square out of src and scales it to side by side. The
// result is contiguous, as the window needs it.
func Cover(src image.Image, side int) *image.RGBA {
	b := src.Bounds()
	n := min(b.Dx(), b.Dy())
	x, y := b.Min.X+(b.Dx()-n)/2, b.Min.Y+(b.Dy()-n)/2
	return scale(src, image.Rect(x, y, x+n, y+n), side, side)
}

// Contain scales src to fit into w by h, uncut and never larger than it is.
func Contain(src image.Image, w, h int) *image.RGBA {
	b := src.Bounds()
	f := min(float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy()), 1)
	return scale(src, b, max(1, int(float64(b.Dx())*f+0.5)), max(1, int(float64(b.Dy())*f+0.5)))
}

func scale(src image.Image, from image.Rectangle, w, h int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if from.Dx() == w && from.Dy() == h {
		draw.Draw(dst, dst.Rect, src, from.Min, draw.Src)
		return dst
	}
	draw.BiLinear.Scale(dst, dst.Rect, src, from, draw.Src, nil)
	return dst
}

// sides are the sizes tiles are decoded at: a tile in between takes the next
// larger one, so that dragging the size slider does not decode everything anew.
var sides = []int{64, 96, 128, 160, 200, 256, 320, 400, 512}

// Side returns the size to ask for, for a tile of that many pixels.
func Side(pixels float32) int {
	for _, s := range sides {
		if float32(s) >= pixels {
			return s
		}
	}
	return sides[len(sides)-1]
}
