package settings

import (
	"context"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// VaultState is what opens the Wi-Fi passwords that the library keeps encrypted.
type VaultState int

// The states of the vault.
const (
	VaultUnknown VaultState = iota // not asked yet
	VaultRing                      // a key in the system's keyring
	VaultTyped                     // the passphrase that was typed in this session
	VaultLocked                    // a passphrase that was not typed yet
	VaultNone                      // there is no keyring, and no passphrase was chosen
)

// More is what else is kept when its owner asks for it. AppFiles and KeepAppFiles
// answer at once.
type More interface {
	AppFiles() bool
	KeepAppFiles(keep bool) error
	Vault(ctx context.Context) (VaultState, error)
	// Unlock tries a passphrase, or chooses the one that will encrypt the passwords.
	Unlock(ctx context.Context, passphrase string) error
	// Rekey encrypts the passwords anew for another passphrase.
	Rekey(ctx context.Context, passphrase string) error
}

// OfferMore lets the owner choose what else is kept; nil offers nothing.
func (s *Screen) OfferMore(m More) {
	s.more = m
	s.loadVault()
	s.render()
}

// loadVault asks what opens the passwords.
func (s *Screen) loadVault() {
	if s.more == nil {
		return
	}
	s.Model.loadingVault.Go(s.Model.hop, func(ctx context.Context) func() {
		v, err := s.more.Vault(ctx)
		return func() {
			if err != nil {
				s.Model.OnError(err)
				return
			}
			s.vault = v
			s.render()
		}
	})
}

// chooses reports whether what is typed is a new passphrase rather than a known one.
func (s *Screen) chooses() bool { return s.changing || s.vault == VaultNone }

// unlock tries what was typed, or makes it the passphrase.
func (s *Screen) unlock() {
	typed := s.passphrase.Text
	if typed == "" || s.more == nil || s.unlocking {
		return
	}
	if s.chooses() && s.again.Text != typed {
		s.differs = s.again.Text != ""
		s.render()
		return
	}
	do := s.more.Unlock
	if s.changing {
		do = s.more.Rekey
	}
	s.unlocking, s.differs = true, false
	s.render()
	s.Model.hop.Go(func(ctx context.Context) func() {
		err := do(ctx, typed)
		return func() {
			s.unlocking = false
			if err != nil {
				s.Model.OnError(err)
			} else {
				if s.changing {
					s.kit.Toast(part.Toast{Text: words.T("The passphrase is changed."), Next: words.T("Copies in the library's history still open with the one before.")})
				}
				s.changing = false
				s.passphrase.SetText("")
				s.again.SetText("")
				s.loadVault()
			}
			s.render()
		}
	})
}

// makeMore makes the two sections.
func (s *Screen) makeMore() {
	s.passphrase = part.NewLine(words.T("Passphrase"), words.T("Passphrase"))
	s.passphrase.Password = true
	s.passphrase.Done = func(string) { s.unlock() }
	s.again = part.NewLine(words.T("The same once more"), words.T("The same once more"))
	s.again.Password = true
	s.again.Done = s.passphrase.Done
	s.unequal = part.Small(words.T("The two are not the same.")).In(look.Failed)
	s.rekey = part.NewButton(part.Secondary, words.T("Change the passphrase…"), look.IconLock, func() {
		s.changing = !s.changing
		s.render()
	})
	s.unlockButton = part.NewButton(part.Secondary, "", look.IconLock, s.unlock)
	s.vaultText = part.Body("").Wrapped()
	s.typing = part.Column(look.S3, s.passphrase, s.again, s.unequal, part.Row(0, s.unlockButton, part.NewSpring()),
		part.Small(words.T("Keep the passphrase well: without it nobody can read the passwords again.")).Wrapped())
	s.appFiles = part.NewChip(words.T("Keep the files of apps (APKs)"), look.IconDownload, func() {
		if err := s.more.KeepAppFiles(!s.more.AppFiles()); err != nil {
			s.Model.OnError(err)
		}
		s.render()
	})
	s.extras = part.Column(look.S6,
		section(words.T("Wi-Fi passwords"), words.T("They come from the backup that the phone makes of itself, and are kept in an encrypted file only."), s.vaultText, part.Row(0, s.rekey, part.NewSpring()), s.typing),
		section(words.T("Apps"), words.T("Which apps are installed is always kept. With their files an app can be installed again, also one that its store has no more; they may take some gigabytes. What an app has stored is not in them."), part.Wrap(look.S2, s.appFiles)))
}

// renderMore draws them.
func (s *Screen) renderMore() {
	part.Show(s.extras, s.more != nil)
	if s.more == nil {
		return
	}
	s.appFiles.Choose(s.more.AppFiles())
	text, button := "", words.T("Unlock")
	switch s.vault {
	case VaultUnknown:
		text = words.T("Looking for the key…")
	case VaultRing:
		text = words.T("The key is in this computer's keyring, and opens them by itself.")
	case VaultTyped:
		text = words.T("They are open until Keepsake is closed.")
	case VaultLocked:
		text = words.T("They are locked with a passphrase. Type it to see them, and to add those of the next backup.")
	case VaultNone:
		text, button = words.T("This computer has no keyring, so they are left out of backups. Choose a passphrase to keep them."), words.T("Use this passphrase")
	}
	if s.changing {
		text, button = words.T("The passwords are encrypted anew for the passphrase you choose here."), words.T("Change the passphrase")
	}
	s.vaultText.Set(text)
	s.unlockButton.Set(button)
	if s.unlocking {
		s.unlockButton.Disable()
	} else {
		s.unlockButton.Enable()
	}
	open := s.vault == VaultRing || s.vault == VaultTyped
	s.changing = s.changing && open
	part.Show(s.rekey, open && !s.changing)
	part.Show(s.again, s.chooses())
	part.Show(s.unequal, s.differs)
	part.Show(s.typing, s.vault == VaultLocked || s.vault == VaultNone || s.changing)
}
