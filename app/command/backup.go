package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/settings"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// phoneFlags choose the phone.
type phoneFlags struct {
	device string
	demo   bool
}

func (f *phoneFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.device, "device", "", "serial, id or name of the phone (default: the only one)")
	cmd.Flags().BoolVar(&f.demo, "demo", false, "use the simulated phone")
	cmd.MarkFlagsMutuallyExclusive("device", "demo")
}

// server returns the adb server to ask, and what ends it when it was made for us.
func (f *phoneFlags) server(ctx context.Context) (*adb.Server, func(), error) {
	if !f.demo {
		return ownServer(), func() {}, nil
	}
	addr, stop, err := demo.Start(ctx, demo.Tryout())
	if err != nil {
		return nil, nil, fmt.Errorf("start the demo phone: %w", err)
	}
	return adb.NewServer(adb.Options{Addr: addr, NoStart: true}), stop, nil
}

// ownServer is this computer's adb server, started if need be with the program
// the owner chose in the window.
func ownServer() *adb.Server {
	var o adb.Options
	if path, err := settings.DefaultPath(); err == nil {
		if file, err := settings.Open(path); err == nil { // unreadable settings are as none
			o.Program = file.Get().Adb
		}
	}
	return adb.NewServer(o)
}

func backupCommand(env Env) *cobra.Command {
	var (
		phone    phoneFlags
		dir      string
		what     []string
		noVerify bool
		private  bool
		asJSON   bool
		wait     time.Duration
		secrets  secretFlags
		local    localFlags
	)
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy what is on the phone into the library, and prove it",
		Long: `Copies what the library does not have yet, then asks the phone for its own
SHA-256 of each file and compares it with the library's bytes, read back.
One unreadable file never stops the rest. Interrupt it whenever you like: what
was copied is safe, and the next run goes on from there.

The Gallery's private album is left out unless --private asks for it. Its files are
kept encrypted as they are on the phone, but their key is the same on every phone:
whoever can read the library can look at them.

What the phone gives only to itself, notes and Wi-Fi passwords above all, comes from
the backup that it makes of itself (Settings > About phone > Back up and restore):
the newest on the phone, or another by --local-backup. Passwords are kept encrypted
only, with a key in the system's keyring or with a passphrase.

Exit code 0: everything found is kept. 1: some files failed or were skipped.
2: the backup could not run.`,
		Example: `  keepsake backup --library ~/Keepsake
  keepsake backup --demo --json
  keepsake backup --device 8f3ab1 --what photos
  keepsake backup --what apps                  with the files of the apps
  keepsake backup --list-local-backups`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			want, categories, err := wanted(what)
			if err != nil {
				return err
			}
			key, err := secrets.key(env)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			server, stop, err := phone.server(ctx)
			if err != nil {
				return err
			}
			defer stop()
			if dir == "" {
				if dir, err = library.DefaultDir(phone.demo); err != nil {
					return err
				}
			}
			p, err := device.Find(ctx, server, phone.device)
			if err != nil {
				return err
			}
			if local.list {
				return local.print(ctx, env, p)
			}
			password, err := local.password()
			if err != nil {
				return err
			}
			lib, err := library.Open(ctx, dir)
			if err != nil {
				return err
			}
			defer lib.Close()

			watch := startWatch(ctx, server)
			defer watch.stop()
			if p, err = watch.phone(ctx, p.Info().ID, wait, nil); err != nil {
				return err
			}
			tracker := job.NewTracker(time.Now)
			show := startProgress(env, tracker)
			r, err := lib.Backup(ctx, p, library.BackupOptions{
				Tracker: tracker, NoVerify: noVerify, Private: private, Want: want, Records: categories,
				Key: key, APKs: slices.Contains(categories, records.Apps), LocalBackup: local.name, LocalPassword: password,
				Again: func(ctx context.Context) (job.Source, error) {
					back, err := watch.phone(ctx, p.Info().ID, wait, tracker.Waits)
					if err != nil {
						return nil, err // not back: a nil pointer in an interface is not nil
					}
					return back, nil
				},
			})
			show.stop()
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
				printReceipt(env.Stdout, r, noVerify)
			}
			switch {
			case errors.Is(err, context.Canceled):
				fmt.Fprintln(env.Stderr, "keepsake: cancelled. What was copied is safe; the next backup goes on from there.")
				return exit(exitFailed)
			case err != nil:
				return err
			case r.Failed > 0 || r.Skipped > 0:
				return exit(exitPartial)
			}
			return nil
		},
	}
	phone.add(cmd)
	libraryFlag(cmd, &dir)
	secrets.add(cmd)
	local.add(cmd)
	cmd.Flags().StringSliceVar(&what, "what", nil, "what to back up: photos (with videos), recordings, contacts, messages, calls, calendar, notes, wifi, apps, settings (default: all that the phone gives). The files of apps (APKs) are kept only when apps are named")
	cmd.Flags().BoolVar(&noVerify, "no-verify", false, "do not ask the phone for its hashes; nothing is then called verified")
	cmd.Flags().BoolVar(&private, "private", false, "take the private album too: whoever can read the library can then look at it")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the receipt as one JSON object")
	cmd.Flags().DurationVar(&wait, "wait", time.Minute, "how long to wait for a phone that went away in mid-run")
	return cmd
}

// wanted turns --what into a filter of files (nil takes all) and a list of
// categories of records (nil is all that the phone gives).
func wanted(what []string) (func(device.File) bool, []records.Category, error) {
	if len(what) == 0 {
		return nil, nil, nil
	}
	files := map[string]bool{}
	categories := []records.Category{}
	for _, w := range what {
		switch name := strings.TrimSpace(strings.ToLower(w)); name {
		case job.Photos, job.Recordings:
			files[name] = true
		case "calendar":
			categories = append(categories, records.Events)
		case "contacts", "messages", "calls", "notes", "wifi", "apps", "settings", "events":
			categories = append(categories, records.Category(name))
		default:
			return nil, nil, fmt.Errorf("--what %s: it knows photos, recordings, contacts, messages, calls, calendar, notes, wifi, apps and settings", w)
		}
	}
	return func(f device.File) bool { return files[job.Category(f)] }, categories, nil
}

// watch keeps an eye on the server's phones while a job runs: it cuts the calls
// of one that was unplugged, and finds it again on whatever cable or network.
type watch struct {
	hub   *device.Hub
	end   context.CancelFunc
	ended chan struct{}
}

func startWatch(ctx context.Context, server *adb.Server) *watch {
	ctx, end := context.WithCancel(ctx)
	w := &watch{hub: device.NewHub(server), end: end, ended: make(chan struct{})}
	go func() {
		defer close(w.ended)
		_ = w.hub.Run(ctx) // ends with ctx; troubles are told by Await
	}()
	return w
}

func (w *watch) stop() {
	w.end()
	<-w.ended
}

// phone waits until the phone with this id can be read; each is told why not yet.
func (w *watch) phone(ctx context.Context, id string, atMost time.Duration, each func(error)) (*device.Phone, error) {
	limited, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	last := device.ErrGone
	p, err := w.hub.Await(limited, id, func(err error) {
		last = err
		if each != nil {
			each(err)
		}
	})
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("the phone did not come back within %v: %w", atMost, last)
	}
	return p, err
}
