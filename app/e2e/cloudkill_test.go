package e2e

import (
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestUploadKilled kills the program with SIGKILL in the middle of uploads. What is
// there after each is never taken for more than it is, the next upload goes on, and
// in the end the library comes back from the cloud equal, every byte read.
func TestUploadKilled(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "home"))
	from, library, nas := filepath.Join(dir, "from"), filepath.Join(dir, "library"), filepath.Join(dir, "nas")
	if err := os.Mkdir(from, 0o700); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 300_000)
	for i := range 40 {
		rand.Read(buf)
		if err := os.WriteFile(filepath.Join(from, fmt.Sprintf("IMG_%02d.jpg", i)), buf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(want int, args ...string) {
		t.Helper()
		if out, errs, code := keepsake(t, args...); code != want {
			t.Fatalf("keepsake %v: exit %d, want %d\n%s%s", args, code, want, out, errs)
		}
	}
	run(0, "import", "--library", library, from)
	run(0, "cloud", "add", "nas", "--kind", "folder", "--root", nas, "--limit", "4M")
	landed := 0
	for i := range 4 {
		cmd := exec.Command(program, "upload", "--to", "nas", "--library", library)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case err := <-done:
			t.Logf("upload %d finished before it was killed: %v", i+1, err)
		case <-time.After(700 * time.Millisecond):
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			<-done
			landed++
		}
		out, errs, code := keepsake(t, "verify", "--cloud", "nas", "--library", library, "--read", "all")
		if code != 0 && code != 3 { // 3: nothing is up yet
			t.Fatalf("after kill %d: exit %d\n%s%s", i+1, code, out, errs)
		}
	}
	if landed == 0 {
		t.Error("no kill hit an upload")
	}
	run(0, "upload", "--to", "nas", "--library", library)
	run(0, "verify", "--cloud", "nas", "--library", library, "--read", "all")
	run(0, "fetch", "--from", "nas", "--library", filepath.Join(dir, "back"))
	run(0, "check", "--read", "all", filepath.Join(dir, "back"))
}
