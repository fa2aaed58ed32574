package records

import (
	"fmt"
	"strings"
)

// Secret is a text that must not be shown, logged or written in the open. Reveal
// is the only way to it; every ordinary way of printing it gives dots.
type Secret string

const masked = "••••••••"

// Reveal returns the text.
func (s Secret) Reveal() string { return string(s) }

// String implements fmt.Stringer with dots.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// Format implements fmt.Formatter, so that no verb prints the text.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalText implements encoding.TextMarshaler with dots, for JSON, XML and logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// WifiNetwork is a network the phone can join. Its password is kept only in the
// library's encrypted file.
type WifiNetwork struct {
	SSID     string `json:"ssid"`
	Security string `json:"security,omitempty"` // NONE, WEP, WPA_PSK, SAE, OWE, WPA_EAP
	Password Secret `json:"password,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"`
	User     string `json:"user,omitempty"` // EAP identity
}

// Category implements Record.
func (WifiNetwork) Category() Category { return Wifi }

// Identity is the name and the security: one name may be open here and locked there.
func (w WifiNetwork) Identity() string { return identity(Wifi, w.SSID, w.Security) }

// Canonical returns the network with its texts made safe.
func (w WifiNetwork) Canonical() WifiNetwork {
	texts(&w.SSID, &w.User)
	trims(&w.Security)
	w.Security = strings.ToUpper(w.Security)
	return w
}

// Digest implements Record. The password goes in as a hash of a hash, never as text.
func (w WifiNetwork) Digest() string {
	w = w.Canonical()
	pass := identity(Wifi, "password", w.SSID, w.Password.Reveal())
	w.Password = ""
	return digest(struct {
		W    WifiNetwork
		Pass string
	}{w, pass})
}

// Join is the text of the QR code with which phones join a network
// (the "WIFI:" form that Android and iOS cameras read). It holds the password.
func (w WifiNetwork) Join() Secret {
	kind := "nopass"
	switch strings.ToUpper(w.Security) {
	case "WEP":
		kind = "WEP"
	case "SAE":
		kind = "SAE"
	case "WPA_PSK", "WPA-PSK", "WPA2_PSK":
		kind = "WPA"
	}
	esc := strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, `:`, `\:`, `"`, `\"`).Replace
	s := "WIFI:T:" + kind + ";S:" + esc(w.SSID) + ";"
	if kind != "nopass" {
		s += "P:" + esc(w.Password.Reveal()) + ";"
	}
	if w.Hidden {
		s += "H:true;"
	}
	return Secret(s + ";")
}
