package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"keepsake/app/library"
)

// whereCommand is for scripts: where the library lies when nobody says.
func whereCommand(env Env) *cobra.Command {
	var demo bool
	cmd := &cobra.Command{
		Use:    "where",
		Short:  "Print the library's default folder",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := library.DefaultDir(demo)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(env.Stdout, dir)
			return err
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "of the demo phone")
	return cmd
}
