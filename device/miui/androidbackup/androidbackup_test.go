package androidbackup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSamples(t *testing.T) {
	var want struct {
		Password string
		SHA      string `json:"tar_sha256"`
		Members  []string
	}
	if err := json.Unmarshal(sample(t, "expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		h    Header
	}{
		{"v1-aes256-zlib.ab", Header{1, true, true}}, {"v5-aes256-zlib.ab", Header{5, true, true}},
		{"v5-plain.ab", Header{5, false, false}}, {"v5-zlib.ab", Header{5, true, false}},
	} {
		h, r, err := Open(bytes.NewReader(sample(t, c.name)), want.Password)
		if err != nil || h != c.h {
			t.Errorf("%s: %+v, %v", c.name, h, err)
			continue
		}
		b, err := io.ReadAll(r)
		if sum := sha256.Sum256(b); err != nil || hex.EncodeToString(sum[:]) != want.SHA {
			t.Errorf("%s: %v, sha256 %x", c.name, err, sum)
		}
		var names []string
		for tr := tar.NewReader(bytes.NewReader(b)); ; {
			h, err := tr.Next()
			if err != nil {
				break
			}
			names = append(names, h.Name)
		}
		if !slices.Equal(names, want.Members) {
			t.Errorf("%s: %q", c.name, names)
		}
	}
	_, r, err := Open(bytes.NewReader(sample(t, "v5-empty-as-on-android12.ab")), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tar.NewReader(r).Next(); err != io.EOF {
		t.Errorf("the empty archive of Android 12: %v", err)
	}
}

func TestPasswords(t *testing.T) {
	for _, name := range []string{"v1-aes256-zlib.ab", "v5-aes256-zlib.ab"} {
		if _, _, err := Open(bytes.NewReader(sample(t, name)), "guess"); !errors.Is(err, ErrPassword) {
			t.Errorf("%s, wrong password: %v", name, err)
		}
		if _, _, err := Open(bytes.NewReader(sample(t, name)), ""); !errors.Is(err, ErrNeedsPassword) {
			t.Errorf("%s, no password: %v", name, err)
		}
	}
}

func TestDamage(t *testing.T) {
	for _, name := range []string{"v1-aes256-zlib.ab", "v5-aes256-zlib.ab", "v5-zlib.ab"} {
		whole := sample(t, name)
		for cut := 1; cut < len(whole); cut += 83 {
			_, r, err := Open(bytes.NewReader(whole[:len(whole)-cut]), "sample-password")
			if err == nil {
				_, err = io.Copy(io.Discard, r)
			}
			if !errors.Is(err, ErrFormat) && !errors.Is(err, ErrPassword) {
				t.Fatalf("%s less %d bytes: %v", name, cut, err)
			}
		}
	}
	for text, want := range map[string]error{
		"ANDROID BACKUP\n6\n0\nnone\n": ErrVersion, "ANDROID BACKUP\n5\n2\nnone\n": ErrFormat, "ANDROID BACKUP\n5\n0\nROT-13\n": ErrVersion,
		"": ErrFormat, strings.Repeat("A", 5000): ErrFormat, "MIUI BACKUP\n2\n0\nnone\n": ErrFormat,
		"ANDROID BACKUP\n5\n1\nAES-256\n00\n00\n2000000000\n00000000000000000000000000000000\n00000000000000000000000000000000\n": ErrFormat,
	} {
		if _, _, err := Open(strings.NewReader(text), "x"); !errors.Is(err, want) {
			t.Errorf("%.40q: %v, want %v", text, err, want)
		}
	}
}

// Whatever the file holds, opening and reading it ends, with its bytes or an error.
func FuzzOpen(f *testing.F) {
	for _, name := range []string{"v5-plain.ab", "v5-zlib.ab", "v5-empty-as-on-android12.ab"} {
		f.Add(sample(f, name), "")
	}
	f.Add([]byte("ANDROID BACKUP\n5\n1\nAES-256\n00\n00\n1\n00000000000000000000000000000000\n00000000000000000000000000000000\n"), "x")
	f.Fuzz(func(t *testing.T, b []byte, password string) {
		if bytes.Count(b, []byte("AES-256")) > 0 && bytes.Count(b, []byte("0")) > 2000 {
			return // millions of rounds are only slow
		}
		if _, r, err := Open(bytes.NewReader(b), password); err == nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(r, 1<<20)) // any error will do
		}
	})
}
