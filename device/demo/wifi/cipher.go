package wifi

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// sealer encrypts what follows the key exchange. Each direction counts its own
// messages; the count is the nonce.
type sealer struct {
	gcm          cipher.AEAD
	sent, opened uint64
}

// errSeal is a message that was sealed with another key: the passwords differ.
var errSeal = errors.New("the message was sealed with another key")

func newSealer(key []byte) (*sealer, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "adb pairing_auth aes-128-gcm key", 16)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	return &sealer{gcm: gcm}, err
}

// nonce is a count of messages, little-endian, in twelve bytes.
func nonce(n uint64) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(nil, n), 0)
}

func (s *sealer) seal(plain []byte) []byte {
	b := s.gcm.Seal(nil, nonce(s.sent), plain, nil)
	s.sent++
	return b
}

func (s *sealer) open(sealed []byte) ([]byte, error) {
	b, err := s.gcm.Open(nil, nonce(s.opened), sealed, nil)
	if err != nil {
		return nil, errSeal
	}
	s.opened++
	return b, nil
}
