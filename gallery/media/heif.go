package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/bep/imagemeta"
	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"

	"keepsake/gallery"
	"keepsake/gallery/media/shrink"
)

const (
	// maxHEIF is what may be read of a HEIF file for its facts: the boxes at its
	// beginning and the EXIF.
	maxHEIF = 4 << 20
	// maxHEIFFile is the largest file that is decoded: it is in memory twice.
	maxHEIFFile = 96 << 20
	// maxHEIFPixels bounds what the decoders, which need 30 to 50 bytes a pixel,
	// are given. A larger picture is shown by its thumbnail.
	maxHEIFPixels = 40_000_000
	// minHEIC is the smallest side that the HEIC decoder gets right: it takes
	// rows of chroma that are shorter than 64 bytes for shorter than they are.
	minHEIC = 128
)

// heif reads HEIC and AVIF. Their own boxes turn the picture upright (irot,
// imir), and EXIF's orientation only repeats it: it is not to be applied again,
// so Info.Orientation stays 0.
func (p *prober) heif() {
	// imagemeta counts on the file to end its lists: let it be a short file.
	p.src.limit = maxHEIF
	var packets [][]byte
	e, c := readEXIF(p.src.section(0, p.src.size), heifFormat(p.info.MIME), func(b []byte) {
		if len(packets) < maxPackets {
			packets = append(packets, b)
		}
	})
	e.orientation = 0
	p.exif(e)
	p.xmp(packets)
	w, h := int64(c.Width), int64(c.Height)
	if m := readHEIFMeta(p.src); m != nil && m.item(m.primary).width > 0 {
		it := m.item(m.primary)
		if w, h = it.width, it.height; shrink.Swaps(it.orientation()) {
			w, h = h, w
		}
	}
	if w == 0 || h == 0 {
		p.broken("the file has no picture in it")
		return
	}
	p.stored(w, h)
	p.src.limit = maxFetch
	p.heifMotion()
}

func heifFormat(mime string) imagemeta.ImageFormat {
	if mime == mimeAVIF {
		return imagemeta.AVIF
	}
	return imagemeta.HEIF
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

// heifFile is a HEIC or AVIF to be decoded.
type heifFile struct {
	r    io.ReaderAt
	size int64
	mime string
	meta *heifMeta // nil if it cannot be read
}

// decodeHEIF decodes a HEIC or AVIF so that it suffices for a picture of want
// pixels along its long side. Decoding all of it takes seconds and hundreds of
// megabytes: a thumbnail inside is taken where it is large enough, or where the
// whole cannot be had, and m lets one whole picture at a time be decoded.
func (m Maker) decodeHEIF(ctx context.Context, r io.ReaderAt, size int64, mime string, want int) (*decoded, error) {
	s := newSource(ctx, r, size)
	s.limit = maxHEIF
	f := heifFile{r: r, size: size, mime: mime, meta: readHEIFMeta(s)}
	small := f.exifThumb(ctx, s)
	if small != nil && max(small.w, small.h) >= want {
		return small, nil
	}
	free, err := m.heavy(ctx)
	if err != nil {
		return nil, err
	}
	d, err := f.decode(ctx, want, small)
	if err != nil {
		free()
		if ctx.Err() == nil && small != nil {
			return small, nil
		}
		return nil, err
	}
	d.done = func() {
		// The decoder's memory is garbage now; the next picture wants as much.
		d.image = nil
		debug.FreeOSMemory()
		free()
	}
	return d, nil
}

// decode decodes the thumbnail item if that is enough, else the picture. small
// is what is there already.
func (f *heifFile) decode(ctx context.Context, want int, small *decoded) (*decoded, error) {
	var main, thumb *heifItem
	if f.meta != nil {
		main = f.meta.item(f.meta.primary)
		if id := f.meta.thumb(); id != 0 {
			thumb = f.meta.item(id)
		}
	}
	large := func(it *heifItem) bool {
		return it.width > 1<<16 || it.height > 1<<16 || it.width*it.height > maxHEIFPixels
	}
	tooLarge := main != nil && large(main)
	if thumb != nil && !large(thumb) && (max(thumb.width, thumb.height) >= int64(want) || tooLarge && small == nil) {
		if d, err := f.whole(ctx, f.meta.thumb()); err == nil {
			return d, nil
		}
	}
	switch {
	case f.meta == nil || main.width <= 0 || main.height <= 0:
		return nil, fmt.Errorf("%w: no picture is described in it", ErrBroken)
	case tooLarge:
		return nil, fmt.Errorf("%w: %d x %d pixels", ErrTooLarge, main.width, main.height)
	}
	return f.whole(ctx, f.meta.primary)
}

// whole decodes an item of the file. The decoders decode the picture of a file:
// for another item the file in memory is made to say that it is the picture.
func (f *heifFile) whole(ctx context.Context, item uint32) (*decoded, error) {
	if f.size > maxHEIFFile {
		return nil, fmt.Errorf("%w: a file of %d bytes", ErrTooLarge, f.size)
	}
	data := make([]byte, f.size)
	if _, err := io.ReadFull(ctxReader{ctx, io.NewSectionReader(f.r, 0, f.size)}, data); err != nil {
		return nil, err
	}
	if item != f.meta.primary {
		if f.meta.wide {
			binary.BigEndian.PutUint32(data[f.meta.at:], item)
		} else {
			binary.BigEndian.PutUint16(data[f.meta.at:], uint16(item))
		}
	}
	if it := f.meta.item(item); f.mime == mimeHEIC && min(it.width, it.height) < minHEIC {
		return nil, fmt.Errorf("%w: HEIC of %d x %d pixels", ErrNoDecoder, it.width, it.height)
	}
	decode := heic.Decode // turns the picture upright
	orientation := 1
	if f.mime == mimeAVIF {
		decode, orientation = avif.Decode, f.meta.item(item).orientation()
	}
	pic, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(ctx, err)
	}
	b := pic.Bounds()
	if b.Empty() {
		return nil, fmt.Errorf("%w: an empty picture", ErrBroken)
	}
	return &decoded{image: pic, w: b.Dx(), h: b.Dy(), orientation: orientation, gamut: gamutOf(f.meta.item(item).icc)}, nil
}

// exifThumb decodes the JPEG thumbnail in the file's EXIF, nil if there is none.
func (f *heifFile) exifThumb(ctx context.Context, s *source) *decoded {
	e, c := readEXIF(s.section(0, f.size), heifFormat(f.mime), nil)
	if e.thumb.at <= 0 || e.thumb.n < 128 || e.thumb.at > f.size-e.thumb.n {
		return nil
	}
	d, err := decodeJPEG(ctx, io.NewSectionReader(f.r, e.thumb.at, e.thumb.n), e.thumb.n, func(int, int) int { return 1 })
	if err != nil {
		return nil
	}
	w, h := int64(c.Width), int64(c.Height)
	if f.meta != nil {
		if it := f.meta.item(f.meta.primary); it.width > 0 {
			if w, h = it.width, it.height; shrink.Swaps(it.orientation()) {
				w, h = h, w
			}
		}
	}
	// The thumbnail is stored as the sensor lay, unless the camera turned it:
	// then it already has the shape of the picture, which is known upright.
	d.orientation = 1
	if e.orientation > 1 && (e.orientation < 5 || (d.w > d.h) != (w > h)) {
		d.orientation = e.orientation
	}
	return d
}

// heavy waits for the turn to decode what takes hundreds of megabytes; free ends
// it.
func (m Maker) heavy(ctx context.Context) (free func(), err error) {
	if m.gate == nil {
		return func() {}, ctx.Err()
	}
	select {
	case m.gate <- struct{}{}:
		return func() { <-m.gate }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
