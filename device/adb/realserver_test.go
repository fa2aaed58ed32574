package adb_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

// realProgram returns this computer's adb. Where the peers are promised
// (KEEPSAKE_PEERS=1) its absence is a failure.
func realProgram(t *testing.T) string {
	program, err := exec.LookPath("adb")
	if err == nil {
		return program
	}
	if os.Getenv("KEEPSAKE_PEERS") == "1" {
		t.Fatal("adb is not installed")
	}
	t.Log("no adb here: nothing to try")
	return ""
}

// TestRealServer starts this computer's own adb on a free port.
func TestRealServer(t *testing.T) {
	program := realProgram(t)
	if program == "" {
		return
	}
	home, err := os.MkdirTemp("", "keepsake-adb")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	for _, variable := range []string{"HOME", "TMPDIR", "ANDROID_SDK_HOME"} {
		t.Setenv(variable, home)
	}
	for _, off := range []string{"ADB_USB", "ADB_MDNS", "ADB_EMU"} { // whatever is plugged in is not ours
		t.Setenv(off, "0")
	}
	port := freePort(t)
	t.Setenv("ANDROID_ADB_SERVER_PORT", port)
	server := adb.NewServer(adb.Options{Program: program})
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	kill := func() {
		if out, err := exec.Command(program, "-P", port, "kill-server").CombinedOutput(); err != nil {
			t.Errorf("kill-server: %v, %s", err, out)
		}
	}

	if _, err := server.Version(ctx); !errors.Is(err, adb.ErrNoServer) {
		t.Fatalf("before the start: %v", err)
	}
	for range 2 {
		if err := server.Ensure(ctx); err != nil {
			t.Fatal(err)
		}
	}
	defer kill()
	if v, err := server.Version(ctx); v < 39 || v > 99 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	if list, err := server.Devices(ctx); err != nil {
		t.Errorf("devices %v, %v", list, err)
	}
	closed := "127.0.0.1:" + freePort(t)
	if err := server.Connect(ctx, closed); !errors.Is(err, adb.ErrDeviceGone) || !strings.Contains(err.Error(), closed) {
		t.Errorf("connecting to nobody: %v", err)
	}
	if err := server.Disconnect(ctx, closed); !errors.Is(err, adb.ErrDeviceGone) {
		t.Errorf("disconnecting nobody: %v", err)
	}
	for _, e := range []adb.Entry{{Serial: "nobody"}, {TransportID: 1 << 40}} {
		device := server.Device(e)
		if _, err := device.Open(ctx, "sync:"); !errors.Is(err, adb.ErrDeviceGone) {
			t.Errorf("opening %+v: %v", e, err)
		}
		if _, err := device.Shell(ctx, "true"); !errors.Is(err, adb.ErrDeviceGone) {
			t.Errorf("shell on %+v: %v", e, err)
		}
	}

	watching, stop := context.WithCancel(ctx)
	calls, done := make(chan int, 100), make(chan error, 1)
	go func() { done <- server.Watch(watching, func(list []adb.Entry) { calls <- len(list) }) }()
	defer func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Watch returned %v", err)
		}
	}()
	select {
	case <-calls:
	case <-ctx.Done():
		t.Fatal("Watch says nothing")
	}
	kill() // and Watch starts it again
	for {
		if _, err := server.Version(ctx); err == nil {
			break
		} else if ctx.Err() != nil {
			t.Fatalf("the server did not come back: %v", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}
