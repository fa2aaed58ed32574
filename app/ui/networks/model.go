// Package networks is the Wi-Fi page: the networks that phones know, their passwords,
// shown only on request, and a QR code with which another phone joins.
//
// Begin with New.
package networks

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Library is where the networks are kept, without their passwords.
type Library interface {
	// Networks lists the networks of every phone whose names hold each word of a search.
	Networks(ctx context.Context, search string) ([]Network, error)
}

// Vault is the encrypted file with the passwords.
type Vault interface {
	// Open opens it with a passphrase, or with "" by whatever this computer has for it.
	// Passwords are by phone and network: see Network.Key. kept is false when there is no
	// such file. ErrLocked and ErrWrong are answers, too.
	Open(ctx context.Context, passphrase records.Secret) (passwords map[string]records.Secret, kept bool, err error)
}

// What a Vault answers.
var (
	ErrLocked = errors.New("the passwords are encrypted, and a passphrase is needed")
	ErrWrong  = errors.New("this is not the passphrase")
)

// Network is one network of one phone.
type Network struct {
	ID        int64 // of this list
	Phone     string
	PhoneName string
	Wifi      records.WifiNetwork // without its password
}

// Key tells a network from others, also in the encrypted file.
func (n Network) Key() string { return KeyOf(n.Phone, n.Wifi) }

// KeyOf is the Key of a phone's network.
func KeyOf(phone string, w records.WifiNetwork) string { return phone + "/" + w.Identity() }

// Lock is how far the passwords are.
type Lock int

// The states.
const (
	Unknown Lock = iota
	Opening
	Locked // a passphrase is needed
	Open
	None // none are kept
	Failed
)

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	*catalogue.Model[Network]
	Lock     Lock
	Wrong    bool // the passphrase that was typed
	Why      error
	Revealed bool // the open network's password is shown
	Coded    bool // and its QR code

	vault     Vault
	hop       *hop.Hop
	opening   hop.Latest
	passwords func(key string) records.Secret // behind a function, which nothing prints
}

// NewModel returns a model; vault may be nil: then no passwords are kept.
func NewModel(lib Library, vault Vault, h *hop.Hop, after part.After) *Model {
	m := &Model{vault: vault, hop: h}
	m.Model = catalogue.NewModel(catalogue.Source[Network]{
		List:  lib.Networks,
		Phone: func(n Network) catalogue.Phone { return catalogue.Phone{ID: n.Phone, Name: n.PhoneName} },
		Key:   Network.Key,
	}, h, after)
	return m
}

// Unlock opens the passwords with a passphrase; with "" by what the computer knows.
func (m *Model) Unlock(passphrase string) {
	if m.vault == nil {
		m.Lock = None
		return
	}
	typed := passphrase != ""
	m.Lock, m.Wrong, m.Why = Opening, false, nil
	m.OnChange()
	m.opening.Go(m.hop, func(ctx context.Context) func() {
		passwords, kept, err := m.vault.Open(ctx, records.Secret(passphrase))
		return func() {
			switch {
			case errors.Is(err, ErrLocked), errors.Is(err, ErrWrong):
				m.Lock, m.Wrong = Locked, typed
			case err != nil:
				m.Lock, m.Why = Failed, err
			case !kept:
				m.Lock = None
			default:
				m.Lock, m.passwords = Open, func(key string) records.Secret { return passwords[key] }
			}
			m.OnChange()
		}
	})
}

// Forget masks what is shown, and lets go of the passwords.
func (m *Model) Forget() {
	m.opening.Cancel()
	m.Lock, m.passwords, m.Wrong = Unknown, nil, false
	m.Hide()
}

// Hide masks the open network's password.
func (m *Model) Hide() { m.Revealed, m.Coded = false, false }

// Choose opens one of the networks; its password is masked.
func (m *Model) Choose(i int) {
	m.Hide()
	m.Model.Choose(i)
}

// Step opens the next network, or the one before.
func (m *Model) Step(by int) bool {
	m.Hide()
	return m.Model.Step(by)
}

// Reveal shows the open network's password, or masks it.
func (m *Model) Reveal() {
	m.Revealed = !m.Revealed
	m.OnChange()
}

// ShowCode shows the open network's QR code, or takes it away.
func (m *Model) ShowCode() {
	m.Coded = !m.Coded
	m.OnChange()
}

// Password is a network's; ok is false when it is not at hand.
func (m *Model) Password(n Network) (s records.Secret, ok bool) {
	if m.Lock != Open || m.passwords == nil {
		return "", false
	}
	s = m.passwords(n.Key())
	return s, s != ""
}

// Free reports whether a network wants no password.
func Free(n Network) bool {
	switch n.Wifi.Security {
	case "NONE", "OWE":
		return true
	}
	return false
}

// Company reports whether a network wants a person's account rather than a password.
func Company(n Network) bool { return strings.Contains(n.Wifi.Security, "EAP") }

// Missing says why there is no password to show; "" when there is one, or none is
// wanted.
func (m *Model) Missing(n Network) string {
	if _, ok := m.Password(n); ok || Free(n) {
		return ""
	}
	switch m.Lock {
	case Open:
		return words.T("The password is not in the encrypted file. The phone gives passwords only in the backup it makes of itself.")
	case None:
		return words.T("Passwords are not kept yet. The phone gives them only in the backup it makes of itself.")
	case Locked:
		return words.T("The passwords are encrypted. Type the passphrase to see them.")
	}
	return ""
}

// Code is the QR code with which a phone joins a network; nil when it cannot.
func (m *Model) Code(n Network) [][]bool {
	w := n.Wifi
	if p, ok := m.Password(n); ok {
		w.Password = p
	} else if !Free(n) {
		return nil
	}
	if Company(n) {
		return nil
	}
	code, err := matrix(w.Join())
	if err != nil {
		return nil // longer than a code can say
	}
	return code
}

// matrix draws a text as a QR code, true where it is dark.
func matrix(text records.Secret) ([][]bool, error) {
	code, err := qr.Encode(text.Reveal(), qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("draw the QR code: %w", errCode) // the cause may quote the password
	}
	side := code.Bounds().Dx()
	rows := make([][]bool, side)
	for y := range rows {
		rows[y] = make([]bool, side)
		for x := range side {
			r, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = r == 0
		}
	}
	return rows, nil
}

var errCode = errors.New("the text is too long for a code")

// Security names what protects a network.
func Security(n Network) string {
	switch s := n.Wifi.Security; s {
	case "NONE":
		return words.As("a network", "Open")
	case "OWE":
		return words.T("Open, encrypted")
	case "WEP":
		return "WEP"
	case "WPA_PSK", "WPA-PSK", "WPA2_PSK":
		return "WPA2"
	case "SAE":
		return "WPA3"
	case "WPA_EAP":
		return words.T("Company or school")
	case "":
		return words.T("Unknown")
	default:
		return words.Name(s)
	}
}
