package command

import (
	"context"
	"fmt"
	"path"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keepsake/device"
	"keepsake/gallery/records"
)

// localFlags choose among the backups that the phone made of itself.
type localFlags struct {
	list               bool
	name, passwordFile string
}

func (f *localFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.list, "list-local-backups", false, "only list the backups that the phone made of itself")
	cmd.Flags().StringVar(&f.name, "local-backup", "", "name of the phone's own backup to read (default: the newest)")
	cmd.Flags().StringVar(&f.passwordFile, "local-password-file", "", "file whose first line is the password of that backup; - reads it from the input")
}

func (f *localFlags) password() (records.Secret, error) {
	if f.passwordFile == "" {
		return "", nil
	}
	text, err := readPassword(f.passwordFile)
	return records.Secret(text), err
}

// print lists the phone's own backups, the newest first.
func (f *localFlags) print(ctx context.Context, env Env, p *device.Phone) error {
	all, err := p.LocalBackups(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(env.Stderr, "The phone has no backup of itself. On the phone: Settings > About phone > Back up and restore > Mobile device.")
		return nil
	}
	t := tabwriter.NewWriter(env.Stdout, 0, 4, 2, ' ', 0)
	for _, b := range all {
		var bytes int64
		for _, file := range b.Files {
			bytes += file.Size
		}
		fmt.Fprintf(t, "%s\t%s\t%d files\t%s\n", printable(path.Base(b.Path)), b.Made.Format("2006-01-02 15:04"), len(b.Files), Bytes(bytes))
	}
	return t.Flush()
}
