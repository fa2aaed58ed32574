package secret

import (
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"
)

// FuzzParse: a title is one element of a path, whatever the name.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"IMG_1.3e751332435bfad27569ca4efed1b602.lsa", "a.lsav", ".sa", "..sav", "{-sec-}.img", "{-sec-}MSMuLg==.img",
		"{-sec-}MTIzNDU2Nzg5MCNJTUdfMjAyMzExMTRfMjIxMzIwLmpwZw==.img",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := Parse(s)
		if !ok {
			return
		}
		if path.Join("/", n.Title) != "/"+n.Title || n.Title == "" || len(n.Title) > maxName {
			t.Errorf("%q: title %q", s, n.Title)
		}
		if n.Fingerprint != "" && !isFingerprint(n.Fingerprint) {
			t.Errorf("%q: fingerprint %q", s, n.Fingerprint)
		}
	})
}

// FuzzOpen: what is sealed opens to the same, in any pieces.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff a picture"), false, uint16(3), uint16(9))
	f.Add(make([]byte, 1500), true, uint16(1000), uint16(100))
	f.Fuzz(func(t *testing.T, data []byte, video bool, off, n uint16) {
		sealed, err := Seal(data, video, Gallery())
		if err != nil {
			t.Fatal(err)
		}
		o, err := Open(bytes.NewReader(sealed), int64(len(sealed)), Name{Form: Encrypted, Video: video}, Gallery())
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.NewSectionReader(o, int64(off), int64(n)))
		from := min(int(off), len(data))
		if err != nil || !bytes.Equal(got, data[from:min(from+int(n), len(data))]) {
			t.Errorf("%d bytes at %d of %d: %v", n, off, len(data), err)
		}
		Extension(data)
	})
}

// FuzzKeyOf: no app's file brings the reader down.
func FuzzKeyOf(f *testing.F) {
	cert := someCert(Gallery())
	f.Add(apk(f, nil, pair(schemes[0], signers(cert)), ""))
	f.Add(apk(f, map[string][]byte{"META-INF/C.RSA": pkcs7(f, cert)}, nil, "x"))
	samples, _ := filepath.Glob("testdata/*.lsa")
	for _, s := range samples {
		if b, err := os.ReadFile(s); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(_ *testing.T, b []byte) {
		_, _ = KeyOf(bytes.NewReader(b), int64(len(b)))
	})
}
