package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/library"
	"keepsake/gallery/records"
)

func TestScryptPassphraseIsChanged(t *testing.T) {
	dir := keptRecords(t)
	keys := &ring{all: map[string]string{}}
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "p.txt")
		if err := os.WriteFile(name, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	one, two := file("one"), file("two")
	change := func(args ...string) (int, string) {
		code, out, errs := ran(t, keys, append([]string{"passphrase", "--library", dir}, args...)...)
		return code, out + errs
	}
	if code, says := change("--new-passphrase-file", one); code == exitOK || !strings.Contains(says, "no passwords yet") {
		t.Errorf("nothing is kept: %d %s", code, says)
	}
	lib, err := library.OpenExisting(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	k, err := lib.RingKey(t.Context(), keys)
	if err == nil {
		_, err = lib.SaveSecrets(t.Context(), "p", []records.WifiNetwork{{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"}}, k)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.Close(); err != nil {
		t.Fatal(err)
	}
	shows := func(args ...string) bool {
		_, out, _ := ran(t, keys, append([]string{"list", "wifi", "--library", dir, "--passwords"}, args...)...)
		return strings.Contains(out, "hunter2")
	}
	if code, says := change("--new-passphrase-file", one); code != exitOK || strings.Contains(says, "hunter2") {
		t.Fatalf("to a passphrase: %d %s", code, says)
	}
	if !shows("--secrets-passphrase-file", one) || shows() {
		t.Error("the new passphrase does not open them, or the old key does")
	}
	for name, args := range map[string][]string{
		"nothing new": {}, "both": {"--keyring", "--new-passphrase-file", two}, "an empty one": {"--secrets-passphrase-file", one, "--new-passphrase-file", file("")},
		"the wrong old one": {"--secrets-passphrase-file", two, "--new-passphrase-file", two},
	} {
		if code, says := change(args...); code == exitOK {
			t.Errorf("%s: %s", name, says)
		}
	}
	if code, says := change("--secrets-passphrase-file", one, "--new-passphrase-file", two); code != exitOK || !shows("--secrets-passphrase-file", two) || shows("--secrets-passphrase-file", one) {
		t.Errorf("to another passphrase: %d %s", code, says)
	}
	if code, says := change("--secrets-passphrase-file", two, "--keyring"); code != exitOK || !shows() {
		t.Errorf("to the keyring: %d %s", code, says)
	}
}
