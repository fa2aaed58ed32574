package shell

import (
	"context"
	"fmt"
	"strings"
)

// wait waits for everything in the background; `wait PID` is not known here.
func wait(_ context.Context, s *state, _ []string, _ files) int {
	s.jobs.Wait()
	return 0
}

// trap is `trap COMMANDS SIGNAL...`; "-" and "" take it back.
func trap(_ context.Context, s *state, args []string, f files) int {
	if len(args) < 2 {
		fmt.Fprintln(f.err, "/system/bin/sh: trap: what for?")
		return 1
	}
	if s.traps == nil {
		s.traps = map[string]string{}
	}
	for _, signal := range args[1:] {
		if signal == "0" {
			signal = "EXIT"
		}
		s.traps[strings.TrimPrefix(signal, "SIG")] = strings.TrimPrefix(args[0], "-")
	}
	return 0
}

// leave runs the traps of a shell that ends: that of EXIT, and that of HUP before
// when nobody is there any more. A shell that is hung up without a trap for it is
// killed before it comes to its EXIT.
func (s *state) leave(ctx context.Context, f files) {
	traps := s.traps
	s.traps = nil
	if ctx.Err() != nil {
		if traps["HUP"] == "" {
			return
		}
		ctx = context.WithoutCancel(ctx)
		s.exited = false
		s.script(ctx, traps["HUP"], f)
	}
	s.exited = false
	s.script(ctx, traps["EXIT"], f)
}

// script runs the commands of a trap.
func (s *state) script(ctx context.Context, text string, f files) {
	tree, err := parseScript(text)
	if err != nil {
		fmt.Fprintf(f.err, "/system/bin/sh: %s\n", err)
		return
	}
	s.list(ctx, tree, f)
	s.jobs.Wait()
}
