//go:build !linux && !windows

package desk

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// OnBattery reports whether the computer runs on its battery, as macOS's pmset
// says it.
func OnBattery(ctx context.Context) Answer {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "pmset", "-g", "ps").Output()
	switch {
	case err != nil:
		return Unknown
	case strings.Contains(string(out), "'Battery Power'"):
		return Yes
	case strings.Contains(string(out), "'AC Power'"):
		return No
	}
	return Unknown
}

// Metered reports whether what is sent comes off an allowance: macOS does not say.
func Metered(context.Context) Answer { return Unknown }
