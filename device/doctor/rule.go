package doctor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// RulePath is where InstallRule writes the udev rule. It sorts before the rules
// that act on the tag it sets.
const RulePath = "/etc/udev/rules.d/51-keepsake-android.rules"

// ErrRuleRefused: the owner did not allow the rule to be installed, or there is
// no way to ask on this computer. The error is a *RuleError.
var ErrRuleRefused = errors.New("installing the udev rule was not allowed")

// RuleError says why the rule was not installed and what to do by hand.
type RuleError struct {
	ByHand string // lines for a terminal
	Err    error
}

func (e *RuleError) Error() string {
	return fmt.Sprintf("the udev rule was not installed (%v); do this in a terminal:\n%s", e.Err, e.ByHand)
}

// Unwrap returns the reason.
func (e *RuleError) Unwrap() error { return e.Err }

// Rule returns the text of a udev rules file that lets the user at this
// computer open phones of these makers, by their USB numbers, and Xiaomi's in
// every mode.
func Rule(vendors ...uint16) string {
	return "# Lets the user at this computer open Android phones. Written by Keepsake.\n" +
		strings.Join(ruleLines(vendors...), "\n") + "\n"
}

// ruleLines are the rules themselves. Xiaomi's phones use Google's number in
// some modes. A system without the group plugdev passes over it: there the tag
// does the work.
func ruleLines(more ...uint16) []string {
	all := append([]uint16{xiaomi, google}, more...)
	slices.Sort(all)
	var lines []string
	for _, v := range slices.Compact(all) {
		lines = append(lines, fmt.Sprintf(`SUBSYSTEM=="usb", ATTR{idVendor}=="%04x", MODE="0660", GROUP="plugdev", TAG+="uaccess"`, v))
	}
	return lines
}

// Runner runs a program with this input and returns what it said.
type Runner func(ctx context.Context, stdin []byte, name string, args ...string) (said []byte, err error)

// installScript runs as root. The rule arrives as its input, so that nothing of
// it is ever a command.
const installScript = `set -e
umask 022
cat >'` + RulePath + `.new'
mv '` + RulePath + `.new' '` + RulePath + `'
udevadm control --reload
udevadm trigger --subsystem-match=usb`

// Exit codes of pkexec.
const (
	pkexecDismissed = 126
	pkexecDenied    = 127
)

// InstallRule writes the rule to RulePath and puts it in force, after the
// system has asked the owner for leave. run may be nil. A phone that is plugged
// in has to be replugged afterwards. The error is a *RuleError; ErrRuleRefused
// when leave was not given.
func InstallRule(ctx context.Context, run Runner, vendors ...uint16) error {
	if run == nil {
		run = runProgram
	}
	said, err := run(ctx, []byte(Rule(vendors...)), "pkexec", "/bin/sh", "-c", installScript)
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var exit interface{ ExitCode() int }
	switch {
	case errors.As(err, &exit) && (exit.ExitCode() == pkexecDismissed || exit.ExitCode() == pkexecDenied):
		err = fmt.Errorf("%w: %w", ErrRuleRefused, err)
	case errors.Is(err, exec.ErrNotFound):
		err = fmt.Errorf("%w: this computer has no pkexec to ask for leave", ErrRuleRefused)
	case len(said) > 0:
		err = fmt.Errorf("%w: %s", err, oneLine(string(said), mostOfSaid))
	}
	return &RuleError{ByHand: strings.Join(byHand(vendors...), "\n"), Err: err}
}

// byHand is InstallRule for somebody at a terminal, line by line.
func byHand(vendors ...uint16) []string {
	lines := append([]string{"sudo tee " + RulePath + " <<'END'"}, ruleLines(vendors...)...)
	return append(lines, "END", "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=usb")
}

// runProgram is the Runner of a real computer.
func runProgram(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	return cmd.CombinedOutput()
}
