package job

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/disintegration/imaging"

	"keepsake/gallery"
	"keepsake/gallery/media/imprint"
)

// exportQuality is that of JPEGs when nobody chose.
const exportQuality = 92

// converts reports whether a picture is made anew rather than copied.
func (x *Export) converts(it gallery.Item) bool {
	if it.Info.Kind != gallery.Photo {
		return false
	}
	tooLarge := x.Options.Size > 0 && max(it.Info.Width, it.Info.Height) > x.Options.Size
	turned := it.Edit.Turn%4 != 0 && (x.Options.JPEG || x.Options.Size > 0)
	return tooLarge || turned || x.Options.JPEG && it.Info.MIME != "image/jpeg"
}

// picture makes an upright JPEG of a picture. The reason says where it is smaller
// than was asked for.
func (x *Export) picture(ctx context.Context, o Original, it gallery.Item) (made []byte, reason string, err error) {
	if err := o.Whole(ctx); err != nil {
		return nil, "", err
	}
	side := 1 << 16
	if x.Options.Size > 0 {
		side = x.Options.Size
	}
	m, err := x.Maker.Fit(ctx, o.Picture(), o.Size(), it.Info, side, side)
	if err != nil {
		return nil, "", err
	}
	if long, want := max(m.Rect.Dx(), m.Rect.Dy()), min(side, max(it.Info.Width, it.Info.Height)); long < want-1 {
		reason = fmt.Sprintf("%s was made in %d x %d pixels: more of it could not be shown", it.Title(), m.Rect.Dx(), m.Rect.Dy())
	}
	var turned image.Image = m
	switch it.Edit.Turn % 4 {
	case 1:
		turned = imaging.Rotate270(m)
	case 2:
		turned = imaging.Rotate180(m)
	case 3:
		turned = imaging.Rotate90(m)
	}
	q := x.Options.Quality
	if q <= 0 {
		q = exportQuality
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turned, &jpeg.Options{Quality: min(q, 100)}); err != nil {
		return nil, "", err
	}
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	size := turned.Bounds()
	facts := imprint.Facts{Taken: it.Taken(), Place: it.Place(), Camera: it.Info.Camera, Width: size.Dx(), Height: size.Dy()}
	var block []byte
	if it.Info.MIME == "image/jpeg" && it.Edit.Place == nil && !it.Edit.NoPlace {
		block = imprint.OfJPEG(o, o.Size())
	}
	if block != nil {
		block = imprint.Carry(block, facts)
	} else {
		block = imprint.New(facts)
	}
	var out bytes.Buffer
	if err := imprint.Write(&out, b.Bytes(), block); err != nil {
		return nil, "", err
	}
	return out.Bytes(), reason, nil
}
