package adb_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

// startOwn runs a server of program on a port of its own, for one test.
func startOwn(t *testing.T, program string) *adb.Server {
	home := t.TempDir()
	for _, variable := range []string{"HOME", "TMPDIR", "ANDROID_SDK_HOME"} {
		t.Setenv(variable, home)
	}
	for _, off := range []string{"ADB_USB", "ADB_MDNS", "ADB_EMU"} {
		t.Setenv(off, "0")
	}
	server := adb.NewServer(adb.Options{Program: program, Addr: "127.0.0.1:" + freePort(t)})
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	if err := server.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Kill(ctx); err != nil {
			t.Error(err)
		}
	})
	return server
}

// TestRealServerOnWiFi asks real servers what has no phone at its end. The
// program of the PATH may be older than pairing, and then has to say so; one
// named by KEEPSAKE_ADB34 is newer.
func TestRealServerOnWiFi(t *testing.T) {
	for _, program := range []string{realProgram(t), os.Getenv("KEEPSAKE_ADB34")} {
		if program == "" {
			continue
		}
		t.Run(program, func(t *testing.T) {
			server := startOwn(t, program)
			ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
			defer cancel()
			v, err := adb.AskProgram(ctx, program)
			if err != nil {
				t.Fatal(err)
			}
			old := strings.HasPrefix(v.Release, "2") && len(strings.Split(v.Release, ".")[0]) == 2
			closed := "127.0.0.1:" + freePort(t)
			_, err = server.Pair(ctx, closed, "123456")
			if tooOld, ok := errors.AsType[*adb.ServerTooOldError](err); ok != old || ok && (tooOld.Have != v.Release || tooOld.Program != program) {
				t.Errorf("version %s: %v", v.Release, err)
			}
			if !old && !errors.Is(err, adb.ErrNoPairing) {
				t.Errorf("pairing with nobody: %v", err)
			}
			if _, err = server.MDNSServices(ctx); errors.Is(err, adb.ErrServerTooOld) != old || !old && err != nil {
				t.Errorf("searching the network: %v", err)
			}
			if _, err = server.Reach(ctx, closed); !errors.Is(err, adb.ErrRefused) {
				t.Errorf("connecting to nobody: %v", err)
			}
			if _, err = server.Reach(ctx, "no-such-phone.invalid"); !errors.Is(err, adb.ErrNoHost) {
				t.Errorf("connecting to no name: %v", err)
			}
			if err = server.ReconnectOffline(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}
