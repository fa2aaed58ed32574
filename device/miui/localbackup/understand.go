package localbackup

import (
	"bytes"
	"fmt"

	"keepsake/gallery/records"
)

// understand turns the members into records, or says what they are.
func (m *members) understand(c *Contents, p *records.Problems) {
	c.Passwords = speaksOfPasswords(m.data)
	switch {
	case len(m.data) > 0:
		c.Layout = Records
		if err := m.records(c, p); err != nil {
			c.Layout, c.Why = Unknown, err.Error()
		}
	case m.lost:
		c.Layout, c.Why = Unknown, "too large to be opened here"
	case m.app > 0:
		c.Layout = AppData
	case m.other > 0 || len(m.files) > 0:
		c.Layout, c.Why = Unknown, "members in places nobody has described"
	default:
		c.Layout = Empty
	}
}

// speaksOfPasswords reports whether data in an unknown layout are likely to hold the
// passwords of networks.
func speaksOfPasswords(data []byte) bool {
	lower := bytes.ToLower(data)
	for _, word := range []string{"presharedkey", "psk", "wep_key", "wepkey", "password", "passphrase"} {
		if bytes.Contains(lower, []byte(word)) {
			return true
		}
	}
	return false
}

func (m *members) records(c *Contents, p *records.Problems) error {
	if wifi, ok := parseWifi(m.data); ok {
		c.Wifi = wifi
		return nil
	}
	if m.data[0] == '{' {
		return fmt.Errorf("settings as JSON, which nobody has described")
	}
	root, err := parse(m.data)
	if err != nil {
		return err
	}
	if err := root.only(1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15); err != nil {
		return err
	}
	for _, b := range root.all(1) {
		addressBook(b, c, p)
	}
	for _, b := range root.all(2) {
		callLog(b, c, p)
	}
	for _, b := range root.all(4) {
		textMessages(b, c, p)
	}
	for _, b := range root.all(9) {
		pictureMessages(b, c, p)
	}
	for _, b := range root.all(5) {
		wifiConfigs(b, c, p)
	}
	for _, b := range root.all(6) {
		m.notes(b, c, p)
	}
	for _, b := range root.all(7) {
		settings(b, c, p)
	}
	if root.has(8) {
		p.Add("list of blocked numbers", "it is kept in the file, and not shown")
	}
	return nil
}
