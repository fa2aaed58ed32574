package command

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/device/demo/android"
)

// ring is a keyring in memory; broken, it has no service.
type ring struct {
	all    map[string]string
	broken bool
}

func (r *ring) Get(_ context.Context, name string) (string, error) {
	if r.broken {
		return "", errors.New("no service")
	}
	return r.all[name], nil
}

func (r *ring) Set(_ context.Context, name, secret string) error {
	if r.broken {
		return errors.New("no service")
	}
	r.all[name] = secret
	return nil
}

// ran runs a command line with a keyring.
func ran(t *testing.T, keys *ring, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := Env{Stdout: &stdout, Stderr: &stderr, Version: "test"}
	if keys != nil {
		env.Keyring = keys
	}
	code = Run(t.Context(), env, args)
	return code, stdout.String(), stderr.String()
}

// TestScryptWifiPasswords: they come from the phone's own backup, are encrypted with a key
// of the keyring or a passphrase, and are nowhere in the open.
func TestScryptWifiPasswords(t *testing.T) {
	var passwords []string
	for _, n := range android.Networks() {
		if n.Password != "" {
			passwords = append(passwords, n.Password)
		}
	}
	if len(passwords) == 0 {
		t.Fatal("the demo phone knows no passwords")
	}
	phrase := filepath.Join(t.TempDir(), "phrase")
	if err := os.WriteFile(phrase, []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, way := range map[string]struct {
		ring  *ring
		flags []string
		kept  bool
	}{
		"keyring":    {&ring{all: map[string]string{}}, nil, true},
		"passphrase": {nil, []string{"--secrets-passphrase-file", phrase}, true},
		"neither":    {&ring{broken: true}, nil, false},
	} {
		dir := filepath.Join(t.TempDir(), "library")
		code, out, errs := ran(t, way.ring, append([]string{"backup", "--demo", "--library", dir, "--what", "wifi", "--json"}, way.flags...)...)
		if code != exitOK || way.kept != strings.Contains(out, `"passwords": {`) || way.kept == strings.Contains(out, "were left out") {
			t.Errorf("%s: code %d\n%s%s", name, code, out, errs)
		}
		all := out + errs
		code, out, errs = ran(t, way.ring, append([]string{"list", "wifi", "--library", dir, "--passwords"}, way.flags...)...)
		for _, p := range passwords {
			if way.kept != strings.Contains(out, p) {
				t.Errorf("%s: list: code %d\n%s%s", name, code, out, errs)
			}
			if strings.Contains(all, p) {
				t.Errorf("%s: a password in what the backup says", name)
			}
		}
		if _, out, _ = ran(t, way.ring, "list", "wifi", "--library", dir); out == "" || strings.Contains(out, passwords[0]) {
			t.Errorf("%s: the plain list\n%s", name, out)
		}
		err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(file)
			for _, p := range append(passwords, "correct horse") {
				if bytes.Contains(b, []byte(p)) {
					t.Errorf("%s: a password in %s", name, file)
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if !way.kept {
			continue
		}
		if code, _, errs = ran(t, &ring{all: map[string]string{}}, "list", "wifi", "--library", dir, "--passwords"); code == exitOK || !strings.Contains(errs, "passphrase") {
			t.Errorf("%s: another key: code %d, %s", name, code, errs)
		}
	}
}
