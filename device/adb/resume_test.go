package adb

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"
	"testing"
)

// answers serves the phone's shell: one list of packets for each command, in order.
func answers(t *testing.T, f *fakeServer, packets ...string) {
	n := 0
	f.service("shell,v2,raw:", func(c net.Conn) {
		if n == len(packets) {
			t.Error("one command too many")
			return
		}
		n++
		script(t, step{noStdin, packets[n-1]})(c)
	})
}

func TestReadFrom(t *testing.T) {
	const block = resumeBlock
	done := packet(shellExit, "\x00")
	missing := packet(shellStderr, "/system/bin/sh: dd: inaccessible or not found\n") + packet(shellExit, "\x7f")
	before := packet(shellStdout, strings.Repeat("x", 100_000)) + packet(shellStdout, strings.Repeat("x", 5)+"the rest")
	tests := []struct {
		name     string
		offset   int64
		answers  []string
		want     string
		commands []string
		err      error
	}{
		{name: "a whole block", offset: 3 * block, answers: []string{packet(shellStdout, "the rest") + packet(shellStderr, "0+1 records in\n") + done},
			want: "the rest", commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=3"}},
		{name: "within a block", offset: 7*block + 100_005, answers: []string{before + done},
			want: "the rest", commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=7"}},
		{name: "shorter than the offset", offset: 100_005, answers: []string{packet(shellStdout, "xxx") + done},
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=0"}},
		{name: "tail", offset: 100_005, answers: []string{missing, packet(shellStdout, "the rest") + done},
			want: "the rest", commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=0", "tail -c +100006 '/sdcard/it'\\''s'"}},
		{name: "neither", offset: 5, answers: []string{missing, missing}, err: errors.ErrUnsupported,
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=0", "tail -c +6 '/sdcard/it'\\''s'"}},
		{name: "too far for tail", offset: tailAtMost + 1, answers: []string{missing}, err: errors.ErrUnsupported,
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=2048"}},
		{name: "no such file", offset: block, answers: []string{packet(shellStderr, "dd: /sdcard/it's: No such file or directory\n") + packet(shellExit, "\x01")}, err: fs.ErrNotExist,
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=1"}},
		{name: "it breaks off", offset: block, answers: []string{packet(shellStdout, "the r") + packet(shellStderr, "dd: read: I/O error\n") + packet(shellExit, "\x01")}, want: "the r", err: EIO,
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=1"}},
		{name: "unplugged", offset: block, answers: []string{packet(shellStdout, "the r")}, want: "the r", err: ErrDeviceGone,
			commands: []string{"dd if='/sdcard/it'\\''s' bs=262144 skip=1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakeServer(t)
			answers(t, f, tt.answers...)
			var got bytes.Buffer
			n, err := f.device().ReadFrom(testContext(t), "/sdcard/it's", tt.offset, &got)
			if !errors.Is(err, tt.err) || got.String() != tt.want || n != int64(len(tt.want)) {
				t.Errorf("%d bytes, %q, %v", n, got.String(), err)
			}
			var commands []string
			for _, r := range f.requests() {
				if c, ok := strings.CutPrefix(r, "shell,v2,raw:"); ok {
					commands = append(commands, c)
				}
			}
			if strings.Join(commands, "|") != strings.Join(tt.commands, "|") {
				t.Errorf("commands %q, want %q", commands, tt.commands)
			}
			f.noneOpen()
		})
	}
}

func TestReadFromStalled(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", func(c net.Conn) { io.Copy(io.Discard, c) })
	_, err := f.device(impatient).ReadFrom(testContext(t), "/sdcard/a", 5, io.Discard)
	wantIs(t, err, ErrDeviceGone, ErrSilent)
	f.noneOpen()
}

func TestReadFromNot(t *testing.T) {
	f := newFakeServer(t)
	for _, path := range []string{"of=/sdcard/x", "", "/sdcard/a\x00b"} {
		if _, err := f.device().ReadFrom(testContext(t), path, 5, io.Discard); err == nil {
			t.Errorf("%q was read", path)
		}
	}
	full := errors.New("disk full")
	answers(t, f, packet(shellStdout, "the rest")+packet(shellExit, "\x00"))
	_, err := f.device().ReadFrom(testContext(t), "/sdcard/a", 0, failingWriter{full})
	wantIs(t, err, full)
	f.setFeatures("cmd,stat_v2")
	_, err = f.device().ReadFrom(testContext(t), "/sdcard/a", 5, io.Discard)
	wantIs(t, err, errors.ErrUnsupported)
	f.noneOpen()
}
