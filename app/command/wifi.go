package command

import (
	"context"
	"fmt"
	"strings"

	"keepsake/app/library"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// openNetwork is a network with its password written out.
type openNetwork struct {
	records.WifiNetwork
	Password string `json:"password,omitempty"`
}

// passwords lists the networks of all phones with their passwords: those of the
// records, and those that only the encrypted file knows.
func (l lister) passwords(ctx context.Context, key library.KeyFor, q index.RecordQuery) error {
	q.Category = records.Wifi
	phones, err := l.lib.Phones(ctx)
	if err != nil {
		return err
	}
	secret := map[string]records.WifiNetwork{} // by identity
	for _, p := range phones {
		all, err := l.lib.Passwords(ctx, p.ID, key)
		if err != nil {
			return err
		}
		for _, n := range all {
			secret[n.Identity()] = n
		}
	}
	rows, err := l.lib.Wifi(ctx, q)
	if err != nil {
		return err
	}
	out := make([]openNetwork, len(rows))
	for i, r := range rows {
		out[i].WifiNetwork = r.Record
		out[i].WifiNetwork.Password = ""
		out[i].Password = secret[r.Record.Identity()].Password.Reveal()
	}
	if l.json {
		return l.print(map[string][]openNetwork{string(records.Wifi): out})
	}
	t := l.table()
	for _, n := range out {
		fmt.Fprintln(t, strings.Join([]string{printable(n.SSID), n.Security, printable(n.Password)}, "\t"))
	}
	return t.Flush()
}
