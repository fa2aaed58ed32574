package adb

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestParseProgramVersion(t *testing.T) {
	for _, c := range []struct {
		out  string
		want ProgramVersion
		ok   bool
	}{
		{"Android Debug Bridge version 1.0.41\nVersion 34.0.5-debian\nInstalled as /usr/bin/adb\n", ProgramVersion{"34.0.5", 41}, true},
		{"Android Debug Bridge version 1.0.41\r\nVersion 36.0.0-13206524\r\nInstalled as C:\\adb.exe\r\n", ProgramVersion{"36.0.0", 41}, true},
		{"Android Debug Bridge version 1.0.32\n", ProgramVersion{"", 32}, true},
		{"Android Debug Bridge version 1.0.41\nVersion \x1b[31m\n", ProgramVersion{"", 41}, true},
		{"Android Debug Bridge version 1.0.x\n", ProgramVersion{}, false},
		{"Version 34.0.5\n", ProgramVersion{"34.0.5", 0}, false},
		{"", ProgramVersion{}, false},
	} {
		if got, ok := parseProgramVersion(c.out); got != c.want || ok != c.ok {
			t.Errorf("%q: %+v %v", c.out, got, ok)
		}
	}
}

func FuzzParseProgramVersion(f *testing.F) {
	f.Add("Android Debug Bridge version 1.0.41\nVersion 34.0.5-debian\n")
	f.Fuzz(func(t *testing.T, out string) {
		v, ok := parseProgramVersion(out)
		if len(v.Release) > 20 || strings.Trim(v.Release, "0123456789.") != "" || v.Protocol < 0 || ok && v.Protocol > 0xffff {
			t.Errorf("%+v", v)
		}
	})
}

func TestAskProgram(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // where a shell script is no program
	}
	dir := t.TempDir()
	program := func(name, script string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
		return p
	}
	good := program("good", "echo 'Android Debug Bridge version 1.0.41'; echo 'Version 35.0.2-12147458'; yes | head -c 200000")
	if v, err := AskProgram(testContext(t), good); err != nil || v != (ProgramVersion{"35.0.2", 41}) {
		t.Errorf("%+v, %v", v, err)
	}
	for name, p := range map[string]string{
		"fails": program("fails", "exit 3"), "is another program": program("other", "echo hello"), "is not there": filepath.Join(dir, "none"),
	} {
		if v, err := AskProgram(testContext(t), p); err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

func TestAnswers(t *testing.T) {
	f := newFakeServer(t)
	s := NewServer(Options{Addr: f.l.Addr().String(), NoStart: true})
	if v, err := s.Answers(testContext(t)); v != 41 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
	f.answer("host:version", "OKAY0004001f")
	if v, err := s.Answers(testContext(t)); v != 31 || err != nil {
		t.Errorf("an old server: %d, %v", v, err)
	}
	for what, raw := range map[string]string{
		"a web server":         "HTTP/1.1 400 Bad Request\r\n\r\n",
		"no number":            "OKAY0004zzzz",
		"a number too long":    "OKAY000800000029",
		"a length that is not": "OKAYxxxx",
	} {
		f.answer("host:version", raw)
		_, err := s.Answers(testContext(t))
		if wantIs(t, err, ErrServer, ErrProtocol); errors.Is(err, ErrNoServer) {
			t.Errorf("%s: %v", what, err)
		}
	}
	f.answer("host:version", "")
	if _, err := s.Answers(testContext(t)); !errors.Is(err, ErrServer) || errors.Is(err, ErrProtocol) {
		t.Errorf("hangs up: %v", err)
	}
	f.noneOpen()
	_, err := NewServer(Options{Addr: refusingAddr(t)}).Answers(testContext(t))
	wantIs(t, err, ErrNoServer)
}

func TestAnswersStartsNothing(t *testing.T) {
	t.Setenv(playAdb, "start")
	addr := refusingAddr(t)
	if _, err := NewServer(Options{Addr: addr, Program: os.Args[0]}).Answers(testContext(t)); !errors.Is(err, ErrNoServer) {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", addr); err == nil {
		io.Copy(io.Discard, c)
		t.Error("a server was started")
	}
}

func TestLocal(t *testing.T) {
	for addr, want := range map[string]bool{"127.0.0.1:5037": true, "[::1]:5037": true, "192.0.2.7:5037": false, "attic:5037": false, "odd": false} {
		if got := NewServer(Options{Addr: addr}).Local(); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}

func TestToolsDir(t *testing.T) {
	home := func() (string, error) { return "/home/mara", nil }
	env := func(vars map[string]string) func(string) string { return func(k string) string { return vars[k] } }
	for _, c := range []struct {
		system string
		vars   map[string]string
		want   string
	}{
		{"linux", nil, "/home/mara/.local/share"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/data"}, "/data"},
		{"linux", map[string]string{"XDG_DATA_HOME": "relative"}, "/home/mara/.local/share"},
		{"darwin", map[string]string{"XDG_DATA_HOME": "/data"}, "/home/mara/Library/Application Support"},
		{"windows", nil, "/home/mara/AppData/Local"},
	} {
		if got, err := dataDir(c.system, env(c.vars), home); err != nil || filepath.ToSlash(got) != c.want {
			t.Errorf("%s %v: %q, %v", c.system, c.vars, got, err)
		}
	}
	if _, err := dataDir("linux", env(nil), func() (string, error) { return "", errors.New("homeless") }); err == nil {
		t.Error("a folder without a home")
	}
	t.Setenv("HOME", t.TempDir())
	dir, err := ToolsDir()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(programPlaces(), filepath.Join(dir, programName())) {
		t.Errorf("%s is not looked into: %v", dir, programPlaces())
	}
}
