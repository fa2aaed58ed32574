package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// clouds is the upload of a library to a WebDAV and to an S3 server, beside the
// rclone program copying the same originals to the same server. All start with an
// empty folder there. Ours sends the manifest too, and asks afterwards what the
// server has. -scale 100 is 2,000 files of 3 MB and 10,000 of 20 KB.
func clouds(ctx context.Context, s setup) error {
	servers := []server{webDAV()}
	if s.versitygw == "" {
		fmt.Println("NOT RUN: upload to S3 (-versitygw names no server)")
	} else {
		servers = append(servers, s3(s.versitygw))
	}
	for _, files := range []struct{ n, size int }{{s.files(2000), 3_000_000}, {s.files(10_000), 20_000}} {
		if err := s.compareClouds(ctx, servers, files.n, files.size); err != nil {
			return err
		}
	}
	return nil
}

// compareClouds uploads n files of a size to each server.
func (s setup) compareClouds(ctx context.Context, servers []server, n, size int) (err error) {
	at, err := os.MkdirTemp(s.out, "keepsake-bench-cloud-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(at)) }()
	from, lib, home := filepath.Join(at, "from"), filepath.Join(at, "library"), filepath.Join(at, "home")
	for _, dir := range []string{from, home} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	if err := randomFiles(from, n, size); err != nil {
		return err
	}
	conf := filepath.Join(home, "rclone.conf")
	env := []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "RCLONE_CONFIG=" + conf, "AWS_CA_BUNDLE="} // rclone 1.60 cannot use the last
	if _, err := measure(ctx, env, s.keepsake, "import", "--library", lib, from); err != nil {
		return err
	}
	for _, to := range servers {
		title := fmt.Sprintf("Upload to %s, %d files of %d KB (random bytes), loopback", to.title, n, size/1000)
		fmt.Fprintln(os.Stderr, title)
		cs, err := s.contenders(ctx, to, at, lib, conf, env, n)
		if err != nil {
			return err
		}
		report(title, int64(n)*int64(size), n, cs)
	}
	return nil
}

// contenders races ours and rclone's program to one server.
func (s setup) contenders(ctx context.Context, to server, at, lib, conf string, env []string, n int) (cs []*contender, err error) {
	served := filepath.Join(at, "served "+to.kind)
	if err := os.MkdirAll(filepath.Join(served, "bucket"), 0o700); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(served)) }()
	addr, stop, err := to.start(ctx, served)
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := os.WriteFile(conf, []byte(to.section(addr)), 0o600); err != nil {
		return nil, err
	}
	name := "bench-" + to.kind
	if _, err := measure(ctx, env, s.keepsake, "cloud", "add", name, "--kind", "rclone", "--set", "remote=bench", "--set", "conf="+conf, "--root", "bucket/ours", "--secrets-file", os.DevNull); err != nil {
		return nil, err
	}
	run := func(dir, program string, args ...string) func(context.Context, string) (sample, error) {
		return func(ctx context.Context, _ string) (sample, error) {
			for _, old := range []string{filepath.Join(served, "bucket", "ours"), filepath.Join(served, "bucket", "theirs"), filepath.Join(lib, ".keepsake", "cloud")} {
				if err := os.RemoveAll(old); err != nil {
					return sample{}, err
				}
			}
			got, err := measure(ctx, env, program, args...)
			if err != nil {
				return got, err
			}
			return got, landed(filepath.Join(served, "bucket", dir), n)
		}
	}
	cs = []*contender{
		{name: "keepsake upload", ours: true, run: run("ours", s.keepsake, "upload", "--to", name, "--library", lib)},
		{name: "rclone copy", run: run("theirs", "rclone", "copy", filepath.Join(lib, "Photos"), "bench:bucket/theirs")},
		{name: "rclone copy --transfers 8", run: run("theirs", "rclone", "copy", "--transfers", "8", filepath.Join(lib, "Photos"), "bench:bucket/theirs")},
	}
	return cs, race(ctx, s, false, cs)
}

// landed makes sure that a server has n pictures in a folder.
func landed(dir string, n int) error {
	found := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
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
