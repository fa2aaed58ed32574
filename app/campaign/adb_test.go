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
	running := &adbProgram{t: t, program: program, port: freePort(t)}
	running.start()
	t.Cleanup(running.stop)
	l := &lab{phone: p, truth: truth(t, p), folder: folder(t), addr: "127.0.0.1:" + running.port, shared: true}
	s := adb.NewServer(adb.Options{Addr: l.addr, NoStart: true})
	l.back = func() error {
		p.Plug()
		if l.backs > 3 { // it is the program that hangs: what the doctor's button does
			t.Logf("%s is started anew", program)
			running.stop()
			running.start()
		}
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

// adbProgram is a server of the program on a port of its own. It looks for no
// phones by itself.
type adbProgram struct {
	t             *testing.T
	program, port string
	cmd           *exec.Cmd
	log           bytes.Buffer
}

func freePort(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	_, port, _ := net.SplitHostPort(free.Addr().String())
	return port
}

func (a *adbProgram) start() {
	a.cmd = exec.Command(a.program, "-P", a.port, "nodaemon", "server")
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "ADB_") && !strings.HasPrefix(kv, "ANDROID_") && !strings.HasPrefix(kv, "HOME=") {
			a.cmd.Env = append(a.cmd.Env, kv)
		}
	}
	a.cmd.Env = append(a.cmd.Env, "HOME="+a.t.TempDir(), "ADB_MDNS=0", "ADB_EMU=0", "ADB_USB=0", "ADB_LOCAL_TRANSPORT_MAX_PORT=0")
	a.log.Reset()
	a.cmd.Stdout, a.cmd.Stderr = &a.log, &a.log
	if err := a.cmd.Start(); err != nil {
		a.t.Errorf("start %s: %v", a.program, err)
		return
	}
	for range 1000 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+a.port); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	a.t.Errorf("%s does not answer", a.program)
}

// stop ends it, however it is.
func (a *adbProgram) stop() {
	_ = a.cmd.Process.Kill()
	_ = a.cmd.Wait() // it was killed
	if a.t.Failed() {
		a.t.Logf("%s: %.2000s", a.program, a.log.String())
	}
}
