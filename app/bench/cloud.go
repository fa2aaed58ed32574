package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// clouds is the upload of a library to a WebDAV server, beside the rclone program
// copying the same originals to the same server. Both start with an empty folder
// there. Ours sends the manifest too, uploads under temporary names, and asks for
// each file afterwards. BENCH_CLOUD_LARGE and BENCH_CLOUD_SMALL change the counts.
func clouds(ctx context.Context, s setup) error {
	large, err := count("BENCH_CLOUD_LARGE", 200)
	if err != nil {
		return err
	}
	small, err := count("BENCH_CLOUD_SMALL", 1000)
	if err != nil {
		return err
	}
	if err := s.compareClouds(ctx, s.files(large), 3_000_000); err != nil {
		return err
	}
	return s.compareClouds(ctx, s.files(small), 20_000)
}

func count(name string, usual int) (int, error) {
	text := os.Getenv(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s=%s is no count", name, text)
	}
	return n, nil
}

// compareClouds uploads n files of a size.
func (s setup) compareClouds(ctx context.Context, n, size int) (err error) {
	title := fmt.Sprintf("Upload to rclone serve webdav, %d files of %d KB (random bytes), loopback", n, size/1000)
	fmt.Fprintln(os.Stderr, title)
	at, err := os.MkdirTemp(s.out, "keepsake-bench-cloud-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(at)) }()
	from, lib, home, served := filepath.Join(at, "from"), filepath.Join(at, "library"), filepath.Join(at, "home"), filepath.Join(at, "served")
	for _, dir := range []string{from, home, served} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	if err := randomFiles(from, n, size); err != nil {
		return err
	}
	env := []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "RCLONE_CONFIG=" + os.DevNull}
	if _, err := measure(ctx, env, s.keepsake, "import", "--library", lib, from); err != nil {
		return err
	}
	addr, stop, err := serveWebDAV(ctx, served)
	if err != nil {
		return err
	}
	defer stop()
	empty := func() error {
		for _, name := range []string{"ours", "theirs"} {
			if err := os.RemoveAll(filepath.Join(served, name)); err != nil {
				return err
			}
		}
		return os.RemoveAll(filepath.Join(lib, ".keepsake", "cloud")) // what it remembers of the last time
	}
	if _, err := measure(ctx, env, s.keepsake, "cloud", "add", "bench", "--kind", "webdav", "--set", "url=http://"+addr, "--root", "ours", "--secrets-file", os.DevNull); err != nil {
		return err
	}
	landed := func(dir string) error {
		found := 0
		err := filepath.WalkDir(filepath.Join(served, dir), func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && filepath.Ext(path) == ".jpg" {
				found++
			}
			return err
		})
		if err == nil && found != n {
			err = fmt.Errorf("%d files of %d arrived in %s", found, n, dir)
		}
		return err
	}
	run := func(dir, program string, args ...string) func(context.Context, string) (sample, error) {
		return func(ctx context.Context, _ string) (sample, error) {
			if err := empty(); err != nil {
				return sample{}, err
			}
			got, err := measure(ctx, env, program, args...)
			if err != nil {
				return got, err
			}
			return got, landed(dir)
		}
	}
	cs := []*contender{
		{name: "keepsake upload", ours: true, run: run("ours", s.keepsake, "upload", "--to", "bench", "--library", lib)},
		{name: "rclone copy", run: run("theirs", "rclone", "copy", filepath.Join(lib, "Photos"), ":webdav,url='http://"+addr+"':theirs")},
		{name: "rclone copy --transfers 8", run: run("theirs", "rclone", "copy", "--transfers", "8", filepath.Join(lib, "Photos"), ":webdav,url='http://"+addr+"':theirs")},
	}
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	report(title, int64(n)*int64(size), n, cs)
	return nil
}

// serveWebDAV runs rclone's server on a folder until stop.
func serveWebDAV(ctx context.Context, dir string) (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr = l.Addr().String()
	if err := l.Close(); err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, "rclone", "serve", "webdav", dir, "--addr", addr, "--dir-cache-time", "0s")
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		cancel()
		return "", nil, err
	}
	stop = func() {
		cancel()
		_ = cmd.Wait() // it was killed
	}
	for range 500 {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			return addr, stop, c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("rclone serve webdav does not answer: %s", said.String())
}
