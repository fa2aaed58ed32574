package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The test program plays adb when this is set: "start" leaves a server behind,
// as adb does, "serve" is that server, "fail" says why not.
const playAdb = "KEEPSAKE_TEST_PLAYS_ADB"

func TestMain(m *testing.M) {
	switch os.Getenv(playAdb) {
	case "start":
		if os.Getenv("ADB_SERVER_SOCKET") != "" {
			fmt.Println("told two addresses")
			os.Exit(1)
		}
		// -P PORT start-server
		server := exec.Command(os.Args[0], os.Args[2])
		server.Env = append(os.Environ(), playAdb+"=serve")
		server.Stdout = os.Stdout // which stays open, as the real one's may
		ready, err := server.StderrPipe()
		if err == nil {
			err = server.Start()
		}
		if err == nil {
			_, err = ready.Read(make([]byte, 1))
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "serve":
		serveUntilKilled(os.Args[1])
	case "fail":
		fmt.Println("* cannot bind: for a reason")
		os.Exit(1)
	default:
		os.Exit(m.Run())
	}
}

// serveUntilKilled is the least a server can be.
func serveUntilKilled(port string) {
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		return
	}
	fmt.Fprint(os.Stderr, "x")
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		request, _ := readHexed(c)
		io.WriteString(c, "OKAY00040029")
		c.Close()
		if request == "host:kill" {
			return
		}
	}
}

func TestEnsureStartsAServer(t *testing.T) {
	t.Setenv(playAdb, "start")
	t.Setenv("ADB_SERVER_SOCKET", "tcp:1") // must not reach the program
	addr := refusingAddr(t)
	s := NewServer(Options{Addr: addr, Program: os.Args[0]})
	ctx := testContext(t)
	defer func() {
		if l, err := s.dial(ctx); err == nil {
			l.request("host:kill")
			l.Close()
		}
	}()
	if err := s.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
	t.Setenv(playAdb, "fail") // it runs: nothing is started
	if err := s.Ensure(ctx); err != nil {
		t.Errorf("with a running server: %v", err)
	}
}

func TestEnsureSaysWhyNot(t *testing.T) {
	t.Setenv(playAdb, "fail")
	ctx := testContext(t)
	err := NewServer(Options{Addr: refusingAddr(t), Program: os.Args[0]}).Ensure(ctx)
	wantIs(t, err, ErrServer)
	if !strings.Contains(err.Error(), "for a reason") || !strings.Contains(err.Error(), os.Args[0]) {
		t.Errorf("%v does not say what the program said", err)
	}
	for name, o := range map[string]Options{
		"not ours to start":  {Addr: refusingAddr(t), Program: os.Args[0], NoStart: true},
		"another computer's": {Addr: "192.0.2.1.invalid:1", Program: os.Args[0]},
	} {
		if err := NewServer(o).Ensure(ctx); !errors.Is(err, ErrNoServer) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	wantIs(t, NewServer(Options{Addr: refusingAddr(t), Program: os.Args[0]}).Ensure(cancelled), context.Canceled)
}

func TestNoProgram(t *testing.T) {
	home, sdk := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("PATH", t.TempDir())
	t.Setenv("ANDROID_HOME", sdk)
	t.Setenv("ANDROID_SDK_ROOT", "")
	places := programPlaces()
	s := NewServer(Options{Addr: refusingAddr(t)})
	if _, err := s.findProgram(); err == nil {
		return // this computer has one where package managers put it
	}
	err := s.Ensure(testContext(t))
	wantIs(t, err, ErrNoProgram)
	var none *NoProgramError
	if !errors.As(err, &none) || len(none.Looked) != len(places) {
		t.Fatalf("%v does not say where it was looked for", err)
	}
	for _, part := range []string{filepath.Join(sdk, "platform-tools"), "on the PATH"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not name %s", err, part)
		}
	}
	err = NewServer(Options{Addr: refusingAddr(t), Program: filepath.Join(home, "adb")}).Ensure(testContext(t))
	if !errors.As(err, &none) || len(none.Looked) != 1 {
		t.Errorf("with a program given: %v", err)
	}
}

func TestFindProgram(t *testing.T) {
	onPath, sdk := t.TempDir(), t.TempDir()
	t.Setenv("PATH", onPath)
	t.Setenv("ANDROID_HOME", "")
	t.Setenv("ANDROID_SDK_ROOT", sdk)
	t.Chdir(t.TempDir())
	place := func(path string) string {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	s := NewServer(Options{})
	check := func(want string) {
		t.Helper()
		if got, err := s.findProgram(); got != want || err != nil {
			t.Errorf("found %q, %v; want %q", got, err, want)
		}
	}
	place(programName()) // in the current folder, where it must not be taken from
	check(place(filepath.Join(onPath, programName())))
	check(place(filepath.Join(sdk, "platform-tools", programName())))
	if runtime.GOOS != "windows" {
		s = NewServer(Options{Program: place(filepath.Join(t.TempDir(), "mine"))})
		check(s.o.Program)
	}
}
