package demo

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path"
	"testing"

	"keepsake/device/miui/secret"
)

func TestPrivateAlbum(t *testing.T) {
	p, err := New(Options{Items: 1, Small: true, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	files, err := p.Files(PrivateAlbum)
	if err != nil {
		t.Fatal(err)
	}
	opened, locked := map[string]int{}, 0
	for _, e := range files {
		n, hidden := secret.Parse(path.Base(e.Path))
		if !hidden {
			continue
		}
		data, err := p.ReadFile(e.Path)
		if err != nil || int64(len(data)) != e.Size {
			t.Fatalf("%s: %d bytes of %d, %v", e.Path, len(data), e.Size, err)
		}
		if sum, err := p.Sum(e.Path); err != nil || sum != sha256.Sum256(data) {
			t.Errorf("%s: the phone's hash is of other bytes, %v", e.Path, err)
		}
		f, err := secret.Open(bytes.NewReader(data), e.Size, n, secret.Gallery())
		if errors.Is(err, secret.ErrLocked) {
			locked++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, secret.HeadSize)
		if _, err := f.ReadAt(head, 0); err != nil {
			t.Fatal(err)
		}
		opened[secret.Extension(head)]++
		if n.Form == secret.Encrypted && secret.Extension(data) != "" {
			t.Errorf("%s lies in the open", e.Path)
		}
	}
	if opened[".jpg"] != 4 || opened[".mp4"] != 1 || opened[".heic"] != 1 || len(opened) != 3 || locked != 2 {
		t.Errorf("opened %v, locked %d", opened, locked)
	}
	if media, err := p.Media(); err != nil || len(media) != 1 {
		t.Errorf("the album is counted: %v, %v", media, err)
	}
}
