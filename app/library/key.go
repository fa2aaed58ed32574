package library

import (
	"context"
	"fmt"

	"keepsake/app/job/takein"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// Ring is where the system keeps secrets. settings.Keyring is one.
type Ring interface {
	Get(ctx context.Context, name string) (string, error) // "" where there is none
	Set(ctx context.Context, name, secret string) error
}

// KeyFor finds the key of a library's encrypted file. Errors: keep.ErrKey when the
// file there was made with another, takein.ErrNoKey when there is none to be had.
type KeyFor func(ctx context.Context, l *Library) (keep.Key, error)

// Keys is the usual KeyFor: the passphrase, where the owner gave one, else the key
// that the system's keyring has for this library, or is given for a library that has
// no encrypted file yet. ring may be nil.
func Keys(ring Ring, passphrase records.Secret) KeyFor {
	return func(ctx context.Context, l *Library) (keep.Key, error) {
		sealed, err := l.Store.Secrets()
		if err != nil {
			return keep.Key{}, err
		}
		var k keep.Key
		if passphrase != "" {
			k, err = keep.Passphrase(passphrase)
		} else {
			k, err = l.ringKey(ctx, ring, len(sealed) == 0)
		}
		if err != nil {
			return keep.Key{}, err
		}
		_, err = keep.OpenSecrets(sealed, k)
		return k, err
	}
}

// ringKey is the key that the keyring has for the library; fresh: a new one where it
// has none.
func (l *Library) ringKey(ctx context.Context, ring Ring, fresh bool) (keep.Key, error) {
	if ring == nil {
		return keep.Key{}, takein.ErrNoKey
	}
	name := "library " + l.Store.ID()
	text, err := ring.Get(ctx, name)
	if err != nil {
		return keep.Key{}, fmt.Errorf("%w: %w", takein.ErrNoKey, err)
	}
	if text != "" {
		return keep.ParseKey(records.Secret(text))
	}
	if !fresh { // the file was made with a passphrase, or on another computer
		return keep.Key{}, keep.ErrKey
	}
	k, err := keep.NewKey()
	if err != nil {
		return keep.Key{}, err
	}
	if err := ring.Set(ctx, name, k.Text().Reveal()); err != nil {
		return keep.Key{}, fmt.Errorf("%w: %w", takein.ErrNoKey, err)
	}
	if back, err := ring.Get(ctx, name); err != nil || back != k.Text().Reveal() {
		return keep.Key{}, fmt.Errorf("%w: what the keyring keeps is not what it was given", takein.ErrNoKey)
	}
	return k, nil
}

// Passwords opens the encrypted file for showing: a phone's Wi-Fi networks with
// their passwords, none where there is no such file. keep.ErrKey and
// takein.ErrNoKey: ask for the passphrase and try again with Keys(ring, passphrase).
// What is returned must be shown masked, and written nowhere.
func (l *Library) Passwords(ctx context.Context, phone string, key KeyFor) ([]records.WifiNetwork, error) {
	if has, err := l.HasSecrets(); err != nil || !has {
		return nil, err
	}
	k, err := key(ctx, l)
	if err != nil {
		return nil, err
	}
	return l.WifiPasswords(phone, k)
}
