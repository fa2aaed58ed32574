package e2e

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRealPhone backs up a real Android adbd with a memory card: mixed sizes,
// names no file system likes, and with KEEPSAKE_BIG a sparse file of 5 GiB.
// Every byte and every modification time must arrive, and a second run must copy
// nothing.
// `make peers` gives it the phone.
func TestRealPhone(t *testing.T) {
	root, serial := os.Getenv("KEEPSAKE_PHONE_ROOT"), os.Getenv("KEEPSAKE_REAL_PHONE")
	if root == "" || serial == "" {
		if os.Getenv("CI") != "" && os.Getenv("KEEPSAKE_PEERS") != "" {
			t.Fatal("CI must give this test a real adbd")
		}
		t.Log("no real adbd here; `make peers` runs this test with one")
		return
	}
	dcim, card := filepath.Join(root, "storage", "emulated", "0", "DCIM"), filepath.Join(root, "storage", "1A2B-3C4D")
	for _, dir := range []string{dcim, card} {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
	}
	want := fillPhone(t, dcim, card)

	library := filepath.Join(t.TempDir(), "library")
	// The unreadable file fails, so the exit code says: look at it.
	r := backup(t, library, []int{1}, "--device", serial)
	if r.files() != len(want) || r.Failed != 1 || r.Verified != len(want) {
		t.Errorf("copied %d, failed %d, verified %d; want %d, 1, %d\n%+v", r.Copied, r.Failed, r.Verified, len(want), len(want), r.Problems)
	}
	have := map[sum]time.Time{}
	err := filepath.WalkDir(filepath.Join(library, "Photos"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		h, err := hashFile(path)
		if err != nil {
			return err
		}
		st, err := d.Info()
		if err == nil {
			have[h] = st.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, f := range want {
		got, ok := have[f.hash]
		if !ok {
			t.Errorf("%q is not in the library byte for byte", path)
		} else if !got.Equal(f.mtime) {
			t.Errorf("%q: modification time %v, on the phone %v", path, got.UTC(), f.mtime.UTC())
		}
	}
	check(t, library)
	if r = backup(t, library, []int{1}, "--device", serial); r.Copied != 0 || r.Already != len(want) {
		t.Errorf("second run copied %d and kept %d; want 0 and %d", r.Copied, r.Already, len(want))
	}
	restoreReal(t, library, serial, want, dcim, card)
}

// restoreReal empties the phone and brings everything back: each byte, name and
// date as it was. Undo leaves the phone empty again.
func restoreReal(t *testing.T, library, serial string, want map[string]phoneFile, dirs ...string) {
	t.Helper()
	t.Setenv("KEEPSAKE_LIBRARY", library)
	for _, dir := range dirs {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(dirs[1], 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dirs[1], 0o777); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	r, id := run(t, 0, "restore", "--device", serial)
	t.Logf("%d files, %d bytes restored in %v", r.Copied, r.Bytes, time.Since(began))
	if r.Copied != len(want) || r.Verified != len(want) || r.Failed != 0 {
		t.Errorf("restored %+v, want %d", r, len(want))
	}
	bad := 0
	for path, f := range want {
		h, err := hashFile(path)
		st, serr := os.Lstat(path)
		if err != nil || serr != nil || h != f.hash || !st.ModTime().Equal(f.mtime) {
			if bad++; bad < 10 {
				t.Errorf("%q did not come back as it was: %v, %v", path, err, st)
			}
		}
	}
	if r, _ := run(t, 0, "restore", "--device", serial); r.Copied != 0 {
		t.Errorf("a second restore copied %d", r.Copied)
	}
	if r, _ := run(t, 0, "undo", id); r.Copied != len(want) {
		t.Errorf("undo took back %+v", r)
	}
	for path := range want {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%q is left after undo", path)
			break
		}
	}
}

type sum [sha256.Size]byte

type phoneFile struct {
	hash  sum
	mtime time.Time
}

// fillPhone puts about 2,000 files on the phone, and some of the same names on a
// memory card, and returns their true content.
func fillPhone(t *testing.T, dcim, card string) map[string]phoneFile {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	sizes := []int{0, 1, 100, 2048, 65535, 65536, 65537, 300_000, 3_000_000}
	names := []string{
		"IMG_%d.jpg", "with space %d.jpg", "emoji 🌄 %d.jpg", "中文相册 %d.jpg", "line\nbreak %d.jpg", "quote'\"$(rm)%d.jpg",
		"bad\xff\xfe%d.jpg", "CON.%d.jpg", "trailing. %d .jpg", "a:b*c?%d.jpg", "-rf %d.jpg", "\\n%d.jpg", strings.Repeat("长", 80) + "%d.jpg",
	}
	want := map[string]phoneFile{}
	put := func(path string, size int64, body io.Reader) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		if body != nil {
			if _, err := io.Copy(io.MultiWriter(f, h), io.LimitReader(body, size)); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		m := time.Unix(1_500_000_000+rng.Int64N(2e8), 0)
		if err := os.Chtimes(path, m, m); err != nil {
			t.Fatal(err)
		}
		var s sum
		h.Sum(s[:0])
		want[path] = phoneFile{s, m}
	}
	var seed [32]byte
	random := rand.NewChaCha8(seed)
	for i := range 2000 {
		size := sizes[i%len(sizes)]
		if size >= 300_000 && i%3 != 0 {
			size = 20_000 + i // keeps the whole set at a size a test can hash
		}
		if size < 16 && i >= len(sizes) {
			size = 16 + i // equal contents are kept once, under the first one's time
		}
		name := fmt.Sprintf(names[i%len(names)], i)
		put(filepath.Join(dcim, []string{"Camera", "Screenshots", "Trip ✈ 2024"}[i%3], name), int64(size), random)
	}
	for i := range 30 {
		put(filepath.Join(card, "DCIM", "Camera", fmt.Sprintf("IMG_%d.jpg", i)), int64(5000+i), random)
	}
	if os.Getenv("KEEPSAKE_BIG") != "" {
		path := filepath.Join(dcim, "Camera", "VID_5GiB.mp4")
		const size = 5 << 30
		put(path, 0, nil)
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		m := time.Unix(1_600_000_000, 0)
		if err := os.Chtimes(path, m, m); err != nil {
			t.Fatal(err)
		}
		h, err := hashFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want[path] = phoneFile{h, m}
	}
	secret := filepath.Join(dcim, "Camera", "not for shell.jpg")
	if err := os.WriteFile(secret, []byte("closed"), 0o600); err != nil {
		t.Fatal(err)
	}
	return want
}

func hashFile(path string) (s sum, err error) {
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return s, err
	}
	h.Sum(s[:0])
	return s, nil
}
