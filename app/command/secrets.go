package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"keepsake/app/library"
	"keepsake/gallery/records"
)

// secretFlags say what opens the library's encrypted file.
type secretFlags struct{ passphraseFile string }

func (f *secretFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.passphraseFile, "secrets-passphrase-file", "", "file whose first line encrypts the passwords of Wi-Fi networks; - reads it from the input (default: a key in the system's keyring)")
}

// key is the key of the encrypted file: from the passphrase, where one was given,
// else from the keyring.
func (f *secretFlags) key(env Env) (library.KeyFor, error) {
	if f.passphraseFile == "" {
		return library.Keys(env.Keyring, ""), nil
	}
	text, err := readPassword(f.passphraseFile)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, fmt.Errorf("%s: its first line, the passphrase, is empty", f.passphraseFile)
	}
	return library.Keys(env.Keyring, records.Secret(text)), nil
}
