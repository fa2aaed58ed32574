package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"time"
)

// server is one that clouds uploads to.
type server struct {
	kind, title string
	start       func(ctx context.Context, dir string) (addr string, stop func(), err error)
	section     func(addr string) string // of an rclone.conf, named bench
}

func webDAV() server {
	return server{"webdav", "rclone serve webdav", func(ctx context.Context, dir string) (string, func(), error) {
		return serve(ctx, nil, func(addr string) *exec.Cmd {
			return exec.CommandContext(ctx, "rclone", "serve", "webdav", dir, "--addr", addr, "--dir-cache-time", "0s")
		})
	}, func(addr string) string {
		return "[bench]\ntype = webdav\nurl = http://" + addr + "\nvendor = other\n"
	}}
}

// The keys of the S3 server, which serves this computer alone and for minutes.
const accessKey, secretKey = "bench", "of-this-computer-only"

func s3(program string) server {
	return server{"s3", "versitygw (S3)", func(ctx context.Context, dir string) (string, func(), error) {
		env := []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey}
		return serve(ctx, env, func(addr string) *exec.Cmd {
			return exec.CommandContext(ctx, program, "--port", addr, "posix", "--nometa", dir)
		})
	}, func(addr string) string {
		return "[bench]\ntype = s3\nprovider = Other\nregion = us-east-1\nendpoint = http://" + addr +
			"\naccess_key_id = " + accessKey + "\nsecret_access_key = " + secretKey + "\nno_check_bucket = true\n"
	}}
}

// serve runs a server on a free port until stop, and waits until it answers.
func serve(ctx context.Context, env []string, command func(addr string) *exec.Cmd) (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr = l.Addr().String()
	if err := l.Close(); err != nil {
		return "", nil, err
	}
	cmd := command(addr)
	cmd.Env = append(os.Environ(), append(env, "RCLONE_CONFIG="+os.DevNull)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()         // it was killed
	}
	for range 500 {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			return addr, stop, c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("%s does not answer: %s", cmd.Path, said.String())
}
