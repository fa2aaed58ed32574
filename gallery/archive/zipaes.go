package archive

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
)

// aesInfo is what WinZip's extra field says of an entry
// (https://www.winzip.com/en/support/aes-encryption/).
type aesInfo struct {
	version uint16 // 1: with a CRC of the plain bytes; 2: without
	keyLen  int
	method  uint16 // how the plain bytes are compressed
}

// aesMethod marks the entries that are encrypted so.
const aesMethod = 99

func readAESInfo(extra []byte) (aesInfo, error) {
	b, ok := extraField(extra, extraAES)
	if !ok || len(b) < 7 || b[4] < 1 || b[4] > 3 {
		return aesInfo{}, fmt.Errorf("%w: its AES header cannot be understood", ErrDamaged)
	}
	return aesInfo{
		version: binary.LittleEndian.Uint16(b),
		keyLen:  8 + 8*int(b[4]),
		method:  binary.LittleEndian.Uint16(b[5:]),
	}, nil
}

const (
	aesRounds = 1000 // of PBKDF2
	aesCheck  = 2    // bytes that tell most wrong passwords
	aesCode   = 10   // bytes of the authentication code
)

// aesReader decrypts an entry and authenticates its ciphertext: io.EOF comes
// only when the code agrees.
type aesReader struct {
	body io.Reader // ciphertext
	code io.Reader // what follows it
	mac  hash.Hash
	ctr  counter
	err  error
}

// newAES decrypts size bytes of r.
func newAES(r io.Reader, size int64, a aesInfo, password string) (io.Reader, error) {
	salt := make([]byte, a.keyLen/2)
	check := make([]byte, aesCheck)
	if size < int64(len(salt)+aesCheck+aesCode) {
		return nil, fmt.Errorf("%w: its encrypted data is too short", ErrDamaged)
	}
	for _, b := range [][]byte{salt, check} {
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, fmt.Errorf("%w: read the cipher's header: %w", ErrDamaged, err)
		}
	}
	keys, err := pbkdf2.Key(sha1.New, password, salt, aesRounds, 2*a.keyLen+aesCheck)
	if err != nil {
		return nil, fmt.Errorf("derive the archive's key: %w", err)
	}
	if subtle.ConstantTimeCompare(keys[2*a.keyLen:], check) == 0 {
		return nil, errWrongPassword
	}
	block, err := aes.NewCipher(keys[:a.keyLen])
	if err != nil {
		return nil, fmt.Errorf("use the archive's key: %w", err)
	}
	return &aesReader{
		body: io.LimitReader(r, size-int64(len(salt)+aesCheck+aesCode)), code: r,
		mac: hmac.New(sha1.New, keys[a.keyLen:2*a.keyLen]), ctr: counter{block: block},
	}, nil
}

func (a *aesReader) Read(p []byte) (int, error) {
	if a.err != nil {
		return 0, a.err
	}
	n, err := a.body.Read(p)
	a.mac.Write(p[:n])
	a.ctr.xor(p[:n])
	if err == io.EOF {
		err = a.authentic()
	}
	a.err = err
	return n, err
}

// authentic returns io.EOF when the ciphertext is what was encrypted.
func (a *aesReader) authentic() error {
	var code [aesCode]byte
	if _, err := io.ReadFull(a.code, code[:]); err != nil {
		return fmt.Errorf("%w: read the authentication code: %w", ErrDamaged, err)
	}
	if !hmac.Equal(a.mac.Sum(nil)[:aesCode], code[:]) {
		return fmt.Errorf("%w: the authentication code is wrong", ErrDamaged)
	}
	return io.EOF
}

// counter is AES in counter mode with WinZip's counter: it begins at 1 and its
// lowest byte comes first, unlike crypto/cipher's.
type counter struct {
	block cipher.Block
	n     uint64
	out   [64 * aes.BlockSize]byte
	left  []byte // of out
}

func (c *counter) xor(p []byte) {
	for len(p) > 0 {
		if len(c.left) == 0 {
			var in [aes.BlockSize]byte
			for at := 0; at < len(c.out); at += aes.BlockSize {
				c.n++
				binary.LittleEndian.PutUint64(in[:], c.n)
				c.block.Encrypt(c.out[at:], in[:])
			}
			c.left = c.out[:]
		}
		n := subtle.XORBytes(p, p, c.left)
		p, c.left = p[n:], c.left[n:]
	}
}
