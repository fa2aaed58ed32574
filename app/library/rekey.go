package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"

	"keepsake/gallery/keep"
)

// ErrNoSecrets means that the library has no encrypted file.
var ErrNoSecrets = errors.New("the library keeps no passwords yet")

// Rekey encrypts the passwords anew, for another passphrase or key. The new file
// counts only once it was read back from the disk, opened with the new key and found
// to hold the same; else the one before stands. Versions in the history stay as they
// are, and open with the key they were made with.
//
// Errors: ErrNoSecrets, and those of old.
func (l *Library) Rekey(ctx context.Context, old KeyFor, fresh keep.Key) (err error) {
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		return err
	}
	defer func() {
		if perr := l.pen.put(ctx, l.Store); perr != nil {
			err = errors.Join(err, fmt.Errorf("close the library: %w", perr))
		}
	}()
	before, err := l.Store.Secrets()
	if err != nil {
		return err
	}
	if len(before) == 0 {
		return ErrNoSecrets
	}
	k, err := old(ctx, l)
	if err != nil {
		return err
	}
	s, err := keep.OpenSecrets(before, k)
	if err != nil {
		return err
	}
	sealed, err := s.Seal(fresh)
	if err != nil {
		return err
	}
	if err := holds(sealed, fresh, s); err != nil {
		return err
	}
	// From here on it is seen through: half a change would be neither.
	quiet := context.WithoutCancel(ctx)
	if err = w.SaveSecrets(quiet, sealed); err == nil {
		var back []byte
		if back, err = l.Store.Secrets(); err == nil && !bytes.Equal(back, sealed) {
			err = errors.New("the disk does not give back the encrypted file that was written")
		}
	}
	if err != nil {
		return errors.Join(err, w.SaveSecrets(quiet, before))
	}
	return nil
}

// holds proves that a sealed file opens with a key and holds what it should.
func holds(sealed []byte, k keep.Key, want keep.Secrets) error {
	got, err := keep.OpenSecrets(sealed, k)
	if err != nil {
		return fmt.Errorf("the newly encrypted passwords do not open: %w", err)
	}
	if !reflect.DeepEqual(got, want) {
		return errors.New("the newly encrypted passwords are not those from before")
	}
	return nil
}

// RingKey is the key that the keyring has for the library, made and put there if it
// has none: for Rekey. Errors as of Keys.
func (l *Library) RingKey(ctx context.Context, ring Ring) (keep.Key, error) {
	return l.ringKey(ctx, ring, true)
}
