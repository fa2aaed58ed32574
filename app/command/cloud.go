package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keepsake/app/clouds"
	"keepsake/app/settings"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/remote"
)

// cloudFlags say where the clouds and their passwords are.
type cloudFlags struct{ passphraseFile string }

func (f *cloudFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.passphraseFile, "clouds-passphrase-file", "", "without a keyring: file whose first line encrypts the clouds' passwords; - reads it from the input")
}

// book opens the owner's list of clouds.
func (f *cloudFlags) book(env Env) (*clouds.Book, error) {
	path, err := settings.DefaultPath()
	if err != nil {
		return nil, err
	}
	file, err := settings.Open(path)
	if err != nil {
		return nil, err
	}
	vault := clouds.Either{File: &clouds.File{Path: filepath.Join(filepath.Dir(path), "clouds.age"), Passphrase: func() (string, error) {
		switch {
		case f.passphraseFile != "":
			return readPassword(f.passphraseFile)
		case env.Ask != nil:
			return env.Ask("Passphrase for the clouds' passwords: ")
		}
		return "", fmt.Errorf("%w: say --clouds-passphrase-file FILE to keep the clouds' passwords in an encrypted file", settings.ErrNoKeyring)
	}}}
	if ring, ok := env.Keyring.(clouds.Vault); ok && f.passphraseFile == "" {
		vault.Ring = ring
	}
	return &clouds.Book{Choices: file, Vault: vault, Browse: func(url string) error {
		fmt.Fprintf(env.Stderr, "Open this page in a browser on this computer, and sign in:\n%s\n", url)
		return nil
	}}, nil
}

func cloudCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cloud",
		Short: "The places a library can be uploaded to: add, list, test, remove",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(cloudAddCommand(env), cloudListCommand(env), cloudRemoveCommand(env), cloudTestCommand(env))
	return cmd
}

func cloudAddCommand(env Env) *cobra.Command {
	var (
		f       cloudFlags
		c       settings.Cloud
		set     []string
		secrets string
		limit   string
	)
	var kinds strings.Builder
	for _, s := range clouds.Services() {
		fmt.Fprintf(&kinds, "\n  %-9s %s:", s.Kind, s.Title)
		for _, field := range s.Fields {
			if field.Secret {
				continue
			}
			name := field.Name
			if field.Optional {
				name = "[" + name + "]"
			}
			kinds.WriteString(" " + name)
		}
		if s.Root != "" {
			fmt.Fprintf(&kinds, ", --root %s", strings.ToUpper(s.Root))
		}
	}
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a place, after testing that it works",
		Long: `Adds a place to upload to. It is tried first: signed in to, a small file written,
read back and removed. What is secret (passwords, keys, tokens) is asked for, or
read from --secrets-file, lines of NAME=VALUE; it is kept in the system's keyring,
and in no other file. An SFTP server's key is remembered and asked for from then on.

With Google, the sign-in happens in the browser of this computer. For OneDrive and
Dropbox the token is what ` + "`rclone authorize onedrive`" + ` prints.

Kinds, and what --set takes for each:` + kinds.String(),
		Example: `  keepsake cloud add nas --kind folder --root /mnt/nas/Keepsake
  keepsake cloud add nextcloud --kind webdav --set url=https://cloud.example/remote.php/dav/files/me --set user=me --root Keepsake
  keepsake cloud add photos --kind immich --set url=https://photos.example
  keepsake cloud add bucket --kind s3 --set endpoint=https://s3.example --set access_key_id=AK… --root bucket/keepsake --encrypt all
  keepsake cloud add mine --kind rclone --set remote=gdrive --root Keepsake`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.Name = args[0]
			var err error
			if c.Limit, err = parseRate(limit); err != nil {
				return err
			}
			svc, ok := clouds.ServiceOf(c.Kind)
			if !ok {
				return fmt.Errorf("%w: --kind %q; `keepsake cloud add --help` lists them", cloud.ErrNoKind, c.Kind)
			}
			if c.Params, err = pairs(svc, set); err != nil {
				return err
			}
			if c.Kind == "folder" {
				if c.Root, err = filepath.Abs(c.Root); err != nil {
					return err
				}
			}
			if svc.Help != "" && env.Ask != nil && secrets == "" {
				fmt.Fprintln(env.Stderr, svc.Help)
			}
			s, err := askSecrets(env, svc, c, secrets)
			if err != nil {
				return err
			}
			book, err := f.book(env)
			if err != nil {
				return err
			}
			c, err = book.Add(cmd.Context(), c, s)
			if err != nil {
				return err
			}
			fmt.Fprintf(env.Stdout, "%s works (%s). Upload with: keepsake upload --to %s\n", printable(c.Name), printable(c.Account), printable(c.Name))
			if keys := c.Params["host_keys"]; keys != "" {
				fmt.Fprintf(env.Stdout, "From now on it must show this key: %s\n", keys)
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&c.Kind, "kind", "", "what it is")
	fl.StringVar(&c.Root, "root", "", "folder (or bucket/folder, share/folder) there")
	fl.StringArrayVar(&set, "set", nil, "NAME=VALUE, as often as needed")
	fl.StringVar(&secrets, "secrets-file", "", "file with the secrets, a line each: NAME=VALUE; - reads the input")
	fl.StringVar(&c.Encrypt, "encrypt", "", "encrypt before it leaves this computer: contents, or all (names too); rclone's crypt opens it with the same passphrase")
	fl.StringVar(&limit, "limit", "", "never faster than this: 500K, 2M bytes a second")
	f.add(cmd)
	return cmd
}

// pairs reads --set.
func pairs(svc clouds.Service, set []string) (map[string]string, error) {
	out := map[string]string{}
	for _, s := range set {
		name, value, ok := strings.Cut(s, "=")
		i := slices.IndexFunc(svc.Fields, func(f clouds.Field) bool { return f.Name == name })
		switch {
		case !ok:
			return nil, fmt.Errorf("--set %q: it is NAME=VALUE", name)
		case i < 0:
			return nil, fmt.Errorf("--set %s: %s has no such setting", name, svc.Kind)
		case svc.Fields[i].Secret:
			return nil, fmt.Errorf("--set %s: it is secret, and others may see this command line: leave it out to be asked for it, or use --secrets-file", name)
		}
		out[name] = value
	}
	return out, nil
}

// askSecrets gets a service's secrets from the file, or from the person there.
func askSecrets(env Env, svc clouds.Service, c settings.Cloud, file string) (clouds.Secrets, error) {
	fields := slices.DeleteFunc(slices.Clone(svc.Fields), func(f clouds.Field) bool { return !f.Secret })
	switch c.Encrypt {
	case "":
	case "contents", "all":
		if !svc.Files || svc.Kind == remote.Conf {
			return nil, fmt.Errorf("--encrypt: %s cannot be encrypted here", svc.Title)
		}
		fields = append(fields, clouds.Field{Name: clouds.CryptPassword, Title: "Passphrase for the encryption", Secret: true})
		if file != "" {
			fields = append(fields, clouds.Field{Name: clouds.CryptSalt, Title: "Its salt", Secret: true, Optional: true})
		}
	default:
		return nil, fmt.Errorf("--encrypt %s: it is contents or all", c.Encrypt)
	}
	s := clouds.Secrets{}
	if file != "" {
		return s, readSecrets(file, fields, s)
	}
	for _, field := range fields {
		if env.Ask == nil {
			if field.Optional {
				continue
			}
			return nil, fmt.Errorf("%s is needed, and nobody is here to ask: use --secrets-file", field.Name)
		}
		prompt := field.Title
		if field.Optional {
			prompt += " (empty for none)"
		}
		v, err := env.Ask(prompt + ": ")
		if err != nil {
			return nil, err
		}
		if v != "" {
			s[field.Name] = v
		}
	}
	return s, nil
}

func readSecrets(file string, fields []clouds.Field, into clouds.Secrets) error {
	var in io.Reader = os.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return fmt.Errorf("read the secrets: %w", err)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewScanner(io.LimitReader(in, 1<<20))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok || !slices.ContainsFunc(fields, func(f clouds.Field) bool { return f.Name == name }) {
			return errors.New("read the secrets: every line is NAME=VALUE with a name of this kind's secrets") // never the line
		}
		into[name] = value
	}
	return lines.Err()
}

// parseRate reads "500K" or "2M", bytes a second.
func parseRate(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	unit := int64(1)
	digits := s
	switch s[len(s)-1] {
	case 'k', 'K':
		unit, digits = 1000, s[:len(s)-1]
	case 'm', 'M':
		unit, digits = 1_000_000, s[:len(s)-1]
	}
	var n int64
	if _, err := fmt.Sscanf(digits+" ", "%d ", &n); err != nil || n <= 0 || fmt.Sprint(n) != digits {
		return 0, fmt.Errorf("--limit %s: a number of bytes a second, such as 500K or 2M", s)
	}
	return n * unit, nil
}

type cloudJSON struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Account string `json:"account"`
	Root    string `json:"root,omitempty"`
	Encrypt string `json:"encrypt,omitempty"`
}

func cloudListCommand(env Env) *cobra.Command {
	var asJSON bool
	var f cloudFlags
	cmd := &cobra.Command{
		Use: "list", Short: "List the places", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			book, err := f.book(env)
			if err != nil {
				return err
			}
			out := []cloudJSON{}
			t := lister{env: env}.table()
			for _, c := range book.List() {
				out = append(out, cloudJSON{c.Name, c.Kind, c.Account, c.Root, c.Encrypt})
				fmt.Fprintf(t, "%s\t%s\t%s\n", printable(c.Name), c.Kind, printable(c.Account))
			}
			if asJSON {
				return printJSON(env.Stdout, map[string]any{"clouds": out})
			}
			return t.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func cloudRemoveCommand(env Env) *cobra.Command {
	var f cloudFlags
	cmd := &cobra.Command{
		Use: "remove NAME", Short: "Forget a place and its password; what is there stays there", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			book, err := f.book(env)
			if err != nil {
				return err
			}
			return book.Remove(cmd.Context(), args[0])
		},
	}
	f.add(cmd)
	return cmd
}

func cloudTestCommand(env Env) *cobra.Command {
	var f cloudFlags
	cmd := &cobra.Command{
		Use: "test NAME", Short: "Sign in, write, read back and remove a small file, tell the space", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(cmd.Context(), env, args[0], func(target cloud.Target, c settings.Cloud) error {
				who, err := target.Test(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(env.Stdout, "%s works: %s %s\n", printable(c.Name), printable(who.Name), printable(who.Server))
				space, err := target.Space(cmd.Context())
				if errors.Is(err, cloud.ErrUnknown) {
					fmt.Fprintln(env.Stdout, "It does not tell its space.")
					return nil
				}
				if err != nil {
					return err
				}
				if space.Used >= 0 {
					fmt.Fprintf(env.Stdout, "%s used", Bytes(space.Used))
				}
				if space.Free >= 0 {
					fmt.Fprintf(env.Stdout, ", %s free", Bytes(space.Free))
				}
				fmt.Fprintln(env.Stdout)
				return nil
			})
		},
	}
	f.add(cmd)
	return cmd
}

// with opens a cloud for a while.
func (f *cloudFlags) with(ctx context.Context, env Env, name string, do func(cloud.Target, settings.Cloud) error) error {
	book, err := f.book(env)
	if err != nil {
		return err
	}
	target, c, err := book.Open(ctx, name)
	if err != nil {
		return err
	}
	return errors.Join(do(target, c), target.Close())
}
