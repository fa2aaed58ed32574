package doctor

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

const adbScript = "#!/bin/sh\necho 'Android Debug Bridge version 1.0.41'\necho 'Version 36.0.0-13206524'\n"

// item is one entry of an archive.
type item struct {
	name, content string
	mode          fs.FileMode
}

func archive(t testing.TB, items ...item) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, i := range items {
		h := &zip.FileHeader{Name: i.name, Method: zip.Deflate}
		h.SetMode(i.mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(i.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func goodArchive(t testing.TB) []byte {
	return archive(t,
		item{"platform-tools/", "", fs.ModeDir | 0o755},
		item{"platform-tools/adb", adbScript, 0o755},
		item{"platform-tools/fastboot", "not wanted", 0o755},
		item{"platform-tools/lib64/libc++.so", "not wanted", 0o755},
		item{"platform-tools/NOTICE.txt", "notice", 0o644},
		item{"platform-tools/source.properties", "Pkg.Revision=36.0.0", 0o644},
	)
}

// serve gives the bytes to whoever asks.
func serve(t testing.TB, data []byte) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) }))
	t.Cleanup(s.Close)
	return s.URL + "/platform-tools.zip"
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func names(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// download is Fetch and Unpack in one.
func download(ctx context.Context, o DownloadOptions) (Program, error) {
	a, err := Fetch(ctx, o)
	if err != nil {
		return Program{}, err
	}
	return a.Unpack(ctx)
}

func TestDownload(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // where a shell script is no program
	}
	data := goodArchive(t)
	above := t.TempDir()
	dir := filepath.Join(above, "keepsake", "platform-tools")
	var done, total int64
	o := DownloadOptions{URL: serve(t, data), Dir: dir, SHA256: strings.ToUpper(sumOf(data)), Progress: func(d, n int64) { done, total = d, n }}
	for range 2 { // the second one replaces the first
		p, err := download(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		want := Program{Path: filepath.Join(dir, "adb"), Release: "36.0.0", Protocol: 41, SHA256: sumOf(data)}
		if p.Path != want.Path || p.Release != want.Release || p.Protocol != want.Protocol || p.SHA256 != want.SHA256 {
			t.Errorf("%+v, want %+v", p, want)
		}
	}
	if done != int64(len(data)) || total != int64(len(data)) {
		t.Errorf("progress ends with %d of %d", done, total)
	}
	if got := names(t, dir); got != "NOTICE.txt adb source.properties" {
		t.Errorf("unpacked: %s", got)
	}
	if got := names(t, filepath.Dir(dir)); got != "platform-tools" {
		t.Errorf("left behind: %s", got)
	}
	for name, want := range map[string]fs.FileMode{"": 0o700, "adb": 0o700, "NOTICE.txt": 0o600} {
		if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Mode().Perm() != want {
			t.Errorf("%q: %v, %v", name, st, err)
		}
	}
}

// The owner sees the checksum before anything is unpacked.
func TestFetchThenDiscard(t *testing.T) {
	data := goodArchive(t)
	dir := filepath.Join(t.TempDir(), "platform-tools")
	a, err := Fetch(t.Context(), DownloadOptions{URL: serve(t, data), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if a.SHA256 != sumOf(data) || a.Size != int64(len(data)) || a.URL == "" || names(t, dir) != "" {
		t.Errorf("%+v, unpacked %s", a, names(t, dir))
	}
	a.Discard()
	if got := names(t, filepath.Dir(dir)); got != "" {
		t.Errorf("left behind: %s", got)
	}
}

func TestFetchFails(t *testing.T) {
	data := goodArchive(t)
	handlers := map[string]struct {
		handle http.HandlerFunc
		o      DownloadOptions
		is     error
		says   string
	}{
		"not found": {http.NotFound, DownloadOptions{}, ErrDownload, "404"},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			_, _ = w.Write(data)
		}, DownloadOptions{}, ErrDownload, "EOF"},
		"another archive": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) },
			DownloadOptions{SHA256: strings.Repeat("0", 64)}, ErrChecksum, "nothing was unpacked"},
		"says it is huge": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "99999999999") },
			DownloadOptions{}, ErrDownload, "more than"},
		"never ends": {func(w http.ResponseWriter, _ *http.Request) {
			block := make([]byte, 1<<20)
			for range maxArchive>>20 + 2 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, DownloadOptions{}, ErrDownload, "does not end"},
		"falls silent": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(data[:100])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, DownloadOptions{silence: 50 * time.Millisecond}, ErrDownload, "nothing came for"},
		"sends elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/platform-tools.zip", http.StatusFound)
		}, DownloadOptions{}, ErrDownload, "not an https address"},
		"sends in a circle": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
			DownloadOptions{}, ErrDownload, "too many"},
	}
	for name, c := range handlers {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.handle)
			defer s.Close()
			above := t.TempDir()
			c.o.URL, c.o.Dir = s.URL, filepath.Join(above, "platform-tools")
			_, err := download(t.Context(), c.o)
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			if got := names(t, above); got != "" {
				t.Errorf("left behind: %s", got)
			}
		})
	}
	for url, says := range map[string]string{"http://192.0.2.1/x.zip": "not an https", "ftp://localhost/x": "not an https", "https://%zz": "invalid", "https://mara:secret@": ""} {
		_, err := Fetch(t.Context(), DownloadOptions{URL: url, Dir: filepath.Join(t.TempDir(), "p")})
		if !errors.Is(err, ErrDownload) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", url, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Fetch(ctx, DownloadOptions{URL: serve(t, data), Dir: filepath.Join(t.TempDir(), "p")}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrDownload) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestUnpackFails(t *testing.T) {
	adbItem := item{"platform-tools/adb", adbScript, 0o755}
	whole := goodArchive(t)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"not an archive":           {[]byte("<html>Log in to the hotel's Wi-Fi</html>"), "zip"},
		"half an archive":          {whole[:len(whole)/2], "zip"},
		"no adb":                   {archive(t, item{"platform-tools/fastboot", "x", 0o755}), "no adb"},
		"adb out of the folder":    {archive(t, item{"platform-tools/../../adb", adbScript, 0o755}), "no adb"},
		"adb at an absolute path":  {archive(t, item{"/platform-tools/adb", adbScript, 0o755}), "no adb"},
		"adb in another folder":    {archive(t, item{"adb", adbScript, 0o755}), "no adb"},
		"adb is a link":            {archive(t, item{"platform-tools/adb", "/bin/sh", fs.ModeSymlink | 0o777}), "not a file"},
		"adb is a folder":          {archive(t, item{"platform-tools/adb", "", fs.ModeDir | 0o777}), "not a file"},
		"adb is there twice":       {archive(t, adbItem, adbItem), "twice"},
		"adb is another program":   {archive(t, item{"platform-tools/adb", "#!/bin/sh\necho hello\n", 0o755}), "does not run"},
		"adb is for other systems": {archive(t, item{"platform-tools/adb", "\x7fELF\x01\x02nonsense", 0o755}), "does not run"},
		"a bomb":                   {archive(t, item{"platform-tools/NOTICE.txt", strings.Repeat("\x00", maxUnpacked+1), 0o644}, adbItem), "67108865 bytes"},
		"damaged":                  {damaged(t), "checksum"},
	} {
		t.Run(name, func(t *testing.T) {
			above := t.TempDir()
			dir := filepath.Join(above, "platform-tools")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "adb"), []byte("the one before"), 0o700); err != nil {
				t.Fatal(err)
			}
			_, err := download(t.Context(), DownloadOptions{URL: serve(t, c.data), Dir: dir})
			if !errors.Is(err, ErrArchive) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			if kept, _ := os.ReadFile(filepath.Join(dir, "adb")); string(kept) != "the one before" || names(t, above) != "platform-tools" || names(t, dir) != "adb" {
				t.Errorf("there is %s with %s, adb is %q", names(t, above), names(t, dir), kept)
			}
		})
	}
}

// damaged is an archive with one byte of adb changed, kept uncompressed.
func damaged(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "platform-tools/adb", Method: zip.Store}
	h.SetMode(0o755)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write([]byte(adbScript))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(b.Bytes(), []byte("Debug Bridge"), []byte("Debug Bridgf"), 1)
}

func FuzzUnpack(f *testing.F) {
	f.Add(goodArchive(f))
	f.Add(damaged(f))
	f.Add(archive(f, item{"platform-tools/adb", "/bin/sh", fs.ModeSymlink | 0o777}))
	f.Fuzz(func(t *testing.T, data []byte) {
		above := t.TempDir()
		file, dir := filepath.Join(above, "a.zip"), filepath.Join(above, "in")
		if err := errors.Join(os.WriteFile(file, data, 0o600), os.Mkdir(dir, 0o700)); err != nil {
			t.Fatal(err)
		}
		_, err := unpackInto(t.Context(), file, dir)
		if err != nil && !errors.Is(err, ErrArchive) {
			t.Errorf("%v", err)
		}
		if got := names(t, above); got != "a.zip in" {
			t.Errorf("wrote outside: %s", got)
		}
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if _, ok := wanted["platform-tools/"+e.Name()]; !ok || !e.Type().IsRegular() {
				t.Errorf("unpacked %s", e)
			}
		}
	})
}

func TestSource(t *testing.T) {
	for _, c := range []struct{ system, machine, want string }{
		{"linux", "amd64", "https://dl.google.com/android/repository/platform-tools-latest-linux.zip"},
		{"darwin", "arm64", "https://dl.google.com/android/repository/platform-tools-latest-darwin.zip"},
		{"windows", "arm64", "https://dl.google.com/android/repository/platform-tools-latest-windows.zip"},
		{"linux", "arm64", ""}, {"freebsd", "amd64", ""},
	} {
		got, err := ToolsURL(c.system, c.machine)
		if got != c.want || (err != nil) != (c.want == "") || err != nil && !errors.Is(err, ErrNotOffered) {
			t.Errorf("%s %s: %q, %v", c.system, c.machine, got, err)
		}
	}
	t.Setenv(URLVariable, "https://mirror.example/tools.zip")
	if got, err := (DownloadOptions{}).Source(); got != "https://mirror.example/tools.zip" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, _ := (DownloadOptions{URL: "https://other.example/"}).Source(); got != "https://other.example/" {
		t.Errorf("%q", got)
	}
}

// What was downloaded is found without further ado.
func TestDownloadIsFound(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	p, err := download(t.Context(), DownloadOptions{URL: serve(t, goodArchive(t))})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := adb.NewServer(adb.Options{}).Program(); err != nil || found != p.Path {
		t.Errorf("found %q, %v; downloaded %q", found, err, p.Path)
	}
}
