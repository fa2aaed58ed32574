package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The peers are programs of others: adb, and npm's @yume-chan/adb. With
// KEEPSAKE_PEERS=1 they have to be there; otherwise what is missing is left out.
//
//	KEEPSAKE_ADB           further adb programs, separated as in PATH
//	KEEPSAKE_NODE_MODULES  the folder in which `npm install` was run with
//	                       testdata/yume/package.json

// missing says that a peer is not there, which is an error only when they are demanded.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("KEEPSAKE_PEERS") == "1" {
		t.Fatalf("%s is missing, and KEEPSAKE_PEERS=1 demands it", what)
	}
	t.Logf("%s is missing: nothing tried", what)
}

// adbPrograms returns the adb programs to try.
func adbPrograms(t *testing.T) []string {
	t.Helper()
	var all []string
	if p, err := exec.LookPath("adb"); err == nil {
		all = append(all, p)
	}
	for _, p := range filepath.SplitList(os.Getenv("KEEPSAKE_ADB")) {
		if p != "" {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		missing(t, "the program adb")
	}
	return all
}

// adbServer is an adb program with a server of its own.
type adbServer struct {
	t       *testing.T
	program string
	port    int
	env     []string
}

// startServer runs a server that looks for no devices by itself, with keys of its own.
func startServer(t *testing.T, program string, env ...string) *adbServer {
	t.Helper()
	l, err := listen(localhost, 0)
	must(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	s := &adbServer{t: t, program: program, port: port}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "ADB_") && !strings.HasPrefix(kv, "ANDROID_") && !strings.HasPrefix(kv, "HOME=") {
			s.env = append(s.env, kv)
		}
	}
	s.env = append(s.env, "HOME="+t.TempDir(), "ADB_MDNS=0", "ADB_EMU=0", "ADB_USB=0", "ADB_LOCAL_TRANSPORT_MAX_PORT=0")
	s.env = append(s.env, env...)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "-P", fmt.Sprint(port), "nodaemon", "server")
	cmd.Env = s.env
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	must(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s: %.3000s", program, log.String())
		}
	})
	for range 1000 {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			c.Close()
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the server of %s does not answer", program)
	return nil
}

// run runs the program with arguments and returns both outputs and the exit code.
func (s *adbServer) run(args ...string) (stdout, stderr string, code int) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.program, append([]string{"-P", fmt.Sprint(s.port)}, args...)...)
	cmd.Env = s.env
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatalf("adb %q: %v", args, err)
	}
	return out.String(), errw.String(), cmd.ProcessState.ExitCode()
}

// The real adb attaches to the phone and everything it does works: with the old
// server, the current one, and the current one with delayed acknowledgements.
func TestRealADB(t *testing.T) {
	for _, program := range adbPrograms(t) {
		for _, env := range []string{"ADB_DELAYED_ACK=0", "ADB_DELAYED_ACK=1"} {
			t.Run(filepath.Base(filepath.Dir(filepath.Dir(program)))+" "+env, func(t *testing.T) { tryADB(t, program, env) })
		}
	}
}

func tryADB(t *testing.T, program, env string) {
	p := newPhone(t, Options{Items: 18})
	must(t, p.AddFile("Check/ünd so.bin", bytes.Repeat([]byte("0123456789abcdef"), 50_000), time.Unix(1_600_000_000, 0)))
	must(t, p.AddFile("Check/empty", nil, time.Unix(1_600_000_001, 0)))
	addr, stop, err := p.StartTransport(t.Context())
	must(t, err)
	t.Cleanup(stop)
	adb := startServer(t, program, env)
	if out, _, _ := adb.run("connect", addr); out != "connected to "+addr+"\n" {
		t.Fatalf("connect: %q", out)
	}
	if out, _, _ := adb.run("devices", "-l"); !strings.Contains(out, "device product:houji_global model:23127PN0CG device:houji transport_id:") {
		t.Errorf("devices -l: %q", out)
	}
	if out, errs, code := adb.run("shell", "echo out; echo err >&2; exit 5"); out != "out\n" || errs != "err\n" || code != 5 {
		t.Errorf("shell: %q %q %d", out, errs, code)
	}
	if out, _, _ := adb.run("exec-out", "cat '/sdcard/Check/ünd so.bin'"); len(out) != 800_000 {
		t.Errorf("exec-out: %d bytes", len(out))
	}
	if out, _, _ := adb.run("ls", "/sdcard/Check"); !strings.Contains(out, "000c3500 5f5e1000 ünd so.bin\n") {
		t.Errorf("ls: %q", out)
	}
	if out, _, _ := adb.run("shell", "ls /sdcard/DCIM; stat -c %s '/sdcard/Check/ünd so.bin'"); !strings.HasSuffix(out, "Camera\nScreenshots\n800000\n") {
		t.Errorf("shell ls: %q", out)
	}
	if out, _, _ := adb.run("get-state"); out != "device\n" {
		t.Errorf("get-state: %q", out)
	}

	dir := t.TempDir()
	if out, errs, code := adb.run("pull", "-a", "/sdcard/", filepath.Join(dir, "all")); code != 0 {
		t.Fatalf("pull: %q %q %d", out, errs, code)
	}
	compareTree(t, p, filepath.Join(dir, "all"))
	if _, errs, code := adb.run("pull", "/sdcard/nothing", dir); code == 0 {
		t.Errorf("pull of nothing: %q", errs)
	}

	must(t, os.MkdirAll(filepath.Join(dir, "up", "sub"), 0o700))
	for name, body := range map[string]string{"a.txt": "hello\n", "empty": "", "sub/big": strings.Repeat("big", 400_000)} {
		file := filepath.Join(dir, "up", name)
		must(t, os.WriteFile(file, []byte(body), 0o600))
		must(t, os.Chtimes(file, time.Unix(1_500_000_000, 0), time.Unix(1_500_000_000, 0)))
	}
	if out, errs, code := adb.run("push", filepath.Join(dir, "up"), "/sdcard/Download/"); code != 0 {
		t.Fatalf("push: %q %q %d", out, errs, code)
	}
	if b, err := p.ReadFile("Download/up/sub/big"); err != nil || len(b) != 1_200_000 {
		t.Errorf("pushed: %d bytes, %v", len(b), err)
	}
	if out, _, _ := adb.run("shell", "stat -c '%s %Y' /sdcard/Download/up/a.txt /sdcard/Download/up/empty"); out != "6 1500000000\n0 1500000000\n" {
		t.Errorf("pushed: %q", out)
	}
	if out, errs, code := adb.run("push", filepath.Join(dir, "up", "a.txt"), "/system/a.txt"); code == 0 || !strings.Contains(out+errs, "couldn't create file: Permission denied") {
		t.Errorf("push to /system: %q %q %d", out, errs, code)
	}

	p.Unplug()
	if _, errs, code := adb.run("-s", addr, "shell", "echo gone"); code == 0 {
		t.Errorf("unplugged: %q", errs)
	}
}

// compareTree compares a pulled copy with what is on the phone, to the byte and
// the second.
func compareTree(t *testing.T, p *Phone, dir string) {
	t.Helper()
	files, err := p.Files("")
	must(t, err)
	for _, e := range files {
		copied := filepath.Join(dir, strings.TrimPrefix(e.Path, Storage+"/"))
		got, err := os.ReadFile(copied)
		must(t, err)
		want, err := p.ReadFile(e.Path)
		must(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, on the phone %d", e.Path, len(got), len(want))
		}
		if st, err := os.Stat(copied); err != nil || st.ModTime().Unix() != e.MTime.Unix() {
			t.Errorf("%s: mtime %v, on the phone %v", e.Path, st.ModTime(), e.MTime)
		}
	}
}

// A computer the phone does not know: adb shows the phone as unauthorized until
// somebody taps "Allow", and later connections need no tap.
func TestRealADBAuthorises(t *testing.T) {
	for _, program := range adbPrograms(t) {
		p := newPhone(t, Options{Items: 1, Unauthorized: true})
		addr, stop, err := p.StartTransport(t.Context())
		must(t, err)
		t.Cleanup(stop)
		adb := startServer(t, program)
		if out, _, _ := adb.run("connect", addr); out != "failed to authenticate to "+addr+"\n" {
			t.Errorf("connect: %q", out)
		}
		if out, _, _ := adb.run("devices"); !strings.Contains(out, addr+"\tunauthorized\n") {
			t.Errorf("devices: %q", out)
		}
		p.Authorize()
		adb.run("wait-for-any-device")
		if out, _, code := adb.run("shell", "echo in"); out != "in\n" || code != 0 {
			t.Errorf("after the tap: %q %d", out, code)
		}
		adb.run("disconnect", addr)
		if out, _, _ := adb.run("connect", addr); out != "connected to "+addr+"\n" {
			t.Errorf("the second time: %q", out)
		}
	}
}

// The phone's own server serves the adb program as a client.
func TestRealADBClient(t *testing.T) {
	for _, program := range adbPrograms(t) {
		p := newPhone(t, Options{Items: 4})
		addr := start(t, p)
		_, port, err := net.SplitHostPort(addr)
		must(t, err)
		adb := &adbServer{t: t, program: program, env: append(os.Environ(), "HOME="+t.TempDir())}
		_, err = fmt.Sscan(port, &adb.port)
		must(t, err)
		if out, _, _ := adb.run("devices", "-l"); !strings.Contains(out, DefaultSerial+"               device usb:1-1 product:houji_global model:23127PN0CG device:houji transport_id:1\n") {
			t.Errorf("devices -l: %q", out)
		}
		if out, errs, code := adb.run("shell", "echo out; echo err >&2; exit 5"); out != "out\n" || errs != "err\n" || code != 5 {
			t.Errorf("shell: %q %q %d", out, errs, code)
		}
		dir := t.TempDir()
		if out, errs, code := adb.run("pull", "-a", "/sdcard/", filepath.Join(dir, "all")); code != 0 {
			t.Fatalf("pull: %q %q %d", out, errs, code)
		}
		compareTree(t, p, filepath.Join(dir, "all"))
	}
}

// npm's client uses the phone through its own server, straight over the
// transport, with and without a key to be allowed.
func TestYume(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "the program node")
		return
	}
	modules := os.Getenv("KEEPSAKE_NODE_MODULES")
	if modules == "" {
		missing(t, "the environment variable KEEPSAKE_NODE_MODULES")
		return
	}
	if filepath.Base(modules) != "node_modules" {
		modules = filepath.Join(modules, "node_modules")
	}
	dir := t.TempDir()
	script, err := os.ReadFile("testdata/yume/check.mjs")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "check.mjs"), script, 0o600))
	must(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))

	for _, kind := range []string{"server", "daemon", "daemon unauthorized"} {
		t.Run(kind, func(t *testing.T) {
			p := newPhone(t, Options{Items: 2, Unauthorized: kind == "daemon unauthorized"})
			photo := make([]byte, 100_000)
			for i := range photo {
				photo[i] = byte(i % 251)
			}
			must(t, p.AddFile("Check/photo.bin", photo, time.Unix(1_600_000_000, 0)))
			must(t, p.AddFile("Check/empty", nil, now))
			serve := p.StartTransport
			if kind == "server" {
				serve = p.Start
			}
			addr, stop, err := serve(t.Context())
			must(t, err)
			defer stop()
			ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
			defer cancel()
			cmd := exec.CommandContext(ctx, node, filepath.Join(dir, "check.mjs"), strings.Fields(kind)[0], addr)
			var out bytes.Buffer
			cmd.Stdout = io.Writer(&out)
			cmd.Stderr = io.Writer(&out)
			must(t, cmd.Start())
			if kind == "daemon unauthorized" {
				for !p.guard.Asked() && ctx.Err() == nil {
					time.Sleep(5 * time.Millisecond)
				}
				p.Authorize()
			}
			if err := cmd.Wait(); err != nil || out.String() != "OK\n" {
				t.Errorf("%v\n%s", err, out.String())
			}
		})
	}
}
