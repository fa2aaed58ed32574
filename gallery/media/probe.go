package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/bep/imagemeta"

	"keepsake/gallery"
	"keepsake/gallery/media/shrink"
)

// Hint is what is known of a file besides its bytes.
type Hint struct {
	Name       string         // base name on the phone
	Album      string         // the folder below the storage volume, "DCIM/Camera"
	MTime      time.Time      // as on the phone
	MediaStore time.Time      // Android's datetaken; zero: none
	MIME       string         // as Android says
	Duration   time.Duration  // as Android says, for formats that do not tell
	Local      *time.Location // zone of times without one; nil: this computer's
}

// Probe says what a file is and what its bytes, its name and the phone tell of
// it. It reads the first 64 KB, and for some formats a block or two at the end.
//
// Probe never fails: bytes that cannot be understood are said to be broken in
// the result, which then still has kind and time from what else is known. If
// the context ends or r fails, the result is what was known by then, broken.
func Probe(ctx context.Context, r io.ReaderAt, size int64, h Hint) gallery.Info {
	return probe(ctx, r, size, h, time.Now())
}

// prober collects the facts of one file.
type prober struct {
	src   *source
	hint  Hint
	info  gallery.Info
	clues clues
}

func probe(ctx context.Context, r io.ReaderAt, size int64, h Hint, now time.Time) gallery.Info {
	if h.Local == nil {
		h.Local = time.Local
	}
	p := prober{src: newSource(ctx, r, size), hint: h}
	defer p.src.free()
	head := p.src.bytes(0, 512)
	p.info.MIME = mimeOf(head, h.Name, h.MIME)
	p.info.Kind = kindOf(p.info.MIME)
	switch {
	case p.src.err != nil:
	case size == 0:
		p.broken("the file is empty")
	case sniff(head) == "" && looksInside(p.info.MIME):
		p.broken("its bytes are not what its name says")
	default:
		p.look()
	}
	if p.src.err != nil {
		p.broken("it could not be read: " + p.src.err.Error())
	}
	if p.info.Duration == 0 && (p.info.Kind == gallery.Video || p.info.Kind == gallery.Audio) {
		p.info.Duration = max(0, h.Duration)
	}
	switch p.info.Kind {
	case gallery.Photo:
		p.info.Burst = burstOf(h.Name)
		p.info.Screen = isScreen(h.Name, h.Album)
	case gallery.Video:
		p.info.Screen = isScreen(h.Name, h.Album)
	}
	p.info.Taken = p.clues.resolve(h, now)
	return p.info
}

// looksInside reports whether files of a type have a beginning that sniff knows.
func looksInside(mime string) bool {
	switch mime {
	case mimeJPEG, mimePNG, mimeGIF, mimeWebP, mimeHEIC, mimeAVIF, mimeMP4, mimeMOV, mime3GP, mimeM4A, mimeMKV, mimeWebM:
		return true
	}
	return false
}

// look reads the facts that the format tells. A panic of a library is a broken
// file.
func (p *prober) look() {
	defer func() {
		if r := recover(); r != nil {
			p.broken(fmt.Sprintf("its reader gave up: %v", r))
		}
	}()
	switch p.info.MIME {
	case mimeJPEG:
		p.jpeg()
	case mimePNG:
		p.png()
	case mimeWebP:
		p.webp()
	case mimeGIF:
		p.gif()
	case mimeBMP:
		p.bmp()
	case mimeHEIC, mimeAVIF:
		p.heif()
	case mimeTIFF, mimeDNG:
		p.tiff()
	case mimeMP4, mimeMOV, mime3GP, mimeM4A:
		p.mp4()
	case mimeMKV, mimeWebM:
		p.matroska()
	default:
		p.sound()
	}
}

// broken keeps the first complaint.
func (p *prober) broken(why string) {
	if p.info.Broken == "" {
		p.info.Broken = why
	}
}

// stored sets the size of the picture as stored; once the orientation is known,
// upright() turns it.
func (p *prober) stored(w, h int64) {
	if w <= 0 || h <= 0 || w > math.MaxInt32 || h > math.MaxInt32 {
		p.broken(fmt.Sprintf("impossible size of %d x %d pixels", w, h))
		return
	}
	p.info.Width, p.info.Height = int(w), int(h)
}

func (p *prober) upright() {
	if shrink.Swaps(p.info.Orientation) {
		p.info.Width, p.info.Height = p.info.Height, p.info.Width
	}
}

// exifBlock reads a bare EXIF (TIFF) block.
func (p *prober) exifBlock(blob []byte) {
	e, _ := readEXIF(bytes.NewReader(blob), imagemeta.TIFF, nil)
	e.exactFractions(bytes.NewReader(blob), int64(len(blob)))
	p.exif(e)
}

func (p *prober) exif(e exif) {
	p.info.Orientation = e.orientation
	p.info.Camera = e.camera()
	p.info.Place = e.place
	p.clues.exif(e, p.hint.Local)
}

// tiff reads TIFF and raw photos made after its pattern.
func (p *prober) tiff() {
	e, c := readEXIF(p.src.section(0, p.src.size), imagemeta.TIFF, nil)
	e.exactFractions(p.src, p.src.size)
	p.exif(e)
	// The first directory of a raw photo may describe a thumbnail.
	w, h := int64(c.Width), int64(c.Height)
	for _, v := range rawSizes(p.src) {
		if v[0]*v[1] > w*h {
			w, h = v[0], v[1]
		}
	}
	p.stored(w, h)
	p.upright()
}

// text cuts hostile words to a harmless length.
func text(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return s
}
