package settings_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"keepsake/app/ui/look"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/uitest"
)

// more is a vault that opens with one passphrase.
type more struct {
	state settings.VaultState
	fits  string
	apps  bool

	broken bool
}

func (m *more) AppFiles() bool { return m.apps }

func (m *more) KeepAppFiles(keep bool) error {
	m.apps = keep
	return nil
}

func (m *more) Vault(context.Context) (settings.VaultState, error) { return m.state, nil }

func (m *more) Unlock(_ context.Context, passphrase string) error {
	if passphrase != m.fits {
		return errors.New("another passphrase")
	}
	m.state = settings.VaultTyped
	return nil
}

func (m *more) Rekey(_ context.Context, passphrase string) error {
	if m.broken {
		return errors.New("the disk is full")
	}
	m.state, m.fits = settings.VaultTyped, passphrase
	return nil
}

func TestThePassphraseIsChanged(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		b := uitest.NewBench(t, mode)
		w := &store{World: uitest.NewWorld(), mode: mode, zoom: 1}
		s := settings.New(b.Kit, w, w, settings.About{Version: "1.0"})
		errs := 0
		s.Model.OnError = func(error) { errs++ }
		m := &more{state: settings.VaultRing, broken: true}
		s.OfferMore(m)
		b.Open(t, s.Content(), 900, 1250)
		b.Settle()
		s.Change()
		s.TypeUnlike("correct horse")
		b.Settle()
		if !s.Asks() || !s.Differs() || m.fits != "" {
			t.Errorf("two that differ: asks %v, says so %v, changed to %q", s.Asks(), s.Differs(), m.fits)
		}
		if dir := os.Getenv("LOOKS"); dir != "" {
			b.Save(t, dir, "settings_more_change_"+string(mode))
		}
		s.Type("correct horse")
		b.Settle()
		if errs != 1 || !s.Asks() || s.Typed() == "" {
			t.Errorf("%d errors where the disk is full, asks %v", errs, s.Asks())
		}
		m.broken = false
		s.Type("correct horse")
		b.Settle()
		if s.Asks() || s.Differs() || m.fits != "correct horse" || s.Typed() != "" {
			t.Errorf("changed to %q, asks %v, %q left in the field", m.fits, s.Asks(), s.Typed())
		}
	}
}

func TestWhatElseIsKept(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		for name, state := range map[string]settings.VaultState{"ring": settings.VaultRing, "locked": settings.VaultLocked, "none": settings.VaultNone, "typed": settings.VaultTyped} {
			b := uitest.NewBench(t, mode)
			w := &store{World: uitest.NewWorld(), mode: mode, zoom: 1}
			s := settings.New(b.Kit, w, w, settings.About{Version: "1.0"})
			errs := 0
			s.Model.OnError = func(error) { errs++ }
			m := &more{state: state, fits: "correct horse"}
			s.OfferMore(m)
			b.Open(t, s.Content(), 900, 1250)
			b.Settle()
			if asks := state == settings.VaultLocked || state == settings.VaultNone; s.Asks() != asks || s.Says() == "" {
				t.Errorf("%s: asks %v, says %q", name, s.Asks(), s.Says())
			}
			if dir := os.Getenv("LOOKS"); dir != "" {
				b.Save(t, dir, "settings_more_"+name+"_"+string(mode))
			}
			if !s.Asks() {
				continue
			}
			s.Type("wrong")
			b.Settle()
			if errs != 1 || !s.Asks() {
				t.Errorf("%s: %d errors after a wrong one", name, errs)
			}
			s.Type("correct horse")
			b.Settle()
			if errs != 1 || s.Asks() || s.Typed() != "" {
				t.Errorf("%s: %d errors, %q left in the field", name, errs, s.Typed())
			}
			s.ToggleApps()
			if !m.apps {
				t.Error("app files are not kept")
			}
			s.ToggleApps()
			if m.apps {
				t.Error("app files are still kept")
			}
		}
	}
}
