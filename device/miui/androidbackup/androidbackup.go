// Package androidbackup opens Android's backup container (.ab, versions 1 to 5,
// also within Xiaomi's .bak): plain or deflated, open or with a password
// (AES-256). What comes out is a tar archive, still untrusted.
//
// Begin with Open. The format is that of AOSP's BackupManagerService and of the
// program android-backup-extractor.
package androidbackup

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// What a caller tells apart; all arrive wrapped.
var (
	// ErrFormat: this is no Android backup, or a damaged one.
	ErrFormat = errors.New("not an Android backup, or damaged")
	// ErrVersion: the container is of a version nobody knows yet.
	ErrVersion = errors.New("an Android backup of an unknown version")
	// ErrNeedsPassword: the backup is encrypted and no password was given.
	ErrNeedsPassword = errors.New("the backup needs its password")
	// ErrPassword: the password is not the backup's.
	ErrPassword = errors.New("the password is not the one of this backup")
)

// Magic is the first line of the container.
const Magic = "ANDROID BACKUP"

// Header is what the first lines say.
type Header struct {
	Version    int
	Compressed bool
	Encrypted  bool
}

const maxLine = 1024

// Open reads the header and returns the tar archive behind it, decrypted and
// inflated as it is read. Damage shows as ErrFormat while reading. An archive may
// inflate to far more than its file: the reader must bound what it takes.
func Open(r io.Reader, password string) (Header, io.Reader, error) {
	b, ok := r.(*bufio.Reader)
	if !ok {
		b = bufio.NewReaderSize(r, 64<<10)
	}
	var h Header
	lines := make([]string, 4)
	for i := range lines {
		l, err := line(b)
		if err != nil {
			return h, nil, err
		}
		lines[i] = l
	}
	var err error
	if h.Version, err = strconv.Atoi(lines[1]); lines[0] != Magic || err != nil {
		return h, nil, ErrFormat
	}
	if h.Version < 1 || h.Version > 5 {
		return h, nil, fmt.Errorf("%w: %d", ErrVersion, h.Version)
	}
	switch lines[2] {
	case "0", "1":
		h.Compressed = lines[2] == "1"
	default:
		return h, nil, fmt.Errorf("%w: compression %.20q", ErrFormat, lines[2])
	}
	var body io.Reader = b
	switch lines[3] {
	case "none":
	case "AES-256":
		h.Encrypted = true
		if body, err = decrypt(b, h.Version, password); err != nil {
			return h, nil, err
		}
	default:
		return h, nil, fmt.Errorf("%w: cipher %.20q", ErrVersion, lines[3])
	}
	if !h.Compressed {
		return h, body, nil
	}
	return h, &inflated{from: body}, nil
}

// inflated opens the deflated stream at the first read: an empty one is no error
// before.
type inflated struct {
	from io.Reader
	z    io.ReadCloser
}

func (i *inflated) Read(p []byte) (int, error) {
	if i.z == nil {
		z, err := zlib.NewReader(i.from)
		if err != nil {
			return 0, broken(err)
		}
		i.z = z
	}
	n, err := i.z.Read(p)
	return n, broken(err)
}

// broken marks an error of the stream as damage, except its end.
func broken(err error) error {
	if err == nil || err == io.EOF || errors.Is(err, ErrFormat) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

// line reads one line of the header.
func line(b *bufio.Reader) (string, error) {
	var s strings.Builder
	for s.Len() < maxLine {
		c, err := b.ReadByte()
		if err != nil {
			return "", fmt.Errorf("%w: it ends in its header", ErrFormat)
		}
		if c == '\n' {
			return s.String(), nil
		}
		s.WriteByte(c)
	}
	return "", fmt.Errorf("%w: an endless line in its header", ErrFormat)
}
