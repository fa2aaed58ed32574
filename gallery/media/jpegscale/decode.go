// Package jpegscale decodes baseline JPEG at 1/8, 1/4, 1/2 or full size into
// planes of luma and chroma, and never into RGB.
//
// An 8x8 block shrunk to n x n needs only its low-frequency coefficients. The
// bits of all the others must still be walked, because Huffman codes have no
// index; so the decoder takes the few it needs and skips the rest several
// symbols at a time. That makes a thumbnail of a phone's photo several times
// cheaper than a full decode followed by a resize. Input is read in chunks:
// the memory needed is the planes' plus about 350 KB, however large the file.
//
// Begin with [Decode], and give its planes back with [Picture.Release]. Where
// Decode answers [ErrUnsupported] (progressive files and other rare forms),
// image/jpeg is the decoder to use.
package jpegscale

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"
)

var (
	// ErrUnsupported means a JPEG of a form that only image/jpeg, or nobody,
	// decodes: progressive, CMYK, RGB, 12-bit, several scans, odd sampling.
	ErrUnsupported = errors.New("this form of JPEG needs the full decoder")
	// ErrFormat means that the bytes are no JPEG or a hopelessly broken one.
	ErrFormat = errors.New("not a usable JPEG")
	// ErrTooLarge means that the limits in Options forbid the decode.
	ErrTooLarge = errors.New("the picture is larger than allowed")
)

// Limits of Options left at zero.
const (
	DefaultMaxPixels     = 300_000_000 // 200 MP is the largest phone sensor
	DefaultMaxPlaneBytes = 512 << 20
)

// Options says how to decode one JPEG.
type Options struct {
	// Denominator chooses the reduction, 8, 4, 2 or 1, from the picture's full
	// size. Nil means 1.
	Denominator func(width, height int) int
	// Size is the length of the input in bytes where it is known. A header that
	// promises far more picture than so many bytes can hold is refused.
	Size int64
	// MaxPixels bounds width x height of the full picture, MaxPlaneBytes the
	// memory of the decoded planes. Zero means the defaults.
	MaxPixels, MaxPlaneBytes int64
}

// Picture is a decoded picture at 1/Denominator of its size.
type Picture struct {
	// Image is an *image.YCbCr or an *image.Gray of the size below divided by
	// Denominator, rounded up. It is valid until Release.
	Image image.Image
	// Width and Height are those of the full picture.
	Width, Height int
	Denominator   int
	// Truncated says that data ended or broke before the last block. What was
	// decoded is there; the rest is mid-grey. Part is how much that is, from 0
	// to 1.
	Truncated bool
	Part      float64

	owner *decoder
}

// Release gives the planes back for the next Decode. Image must not be used
// afterwards. Not calling it costs only the reuse.
func (p *Picture) Release() {
	if d := p.owner; d != nil {
		p.owner, p.Image = nil, nil
		d.release()
	}
}

// decoders keeps the tables, buffers and planes of finished decodes for the
// next one: a decoder is 350 KB before its planes.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

// Decode reads one JPEG from r up to its first end-of-image marker; what
// follows (a motion photo's clip, a gain map) is not looked at. The context is
// asked once for each row of blocks.
//
// A picture that ends or breaks in the middle is not an error: it has
// Truncated set. An error from r other than io.EOF is returned as it is.
func Decode(ctx context.Context, r io.Reader, o Options) (*Picture, error) {
	d := decoders.Get().(*decoder)
	p, err := d.decode(ctx, r, o)
	if err != nil {
		d.release()
		return nil, err
	}
	p.owner = d
	return p, nil
}

// decoder is the state of one decode. It is reused: reset clears what one file
// must not leave to the next.
type decoder struct {
	header
	in     input
	seg    segment
	bits   bits
	coef   [64]int32
	planes [3]plane
}

// release drops the reader and puts d back, without planes that are so large
// that keeping them would be a burden.
func (d *decoder) release() {
	const keep = 24 << 20
	for i := range d.planes {
		if cap(d.planes[i].pix) > keep {
			d.planes[i].pix = nil
		}
	}
	d.in.reset(nil)
	decoders.Put(d)
}

func (d *decoder) decode(ctx context.Context, r io.Reader, o Options) (*Picture, error) {
	d.in.reset(r)
	if err := d.header.read(&d.in); err != nil {
		return nil, d.in.explain(err)
	}
	denom := 1
	if o.Denominator != nil {
		denom = o.Denominator(d.width, d.height)
	}
	var n int // pixels that stay of a block's 8
	switch denom {
	case 1, 2, 4, 8:
		n = 8 / denom
	default:
		return nil, fmt.Errorf("jpegscale: denominator %d: must be 1, 2, 4 or 8", denom)
	}
	if err := d.allocate(n, o); err != nil {
		return nil, err
	}
	part, err := d.scan(ctx, n)
	if err != nil {
		return nil, err
	}
	return &Picture{
		Image: d.image(n), Width: d.width, Height: d.height,
		Denominator: denom, Truncated: part < 1, Part: part,
	}, nil
}
