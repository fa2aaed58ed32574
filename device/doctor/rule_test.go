package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestRule(t *testing.T) {
	text := Rule(0x04e8, xiaomi, 0x04e8)
	for _, vendor := range []string{"04e8", "18d1", "2717"} {
		line := `SUBSYSTEM=="usb", ATTR{idVendor}=="` + vendor + `", MODE="0660", GROUP="plugdev", TAG+="uaccess"` + "\n"
		if strings.Count(text, line) != 1 {
			t.Errorf("%s is there %d times in\n%s", vendor, strings.Count(text, line), text)
		}
	}
	if !strings.HasPrefix(text, "# ") || !strings.HasSuffix(text, "\n") {
		t.Errorf("%q", text)
	}
}

// exitError is how a program ended.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }
func (e exitError) ExitCode() int { return int(e) }

func TestInstallRule(t *testing.T) {
	var stdin, command string
	well := func(_ context.Context, in []byte, name string, args ...string) ([]byte, error) {
		stdin, command = string(in), name+" "+strings.Join(args, " ")
		return nil, nil
	}
	if err := InstallRule(t.Context(), well, 0x04e8); err != nil {
		t.Fatal(err)
	}
	if stdin != Rule(0x04e8) || !strings.HasPrefix(command, "pkexec /bin/sh -c ") || strings.Contains(command, "idVendor") {
		t.Errorf("ran %q with %q", command, stdin)
	}
	for what, c := range map[string]struct {
		err     error
		said    string
		refused bool
		text    string
	}{
		"the owner says no":  {exitError(126), "", true, "exit status 126"},
		"not an admin":       {exitError(127), "Not authorized", true, "exit status 127"},
		"no pkexec":          {fmt.Errorf("x: %w", exec.ErrNotFound), "", true, "no pkexec"},
		"the disk is locked": {exitError(1), "cat: Read-only\nfile system", false, "cat: Read-only file system"},
	} {
		err := InstallRule(t.Context(), func(context.Context, []byte, string, ...string) ([]byte, error) { return []byte(c.said), c.err }, xiaomi)
		var rule *RuleError
		if !errors.As(err, &rule) || errors.Is(err, ErrRuleRefused) != c.refused || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		for _, part := range []string{"sudo tee " + RulePath, `"2717"`, "udevadm control --reload"} {
			if !strings.Contains(rule.ByHand, part) {
				t.Errorf("%s: nothing of %s in what to do by hand:\n%s", what, part, rule.ByHand)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := InstallRule(ctx, func(context.Context, []byte, string, ...string) ([]byte, error) { return nil, exitError(1) }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// The script itself, with a folder of the test's in place of the system's.
func TestInstallScript(t *testing.T) {
	if runtime.GOOS != "linux" {
		return
	}
	bin, etc := t.TempDir(), t.TempDir()
	log := filepath.Join(bin, "log")
	udevadm := "#!/bin/sh\necho \"$@\" >>'" + log + "'\n"
	if err := os.WriteFile(filepath.Join(bin, "udevadm"), []byte(udevadm), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	script := strings.ReplaceAll(installScript, "/etc/udev/rules.d", etc)
	if said, err := runProgram(t.Context(), []byte(Rule(xiaomi)), "/bin/sh", "-c", script); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	name := filepath.Join(etc, filepath.Base(RulePath))
	data, err := os.ReadFile(name)
	st, statErr := os.Stat(name)
	if err != nil || statErr != nil || string(data) != Rule(xiaomi) || st.Mode().Perm() != 0o644 {
		t.Errorf("%v %v %q", err, statErr, data)
	}
	if said, _ := os.ReadFile(log); string(said) != "control --reload\ntrigger --subsystem-match=usb\n" {
		t.Errorf("udevadm was told %q", said)
	}
	if left, _ := os.ReadDir(etc); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
