//go:build unix

package device

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/device/adb"
)

// sh runs a command in this computer's shell, which quotes as a phone's does.
func sh(ctx context.Context, command string) (adb.Result, error) {
	var stdout, stderr bytes.Buffer
	c := exec.CommandContext(ctx, "sh", "-c", command)
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return adb.Result{}, err
	}
	return adb.Result{Stdout: stdout.Bytes(), Stderr: stderr.Bytes(), Exit: c.ProcessState.ExitCode()}, nil
}

// The commands are right for a real shell and its own sha256sum (or, where a
// computer has none, they say so).
func TestHashesInARealShell(t *testing.T) {
	dir := t.TempDir()
	want := map[string][32]byte{}
	var paths []string
	for _, name := range oddNames {
		name = strings.ReplaceAll(strings.TrimPrefix(name, "/d/"), "/", "_")
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(name), 0o600); err != nil {
			continue // this file system cannot have such a name
		}
		want[p] = sha256.Sum256([]byte(name))
		paths = append(paths, p)
	}
	folder, missing, oddMissing := filepath.Join(dir, "folder"), filepath.Join(dir, "missing"), filepath.Join(dir, "mis\nsing")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	sums, errs, err := hashed(t, sh, append(paths, folder, missing, oddMissing))
	if _, none := exec.LookPath("sha256sum"); none != nil {
		if !errors.Is(err, ErrNoHash) {
			t.Errorf("no sha256sum: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for p, sum := range want {
		if sums[p] != sum {
			t.Errorf("%q: %x, %v", p, sums[p], errs[p])
		}
	}
	for _, p := range []string{missing, oddMissing} {
		if !errors.Is(errs[p], fs.ErrNotExist) {
			t.Errorf("%q: %v", p, errs[p])
		}
	}
	if !errors.Is(errs[folder], adb.EISDIR) {
		t.Errorf("a folder: %v", errs[folder])
	}
}

func TestAskEachInARealShell(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "it's\nthere")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := askEach(t.Context(), shellOnly(sh), "ls >/dev/null ", []string{there, filepath.Join(dir, "gone"), dir}, func(i int, a answer) error {
		got = append(got, a.exit)
		if i == 1 && a.text == "" || i != 1 && a.text != "" {
			t.Errorf("answer %d: %q", i, a.text)
		}
		return nil
	})
	if err != nil || len(got) != 3 || got[0] != "0" || got[1] == "0" || got[1] == "" || got[2] != "0" {
		t.Errorf("exit codes %q, %v", got, err)
	}
}

// shellOnly is a link without files.
type shellOnly func(context.Context, string) (adb.Result, error)

func (s shellOnly) Shell(ctx context.Context, command string) (adb.Result, error) {
	return s(ctx, command)
}

func (s shellOnly) Sync(context.Context) (session, error) { return nil, adb.ErrDeviceGone }

func (s shellOnly) ReadFrom(context.Context, string, int64, io.Writer) (int64, error) {
	return 0, adb.ErrDeviceGone
}
