package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKilled kills the program with SIGKILL at random moments of a backup. After
// each the library must be clean over every byte; the run after the last must
// complete and verify everything. KEEPSAKE_KILLS sets how often.
func TestKilled(t *testing.T) {
	kills := 6
	if s := os.Getenv("KEEPSAKE_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("KEEPSAKE_KILLS: %v", err)
		}
		kills = n
	}
	addr := startPhone(t, "--items", "1000")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d kills", seed, kills)
	rng := rand.New(rand.NewPCG(seed, 0))

	library := filepath.Join(t.TempDir(), "library")
	env := append(os.Environ(), "ANDROID_ADB_SERVER_ADDRESS="+host(addr), "ANDROID_ADB_SERVER_PORT="+port(addr))
	landed := 0
	for i := range kills {
		cmd := exec.Command(program, "backup", "--library", library)
		cmd.Env = env
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case <-done:
			// It finished first: begin a new library, so that kills keep hitting work.
			if err := os.RemoveAll(library); err != nil {
				t.Fatal(err)
			}
			continue
		case <-time.After(time.Duration(20+rng.IntN(1500)) * time.Millisecond):
			_ = cmd.Process.Kill()
			<-done
			landed++
		}
		if _, err := os.Stat(filepath.Join(library, ".keepsake", "library.json")); err != nil {
			continue // killed before there was a library
		}
		out, errs, code := keepsake(t, "check", "--read", "all", library)
		if code != 0 && code != 3 { // 3: nothing is in it yet
			t.Fatalf("after kill %d the check says %d:\n%s%s", i+1, code, out, errs)
		}
	}
	if landed == 0 {
		t.Fatal("no kill hit a running backup")
	}
	t.Setenv("ANDROID_ADB_SERVER_ADDRESS", host(addr))
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	r := backup(t, library, []int{0, 1})
	if r.Failed != 0 || r.Verified != r.files() || r.files() < 1000 {
		t.Errorf("the run after the kills: %+v", r)
	}
	check(t, library)
	t.Logf("%d kills hit a running backup; the last run copied %d and found %d kept", landed, r.Copied, r.Already)
}

// startPhone runs the simulated phone as an adb server and returns its address.
func startPhone(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, append([]string{"demo", "--server", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	var what, addr string
	if _, err := fmt.Fscanf(out, "adb server: %s\n", &addr); err != nil {
		t.Fatalf("the demo phone did not say its address: %v %q", err, what)
	}
	return addr
}

func host(addr string) string { return addr[:strings.LastIndexByte(addr, ':')] }
func port(addr string) string { return addr[strings.LastIndexByte(addr, ':')+1:] }
