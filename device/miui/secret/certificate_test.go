package secret

import (
	"archive/zip"
	"bytes"
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// someCert begins as the Gallery's certificate does and is long enough to be one.
func someCert(k Key) []byte {
	n := int(k[2])<<8 | int(k[3])
	return append(k[:], bytes.Repeat([]byte{7}, n+4-len(k))...)
}

func otherKey() Key {
	k := Gallery()
	k[3], k[15] = 0x10, 0x55
	return k
}

func with(b []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(b))), b...)
}

func pair(id uint32, value []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(4+len(value)))
	return append(binary.LittleEndian.AppendUint32(b, id), value...)
}

// signers is the value of a scheme with one signer and two certificates.
func signers(cert []byte) []byte {
	certs := append(with(cert), with(someCert(Gallery()))...)
	signed := append(with([]byte("digests")), with(certs)...)
	signer := append(with(append(signed, with(nil)...)), with([]byte("signatures"))...)
	return with(with(signer))
}

// apk is a ZIP with the given files, and a signing block if pairs is not nil.
func apk(t testing.TB, files map[string][]byte, pairs []byte, comment string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.SetComment(comment), z.Close()); err != nil {
		t.Fatal(err)
	}
	if pairs == nil {
		return b.Bytes()
	}
	whole := b.Bytes()
	end := len(whole) - len(comment) - 22
	at := binary.LittleEndian.Uint32(whole[end+16:])
	size := uint64(len(pairs) + 24)
	block := binary.LittleEndian.AppendUint64(nil, size)
	block = append(block, pairs...)
	block = binary.LittleEndian.AppendUint64(block, size)
	block = append(block, "APK Sig Block 42"...)
	out := append(append(bytes.Clone(whole[:at]), block...), whole[at:]...)
	binary.LittleEndian.PutUint32(out[end+len(block)+16:], at+uint32(len(block)))
	return out
}

// pkcs7 is a SignedData with one certificate.
func pkcs7(t testing.TB, cert []byte) []byte {
	t.Helper()
	tagged := func(tag int, class int, b []byte) asn1.RawValue {
		return asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: b}
	}
	marshal := func(v any) []byte {
		b, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	signed := marshal(1)
	signed = append(signed, marshal(tagged(17, 0, nil))...)
	signed = append(signed, marshal(tagged(16, 0, marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1})))...)
	signed = append(signed, marshal(tagged(0, 2, cert))...)
	signed = append(signed, marshal(tagged(17, 0, nil))...)
	inner := marshal(tagged(16, 0, signed))
	outer := marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2})
	return marshal(tagged(16, 0, append(outer, marshal(tagged(0, 2, inner))...)))
}

func TestKeyOf(t *testing.T) {
	cert := someCert(otherKey())
	code := map[string][]byte{"classes.dex": []byte("code")}
	signed := map[string][]byte{"META-INF/CERT.RSA": pkcs7(t, cert), "META-INF/MANIFEST.MF": nil}
	for name, b := range map[string][]byte{
		"v2":                   apk(t, code, pair(schemes[0], signers(cert)), ""),
		"v3 behind padding":    apk(t, code, append(pair(0x42726577, make([]byte, 4000)), pair(schemes[1], signers(cert))...), ""),
		"v2 before v3":         apk(t, code, append(pair(schemes[1], signers(someCert(Gallery()))), pair(schemes[0], signers(cert))...), ""),
		"with a comment":       apk(t, code, pair(schemes[0], signers(cert)), "PK\x05\x06 says a comment"),
		"JAR":                  apk(t, signed, nil, ""),
		"JAR, an empty block":  apk(t, signed, pair(0x42726577, make([]byte, 40)), ""),
		"JAR, a damaged block": apk(t, signed, pair(schemes[0], []byte{9, 0, 0, 0}), ""),
	} {
		if k, err := KeyOf(bytes.NewReader(b), int64(len(b))); err != nil || k != otherKey() {
			t.Errorf("%s: %v, %v", name, k, err)
		}
	}
	for name, b := range map[string][]byte{
		"unsigned": apk(t, code, nil, ""), "nothing": nil, "no app": []byte(strings.Repeat("text ", 100)),
		"no certificate": apk(t, map[string][]byte{"META-INF/A.RSA": []byte("not one")}, nil, ""),
		"cut":            apk(t, code, pair(schemes[0], signers(cert)), "")[:200],
	} {
		if k, err := KeyOf(bytes.NewReader(b), int64(len(b))); !errors.Is(err, ErrNoCertificate) {
			t.Errorf("%s: %v, %v", name, k, err)
		}
	}
}
