// Package app builds everything and owns lifetimes: it starts what a window
// needs, hands each room the few things it asked for, and ends them in order.
//
// Begin with Main.
package app

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"keepsake/app/command"
	"keepsake/app/settings"
)

// Main runs the command line args (without the program's name) and returns the
// exit code. Without a command it opens the window.
func Main(args []string, version string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return command.Run(ctx, command.Env{
		Stdout: os.Stdout, Stderr: os.Stderr, Version: version,
		Terminal: term.IsTerminal(int(os.Stderr.Fd())) && os.Getenv("TERM") != "dumb" && os.Getenv("NO_COLOR") == "",
		Ask:      asker(ctx),
		Keyring:  settings.Keyring{},
		Window: func(ctx context.Context, o command.WindowOptions) error {
			return window(ctx, version, o)
		},
	}, args)
}
