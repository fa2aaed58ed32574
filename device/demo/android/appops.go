package android

import (
	"fmt"
	"slices"
	"strings"

	"keepsake/device/demo/shell"
)

// trusted reports whether "USB debugging (Security settings)" is on, without which a
// Xiaomi lets the shell change neither settings nor what apps may do.
func (s *System) trusted() bool { return s.Prop("persist.security.adbinput") != "0" }

// modes are those of an app op.
var modes = []string{"allow", "ignore", "deny", "default", "foreground"}

// appops is "cmd appops": what the shell itself may do to messages.
func (s *System) appops(c *shell.Call) int {
	switch {
	case len(c.Args) >= 2 && c.Args[0] == "get" && c.Args[1] == shellPackageName:
		op := strings.Join(c.Args[2:], " ")
		s.mu.Lock()
		mode := s.ops[op]
		s.mu.Unlock()
		if mode == "" {
			fmt.Fprintln(c.Out, "No operations.\nDefault mode: ignore")
			return 0
		}
		fmt.Fprintf(c.Out, "%s: %s\n", op, mode)
		return 0
	case len(c.Args) == 4 && c.Args[0] == "set" && c.Args[1] == shellPackageName && slices.Contains(modes, c.Args[3]):
		if !s.trusted() {
			fmt.Fprintf(c.Err, "\nException occurred while executing 'set':\njava.lang.SecurityException: uid 2000 does not have android.permission.MANAGE_APP_OPS_MODES.\n")
			return 255
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ops[c.Args[2]] = c.Args[3]
		if c.Args[3] == "default" {
			delete(s.ops, c.Args[2])
		}
		return 0
	}
	fmt.Fprintln(c.Err, "AppOps service (appops) commands: get, set")
	return 255
}

const shellPackageName = "com.android.shell"

// Op is the mode of an app op of the shell, "" for the usual one.
func (s *System) Op(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ops[name]
}

// mayWriteTexts reports whether the shell may change messages: Android asks the op,
// and some builds of MIUI do not heed it.
func (s *System) mayWriteTexts() bool {
	return s.Op("WRITE_SMS") == "allow" && (s.Refused == nil || !s.Refused("WRITE_SMS"))
}
