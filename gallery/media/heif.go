package media

import (
	"context"
	"fmt"
	"io"

	"github.com/bep/imagemeta"

	"keepsake/gallery"
)

// maxHEIF is what may be read of a HEIF file for its facts: the boxes at its
// beginning and the EXIF.
const maxHEIF = 4 << 20

// heif reads HEIC and AVIF. Their own boxes turn the picture upright (irot),
// and EXIF's orientation only repeats it: it is not to be applied again, so
// Info.Orientation stays 0.
func (p *prober) heif() {
	// imagemeta counts on the file to end its lists: let it be a short file.
	p.src.limit = maxHEIF
	format := imagemeta.HEIF
	if p.info.MIME == mimeAVIF {
		format = imagemeta.AVIF
	}
	e, c := readEXIF(p.src.section(0, p.src.size), format)
	e.orientation = 0
	p.exif(e)
	if c.Width == 0 || c.Height == 0 {
		p.broken("the file has no picture in it")
		return
	}
	p.stored(int64(c.Width), int64(c.Height))
	p.src.limit = maxFetch
	p.heifMotion()
}

// heifMotion finds a motion photo's clip: it is the content of a box of its own.
func (p *prober) heifMotion() {
	walkBoxes(p.src, 0, p.src.size, func(b box) bool {
		if b.kind != "mpvd" {
			return true
		}
		if isClip(p.src, b.body(), b.end) {
			p.info.Motion = &gallery.Motion{Offset: b.body(), Length: b.end - b.body()}
		}
		return false
	})
}

// decodeHEIFThumb decodes the JPEG thumbnail in a HEIC's EXIF. HEVC and AV1 are
// not decoded here.
func decodeHEIFThumb(ctx context.Context, r io.ReaderAt, size int64) (*decoded, error) {
	none := fmt.Errorf("%w: HEIC or AVIF without a JPEG thumbnail inside", ErrNoDecoder)
	s := newSource(ctx, r, size)
	s.limit = maxHEIF
	e, c := readEXIF(s.section(0, size), imagemeta.HEIF)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.thumb.at <= 0 || e.thumb.n < 128 || e.thumb.at > size-e.thumb.n {
		return nil, none
	}
	d, err := decodeJPEG(ctx, io.NewSectionReader(r, e.thumb.at, e.thumb.n), e.thumb.n, func(int, int) int { return 1 })
	if err != nil {
		return nil, none
	}
	// The thumbnail is stored as the sensor lay, unless the camera turned it:
	// then it already has the shape of the picture, which is known upright.
	d.orientation = 1
	if e.orientation > 1 && (e.orientation < 5 || (d.w > d.h) != (c.Width > c.Height)) {
		d.orientation = e.orientation
	}
	return d, nil
}
