package main

import (
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/scene"
)

// sort of a picture is a format and a size that phones make.
type sort struct {
	name          string
	width, height int
	ext           string
	files         int
}

// sorts are what formats measures.
var sorts = []sort{
	{"JPEG 12 MP", 4000, 3000, ".jpg", 8},
	{"JPEG 50 MP", 8160, 6120, ".jpg", 2},
	{"JPEG 108 MP", 12000, 9000, ".jpg", 1},
	{"PNG screenshot", 1080, 2400, ".png", 8},
	{"HEIC 12 MP", 4000, 3000, ".heic", 1},
}

// formats makes thumbnails of each sort of picture beside vipsthumbnail and
// compares both with the whole picture shrunk by Lanczos: as the files are
// kept, and before they are coded at quality 80, which alone costs more likeness
// than either program's shrinking.
func formats(ctx context.Context, s setup) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	fmt.Printf("\nThumbnails by format, one thread, CPU time; likeness (SSIM of luma) to the whole picture shrunk by Lanczos\n")
	fmt.Printf("%-16s %5s %10s %10s %10s %10s %7s %10s %10s %15s %15s %15s %15s\n", "", "MB", "ms, vips", "ms, ours", "/s, vips", "/s, ours", "ratio",
		"MB, vips", "MB, ours", "vips mean/min", "ours mean/min", "vips uncoded", "ours uncoded")
	for _, k := range sorts {
		if err := k.compare(ctx, s, self); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
	}
	return nil
}

// compare measures one sort of picture.
func (k sort) compare(ctx context.Context, s setup, self string) error {
	dir, err := os.MkdirTemp(s.out, "keepsake-bench-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Fprintf(os.Stderr, "  painting %d × %s\n", k.files, k.name)
	// In a process of its own: a child's peak memory counts from its parent's.
	if _, err := measure(ctx, nil, self, "-draw", k.name, dir); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+k.ext))
	if err != nil {
		return err
	}
	bytes := int64(0)
	for _, f := range files {
		st, err := os.Stat(f)
		if err != nil {
			return err
		}
		bytes += st.Size()
	}
	one := []string{"VIPS_CONCURRENCY=1", "GOMAXPROCS=1"}
	var alike [4]string
	cs := []*contender{
		{name: k.name + ", vipsthumbnail", run: func(ctx context.Context, out string) (sample, error) {
			got, err := measure(ctx, one, "vipsthumbnail", append([]string{"-s", "512", "-o", filepath.Join(out, "%s.jpg[Q=80]")}, files...)...)
			if err == nil && alike[0] == "" {
				alike[0], err = likeness(ctx, self, dir, out, ".jpg")
			}
			return got, err
		}},
		{name: k.name + ", keepsake", ours: true, run: func(ctx context.Context, out string) (sample, error) {
			got, err := measure(ctx, one, self, append([]string{"-make", out}, files...)...)
			if err == nil && alike[1] == "" {
				alike[1], err = likeness(ctx, self, dir, out, k.ext+".512.jpg")
			}
			return got, err
		}},
	}
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	if alike[2], alike[3], err = k.uncoded(ctx, s, self, dir, files); err != nil {
		return err
	}
	var ms, rss [2]float64
	for i, c := range cs {
		var cpu []time.Duration
		for _, g := range c.got {
			cpu = append(cpu, g.cpu)
			rss[i] = max(rss[i], float64(g.rss)/1e6)
		}
		ms[i] = median(cpu).Seconds() * 1000 / float64(len(files))
	}
	fmt.Printf("%-16s %5.1f %10.1f %10.1f %10.1f %10.1f %7.2f %10.0f %10.0f %15s %15s %15s %15s\n", k.name, float64(bytes)/float64(len(files))/1e6,
		ms[0], ms[1], 1000/ms[0], 1000/ms[1], ms[1]/ms[0], rss[0], rss[1], alike[0], alike[1], alike[2], alike[3])
	return nil
}

// uncoded is the likeness of both programs' pictures that no JPEG encoder has
// touched.
func (k sort) uncoded(ctx context.Context, s setup, self, dir string, files []string) (vips, ours string, err error) {
	out, err := os.MkdirTemp(s.out, "keepsake-bench-uncoded-")
	if err != nil {
		return "", "", err
	}
	defer os.RemoveAll(out)
	if _, err := measure(ctx, nil, "vipsthumbnail", append([]string{"-s", "512", "-o", filepath.Join(out, "%s.vips.png")}, files...)...); err != nil {
		return "", "", err
	}
	if vips, err = likeness(ctx, self, dir, out, ".vips.png"); err != nil {
		return "", "", err
	}
	if _, err := measure(ctx, nil, self, append([]string{"-fit", out}, files...)...); err != nil {
		return "", "", err
	}
	ours, err = likeness(ctx, self, dir, out, ".fit.png")
	return vips, ours, err
}

// likeness asks a process of its own how like the thumbnails in out are to the
// pictures in dir.
func likeness(ctx context.Context, self, dir, out, ending string) (string, error) {
	b, err := exec.CommandContext(ctx, self, "-like", ending, dir, out).Output()
	if err != nil {
		return "", fmt.Errorf("compare the thumbnails: %w", err)
	}
	f := strings.Fields(string(b))
	if len(f) != 2 {
		return "", fmt.Errorf("compare the thumbnails: %q", b)
	}
	return strings.Join(f, "/"), nil
}

// draw paints the files of a sort, and beside each, where the comparison will
// want it, the picture as PNG that it was made of.
func draw(ctx context.Context, dir, name string) error {
	for _, k := range sorts {
		if k.name != name {
			continue
		}
		kinds := scene.Kinds()
		for i := range k.files {
			img := scene.Photo{Seed: int64(i), Kind: kinds[i%len(kinds)], Width: k.width, Height: k.height}.Paint()
			base := filepath.Join(dir, "IMG_20240101_"+fmt.Sprintf("%06d", i))
			if k.ext != ".png" { // a screen has no noise
				noise(img, uint64(i))
			}
			if err := k.write(ctx, img, base); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("no sort of picture called %q", name)
}

func (k sort) write(ctx context.Context, img *image.RGBA, base string) error {
	save := func(name string, encode func(*os.File) error) error {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		if err := encode(f); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
	switch k.ext {
	case ".png":
		return save(base+".png", func(f *os.File) error { return png.Encode(f, img) })
	case ".heic":
		whole := base + ".source.png"
		if err := save(whole, func(f *os.File) error { return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, img) }); err != nil {
			return err
		}
		out, err := exec.CommandContext(ctx, "heif-enc", "-q", strconv.Itoa(60), whole, "-o", base+k.ext).CombinedOutput()
		if err != nil {
			return fmt.Errorf("heif-enc: %w: %s", err, tail(out))
		}
		return nil
	}
	return save(base+k.ext, func(f *os.File) error { return jpeg.Encode(f, img, &jpeg.Options{Quality: 91}) })
}
