package wifi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"filippo.io/edwards25519"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Exchanges that BoringSSL had with this package: its message and its key. The
// secret on this side is one byte, 64 times.
func TestKeyIsBoringSSLs(t *testing.T) {
	for i, c := range []struct {
		role                        role
		password, mine, theirs, key string
	}{
		{computer, "592781" + string(bytes.Repeat([]byte("k"), 64)), "7d8c298f20e8524a61592207dd623112a5512336b4d7c1c3aa3ef430a265cf53",
			"66f544dabdbd0b6c5a1c474d220e14aee0dbbc4a6423eaa80dde643b2634d97e",
			"109849837411576538b8f4cb0eb9e06da5c794953c7093cc45ab4f3531cba121d0ff8657acd06fdbe0931f837478c08e27f32f8b673c3d413eab7a43f96e660d"},
		{handset, "a", "a84a3eaef60f61875f50a8f8fadd655e639d8aca0d4038e4f603d8fb201e116f",
			"917734f6215971b3b80429b12d3080272bc2baebf607f45ea8bf587077d288b3",
			"40991e96688ebbfde9c91028db3b06fd83663fc807f5416f1d317dc1f24dc5fa138475bb4d89d536c53a19d7046604010bb52e2024f76897fd59c0d4a09ece3c"},
		{computer, "keepsake", "18a8d2a652eb225e8a577770e7722d767a93d8167800b1399b03c9dc40699b11",
			"9a27b5ecf55011f937b4e9d973172ffdf145a114cf1c807e022fb1a54bc74268",
			"9532154b12c7ca6016c35db605784af036243b622e9b208b9dee188294c10c6dd5a2f51bb545b962aa7b1e248bd05267316af70fc142cf52a6e794b6884d0947"},
		{handset, "0\x00\xff", "880b1a05b26bd82abca597e164d547ac0a07399eef191d79c5481aad538e0d2f",
			"df102e1e7a499d81b62e00e650eb563e8444424f698f511afd2b097b3000e13f",
			"5fd087f9950e320c03fb370391a2f5ca853674bc450e3fcf7826aebce715c001777eae10256e6f33ccb7d93396e718defbdcab54f62dc0bfdd7eb9ed713ff99b"},
	} {
		s, err := spakeFrom(bytes.Repeat([]byte{byte(i + 1)}, 64), c.role, []byte(c.password))
		must(t, err)
		if got := hex.EncodeToString(s.message); got != c.mine {
			t.Errorf("%d: message %s, not %s", i, got, c.mine)
		}
		key, err := s.key(unhex(t, c.theirs))
		if got := hex.EncodeToString(key); err != nil || got != c.key {
			t.Errorf("%d: key %s, not %s (%v)", i, got, c.key, err)
		}
	}
}

// The points are nobody's choice: hashes of a sentence, the first that are points.
func TestPointsComeFromTheirSeed(t *testing.T) {
	for name, want := range map[string]string{"M": pointM, "N": pointN} {
		v := sha256.Sum256([]byte("edwards25519 point generation seed (" + name + ")"))
		for {
			if _, err := new(edwards25519.Point).SetBytes(v[:]); err == nil {
				break
			}
			v = sha256.Sum256(v[:])
		}
		if got := hex.EncodeToString(v[:]); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

// The password's multiplier as BoringSSL makes it: the hash modulo the order of
// the group, plus the order until eight divides it, times the point.
func TestMaskIsWhatTheAdditionsGive(t *testing.T) {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	for i := range 16 {
		s, err := spakeFrom(make([]byte, 64), handset, []byte{byte(i)})
		must(t, err)
		wide := bytes.Clone(s.hash[:])
		slices.Reverse(wide)
		n := new(big.Int).Mod(new(big.Int).SetBytes(wide), order)
		for new(big.Int).And(n, big.NewInt(7)).Sign() != 0 {
			n.Add(n, order)
		}
		m, err := new(edwards25519.Point).SetBytes(unhex(t, pointM))
		must(t, err)
		want := edwards25519.NewIdentityPoint()
		for bit := n.BitLen() - 1; bit >= 0; bit-- {
			want.Add(want, want)
			if n.Bit(bit) == 1 {
				want.Add(want, m)
			}
		}
		if got, err := s.mask(computer); err != nil || got.Equal(want) != 1 {
			t.Errorf("password %d: another point, %v", i, err)
		}
	}
}

func TestKeyAgrees(t *testing.T) {
	key := func(a, b string) (first, second []byte) {
		one, err := newSpake(computer, []byte(a))
		must(t, err)
		other, err := newSpake(handset, []byte(b))
		must(t, err)
		first, err = one.key(other.message)
		must(t, err)
		second, err = other.key(one.message)
		must(t, err)
		return first, second
	}
	if a, b := key("123456", "123456"); !bytes.Equal(a, b) {
		t.Error("the same password gave two keys")
	}
	if a, b := key("123456", "123457"); bytes.Equal(a, b) {
		t.Error("two passwords gave one key")
	}
	s, err := newSpake(computer, []byte("x"))
	must(t, err)
	for _, bad := range [][]byte{nil, make([]byte, 31), make([]byte, 33), append([]byte{2}, make([]byte, 31)...)} {
		if k, err := s.key(bad); err == nil {
			t.Errorf("%x: key %x", bad, k)
		}
	}
}
