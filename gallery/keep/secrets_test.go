package keep

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func TestSecrets(t *testing.T) {
	pass, err := Passphrase("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	pass.cost = 4 // a test has no time
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]Key{"passphrase": pass, "key": key} {
		s, err := OpenSecrets(nil, k)
		if err != nil {
			t.Fatal(err)
		}
		s.Merge("p1", []records.WifiNetwork{{SSID: "Home", Security: "wpa_psk", Password: "hunter2"}, {SSID: "Open"}})
		s.Merge("p1", []records.WifiNetwork{{SSID: "Cafe", Security: "SAE", Password: "espresso"}})
		sealed, err := s.Seal(k)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(sealed, []byte("hunter2")) || bytes.Contains(sealed, []byte("Home")) {
			t.Errorf("%s: in the open", name)
		}
		again, err := OpenSecrets(sealed, k)
		if err != nil || len(again.Wifi["p1"]) != 2 || again.Wifi["p1"][0].Password.Reveal() != "hunter2" {
			t.Errorf("%s: %v, %v", name, again, err)
		}
		sealed[len(sealed)-1] ^= 1
		if _, err := OpenSecrets(sealed, k); err == nil {
			t.Errorf("%s: a flipped bit opens", name)
		}
	}
	s := Secrets{Wifi: map[string][]records.WifiNetwork{"p": {{SSID: "Home", Password: "hunter2"}}}}
	sealed, err := s.Seal(pass)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := Passphrase("wrong")
	stranger, _ := NewKey()
	for name, k := range map[string]Key{"wrong passphrase": other, "key for a passphrase": stranger} {
		if _, err := OpenSecrets(sealed, k); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if again, err := ParseKey(key.Text()); err != nil || again.Text().Reveal() != key.Text().Reveal() {
		t.Errorf("a key from the keyring: %v", err)
	}
	if _, err := ParseKey("AGE-SECRET-KEY-1NONSENSE"); !errors.Is(err, ErrKey) || strings.Contains(err.Error(), "NONSENSE") {
		t.Errorf("a key that is none: %v", err)
	}
	if text := fmt.Sprintf("%v %+v", s, key); strings.Contains(text, "hunter2") || strings.Contains(text, key.Text().Reveal()) {
		t.Errorf("printed: %s", text)
	}
}

func FuzzOpenSecrets(f *testing.F) {
	key, err := ParseKey("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
	if err != nil {
		key, _ = NewKey()
	}
	sealed, err := Secrets{}.Seal(key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Fuzz(func(t *testing.T, b []byte) {
		OpenSecrets(b, key)
	})
}
