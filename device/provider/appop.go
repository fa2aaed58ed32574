package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNoMessages: the phone does not let a computer change its messages, whatever it
// said.
var ErrNoMessages = errors.New("the phone does not let a computer enter messages")

const (
	getOp = "cmd appops get com.android.shell WRITE_SMS"
	setOp = "cmd appops set com.android.shell WRITE_SMS "
)

// opMode reads what the phone's shell may do to messages: a mode, "default" for what
// a phone begins with.
func opMode(ctx context.Context, sh Shell) (string, error) {
	res, err := sh.Shell(ctx, getOp)
	if err != nil {
		return "", fmt.Errorf("asking who may change messages: %w", err)
	}
	said := string(res.Stdout) + string(res.Stderr)
	for line := range strings.Lines(said) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "WRITE_SMS:")
		if !ok {
			continue
		}
		mode, _, _ := strings.Cut(strings.TrimSpace(rest), ";")
		if mode = strings.TrimSpace(mode); slices.Contains([]string{"allow", "ignore", "deny", "default", "foreground"}, mode) {
			return mode, nil
		}
	}
	if strings.Contains(said, "No operations") {
		return "default", nil
	}
	return "", fmt.Errorf("asking who may change messages: %w", &RefusedError{Text: reason(said, "Exception: "), denied: strings.Contains(said, "SecurityException")})
}

// allowed gives the shell the leave to change messages for as long as a script runs.
// The phone itself takes it back when the script ends, also when the computer is gone
// by then.
func allowed(mode string) string {
	return "trap '" + setOp + mode + "' EXIT\ntrap 'exit 129' HUP INT TERM PIPE\n" + setOp + "allow\n"
}

// restoreOp makes sure that the leave was taken back. ctx may have ended.
func restoreOp(ctx context.Context, sh Shell, mode string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	now, err := opMode(ctx, sh)
	if err == nil && now == mode {
		return nil
	}
	if _, err := sh.Shell(ctx, setOp+mode); err != nil {
		return fmt.Errorf("taking back the leave to change messages, which the phone does at its next start: %w", err)
	}
	return nil
}
