package clouds

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/settings"
	"keepsake/gallery/cloud"
)

// choices are settings in memory.
type choices struct{ v settings.Values }

func (c *choices) Get() settings.Values { return c.v }

func (c *choices) Change(fn func(*settings.Values)) error {
	fn(&c.v)
	return nil
}

// ring is a keyring in memory; broken, there is none.
type ring struct {
	all    map[string]string
	broken bool
}

func (r *ring) answer() error {
	if r.broken {
		return settings.ErrNoKeyring
	}
	return nil
}

func (r *ring) Get(_ context.Context, name string) (string, error) { return r.all[name], r.answer() }

func (r *ring) Set(_ context.Context, name, secret string) error {
	if !r.broken {
		r.all[name] = secret
	}
	return r.answer()
}

func (r *ring) Delete(_ context.Context, name string) error {
	delete(r.all, name)
	return r.answer()
}

func file(t *testing.T, pass *string) *File {
	return &File{Path: filepath.Join(t.TempDir(), "clouds.age"), cost: 10, Passphrase: func() (string, error) { return *pass, nil }}
}

func TestFileKeepsSecretsEncrypted(t *testing.T) {
	pass := "correct horse"
	f := file(t, &pass)
	for name, secret := range map[string]string{"a": "very secret", "b": "another"} {
		if err := f.Set(t.Context(), name, secret); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if a, err := f.Get(t.Context(), "a"); err != nil || a != "very secret" {
		t.Errorf("%q, %v", a, err)
	}
	b, err := os.ReadFile(f.Path)
	if err != nil || strings.Contains(string(b), "very secret") {
		t.Errorf("in the open, %v", err)
	}
	pass = "wrong"
	if _, err := f.Get(t.Context(), "a"); !errors.Is(err, cloud.ErrAuth) {
		t.Errorf("%v", err)
	}
	if err := f.Set(t.Context(), "a", "over"); !errors.Is(err, cloud.ErrAuth) {
		t.Errorf("a wrong passphrase wrote: %v", err)
	}
}

func TestEitherUsesTheKeyringFirst(t *testing.T) {
	pass := "p"
	r := &ring{all: map[string]string{}}
	e := Either{Ring: r, File: file(t, &pass)}
	if err := e.Set(t.Context(), "a", "1"); err != nil || r.all["a"] != "1" {
		t.Fatal(err)
	}
	if _, err := os.Stat(e.File.Path); err == nil {
		t.Error("a file was made beside the keyring")
	}
	r.broken = true
	if err := e.Set(t.Context(), "a", "2"); err != nil {
		t.Fatal(err)
	}
	if got, err := e.Get(t.Context(), "a"); err != nil || got != "2" {
		t.Errorf("%q, %v", got, err)
	}
	if err := e.Delete(t.Context(), "a"); err != nil {
		t.Error(err)
	}
}

// TestBookKeepsOnlyWhatWorks: a cloud that cannot be used leaves nothing behind.
func TestBookKeepsOnlyWhatWorks(t *testing.T) {
	c, r := &choices{}, &ring{all: map[string]string{}}
	b := &Book{Choices: c, Vault: r}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]settings.Cloud{
		"no folder":      {Name: "x", Kind: "folder", Root: filepath.Join(dir, "file", "below")},
		"no such kind":   {Name: "x", Kind: "pigeon"},
		"no name":        {Kind: "folder", Root: dir},
		"odd name":       {Name: "a/b", Kind: "folder", Root: dir},
		"no sign-in":     {Name: "x", Kind: "gphotos"},
		"missing fields": {Name: "x", Kind: "sftp"},
	} {
		if _, err := b.Add(t.Context(), bad, Secrets{"pass": "p"}); err == nil {
			t.Errorf("%s: it was kept", name)
		}
	}
	if len(c.v.Clouds) != 0 || len(r.all) != 0 {
		t.Fatalf("left behind: %v, %v", c.v.Clouds, r.all)
	}
	good, err := b.Add(t.Context(), settings.Cloud{Name: "disk", Kind: "folder", Root: dir, Encrypt: "all"}, Secrets{CryptPassword: "p"})
	if err != nil || !good.Secrets {
		t.Fatalf("%+v, %v", good, err)
	}
	if _, err := b.Add(t.Context(), settings.Cloud{Name: "DISK", Kind: "folder", Root: dir}, nil); !errors.Is(err, ErrTaken) {
		t.Error(err)
	}
	target, _, err := b.Open(t.Context(), good.ID)
	if err != nil {
		t.Fatal(err)
	}
	target.Close()
	b.renew(t.Context(), good, tokenName, "newer")
	if s, err := b.secrets(t.Context(), good.ID); err != nil || s[tokenName] != "newer" || s[CryptPassword] != "p" {
		t.Errorf("a renewed token is not kept: %v", err)
	}
	if err := b.Remove(t.Context(), "disk"); err != nil || len(r.all) != 0 || len(c.v.Clouds) != 0 {
		t.Errorf("%v, %v, %v", err, r.all, c.v.Clouds)
	}
}
