package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/gallery/index"
)

// exportFlags are those of `keepsake export`.
type exportFlags struct {
	dir, what, search, album string
	format, to, snapshot     string
	options                  job.ExportOptions
	private                  bool
	json                     bool
}

func exportCommand(env Env) *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export --what KIND --to DIR",
		Short: "Copy things out of the library, in open formats",
		Long: `Copies pictures, videos and recordings out of the library, under their own names
and with their dates. Each is compared with its SHA-256 on the way. Nothing that is
in the folder already is replaced: a name that is taken gets a number.

With --format jpeg, pictures of other formats (HEIC, AVIF, WebP, PNG) become JPEG;
with --size, larger ones are made smaller. Both are upright and keep date, place
and camera.

Exit code 0: all was exported. 1: some items were not. 2: nothing could be.`,
		Example: `  keepsake export --what photos --search "2025 cabin" --to ~/Desktop/cabin
  keepsake export --what contacts --format vcf --to ~/Desktop
  keepsake export --what notes --format md --to ~/Documents
  keepsake export --what messages --format html --snapshot 20260301T080000Z-4f2a --to ~/Desktop
  keepsake export --what photos --album Screenshots --format jpeg --size 2048 --to /media/stick`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), env) },
	}
	libraryFlag(cmd, &f.dir)
	fl := cmd.Flags()
	fl.StringVar(&f.what, "what", "", "what to export: photos (with videos and recordings), "+strings.Join(recordKinds(), ", "))
	fl.StringVar(&f.to, "to", "", "folder to export to; it is made if need be")
	fl.StringVar(&f.search, "search", "", "only what is found by these words, as in `keepsake list photos`")
	fl.StringVar(&f.album, "album", "", "only this album: its name or its folder on the phone")
	fl.StringVar(&f.format, "format", "original", "photos: original or jpeg; contacts: vcf, html, csv; messages: xml, html, csv; calls: xml, html, csv; events: ics, html, csv; notes: html, md (a folder with the pictures), csv; others: csv; all but photos also ndjson")
	fl.StringVar(&f.snapshot, "snapshot", "", "as it was kept then: an id of `keepsake list snapshots`")
	fl.IntVar(&f.options.Size, "size", 0, "make larger pictures smaller: long side in pixels")
	fl.IntVar(&f.options.Quality, "quality", 92, "of the JPEGs that are made, 1 to 100")
	fl.BoolVar(&f.options.Folders, "folders", false, "a folder for each album")
	fl.BoolVar(&f.options.Motion, "motion", false, "the clips of motion photos as well")
	fl.BoolVar(&f.private, "private", false, "the private album instead: its pictures as they were, in the open")
	fl.BoolVar(&f.json, "json", false, "print the receipt as one JSON object")
	cmd.MarkFlagsMutuallyExclusive("private", "album")
	for _, name := range []string{"what", "to"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // no flag of that name
		}
	}
	return cmd
}

// check refuses what does not go together.
func (f *exportFlags) check() error {
	switch {
	case isRecords(f.what):
		return nil // their formats are the library's to know
	case f.what != "photos":
		return fmt.Errorf("--what %s: it is photos, %s", f.what, strings.Join(recordKinds(), ", "))
	case f.format != "original" && f.format != "jpeg":
		return fmt.Errorf("--format %s: photos are exported as original or jpeg", f.format)
	case f.options.Size < 0 || f.options.Size > 0 && f.options.Size < 16:
		return fmt.Errorf("--size %d: the long side in pixels, 16 or more", f.options.Size)
	case f.options.Quality < 1 || f.options.Quality > 100:
		return fmt.Errorf("--quality %d: 1 to 100", f.options.Quality)
	}
	return nil
}

func (f *exportFlags) run(ctx context.Context, env Env) error {
	if err := f.check(); err != nil {
		return err
	}
	f.options.JPEG = f.format == "jpeg"
	var err error
	if f.dir == "" {
		if f.dir, err = library.DefaultDir(false); err != nil {
			return err
		}
	}
	lib, err := library.OpenExisting(ctx, f.dir)
	if err != nil {
		return err
	}
	defer lib.Close()
	if isRecords(f.what) {
		return f.exportRecords(ctx, env, lib)
	}
	ids, err := f.ids(ctx, lib)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.to, 0o777); err != nil {
		return fmt.Errorf("make the folder to export to: %w", err)
	}
	tracker := job.NewTracker(time.Now)
	show := startProgress(env, tracker)
	r, err := lib.Export(ctx, ids, f.to, f.options, tracker)
	show.stop()
	if r.Job == "" {
		return err
	}
	if f.json {
		data, jerr := r.JSON()
		if jerr != nil {
			return jerr
		}
		fmt.Fprintln(env.Stdout, string(data))
	} else {
		printExport(env, r)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.Stderr, "keepsake: cancelled. What was exported is whole.")
		return exit(exitFailed)
	case err != nil:
		return err
	case r.Failed > 0 || r.Skipped > 0:
		return exit(exitPartial)
	}
	return nil
}

// ids are the items asked for, newest first. Nothing found is an error: an empty
// export must not look like one that worked.
func (f *exportFlags) ids(ctx context.Context, lib *library.Library) ([]int64, error) {
	filters := []index.Filter{{Search: f.search}}
	if f.private {
		filters[0].View = index.Private
	}
	if f.album != "" {
		albums, err := lib.Index.Albums(ctx)
		if err != nil {
			return nil, err
		}
		filters = nil
		for _, a := range albums {
			if strings.EqualFold(a.Name, f.album) || strings.EqualFold(a.Key.Path, f.album) {
				filters = append(filters, index.Filter{Search: f.search, Album: a.Key})
			}
		}
		if filters == nil {
			return nil, fmt.Errorf("there is no album %q; `keepsake list albums` shows their names", f.album)
		}
	}
	var ids []int64
	seen := map[int64]bool{}
	for _, filter := range filters {
		tl, err := lib.Index.Timeline(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, id := range tl.IDs {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	if f.snapshot != "" {
		var err error
		if ids, err = onPhone(ctx, lib, f.snapshot, ids); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, errors.New("nothing in the library fits; `keepsake list photos --search …` shows what a search finds")
	}
	return ids, nil
}

// printExport says in words what an export did.
func printExport(env Env, r job.Receipt) {
	fmt.Fprintf(env.Stdout, "%s\nfound %d = exported %d + skipped %d + failed %d\n%s in %s\n",
		r.Device, r.Found, r.Copied, r.Skipped, r.Failed, Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	printProblems(env.Stdout, r.Problems)
}
