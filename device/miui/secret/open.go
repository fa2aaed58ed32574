package secret

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// iv is the first counter of every file.
var iv = [aes.BlockSize]byte{0x11, 0x13, 0x21, 0x23, 0x31, 0x33, 0x41, 0x43, 0x51, 0x53, 0x61, 0x66, 0x67, 0x68, 0x71, 0x72}

// videoHead is how much of a video is encrypted, in bytes.
const videoHead = 1024

// File reads an encrypted file as it was before: a stream with the key's
// keystream taken off, at any offset, without a copy of it anywhere. Several
// goroutines may read at once.
type File struct {
	r     io.ReaderAt
	size  int64
	head  int64 // so many bytes are encrypted
	block cipher.Block
}

// Open reads what the size bytes of r hide. n is from Parse; a file that is
// only renamed is read as it is. It answers ErrLocked when k is not its key.
func Open(r io.ReaderAt, size int64, n Name, k Key) (*File, error) {
	if size < 0 {
		return nil, fmt.Errorf("open %q of the private album: impossible size %d", n.Title, size)
	}
	f := &File{r: r, size: size}
	if n.Form == Renamed {
		return f, nil
	}
	if !n.Opens(k) {
		return nil, fmt.Errorf("open %q of the private album: %w", n.Title, ErrLocked)
	}
	block, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, err
	}
	f.block, f.head = block, size
	if n.Video {
		f.head = min(size, videoHead)
	}
	return f, nil
}

// Size is the length in bytes, the same as that of the encrypted file.
func (f *File) Size() int64 { return f.size }

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	switch {
	case off < 0:
		return 0, errors.New("read from the private album: negative offset")
	case off >= f.size:
		return 0, io.EOF
	}
	short := int64(len(p)) > f.size-off
	if short {
		p = p[:f.size-off]
	}
	n, err := f.r.ReadAt(p, off)
	if off < f.head {
		f.clear(p[:min(int64(n), f.head-off)], off)
	}
	switch {
	case n == len(p) && short:
		err = io.EOF
	case n == len(p):
		err = nil
	case errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF // shorter than it was said to be
	}
	return n, err
}

// clear takes the keystream off p, which was read at off.
func (f *File) clear(p []byte, off int64) {
	if len(p) == 0 {
		return
	}
	counter := advanced(iv, uint64(off/aes.BlockSize))
	stream := cipher.NewCTR(f.block, counter[:])
	if skip := off % aes.BlockSize; skip > 0 {
		var pad [aes.BlockSize]byte
		stream.XORKeyStream(pad[:skip], pad[:skip])
	}
	stream.XORKeyStream(p, p)
}

// advanced is a counter n blocks on: 128 bits, big-endian, wrapping.
func advanced(c [aes.BlockSize]byte, n uint64) [aes.BlockSize]byte {
	low, carry := bits.Add64(binary.BigEndian.Uint64(c[8:]), n, 0)
	binary.BigEndian.PutUint64(c[8:], low)
	binary.BigEndian.PutUint64(c[:8], binary.BigEndian.Uint64(c[:8])+carry)
	return c
}

// Reader reads the whole file from its beginning.
func (f *File) Reader() io.Reader { return io.NewSectionReader(f, 0, f.size) }

// Seal is Open's inverse for whole contents: the bytes as the Gallery would hide
// them. The demo phone makes its album with it.
func Seal(plain []byte, video bool, k Key) ([]byte, error) {
	n := Name{Form: Encrypted, Video: video, Fingerprint: k.Fingerprint()}
	f, err := Open(bytes.NewReader(plain), int64(len(plain)), n, k)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f.Reader()) // in counter mode both ways are the same
}
