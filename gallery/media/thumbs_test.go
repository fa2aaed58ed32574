package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/bmp"

	"keepsake/gallery"
)

func thumbnails(t testing.TB, data []byte, info gallery.Info) (grid, preview Rendition, err error) {
	t.Helper()
	rs, err := Thumbnails(context.Background(), bytes.NewReader(data), int64(len(data)), info)
	if err != nil {
		return grid, preview, err
	}
	if len(rs) != 2 || rs[0].Size != Grid || rs[1].Size != Preview {
		t.Fatalf("got %d renditions, want grid and preview", len(rs))
	}
	for _, r := range rs {
		c, err := jpeg.DecodeConfig(bytes.NewReader(r.JPEG))
		if err != nil || c.Width != r.Width || c.Height != r.Height {
			t.Fatalf("%s: %d x %d said, %d x %d encoded, %v", r.Size.Name, r.Width, r.Height, c.Width, c.Height, err)
		}
	}
	return rs[0], rs[1], nil
}

func decodeThumb(t testing.TB, r Rendition) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(r.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// near reports whether a colour is another up to what JPEG does to it.
func near(c color.Color, want color.RGBA) bool {
	r, g, b, _ := c.RGBA()
	d := math.Abs(float64(r>>8)-float64(want.R)) + math.Abs(float64(g>>8)-float64(want.G)) + math.Abs(float64(b>>8)-float64(want.B))
	return d < 30
}

// isUpright checks that a picture shows quarters() the right way up.
func isUpright(m image.Image) bool {
	b := m.Bounds()
	x, y := b.Dx()/4, b.Dy()/4
	return near(m.At(b.Min.X+x, b.Min.Y+y), red) && near(m.At(b.Min.X+3*x, b.Min.Y+y), green) &&
		near(m.At(b.Min.X+x, b.Min.Y+3*y), blue) && near(m.At(b.Min.X+3*x, b.Min.Y+3*y), white)
}

// storedAs gives the picture that a camera held in an orientation stores.
func storedAs(m image.Image, orientation int) image.Image {
	inverse := map[int]int{6: 8, 8: 6}
	if o := inverse[orientation]; o != 0 {
		return upright(m, o)
	}
	return upright(m, orientation)
}

// TestOrientations makes every picture of photos in all eight orientations, by
// way of the scaled decoder, of image/jpeg's and of RGB.
func TestOrientations(t *testing.T) {
	shown := quarters(601, 401)
	for o := 1; o <= 8; o++ {
		stored := storedAs(shown, o)
		exif := tags{main: []tag{{tagOrientation, uint16(o)}}, thumb: jpegOf(t, imaging.Resize(stored, 160, 0, imaging.Box), 80)}
		jpg := withEXIF(jpegOf(t, stored, 90), exif)
		for name, data := range map[string][]byte{"jpeg": jpg, "png": pngOf(t, stored)} {
			info := probeBytes(jpg, Hint{})
			if info.Orientation != o || info.Width != 601 || info.Height != 401 {
				t.Fatalf("orientation %d: %s", o, brief(info))
			}
			grid, preview, err := thumbnails(t, data, info)
			if err != nil {
				t.Fatalf("orientation %d, %s: %v", o, name, err)
			}
			if grid.Width != 256 || grid.Height != 171 || preview.Width != 512 || preview.Height != 342 {
				t.Errorf("orientation %d, %s: %d x %d and %d x %d", o, name, grid.Width, grid.Height, preview.Width, preview.Height)
			}
			if !isUpright(decodeThumb(t, grid)) || !isUpright(decodeThumb(t, preview)) {
				t.Errorf("orientation %d, %s: the thumbnails are not upright", o, name)
			}
			for _, box := range [][2]int{{200, 200}, {5000, 4000}} {
				fit, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), info, box[0], box[1])
				if err != nil {
					t.Fatalf("orientation %d, %s: %v", o, name, err)
				}
				w, h := fitInto(601, 401, box[0], box[1])
				if fit.Rect != image.Rect(0, 0, w, h) || fit.Stride != 4*w || len(fit.Pix) != 4*w*h {
					t.Errorf("orientation %d, %s, fit into %v: %v, stride %d, %d bytes", o, name, box, fit.Rect, fit.Stride, len(fit.Pix))
				}
				if !isUpright(fit) {
					t.Errorf("orientation %d, %s: fit into %v is not upright", o, name, box)
				}
			}
		}
		first, err := FirstPaint(context.Background(), jpg, probeBytes(jpg, Hint{}))
		if err != nil || !isUpright(first) {
			t.Errorf("orientation %d: the first paint is not upright: %v", o, err)
		}
	}
}

// TestQuality holds the pictures against a full decode and a Lanczos resize of
// another library.
func TestQuality(t *testing.T) {
	src := scene(3200, 800) // decoded at 1/4 for the preview
	data := jpegOf(t, src, 92)
	full, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	d, err := decodeJPEG(context.Background(), bytes.NewReader(data), int64(len(data)), enough(thumbMargin, Preview.within))
	if err != nil {
		t.Fatal(err)
	}
	defer d.release()
	if got := d.image.Bounds().Dx(); got != 800 {
		t.Errorf("decoded %d pixels wide, want 800", got)
	}
	preview, err := d.render(Preview, 3200, 800)
	if err != nil {
		t.Fatal(err)
	}
	small := decoded{image: preview.planes}
	grid, err := small.render(Grid, 3200, 800)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []rendered{preview, grid} {
		want := lumaOf(imaging.Resize(full, r.Width, r.Height, imaging.Lanczos))
		if s := ssim(lumaOf(r.planes), want); s < 0.995 {
			t.Errorf("%s: SSIM %.4f before it is encoded, want 0.995", r.Size.Name, s)
		}
		if s := ssim(lumaOf(decodeThumb(t, r.Rendition)), want); s < 0.95 {
			t.Errorf("%s: SSIM %.4f encoded, want 0.95", r.Size.Name, s)
		}
	}
	// The measure must be able to tell: two pixels aside is no good picture.
	moved := image.NewGray(image.Rect(0, 0, 512, 128))
	draw.Draw(moved, moved.Rect, preview.planes, image.Pt(2, 0), draw.Src)
	if s := ssim(lumaOf(moved), lumaOf(preview.planes)); s > 0.98 {
		t.Errorf("a shifted picture has SSIM %.4f", s)
	}
}

func TestFormats(t *testing.T) {
	src := quarters(400, 300)
	pal := image.NewPaletted(src.Rect, color.Palette{red, green, blue, white})
	draw.Draw(pal, pal.Rect, src, image.Point{}, draw.Src)
	var gifBytes, bmpBytes bytes.Buffer
	if err := gif.Encode(&gifBytes, pal, nil); err != nil {
		t.Fatal(err)
	}
	if err := bmp.Encode(&bmpBytes, src); err != nil {
		t.Fatal(err)
	}
	deep := image.NewRGBA64(src.Rect)
	draw.Draw(deep, deep.Rect, src, image.Point{}, draw.Src)
	for name, data := range map[string][]byte{
		"png": pngOf(t, src), "png with palette": pngOf(t, pal), "png of 16 bits": pngOf(t, deep),
		"gif": gifBytes.Bytes(), "bmp": bmpBytes.Bytes(),
		"webp": testdata(t, "lossy.webp"), "webp with alpha": testdata(t, "alpha.webp"), "webp lossless": testdata(t, "lossless.webp"), "webp animated": testdata(t, "animated.webp"),
		"heic with a thumbnail": testdata(t, "thumb.heic"),
		"jpeg progressive":      testdata(t, "../jpegscale/testdata/progressive.jpg"),
	} {
		info := probeBytes(data, Hint{})
		grid, preview, err := thumbnails(t, data, info)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if painted := name != "jpeg progressive" && name != "webp with alpha"; painted && (!isUpright(decodeThumb(t, grid)) || !isUpright(decodeThumb(t, preview))) {
			t.Errorf("%s: not what was painted", name)
		}
		if w, h := Preview.within(info.Width, info.Height); preview.Width != w || preview.Height != h {
			t.Errorf("%s: preview of %d x %d, want %d x %d", name, preview.Width, preview.Height, w, h)
		}
		if fit, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), info, 100, 100); err != nil || max(fit.Rect.Dx(), fit.Rect.Dy()) > 100 {
			t.Errorf("%s: fit: %v", name, err)
		}
	}
}

// TestTransparent shows transparent parts white, in thumbnails and in full.
func TestTransparent(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	draw.Draw(m, image.Rect(0, 0, 150, 200), image.NewUniform(red), image.Point{}, draw.Src)
	data := pngOf(t, m)
	grid, _, err := thumbnails(t, data, gallery.Info{})
	if err != nil {
		t.Fatal(err)
	}
	fit, err := Fit(context.Background(), bytes.NewReader(data), int64(len(data)), gallery.Info{}, 300, 200)
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]image.Image{"grid": decodeThumb(t, grid), "fit": fit} {
		if b := m.Bounds(); !near(m.At(b.Dx()/4, 50), red) || !near(m.At(b.Dx()*3/4, 50), color.RGBA{255, 255, 255, 255}) {
			t.Errorf("%s: %v and %v", name, m.At(b.Dx()/4, 50), m.At(b.Dx()*3/4, 50))
		}
	}
	if got := grid.Color; !near(color.RGBA{got[0], got[1], got[2], 255}, color.RGBA{237, 142, 142, 255}) {
		t.Errorf("average colour %v", got)
	}
}

// TestTruncatedPhoto shows the part of a photo that is there, and where nothing
// is there, the thumbnail inside.
func TestTruncatedPhoto(t *testing.T) {
	src := quarters(1200, 800)
	jpg := jpegOf(t, src, 85)
	half := jpg[:len(jpg)*6/10]
	_, preview, err := thumbnails(t, half, probeBytes(half, Hint{}))
	if err != nil {
		t.Fatal(err)
	}
	if m := decodeThumb(t, preview); !preview.Incomplete || !near(m.At(100, 50), red) || !near(m.At(400, 50), green) || !near(m.At(100, m.Bounds().Dy()-3), color.RGBA{128, 128, 128, 255}) {
		t.Errorf("incomplete %v; %v, %v, %v", preview.Incomplete, m.At(100, 50), m.At(400, 50), m.At(100, m.Bounds().Dy()-3))
	}
	if _, p, err := thumbnails(t, jpg, gallery.Info{}); err != nil || p.Incomplete {
		t.Errorf("the whole photo: incomplete %v, %v", p.Incomplete, err)
	}
	with := withEXIF(jpg, tags{main: []tag{{tagOrientation, uint16(1)}}, thumb: jpegOf(t, imaging.Resize(src, 160, 0, imaging.Box), 80)})
	data := len(with) - bytes.LastIndex(with, []byte{0xff, 0xda})
	for name, c := range map[string]struct{ n, width int }{
		"nothing":        {bytes.LastIndex(with, []byte{0xff, 0xdb}), 160},
		"the header":     {len(with) - data + 14, 160},
		"a tenth":        {len(with) - data*9/10, 160},
		"more than half": {len(with) - data*4/10, 512},
	} {
		part := with[:c.n]
		_, preview, err = thumbnails(t, part, probeBytes(part, Hint{}))
		if err != nil || !preview.Incomplete || preview.Width != c.width || c.width == 160 && !isUpright(decodeThumb(t, preview)) {
			t.Errorf("with a thumbnail inside, %s is left: %d wide, incomplete %v, %v", name, preview.Width, preview.Incomplete, err)
		}
	}
	bare := jpg[:bytes.LastIndex(jpg, []byte{0xff, 0xda})+14]
	if _, _, err := thumbnails(t, bare, gallery.Info{}); !errors.Is(err, ErrBroken) {
		t.Errorf("the header is left, and no thumbnail inside: %v", err)
	}
	tenth := jpg[:len(jpg)/10]
	if _, p, err := thumbnails(t, tenth, gallery.Info{}); err != nil || !p.Incomplete || p.Width != 512 {
		t.Errorf("a tenth is left, and no thumbnail inside: %d wide, %v", p.Width, err)
	}
}

// TestPanicNamesTheItem lets a decoder's bug hit.
func TestPanicNamesTheItem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad.mp4")
	if err := os.WriteFile(path, testdata(t, "clip.mp4"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := Maker{Poster: func(context.Context, string, string, int) (image.Image, error) { panic("a bug") }}
	_, err = m.Thumbnails(context.Background(), f, 100, gallery.Info{Kind: gallery.Video})
	if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "bad.mp4") || !strings.Contains(err.Error(), "a bug") {
		t.Errorf("thumbnails: %v", err)
	}
	_, err = m.Fit(context.Background(), f, 100, gallery.Info{Kind: gallery.Video}, 10, 10)
	if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "bad.mp4") {
		t.Errorf("fit: %v", err)
	}
}

// FuzzThumbnails decodes anything, within limits, without a panic that escapes.
func FuzzThumbnails(f *testing.F) {
	small := quarters(24, 16)
	jpg := jpegOf(f, small, 60)
	f.Add(jpg)
	f.Add(withEXIF(jpg, tags{main: []tag{{tagOrientation, uint16(6)}}, thumb: jpg}))
	f.Add(pngOf(f, small))
	f.Add(tiffBlock(leOrder, tags{thumb: jpg}))
	for _, name := range []string{"lossy.webp", "lossless.webp", "alpha.webp", "animated.webp", "thumb.heic", "plain.heic"} {
		f.Add(testdata(f, name))
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, small, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.Clone(b.Bytes()))
	b.Reset()
	if err := bmp.Encode(&b, small); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		info := probeBytes(data, Hint{})
		if int64(info.Width)*int64(info.Height) > 1<<22 {
			return // slow, not wrong
		}
		rs, err := Thumbnails(context.Background(), bytes.NewReader(data), int64(len(data)), info)
		if (err == nil) != (len(rs) == 2) {
			t.Fatalf("%d renditions, %v", len(rs), err)
		}
		for _, r := range rs {
			if r.Width < 1 || r.Height < 1 || max(r.Width, r.Height) > longRatio*r.Size.Pixels {
				t.Fatalf("%s of %d x %d", r.Size.Name, r.Width, r.Height)
			}
		}
	})
}
