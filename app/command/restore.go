package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/library"
	"keepsake/device"
	"keepsake/gallery/records"
)

// runFlags are those of every command that changes a phone and can be taken back.
type runFlags struct {
	phone  phoneFlags
	dir    string
	json   bool
	dryRun bool
	wait   time.Duration
}

func (f *runFlags) add(cmd *cobra.Command) {
	f.phone.add(cmd)
	libraryFlag(cmd, &f.dir)
	cmd.Flags().BoolVar(&f.json, "json", false, "print the receipt, or with --dry-run the plan, as one JSON object")
	cmd.Flags().DurationVar(&f.wait, "wait", time.Minute, "how long to wait for a phone that went away in mid-run")
}

// library opens the library, which must exist.
func (f *runFlags) library(ctx context.Context) (*library.Library, error) {
	dir := f.dir
	if dir == "" {
		var err error
		if dir, err = library.DefaultDir(f.phone.demo); err != nil {
			return nil, err
		}
	}
	return library.OpenExisting(ctx, dir)
}

// onPhone finds the phone, or that with an id, and calls f with it and with what
// finds it again.
func (f *runFlags) onPhone(ctx context.Context, id string, do func(p *device.Phone, again func(*job.Tracker) func(context.Context) (*device.Phone, error)) error) error {
	server, stop, err := f.phone.server(ctx)
	if err != nil {
		return err
	}
	defer stop()
	want := f.phone.device
	if want == "" {
		want = id
	}
	p, err := device.Find(ctx, server, want)
	if err != nil {
		return err
	}
	watch := startWatch(ctx, server)
	defer watch.stop()
	if p, err = watch.phone(ctx, p.Info().ID, f.wait, nil); err != nil {
		return err
	}
	return do(p, func(t *job.Tracker) func(context.Context) (*device.Phone, error) {
		return func(ctx context.Context) (*device.Phone, error) {
			return watch.phone(ctx, p.Info().ID, f.wait, t.Waits)
		}
	})
}

// restoreFlags are those of `keepsake restore`.
type restoreFlags struct {
	runFlags
	choice             library.Choice
	conflict           string
	to, volume, finish string
	prove              bool
	what, only         []string
	importer           bool
	secret             secretFlags
}

// records says what comes back beside files, by --what, and whether no files do. A
// search, albums, and a folder of this computer are of files alone.
func (f *restoreFlags) records(env Env) (c library.RecordChoice, noFiles bool, err error) {
	what := slices.DeleteFunc(slices.Clone(f.what), func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), string(records.Archives)) })
	_, categories, err := wanted(what)
	if err != nil {
		return c, false, err
	}
	if len(what) < len(f.what) {
		categories = append(categories, records.Archives)
	}
	for _, w := range f.what {
		if w = strings.TrimSpace(strings.ToLower(w)); w == job.Photos || w == job.Recordings {
			f.choice.What = append(f.choice.What, w)
		}
	}
	files := f.choice.Search != "" || f.choice.Albums != nil || f.choice.Sample > 0 || f.to != "" || f.prove
	if f.what == nil && !files {
		categories = library.RestorableRecords()
	}
	if files && len(categories) > 0 {
		return c, false, errors.New("--what: a search, albums, a sample or a folder are of photos and recordings; the others come back with --snapshot, to a phone")
	}
	key, err := f.secret.key(env)
	if err != nil {
		return c, false, err
	}
	noFiles = f.what != nil && f.choice.What == nil || len(f.only) > 0
	return library.RecordChoice{What: categories, Only: f.only, Importer: f.importer, Key: key}, noFiles, nil
}

func restoreCommand(env Env) *cobra.Command {
	var f restoreFlags
	cmd := &cobra.Command{
		Use:   "restore",
		Short: "Bring back to a phone what was backed up, or files into a folder",
		Long: `Brings pictures, videos and recordings back: each to the album it was in, under a
hidden name until the phone's own SHA-256 of it is right, with its date. What the
phone has already, wherever it was moved to there, is left alone. Nothing on the
phone is deleted; where another file has the name, --conflict says what happens.
Without --snapshot, --search or --album it is the phone's latest backup.

Contacts, messages, calls, events, Wi-Fi networks, a few settings, notes (as text
files) and apps whose files were kept come back too: what the phone has already is
found by what it says and left alone, a contact gets the details it lacks. Without
--what it is all of them: so a new phone is set up from a backup. --dry-run says
what does not come back, why, and the next best way.

--to DIR restores into a folder of this computer instead. --prove does that too, in
a folder of its own that is taken away again: every byte is read from the library,
written, and read back, and the date is remembered.

Every restore has an id: ` + "`keepsake undo ID`" + ` takes it back, --finish ID goes on with
one that was interrupted.

Exit code 0: everything is there. 1: some files failed or were left out.
2: the restore could not run.`,
		Example: `  keepsake restore --dry-run
  keepsake restore --snapshot latest --device 8f3ab1
  keepsake restore --what contacts,calendar
  keepsake restore --album Screenshots --conflict skip
  keepsake restore --search "2025 cabin" --to ~/Desktop/cabin
  keepsake restore --prove --sample 50`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), env) },
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.choice.Snapshot, "snapshot", "", "id of a backup, as `keepsake list snapshots` shows it, or latest")
	fl.StringVar(&f.choice.Search, "search", "", "only what is found by these words, as in `keepsake list photos`")
	fl.StringSliceVar(&f.choice.Albums, "album", nil, "only these albums: their names or their folders on the phone")
	fl.StringSliceVar(&f.what, "what", nil, "only these: photos (with videos), recordings, contacts, messages, calls, calendar, notes, wifi, apps, settings, archives (backups of apps, for the phone's own restore; default: all but those)")
	fl.StringSliceVar(&f.only, "only", nil, "of records, only those with these identities, as `keepsake list --json` shows them")
	fl.BoolVar(&f.importer, "importer", false, "let the phone's own importer enter many contacts: seconds and one tap on the phone, instead of minutes")
	f.secret.add(cmd)
	fl.IntVar(&f.choice.Sample, "sample", 0, "only so many of them, chosen by chance")
	fl.StringVar(&f.conflict, "conflict", string(restore.KeepBoth), "where another file has the name: keep-both, skip, newest or replace")
	fl.StringVar(&f.to, "to", "", "restore into this folder of the computer; it is made if need be")
	fl.BoolVar(&f.prove, "prove", false, "restore into a folder of its own, read everything back, and take it away again")
	fl.StringVar(&f.volume, "storage", "", "the phone's storage to restore to, such as /storage/1A2B-3C4D (default: the one each file was on)")
	fl.StringVar(&f.finish, "finish", "", "go on with the interrupted restore of this id")
	fl.BoolVar(&f.dryRun, "dry-run", false, "only say what would happen")
	cmd.MarkFlagsMutuallyExclusive("to", "prove", "device")
	cmd.MarkFlagsMutuallyExclusive("to", "prove", "demo")
	cmd.MarkFlagsMutuallyExclusive("dry-run", "prove")
	cmd.MarkFlagsMutuallyExclusive("dry-run", "finish")
	return cmd
}

func (f *restoreFlags) run(ctx context.Context, env Env) error {
	conflict, err := restore.ParseConflict(f.conflict)
	if err != nil {
		return err
	}
	choice, noFiles, err := f.records(env)
	if err != nil {
		return err
	}
	if f.choice.Snapshot == "" && f.choice.Search == "" && f.choice.Albums == nil {
		f.choice.Snapshot = library.Latest
	}
	lib, err := f.library(ctx)
	if err != nil {
		return err
	}
	defer lib.Close()
	tracker := job.NewTracker(time.Now)
	o := library.RestoreOptions{Choice: f.choice, Conflict: conflict, Volume: f.volume, Tracker: tracker, Records: choice, NoFiles: noFiles}
	switch {
	case f.prove:
		return f.drill(ctx, env, lib, o)
	case f.to != "":
		return f.intoFolder(ctx, env, lib, o)
	case f.finish != "":
		return f.goOn(ctx, env, lib, f.finish)
	}
	return f.onPhone(ctx, "", func(p *device.Phone, again func(*job.Tracker) func(context.Context) (*device.Phone, error)) error {
		show := startProgress(env, tracker)
		r, err := lib.PlanRestore(ctx, p, o)
		if err != nil || f.dryRun {
			show.stop()
			return f.preview(env, r, err)
		}
		defer r.Close()
		receipt, err := r.Run(ctx, library.RunOptions{Tracker: tracker, Again: again(tracker)})
		show.stop()
		return f.report(env, receipt, err, "restored")
	})
}

// intoFolder restores into a folder of this computer.
func (f *restoreFlags) intoFolder(ctx context.Context, env Env, lib *library.Library, o library.RestoreOptions) error {
	if err := os.MkdirAll(f.to, 0o777); err != nil {
		return fmt.Errorf("make the folder to restore to: %w", err)
	}
	show := startProgress(env, o.Tracker)
	r, err := lib.PlanFolder(ctx, f.to, 0, o)
	if err != nil || f.dryRun {
		show.stop()
		return f.preview(env, r, err)
	}
	defer r.Close()
	receipt, err := r.RunDrill(ctx, library.RunOptions{Tracker: o.Tracker}, o.Sample > 0)
	show.stop()
	return f.report(env, receipt, err, "restored")
}

func (f *restoreFlags) drill(ctx context.Context, env Env, lib *library.Library, o library.RestoreOptions) error {
	show := startProgress(env, o.Tracker)
	receipt, err := lib.Prove(ctx, "", 0, o)
	show.stop()
	return f.report(env, receipt, err, "proven restorable")
}

// goOn finishes an interrupted run.
func (f *runFlags) goOn(ctx context.Context, env Env, lib *library.Library, id string) error {
	return f.opened(ctx, lib, id, func(r *library.Restore, o library.RunOptions) error {
		show := startProgress(env, o.Tracker)
		receipt, err := r.Run(ctx, o)
		show.stop()
		return f.report(env, receipt, err, "restored")
	})
}

// opened opens an earlier run, with its phone where it has one.
func (f *runFlags) opened(ctx context.Context, lib *library.Library, id string, do func(*library.Restore, library.RunOptions) error) error {
	o := library.RunOptions{Tracker: job.NewTracker(time.Now)}
	run, err := lib.Restores().Look(id)
	if err != nil {
		return err
	}
	open := func(p *device.Phone) error {
		r, err := lib.OpenRestore(ctx, id, p)
		if err != nil {
			return err
		}
		return errors.Join(do(r, o), r.Close())
	}
	if run.Target.Folder != "" {
		return open(nil)
	}
	return f.onPhone(ctx, run.Target.Phone, func(p *device.Phone, again func(*job.Tracker) func(context.Context) (*device.Phone, error)) error {
		o.Again = again(o.Tracker)
		return open(p)
	})
}

// preview prints a plan that is not carried out.
func (f *runFlags) preview(env Env, r *library.Restore, err error) error {
	if err != nil {
		return err
	}
	defer r.Close()
	if f.json {
		return printJSON(env.Stdout, struct {
			*restore.Plan
			Totals     restore.Totals            `json:"totals"`
			Categories map[string]restore.Totals `json:"categories"`
		}{r.Plan, r.Plan.Totals(), r.Plan.Categories()})
	}
	printPlan(env.Stdout, r.Plan)
	if space, short := r.Plan.Short(); short {
		return &restore.RoomError{Space: space}
	}
	if t := r.Plan.Totals(); t.Cannot > 0 {
		return exit(exitPartial)
	}
	return nil
}

// report prints a receipt and turns it into an exit code.
func (f *runFlags) report(env Env, r job.Receipt, err error, done string) error {
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
		printRun(env.Stdout, r, done)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(env.Stderr, "keepsake: cancelled. What was %s is whole%s.\n", done, afterCancel(r))
		return exit(exitFailed)
	case err != nil:
		return err
	case r.Failed > 0 || r.Skipped > 0:
		return exit(exitPartial)
	}
	return nil
}

func afterCancel(r job.Receipt) string {
	if r.ID == "" || r.Job == job.UndoName {
		return ""
	}
	return fmt.Sprintf("; go on with `keepsake restore --finish %s`, or take it back with `keepsake undo %s`", r.ID, r.ID)
}

func undoCommand(env Env) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "undo [ID]",
		Short: "Take back a restore, or bring back what was freed",
		Long: `Takes back what ` + "`keepsake restore`" + ` or ` + "`keepsake free`" + ` did, by the id of its
receipt: files that were put on the phone and not changed since are deleted there,
what was replaced is put back, what was freed comes out of the phone's trash or from
the library. What was changed on the phone since is left alone, and said so.

Without an id it lists what can be taken back.

Exit code 0: everything is as it was. 1: some things were left as they are.
2: it could not run.`,
		Example: `  keepsake undo
  keepsake undo restore-20260504T101500Z-k3qa`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			lib, err := f.library(ctx)
			if err != nil {
				return err
			}
			defer lib.Close()
			if len(args) == 0 {
				return listRestores(env, lib, f.json)
			}
			return f.opened(ctx, lib, args[0], func(r *library.Restore, o library.RunOptions) error {
				show := startProgress(env, o.Tracker)
				receipt, err := r.Undo(ctx, o)
				show.stop()
				return f.report(env, receipt, err, "taken back")
			})
		},
	}
	f.add(cmd)
	return cmd
}

// listRestores says what can be taken back or finished.
func listRestores(env Env, lib *library.Library, asJSON bool) error {
	all, err := lib.Restores().List()
	if err != nil {
		return err
	}
	if asJSON {
		if all == nil {
			all = []restore.Brief{}
		}
		return printJSON(env.Stdout, struct {
			Restores []restore.Brief `json:"restores"`
		}{all})
	}
	if len(all) == 0 {
		fmt.Fprintln(env.Stdout, "Nothing was restored or freed yet.")
		return nil
	}
	for _, b := range all {
		state := fmt.Sprintf("%d done", b.Done)
		switch {
		case b.Undone:
			state = "taken back"
		case !b.Ended:
			state += fmt.Sprintf(", interrupted with %d left", b.Left)
		}
		fmt.Fprintf(env.Stdout, "%s  %s  %s: %s → %s (%s)\n", b.ID, b.Made.Local().Format("2006-01-02 15:04"), b.Job, printable(b.From), printable(b.Target.Name), state)
	}
	return nil
}

// albumsOf is a list given as one flag or several, without empty words.
func albumsOf(list []string) []string {
	var all []string
	for _, a := range list {
		if a = strings.TrimSpace(a); a != "" {
			all = append(all, a)
		}
	}
	return all
}
