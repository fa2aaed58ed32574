package milk

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"unicode/utf8"
)

// rounds is what Android uses.
const rounds = 10_000

// Lock encrypts a backup that Bak made with a password, as Android does: AES-256,
// with a key that the password opens.
func Lock(bak []byte, password string) ([]byte, error) {
	lines := bytes.SplitN(bak, []byte("\n"), 10) // five of MIUI, four of Android, the archive
	if len(lines) != 10 || string(lines[4]) != "0" || string(lines[8]) != "none" {
		return nil, fmt.Errorf("lock a backup: not one that is open")
	}
	random := make([]byte, 64+64+16+16+32)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	userSalt, checkSalt, userIV, iv, master := random[:64], random[64:128], random[128:144], random[144:160], random[160:]
	key, err := pbkdf2.Key(sha1.New, password, userSalt, rounds, 32)
	if err != nil {
		return nil, err
	}
	var chars []byte // Java takes the key's bytes for characters, with their signs
	for _, b := range master {
		r := rune(b)
		if b >= 0x80 {
			r |= 0xFF00
		}
		chars = utf8.AppendRune(chars, r)
	}
	sum, err := pbkdf2.Key(sha1.New, string(chars), checkSalt, rounds, 32)
	if err != nil {
		return nil, err
	}
	blob := append([]byte{16}, iv...)
	blob = append(append(blob, 32), master...)
	blob = append(append(blob, 32), sum...)
	if blob, err = encrypt(key, userIV, blob); err != nil {
		return nil, err
	}
	body, err := encrypt(master, iv, lines[9])
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, l := range [][]byte{lines[0], lines[1], lines[2], lines[3], []byte("1"), []byte(hex.EncodeToString(sum[:8])), lines[5], lines[6], lines[7], []byte("AES-256")} {
		out.Write(append(l, '\n'))
	}
	fmt.Fprintf(&out, "%X\n%X\n%d\n%X\n%X\n", userSalt, checkSalt, rounds, userIV, blob)
	out.Write(body)
	return out.Bytes(), nil
}

// encrypt pads and encrypts (AES-256-CBC, PKCS#5).
func encrypt(key, iv, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	n := aes.BlockSize - len(plain)%aes.BlockSize
	out := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out, nil
}
