package secret

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// expected is testdata/expected.json.
type expected struct {
	Key   string `json:"key_hex"`
	IV    string `json:"iv_hex"`
	MD5   string `json:"md5_of_key"`
	LSA   string `json:"lsa_plain_sha256"`
	LSAV  string `json:"lsav_plain_sha256"`
	Video int    `json:"lsav_encrypted_prefix_len"`
}

func want(t *testing.T) expected {
	t.Helper()
	var e expected
	b, err := os.ReadFile("testdata/expected.json")
	if err == nil {
		err = json.Unmarshal(b, &e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sample opens a file of testdata by the end of its name.
func sample(t *testing.T, ext string) (name string, data []byte, f *File) {
	t.Helper()
	all, err := filepath.Glob("testdata/*" + ext)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	name = filepath.Base(all[0])
	if data, err = os.ReadFile(all[0]); err != nil {
		t.Fatal(err)
	}
	n, ok := Parse(name)
	if !ok {
		t.Fatalf("%s is not known", name)
	}
	f, err = Open(bytes.NewReader(data), int64(len(data)), n, Gallery())
	if err != nil {
		t.Fatal(err)
	}
	return name, data, f
}

func plain(t *testing.T, f *File) []byte {
	t.Helper()
	b, err := io.ReadAll(f.Reader())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func TestSamples(t *testing.T) {
	e := want(t)
	if Gallery().String() != e.Key || Gallery().Fingerprint() != e.MD5 || hex.EncodeToString(iv[:]) != e.IV || videoHead != e.Video {
		t.Error("key, fingerprint, counter or head differ from expected.json")
	}
	_, _, picture := sample(t, ".lsa")
	if b := plain(t, picture); sum(b) != e.LSA || Extension(b) != ".jpg" {
		t.Errorf("picture: %s %s", sum(b), Extension(b))
	}
	_, data, video := sample(t, ".lsav")
	if b := plain(t, video); sum(b) != e.LSAV || Extension(b) != ".mp4" || !bytes.Equal(b[e.Video:], data[e.Video:]) {
		t.Errorf("video: %s %s", sum(b), Extension(b))
	}
	name, data, hidden := sample(t, ".img")
	if b := plain(t, hidden); !bytes.Equal(b, data) || Extension(b) != ".jpg" {
		t.Error("a renamed picture was changed")
	}
	if n, _ := Parse(name); n.Title != "IMG_20231114_221320.jpg" {
		t.Errorf("its name is %q", n.Title)
	}
}

// TestReadAt compares every kind of read with the whole, also at a place where
// the counter's carry goes into its upper half.
func TestReadAt(t *testing.T) {
	for _, video := range []bool{false, true} {
		clear := make([]byte, 5000)
		for i := range clear {
			clear[i] = byte(rand.IntN(256))
		}
		sealed, err := Seal(clear, video, Gallery())
		if err != nil {
			t.Fatal(err)
		}
		n := Name{Form: Encrypted, Video: video}
		f, err := Open(bytes.NewReader(sealed), int64(len(sealed)), n, Gallery())
		if err != nil {
			t.Fatal(err)
		}
		for range 500 {
			off := rand.IntN(len(clear) + 3)
			p := make([]byte, rand.IntN(2100))
			got, err := f.ReadAt(p, int64(off))
			end := min(off+len(p), len(clear))
			if off < len(clear) && !bytes.Equal(p[:got], clear[off:end]) {
				t.Fatalf("video %v: %d bytes at %d differ", video, len(p), off)
			}
			if eof := off >= len(clear) || off+len(p) > len(clear); eof != errors.Is(err, io.EOF) {
				t.Fatalf("%d bytes at %d of %d: %v", len(p), off, len(clear), err)
			}
		}
		if err := iotest.TestReader(f.Reader(), clear); err != nil {
			t.Error(err)
		}
	}
	high := advanced([16]byte{8: 0xff, 9: 0xff, 10: 0xff, 11: 0xff, 12: 0xff, 13: 0xff, 14: 0xff, 15: 0xfe}, 3)
	if high != [16]byte{7: 1, 15: 1} {
		t.Errorf("carry: %x", high)
	}
}

// TestOpenSSL asks another program where there is one; the samples' hashes above
// were made with it and hold everywhere.
func TestOpenSSL(t *testing.T) {
	program, err := exec.LookPath("openssl")
	if err != nil {
		t.Log("no openssl here: the samples alone decide")
		return
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	clear := bytes.Repeat([]byte("forty thousand bytes of a picture, or so. "), 1000)
	sealed, err := Seal(clear, false, Gallery())
	if err != nil {
		t.Fatal(err)
	}
	e := want(t)
	cmd := exec.CommandContext(ctx, program, "enc", "-d", "-aes-128-ctr", "-K", e.Key, "-iv", e.IV)
	cmd.Stdin = bytes.NewReader(sealed)
	out, err := cmd.Output()
	if err != nil || !bytes.Equal(out, clear) {
		t.Errorf("openssl sees %d other bytes, %v", len(out), err)
	}
}

func TestWrongKey(t *testing.T) {
	other := Key{0x30, 0x82, 9}
	sealed, err := Seal([]byte("\xff\xd8\xff\xe0 a picture"), false, other)
	if err != nil {
		t.Fatal(err)
	}
	n, _ := Parse("a." + other.Fingerprint() + ".lsa")
	if _, err := Open(bytes.NewReader(sealed), int64(len(sealed)), n, Gallery()); !errors.Is(err, ErrLocked) {
		t.Errorf("the fingerprint of another key: %v", err)
	}
	f, err := Open(bytes.NewReader(sealed), int64(len(sealed)), n, other)
	if err != nil || Extension(plain(t, f)) != ".jpg" {
		t.Errorf("the right key: %v", err)
	}
	// A name without a fingerprint is tried with the well-known key, and what
	// comes out of a wrong one is no picture.
	n, _ = Parse("a.lsa")
	if f, err = Open(bytes.NewReader(sealed), int64(len(sealed)), n, Gallery()); err != nil || Extension(plain(t, f)) != "" {
		t.Errorf("a wrong key made a picture, %v", err)
	}
	n, _ = Parse("a." + Gallery().Fingerprint() + ".sa")
	if _, err := Open(bytes.NewReader(sealed), int64(len(sealed)), n, Gallery()); !errors.Is(err, ErrLocked) {
		t.Errorf("a file of Mi Cloud: %v", err)
	}
}

func TestShortFile(t *testing.T) {
	n := Name{Form: Encrypted, Fingerprint: Gallery().Fingerprint()}
	f, err := Open(strings.NewReader("short"), 100, n, Gallery())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(f.Reader()); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file shorter than it was said to be: %v", err)
	}
	if _, err := Open(strings.NewReader(""), -1, n, Gallery()); err == nil {
		t.Error("a negative size was taken")
	}
	if _, err := f.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("a negative offset was taken")
	}
}

func TestParseKey(t *testing.T) {
	if k, err := ParseKey(Gallery().String()); err != nil || k != Gallery() {
		t.Error(k, err)
	}
	for _, bad := range []string{"", "30", strings.Repeat("g", 32), strings.Repeat("0", 33)} {
		if _, err := ParseKey(bad); err == nil {
			t.Errorf("%q was taken for a key", bad)
		}
	}
}
