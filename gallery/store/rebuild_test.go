package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

const someIdentity = `{"format":1,"id":"0123456789abcdef0123456789abcdef","created":"2026-01-02T03:04:05Z"}`

func TestRebuildTakesOnlyWhatALibraryHas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lib")
	r, err := BeginRebuild(dir, []byte(someIdentity))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data := []byte("bytes")
	sum := gallery.Hash(sha256.Sum256(data))
	put := func(name string, want gallery.Hash, size int64) error {
		return r.Put(t.Context(), name, want, size, time.Time{}, bytes.NewReader(data))
	}
	for _, name := range []string{"../evil", "Photos/../../evil", "/etc/evil", "Photos", "", "evil.txt", ".keepsake/lock", ".keepsake/library.json",
		".keepsake/index.db", ".keepsake/staging/x", "Photos/a\x00b", "Photos/con", "Photos/a:b", "Photos/.keepsake/../x"} {
		if err := put(name, gallery.Hash{}, 5); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
	for name, c := range map[string]struct {
		want gallery.Hash
		size int64
	}{"another hash": {gallery.Hash{1}, 5}, "too short": {sum, 6}, "too long": {sum, 4}} {
		if err := put("Photos/a/b.jpg", c.want, c.size); !errors.Is(err, ErrMismatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "Photos", "a", "b.jpg")); err == nil {
		t.Error("what is not right has the name")
	}
	if err := put("Photos/a/b.jpg", sum, 5); err != nil {
		t.Fatal(err)
	}
	if had, err := r.Has(t.Context(), "Photos/a/b.jpg", sum, 5); !had || err != nil {
		t.Errorf("%v, %v", had, err)
	}
}

func TestRebuildGoesOnAndNeverMixes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lib")
	begin := func(identity string) error {
		r, err := BeginRebuild(dir, []byte(identity))
		if err != nil {
			return err
		}
		return r.Close()
	}
	if err := begin(someIdentity); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("half of it is a library already: %v", err)
	}
	if err := begin(strings.Replace(someIdentity, "0123", "9999", 1)); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("another library: %v", err)
	}
	if err := begin("{}"); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("no identity: %v", err)
	}
	if err := begin(strings.Replace(someIdentity, `"format":1`, `"format":99`, 1)); !errors.Is(err, ErrNewerFormat) {
		t.Errorf("a newer format: %v", err)
	}
	r, err := BeginRebuild(dir, []byte(someIdentity)) // goes on
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Finish(), r.Close()); err != nil {
		t.Fatal(err)
	}
	l, err := Open(dir)
	if err != nil || l.ID() != "0123456789abcdef0123456789abcdef" {
		t.Fatal(err)
	}
	l.Close()
	if err := begin(someIdentity); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("over a finished library: %v", err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := BeginRebuild(other, []byte(someIdentity)); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into somebody's folder: %v", err)
	}
}
