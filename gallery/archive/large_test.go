package archive

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"testing"
)

// hole reads as zeros.
type hole struct{}

func (hole) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

// TestBeyond4GiB: files that lie behind the first 4 GiB of an archive, or are
// larger themselves, are found, and neither is a bomb. The archive is made of
// pieces and never on a disk.
func TestBeyond4GiB(t *testing.T) {
	const huge = 6 << 30
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "C/film.mp4", Method: zip.Store, CompressedSize64: huge, UncompressedSize64: huge}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var all joined
	head := bytes.Clone(b.Bytes())
	all.add(bytes.NewReader(head), int64(len(head)))
	all.add(hole{}, huge)

	// The rest is written as if the film had been: with its place in the count.
	var rest bytes.Buffer
	far := zip.NewWriter(&rest)
	far.SetOffset(int64(len(head)) + huge)
	h := &zip.FileHeader{Name: "C/behind.jpg", Method: zip.Store, CompressedSize64: uint64(len(good)), UncompressedSize64: uint64(len(good)), CRC32: crc32.ChecksumIEEE([]byte(good))}
	out, err := far.CreateRaw(h)
	if err == nil {
		_, err = io.WriteString(out, good)
	}
	if err == nil {
		err = far.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	all.add(bytes.NewReader(rest.Bytes()), int64(rest.Len()))
	z := &zipTree{title: "huge"}
	if err := z.read(&joined{pieces: all.pieces, starts: []int64{0, int64(len(head)), int64(len(head)) + huge}, size: all.size}); err != nil {
		t.Fatal(err)
	}
	files, err := z.list(t.Context(), func(int) {})
	if err != nil || len(files) != 1 {
		t.Fatalf("%+v, %v", files, err)
	}
	rc, err := files[0].open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	if got, err := io.ReadAll(rc); err != nil || string(got) != good {
		t.Errorf("%q, %v", got, err)
	}
	film := &zip.File{FileHeader: zip.FileHeader{Name: "film.mp4", CompressedSize64: huge, UncompressedSize64: huge}}
	if f := z.file(film, "film.mp4"); !f.usable() || f.size != huge {
		t.Errorf("a film of 6 GiB: %+v", f)
	}
}
