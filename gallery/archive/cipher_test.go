package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	secret "github.com/yeka/zip"
)

// TestCheckByte: nearly all wrong passwords of the old cipher are found out
// before anything is unpacked.
func TestCheckByte(t *testing.T) {
	data := encrypt(t, secret.StandardEncryption, "right", made{name: "a.jpg", data: good})
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for n := range 64 {
		if _, err := openEntry(t.Context(), r.File[0], fmt.Sprint("wrong ", n)); errors.Is(err, errWrongPassword) {
			refused++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if refused < 56 { // one of 256 passes
		t.Errorf("%d of 64 wrong passwords were refused at once", refused)
	}
	if _, err := openEntry(t.Context(), r.File[0], "right"); err != nil {
		t.Errorf("the right one: %v", err)
	}
}

// TestAnnouncedLength: an entry of AE-2 has no checksum of what is in it; that it
// is shorter or longer than announced is found out all the same.
func TestAnnouncedLength(t *testing.T) {
	data := encrypt(t, secret.AES256Encryption, "pw", made{name: "C/a.jpg", data: good})
	dir := bytes.Index(data, []byte(sigEntry))
	for _, c := range []struct {
		size uint32
		want error
	}{{uint32(len(good)), nil}, {uint32(len(good)) + 1, ErrDamaged}, {uint32(len(good)) - 1, ErrBomb}} {
		lies := bytes.Clone(data)
		binary.LittleEndian.PutUint32(lies[dir+24:], c.size)
		s := open(t, saved(t, lies))
		if err := s.Unlock(t.Context(), "pw"); err != nil {
			t.Fatal(err)
		}
		if _, err := content(entries(t, s)["C/a.jpg"]); !errors.Is(err, c.want) {
			t.Errorf("announced %d of %d bytes: %v, want %v", c.size, len(good), err, c.want)
		}
	}
}
