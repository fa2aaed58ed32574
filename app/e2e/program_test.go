package e2e

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestProgramBacksUp is a newcomer's first five minutes in the terminal, with a
// phone of fewer pictures than the demo's own: those the window's run backs up.
func TestProgramBacksUp(t *testing.T) {
	library := filepath.Join(t.TempDir(), "My Library")
	addr := startPhone(t, "--items", "60")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	r := backup(t, library, []int{0, 1})
	if r.Found < 60 || r.Failed != 0 || r.Copied+r.Skipped != r.Found || r.Verified != r.files() {
		t.Errorf("first run: %+v", r)
	}
	for _, p := range r.Problems {
		if p.Reason == "" {
			t.Errorf("%s %s has no reason", p.Outcome, p.Path)
		}
	}
	again := backup(t, library, []int{0, 1})
	if again.Copied != 0 || again.Already != r.Copied {
		t.Errorf("second run copied %d, kept %d; want 0, %d", again.Copied, again.Already, r.Copied)
	}
	check(t, library)
	if _, err := os.Stat(filepath.Join(library, "READ ME.txt")); err != nil {
		t.Error(err)
	}

	out, _, code := keepsake(t, "list", "--library", library, "--json", "albums")
	var albums struct{ Albums []struct{ Name string } }
	if code != 0 || json.Unmarshal([]byte(out), &albums) != nil || len(albums.Albums) < 2 {
		t.Errorf("albums: %d, %s", code, out)
	}
	out, _, code = keepsake(t, "list", "--library", library, "--json", "--limit", "7", "photos")
	var photos struct {
		Photos []struct {
			Verified bool
			SHA256   string
		}
	}
	if code != 0 || json.Unmarshal([]byte(out), &photos) != nil || len(photos.Photos) != 7 {
		t.Errorf("photos: %d, %s", code, out)
	}
	for _, p := range photos.Photos {
		if !p.Verified || len(p.SHA256) != 64 {
			t.Errorf("listed photo %+v", p)
		}
	}
	out, _, code = keepsake(t, "list", "--library", library, "phones")
	if code != 0 || !strings.Contains(out, "last backup") {
		t.Errorf("phones: %d, %s", code, out)
	}
}

func TestProgramNoticesDamage(t *testing.T) {
	library := filepath.Join(t.TempDir(), "library")
	addr := startPhone(t, "--items", "20")
	t.Setenv("ANDROID_ADB_SERVER_ADDRESS", host(addr))
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	r := backup(t, library, []int{0, 1})
	var victim string
	err := filepath.WalkDir(filepath.Join(library, "Photos"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && victim == "" {
			victim = path
		}
		return err
	})
	if err != nil || victim == "" {
		t.Fatalf("no original in the library: %v", err)
	}
	data, err := os.ReadFile(victim)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(victim, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, code := keepsake(t, "check", "--read", "all", library); code != 1 {
		t.Errorf("check of a library with one flipped bit: exit code %d\n%s", code, out)
	}
	if out, errs, code := keepsake(t, "repair", library); code != 0 {
		t.Fatalf("repair: exit code %d\n%s%s", code, out, errs)
	}
	// What is lost here is still on the phone: the next backup brings it back.
	if again := backup(t, library, []int{0, 1}); again.Copied < 1 || again.Copied+again.Already != r.Copied {
		t.Errorf("the run after the repair: %+v", again)
	}
	check(t, library)
	if err := os.Remove(victim); err != nil {
		t.Fatal(err)
	}
	if _, _, code := keepsake(t, "check", library); code != 2 {
		t.Errorf("check of a library with one file missing: exit code %d, want 2", code)
	}
}

func TestProgramSaysWhatToDo(t *testing.T) {
	free := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return port(l.Addr().String())
	}
	t.Run("no adb program and no server", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		t.Setenv("ANDROID_HOME", "")
		t.Setenv("ANDROID_SDK_ROOT", "")
		t.Setenv("ANDROID_ADB_SERVER_PORT", free())
		_, errs, code := keepsake(t, "backup", "--library", filepath.Join(t.TempDir(), "l"))
		if code != 2 || !strings.Contains(errs, "adb") || !strings.Contains(errs, "Install") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	})
	t.Run("unauthorized", func(t *testing.T) {
		addr := startPhone(t, "--items", "5", "--fault", "unauthorized")
		t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
		_, errs, code := keepsake(t, "backup", "--library", filepath.Join(t.TempDir(), "l"))
		if code != 2 || !strings.Contains(errs, "Allow") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	})
	t.Run("library in use", func(t *testing.T) {
		library := filepath.Join(t.TempDir(), "l")
		addr := startPhone(t, "--items", "400", "--rate", "1000000")
		t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
		first := exec.Command(program, "backup", "--library", library)
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = first.Process.Kill(); _ = first.Wait() }()
		for range 100 {
			if _, err := os.Stat(filepath.Join(library, ".keepsake", "lock")); err == nil {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		_, errs, code := keepsake(t, "backup", "--library", library)
		if code != 2 || !strings.Contains(errs, "Another Keepsake") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	})
	t.Run("not a library", func(t *testing.T) {
		_, errs, code := keepsake(t, "check", t.TempDir())
		if code != 2 || !strings.Contains(errs, "not a Keepsake library") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	})
	t.Run("unknown category", func(t *testing.T) {
		_, errs, code := keepsake(t, "backup", "--demo", "--what", "dreams", "--library", filepath.Join(t.TempDir(), "l"))
		if code != 2 || !strings.Contains(errs, "dreams") {
			t.Errorf("exit code %d, %q", code, errs)
		}
	})
	t.Run("version and help", func(t *testing.T) {
		if out, _, code := keepsake(t, "--version"); code != 0 || !strings.HasPrefix(out, "keepsake ") {
			t.Errorf("--version: %d %q", code, out)
		}
		for _, c := range []string{"devices", "backup", "list", "check", "repair", "demo"} {
			if out, _, code := keepsake(t, c, "--help"); code != 0 || !strings.Contains(out, "Examples:") {
				t.Errorf("%s --help: %d without examples", c, code)
			}
		}
	})
}

// TestProgramGoesOnAfterACut: the phone is unplugged in mid-run and comes back.
func TestProgramGoesOnAfterACut(t *testing.T) {
	library := filepath.Join(t.TempDir(), "library")
	addr := startPhone(t, "--items", "40", "--fault", "cut=3000000/1s")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	r := backup(t, library, []int{0, 1})
	if r.Failed != 0 || r.files() < 40 || r.Verified != r.files() {
		t.Errorf("%+v", r)
	}
	check(t, library)
}
