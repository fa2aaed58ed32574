//go:build !windows

package media

import "os/exec"

// hideWindow has nothing to hide here.
func hideWindow(*exec.Cmd) {}
