//go:build !linux

package desk

import "context"

// HasTray reports whether the desktop shows icons of programs.
func HasTray(context.Context) bool { return true }
