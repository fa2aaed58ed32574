package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/device"
)

func freeCommand(env Env) *cobra.Command {
	var (
		f         runFlags
		olderThan string
		keep      []string
		favorites bool
		erase     bool
	)
	cmd := &cobra.Command{
		Use:   "free",
		Short: "Free space on the phone: what the library has, proven one by one",
		Long: `Takes pictures, videos and recordings off the phone that the library has. Each is
proven right before: the phone's own SHA-256 of it and the library's bytes, read back
from the disk, must agree; what cannot be proven is never touched. They go to the
phone's trash, where they keep their room for 30 days or until you empty it there;
--erase deletes them at once. ` + "`keepsake undo ID`" + ` brings them back either way.

Favourites are left alone unless --favorites says otherwise.

Exit code 0: all of it was taken. 1: some files were left on the phone.
2: it could not run.`,
		Example: `  keepsake free --older-than 90d --dry-run
  keepsake free --older-than 90d --keep Camera,Family
  keepsake free --device 8f3ab1 --older-than 365d --erase`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			age, err := parseAge(olderThan)
			if err != nil {
				return err
			}
			o := library.FreeOptions{KeepFavorites: !favorites, KeepAlbums: albumsOf(keep), Erase: erase}
			if age > 0 {
				o.Before = time.Now().Add(-age)
			}
			lib, err := f.library(ctx)
			if err != nil {
				return err
			}
			defer lib.Close()
			return f.onPhone(ctx, "", func(p *device.Phone, again func(*job.Tracker) func(context.Context) (*device.Phone, error)) error {
				o.Tracker = job.NewTracker(time.Now)
				show := startProgress(env, o.Tracker)
				r, err := lib.PlanFree(ctx, p, o)
				if err != nil || f.dryRun {
					show.stop()
					return f.preview(env, r, err)
				}
				defer r.Close()
				receipt, err := r.Run(ctx, library.RunOptions{Tracker: o.Tracker, Again: again(o.Tracker)})
				show.stop()
				return f.report(env, receipt, err, "taken off the phone")
			})
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "only say what would be taken, with sizes")
	cmd.Flags().StringVar(&olderThan, "older-than", "30d", "only what was taken longer ago: 30d, 12w, 1y; 0 for everything")
	cmd.Flags().StringSliceVar(&keep, "keep", nil, "albums to leave alone: their names or their folders on the phone")
	cmd.Flags().BoolVar(&favorites, "favorites", false, "take favourites too")
	cmd.Flags().BoolVar(&erase, "erase", false, "delete at once instead of using the phone's trash")
	return cmd
}

// parseAge reads "30d", "12w", "1y" or "0".
func parseAge(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	if s == "0" || s == "" {
		return 0, nil
	}
	const day = 24 * time.Hour
	for unit, d := range map[string]time.Duration{"d": day, "w": 7 * day, "y": 365 * day} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			if n, err := strconv.Atoi(number); err == nil && n >= 0 && n <= 36500 {
				return time.Duration(n) * d, nil
			}
		}
	}
	return 0, fmt.Errorf("--older-than %s: say it as 30d, 12w or 1y", s)
}
