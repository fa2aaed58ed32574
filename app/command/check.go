package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"keepsake/app/library"
	"keepsake/gallery/store"
)

func checkCommand(env Env) *cobra.Command {
	var read, against string
	var phone phoneFlags
	var clouds cloudFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "Is the library whole?",
		Long: `Looks whether every item of the library is there with its right size, and reads
back some or all of the bytes to compare them with their SHA-256.

With --against phone it asks the connected phone for its own SHA-256 of all its
pictures, videos and recordings, and compares each with the library's bytes, read
back: does everything on the phone lie here, byte for byte? It changes nothing.

Exit code 0: all good. 1: something is damaged. 2: something is missing.
3: nothing was checked.`,
		Example: `  keepsake check ~/Keepsake
  keepsake check --read all ~/Keepsake
  keepsake check --against phone ~/Keepsake`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, isCloud := strings.CutPrefix(against, "cloud:")
			switch {
			case isCloud:
				return againstCloud(cmd.Context(), env, &clouds, args[0], name, read, asJSON)
			case against == "":
			case against == "phone" && cmd.Flags().Changed("read"):
				return errors.New("--read: against a phone everything is read")
			case against == "phone":
				return againstPhone(cmd.Context(), env, args[0], phone, asJSON)
			default:
				return fmt.Errorf("--against %s: it is phone, or cloud:NAME", against)
			}
			r, err := store.Check(cmd.Context(), args[0], store.CheckOptions{Read: read})
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(env.Stdout)
				enc.SetIndent("", "  ")
				if err := enc.Encode(r); err != nil {
					return err
				}
			} else {
				fmt.Fprintf(env.Stdout, "%d items, %s; %d read back and compared\n", r.Items, Bytes(r.Bytes), r.Read)
				for _, p := range r.Problems {
					fmt.Fprintf(env.Stdout, "  %s\n", printable(p.String()))
				}
				switch r.Exit() {
				case 0:
					fmt.Fprintln(env.Stdout, "All good.")
				case 3:
					fmt.Fprintln(env.Stdout, "Nothing was checked: the library is empty.")
				default:
					fmt.Fprintln(env.Stdout, "Run `keepsake repair` on it, then back up again: what is lost here and still on the phone comes back.")
				}
			}
			if code := r.Exit(); code != 0 {
				return exit(code)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&read, "read", "none", "how much to read back: none, 1% or all")
	cmd.Flags().StringVar(&against, "against", "", "compare with a phone: phone; or with what was uploaded: cloud:NAME")
	phone.add(cmd)
	clouds.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func repairCommand(env Env) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "repair DIR",
		Short: "Rebuild caches and set damaged files aside; never deletes",
		Example: `  keepsake repair --dry-run ~/Keepsake
  keepsake repair ~/Keepsake`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := store.Repair(cmd.Context(), args[0], store.RepairOptions{DryRun: dry, Probe: library.Probe})
			if err != nil {
				return err
			}
			for _, a := range r.Actions {
				fmt.Fprintf(env.Stdout, "  %s\n", printable(a.String()))
			}
			verb := "Done"
			if dry {
				verb = "Would be done"
			}
			fmt.Fprintf(env.Stdout, "%s: %d repairs.\n", verb, len(r.Actions))
			return nil
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would be done")
	return cmd
}
