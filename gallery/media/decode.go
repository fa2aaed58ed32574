package media

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"keepsake/gallery/media/jpegscale"
)

const (
	// maxPixels is the largest picture that is decoded; phones make 200 MP.
	maxPixels = 300_000_000
	// maxDecoded bounds the memory of decoders that know only the full size.
	maxDecoded = 1 << 30
	// maxWhole is the largest JPEG that is decoded without reduction.
	maxWhole = 128_000_000
	// A picture of more than plausible pixels must have a byte for each
	// maxPerByte of them: the best that PNG can do on an empty page.
	plausible  = 64_000_000
	maxPerByte = 8 * 1032
)

// picker chooses by how much a JPEG may be reduced while decoding, from its full
// size: 8, 4, 2 or 1.
type picker func(w, h int) int

// enough returns a picker that keeps at least margin times the pixels that a
// resize to target(w, h) needs along the long side.
func enough(margin float64, target func(w, h int) (int, int)) picker {
	return func(w, h int) int {
		tw, th := target(w, h)
		for _, n := range []int{8, 4, 2} {
			if float64(max(w, h)) >= margin*float64(n)*float64(max(tw, th)) {
				return n
			}
		}
		if int64(w)*int64(h) > maxWhole {
			return 2
		}
		return 1
	}
}

// decodePicture decodes a still picture by what its bytes are.
func (m Maker) decodePicture(ctx context.Context, r io.ReaderAt, size int64, want wish) (*decoded, error) {
	head := make([]byte, min(4096, max(0, size)))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch mime := sniff(head[:n]); mime {
	case mimeJPEG:
		d, err := decodeJPEG(ctx, r, size, want.pick)
		if d != nil {
			d.gamut = gamutOf(jpegProfile(newSource(ctx, r, size)))
		}
		return d, err
	case mimePNG:
		return decodeWhole(ctx, r, size, png.DecodeConfig, png.Decode)
	case mimeGIF:
		return decodeWhole(ctx, r, size, gif.DecodeConfig, gif.Decode)
	case mimeWebP:
		return decodeReader(ctx, func() io.Reader { return stillWebP(newSource(ctx, r, size)) }, size, webp.DecodeConfig, decodeStillWebP)
	case mimeBMP:
		return decodeWhole(ctx, r, size, bmp.DecodeConfig, bmp.Decode)
	case mimeHEIC, mimeAVIF:
		return m.decodeHEIF(ctx, r, size, mime, want.atLeast)
	case mimeTIFF:
		return decodePreview(ctx, r, size, want.pick)
	case "":
		return nil, fmt.Errorf("%w: its bytes are no picture", ErrBroken)
	default:
		return nil, fmt.Errorf("%w: %s", ErrNoDecoder, mime)
	}
}

// decodeJPEG decodes with the scaled decoder, and with image/jpeg what that does
// not take.
func decodeJPEG(ctx context.Context, r io.ReaderAt, size int64, pick picker) (*decoded, error) {
	p, err := jpegscale.Decode(ctx, io.NewSectionReader(r, 0, size), jpegscale.Options{
		Denominator: pick, Size: size, MaxPixels: maxPixels,
	})
	switch {
	case errors.Is(err, jpegscale.ErrUnsupported):
		return decodeWhole(ctx, r, size, jpeg.DecodeConfig, jpeg.Decode)
	case errors.Is(err, jpegscale.ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, jpegscale.ErrFormat):
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	case err != nil:
		return nil, err
	}
	return &decoded{
		image: p.Image, w: p.Width, h: p.Height,
		exactW: float64(p.Width) / float64(p.Denominator), exactH: float64(p.Height) / float64(p.Denominator),
		incomplete: p.Truncated, part: p.Part, done: p.Release,
	}, nil
}

// Parts of a decoder package.
type (
	configFunc func(io.Reader) (image.Config, error)
	decodeFunc func(io.Reader) (image.Image, error)
)

// decodeWhole decodes at full size, if the header promises a picture that fits
// into memory.
func decodeWhole(ctx context.Context, r io.ReaderAt, size int64, config configFunc, decode decodeFunc) (*decoded, error) {
	return decodeReader(ctx, func() io.Reader { return io.NewSectionReader(r, 0, size) }, size, config, decode)
}

// decodeReader is decodeWhole for what open returns: the same bytes each time.
func decodeReader(ctx context.Context, open func() io.Reader, size int64, config configFunc, decode decodeFunc) (*decoded, error) {
	c, err := config(bufio.NewReader(ctxReader{ctx, open()}))
	if err != nil {
		return nil, broken(ctx, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return nil, fmt.Errorf("%w: %d x %d pixels", ErrBroken, c.Width, c.Height)
	}
	pixels := int64(c.Width) * int64(c.Height)
	if pixels > maxPixels || pixels*bytesPerPixel(c) > maxDecoded {
		return nil, fmt.Errorf("%w: %d x %d pixels", ErrTooLarge, c.Width, c.Height)
	}
	if pixels > plausible && pixels/maxPerByte > size {
		return nil, fmt.Errorf("%w: %d bytes cannot hold %d x %d pixels", ErrBroken, size, c.Width, c.Height)
	}
	m, err := decode(bufio.NewReaderSize(ctxReader{ctx, open()}, blockSize))
	if err != nil {
		return nil, broken(ctx, err)
	}
	b := m.Bounds()
	if b.Empty() {
		return nil, fmt.Errorf("%w: an empty picture", ErrBroken)
	}
	return &decoded{image: m, w: b.Dx(), h: b.Dy()}, nil
}

// broken marks a decoder's complaint, unless it is that the work was cancelled.
func broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// bytesPerPixel is about what decoding costs at its peak, by the colour model.
func bytesPerPixel(c image.Config) int64 {
	if _, ok := c.ColorModel.(color.Palette); ok {
		return 1
	}
	switch c.ColorModel {
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model, color.Alpha16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.YCbCrModel, color.CMYKModel:
		return 10 // a progressive JPEG keeps its coefficients
	}
	return 4
}

// ctxReader fails once the context is done, which ends a decoder's work.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
