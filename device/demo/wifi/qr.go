package wifi

import (
	"errors"
	"strings"
)

// Bounds of a QR code's text, and of a name in it, which becomes part of a
// network name.
const (
	qrMax       = 1024
	instanceMax = 63
)

// ErrNotPairing is a QR code of something else.
var ErrNotPairing = errors.New("this QR code is not one for wireless debugging")

// ParseQR reads what a computer shows for pairing, "WIFI:T:ADB;S:name;P:password;;",
// in which a backslash stands before characters that are meant as such.
func ParseQR(text string) (name, password string, err error) {
	rest, ok := strings.CutPrefix(text, "WIFI:")
	if !ok || len(text) > qrMax {
		return "", "", ErrNotPairing
	}
	fields := make(map[string]string)
	for rest != "" && rest != ";" {
		var field string
		if field, rest, ok = cutField(rest); !ok {
			return "", "", ErrNotPairing
		}
		key, value, ok := strings.Cut(field, ":")
		if _, twice := fields[key]; !ok || twice {
			return "", "", ErrNotPairing
		}
		fields[key] = value
	}
	name, password = fields["S"], fields["P"]
	if fields["T"] != "ADB" || name == "" || len(name) > instanceMax || password == "" || len(password) > passwordSize {
		return "", "", ErrNotPairing
	}
	return name, password, nil
}

// cutField reads up to the next semicolon and takes the backslashes away.
func cutField(s string) (field, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ';':
			return b.String(), s[i+1:], true
		case '\\':
			if i++; i == len(s) {
				return "", "", false
			}
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
