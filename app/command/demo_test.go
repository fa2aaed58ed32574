package command

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
	"keepsake/device/wireless"
)

// TestDemoOverWiFi: what the command prints is enough to pair with the phone and
// to connect to it, and it ends in peace when it is interrupted.
func TestDemoOverWiFi(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- Run(ctx, Env{Stdout: write, Stderr: io.Discard}, strings.Fields("demo --items 1 --plain --wifi --server 127.0.0.1:0"))
		write.Close()
	}()
	var server, pair, digits, connect string
	for in := bufio.NewScanner(read); connect == "" && in.Scan(); {
		line := strings.ReplaceAll(in.Text(), ",", "")
		_, _ = fmt.Sscanf(line, "adb server: %s", &server)
		_, _ = fmt.Sscanf(line, "pair: %s code %s", &pair, &digits)
		_, _ = fmt.Sscanf(line, "connect: %s", &connect)
	}
	go io.Copy(io.Discard, read) // until the command has ended
	if server == "" || len(digits) != 6 || connect == "" {
		t.Fatalf("server %q, pair %q with %q, connect %q", server, pair, digits, connect)
	}
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	p, err := wireless.New(adb.NewServer(adb.Options{Addr: server, NoStart: true})).PairCode(within, pair, digits, nil)
	if err != nil || p.Serial != connect {
		t.Errorf("%+v, %v; the phone is at %s", p, err, connect)
	}
	interrupt()
	if c := <-code; c != exitOK {
		t.Errorf("exit code %d", c)
	}
}

// TestDemoNeedsAPlace to be found at.
func TestDemoNeedsAPlace(t *testing.T) {
	for _, line := range []string{"demo", "demo --server nowhere:at:all", "demo --server 127.0.0.1:0 --fault nonsense"} {
		if c := Run(t.Context(), Env{Stdout: io.Discard, Stderr: io.Discard}, strings.Fields(line)); c != exitFailed {
			t.Errorf("%s: exit code %d", line, c)
		}
	}
}
