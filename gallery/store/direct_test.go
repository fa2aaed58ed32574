package store

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"

	"keepsake/gallery"
)

// fussyFile lets direct mode be set and then refuses to write in it, as some
// file systems do.
type fussyFile struct {
	file
	on      bool
	refused int
}

func (f *fussyFile) direct(on bool) bool {
	f.on = on
	return true
}

func (f *fussyFile) Write(p []byte) (int, error) {
	if f.on {
		f.refused++
		return 0, &os.PathError{Op: "write", Path: "x", Err: syscall.EINVAL}
	}
	return f.file.Write(p)
}

// TestDirectWritesWhatWasGiven: sizes around the block, in pieces that fit
// nothing, read back in the middle, on the real disk.
func TestDirectWritesWhatWasGiven(t *testing.T) {
	l, err := Create(t.TempDir() + "/library")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, fussy := range []bool{false, true} {
		for _, size := range []int{directFrom, directFrom + 1, 2*directBlock - 1, 2 * directBlock, 3*directBlock + 4097} {
			for _, looked := range []bool{false, true} {
				peek := looked
				data := make([]byte, size)
				rng := rand.New(rand.NewPCG(uint64(size), 1))
				for i := range data {
					data[i] = byte(rng.Uint32())
				}
				s, err := w.Stage(int64(size))
				if err != nil {
					t.Fatal(err)
				}
				var f *fussyFile
				if fussy {
					s.endDirect()
					f = &fussyFile{file: s.f}
					s.f = f
					s.goDirect()
				}
				for at := 0; at < size; {
					n := min(size-at, 1+rng.IntN(200_000))
					if _, err := s.Write(data[at : at+n]); err != nil {
						t.Fatalf("size %d at %d: %v", size, at, err)
					}
					at += n
					if peek && at > size/2 {
						peek = false
						got := make([]byte, at)
						if _, err := s.ReadAt(got, 0); err != nil || !bytes.Equal(got, data[:at]) {
							t.Fatalf("size %d: the first %d bytes read back differ, %v", size, at, err)
						}
					}
				}
				// Looked at before the first block is full, nothing is left to refuse.
				if fussy && f.refused == 0 && (!looked || size >= 3*directBlock) {
					t.Fatalf("size %d: nothing was refused, so nothing was tested", size)
				}
				got := make([]byte, size)
				if _, err := s.ReadAt(got, 0); err != nil && err != io.EOF || !bytes.Equal(got, data) {
					t.Errorf("size %d, fussy %v: what is on disk differs, %v", size, fussy, err)
				}
				if s.Hash() != gallery.Hash(sha256.Sum256(data)) || s.block != nil {
					t.Errorf("size %d: hash or block wrong", size)
				}
				s.Discard()
			}
		}
	}
}
