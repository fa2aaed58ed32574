package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"keepsake/gallery/records"
)

// ErrKey is a passphrase or key that does not open the encrypted file.
var ErrKey = errors.New("this passphrase or key does not open the encrypted file")

// Key opens and closes the encrypted file: a passphrase the owner remembers, or a
// key that the system's keyring does. Anybody's age program opens it too.
type Key struct {
	passphrase records.Secret
	identity   *age.X25519Identity
	cost       int // of the passphrase, log2; 0: age's own
}

// Passphrase makes a key of what the owner types.
func Passphrase(s records.Secret) (Key, error) {
	if s == "" {
		return Key{}, errors.New("the passphrase is empty")
	}
	return Key{passphrase: s}, nil
}

// NewKey makes a key for the keyring; Text is what to keep there.
func NewKey() (Key, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Key{}, fmt.Errorf("make a key: %w", err)
	}
	return Key{identity: id}, nil
}

// ParseKey reads what Text gave.
func ParseKey(s records.Secret) (Key, error) {
	id, err := age.ParseX25519Identity(s.Reveal())
	if err != nil {
		return Key{}, ErrKey // the cause quotes the key
	}
	return Key{identity: id}, nil
}

// Text is the key as text; "" of a passphrase.
func (k Key) Text() records.Secret {
	if k.identity == nil {
		return ""
	}
	return records.Secret(k.identity.String())
}

// Secrets is what the encrypted file holds.
type Secrets struct {
	Wifi map[string][]records.WifiNetwork // by phone
}

// secretsFile is its form within.
type secretsFile struct {
	Format int                      `json:"format"`
	Wifi   map[string][]openNetwork `json:"wifi"`
}

// openNetwork is a network whose password is written out.
type openNetwork struct {
	records.WifiNetwork
	Password string `json:"password"`
}

// maxOpened bounds the file once it is open.
const maxOpened = 64 << 20

// Seal encrypts.
func (s Secrets) Seal(k Key) ([]byte, error) {
	f := secretsFile{Format: 1, Wifi: make(map[string][]openNetwork)}
	for phone, all := range s.Wifi {
		for _, n := range all {
			n = n.Canonical()
			f.Wifi[phone] = append(f.Wifi[phone], openNetwork{n, n.Password.Reveal()})
		}
	}
	plain, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	var to age.Recipient
	if k.identity != nil {
		to = k.identity.Recipient()
	} else {
		r, err := age.NewScryptRecipient(k.passphrase.Reveal())
		if err != nil {
			return nil, fmt.Errorf("encrypt: %w", err)
		}
		if k.cost != 0 {
			r.SetWorkFactor(k.cost)
		}
		to = r
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	return b.Bytes(), nil
}

// OpenSecrets decrypts; nothing at all opens as empty. ErrKey: another passphrase
// or key is needed.
func OpenSecrets(sealed []byte, k Key) (Secrets, error) {
	s := Secrets{Wifi: make(map[string][]records.WifiNetwork)}
	if len(sealed) == 0 {
		return s, nil
	}
	var with age.Identity
	if k.identity != nil {
		with = k.identity
	} else {
		id, err := age.NewScryptIdentity(k.passphrase.Reveal())
		if err != nil {
			return s, ErrKey
		}
		with = id
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), with)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return s, ErrKey
	}
	if err != nil {
		return s, fmt.Errorf("open the encrypted file: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxOpened))
	if err != nil {
		return s, fmt.Errorf("open the encrypted file: %w", err)
	}
	var f secretsFile
	if err := json.Unmarshal(plain, &f); err != nil {
		return s, errors.New("open the encrypted file: what is in it cannot be read") // the cause may quote it
	}
	for phone, all := range f.Wifi {
		for _, n := range all {
			n.WifiNetwork.Password = records.Secret(n.Password)
			s.Wifi[phone] = append(s.Wifi[phone], n.WifiNetwork)
		}
	}
	return s, nil
}

// Merge takes a phone's networks in: one that is known gets the new password, one
// that is not in all stays, because a backup may be of fewer.
func (s *Secrets) Merge(phone string, all []records.WifiNetwork) {
	if s.Wifi == nil {
		s.Wifi = make(map[string][]records.WifiNetwork)
	}
	have := s.Wifi[phone]
	for _, n := range all {
		if n.Password == "" {
			continue
		}
		n = n.Canonical()
		at := slices.IndexFunc(have, func(o records.WifiNetwork) bool { return o.Identity() == n.Identity() })
		if at < 0 {
			have = append(have, n)
		} else {
			have[at] = n
		}
	}
	s.Wifi[phone] = have
}
