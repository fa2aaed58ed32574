package adbd

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"math/big"
	"slices"
)

// ParseKey reads a computer's public key as adbkey.pub has it:
// base64(524 bytes) " user@host", perhaps with a zero byte behind.
func ParseKey(b []byte) (*rsa.PublicKey, error) { return parseKey(b) }

// EncodeKey is the opposite of ParseKey. The key has 2048 bits.
func EncodeKey(k *rsa.PublicKey, owner string) (string, error) {
	if k.N.BitLen() != 8*modulusSize {
		return "", errKey
	}
	word := new(big.Int).Lsh(big.NewInt(1), 32)
	inverse := new(big.Int).ModInverse(k.N, word) // for Montgomery's multiplication, as is rr
	if inverse == nil {
		return "", errKey
	}
	rr := new(big.Int).Lsh(big.NewInt(1), 2*8*modulusSize)
	le := binary.LittleEndian
	b := le.AppendUint32(nil, modulusSize/4)
	b = le.AppendUint32(b, uint32(new(big.Int).Sub(word, inverse).Uint64()))
	for _, n := range []*big.Int{k.N, rr.Mod(rr, k.N)} {
		raw := n.FillBytes(make([]byte, modulusSize))
		slices.Reverse(raw)
		b = append(b, raw...)
	}
	b = le.AppendUint32(b, uint32(k.E))
	return base64.StdEncoding.EncodeToString(b) + " " + owner, nil
}

// Know lets a computer in from now on: it was paired.
func (g *Guard) Know(k *rsa.PublicKey) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, known := range g.keys {
		if known.Equal(k) {
			return
		}
	}
	if g.keys = append(slices.Clone(g.keys), k); len(g.keys) > keep {
		g.keys = g.keys[1:]
	}
}

// Known returns the keys of the computers that are let in.
func (g *Guard) Known() []*rsa.PublicKey {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.keys)
}
