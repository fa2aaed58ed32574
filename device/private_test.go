package device

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"keepsake/device/adb"
	"keepsake/device/miui/secret"
)

// der is one element of ASN.1, of at most 65535 bytes.
func der(tag byte, parts ...[]byte) []byte {
	b := bytes.Join(parts, nil)
	switch {
	case len(b) < 128:
		return append([]byte{tag, byte(len(b))}, b...)
	case len(b) < 256:
		return append([]byte{tag, 0x81, byte(len(b))}, b...)
	}
	return append([]byte{tag, 0x82, byte(len(b) >> 8), byte(len(b))}, b...)
}

// gallery is an app of some size with a signature that holds a certificate.
func gallery(t *testing.T) (apk []byte, key secret.Key) {
	t.Helper()
	cert := der(0x30, der(0x30, []byte("certificate"), make([]byte, 700)))
	copy(key[:], cert)
	signature := der(0x30, der(0x06, []byte{42}), der(0xa0, der(0x30,
		der(0x02, []byte{1}), der(0x31), der(0x30), der(0xa0, cert), der(0x31))))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct {
		name string
		data []byte
	}{{"classes.dex", make([]byte, 3<<20)}, {"META-INF/CERT.RSA", signature}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(f.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), key
}

// TestGalleryKey reads the certificate from the pages of an app that hold it.
func TestGalleryKey(t *testing.T) {
	app, want := gallery(t)
	const at = "/data/app/~~x/base.apk"
	tr := newTree()
	tr.file(at, string(app))
	tr.nodes[at].data = app
	read := 0
	tr.shell = func(_ context.Context, command string) (adb.Result, error) {
		if command == "pm path com.miui.gallery" {
			return adb.Result{Stdout: []byte("package:/data/app/~~x/split_hdpi.apk\r\npackage:" + at + "\r\n")}, nil
		}
		var size, page int
		if _, err := fmt.Sscanf(strings.TrimPrefix(command, "dd if='"+at+"' "), "bs=%d skip=%d count=1 2>/dev/null", &size, &page); err != nil {
			return adb.Result{}, fmt.Errorf("%s: %w", command, err)
		}
		read++
		return adb.Result{Stdout: app[size*page : min(size*(page+1), len(app))]}, nil
	}
	p := &Phone{link: tr}
	if k, err := p.GalleryKey(t.Context()); err != nil || k != want {
		t.Errorf("key %v, %v; want %v", k, err, want)
	}
	if read > 4 {
		t.Errorf("%d pages were read of %d", read, len(app)/pageSize)
	}

	tr.nodes[at].data = app[:len(app)-30] // cut while it was updated
	if _, err := p.GalleryKey(t.Context()); !errors.Is(err, secret.ErrNoCertificate) {
		t.Errorf("half an app: %v", err)
	}
	tr.shell = func(context.Context, string) (adb.Result, error) { return adb.Result{Exit: 1}, nil }
	if _, err := p.GalleryKey(t.Context()); !errors.Is(err, secret.ErrNoCertificate) {
		t.Errorf("no such app: %v", err)
	}
	tr.shell = func(_ context.Context, command string) (adb.Result, error) {
		if strings.HasPrefix(command, "pm ") {
			return adb.Result{Stdout: []byte("package:" + at)}, nil
		}
		return adb.Result{}, fmt.Errorf("shell: %w", io.ErrUnexpectedEOF)
	}
	if _, err := p.GalleryKey(t.Context()); !errors.Is(err, ErrGone) {
		t.Errorf("unplugged: %v", err)
	}
}
