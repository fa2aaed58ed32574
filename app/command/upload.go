package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	"keepsake/gallery"
	"keepsake/gallery/cloud"
)

// filterFlags say what of the library is meant.
type filterFlags struct {
	filter library.CloudFilter
	kinds  []string
	since  string
}

func (f *filterFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.filter.Search, "search", "", "only what is found by these words, as in `keepsake list photos`")
	fl.StringArrayVar(&f.filter.Albums, "album", nil, "only this album: its name or its folder on the phone; as often as needed")
	fl.StringSliceVar(&f.kinds, "kind", nil, "only these: photo, video, audio")
	fl.StringVar(&f.since, "since", "", "only what was taken on this day or later: 2025-06-01")
	fl.BoolVar(&f.filter.Favourites, "favourites", false, "only favourites")
}

func (f *filterFlags) get() (library.CloudFilter, error) {
	for _, k := range f.kinds {
		switch kind := gallery.Kind(k); kind {
		case gallery.Photo, gallery.Video, gallery.Audio:
			f.filter.Kinds = append(f.filter.Kinds, kind)
		default:
			return f.filter, fmt.Errorf("--kind %s: it is photo, video or audio", k)
		}
	}
	if f.since != "" {
		day, err := time.ParseInLocation(time.DateOnly, f.since, time.Local)
		if err != nil {
			return f.filter, fmt.Errorf("--since %s: it is a day, such as 2025-06-01", f.since)
		}
		f.filter.Since = day
	}
	return f.filter, nil
}

func uploadCommand(env Env) *cobra.Command {
	var (
		f       cloudFlags
		filter  filterFlags
		dir, to string
		asJSON  bool
		workers int
	)
	cmd := &cobra.Command{
		Use:   "upload --to NAME",
		Short: "Upload what a cloud lacks, and ask it what it has",
		Long: `Sends what a cloud lacks, and counts as up only what the cloud itself says it has:
by its checksum or, where it keeps none, by the right length. Everything that is
there already is left alone, so an upload that was cut short simply goes on.

Clouds that hold files get the whole library: originals in their album folders,
contacts, messages and the rest in open formats, and the manifest. From that,
` + "`keepsake fetch`" + ` makes the library again on another computer. Photo services get
the pictures and videos, and the albums.

Exit code 0: everything is up. 1: something is not, and is tried again the next
time. 2: the upload could not run.`,
		Example: `  keepsake upload --to nas
  keepsake upload --to photos --album Camera --since 2025-01-01`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			want, err := filter.get()
			if err != nil {
				return err
			}
			return withLibrary(ctx, dir, func(lib *library.Library) error {
				return f.with(ctx, env, to, func(target cloud.Target, c settings.Cloud) error {
					if now := time.Now(); schedule.InPause(now, c.Wait) {
						return &cloud.LimitError{Daily: true, Until: c.Wait}
					}
					if want.IsZero() {
						want = library.FilterOf(c.What)
					}
					tracker := job.NewTracker(time.Now)
					show := startProgress(env, tracker)
					r, err := lib.Upload(ctx, target, library.UploadOptions{ID: c.ID, Name: c.Name, Filter: want, Tracker: tracker, Workers: workers})
					show.stop()
					if book, berr := f.book(env); berr == nil {
						_ = book.Note(c.ID, err, time.Now()) // else it is tried, and refused again
					}
					return finish(env, r, err, asJSON, printUpload)
				})
			})
		},
	}
	libraryFlag(cmd, &dir)
	cmd.Flags().StringVar(&to, "to", "", "name of the cloud, as `keepsake cloud list` shows it")
	cmd.Flags().IntVar(&workers, "at-once", 0, "uploads at the same time (default: what serves this kind best)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the receipt as one JSON object")
	filter.add(cmd)
	f.add(cmd)
	must(cmd.MarkFlagRequired("to"))
	return cmd
}

func fetchCommand(env Env) *cobra.Command {
	var (
		f         cloudFlags
		from, dir string
		asJSON    bool
	)
	cmd := &cobra.Command{
		Use:   "fetch --from NAME --library DIR",
		Short: "Make the library again from a cloud",
		Long: `Brings a library back from a cloud that holds files, into a new or empty folder.
Every original is compared with its SHA-256 before it has its name. A fetch that
was cut short goes on with the same folder. Exit code 1: some originals were never
uploaded, or came back damaged; the rest is there.`,
		Example: `  keepsake fetch --from nas --library ~/Keepsake`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return f.with(ctx, env, from, func(target cloud.Target, c settings.Cloud) error {
				tracker := job.NewTracker(time.Now)
				show := startProgress(env, tracker)
				r, err := library.Fetch(ctx, target, c.Name, dir, tracker)
				show.stop()
				return finish(env, r, err, asJSON, printFetch)
			})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "name of the cloud, as `keepsake cloud list` shows it")
	cmd.Flags().StringVar(&dir, "library", "", "new or empty folder for the library")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the receipt as one JSON object")
	f.add(cmd)
	must(cmd.MarkFlagRequired("from"))
	must(cmd.MarkFlagRequired("library"))
	return cmd
}

func verifyCommand(env Env) *cobra.Command {
	var (
		f          cloudFlags
		dir, cloud string
		read       string
		asJSON     bool
	)
	cmd := &cobra.Command{
		Use:   "verify --cloud NAME",
		Short: "Ask a cloud whether it still has, whole, what was uploaded",
		Long: `Asks a cloud for each content that was uploaded: is it there, and as long as it
was? With --read it is compared by checksum too, and that share of it is read back
and compared with its SHA-256.

Exit code 0: all good. 1: something is damaged there. 2: something is missing
there. 3: nothing was checked.`,
		Example: `  keepsake verify --cloud nas
  keepsake verify --cloud nas --read all`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return againstCloud(cmd.Context(), env, &f, dir, cloud, read, asJSON)
		},
	}
	libraryFlag(cmd, &dir)
	cmd.Flags().StringVar(&cloud, "cloud", "", "name of the cloud, as `keepsake cloud list` shows it")
	cmd.Flags().StringVar(&read, "read", "none", "how much to read back: none, 1% or all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	f.add(cmd)
	must(cmd.MarkFlagRequired("cloud"))
	return cmd
}

// againstCloud is `keepsake verify --cloud` and `keepsake check --against cloud:`.
func againstCloud(ctx context.Context, env Env, f *cloudFlags, dir, name, read string, asJSON bool) error {
	share, ok := map[string]float64{"none": 0, "1%": 0.01, "all": 1}[read]
	if !ok {
		return fmt.Errorf("--read %s: it is none, 1%% or all", read)
	}
	return withLibrary(ctx, dir, func(lib *library.Library) error {
		return f.with(ctx, env, name, func(target cloud.Target, c settings.Cloud) error {
			tracker := job.NewTracker(time.Now)
			show := startProgress(env, tracker)
			r, err := lib.CheckCloud(ctx, target, library.UploadOptions{ID: c.ID, Name: c.Name, Tracker: tracker}, share)
			show.stop()
			if err != nil {
				fmt.Fprintln(env.Stderr, "keepsake:", sentence(err))
				return exit(exitUnchecked)
			}
			if asJSON {
				if err := printJSON(env.Stdout, r); err != nil {
					return err
				}
			} else {
				printCloudReport(env, r)
			}
			if code := r.Exit(); code != 0 {
				return exit(code)
			}
			return nil
		})
	})
}

func printCloudReport(env Env, r job.CloudReport) {
	fmt.Fprintf(env.Stdout, "%s: %d files = %d by checksum + %d by length + %d not verifiable + %d missing + %d damaged + %d not asked\n",
		printable(r.Target), r.Files, r.ByHash, r.BySize, r.Unproven, r.Missing, r.Damaged, r.Unread)
	if r.Read > 0 {
		fmt.Fprintf(env.Stdout, "%d of them read back, %s\n", r.Read, Bytes(r.Bytes))
	}
	if r.NotUp > 0 {
		fmt.Fprintf(env.Stdout, "%d files of the library were never uploaded there\n", r.NotUp)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(env.Stdout, "  %s\n", printable(p.String()))
	}
	switch r.Exit() {
	case 0:
		fmt.Fprintln(env.Stdout, "All good.")
	case exitUnchecked:
		fmt.Fprintln(env.Stdout, "Nothing was checked: nothing was uploaded there yet.")
	default:
		fmt.Fprintln(env.Stdout, "Upload again: what is missing or damaged there is sent anew.")
	}
}

// finish prints a receipt and finds the exit code.
func finish(env Env, r job.Receipt, err error, asJSON bool, print func(Env, job.Receipt)) error {
	if r.Job == "" {
		return err
	}
	if asJSON {
		data, jerr := r.JSON()
		if jerr != nil {
			return jerr
		}
		fmt.Fprintln(env.Stdout, string(data))
	} else {
		print(env, r)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.Stderr, "keepsake: cancelled. Start it again to go on from there.")
		return exit(exitFailed)
	case err != nil:
		return err
	case r.Failed > 0 || r.Skipped > 0 || len(r.Problems) > 0:
		return exit(exitPartial)
	}
	return nil
}

func printUpload(env Env, r job.Receipt) {
	fmt.Fprintf(env.Stdout, "%s → %s\nfound %d = uploaded %d + there already %d + skipped %d + failed %d\n",
		r.Library, printable(r.Name), r.Found, r.Copied, r.Already, r.Skipped, r.Failed)
	if sent := r.Copied + r.Already - r.Verified; sent > 0 {
		fmt.Fprintf(env.Stdout, "%d are sent, not verifiable: this cloud does not tell what it has\n", sent)
	} else {
		fmt.Fprintf(env.Stdout, "all %d that are up were confirmed by the cloud\n", r.Verified)
	}
	fmt.Fprintf(env.Stdout, "%s in %s\n", Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	printRemarks(env.Stdout, r)
}

func printFetch(env Env, r job.Receipt) {
	fmt.Fprintf(env.Stdout, "%s → %s\nfound %d = fetched %d + there already %d + skipped %d + failed %d\n",
		printable(r.Name), r.Library, r.Found, r.Copied, r.Already, r.Skipped, r.Failed)
	fmt.Fprintf(env.Stdout, "%s in %s; each compared with its SHA-256\n", Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	printRemarks(env.Stdout, r)
}

// withLibrary opens a library for a while.
func withLibrary(ctx context.Context, dir string, do func(*library.Library) error) error {
	if dir == "" {
		var err error
		if dir, err = library.DefaultDir(false); err != nil {
			return err
		}
	}
	lib, err := library.OpenExisting(ctx, dir)
	if err != nil {
		return err
	}
	return errors.Join(do(lib), lib.Close())
}

func must(err error) {
	if err != nil {
		panic(err) // no flag of that name
	}
}
