// Package e2e tests the real program, as built, from the outside: its exit
// codes, its receipts, what it leaves on disk, and that killing it costs nothing.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// program is the keepsake under test: KEEPSAKE_BIN, or built once here.
var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		program = os.Getenv("KEEPSAKE_BIN")
		if program == "" {
			dir, err := os.MkdirTemp("", "keepsake-e2e-")
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			defer os.RemoveAll(dir)
			program = filepath.Join(dir, "keepsake")
			out, err := exec.Command("go", "build", "-tags", "migrated_fynedo,nodynamic", "-o", program, "keepsake").CombinedOutput()
			if err != nil {
				fmt.Fprintf(os.Stderr, "build keepsake: %v\n%s", err, out)
				return 1
			}
		}
		return m.Run()
	}())
}

// receipt is what `backup --json` prints, as the contract names it.
type receipt struct {
	Found, Copied, Already, Skipped, Failed, Verified int
	Bytes                                             int64
	Library                                           string
	Problems                                          []struct{ Path, Outcome, Reason string }
	Categories                                        map[string]struct{ Found, Copied, Already, Skipped, Failed int }
}

// files is how many files are kept, which is what can be verified; records, such
// as contacts, are counted beside them.
func (r receipt) files() int {
	n := 0
	for _, c := range []string{"photos", "recordings"} {
		n += r.Categories[c].Copied + r.Categories[c].Already
	}
	return n
}

func (r receipt) addsUp() bool { return r.Found == r.Copied+r.Already+r.Skipped+r.Failed }

// keepsake runs the program and returns stdout, stderr and the exit code.
func keepsake(t *testing.T, args ...string) (string, string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("keepsake %v: %v", args, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// backup runs a backup and returns its receipt; the exit code must be one of codes.
func backup(t *testing.T, library string, codes []int, args ...string) receipt {
	t.Helper()
	out, errs, code := keepsake(t, append([]string{"backup", "--json", "--library", library}, args...)...)
	ok := false
	for _, c := range codes {
		ok = ok || c == code
	}
	if !ok {
		t.Fatalf("backup: exit code %d, want one of %v\n%s", code, codes, errs)
	}
	var r receipt
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("receipt is not one JSON object: %v\n%s", err, out)
	}
	if !r.addsUp() {
		t.Errorf("the receipt does not add up: %+v", r)
	}
	return r
}

// check runs `keepsake check` over every byte and wants it clean.
func check(t *testing.T, library string) {
	t.Helper()
	out, errs, code := keepsake(t, "check", "--read", "all", library)
	if code != 0 {
		t.Fatalf("check: exit code %d\n%s%s", code, out, errs)
	}
}
