package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	secret "github.com/yeka/zip"
)

// made is what goes into an archive made for a test.
type made struct {
	name string
	data string
	mode fs.FileMode
}

// pack makes an archive with the standard library.
func pack(t *testing.T, files ...made) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if f.mode != 0 {
			h.SetMode(f.mode)
		}
		out, err := w.CreateHeader(h)
		if err == nil {
			_, err = out.Write([]byte(f.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// encrypt makes an encrypted archive with another program's code.
func encrypt(t testing.TB, how secret.EncryptionMethod, password string, files ...made) []byte {
	t.Helper()
	var b bytes.Buffer
	w := secret.NewWriter(&b)
	for _, f := range files {
		out, err := w.Encrypt(f.name, password, how)
		if err == nil {
			_, err = out.Write([]byte(f.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// saved writes an archive to a folder of its own.
func saved(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const good = "an ordinary picture"

// TestHostileNames: what leads out, or is no file, is refused by itself; the
// picture beside it is taken.
func TestHostileNames(t *testing.T) {
	for what, f := range map[string]made{
		"slip":               {name: "../../evil.jpg", data: "x"},
		"slip in the middle": {name: "a/../../evil.jpg", data: "x"},
		"dots and blanks":    {name: "a/.. /evil.jpg", data: "x"},
		"absolute":           {name: "/etc/evil.jpg", data: "x"},
		"backslashes":        {name: `..\..\evil.jpg`, data: "x"},
		"absolute backslash": {name: `\evil.jpg`, data: "x"},
		"network":            {name: `\\server\share\evil.jpg`, data: "x"},
		"drive":              {name: `C:\Windows\evil.jpg`, data: "x"},
		"drive, relative":    {name: "c:evil.jpg", data: "x"},
		"zero byte":          {name: "a\x00.jpg", data: "x"},
		"too deep":           {name: strings.Repeat("d/", 100) + "evil.jpg", data: "x"},
		"too long":           {name: strings.Repeat("n", 5000), data: "x"},
		"link":               {name: "evil.jpg", data: "/etc/passwd", mode: fs.ModeSymlink | 0o777},
		"device":             {name: "evil.jpg", data: "x", mode: fs.ModeDevice | 0o600},
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t, saved(t, pack(t, f, made{name: "Camera/ok.jpg", data: good})))
			all, err := s.Entries(t.Context(), nil)
			if err != nil || len(all) != 2 {
				t.Fatalf("%d entries, %v", len(all), err)
			}
			for _, e := range all {
				b, err := content(e)
				if e.Name == "ok.jpg" {
					if err != nil || string(b) != good || e.Album != "Camera" {
						t.Errorf("the good one: %q, %v", b, err)
					}
					continue
				}
				if err == nil || len(b) > 0 || e.Skip == "" && !errors.Is(e.Err, ErrUnsafe) {
					t.Errorf("%+v gave %q", e, b)
				}
			}
		})
	}
}

// TestConfineKeepsGoodNames is the control: ordinary names pass as they are.
func TestConfineKeepsGoodNames(t *testing.T) {
	for name, want := range map[string]string{
		"Camera/IMG_1.jpg": "Camera/IMG_1.jpg", "./a.jpg": "a.jpg", "a//b.jpg": "a/b.jpg", `DCIM\Camera\c.jpg`: "DCIM/Camera/c.jpg",
		"…/x.jpg": "…/x.jpg", "a..b/c..jpg": "a..b/c..jpg", "相册/图.jpg": "相册/图.jpg", "12:30.jpg": "12:30.jpg",
	} {
		if got, err := confine(name); err != nil || got != want {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
}

func TestDuplicateNames(t *testing.T) {
	s := open(t, saved(t, pack(t, made{name: "C/a.jpg", data: "one"}, made{name: "C/a.jpg", data: "two"})))
	all := entries(t, s)
	for key, want := range map[string]string{"C/a.jpg": "one", "C/a (2).jpg": "two"} {
		if b, err := content(all[key]); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", key, b, err)
		}
	}
}

// flip changes one byte of the data of the archive's first file, counted from
// its end when negative.
func flip(t *testing.T, archive []byte, at int) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	off, err := r.File[0].DataOffset()
	if err != nil {
		t.Fatal(err)
	}
	if at < 0 {
		at += int(r.File[0].CompressedSize64)
	}
	out := bytes.Clone(archive)
	out[int(off)+at] ^= 0x40
	return out
}

// TestDamagedData: a flipped byte anywhere in the data is an error at the end,
// and the file beside it is whole.
func TestDamagedData(t *testing.T) {
	long := strings.Repeat("many different words, some of them twice; ", 40)
	files := []made{{name: "C/first.jpg", data: long}, {name: "C/second.jpg", data: good}}
	for what, c := range map[string]struct {
		data   []byte
		at     []int
		secret bool
	}{
		"plain":      {pack(t, files...), []int{20, -1}, false},
		"zipcrypto":  {encrypt(t, secret.StandardEncryption, "pw", files...), []int{40, -1}, true},
		"AES data":   {encrypt(t, secret.AES256Encryption, "pw", files...), []int{30, -15}, true},
		"AES's code": {encrypt(t, secret.AES128Encryption, "pw", files...), []int{-1, -10}, true},
	} {
		t.Run(what, func(t *testing.T) {
			for _, at := range append(c.at, 1<<30) { // the last is the control: nothing is flipped
				data, whole := c.data, at == 1<<30
				if !whole {
					data = flip(t, c.data, at)
				}
				s := open(t, saved(t, data))
				if c.secret {
					if err := s.Unlock(t.Context(), "pw"); err != nil {
						t.Fatal(err)
					}
				}
				all := entries(t, s)
				b, err := content(all["C/first.jpg"])
				if whole != (err == nil && string(b) == long) || !whole && !errors.Is(err, ErrDamaged) {
					t.Errorf("byte %d: %d bytes, %v", at, len(b), err)
				}
				if b, err := content(all["C/second.jpg"]); err != nil || string(b) != good {
					t.Errorf("byte %d, the other file: %q, %v", at, b, err)
				}
			}
		})
	}
}

// TestPeers: what another program's code encrypts is read, and a wrong password
// gives nothing, with every cipher.
func TestPeers(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 1<<16)
	for what, how := range map[string]secret.EncryptionMethod{
		"zipcrypto": secret.StandardEncryption, "aes128": secret.AES128Encryption,
		"aes192": secret.AES192Encryption, "aes256": secret.AES256Encryption,
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t, saved(t, encrypt(t, how, "geheim", made{name: "C/a.jpg", data: big}, made{name: "C/empty.jpg"})))
			for _, wrong := range []string{"", "Geheim", "geheim "} {
				if err := s.Unlock(t.Context(), wrong); !errors.Is(err, ErrPassword) {
					t.Fatalf("%q: %v", wrong, err)
				}
			}
			for key, e := range entries(t, s) {
				if b, err := content(e); err == nil || len(b) > 0 {
					t.Errorf("%s: %d bytes without the password", key, len(b))
				}
			}
			if err := s.Unlock(t.Context(), "geheim"); err != nil {
				t.Fatal(err)
			}
			all := entries(t, s)
			if b, err := content(all["C/a.jpg"]); err != nil || string(b) != big {
				t.Errorf("%d bytes, %v", len(b), err)
			}
			if b, err := content(all["C/empty.jpg"]); err != nil || len(b) > 0 {
				t.Errorf("the empty one: %d bytes, %v", len(b), err)
			}
		})
	}
}

func TestTruncated(t *testing.T) {
	whole := pack(t, made{name: "a.jpg", data: good}, made{name: "b.jpg", data: good})
	for n := range whole {
		_, err := Open(t.Context(), []string{saved(t, whole[:n])}, nil)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrBomb) {
			t.Fatalf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
}

// TestBombs: a file that would swell beyond reason is refused before it is read,
// one that lies about its size while it is, and files that share their bytes
// condemn the archive.
func TestBombs(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	out, err := w.Create("bomb.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(out, zeros{}, 80<<20); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	all := entries(t, open(t, saved(t, b.Bytes())))
	if e := all["x/bomb.jpg"]; !errors.Is(e.Err, ErrBomb) {
		t.Errorf("80 MB out of %d bytes: %+v", b.Len(), e)
	}

	lies := pack(t, made{name: "a.jpg", data: strings.Repeat("x", 100_000)})
	dir := bytes.Index(lies, []byte(sigEntry))
	binary.LittleEndian.PutUint32(lies[dir+24:], 10)
	all = entries(t, open(t, saved(t, lies)))
	if got, err := content(all["x/a.jpg"]); err == nil || len(got) > 100 {
		t.Errorf("an entry of 10 bytes gave %d, %v", len(got), err)
	}

	shared := pack(t, made{name: "a.jpg", data: good})
	dir = bytes.Index(shared, []byte(sigEntry))
	end := bytes.Index(shared, []byte(sigEnd))
	binary.LittleEndian.PutUint32(shared[dir+20:], 60)
	var many []byte
	many = append(many, shared[:dir]...)
	for range 50 {
		many = append(many, shared[dir:end]...)
	}
	tail := bytes.Clone(shared[end:])
	binary.LittleEndian.PutUint16(tail[8:], 50)
	binary.LittleEndian.PutUint16(tail[10:], 50)
	binary.LittleEndian.PutUint32(tail[12:], uint32(50*(end-dir)))
	many = append(many, tail...)
	for range 50 { // make the sum too large for the file
		binary.LittleEndian.PutUint32(many[dir+20:], uint32(len(many)/40))
		dir += end - bytes.Index(shared, []byte(sigEntry))
	}
	if _, err := Open(t.Context(), []string{saved(t, many)}, nil); !errors.Is(err, ErrBomb) {
		t.Errorf("50 files over each other: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestOrdinaryArchiveIsNoBomb is the control of TestBombs.
func TestOrdinaryArchiveIsNoBomb(t *testing.T) {
	blank := strings.Repeat("\x00", 10<<20) // a white screenshot packs well
	all := entries(t, open(t, saved(t, pack(t, made{name: "C/a.png", data: blank}))))
	if b, err := content(all["C/a.png"]); err != nil || len(b) != len(blank) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// TestFolderOfArchives: archives in a folder are opened, a bad one is told, and
// an archive inside an archive stays closed.
func TestFolderOfArchives(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Downloads")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	inner := pack(t, made{name: "C/inner.jpg", data: good})
	for name, data := range map[string][]byte{
		"a.zip":   pack(t, made{name: "C/a.jpg", data: good}, made{name: "inner.zip", data: string(inner)}),
		"bad.zip": []byte("PK\x03\x04 and then the line broke"),
		"b.jpg":   []byte("b"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := entries(t, open(t, dir))
	if b, err := content(all["C/a.jpg"]); err != nil || string(b) != good {
		t.Errorf("in the archive: %q, %v", b, err)
	}
	if e := all["Downloads/bad.zip"]; !errors.Is(e.Err, ErrDamaged) {
		t.Errorf("the bad one: %+v", e)
	}
	if _, ok := all["C/inner.jpg"]; ok || len(all) != 4 {
		t.Errorf("entries %v", all)
	}
}
