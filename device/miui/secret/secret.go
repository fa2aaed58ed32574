// Package secret opens MIUI's private album. What lies only on the phone is
// encrypted with a key that every phone's Gallery shares (the beginning of the
// certificate it is signed with); what lies in Mi Cloud has a key of its own for
// each file, which the phone does not give away.
//
// Begin with Parse, which tells from a file's name what it is, and Open, which
// reads the picture behind it. Nothing here writes: a caller that opens a file
// does so because its owner asked to see it.
//
// Names, cipher and key are those of CryptoUtil and CloudUtils.SecretAlbumUtils
// of MIUI Gallery.
package secret

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrLocked: the key of this file is not known.
var ErrLocked = errors.New("locked: only the app that put it there has the key")

// Key opens the files of an album: the first bytes of the certificate that the
// Gallery app is signed with, as DER.
type Key [16]byte

// Gallery returns the key of Xiaomi's own Gallery.
func Gallery() Key {
	return Key{0x30, 0x82, 0x04, 0x6c, 0x30, 0x82, 0x03, 0x54, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x09, 0x00}
}

// Fingerprint is what names of files say of their key: its MD5, in hex.
func (k Key) Fingerprint() string {
	sum := md5.Sum(k[:])
	return hex.EncodeToString(sum[:])
}

// String returns the key as 32 hex digits.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// ParseKey reads 32 hex digits.
func ParseKey(s string) (Key, error) {
	var k Key
	if len(s) != 2*len(k) {
		return Key{}, fmt.Errorf("key of a private album: want %d hex digits, got %d", 2*len(k), len(s))
	}
	if _, err := hex.Decode(k[:], []byte(s)); err != nil {
		return Key{}, fmt.Errorf("key of a private album: %w", err)
	}
	return k, nil
}
