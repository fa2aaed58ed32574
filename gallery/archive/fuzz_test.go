package archive

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	secret "github.com/yeka/zip"
)

func FuzzConfine(f *testing.F) {
	for _, s := range []string{"a/b.jpg", "../x", `C:\x`, "/x", "a/./b", "..", ". ./x", "\x00", "a/.../b"} {
		f.Add(s)
	}
	root := f.TempDir()
	f.Fuzz(func(t *testing.T, name string) {
		clean, err := confine(name)
		if err != nil {
			return
		}
		if !filepath.IsLocal(filepath.FromSlash(clean)) || strings.Contains(clean, `\`) {
			t.Errorf("%q became %q", name, clean)
		}
		if at := filepath.Join(root, clean); !strings.HasPrefix(at, root+string(filepath.Separator)) {
			t.Errorf("%q leads to %q", name, at)
		}
	})
}

func FuzzNames(f *testing.F) {
	f.Add([]byte("a.jpg"), []byte{})
	f.Add([]byte("\xcf\xe0\xb2\xe1.jpg"), []byte("up\x05\x00\x01\x00\x00\x00\x00"))
	f.Add([]byte("Caf\x82.jpg"), []byte{})
	f.Fuzz(func(t *testing.T, name, extra []byte) {
		z := &zip.File{FileHeader: zip.FileHeader{Name: string(name), Extra: extra}}
		for _, got := range names([]*zip.File{z}) {
			if !utf8.ValidString(got) {
				t.Errorf("%q became %q", name, got)
			}
		}
		_ = modified(z)
		_, _ = readAESInfo(extra)
	})
}

func FuzzSidecar(f *testing.F) {
	all, _ := filepath.Glob("testdata/takeout/Takeout/*/*/*.json")
	for _, name := range all {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, album := parseSidecar(data)
		if s != nil && (album != "" || s.Place != nil && (s.Place.Lat > 90 || s.Place.Lat < -90)) {
			t.Errorf("%+v, %q", s, album)
		}
		if strings.ContainsAny(album, "/\\\x00\n") || album == ".." || album == "." {
			t.Errorf("album %q", album)
		}
	})
}

// FuzzMatch: whatever the names are, a sidecar that is found is one of the
// folder's, and the picture's own exact one is never passed over.
func FuzzMatch(f *testing.F) {
	f.Add("a(1).jpg", "a.jpg(1).json", "a.jpg")
	f.Add("a-edited.jpg", "a.jpg.supplemental-meta.json", "")
	f.Add("😀.jpg", "😀.json", "😀😀.jpg")
	f.Fuzz(func(t *testing.T, picture, sidecar, title string) {
		m := newMatcher()
		if n, ok := splitSidecarName(sidecar); ok {
			m.add(&candidate{sidecarName: n, Sidecar: &Sidecar{Title: title}, tree: 1})
		}
		m.find(picture, 0)
		own := &candidate{sidecarName: sidecarName{picture, 0}, Sidecar: &Sidecar{}}
		m.add(own)
		if got := m.find(picture, 0); got != own {
			t.Errorf("%q found %+v", picture, got)
		}
	})
}

// FuzzZIP: whatever the bytes are, opening, listing and reading ends, and no
// more is read than is announced.
func FuzzZIP(f *testing.F) {
	for _, name := range []string{"zip/aes256.zip", "zip/aes128.zip", "zip/zipcrypto.zip", "split/split.zip"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 8<<10 {
			f.Add(data, uint16(0))
			f.Add(data, uint16(len(data)/2))
		}
	}
	f.Add(encrypt(f, secret.AES192Encryption, "sample-password", made{name: "a.jpg", data: good}), uint16(50))
	f.Fuzz(func(t *testing.T, data []byte, cut uint16) {
		var all joined
		at := min(int(cut), len(data))
		for _, piece := range [][]byte{data[:at], data[at:]} {
			if len(piece) > 0 {
				all.add(bytes.NewReader(piece), int64(len(piece)))
			}
		}
		z := &zipTree{title: "fuzz"}
		if z.read(&all) != nil {
			return
		}
		if z.unlock(t.Context(), "sample-password") != nil {
			z.password = "x"
		}
		files, err := z.list(t.Context(), func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !file.usable() {
				continue
			}
			rc, err := file.open(t.Context())
			if err != nil {
				continue
			}
			n, _ := io.Copy(io.Discard, io.LimitReader(rc, 1<<20))
			rc.Close()
			if n > file.size {
				t.Errorf("%q: %d of %d bytes", file.path, n, file.size)
			}
		}
	})
}

// FuzzJoined: pieces read as one give the bytes as they were.
func FuzzJoined(f *testing.F) {
	f.Add([]byte("hello world"), uint8(3), uint8(5), int64(2), uint8(6))
	f.Fuzz(func(t *testing.T, data []byte, a, b uint8, off int64, n uint8) {
		var j joined
		whole := bytes.NewReader(data)
		x := min(int(a), len(data))
		y := min(x+int(b), len(data))
		for _, p := range [][]byte{data[:x], data[x:y], data[y:]} {
			if len(p) > 0 {
				j.add(bytes.NewReader(p), int64(len(p)))
			}
		}
		if off < 0 {
			return
		}
		got, want := make([]byte, n), make([]byte, n)
		gn, gerr := j.ReadAt(got, off)
		wn, werr := whole.ReadAt(want, off)
		if gn != wn || !bytes.Equal(got[:gn], want[:wn]) || n > 0 && (gerr == nil) != (werr == nil) {
			t.Errorf("%d bytes, %v; want %d, %v", gn, gerr, wn, werr)
		}
	})
}
