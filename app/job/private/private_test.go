package private

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

const samples = "../../../device/miui/secret/testdata"

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func hint(name string) media.Hint {
	return media.Hint{Name: name, MTime: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), Local: time.UTC}
}

// TestSamples goes the way of a file: probed when it comes, opened when asked for.
func TestSamples(t *testing.T) {
	var want map[string]any
	if err := json.Unmarshal(read(t, "expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, title, mime, sum string
		kind                   gallery.Kind
	}{
		{"IMG_20231114_221320.3e751332435bfad27569ca4efed1b602.lsa", "IMG_20231114_221320.jpg", "image/jpeg", "lsa_plain_sha256", gallery.Photo},
		{"VID_20231114_221500.3e751332435bfad27569ca4efed1b602.lsav", "VID_20231114_221500.mp4", "video/mp4", "lsav_plain_sha256", gallery.Video},
		{"{-sec-}MTIzNDU2Nzg5MCNJTUdfMjAyMzExMTRfMjIxMzIwLmpwZw==.img", "IMG_20231114_221320.jpg", "image/jpeg", "", gallery.Photo},
	} {
		b := read(t, c.name)
		info := Probe(t.Context(), bytes.NewReader(b), int64(len(b)), hint(c.name))
		if info.Private != gallery.PrivateOpen || info.Name != c.title || info.MIME != c.mime || info.Kind != c.kind || info.Key != "" {
			t.Errorf("%s: %+v", c.name, info)
		}
		if got := info.Taken.Time.Format("20060102"); got != "20231114" {
			t.Errorf("%s was taken %s (%s)", c.name, got, info.Taken.Source)
		}
		if info.Kind == gallery.Photo && info.Width == 0 {
			t.Errorf("%s has no size: %+v", c.name, info)
		}
		if got := Sealed(gallery.Item{Path: "Photos/P/" + c.name, Info: info}); got != strings.HasPrefix(filepath.Ext(c.name), ".lsa") {
			t.Errorf("%s is sealed: %v", c.name, got)
		}
		// In the library its name may have got a number.
		ext := filepath.Ext(c.name)
		r, err := Open(bytes.NewReader(b), int64(len(b)), "Photos/P/"+strings.TrimSuffix(c.name, ext)+" (2)"+ext, info)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(io.NewSectionReader(r, 0, int64(len(b))))
		sum := sha256.Sum256(plain)
		if err != nil || c.sum != "" && hex.EncodeToString(sum[:]) != want[c.sum] {
			t.Errorf("%s opens to %x, %v", c.name, sum, err)
		}
		if ext == ".lsa" && bytes.Equal(plain, b) {
			t.Error("nothing was opened")
		}
	}
}

func TestOtherKeys(t *testing.T) {
	other := secret.Key{0x30, 0x82, 5}
	sealed, err := secret.Seal(read(t, "{-sec-}MTIzNDU2Nzg5MCNJTUdfMjAyMzExMTRfMjIxMzIwLmpwZw==.img"), false, other)
	if err != nil {
		t.Fatal(err)
	}
	name := "IMG_20230101_000000." + other.Fingerprint() + ".lsa"
	info := Probe(t.Context(), bytes.NewReader(sealed), int64(len(sealed)), hint(name), other)
	if info.Private != gallery.PrivateOpen || info.Key != other.String() || info.MIME != "image/jpeg" {
		t.Fatalf("%+v", info)
	}
	r, err := Open(bytes.NewReader(sealed), int64(len(sealed)), name, info)
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 3)
	if _, err := r.ReadAt(head, 0); err != nil || string(head) != "\xff\xd8\xff" {
		t.Errorf("%x, %v", head, err)
	}
	info.Key = "no key"
	if _, err := Open(bytes.NewReader(sealed), int64(len(sealed)), name, info); err == nil {
		t.Error("a damaged key opened it")
	}

	for name, wantBroken := range map[string]bool{name: true, "IMG_20230101_000000.lsa": true, "IMG_20230101_000000." + other.Fingerprint() + ".sa": false} {
		info := Probe(t.Context(), bytes.NewReader(sealed), int64(len(sealed)), hint(name))
		if info.Private != gallery.PrivateLocked || info.Name != "IMG_20230101_000000" || info.Kind != gallery.Photo || (info.Broken != "") != wantBroken {
			t.Errorf("%s: %+v", name, info)
		}
		if info.Taken.Source != gallery.TakenName {
			t.Errorf("%s: taken %+v", name, info.Taken)
		}
		if _, err := Open(bytes.NewReader(sealed), int64(len(sealed)), name, info); !errors.Is(err, ErrLocked) {
			t.Errorf("%s opened: %v", name, err)
		}
	}
}

func TestInTheOpen(t *testing.T) {
	r := strings.NewReader("plain")
	if got, err := Open(r, 5, "a.jpg", gallery.Info{}); err != nil || got != io.ReaderAt(r) {
		t.Error(err)
	}
	info := Probe(t.Context(), r, 5, hint("a.jpg"))
	if info.Private != gallery.PrivateOpen || info.Name != "" {
		t.Errorf("%+v", info)
	}
	if got, err := Open(r, 5, "a.jpg", info); err != nil || got != io.ReaderAt(r) {
		t.Error(err)
	}
}
