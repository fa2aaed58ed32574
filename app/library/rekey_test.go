package library

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// keys is a keyring in memory.
type keys map[string]string

func (k keys) Get(_ context.Context, name string) (string, error) { return k[name], nil }

func (k keys) Set(_ context.Context, name, secret string) error {
	k[name] = secret
	return nil
}

func TestScryptRekey(t *testing.T) {
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ring := keys{}
	pass, err := keep.Passphrase("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Rekey(t.Context(), Keys(ring, ""), pass); !errors.Is(err, ErrNoSecrets) {
		t.Errorf("nothing is kept: %v", err)
	}
	first, err := l.RingKey(t.Context(), ring)
	if err != nil {
		t.Fatal(err)
	}
	nets := []records.WifiNetwork{{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"}}
	if _, err := l.SaveSecrets(t.Context(), "p", nets, first); err != nil {
		t.Fatal(err)
	}
	before, err := l.Store.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	opens := func(k KeyFor) error {
		all, err := l.Passwords(t.Context(), "p", k)
		if err == nil && (len(all) != 1 || all[0].Password != "hunter2") {
			t.Errorf("in the file: %d networks", len(all))
		}
		return err
	}
	if err := l.Rekey(t.Context(), Keys(nil, "wrong"), pass); !errors.Is(err, keep.ErrKey) {
		t.Errorf("with another's key: %v", err)
	}
	if now, err := l.Store.Secrets(); err != nil || !bytes.Equal(now, before) {
		t.Errorf("a key that does not fit changed the file: %v", err)
	}
	if err := l.Rekey(t.Context(), Keys(ring, ""), pass); err != nil {
		t.Fatal(err)
	}
	if err := opens(Keys(nil, "correct horse")); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
	if err := opens(Keys(ring, "")); !errors.Is(err, keep.ErrKey) {
		t.Errorf("the key from before: %v", err)
	}
	// The file from before is in the history, whole.
	kept := false
	err = filepath.WalkDir(filepath.Join(l.Dir(), ".keepsake", "history"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		kept = kept || bytes.Equal(b, before)
		return err
	})
	if err != nil || !kept {
		t.Errorf("the file from before is not kept: %v", err)
	}
	// And back to the keyring.
	again, err := l.RingKey(t.Context(), ring)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Rekey(t.Context(), Keys(ring, "correct horse"), again); err != nil {
		t.Fatal(err)
	}
	if err := opens(Keys(ring, "")); err != nil {
		t.Errorf("back to the keyring: %v", err)
	}
	sealed, err := l.Store.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	if err := holds(sealed, again, keep.Secrets{}); err == nil {
		t.Error("another content is taken for the same")
	}
	if err := holds(sealed, pass, keep.Secrets{}); err == nil {
		t.Error("another key is taken for the same")
	}
}
