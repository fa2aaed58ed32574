package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/app/library"
	"keepsake/gallery/archive"
)

func importCommand(env Env) *cobra.Command {
	var (
		dir, password, passwordFile, as, which string
		asJSON                                 bool
		secrets                                secretFlags
	)
	cmd := &cobra.Command{
		Use:   "import PATH…",
		Short: "Copy pictures, contacts, messages … from folders, archives and backups into the library",
		Long: `Takes in pictures, videos and recordings from
  - a folder, with all folders and ZIP archives in it, or single files,
  - ZIP archives, encrypted ones too (ZipCrypto, AES), split ones, and several that
    belong together, such as the parts of a Mi Cloud download,
  - Google Takeout, unpacked or as ZIPs: dates, places, favourites and albums come
    from the files beside the pictures; give all parts at once,
  - another Keepsake library, with its phones, albums and all that was said there,
and contacts, messages, calls, events, notes and Wi-Fi networks from
  - the backups that Xiaomi's phones make of themselves (MIUI/backup/AllBackup, or
    single .bak files) and Android's .ab files, with a password or without, also in a
    ZIP; of several backups the newest is taken, --backup chooses another; the data of
    apps are kept whole,
  - vCards (.vcf), calendars (.ics), and the XML of SMS Backup & Restore.
What a path is, its content says. What the library has already is not kept twice,
and nothing that it has disappears. Records are kept beside what a phone itself was
backed up to, as “… (imported)”. Nothing is changed in the source, and one bad file
never stops the rest; a wrong or missing password stops it before anything is written.

Exit code 0: everything found is kept. 1: some files failed or were skipped.
2: the import could not run.`,
		Example: `  keepsake import ~/Pictures/Old
  keepsake import --password-file pw.txt ~/Downloads/MiCloud*.zip
  keepsake import ~/Downloads/takeout-*.zip
  keepsake import --as "Mum's phone" /media/card/DCIM
  keepsake import --password-file pw.txt --backup all ~/AllBackup
  keepsake import contacts.vcf sms-20260102.xml calls-20260102.xml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if passwordFile != "" {
				var err error
				if password, err = readPassword(passwordFile); err != nil {
					return err
				}
			}
			key, err := secrets.key(env)
			if err != nil {
				return err
			}
			if dir == "" {
				if dir, err = library.DefaultDir(false); err != nil {
					return err
				}
			}
			src, err := archive.Open(ctx, args, nil, takein.Lock{})
			if err != nil {
				return err
			}
			defer src.Close()
			if err := choose(env, src, which); err != nil {
				return err
			}
			for _, p := range src.Parts() {
				fmt.Fprintln(env.Stderr, partLine(p))
			}
			if err := unlock(ctx, env, src, password); err != nil {
				return err
			}
			lib, err := library.Open(ctx, dir)
			if err != nil {
				return err
			}
			defer lib.Close()
			tracker := job.NewTracker(time.Now)
			show := startProgress(env, tracker)
			r, err := lib.Import(ctx, src, library.ImportOptions{Tracker: tracker, As: as, Key: key})
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
				printImport(env.Stdout, r)
			}
			switch {
			case errors.Is(err, context.Canceled):
				fmt.Fprintln(env.Stderr, "keepsake: cancelled. What was copied is safe; import again to go on from there.")
				return exit(exitFailed)
			case err != nil:
				return err
			case r.Failed > 0 || r.Skipped > 0:
				return exit(exitPartial)
			}
			return nil
		},
	}
	libraryFlag(cmd, &dir)
	cmd.Flags().StringVar(&password, "password", "", "password of encrypted archives and backups (others see it in the process list; see --password-file)")
	cmd.Flags().StringVar(&passwordFile, "password-file", "", "file whose first line is the password; - reads it from the input")
	cmd.Flags().StringVar(&as, "as", "", "id or name of a phone in the library that all of this came from")
	secrets.add(cmd)
	cmd.Flags().StringVar(&which, "backup", takein.Newest, "of several backups that a Xiaomi phone made of itself: newest, all, or the name of one")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the receipt as one JSON object")
	cmd.MarkFlagsMutuallyExclusive("password", "password-file")
	return cmd
}

// choose picks from several backups of a phone, and says which there are.
func choose(env Env, src *archive.Source, which string) error {
	if all := takein.Backups(src); len(all) > 1 {
		for _, b := range all {
			fmt.Fprintf(env.Stderr, "backup %s: %d files, %s\n", printable(b.Name), b.Files, Bytes(b.Bytes))
		}
	}
	return takein.Choose(src, which)
}

// maxPassword bounds a password file's first line.
const maxPassword = 4 << 10

// readPassword reads the first line of a file, or of the input.
func readPassword(name string) (string, error) {
	in := io.Reader(os.Stdin)
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxPassword))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}

// unlock opens the archives that are encrypted, asking for what is missing where
// somebody sits at the terminal.
func unlock(ctx context.Context, env Env, src *archive.Source, password string) error {
	if len(src.Locked()) == 0 {
		return nil
	}
	var err error
	if password != "" {
		if err = src.Unlock(ctx, password); err == nil {
			return nil
		}
	}
	if env.Ask == nil {
		if err == nil {
			err = &archive.PasswordError{Archive: src.Locked()[0]}
		}
		return err
	}
	for tries := 0; len(src.Locked()) > 0; tries++ {
		if err != nil {
			fmt.Fprintln(env.Stderr, "keepsake:", sentence(err))
		}
		if tries == 3 {
			return exit(exitFailed)
		}
		password, aerr := env.Ask(fmt.Sprintf("Password of %s: ", printable(src.Locked()[0])))
		if aerr != nil {
			return fmt.Errorf("ask for the password: %w", aerr)
		}
		if err = src.Unlock(ctx, password); err != nil && !errors.Is(err, archive.ErrPassword) {
			return err
		}
	}
	return nil
}

// partLine says what was recognised.
func partLine(p archive.Part) string {
	kind := map[archive.Kind]string{
		archive.Folder: "folder", archive.ZIP: "ZIP archive", archive.Takeout: "Google Takeout", archive.Library: "Keepsake library",
	}[p.Kind]
	line := fmt.Sprintf("%s: %s, %d files, %s", printable(p.Title), kind, p.Files, Bytes(p.Bytes))
	if p.Pieces > 1 {
		line += fmt.Sprintf(", in %d files", p.Pieces)
	}
	if p.Locked {
		line += ", encrypted"
	}
	return line
}

// printImport says in words what an import did.
func printImport(w io.Writer, r job.Receipt) {
	printCounts(w, r)
	fmt.Fprintf(w, "%s in %s\n", Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	printRemarks(w, r)
}
