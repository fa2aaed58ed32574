package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"testing"

	"keepsake/gallery"
)

func TestSizes(t *testing.T) {
	for _, c := range []struct{ w, h, gw, gh int }{
		{4000, 3000, 256, 192}, {3000, 4000, 192, 256}, {256, 256, 256, 256}, {100, 80, 100, 80}, {1, 1, 1, 1},
		{257, 1, 257, 1}, {512, 512, 256, 256}, {1080, 2400, 115, 256}, {1000, 250, 256, 64},
		{10000, 1500, 426, 64}, {1080, 20000, 55, 1024}, {65535, 1, 1024, 1}, {1, 65535, 1, 1024},
	} {
		if w, h := Grid.within(c.w, c.h); w != c.gw || h != c.gh {
			t.Errorf("%d x %d: grid of %d x %d, want %d x %d", c.w, c.h, w, h, c.gw, c.gh)
		}
	}
}

func TestRefusals(t *testing.T) {
	jpg := jpegOf(t, quarters(64, 48), 80)
	bombPNG := pngOf(t, image.NewGray(image.Rect(0, 0, 2, 2)))
	bombGIF := []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x08\x01\x00\x00;")
	hugePNG := bytes.Clone(bombPNG)
	copy(hugePNG[16:], []byte{0, 0, 0x48, 0, 0, 0, 0x48, 0}) // 18432 x 18432
	setPNGChecksum(hugePNG)
	for name, c := range map[string]struct {
		data []byte
		info gallery.Info
		want error
	}{
		"HEIC without a thumbnail": {testdata(t, "plain.heic"), gallery.Info{Kind: gallery.Photo}, ErrNoDecoder},
		"video":                    {testdata(t, "clip.mp4"), gallery.Info{Kind: gallery.Video}, ErrNoPoster},
		"sound":                    {[]byte("ID3"), gallery.Info{Kind: gallery.Audio}, ErrNoDecoder},
		"a document":               {[]byte("%PDF-"), gallery.Info{Kind: gallery.Other}, ErrNoDecoder},
		"JPEG XL":                  {[]byte("\xff\x0a...."), gallery.Info{Kind: gallery.Photo}, ErrNoDecoder},
		"nothing":                  {nil, gallery.Info{Kind: gallery.Photo}, ErrBroken},
		"no picture":               {[]byte("hello"), gallery.Info{Kind: gallery.Photo}, ErrBroken},
		"a JPEG's beginning":       {jpg[:100], gallery.Info{Kind: gallery.Photo}, ErrBroken},
		"half a PNG":               {pngOf(t, scene(64, 64))[:2000], gallery.Info{Kind: gallery.Photo}, ErrBroken},
		"a PNG of 339 MP":          {hugePNG, gallery.Info{Kind: gallery.Photo}, ErrTooLarge},
		"a GIF of 4295 MP":         {bombGIF, gallery.Info{Kind: gallery.Photo}, ErrTooLarge},
	} {
		_, _, err := thumbnails(t, c.data, c.info)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: thumbnails: %v, want %v", name, err, c.want)
		}
		if _, err = Fit(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), c.info, 100, 100); !errors.Is(err, c.want) {
			t.Errorf("%s: fit: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Fit(context.Background(), bytes.NewReader(jpg), int64(len(jpg)), gallery.Info{}, 0, 100); err == nil {
		t.Error("fit into no pixels: no error")
	}
}

// TestLimits asks for sizes without making them.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		w, h int
		m    color.Model
		size int64
		want error
	}{
		{8000, 8000, color.RGBAModel, 10, nil},
		{9216, 9216, color.GrayModel, 10_286, ErrBroken},
		{9216, 9216, color.GrayModel, 10_287, nil},
		{20000, 15000, color.GrayModel, 1 << 30, nil},
		{20000, 15001, color.GrayModel, 1 << 30, ErrTooLarge},
		{20000, 15000, color.RGBAModel, 1 << 30, ErrTooLarge},
		{20000, 13000, color.RGBAModel, 1 << 30, nil},
		{20000, 6000, color.YCbCrModel, 1 << 30, ErrTooLarge},
		{20000, 15000, color.Palette{red}, 1 << 30, nil},
		{0, 10, color.GrayModel, 100, ErrBroken},
	} {
		tried := false
		_, err := decodeReader(context.Background(), func() io.Reader { return bytes.NewReader(nil) }, c.size,
			func(io.Reader) (image.Config, error) {
				return image.Config{ColorModel: c.m, Width: c.w, Height: c.h}, nil
			},
			func(io.Reader) (image.Image, error) {
				tried = true
				return image.NewGray(image.Rect(0, 0, 1, 1)), nil
			})
		if !errors.Is(err, c.want) || tried != (c.want == nil) {
			t.Errorf("%d x %d in %d bytes: %v, tried %v; want %v", c.w, c.h, c.size, err, tried, c.want)
		}
	}
	for _, c := range []struct{ w, h, maxW, maxH, tw, th, denom int }{
		{4000, 3000, 1920, 1080, 1440, 1080, 2},
		{4000, 3000, 3840, 2160, 2880, 2160, 1},
		{12000, 9000, 1920, 1080, 1440, 1080, 4},
		{800, 600, 1920, 1080, 800, 600, 1},
		{16320, 12240, 1 << 30, 1 << 30, 6320, 4739, 2},
	} {
		tw, th := fitTarget(c.w, c.h, c.maxW, c.maxH)
		denom := enough(fitMargin, func(w, h int) (int, int) { return fitTarget(w, h, c.maxW, c.maxH) })(c.w, c.h)
		if tw != c.tw || th != c.th || denom != c.denom {
			t.Errorf("%d x %d into %d x %d: %d x %d at 1/%d, want %d x %d at 1/%d", c.w, c.h, c.maxW, c.maxH, tw, th, denom, c.tw, c.th, c.denom)
		}
	}
	for _, c := range []struct{ w, h, denom int }{
		{4000, 3000, 4}, {3000, 4000, 4}, {4608, 3456, 4}, {8160, 6120, 8}, {12000, 9000, 8}, {1080, 2400, 2}, {1600, 1200, 2}, {1500, 1000, 1}, {512, 100, 1}, {1080, 20000, 4},
	} {
		if got := enough(thumbMargin, Preview.within)(c.w, c.h); got != c.denom {
			t.Errorf("a preview of %d x %d is decoded at 1/%d, want 1/%d", c.w, c.h, got, c.denom)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range map[string][]byte{"jpeg": jpegOf(t, quarters(64, 48), 80), "png": pngOf(t, quarters(64, 48))} {
		if _, err := Thumbnails(ctx, bytes.NewReader(data), int64(len(data)), gallery.Info{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Fit(ctx, bytes.NewReader(data), int64(len(data)), gallery.Info{}, 10, 10); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Cancelled in the middle of a decode that knows no context.
	data := pngOf(t, scene(600, 400))
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	r := readerAt(func(p []byte, off int64) (int, error) {
		if off > int64(len(data)/2) {
			cancel()
		}
		return bytes.NewReader(data).ReadAt(p[:min(len(p), 4096)], off)
	})
	if _, err := Thumbnails(ctx, r, int64(len(data)), gallery.Info{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in the middle: %v", err)
	}
}
