package secret

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrNoCertificate: an app's file has no certificate that could be read.
var ErrNoCertificate = errors.New("the app's file has no readable certificate")

// Bounds of what is read of an app's file, far above any.
const (
	maxEnd     = 22 + 1<<16 // the end of a ZIP's directory with its comment
	maxSigning = 16 << 20   // the signing block
	maxPairs   = 64
)

// The signature schemes in an APK signing block that carry certificates, in the
// order asked: Android tells apps the oldest signer where one was replaced.
var schemes = [...]uint32{
	0x7109871a, // v2
	0xf05368c0, // v3
	0x1b93ad61, // v3.1
}

// KeyOf returns the key that the Gallery in this APK uses: the first bytes of
// the certificate it is signed with, from the APK signing block
// (source.android.com, "APK Signature Scheme v2"), else from META-INF.
func KeyOf(apk io.ReaderAt, size int64) (Key, error) {
	k, err := keyInSigningBlock(apk, size)
	if err == nil {
		return k, nil
	}
	k, oldErr := keyInMetaInf(apk, size)
	if oldErr != nil {
		return Key{}, fmt.Errorf("%w: %w; %w", ErrNoCertificate, err, oldErr)
	}
	return k, nil
}

func keyInSigningBlock(apk io.ReaderAt, size int64) (Key, error) {
	directory, err := directoryOffset(apk, size)
	if err != nil {
		return Key{}, err
	}
	// … uint64 size (of all that follows), pairs, uint64 size, magic, directory
	const magic = "APK Sig Block 42"
	foot := make([]byte, 8+len(magic))
	if directory < int64(len(foot))+8 {
		return Key{}, errors.New("no room for a signing block")
	}
	if err := readAt(apk, foot, directory-int64(len(foot))); err != nil {
		return Key{}, err
	}
	n := binary.LittleEndian.Uint64(foot)
	if string(foot[8:]) != magic || n < uint64(len(foot)) || n > maxSigning || int64(n)+8 > directory {
		return Key{}, errors.New("no signing block")
	}
	pairs := make([]byte, n-uint64(len(foot)))
	if err := readAt(apk, pairs, directory-int64(n)); err != nil {
		return Key{}, err
	}
	values := map[uint32][]byte{}
	for range maxPairs {
		if len(pairs) < 12 {
			break
		}
		n := binary.LittleEndian.Uint64(pairs)
		if n < 4 || n > uint64(len(pairs)-8) {
			break
		}
		values[binary.LittleEndian.Uint32(pairs[8:])] = pairs[12 : 8+n]
		pairs = pairs[8+n:]
	}
	for _, id := range schemes {
		if v := values[id]; v != nil {
			return keyOfSigners(v)
		}
	}
	return Key{}, errors.New("a signing block without certificates")
}

// keyOfSigners goes down to the first certificate: signers → signer → signed
// data → (digests) certificates → certificate, each with its length before it.
func keyOfSigners(v []byte) (Key, error) {
	for range 3 { // signers, the first signer, its signed data
		v, _ = prefixed(v)
	}
	_, v = prefixed(v) // the digests
	v, _ = prefixed(v)
	cert, _ := prefixed(v)
	return beginning(cert)
}

// prefixed splits off what has its length before it; nil when that is untrue.
func prefixed(b []byte) (v, rest []byte) {
	if len(b) < 4 {
		return nil, nil
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, nil
	}
	return b[4 : 4+n], b[4+n:]
}

// beginning is the key that a certificate makes: a DER sequence of more than 255 bytes.
func beginning(cert []byte) (k Key, err error) {
	if len(cert) < len(k) || cert[0] != 0x30 || cert[1] != 0x82 {
		return Key{}, errors.New("what should be a certificate is none")
	}
	copy(k[:], cert)
	return k, nil
}

// directoryOffset finds where a ZIP's central directory begins.
func directoryOffset(r io.ReaderAt, size int64) (int64, error) {
	n := min(size, maxEnd)
	if n < 22 {
		return 0, errors.New("too short for an app")
	}
	tail := make([]byte, n)
	if err := readAt(r, tail, size-n); err != nil {
		return 0, err
	}
	for end := len(tail); ; {
		i := bytes.LastIndex(tail[:end], []byte("PK\x05\x06"))
		if i < 0 {
			return 0, errors.New("not a ZIP file")
		}
		if len(tail)-i >= 22 && int(binary.LittleEndian.Uint16(tail[i+20:])) == len(tail)-i-22 {
			return int64(binary.LittleEndian.Uint32(tail[i+16:])), nil
		}
		end = i
	}
}

// readAt fills p.
func readAt(r io.ReaderAt, p []byte, off int64) error {
	if n, err := r.ReadAt(p, off); n < len(p) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return fmt.Errorf("read %d bytes at %d: %w", len(p), off, err)
	}
	return nil
}
