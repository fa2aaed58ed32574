package command

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/app/settings"
	"keepsake/gallery/cloud/immich/fake"
)

// keys is a keyring in memory that can forget.
type keys struct{ ring }

func (k *keys) Delete(_ context.Context, name string) error {
	if k.broken {
		return settings.ErrNoKeyring
	}
	delete(k.all, name)
	return nil
}

// cloudRig is a library and a home of its own.
type cloudRig struct {
	t    *testing.T
	dir  string // of everything
	keys *keys
	said strings.Builder // all that was ever written
}

func newCloudRig(t *testing.T) *cloudRig {
	t.Helper()
	r := &cloudRig{t: t, dir: t.TempDir(), keys: &keys{ring{all: map[string]string{}}}}
	for _, name := range []string{"XDG_CONFIG_HOME", "HOME", "APPDATA"} {
		t.Setenv(name, filepath.Join(r.dir, "home"))
	}
	return r
}

func (r *cloudRig) path(elem ...string) string {
	return filepath.Join(append([]string{r.dir}, elem...)...)
}

// do runs a command line, which must end with this code.
func (r *cloudRig) do(want int, args ...string) string {
	r.t.Helper()
	var out, errs bytes.Buffer
	code := Run(r.t.Context(), Env{Stdout: &out, Stderr: &errs, Keyring: r.keys}, args)
	r.said.WriteString(out.String() + errs.String())
	if code != want {
		r.t.Fatalf("keepsake %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, out.String(), errs.String())
	}
	return out.String() + errs.String()
}

func (r *cloudRig) receipt(want int, args ...string) job.Receipt {
	r.t.Helper()
	out := r.do(want, append(args, "--json")...)
	var rec job.Receipt
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):strings.LastIndex(out, "}")+1]), &rec); err != nil {
		r.t.Fatalf("%v\n%s", err, out)
	}
	if err := rec.Check(); err != nil {
		r.t.Error(err)
	}
	return rec
}

// sources is a folder with pictures in two albums and a list of contacts.
func (r *cloudRig) sources(name string) string {
	r.t.Helper()
	files := map[string][]byte{"Contacts.vcf": []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nTEL:+441234567\r\nEND:VCARD\r\n")}
	for n := range 3 {
		for _, album := range []string{"Camera", "相机 & 100%"} {
			var b bytes.Buffer
			img := image.NewGray(image.Rect(0, 0, 40+n, 40))
			for i := range img.Pix {
				img.Pix[i] = byte(i * (n + len(album) + len(name)))
			}
			if err := jpeg.Encode(&b, img, nil); err != nil {
				r.t.Fatal(err)
			}
			files[album+"/IMG_2025050"+string(rune('1'+n))+"_120000.jpg"] = b.Bytes()
		}
	}
	dir := r.path("source " + name)
	for file, b := range files {
		file = filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	return dir
}

// manifest is all that a library's manifest says.
func manifest(t *testing.T, lib string) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(filepath.Join(lib, ".keepsake", "manifest", "*.ndjson"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no manifest in %s, %v", lib, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	return all.String()
}

// TestThereAndBack: a library goes to a folder of files and comes back equal; what
// is cut short or removed there is found, and sent anew.
func TestThereAndBack(t *testing.T) {
	r := newCloudRig(t)
	lib := r.path("library")
	r.do(exitOK, "import", "--library", lib, r.sources("one"))
	r.do(exitOK, "cloud", "add", "nas", "--kind", "folder", "--root", r.path("nas"))
	if out := r.do(exitOK, "cloud", "list"); !strings.Contains(out, "nas") {
		t.Error(out)
	}
	r.do(exitOK, "cloud", "test", "nas")
	r.do(exitFailed, "cloud", "add", "NAS", "--kind", "folder", "--root", r.path("nas2")) // the name is taken
	r.do(exitUnchecked, "verify", "--cloud", "nas", "--library", lib)                     // nothing is up yet
	r.do(exitFailed, "fetch", "--from", "nas", "--library", r.path("too early"))

	first := r.receipt(exitOK, "upload", "--to", "nas", "--library", lib)
	if first.Copied == 0 || first.Verified != first.Copied || first.Copied != first.Found {
		t.Fatalf("%+v", first.Counts)
	}
	again := r.receipt(exitOK, "upload", "--to", "nas", "--library", lib)
	if again.Copied != 0 || again.Already != first.Copied || again.Bytes != 0 {
		t.Errorf("the second time %+v", again.Counts)
	}
	r.do(exitOK, "verify", "--cloud", "nas", "--library", lib, "--read", "all")
	r.do(exitOK, "check", "--against", "cloud:nas", lib)

	back := r.receipt(exitOK, "fetch", "--from", "nas", "--library", r.path("back"))
	if back.Copied != first.Copied || back.Verified != back.Copied {
		t.Errorf("came back: %+v", back.Counts)
	}
	if manifest(t, lib) != manifest(t, r.path("back")) {
		t.Error("the manifests differ")
	}
	same(t, lib, r.path("back"), "Photos", "Records")
	r.do(exitOK, "check", "--read", "all", r.path("back"))

	bad := someOriginals(t, r.path("nas"))
	if err := os.Truncate(bad[0], 10); err != nil {
		t.Fatal(err)
	}
	if out := r.do(1, "verify", "--cloud", "nas", "--library", lib); !strings.Contains(out, "10 bytes") {
		t.Error(out)
	}
	if err := os.Remove(bad[1]); err != nil {
		t.Fatal(err)
	}
	r.do(1, "check", "--against", "cloud:nas", lib)
	partial := r.receipt(exitPartial, "fetch", "--from", "nas", "--library", r.path("partial"))
	if partial.Failed != 1 || partial.Skipped != 1 {
		t.Errorf("of a damaged cloud came %+v", partial.Counts)
	}
	repaired := r.receipt(exitOK, "upload", "--to", "nas", "--library", lib)
	if repaired.Copied != 2 {
		t.Errorf("sent anew: %+v", repaired.Counts)
	}
	r.do(exitOK, "verify", "--cloud", "nas", "--library", lib)

	rot := someOriginals(t, r.path("nas"))[2] // of the same length
	b, err := os.ReadFile(rot)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(rot, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r.do(1, "verify", "--cloud", "nas", "--library", lib, "--read", "all")

	other := r.path("other")
	r.do(exitOK, "import", "--library", other, r.sources("two"))
	if out := r.do(exitFailed, "upload", "--to", "nas", "--library", other); !strings.Contains(out, "another library") {
		t.Error(out)
	}
	r.do(exitOK, "cloud", "remove", "nas")
	r.do(exitFailed, "upload", "--to", "nas", "--library", lib)
}

func someOriginals(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	if err := filepath.WalkDir(filepath.Join(dir, "Photos"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// same compares folders of two libraries byte for byte, dates too.
func same(t *testing.T, a, b string, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		n := 0
		if err := filepath.WalkDir(filepath.Join(a, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			n++
			rel, err := filepath.Rel(a, path)
			if err != nil {
				return err
			}
			x, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			y, err := os.ReadFile(filepath.Join(b, rel))
			if err != nil {
				return err
			}
			if !bytes.Equal(x, y) {
				t.Errorf("%s differs", rel)
			}
			if folder == "Photos" {
				s, err1 := os.Stat(path)
				u, err2 := os.Stat(filepath.Join(b, rel))
				if err1 == nil && err2 == nil && !s.ModTime().Truncate(1e9).Equal(u.ModTime().Truncate(1e9)) {
					t.Errorf("%s has the date %s, not %s", rel, u.ModTime(), s.ModTime())
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("nothing in %s", folder)
		}
	}
}

// TestSecretsStaySecret: an Immich key is in the keyring and nowhere else, neither
// on the disk nor in what is said, whatever goes wrong.
func TestSecretsStaySecret(t *testing.T) {
	r := newCloudRig(t)
	const key = "very-secret-key-0123456789"
	s := fake.New(key, 3)
	server := httptest.NewServer(s)
	defer server.Close()
	lib := r.path("library")
	r.do(exitOK, "import", "--library", lib, r.sources("three"))
	secrets := filepath.Join(t.TempDir(), "secrets")
	if err := os.WriteFile(secrets, []byte("api_key="+key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.do(exitFailed, "cloud", "add", "photos", "--kind", "immich", "--set", "url="+server.URL, "--set", "api_key="+key, "--secrets-file", secrets)
	r.do(exitOK, "cloud", "add", "photos", "--kind", "immich", "--set", "url="+server.URL, "--secrets-file", secrets)
	first := r.receipt(exitOK, "upload", "--to", "photos", "--library", lib, "--kind", "photo")
	if first.Copied == 0 || first.Verified != first.Copied || len(s.Assets()) != first.Copied || len(s.Albums()) == 0 {
		t.Fatalf("%+v, %d assets, albums %+v", first.Counts, len(s.Assets()), s.Albums())
	}
	if again := r.receipt(exitOK, "upload", "--to", "photos", "--library", lib, "--kind", "photo"); again.Copied != 0 || again.Already != first.Copied {
		t.Errorf("again %+v", again.Counts)
	}
	r.do(exitOK, "verify", "--cloud", "photos", "--library", lib)
	s.Key = "another"
	if out := r.do(exitFailed, "cloud", "test", "photos"); !strings.Contains(out, "did not accept") {
		t.Error(out)
	}
	server.Close()
	r.do(exitFailed, "cloud", "test", "photos")
	if strings.Contains(r.said.String(), key) {
		t.Error("the key was said")
	}
	found := 0
	for _, v := range r.keys.all {
		found += strings.Count(v, key)
	}
	if found != 1 {
		t.Errorf("the key is in the keyring %d times", found)
	}
	if err := filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && bytes.Contains(b, []byte(key)) {
			t.Errorf("the key is in %s", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestNoSecretsNoKeyring: what has no password works without a keyring.
func TestNoSecretsNoKeyring(t *testing.T) {
	r := newCloudRig(t)
	r.keys.broken = true
	r.do(exitOK, "cloud", "add", "nas", "--kind", "folder", "--root", r.path("nas"))
	r.do(exitOK, "cloud", "test", "nas")
	r.do(exitOK, "cloud", "remove", "nas")
}

// TestScryptWithoutKeyring: the passwords are in a file that a passphrase encrypts.
func TestScryptWithoutKeyring(t *testing.T) {
	r := newCloudRig(t)
	s := fake.New("some-key", 2)
	server := httptest.NewServer(s)
	defer server.Close()
	write := func(name, text string) string {
		f := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(f, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	pass, wrong, secrets := write("pass", "correct horse\n"), write("wrong", "wrong\n"), write("secrets", "api_key=some-key\n")
	r.do(exitOK, "cloud", "add", "photos", "--kind", "immich", "--set", "url="+server.URL, "--secrets-file", secrets, "--clouds-passphrase-file", pass)
	r.do(exitOK, "cloud", "test", "photos", "--clouds-passphrase-file", pass)
	r.do(exitFailed, "cloud", "test", "photos", "--clouds-passphrase-file", wrong)
	r.do(exitFailed, "cloud", "test", "photos") // nobody is there to ask
	if len(r.keys.all) != 0 {
		t.Errorf("in the keyring: %d", len(r.keys.all))
	}
}
