package archive

import (
	"fmt"
	"hash/crc32"
	"io"
)

// The ciphers here are streams over what archive/zip hands out raw. The
// field's package for encrypted archives, yeka/zip, holds whole entries in
// memory, misplaces entries beyond 4 GiB and never looks at the check byte; the
// tests use it, as the other side.

// cryptoHeader is how many bytes precede the data of a ZipCrypto entry.
const cryptoHeader = 12

// zipCrypto is PKWARE's traditional cipher (APPNOTE 6.1). It hides little, but
// is what many archives come with.
type zipCrypto struct {
	r    io.Reader
	keys [3]uint32
}

// newZipCrypto decrypts what is read from r. check is the byte that the header
// must end with; of 256 wrong passwords one passes, and is found out by the
// checksum at the end.
func newZipCrypto(r io.Reader, password string, check byte) (io.Reader, error) {
	z := &zipCrypto{r: r, keys: [3]uint32{0x12345678, 0x23456789, 0x34567890}}
	for i := range len(password) {
		z.update(password[i])
	}
	var head [cryptoHeader]byte
	if _, err := io.ReadFull(z, head[:]); err != nil {
		return nil, fmt.Errorf("%w: read the cipher's header: %w", ErrDamaged, err)
	}
	if head[cryptoHeader-1] != check {
		return nil, errWrongPassword
	}
	return z, nil
}

func (z *zipCrypto) update(b byte) {
	z.keys[0] = crc32.IEEETable[byte(z.keys[0])^b] ^ z.keys[0]>>8
	z.keys[1] = (z.keys[1]+z.keys[0]&0xff)*134775813 + 1
	z.keys[2] = crc32.IEEETable[byte(z.keys[2])^byte(z.keys[1]>>24)] ^ z.keys[2]>>8
}

func (z *zipCrypto) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	for i := range p[:n] {
		t := z.keys[2] | 2
		p[i] ^= byte(t * (t ^ 1) >> 8)
		z.update(p[i])
	}
	return n, err
}
