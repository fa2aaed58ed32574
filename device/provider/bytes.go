package provider

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"keepsake/device/adb"
)

// readBytes reads what a provider has behind an address, as a file.
func readBytes(ctx context.Context, sh Shell, uri string, most int) ([]byte, error) {
	res, err := sh.Shell(ctx, "content read --uri "+adb.Quote(uri))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", uri, err)
	}
	said := string(res.Stderr)
	if head := string(res.Stdout[:min(len(res.Stdout), 4096)]); strings.HasPrefix(head, "Error while accessing provider") || strings.Contains(head, "[ERROR] ") && strings.HasPrefix(head, "usage:") {
		said += "\n" + head // a tool without read, or a phone without a stderr
	}
	switch {
	case res.Exit == 127:
		return nil, fmt.Errorf("reading %s: %w", uri, ErrNoTool)
	case strings.Contains(said, "Error while accessing provider"):
		return nil, &QueryError{URI: uri, Text: reason(said, "Exception: "), denied: strings.Contains(said, "SecurityException")}
	case strings.Contains(said, "[ERROR] "):
		return nil, fmt.Errorf("reading %s: %w: %s", uri, errUsage, reason(said, "[ERROR] "))
	case len(res.Stdout) == 0:
		return nil, &QueryError{URI: uri, Text: reason(said, "")}
	case len(res.Stdout) > most:
		return nil, fmt.Errorf("reading %s: %d bytes are more than such a thing has", uri, len(res.Stdout))
	}
	return res.Stdout, nil
}

// isWire reports whether a call failed as a whole rather than was refused by the phone.
func isWire(err error) bool {
	var refused *QueryError
	return err != nil && !errors.As(err, &refused) && !errors.Is(err, ErrNoTool) && !errors.Is(err, errUsage) && !errors.Is(err, adb.ErrTooMuch) &&
		(errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || adbGone(err))
}

func adbGone(err error) bool {
	for _, end := range []error{adb.ErrDeviceGone, adb.ErrNoServer, adb.ErrServer, adb.ErrOffline, adb.ErrUnauthorized, adb.ErrSilent} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

// several runs commands in one shell and returns what each printed, stdout and
// stderr together. The shell marks every end with a word no text holds.
func several(ctx context.Context, sh Shell, commands []string) ([]string, error) {
	if len(commands) == 0 {
		return nil, nil
	}
	mark := rand.Text()
	var script strings.Builder
	for i, c := range commands {
		fmt.Fprintf(&script, "{ %s; } 2>&1; echo; echo %s %d\n", c, mark, i)
	}
	res, err := sh.Shell(ctx, script.String())
	if err != nil {
		return nil, err
	}
	answers := make([]string, len(commands))
	rest := unixLines(string(res.Stdout))
	for i := range commands {
		said, after, ok := strings.Cut(rest, fmt.Sprintf("\n%s %d\n", mark, i))
		if !ok {
			return nil, fmt.Errorf("the phone's answer ends after %d of %d commands: %s", i, len(commands), reason(string(res.Stderr)+rest, ""))
		}
		answers[i], rest = said, after
	}
	return answers, nil
}
