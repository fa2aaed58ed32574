package app

import (
	"context"
	"errors"
	"sync"

	"keepsake/app/job/takein"
	"keepsake/app/library"
	"keepsake/app/settings"
	uisettings "keepsake/app/ui/settings"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// vault is what opens the encrypted file of whatever library is open: the key that
// the system's keyring has for it, or the passphrase that the owner typed in this
// session.
type vault struct {
	ring    library.Ring
	current *current

	mu         sync.Mutex
	passphrase records.Secret // guarded by mu; "": none was typed
}

// key is a library.KeyFor.
func (v *vault) key(ctx context.Context, l *library.Library) (keep.Key, error) {
	v.mu.Lock()
	typed := v.passphrase
	v.mu.Unlock()
	if typed != "" {
		k, err := library.Keys(nil, typed)(ctx, l)
		if !errors.Is(err, keep.ErrKey) { // else it is another library's
			return k, err
		}
	}
	return library.Keys(v.ring, "")(ctx, l)
}

// Unlock tries a passphrase on the library's encrypted file, and remembers one that
// fits until the program ends. Where there is no such file yet, it is the one that
// will be made with it. keep.ErrKey: it does not fit.
func (v *vault) Unlock(ctx context.Context, passphrase string) error {
	typed := records.Secret(passphrase)
	err := v.current.use(func(l *library.Library) error {
		_, err := library.Keys(nil, typed)(ctx, l)
		return err
	})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.passphrase = typed
	return nil
}

// Rekey encrypts the passwords anew for a passphrase, which from then on is the one.
func (v *vault) Rekey(ctx context.Context, passphrase string) error {
	typed := records.Secret(passphrase)
	k, err := keep.Passphrase(typed)
	if err != nil {
		return err
	}
	err = v.current.use(func(l *library.Library) error { return l.Rekey(ctx, v.key, k) })
	if err != nil && !errors.Is(err, library.ErrNoSecrets) { // else it is for those to come
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.passphrase = typed
	return nil
}

// state says what opens the file, without making a key.
func (v *vault) state(ctx context.Context) (state uisettings.VaultState, err error) {
	v.mu.Lock()
	typed := v.passphrase != ""
	v.mu.Unlock()
	err = v.current.use(func(l *library.Library) error {
		has, err := l.HasSecrets()
		if err != nil {
			return err
		}
		if has {
			_, err = v.key(ctx, l)
		} else if !typed {
			_, err = v.ring.Get(ctx, "library")
		}
		switch {
		case err == nil && typed:
			state = uisettings.VaultTyped
		case err == nil:
			state = uisettings.VaultRing
		case has && (errors.Is(err, keep.ErrKey) || errors.Is(err, takein.ErrNoKey)):
			state = uisettings.VaultLocked
		case !has:
			state = uisettings.VaultNone
		default:
			return err
		}
		return ctx.Err()
	})
	return state, err
}

// extras are what else is kept on request, in the window's words (settings.More).
type extras struct {
	*vault
	f *settings.File
}

// Vault implements settings.More.
func (e extras) Vault(ctx context.Context) (uisettings.VaultState, error) { return e.state(ctx) }

// AppFiles implements settings.More.
func (e extras) AppFiles() bool { return e.f.Get().AppFiles }

// KeepAppFiles implements settings.More.
func (e extras) KeepAppFiles(keep bool) error {
	return e.f.Change(func(v *settings.Values) { v.AppFiles = keep })
}

// Networks are a phone's Wi-Fi networks with their passwords. keep.ErrKey and
// takein.ErrNoKey: Unlock first.
func (v *vault) Networks(ctx context.Context, phone string) (all []records.WifiNetwork, err error) {
	err = v.current.use(func(l *library.Library) error {
		all, err = l.Passwords(ctx, phone, v.key)
		return err
	})
	return all, err
}
