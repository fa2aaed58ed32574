package wifi

import (
	"crypto/rand"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"filippo.io/edwards25519"
)

// SPAKE2 over the edwards25519 group, as BoringSSL has it: both sides show that
// they know the same password without telling it, and get a key in common. One
// side is the computer ("alice" in BoringSSL, the phone being "bob").

// role is which side of the pairing this is.
type role bool

const (
	computer role = true
	handset  role = false
)

// Both names go into the key with the zero byte that ends them in C.
const (
	computerName = "adb pair client\x00"
	handsetName  = "adb pair server\x00"
)

// spakeSize is the size of each side's message.
const spakeSize = 32

// The points that hide the messages: the computer's behind M, the phone's behind N.
const (
	pointM = "5ada7e4bf6ddd9adb6626d32131c6b5c51a1e347a3478f53cfcf441b88eed12e"
	pointN = "10e3df0ae37d8e7a99b5fe74b44672103dbddcbd06af680d71329a11693bc778"
)

var errSpake = errors.New("the other side's pairing message is not a point of the curve")

// spake is one side of one exchange.
type spake struct {
	role     role
	secret   *edwards25519.Scalar // an eighth of the secret multiplier
	password *edwards25519.Scalar // an eighth of the password's multiplier
	hash     [sha512.Size]byte    // of the password
	message  []byte               // for the other side
}

// newSpake begins an exchange about a password.
func newSpake(r role, password []byte) (*spake, error) {
	seed := make([]byte, 64)
	if _, err := rand.Read(seed); err != nil {
		return nil, err
	}
	return spakeFrom(seed, r, password)
}

// spakeFrom is newSpake with a secret made from 64 bytes.
func spakeFrom(seed []byte, r role, password []byte) (*spake, error) {
	s := &spake{role: r, hash: sha512.Sum512(password)}
	var err error
	if s.secret, err = edwards25519.NewScalar().SetUniformBytes(seed); err != nil {
		return nil, err
	}
	if s.password, err = eighth(s.hash[:]); err != nil {
		return nil, err
	}
	own, err := s.mask(r)
	if err != nil {
		return nil, err
	}
	p := new(edwards25519.Point).ScalarBaseMult(s.secret)
	s.message = p.Add(p.MultByCofactor(p), own).Bytes()
	return s, nil
}

// eighth reduces 64 bytes to a scalar and divides it by eight. BoringSSL adds
// the group's order to the password's scalar until eight divides it, so that
// multiplying by it cancels a point's small-order part. Here that is eight
// times a scalar: MultByCofactor and this together give the same points.
func eighth(wide []byte) (*edwards25519.Scalar, error) {
	s, err := edwards25519.NewScalar().SetUniformBytes(wide)
	if err != nil {
		return nil, err
	}
	eight, err := edwards25519.NewScalar().SetCanonicalBytes(append([]byte{8}, make([]byte, 31)...))
	if err != nil {
		return nil, err
	}
	return s.Multiply(s, eight.Invert(eight)), nil
}

// mask is the password times the point of that side.
func (s *spake) mask(r role) (*edwards25519.Point, error) {
	text := pointN
	if r == computer {
		text = pointM
	}
	b, err := hex.DecodeString(text)
	if err != nil {
		return nil, err
	}
	p, err := new(edwards25519.Point).SetBytes(b)
	if err != nil {
		return nil, err
	}
	return p.ScalarMult(s.password, p.MultByCofactor(p)), nil
}

// key takes the other side's message. Both sides get the same 64 bytes when
// their passwords are the same; that they are, the next message shows.
func (s *spake) key(theirs []byte) ([]byte, error) {
	if len(theirs) != spakeSize {
		return nil, fmt.Errorf("%w: %d bytes", errSpake, len(theirs))
	}
	q, err := new(edwards25519.Point).SetBytes(theirs)
	if err != nil {
		return nil, errSpake
	}
	other, err := s.mask(!s.role)
	if err != nil {
		return nil, err
	}
	q.Subtract(q, other)
	shared := q.ScalarMult(s.secret, q.MultByCofactor(q)).Bytes()
	first, second := s.message, theirs
	if s.role == handset {
		first, second = theirs, s.message
	}
	h := sha512.New()
	for _, part := range [][]byte{[]byte(computerName), []byte(handsetName), first, second, shared, s.hash[:]} {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	return h.Sum(nil), nil
}
