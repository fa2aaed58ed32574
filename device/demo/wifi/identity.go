package wifi

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// Identity is an RSA key of 2048 bits and a certificate made from it. Nobody
// vouches for it: what counts is the key.
type Identity struct {
	Key         *rsa.PrivateKey
	Certificate tls.Certificate
}

// NewIdentity makes a key and its certificate.
func NewIdentity() (Identity, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return Identity{}, fmt.Errorf("make a key for wireless debugging: %w", err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{Country: []string{"US"}, Organization: []string{"Android"}, CommonName: "Adb"},
		NotBefore:             now.Add(-24 * time.Hour), // clocks differ
		NotAfter:              now.AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return Identity{}, fmt.Errorf("make a certificate for wireless debugging: %w", err)
	}
	return Identity{key, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}, nil
}

// server is the phone's side of TLS: any certificate is taken, accept decides.
func (i Identity) server() *tls.Config {
	return &tls.Config{
		Certificates:           []tls.Certificate{i.Certificate},
		MinVersion:             tls.VersionTLS13,
		ClientAuth:             tls.RequireAnyClientCert,
		SessionTicketsDisabled: true, // each connection shows its key anew
	}
}

// client is the computer's side: the phone's certificate says nothing about it,
// and the computer shows its own even when the phone asks for others, so that
// the phone is the one who refuses.
func (i Identity) client() *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true, // the code, or the key's being known, is the proof
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return &i.Certificate, nil
		},
	}
}

// ErrUnknownComputer is a computer that was never paired with the phone.
var ErrUnknownComputer = errors.New("the computer is not paired with this phone")

// knows is the TLS configuration that lets in only these keys. A computer with
// several keys chooses by the names of authorities in the request: the phone
// names the hash of each key it knows.
func (i Identity) knows(keys []*rsa.PublicKey) (*tls.Config, error) {
	c := i.server()
	c.ClientCAs = x509.NewCertPool()
	for _, k := range keys {
		name, err := keyName(k)
		if err != nil {
			return nil, err
		}
		// Only the names are sent; there are no such certificates.
		c.ClientCAs.AddCert(&x509.Certificate{Raw: name, RawSubject: name})
	}
	c.VerifyConnection = func(s tls.ConnectionState) error {
		shown, ok := s.PeerCertificates[0].PublicKey.(*rsa.PublicKey)
		for _, k := range keys {
			if ok && k.Equal(shown) {
				return nil
			}
		}
		return ErrUnknownComputer
	}
	return c, nil
}

// keyName is the name of authority that stands for a key.
func keyName(k *rsa.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return nil, fmt.Errorf("a paired computer's key: %w", err)
	}
	type attribute struct {
		Type  asn1.ObjectIdentifier
		Value string `asn1:"utf8"`
	}
	type rdnSET []attribute // encoding/asn1 makes a SET of a type whose name ends so
	organisation, common := asn1.ObjectIdentifier{2, 5, 4, 10}, asn1.ObjectIdentifier{2, 5, 4, 3}
	return asn1.Marshal([]rdnSET{
		{{organisation, "AdbKey-0"}},
		{{common, fmt.Sprintf("%X", sha256.Sum256(der))}},
	})
}
