package adb

import (
	"os/exec"
	"syscall"
)

// hideWindow keeps a console window from flashing up.
func hideWindow(cmd *exec.Cmd) {
	const createNoWindow = 0x08000000
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: createNoWindow}
}
