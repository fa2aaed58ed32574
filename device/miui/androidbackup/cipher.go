package androidbackup

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	keySize   = 32
	maxRounds = 2_000_000 // Android writes 10,000; more only burns time
)

// decrypt reads the five lines of an encrypted header, proves the password and
// returns the plain body.
func decrypt(b *bufio.Reader, version int, password string) (io.Reader, error) {
	lines := make([]string, 5)
	for i := range lines {
		l, err := line(b)
		if err != nil {
			return nil, err
		}
		lines[i] = l
	}
	userSalt, err1 := hex.DecodeString(lines[0])
	checkSalt, err2 := hex.DecodeString(lines[1])
	rounds, err3 := strconv.Atoi(lines[2])
	userIV, err4 := hex.DecodeString(lines[3])
	blob, err5 := hex.DecodeString(lines[4])
	for _, err := range []error{err1, err2, err3, err4, err5} {
		if err != nil {
			return nil, fmt.Errorf("%w: its encryption header: %w", ErrFormat, err)
		}
	}
	if rounds < 1 || rounds > maxRounds || len(userIV) != aes.BlockSize || len(blob) == 0 || len(blob)%aes.BlockSize != 0 {
		return nil, fmt.Errorf("%w: its encryption header", ErrFormat)
	}
	if password == "" {
		return nil, ErrNeedsPassword
	}
	key, err := pbkdf2.Key(sha1.New, password, userSalt, rounds, keySize)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, len(blob))
	cipher.NewCBCDecrypter(block, userIV).CryptBlocks(plain, blob)
	iv, master, sum, ok := unwrap(plain)
	if !ok {
		return nil, ErrPassword
	}
	if !checks(master, sum, checkSalt, rounds, version >= 2) && !checks(master, sum, checkSalt, rounds, version < 2) {
		return nil, ErrPassword
	}
	if block, err = aes.NewCipher(master); err != nil {
		return nil, err
	}
	return &body{r: b, mode: cipher.NewCBCDecrypter(block, iv)}, nil
}

// unwrap takes the key blob apart: [16][IV][32][master key][32][checksum] and the
// padding. A wrong password does not fit.
func unwrap(plain []byte) (iv, master, sum []byte, ok bool) {
	plain, ok = unpad(plain)
	if !ok {
		return nil, nil, nil, false
	}
	take := func(n int) []byte {
		if len(plain) < 1 || int(plain[0]) != n || len(plain) < 1+n {
			ok = false
			return nil
		}
		part := plain[1 : 1+n]
		plain = plain[1+n:]
		return part
	}
	if iv = take(aes.BlockSize); ok {
		if master = take(keySize); ok {
			sum = take(keySize)
		}
	}
	return iv, master, sum, ok
}

// unpad takes off PKCS#5 padding.
func unpad(b []byte) ([]byte, bool) {
	if len(b) == 0 {
		return nil, false
	}
	n := int(b[len(b)-1])
	if n == 0 || n > aes.BlockSize || n > len(b) || !bytes.Equal(b[len(b)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, false
	}
	return b[:len(b)-n], true
}

// checks compares the master key's checksum. Android hands the key to the
// function as Java characters: from version 2 on as UTF-8, where the sign of a byte
// makes it U+FF80 … U+FFFF.
func checks(master, sum, salt []byte, rounds int, wide bool) bool {
	chars := master
	if wide {
		chars = nil
		for _, b := range master {
			r := rune(b)
			if b >= 0x80 {
				r = 0xFF00 | rune(b)
			}
			chars = utf8.AppendRune(chars, r)
		}
	}
	got, err := pbkdf2.Key(sha1.New, string(chars), salt, rounds, keySize)
	return err == nil && subtle.ConstantTimeCompare(got, sum) == 1
}

// body decrypts block by block and takes the padding off the last one.
type body struct {
	r     *bufio.Reader
	mode  cipher.BlockMode
	held  []byte // plain, to be given
	err   error
	block [32 << 10]byte
}

func (b *body) Read(p []byte) (int, error) {
	for len(b.held) == 0 && b.err == nil {
		b.fill()
	}
	n := copy(p, b.held)
	if b.held = b.held[n:]; n > 0 {
		return n, nil
	}
	return 0, b.err
}

func (b *body) fill() {
	n, err := io.ReadFull(b.r, b.block[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		b.err = err
		return
	}
	if n == 0 || n%aes.BlockSize != 0 {
		b.err = fmt.Errorf("%w: it ends in the middle of a block", ErrFormat)
		return
	}
	b.mode.CryptBlocks(b.block[:n], b.block[:n])
	b.held = b.block[:n]
	if _, end := b.r.Peek(1); end == nil {
		return
	}
	var ok bool
	if b.held, ok = unpad(b.held); !ok {
		b.held, b.err = nil, fmt.Errorf("%w: its end is missing", ErrFormat)
		return
	}
	b.err = io.EOF
}
