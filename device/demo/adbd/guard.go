package adbd

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math/big"
	"sync"
)

// Guard decides which computers may use the phone: the keys it knows, as after
// "Always allow from this computer".
type Guard struct {
	mu      sync.Mutex
	asks    bool // connections have to show a key
	open    bool // keys that are offered become known at once
	keys    []*rsa.PublicKey
	offered []*rsa.PublicKey // wait for Allow
	changed chan struct{}    // closed and replaced at each change
}

// NewGuard returns a guard that lets everybody in without asking for a key, or
// one that asks and knows nobody until Allow.
func NewGuard(asks bool) *Guard { return &Guard{asks: asks, changed: make(chan struct{})} }

// Close makes the guard ask from now on, and offered keys wait for Allow.
func (g *Guard) Close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asks, g.open = true, false
}

// Allow is the tap on "Allow": the keys that were offered are known from now
// on, and so are those to come.
func (g *Guard) Allow() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = true
	g.keys = append(g.keys, g.offered...)
	g.offered = nil
	close(g.changed)
	g.changed = make(chan struct{})
}

// demands reports whether a connection has to show a key.
func (g *Guard) demands() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.asks
}

// verify reports whether sig is the token signed by a known key. The token
// stands where PKCS #1 has a SHA-1 digest.
func (g *Guard) verify(token, sig []byte) bool {
	g.mu.Lock()
	keys := g.keys
	g.mu.Unlock()
	for _, k := range keys {
		if rsa.VerifyPKCS1v15(k, crypto.SHA1, token, sig) == nil {
			return true
		}
	}
	return false
}

// keep bounds the keys a guard remembers.
const keep = 16

// offer takes a key in: for good when the guard is open, else until Allow.
func (g *Guard) offer(k *rsa.PublicKey) {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := &g.offered
	if g.open {
		list = &g.keys
	}
	if *list = append(*list, k); len(*list) > keep {
		*list = (*list)[1:]
	}
}

// wait returns whether the door is open and a channel that ends with the next change.
func (g *Guard) wait() (bool, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open, g.changed
}

// The size of a key in Android's form: words, n0inv, modulus, rr, exponent.
const (
	modulusSize = 256
	keySize     = 4 + 4 + modulusSize + modulusSize + 4
)

var errKey = errors.New("not an adb public key")

// parseKey reads base64(524 bytes) " user@host" NUL.
func parseKey(b []byte) (*rsa.PublicKey, error) {
	text, _, _ := bytes.Cut(bytes.TrimRight(b, "\x00"), []byte(" "))
	raw, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(raw) != keySize || binary.LittleEndian.Uint32(raw) != modulusSize/4 {
		return nil, errKey
	}
	modulus := bytes.Clone(raw[8 : 8+modulusSize])
	for i, j := 0, len(modulus)-1; i < j; i, j = i+1, j-1 {
		modulus[i], modulus[j] = modulus[j], modulus[i]
	}
	e := binary.LittleEndian.Uint32(raw[keySize-4:])
	k := &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(e)}
	if k.N.BitLen() != 8*modulusSize || e < 3 || e > 1<<30 {
		return nil, errKey
	}
	return k, nil
}

// Asked reports whether a computer waits for Allow, as the question on the
// phone's screen does.
func (g *Guard) Asked() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.offered) > 0
}
