package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"keepsake/app/library"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// passphraseCommand changes what opens the passwords of Wi-Fi networks.
func passphraseCommand(env Env) *cobra.Command {
	var (
		dir, fresh string
		keyring    bool
		secrets    secretFlags
	)
	cmd := &cobra.Command{
		Use:   "passphrase (--new-passphrase-file FILE | --keyring)",
		Short: "Change the passphrase of the Wi-Fi passwords",
		Long: `Encrypts the passwords of Wi-Fi networks anew, for another passphrase or for a key
in the system's keyring. The file from before is replaced only when the new one was
read back, opened, and holds the same. Copies of it in the library's history still
open with the passphrase they were made with.`,
		Example: `  keepsake passphrase --new-passphrase-file new.txt
  keepsake passphrase --secrets-passphrase-file old.txt --new-passphrase-file new.txt
  keepsake passphrase --secrets-passphrase-file old.txt --keyring`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if fresh == "-" && secrets.passphraseFile == "-" {
				return errors.New("only one passphrase can come from the input")
			}
			old, err := secrets.key(env)
			if err != nil {
				return err
			}
			if dir == "" {
				if dir, err = library.DefaultDir(false); err != nil {
					return err
				}
			}
			lib, err := library.OpenExisting(ctx, dir)
			if err != nil {
				return err
			}
			defer lib.Close()
			if has, err := lib.HasSecrets(); err != nil {
				return err
			} else if !has {
				return library.ErrNoSecrets
			}
			var k keep.Key
			if keyring {
				k, err = lib.RingKey(ctx, env.Keyring)
			} else {
				var text string
				if text, err = readPassword(fresh); err == nil && text == "" {
					err = fmt.Errorf("%s: its first line, the new passphrase, is empty", fresh)
				}
				if err == nil {
					k, err = keep.Passphrase(records.Secret(text))
				}
			}
			if err != nil {
				return err
			}
			if err := lib.Rekey(ctx, old, k); err != nil {
				return err
			}
			fmt.Fprintln(env.Stdout, "The passwords are encrypted anew, and were read back.")
			return nil
		},
	}
	libraryFlag(cmd, &dir)
	secrets.add(cmd)
	cmd.Flags().Lookup("secrets-passphrase-file").Usage = "file whose first line opens them now; - reads it from the input (default: the key in the system's keyring)"
	cmd.Flags().StringVar(&fresh, "new-passphrase-file", "", "file whose first line is the new passphrase; - reads it from the input")
	cmd.Flags().BoolVar(&keyring, "keyring", false, "keep a key in the system's keyring instead of a passphrase")
	cmd.MarkFlagsMutuallyExclusive("new-passphrase-file", "keyring")
	cmd.MarkFlagsOneRequired("new-passphrase-file", "keyring")
	return cmd
}
