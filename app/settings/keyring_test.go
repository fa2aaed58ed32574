package settings

import (
	"context"
	"errors"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestKeyring(t *testing.T) {
	keyring.MockInit()
	var k Keyring
	if s, err := k.Get(t.Context(), "x"); s != "" || err != nil {
		t.Errorf("nothing there: %q %v", s, err)
	}
	if err := errors.Join(k.Set(t.Context(), "x", "secret"), k.Delete(t.Context(), "y")); err != nil {
		t.Error(err)
	}
	if s, err := k.Get(t.Context(), "x"); s != "secret" || err != nil {
		t.Errorf("%q %v", s, err)
	}
	if err := k.Delete(t.Context(), "x"); err != nil {
		t.Error(err)
	}
	if s, err := k.Get(t.Context(), "x"); s != "" || err != nil {
		t.Errorf("deleted: %q %v", s, err)
	}
	keyring.MockInitWithError(errors.New("no such service"))
	if _, err := k.Get(t.Context(), "x"); !errors.Is(err, ErrNoKeyring) {
		t.Error(err)
	}
	if err := k.Set(t.Context(), "x", "y"); !errors.Is(err, ErrNoKeyring) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	block := make(chan struct{})
	defer close(block)
	if _, err := within(ctx, func() (string, error) { <-block; return "", nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
