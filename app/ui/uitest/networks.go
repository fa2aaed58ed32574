package uitest

import (
	"context"
	"fmt"
	"strings"

	"keepsake/app/ui/networks"
	"keepsake/gallery/records"
)

// Networks is a library of Wi-Fi networks made of code, and their encrypted file:
// networks.Library and networks.Vault.
type Networks struct {
	All        []records.WifiNetwork // with their passwords
	Phones     []string              // in turn; empty: all are Mum's
	Err        error
	Passphrase string // "" opens by itself
	Empty      bool   // no passwords are kept
	VaultErr   error
	Opened     int
}

// NewNetworks returns networks as phones know them, and more of them up to n.
func NewNetworks(n int) *Networks {
	all := []records.WifiNetwork{
		{SSID: "Harbour house", Security: "WPA_PSK", Password: "lantern-Rope-19"},
		{SSID: "Harbour house 5 GHz", Security: "SAE", Password: `semi;colon,comma:"quote"\slash`},
		{SSID: "Café am Meer", Security: "NONE"},
		{SSID: "图书馆", Security: "WPA_PSK", Password: "一二三四五六七八"},
		{SSID: "شبكة المنزل", Security: "WPA_PSK", Password: "password-1234"},
		{SSID: "eduroam", Security: "WPA_EAP", User: "mara@example.org", Password: "never in a code"},
		{SSID: "hidden one", Security: "WPA_PSK", Hidden: true, Password: "12345678"},
		{SSID: "Old router with a name that is as long as a name of a network may be", Security: "WEP", Password: "abcde"},
		{SSID: "Train", Security: "OWE"},
		{SSID: "Aunt Nell", Security: "WPA_PSK"},
	}
	for i := len(all); i < n; i++ {
		all = append(all, records.WifiNetwork{SSID: fmt.Sprintf("Network %d", i), Security: "WPA_PSK", Password: records.Secret(fmt.Sprintf("password %d", i))})
	}
	return &Networks{All: all[:min(n, len(all))]}
}

func (l *Networks) phone(i int) string {
	if len(l.Phones) == 0 {
		return "Mum's phone"
	}
	return l.Phones[i%len(l.Phones)]
}

// Networks implements networks.Library.
func (l *Networks) Networks(_ context.Context, search string) ([]networks.Network, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []networks.Network
	for i, w := range l.All {
		if strings.Contains(strings.ToLower(w.SSID), strings.ToLower(search)) {
			w.Password = ""
			out = append(out, networks.Network{ID: int64(i + 1), Phone: l.phone(i), PhoneName: l.phone(i), Wifi: w})
		}
	}
	return out, nil
}

// Open implements networks.Vault.
func (l *Networks) Open(_ context.Context, passphrase records.Secret) (map[string]records.Secret, bool, error) {
	l.Opened++
	switch {
	case l.VaultErr != nil:
		return nil, true, l.VaultErr
	case l.Empty:
		return nil, false, nil
	case l.Passphrase != "" && passphrase == "":
		return nil, true, networks.ErrLocked
	case passphrase.Reveal() != l.Passphrase:
		return nil, true, networks.ErrWrong
	}
	out := map[string]records.Secret{}
	for i, w := range l.All {
		if w.Password != "" {
			out[networks.KeyOf(l.phone(i), w)] = w.Password
		}
	}
	return out, true, nil
}
