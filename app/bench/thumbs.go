package main

import (
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/scene"
	"keepsake/gallery/media"
)

// thumbs makes 512 and 256 px thumbnails of 12 MP photos beside vipsthumbnail,
// which makes the 512 px one. Both use one thread; what counts is CPU time.
func thumbs(ctx context.Context, s setup) error {
	dir, err := os.MkdirTemp(s.out, "keepsake-bench-photos-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n := s.files(24)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// In a process of its own: a child's peak memory counts from its parent's.
	fmt.Fprintf(os.Stderr, "  painting %d photos of 12 MP\n", n)
	if _, err := measure(ctx, nil, self, "-paint", strconv.Itoa(n), dir); err != nil {
		return err
	}
	bytes, err := size(dir)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if err != nil {
		return err
	}
	vips, err := exec.LookPath("vipsthumbnail")
	if err != nil {
		return err
	}
	one := []string{"VIPS_CONCURRENCY=1", "GOMAXPROCS=1"}
	cs := []*contender{
		{name: "vipsthumbnail, 512 px", run: func(ctx context.Context, out string) (sample, error) {
			return measure(ctx, one, vips, append([]string{"-s", "512", "-o", filepath.Join(out, "%s.jpg[Q=80]")}, files...)...)
		}},
		{name: "keepsake, 512 and 256 px", ours: true, run: func(ctx context.Context, out string) (sample, error) {
			return measure(ctx, one, self, append([]string{"-make", out}, files...)...)
		}},
	}
	if err := race(ctx, s, true, cs); err != nil {
		return err
	}
	report(fmt.Sprintf("Thumbnails of %d JPEGs of 12 MP, %.1f MB each, one thread", n, float64(bytes)/float64(n)/1e6), bytes, n, cs)
	var cpu [2]time.Duration
	for i, c := range cs {
		var all []time.Duration
		for _, g := range c.got {
			all = append(all, g.cpu)
		}
		cpu[i] = median(all)
		fmt.Printf("  %-34s %6.1f ms CPU per photo\n", c.name, cpu[i].Seconds()*1000/float64(n))
	}
	fmt.Printf("  keepsake uses %.2f of vipsthumbnail's CPU time\n", cpu[1].Seconds()/cpu[0].Seconds())
	return nil
}

// makeThumbs is the measured work of our side, in a process of its own.
func makeThumbs(ctx context.Context, out string, files []string) error {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		st, err := f.Stat()
		if err != nil {
			return err
		}
		info := media.Probe(ctx, f, st.Size(), media.Hint{Name: filepath.Base(name), MTime: st.ModTime(), Local: time.UTC})
		rs, err := media.Thumbnails(ctx, f, st.Size(), info)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, r := range rs {
			if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("%s.%d.jpg", filepath.Base(name), r.Size.Pixels)), r.JPEG, 0o600); err != nil {
				return err
			}
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// fitAll writes the pictures of the files as PNG, no side over 512 pixels and
// never coded as JPEG.
func fitAll(ctx context.Context, out string, files []string) error {
	fit := func(name string) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		st, err := f.Stat()
		if err != nil {
			return err
		}
		base := filepath.Base(name)
		info := media.Probe(ctx, f, st.Size(), media.Hint{Name: base, MTime: st.ModTime(), Local: time.UTC})
		m, err := media.Fit(ctx, f, st.Size(), info, 512, 512)
		if err != nil {
			return err
		}
		w, err := os.Create(filepath.Join(out, strings.TrimSuffix(base, filepath.Ext(base))+".fit.png"))
		if err != nil {
			return err
		}
		if err := png.Encode(w, m); err != nil {
			w.Close()
			return err
		}
		return w.Close()
	}
	for _, name := range files {
		if err := fit(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// photos paints n scenes at 4000×3000 with a sensor's noise, so that the JPEGs
// are as heavy as a phone's (about 4 MB).
func photos(dir string, n int) error {
	kinds := scene.Kinds()
	for i := range n {
		img := scene.Photo{Seed: int64(i), Kind: kinds[i%len(kinds)], Width: 4000, Height: 3000}.Paint()
		noise(img, uint64(i))
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("IMG_20240101_%06d.jpg", i)))
		if err != nil {
			return err
		}
		if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 91}); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// size is what the files of a folder hold together.
func size(dir string) (n int64, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		st, err := e.Info()
		if err != nil {
			return 0, err
		}
		n += st.Size()
	}
	return n, err
}

// noise adds shot noise of a few steps to each pixel.
func noise(img *image.RGBA, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 7))
	for i := 0; i+3 < len(img.Pix); i += 4 {
		r := rng.Uint64()
		d := int(r&7) + int(r>>3&7) - 7
		for c := range 3 {
			img.Pix[i+c] = uint8(min(255, max(0, int(img.Pix[i+c])+d+int(r>>(8+4*c)&3)-1)))
		}
	}
}
