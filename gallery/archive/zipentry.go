package archive

import (
	"archive/zip"
	"compress/bzip2"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// errWrongPassword is what a cipher answers; who knows the archive's name makes
// a PasswordError of it.
var errWrongPassword = errors.New("wrong password")

// Flags of a ZIP entry.
const (
	flagEncrypted  = 1 << 0
	flagDescriptor = 1 << 3 // sizes and CRC follow the data
	flagStrong     = 1 << 6
	flagMasked     = 1 << 13 // the directory is encrypted, too
)

// unpacker returns what undoes a compression method.
func unpacker(method uint16, r io.Reader) (io.ReadCloser, error) {
	switch method {
	case zip.Store:
		return io.NopCloser(r), nil
	case zip.Deflate:
		return flate.NewReader(r), nil
	case 12:
		return io.NopCloser(bzip2.NewReader(r)), nil
	case 93:
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, fmt.Errorf("unpack zstd: %w", err)
		}
		return d.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("%w: compression method %d", ErrMethod, method)
}

// openEntry reads an entry of a ZIP: decrypted, unpacked, and compared with its
// length, checksum and authentication code at the end.
func openEntry(ctx context.Context, f *zip.File, password string) (io.ReadCloser, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	e := &entryReader{raw: raw, want: f.CRC32, check: true, left: int64(f.UncompressedSize64)}
	method := f.Method
	switch {
	case f.Flags&(flagStrong|flagMasked) != 0:
		return nil, fmt.Errorf("%w: PKWARE's strong encryption", ErrMethod)
	case f.Flags&flagEncrypted == 0:
	case f.Method == aesMethod:
		a, err := readAESInfo(f.Extra)
		if err != nil {
			return nil, err
		}
		if e.raw, err = newAES(raw, int64(f.CompressedSize64), a, password); err != nil {
			return nil, err
		}
		method, e.check = a.method, a.version == 1 || f.CRC32 != 0
	default:
		check := byte(f.CRC32 >> 24)
		if f.Flags&flagDescriptor != 0 {
			check = byte(f.ModifiedTime >> 8)
		}
		if e.raw, err = newZipCrypto(raw, password, check); err != nil {
			return nil, err
		}
	}
	if e.rc, err = unpacker(method, e.raw); err != nil {
		return nil, err
	}
	return &entry{ctx, e}, nil
}

// entry ends an entryReader with its context.
type entry struct {
	ctx context.Context
	*entryReader
}

func (e *entry) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.entryReader.Read(p)
}

// entryReader gives io.EOF only when all that can be compared agrees.
type entryReader struct {
	raw   io.Reader // decrypted, packed
	rc    io.ReadCloser
	left  int64 // announced, not read yet
	sum   uint32
	want  uint32
	check bool // want is meant
	err   error
}

func (e *entryReader) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	n, err := e.rc.Read(p)
	if e.left -= int64(n); e.left < 0 {
		e.err = fmt.Errorf("%w: %w", ErrBomb, errLonger)
		return 0, e.err
	}
	e.sum = crc32.Update(e.sum, crc32.IEEETable, p[:n])
	if err == io.EOF {
		err = e.end()
	} else if err != nil && !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	e.err = err
	return n, err
}

// end is called at the end of the unpacked bytes. What the packed ones have
// behind it must be read as well: an authentication code covers everything.
func (e *entryReader) end() error {
	if _, err := io.Copy(io.Discard, e.raw); err != nil {
		if errors.Is(err, ErrDamaged) {
			return err
		}
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch {
	case e.left > 0:
		return fmt.Errorf("%w: %w", ErrDamaged, errShorter)
	case e.check && e.sum != e.want:
		return fmt.Errorf("%w: the checksum is wrong", ErrDamaged)
	}
	return io.EOF
}

func (e *entryReader) Close() error { return e.rc.Close() }
