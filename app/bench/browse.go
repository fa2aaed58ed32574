package main

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"keepsake/app/library"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// browse measures a library of 200,000 items, each step in a process of its own:
// filling its index, then opening it cold and looking around.
func browse(ctx context.Context, s setup) error {
	dir, err := os.MkdirTemp(s.out, "keepsake-bench-library-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, step := range [][]string{{"-fill", strconv.Itoa(s.files(200_000)), dir}, {"-look", dir}} {
		if err := show(ctx, self, step...); err != nil {
			return err
		}
	}
	return nil
}

// fill makes the library and says what building its index costs.
func fill(ctx context.Context, dir string, n int) error {
	took, err := shelfful(ctx, dir, n)
	if err != nil {
		return err
	}
	bytes, err := size(dir)
	fmt.Printf("\na library of %d items, %.0f MB of records\n", n, float64(bytes)/1e6)
	fmt.Printf("%-44s %9.2f s\n", "index built from the manifest", took.Seconds())
	return err
}

// rowsOnScreen is what a large window shows of the grid at once.
const rowsOnScreen = 120

// look opens the library with nothing of it in memory, and looks around.
func look(ctx context.Context, dir string) error {
	if err := chill(dir); err != nil {
		return err
	}
	start := time.Now()
	l, err := library.OpenExisting(ctx, dir)
	if err != nil {
		return err
	}
	defer l.Close()
	opened := time.Since(start)
	t, err := l.Index.Timeline(ctx, index.Filter{})
	if err != nil {
		return err
	}
	listed := time.Since(start)
	rows, err := l.Index.Rows(ctx, t.IDs[:min(rowsOnScreen, len(t.IDs))])
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := l.Index.Thumb(ctx, r.Hash, 256); err != nil {
			return err
		}
	}
	screen := time.Since(start)
	fmt.Printf("%-44s %9.0f ms  (open %.0f, timeline %.0f, rows and thumbnails %.0f)\n", "cold start to the first screen",
		ms(screen), ms(opened), ms(listed-opened), ms(screen-listed))
	fmt.Printf("%-44s %9s\n", "memory then, and at most", inMemory())

	rnd := rand.New(rand.NewPCG(5, 6))
	var jumps []time.Duration
	for range 300 {
		at := rnd.IntN(max(1, len(t.IDs)-rowsOnScreen))
		start := time.Now()
		if _, err := l.Index.Rows(ctx, t.IDs[at:at+rowsOnScreen]); err != nil {
			return err
		}
		jumps = append(jumps, time.Since(start))
	}
	spread("jump of the timeline, the rows of a screen", jumps)
	for _, q := range questions() {
		var took []time.Duration
		var n int
		for range 9 {
			start := time.Now()
			if n, err = q.ask(ctx, l.Index); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			took = append(took, time.Since(start))
		}
		spread(fmt.Sprintf("%s (%d)", q.name, n), took)
	}
	for _, first := range []bool{true, false} {
		start := time.Now()
		on := true
		if _, err := l.Change(ctx, t.IDs[:1], library.Change{Trash: &on}); err != nil {
			return err
		}
		name := "an item to the trash"
		if first {
			name = "the first change, which reads the manifest"
		}
		fmt.Printf("%-44s %9.1f ms\n", name, ms(time.Since(start)))
		t.IDs = t.IDs[1:]
	}
	fmt.Printf("%-44s %9s\n", "memory then, and at most", inMemory())
	start = time.Now()
	rep, err := store.Check(ctx, dir, store.CheckOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("%-44s %9.2f s\n", fmt.Sprintf("check of the records (%d items)", rep.Items), time.Since(start).Seconds())
	fmt.Printf("%-44s %9s\n", "memory at the end, and at most", inMemory())
	return nil
}

// question is one thing the window asks for.
type question struct {
	name string
	ask  func(context.Context, *index.Index) (int, error)
}

func questions() []question {
	timeline := func(name string, f index.Filter) question {
		return question{name, func(ctx context.Context, x *index.Index) (int, error) {
			t, err := x.Timeline(ctx, f)
			if err != nil {
				return 0, err
			}
			return len(t.IDs), nil
		}}
	}
	search := func(words string) question {
		return timeline("search "+words, index.Filter{Search: words, Now: time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)})
	}
	return []question{
		timeline("the whole timeline", index.Filter{}),
		timeline("recently added", index.Filter{View: index.Recent}),
		timeline("favourites", index.Filter{Favorites: true}),
		timeline("screenshots", index.Filter{Screenshots: true}),
		timeline("the trash", index.Filter{View: index.Trash}),
		timeline("the camera's album", index.Filter{Album: index.AlbumKey{Phone: "4f2a8c11d0e3b756", Path: "DCIM/Camera"}}),
		timeline("an own album", index.Filter{Album: index.AlbumKey{Path: "Trip 3"}}),
		timeline("a part of the map", index.Filter{Within: &index.Box{South: 30, West: 0, North: 50, East: 40}}),
		search("videos 2023"),
		search("screenshots last week"),
		search("whatsapp"),
		search("img_2021"),
		{"album list", func(ctx context.Context, x *index.Index) (int, error) { a, err := x.Albums(ctx); return len(a), err }},
		{"places", func(ctx context.Context, x *index.Index) (int, error) {
			p, err := x.Places(ctx, index.Filter{})
			return len(p), err
		}},
		{"similar and bursts", func(ctx context.Context, x *index.Index) (int, error) {
			g, err := x.Similar(ctx, media.AlikeBits)
			return len(g), err
		}},
		{"numbers", func(ctx context.Context, x *index.Index) (int, error) {
			s, err := x.Stats(ctx, "")
			return s.Items, err
		}},
	}
}

func spread(name string, took []time.Duration) {
	fmt.Printf("%-44s %9.1f ms  (worst %.1f of %d)\n", name, ms(median(took)), ms(slices.Max(took)), len(took))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// chill takes a folder's files out of the system's memory, as after a start of
// the computer.
func chill(dir string) error {
	syscall.Sync()
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
	})
}

// inMemory is what this process has in memory, and had at most.
func inMemory() string {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	of := func(key string) float64 {
		_, rest, _ := strings.Cut(string(b), key+":")
		number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		kb, _ := strconv.ParseFloat(number, 64)
		return kb / 1e3 * 1.024
	}
	return fmt.Sprintf("%.0f MB, %.0f MB", of("VmRSS"), of("VmHWM"))
}
