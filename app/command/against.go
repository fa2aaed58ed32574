package command

import (
	"context"
	"fmt"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/device"
)

// againstPhone is `keepsake check --against phone`.
func againstPhone(ctx context.Context, env Env, dir string, phone phoneFlags, asJSON bool) error {
	server, stop, err := phone.server(ctx)
	if err != nil {
		return err
	}
	defer stop()
	p, err := device.Find(ctx, server, phone.device)
	if err != nil {
		return err
	}
	lib, err := library.OpenExisting(ctx, dir)
	if err != nil {
		return err
	}
	defer lib.Close()
	tracker := job.NewTracker(time.Now)
	show := startProgress(env, tracker)
	c, err := lib.AgainstPhone(ctx, p, nil, tracker)
	show.stop()
	if err != nil {
		fmt.Fprintln(env.Stderr, "keepsake:", sentence(err))
		return exit(exitUnchecked)
	}
	if asJSON {
		if err := printJSON(env.Stdout, c); err != nil {
			return err
		}
	} else {
		printComparison(env, c)
	}
	if code := c.Exit(); code != 0 {
		return exit(code)
	}
	return nil
}

func printComparison(env Env, c job.Comparison) {
	fmt.Fprintf(env.Stdout, "%s: %d files = %d agree + %d missing + %d damaged + %d changed on the phone + %d not compared\n",
		printable(c.Name), c.Files, c.Agree, c.Missing, c.Damaged, c.Changed, c.Unread)
	fmt.Fprintf(env.Stdout, "%s read back and compared with the phone's own SHA-256 in %s\n", Bytes(c.Bytes), Span(time.Duration(c.Seconds*float64(time.Second))))
	if c.Gone > 0 {
		fmt.Fprintf(env.Stdout, "%d files that are kept here are not on the phone any more\n", c.Gone)
	}
	for _, p := range c.Problems {
		fmt.Fprintf(env.Stdout, "  %s\n", printable(p.String()))
	}
	switch c.Exit() {
	case 0:
		fmt.Fprintln(env.Stdout, "All good: everything on the phone is in the library, byte for byte.")
	case exitUnchecked:
		fmt.Fprintln(env.Stdout, "Nothing was compared: there is nothing on the phone.")
	case 1:
		fmt.Fprintln(env.Stdout, "Run `keepsake repair` on the library, then back up again: what is damaged here and still on the phone comes back.")
	default:
		fmt.Fprintln(env.Stdout, "Back up again: the next backup takes what is missing or changed.")
	}
}
