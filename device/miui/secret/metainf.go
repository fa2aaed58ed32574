package secret

import (
	"archive/zip"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// maxSignature bounds a signature file in META-INF, in bytes.
const maxSignature = 1 << 20

// keyInMetaInf reads the certificate of an app signed as JAR files are: it is in
// META-INF/<NAME>.RSA (or .DSA, .EC), a PKCS #7 message.
func keyInMetaInf(apk io.ReaderAt, size int64) (Key, error) {
	z, err := zip.NewReader(apk, size)
	if err != nil {
		return Key{}, err
	}
	for _, f := range z.File {
		dir, name := path.Split(f.Name)
		switch ext := strings.ToUpper(path.Ext(name)); {
		case dir != "META-INF/" || ext != ".RSA" && ext != ".DSA" && ext != ".EC":
			continue
		case f.UncompressedSize64 > maxSignature:
			return Key{}, fmt.Errorf("%s is too long", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return Key{}, err
		}
		defer r.Close()
		b, err := io.ReadAll(io.LimitReader(r, maxSignature))
		if err != nil {
			return Key{}, err
		}
		return keyOfPKCS7(b)
	}
	return Key{}, errors.New("no signature in META-INF")
}

// keyOfPKCS7 goes down to the first certificate of a SignedData (RFC 2315, 9.1).
func keyOfPKCS7(b []byte) (Key, error) {
	bad := errors.New("what should be a signature is none")
	var content struct {
		Type asn1.ObjectIdentifier
		Data asn1.RawValue `asn1:"explicit,tag:0"`
	}
	if _, err := asn1.Unmarshal(b, &content); err != nil {
		return Key{}, bad
	}
	// The sequence goes on behind the certificates with what does not matter here.
	var signed, version, digests, message, certificates asn1.RawValue
	if _, err := asn1.Unmarshal(content.Data.Bytes, &signed); err != nil {
		return Key{}, bad
	}
	rest := signed.Bytes
	for _, part := range []*asn1.RawValue{&version, &digests, &message, &certificates} {
		var err error
		if rest, err = asn1.Unmarshal(rest, part); err != nil {
			return Key{}, bad
		}
	}
	if certificates.Class != asn1.ClassContextSpecific || certificates.Tag != 0 {
		return Key{}, bad
	}
	var cert asn1.RawValue
	if _, err := asn1.Unmarshal(certificates.Bytes, &cert); err != nil {
		return Key{}, bad
	}
	return beginning(cert.FullBytes)
}
