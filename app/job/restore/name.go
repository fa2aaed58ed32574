package restore

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Name is a phone's exact bytes, which are not always UTF-8. In JSON one that is
// not is written as "base64:…".
type Name string

const rawName = "base64:"

// MarshalText implements encoding.TextMarshaler.
func (n Name) MarshalText() ([]byte, error) {
	if utf8.ValidString(string(n)) && !strings.HasPrefix(string(n), rawName) {
		return []byte(n), nil
	}
	return []byte(rawName + base64.StdEncoding.EncodeToString([]byte(n))), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (n *Name) UnmarshalText(b []byte) error {
	code, ok := strings.CutPrefix(string(b), rawName)
	if !ok {
		*n = Name(b)
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		return fmt.Errorf("a name in base64: %w", err)
	}
	*n = Name(raw)
	return nil
}
