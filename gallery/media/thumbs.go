package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"

	"keepsake/gallery"
	"keepsake/gallery/media/shrink"
)

// Rendition is one small picture made of a file.
type Rendition struct {
	Size          Size
	JPEG          []byte
	Width, Height int
	Color         [3]uint8 // the average colour, shown until the picture is there
	Looks         uint64   // what the picture looks like, as Looks sums it up; 0: like no other
	// Incomplete says that a part of the file is missing or broken, and the
	// picture shows what could be read.
	Incomplete bool
}

const (
	quality = 80
	// margin is how many times the wanted pixels a JPEG keeps while it is
	// decoded, so that the resize after it can be a good one.
	thumbMargin = 1.5
	fitMargin   = 1.25
)

// Maker makes pictures from files. The zero Maker makes none of videos, and
// decodes as many HEICs at once as it is asked for. It may be used by several
// goroutines at once.
type Maker struct {
	// Poster makes the picture of a video, usually FFmpeg(); nil: none.
	Poster Poster

	gate chan struct{} // of one place: for what takes hundreds of megabytes
}

// NewMaker returns a Maker with the given poster, nil for none, whose copies
// decode one HEIC or AVIF at a time: 12 MP take 400 MB for some seconds.
func NewMaker(p Poster) Maker { return Maker{Poster: p, gate: make(chan struct{}, 1)} }

// Thumbnails is [Maker.Thumbnails] without pictures of videos.
func Thumbnails(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info) ([]Rendition, error) {
	return Maker{}.Thumbnails(ctx, r, size, info)
}

// Fit is [Maker.Fit] without pictures of videos.
func Fit(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info, maxW, maxH int) (*image.RGBA, error) {
	return Maker{}.Fit(ctx, r, size, info, maxW, maxH)
}

// Thumbnails makes the Grid and the Preview rendition of a file from one decode,
// upright. info is what Probe said of the file; its kind and orientation are
// used. The picture of a video needs r to be an *os.File.
//
// Errors are ErrNoDecoder, ErrNoPoster, ErrTooLarge and ErrBroken, wrapped with
// what was met, the context's, or that of reading r.
func (m Maker) Thumbnails(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info) (_ []Rendition, err error) {
	defer rescue(&err, "make thumbnails of", r)
	d, err := m.decode(ctx, r, size, info, wish{box: Preview.Pixels, atLeast: Grid.Pixels, pick: enough(thumbMargin, Preview.within)})
	if err != nil {
		return nil, fmt.Errorf("make thumbnails of %s: %w", nameOf(r), err)
	}
	defer d.release()
	w, h := d.size()
	preview, err := d.render(Preview, w, h)
	if err != nil {
		return nil, fmt.Errorf("make thumbnails of %s: %w", nameOf(r), err)
	}
	// The grid's picture comes from the preview's: twice its size, that is
	// plenty, and a quarter of the work.
	small := decoded{image: preview.planes, incomplete: d.incomplete}
	grid, err := small.render(Grid, w, h)
	if err != nil {
		return nil, fmt.Errorf("make thumbnails of %s: %w", nameOf(r), err)
	}
	looks := Looks(grid.planes)
	grid.Looks, preview.Looks = looks, looks
	return []Rendition{grid.Rendition, preview.Rendition}, nil
}

// rendered is a rendition with the planes it was encoded from.
type rendered struct {
	Rendition
	planes image.Image
}

// render makes the rendition of size s of a picture of w x h pixels.
func (d *decoded) render(s Size, w, h int) (rendered, error) {
	tw, th := s.within(w, h)
	p, err := d.planes(tw, th, image.YCbCrSubsampleRatio420)
	if err != nil {
		return rendered{}, err
	}
	var b bytes.Buffer
	b.Grow(tw * th / 4)
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		return rendered{}, err
	}
	return rendered{Rendition{
		Size: s, JPEG: b.Bytes(), Width: tw, Height: th,
		Color: shrink.Average(p), Incomplete: d.incomplete,
	}, p}, nil
}

// maxFit bounds the pixels that Fit returns: 32 MP are 128 MB.
const maxFit = 32 << 20

// Fit decodes a file for the viewer: upright, as large as fits into maxW x maxH
// pixels but never larger than it is, contiguous.
func (m Maker) Fit(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info, maxW, maxH int) (_ *image.RGBA, err error) {
	defer rescue(&err, "show", r)
	if maxW <= 0 || maxH <= 0 {
		return nil, fmt.Errorf("show %s in %d x %d pixels: no room", nameOf(r), maxW, maxH)
	}
	target := func(w, h int) (int, int) { return fitTarget(w, h, maxW, maxH) }
	stored := target
	if shrink.Swaps(info.Orientation) {
		stored = func(w, h int) (int, int) {
			h, w = target(h, w)
			return w, h
		}
	}
	box := min(max(maxW, maxH), Screen.Pixels)
	d, err := m.decode(ctx, r, size, info, wish{box: box, atLeast: max(maxW, maxH), pick: enough(fitMargin, stored)})
	if err == nil {
		defer d.release()
		if err = ctx.Err(); err == nil {
			var out *image.RGBA
			if out, err = d.rgba(target(d.size())); err == nil {
				return out, nil
			}
		}
	}
	return nil, fmt.Errorf("show %s: %w", nameOf(r), err)
}

// fitTarget is the size that Fit makes of a w x h picture.
func fitTarget(w, h, maxW, maxH int) (int, int) {
	w, h = fitInto(w, h, min(maxW, 1<<16), min(maxH, 1<<16))
	for int64(w)*int64(h) > maxFit {
		w, h = max(1, w*9/10), max(1, h*9/10)
	}
	return w, h
}

// wish is how large a decoded picture is to be.
type wish struct {
	box     int    // a video's poster is made to fit into it
	atLeast int    // the long side of a thumbnail that may stand for a HEIC
	pick    picker // of a JPEG
}

// decode decodes the picture of a file of any kind. Where a photo is broken but
// carries a thumbnail, that is the picture.
func (m Maker) decode(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info, want wish) (*decoded, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch info.Kind {
	case gallery.Video:
		return m.decodeVideo(ctx, r, size, info, want.box)
	case gallery.Photo, "":
	default:
		return nil, fmt.Errorf("%w: %s", ErrNoDecoder, info.Kind)
	}
	d, err := m.decodePicture(ctx, r, size, want)
	if err == nil && d.incomplete && d.part < worthShowing {
		err = fmt.Errorf("%w: only %.0f%% of the picture is there", ErrBroken, 100*d.part)
	}
	if errors.Is(err, ErrBroken) || errors.Is(err, ErrTooLarge) {
		if e := decodeEmbedded(ctx, r, size); e != nil {
			if d != nil {
				d.release()
			}
			return e, nil
		}
	}
	if d == nil {
		return nil, err
	}
	if d.incomplete && d.part == 0 {
		d.release()
		return nil, err
	}
	if d.orientation == 0 {
		d.orientation = info.Orientation
	}
	return d, nil
}

// worthShowing is the part of a photo below which its thumbnail is better.
const worthShowing = 0.25

// decodeEmbedded decodes a photo's EXIF thumbnail, nil if there is none.
func decodeEmbedded(ctx context.Context, r io.ReaderAt, size int64) *decoded {
	head := newSource(ctx, r, size).bytes(0, blockSize)
	e, err := EmbeddedThumb(head)
	if err != nil {
		return nil
	}
	d, err := decodeJPEG(ctx, bytes.NewReader(e.JPEG), int64(len(e.JPEG)), func(int, int) int { return 1 })
	if err != nil {
		return nil
	}
	d.orientation, d.incomplete = e.Orientation, true
	return d
}

// decodeVideo has the poster made. The program that makes it wants a file.
func (m Maker) decodeVideo(ctx context.Context, r io.ReaderAt, size int64, info gallery.Info, box int) (*decoded, error) {
	f, ok := r.(*os.File)
	if m.Poster == nil || !ok {
		return nil, ErrNoPoster
	}
	mime := mimeOf(newSource(ctx, r, size).bytes(0, 512), f.Name(), info.MIME)
	p, err := m.Poster(ctx, f.Name(), mime, box)
	if err != nil {
		return nil, err
	}
	return &decoded{image: p, w: p.Bounds().Dx(), h: p.Bounds().Dy()}, nil
}
