package library

import (
	"context"
	"errors"
	"fmt"

	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// SaveSecrets adds a phone's Wi-Fi passwords to the library's encrypted file.
// keep.ErrKey: the file there was made with another passphrase or key, and is left
// as it is.
func (l *Library) SaveSecrets(ctx context.Context, phone string, networks []records.WifiNetwork, k keep.Key) (err error) {
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		return err
	}
	defer func() {
		if perr := l.pen.put(ctx, l.Store); perr != nil {
			err = errors.Join(err, fmt.Errorf("close the library: %w", perr))
		}
	}()
	s, err := l.openSecrets(k)
	if err != nil {
		return err
	}
	s.Merge(phone, networks)
	sealed, err := s.Seal(k)
	if err != nil {
		return err
	}
	return w.SaveSecrets(ctx, sealed)
}

// WifiPasswords opens the encrypted file and returns a phone's networks with their
// passwords.
func (l *Library) WifiPasswords(phone string, k keep.Key) ([]records.WifiNetwork, error) {
	s, err := l.openSecrets(k)
	return s.Wifi[phone], err
}

// HasSecrets reports whether there is an encrypted file.
func (l *Library) HasSecrets() (bool, error) {
	b, err := l.Store.Secrets()
	return len(b) > 0, err
}

func (l *Library) openSecrets(k keep.Key) (keep.Secrets, error) {
	b, err := l.Store.Secrets()
	if err != nil {
		return keep.Secrets{}, err
	}
	return keep.OpenSecrets(b, k)
}
