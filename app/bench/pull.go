package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// large: 2,000 files of 3 MB, random bytes: a phone full of photos.
func large(ctx context.Context, s setup) error {
	n := s.files(2000)
	return s.compare(ctx, fmt.Sprintf("Pull, %d files of 3 MB (random bytes), loopback", n), n, 3_000_000, s.serial, s.peers(s.serial))
}

// small: 10,000 files of 2 KB: what costs is each file, not its bytes.
func small(ctx context.Context, s setup) error {
	n := s.files(10_000)
	return s.compare(ctx, fmt.Sprintf("Pull, %d files of 2 KB, loopback", n), n, 2048, s.serial, s.peers(s.serial))
}

// memory is small without a disk: what the wire itself costs for each file. The
// peers write into a memory file system.
func memory(ctx context.Context, s setup) error {
	n := s.files(2000)
	title := fmt.Sprintf("Pull, %d files of 2 KB into memory, loopback", n)
	fmt.Fprintln(os.Stderr, title)
	s.out = "/dev/shm"
	if err := s.fill(n, 2048); err != nil {
		return err
	}
	defer os.RemoveAll(s.sdcard("DCIM"))
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cs := append(s.peers(s.serial)[:3], &contender{name: "keepsake, into memory", ours: true, run: func(ctx context.Context, _ string) (sample, error) {
		return measure(ctx, nil, self, "-serial", s.serial, "-memory", "/sdcard/DCIM/Camera")
	}})
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	report(title, int64(n)*2048, n, cs)
	return nil
}

// link: 3 MB files through a link of 35 MB/s with 3 ms delay each way, about USB 2.
func link(ctx context.Context, s setup) (err error) {
	const rate, delay = 35_000_000, 3 * time.Millisecond
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &proxy{to: s.serial, rate: rate, delay: delay}
	go p.serve(ctx, l)
	serial := l.Addr().String()
	// Keepsake knows a phone by more than its address and would take the faster way:
	// the link has to be the only one.
	for _, args := range [][]string{{"disconnect", s.serial}, {"connect", serial}} {
		if _, err := measure(ctx, nil, s.adb, args...); err != nil {
			return err
		}
	}
	defer func() {
		ctx := context.WithoutCancel(ctx)
		for _, args := range [][]string{{"disconnect", serial}, {"connect", s.serial}} {
			if _, lerr := measure(ctx, nil, s.adb, args...); err == nil {
				err = lerr
			}
		}
	}()
	n := s.files(200)
	return s.compare(ctx, fmt.Sprintf("Pull, %d files of 3 MB through a link of %d MB/s with %v delay each way", n, rate/1_000_000, delay), n, 3_000_000, serial, s.peers(serial)[:1])
}

// peers are the ways of adb itself.
func (s setup) peers(serial string) []*contender {
	pull := func(adb string, flags ...string) func(context.Context, string) (sample, error) {
		return func(ctx context.Context, dir string) (sample, error) {
			args := append([]string{"-s", serial, "pull"}, flags...)
			return measure(ctx, nil, adb, append(args, "/sdcard/DCIM", dir)...)
		}
	}
	synced := func(ctx context.Context, dir string) (sample, error) {
		return measure(ctx, nil, "sh", "-c", `"$1" -s "$2" pull -Z /sdcard/DCIM "$3" && sync -f "$3"`, "sh", s.adb, serial, dir)
	}
	return []*contender{
		{name: "adb 34 pull -Z", run: pull(s.adb, "-Z")},
		{name: "adb 34 pull (default, zstd)", run: pull(s.adb)},
		{name: "adb 29 pull", run: pull(s.oldADB)},
		{name: "adb 34 pull -Z, then sync (durable)", solo: true, run: synced},
	}
}

// compare makes n files of size bytes on the phone and races the peers against us.
func (s setup) compare(ctx context.Context, title string, n int, size int, serial string, peers []*contender) error {
	fmt.Fprintf(os.Stderr, "%s\n", title)
	if err := s.fill(n, size); err != nil {
		return err
	}
	defer os.RemoveAll(s.sdcard("DCIM"))
	ours := func(flags ...string) func(context.Context, string) (sample, error) {
		return func(ctx context.Context, dir string) (sample, error) {
			args := append([]string{"backup", "--device", serial, "--library", filepath.Join(dir, "library")}, flags...)
			got, err := measure(ctx, nil, s.keepsake, args...)
			if err != nil {
				return got, err
			}
			return got, arrived(dir, n, int64(size))
		}
	}
	cs := append(peers,
		&contender{name: "keepsake (hashed, durable, indexed)", ours: true, run: ours("--no-verify")},
		&contender{name: "keepsake, verified against the phone", solo: true, once: true, run: ours()})
	if err := race(ctx, s, size < 1<<20, cs); err != nil {
		return err
	}
	report(title, int64(n)*int64(size), n, cs)
	return nil
}

// fill puts n files of random bytes into the phone's camera folder.
func (s setup) fill(n, size int) error {
	dir := s.sdcard("DCIM", "Camera")
	if err := os.RemoveAll(s.sdcard("DCIM")); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return randomFiles(dir, n, size)
}

// randomFiles makes n files of random bytes with the names and dates of photos.
func randomFiles(dir string, n, size int) error {
	buf := make([]byte, size)
	start := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
	for i := range n {
		rand.Read(buf)
		t := start.Add(time.Duration(i) * 37 * time.Minute)
		path := filepath.Join(dir, t.Format("IMG_20060102_150405.jpg"))
		if err := os.WriteFile(path, buf, 0o644); err != nil {
			return err
		}
		if err := os.Chtimes(path, t, t); err != nil {
			return err
		}
	}
	return nil
}

// arrived makes sure that a figure is never one of a run that lost something.
func arrived(dir string, n int, size int64) error {
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), "IMG_") {
			return err
		}
		st, err := d.Info()
		if err == nil && st.Size() == size {
			files++
		}
		return err
	})
	if err == nil && files != n {
		err = fmt.Errorf("%d of %d files arrived whole", files, n)
	}
	return err
}
