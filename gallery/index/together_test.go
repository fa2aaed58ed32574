package index

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The second program of TestTwoPrograms is this one, told so by its environment.
const otherProgram = "KEEPSAKE_INDEX_TEST_OTHER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(otherProgram); dir != "" {
		if err := beOtherProgram(context.Background(), dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// beOtherProgram applies its half of a library, item by item and as a whole.
func beOtherProgram(ctx context.Context, dir string) error {
	x, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Println("open")
	for chunk := range slices.Chunk(library(1000, 11)[500:], 10) {
		if err := x.Apply(ctx, chunk, "other"); err != nil {
			return err
		}
		var ts []Thumb
		for _, it := range chunk {
			ts = append(ts, Thumb{Hash: it.Hash, Pixels: 256, JPEG: it.Hash[:]})
		}
		if err := x.PutThumbs(ctx, ts); err != nil {
			return err
		}
	}
	return x.Close()
}

func TestTwoPrograms(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), otherProgram+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	x := open(t, dir) // both make the files at once
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "open\n" {
		t.Fatalf("%q, %v", line, err)
	}
	items := library(1000, 11)
	for chunk := range slices.Chunk(items[:500], 10) {
		apply(t, x, "mine", chunk...)
		timeline(t, x, Filter{})
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if x.ReadOnly() {
		t.Fatal(x.Cause())
	}
	if got, want := hashes(t, x, Filter{}), hashes(t, filled(t, items...), Filter{}); !slices.Equal(got, want) {
		t.Errorf("%d items, want %d in the same order", len(got), len(want))
	}
	for _, it := range items[500:] {
		if _, err := x.Thumb(t.Context(), it.Hash, 256); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTwoHandles(t *testing.T) {
	dir := t.TempDir()
	x, y := open(t, dir), open(t, dir)
	apply(t, x, "1", photo("1.jpg", "2023-01-01"))
	if got := names(t, y, Filter{}); got != "1.jpg" {
		t.Errorf("the other sees %q", got)
	}
	apply(t, y, "2", photo("2.jpg", "2023-01-02"))
	if p, err := x.Position(t.Context()); p != "2" || err != nil {
		t.Errorf("position %q, %v", p, err)
	}
	if got := names(t, x, Filter{}); got != "2.jpg 1.jpg" {
		t.Errorf("the first sees %q", got)
	}
	if y.Fresh() {
		t.Error("both made the file")
	}
}

// Everything at once, for the race detector.
func TestManyGoroutines(t *testing.T) {
	x := open(t, t.TempDir())
	items := library(600, 13)
	apply(t, x, "0", items[:100]...)
	var work sync.WaitGroup
	run := func(what string, times int, f func(i int) error) {
		work.Go(func() {
			for i := range times {
				if err := f(i); err != nil {
					t.Errorf("%s: %v", what, err)
					return
				}
			}
		})
	}
	ctx := t.Context()
	run("apply", 50, func(i int) error { return x.Apply(ctx, items[i*10:i*10+100], "p") })
	run("thumbs", 50, func(i int) error {
		return x.PutThumbs(ctx, []Thumb{{Hash: items[i*10].Hash, Pixels: 256, JPEG: []byte("x")}})
	})
	run("drop", 3, func(int) error { return x.DropThumbs(ctx) })
	run("prune", 3, func(int) error { _, err := x.PruneThumbs(ctx); return err })
	for range 3 {
		run("read", 30, func(int) error {
			tl, err := x.Timeline(ctx, Filter{Search: "img"})
			if err != nil {
				return err
			}
			if _, err = x.Rows(ctx, tl.IDs); err != nil {
				return err
			}
			_, err = x.Item(ctx, tl.IDs[0])
			return err
		})
		run("numbers", 10, func(int) error {
			_, err := x.Albums(ctx)
			_, err2 := x.Phones(ctx)
			_, err3 := x.WithoutThumbs(ctx, 10)
			return errors.Join(err, err2, err3)
		})
	}
	work.Wait()
	if n := len(timeline(t, x, Filter{IncludeTrashed: true}).IDs); n != 590 {
		t.Errorf("%d items", n)
	}
}

func TestCancelled(t *testing.T) {
	x := filled(t, photo("1.jpg", "2023-01-01"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range map[string]func() error{
		"Position":      func() error { _, err := x.Position(ctx); return err },
		"Apply":         func() error { return x.Apply(ctx, library(10, 1), "2") },
		"Reset":         func() error { return x.Reset(ctx) },
		"Timeline":      func() error { _, err := x.Timeline(ctx, Filter{}); return err },
		"Rows":          func() error { _, err := x.Rows(ctx, []int64{1}); return err },
		"Item":          func() error { _, err := x.Item(ctx, 1); return err },
		"Albums":        func() error { _, err := x.Albums(ctx); return err },
		"Stats":         func() error { _, err := x.Stats(ctx, ""); return err },
		"Phones":        func() error { _, err := x.Phones(ctx); return err },
		"PutThumbs":     func() error { return x.PutThumbs(ctx, []Thumb{thumb("1.jpg", 256)}) },
		"Thumb":         func() error { _, err := x.Thumb(ctx, hashOf("1.jpg"), 256); return err },
		"WithoutThumbs": func() error { _, err := x.WithoutThumbs(ctx, 1); return err },
		"DropThumbs":    func() error { return x.DropThumbs(ctx) },
		"PruneThumbs":   func() error { _, err := x.PruneThumbs(ctx); return err },
		"Open":          func() error { _, err := Open(ctx, t.TempDir()); return err },
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := names(t, x, Filter{}); got != "1.jpg" {
		t.Errorf("timeline %s", got)
	}
}

// endsAfter is a context that ends when it has been asked a number of times.
type endsAfter struct {
	context.Context
	left, asked int
}

func (c *endsAfter) Err() error {
	if c.asked++; c.asked > c.left {
		return context.Canceled
	}
	return nil
}

// Stopped half-way, Apply leaves nothing of its items and does not move the position.
func TestApplyIsWhole(t *testing.T) {
	looks := func(items int) int {
		ctx := &endsAfter{Context: t.Context(), left: 1 << 20}
		if err := open(t, t.TempDir()).Apply(ctx, library(items, 1), "1"); err != nil {
			t.Fatal(err)
		}
		return ctx.asked
	}
	few, all := looks(1), looks(300)
	if all < few+300/probeSize {
		t.Fatalf("looked %d times at its context for 300 items, %d for one", all, few)
	}
	x := filled(t, photo("1.jpg", "2023-01-01"))
	for left := range all {
		err := x.Apply(&endsAfter{Context: t.Context(), left: left}, library(300, 1), "2")
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("after %d looks: %v", left, err)
		}
		if p, err := x.Position(t.Context()); p != "1" || err != nil {
			t.Errorf("position %q, %v", p, err)
		}
		if got := names(t, x, Filter{}); got != "1.jpg" {
			t.Errorf("timeline %s", got)
		}
	}
}

// A writer waits for another one as long as its caller does.
func TestWaitingForAnotherWriterEnds(t *testing.T) {
	dir := t.TempDir()
	x, y := open(t, dir), open(t, dir)
	err := y.main.update(t.Context(), func(context.Context, *sql.Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		if err := x.Apply(ctx, library(1, 1), "1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if _, err := x.Timeline(t.Context(), Filter{}); err != nil {
			t.Errorf("a reader waits too: %v", err)
		}
		if z := open(t, dir); z.ReadOnly() || z.Fresh() {
			t.Errorf("opened meanwhile: read-only %v, fresh %v", z.Cause(), z.Fresh())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Position(t.Context()); err != nil {
		t.Error(err)
	}
	apply(t, x, "1", library(1, 1)...)
	if s := ErrBusy.Error(); strings.Contains(s, "SQLITE") {
		t.Error(s)
	}
}
