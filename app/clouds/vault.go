package clouds

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"filippo.io/age"

	"keepsake/app/settings"
	"keepsake/gallery/cloud"
)

// File keeps secrets in a file that a passphrase encrypts (age, which anybody's age
// program opens too): for computers without a keyring. It is safe for concurrent
// use.
type File struct {
	Path string
	// Passphrase is asked for when the file is read or written.
	Passphrase func() (string, error)
	cost       int // log2 of the passphrase's work; 0: age's own

	mu sync.Mutex
}

// maxVault bounds the file.
const maxVault = 4 << 20

// Get implements Vault. cloud.ErrAuth: the passphrase is another one.
func (f *File) Get(_ context.Context, name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all, _, err := f.read()
	return all[name], err
}

// Set implements Vault.
func (f *File) Set(_ context.Context, name, secret string) error {
	return f.change(func(all map[string]string) { all[name] = secret })
}

// Delete implements Vault.
func (f *File) Delete(_ context.Context, name string) error {
	return f.change(func(all map[string]string) { delete(all, name) })
}

func (f *File) read() (map[string]string, string, error) {
	sealed, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, "", nil
	}
	if err == nil && len(sealed) > maxVault {
		err = errors.New("it is larger than it can be")
	}
	if err != nil {
		return nil, "", fmt.Errorf("read the clouds' passwords: %w", err)
	}
	pass, err := f.Passphrase()
	if err != nil {
		return nil, "", err
	}
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		return nil, "", fmt.Errorf("read the clouds' passwords: %w", cloud.ErrAuth)
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, "", fmt.Errorf("open the encrypted file of the clouds' passwords: %w", cloud.ErrAuth)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxVault))
	all := map[string]string{}
	if err != nil || json.Unmarshal(plain, &all) != nil {
		return nil, "", errors.New("the encrypted file of the clouds' passwords is damaged")
	}
	return all, pass, nil
}

func (f *File) change(fn func(map[string]string)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	all, pass, err := f.read()
	if err != nil {
		return err
	}
	if pass == "" {
		if pass, err = f.Passphrase(); err != nil {
			return err
		}
	}
	fn(all)
	to, err := age.NewScryptRecipient(pass)
	if err != nil {
		return fmt.Errorf("encrypt the clouds' passwords: the passphrase is empty")
	}
	if f.cost != 0 {
		to.SetWorkFactor(f.cost)
	}
	plain, err := json.Marshal(all)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(f.Path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(f.Path+".new", b.Bytes(), 0o600)
	}
	if err == nil {
		err = os.Rename(f.Path+".new", f.Path)
	}
	if err != nil {
		return fmt.Errorf("keep the clouds' passwords: %w", err)
	}
	return nil
}

// Either keeps secrets in the keyring, where the system has one that answers, else
// in the file. What is in the file already is read from there.
type Either struct {
	Ring Vault // nil: there is none
	File *File
}

// Get implements Vault.
func (e Either) Get(ctx context.Context, name string) (string, error) {
	if _, err := os.Stat(e.File.Path); err == nil {
		if s, err := e.File.Get(ctx, name); err != nil || s != "" {
			return s, err
		}
	}
	if e.Ring == nil {
		return "", nil
	}
	return e.Ring.Get(ctx, name)
}

// Set implements Vault.
func (e Either) Set(ctx context.Context, name, secret string) error {
	if e.Ring != nil {
		err := e.Ring.Set(ctx, name, secret)
		if err == nil || !errors.Is(err, settings.ErrNoKeyring) {
			return err
		}
	}
	return e.File.Set(ctx, name, secret)
}

// Delete implements Vault.
func (e Either) Delete(ctx context.Context, name string) error {
	if _, err := os.Stat(e.File.Path); err == nil {
		if err := e.File.Delete(ctx, name); err != nil {
			return err
		}
	}
	if e.Ring == nil {
		return nil
	}
	if err := e.Ring.Delete(ctx, name); err != nil && !errors.Is(err, settings.ErrNoKeyring) {
		return err
	}
	return nil
}
