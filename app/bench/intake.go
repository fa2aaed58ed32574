package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// intake measures the whole way of a picture into a library (read, hash, metadata,
// turned thumbnails in two sizes, index; and, unlike its peers, a durable copy)
// beside the three programs that do its parts: vipsthumbnail, exiftool and
// sha256sum.
func intake(ctx context.Context, s setup) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(s.out, "keepsake-bench-intake-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	k := sorts[0]
	fmt.Fprintf(os.Stderr, "  painting %d × %s\n", k.files, k.name)
	if _, err := measure(ctx, nil, self, "-draw", k.name, dir); err != nil {
		return err
	}
	sources, err := filepath.Glob(filepath.Join(dir, "*.source.png"))
	if err != nil {
		return err
	}
	for _, f := range sources {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+k.ext))
	if err != nil {
		return err
	}
	peers := func(ctx context.Context, out string) (sum sample, err error) {
		for _, c := range [][]string{
			{"vipsthumbnail", "-s", "512", "-o", filepath.Join(out, "%s.jpg[Q=80]")}, {"exiftool", "-n", "-q", "-json"}, {"sha256sum"},
		} {
			got, err := measure(ctx, nil, c[0], append(c[1:], files...)...)
			if err != nil {
				return sum, err
			}
			sum.wall, sum.cpu, sum.rss = sum.wall+got.wall, sum.cpu+got.cpu, max(sum.rss, got.rss)
		}
		return sum, nil
	}
	cs := []*contender{
		{name: "vipsthumbnail + exiftool + sha256sum", run: peers},
		{name: "keepsake import", ours: true, run: func(ctx context.Context, out string) (sample, error) {
			return measure(ctx, nil, s.keepsake, "import", "--library", filepath.Join(out, "library"), dir)
		}},
	}
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	fmt.Printf("\nThe whole way into a library, %d × %s, CPU time of all cores together\n", len(files), k.name)
	var ms [2]float64
	for i, c := range cs {
		var cpu, wall []time.Duration
		for _, g := range c.got {
			cpu, wall = append(cpu, g.cpu), append(wall, g.wall)
		}
		ms[i] = median(cpu).Seconds() * 1000 / float64(len(files))
		fmt.Printf("%-40s %7.1f ms of CPU a file, %6.2f s\n", c.name, ms[i], median(wall).Seconds())
	}
	fmt.Printf("%-40s %7.2f\n", "ratio of CPU", ms[1]/ms[0])
	return nil
}
