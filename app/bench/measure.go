package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// sample is one run of one program.
type sample struct {
	wall time.Duration
	cpu  time.Duration // user + system, of the program and its children
	rss  int64         // bytes, peak
}

// measure runs a program and fails with its output when it fails.
func measure(ctx context.Context, env []string, name string, args ...string) (sample, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if err != nil {
		return s, fmt.Errorf("%s %v: %w\n%s", name, args, err, tail(out.Bytes()))
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.rss = int64(ru.Maxrss) * 1024
	}
	return s, nil
}

// show runs a program and lets it print.
func show(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %v: %w", name, args, err)
	}
	return nil
}

func tail(b []byte) []byte {
	if len(b) > 2000 {
		b = b[len(b)-2000:]
	}
	return b
}

// contender is a program in a race. run does the whole work once; before prepares it.
type contender struct {
	name string
	ours bool
	solo bool // shown, but no peer to beat
	once bool // one round is enough
	run  func(ctx context.Context, dir string) (sample, error)
	got  []sample
}

// race lets the contenders do the same work in turn, each into an empty folder
// on the same file system, in another order in each round. What earlier runs
// left unwritten is flushed before each start, so that nobody pays for another.
//
// Folders that must not stay are removed at once; the others at the end, because
// some file systems are slow to make files for minutes after many were deleted.
func race(ctx context.Context, s setup, keep bool, cs []*contender) (err error) {
	var left []string
	defer func() {
		for _, dir := range left {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	for round := range s.rounds {
		order := slices.Clone(cs)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, c := range order {
			if c.once && round > 0 {
				continue
			}
			dir, err := os.MkdirTemp(s.out, "keepsake-bench-")
			if err != nil {
				return err
			}
			syscall.Sync()
			got, err := c.run(ctx, dir)
			if keep {
				left = append(left, dir)
			} else {
				err = errors.Join(err, os.RemoveAll(dir))
			}
			if err != nil {
				return fmt.Errorf("%s, round %d: %w", c.name, round+1, err)
			}
			c.got = append(c.got, got)
			fmt.Fprintf(os.Stderr, "  round %d  %-34s %7.2f s\n", round+1, c.name, got.wall.Seconds())
		}
	}
	return nil
}

func median[T int64 | float64 | time.Duration](v []T) T {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

func walls(ss []sample) (out []time.Duration) {
	for _, s := range ss {
		out = append(out, s.wall)
	}
	return out
}

// report prints a table: median, range, throughput, and each row against the
// fastest of the other programs.
func report(title string, bytes int64, files int, cs []*contender) {
	best := time.Duration(0)
	for _, c := range cs {
		if m := median(walls(c.got)); !c.ours && !c.solo && (best == 0 || m < best) {
			best = m
		}
	}
	fmt.Printf("\n%s\n", title)
	fmt.Printf("%-36s %9s %17s %8s %9s %8s %9s %12s\n", "", "median s", "range s", "MB/s", "files/s", "CPU s", "peak MB", "against best")
	for _, c := range cs {
		w := walls(c.got)
		m := median(w)
		var cpu []time.Duration
		var rss int64
		for _, g := range c.got {
			cpu = append(cpu, g.cpu)
			rss = max(rss, g.rss)
		}
		ratio := ""
		if best > 0 && c.ours {
			ratio = fmt.Sprintf("%.2f× as fast", best.Seconds()/m.Seconds())
		}
		fmt.Printf("%-36s %9.2f %8.2f –%7.2f %8.0f %9.0f %8.2f %9.0f %14s\n", c.name, m.Seconds(), slices.Min(w).Seconds(), slices.Max(w).Seconds(),
			float64(bytes)/1e6/m.Seconds(), float64(files)/m.Seconds(), median(cpu).Seconds(), float64(rss)/1e6, ratio)
	}
}
