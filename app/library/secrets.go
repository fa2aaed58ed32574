package library

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// SaveSecrets adds a phone's Wi-Fi passwords to the library's encrypted file, and
// says how many are new or others than before. keep.ErrKey: the file there was made
// with another passphrase or key, and is left as it is.
func (l *Library) SaveSecrets(ctx context.Context, phone string, networks []records.WifiNetwork, k keep.Key) (changed int, err error) {
	err = l.changeSecrets(ctx, k, func(s *keep.Secrets) bool {
		before := slices.Clone(s.Wifi[phone])
		s.Merge(phone, networks)
		for _, n := range s.Wifi[phone] {
			if !slices.Contains(before, n) {
				changed++
			}
		}
		return changed > 0
	})
	return changed, err
}

// AddSecrets adds the passwords of networks that the file has none of, and says how
// many those were. The others stand. Errors as of SaveSecrets.
func (l *Library) AddSecrets(ctx context.Context, phone string, networks []records.WifiNetwork, k keep.Key) (added int, err error) {
	err = l.changeSecrets(ctx, k, func(s *keep.Secrets) bool {
		had := make(map[string]bool)
		for _, n := range s.Wifi[phone] {
			had[n.Canonical().Identity()] = true
		}
		var fresh []records.WifiNetwork
		for _, n := range networks {
			if id := n.Canonical().Identity(); n.Password != "" && !had[id] {
				had[id] = true
				fresh = append(fresh, n)
			}
		}
		s.Merge(phone, fresh)
		added = len(fresh)
		return added > 0
	})
	return added, err
}

// changeSecrets opens the encrypted file, and writes it anew when change answers
// that it did something.
func (l *Library) changeSecrets(ctx context.Context, k keep.Key, change func(*keep.Secrets) bool) (err error) {
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
	if !change(&s) {
		return nil
	}
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
