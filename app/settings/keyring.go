package settings

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrNoKeyring: this system has no keyring, or it does not answer.
var ErrNoKeyring = errors.New("the system has no keyring that answers")

// Keyring is where the system keeps secrets for its user: the Secret Service of
// Linux desktops, macOS's keychain, Windows' credentials.
type Keyring struct{}

const (
	keyringService = "Keepsake"
	keyringAnswers = time.Minute // it may have to ask its owner first
)

// Get returns a secret, "" where there is none of this name. ErrNoKeyring.
func (Keyring) Get(ctx context.Context, name string) (string, error) {
	return within(ctx, func() (string, error) {
		s, err := keyring.Get(keyringService, name)
		if errors.Is(err, keyring.ErrNotFound) {
			return "", nil
		}
		return s, err
	})
}

// Set keeps a secret under a name. ErrNoKeyring.
func (Keyring) Set(ctx context.Context, name, secret string) error {
	_, err := within(ctx, func() (string, error) { return "", keyring.Set(keyringService, name, secret) })
	return err
}

// Delete forgets a secret; one that is not there is no error. ErrNoKeyring.
func (Keyring) Delete(ctx context.Context, name string) error {
	_, err := within(ctx, func() (string, error) {
		if err := keyring.Delete(keyringService, name); !errors.Is(err, keyring.ErrNotFound) {
			return "", err
		}
		return "", nil
	})
	return err
}

// within asks the keyring, which may wait for its owner to unlock it and cannot be
// interrupted. A question that nobody waits for any more ends with the keyring's
// answer, or with the program.
func within(ctx context.Context, ask func() (string, error)) (string, error) {
	type answer struct {
		secret string
		err    error
	}
	got := make(chan answer, 1)
	go func() {
		s, err := ask()
		got <- answer{s, err}
	}()
	late := time.NewTimer(keyringAnswers)
	defer late.Stop()
	select {
	case a := <-got:
		if a.err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoKeyring, a.err)
		}
		return a.secret, nil
	case <-ctx.Done():
		return "", ctx.Err()
	case <-late.C:
		return "", fmt.Errorf("%w: it was asked for a minute", ErrNoKeyring)
	}
}
