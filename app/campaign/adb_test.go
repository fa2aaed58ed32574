package campaign

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keepsake/device/adb"
)

// programs returns the adb programs to go through: this computer's, and the one
// named by KEEPSAKE_ADB34. KEEPSAKE_PEERS=1 demands one.
func programs(t *testing.T) (list []string) {
	if p, err := exec.LookPath("adb"); err == nil {
		list = append(list, p)
	}
	if p := os.Getenv("KEEPSAKE_ADB34"); p != "" {
		list = append(list, p)
	}
	if len(list) == 0 && os.Getenv("KEEPSAKE_PEERS") == "1" {
		t.Fatal("no adb program, and KEEPSAKE_PEERS=1 demands one")
	}
	return list
}

// The same backup through the real adb program: every packet of the phone's own
// transport is one packet, and what the program makes of it is its own affair.
func TestEveryPacketThroughADB(t *testing.T) {
	if os.Getenv("KEEPSAKE_PEERS") != "1" {
		t.Log("the real adb program takes part with KEEPSAKE_PEERS=1")
		return
	}
	for _, program := range programs(t) {
		before := goleak.IgnoreCurrent()
		t.Run("adb", func(t *testing.T) {
			var all []*lab
			for range labs {
				all = append(all, newADBLab(t, program))
			}
			names := all[0].names(t)
			fight(t, all, names, choose(names, 2, 8))
		})
		goleak.VerifyNone(t, before)
	}
}

// newADBLab is a phone that a real adb server is connected to.
func newADBLab(t *testing.T, program string) *lab {
	t.Helper()
	p := newPhone(t)
	phone, stop, err := p.StartTransport(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	l := &lab{phone: p, truth: truth(t, p), folder: folder(t), addr: startADB(t, program), shared: true}
	s := adb.NewServer(adb.Options{Addr: l.addr, NoStart: true})
	l.back = func() error {
		p.Plug()
		ctx, cancel := context.WithTimeout(context.Background(), deadline/2)
		defer cancel()
		_ = s.Disconnect(ctx, phone) // it may not be connected
		var err error
		for range 20 {
			if err = s.Connect(ctx, phone); err == nil {
				return nil
			}
			time.Sleep(50 * time.Millisecond) // the program still closes what was there
		}
		return fmt.Errorf("connect the adb program with the phone: %w", err)
	}
	if err := l.back(); err != nil {
		t.Fatal(err)
	}
	return l
}

// startADB runs a server of the program on a free port until the test ends. It
// looks for no phones by itself.
func startADB(t *testing.T, program string) (addr string) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = free.Addr().String()
	free.Close()
	_, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command(program, "-P", port, "nodaemon", "server")
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "ADB_") && !strings.HasPrefix(kv, "ANDROID_") && !strings.HasPrefix(kv, "HOME=") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+t.TempDir(), "ADB_MDNS=0", "ADB_EMU=0", "ADB_USB=0", "ADB_LOCAL_TRANSPORT_MAX_PORT=0")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s: %.2000s", program, log.String())
		}
	})
	for range 1000 {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return addr
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s does not answer", program)
	return ""
}
