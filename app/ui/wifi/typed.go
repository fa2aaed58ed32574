package wifi

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// Digits is how many digits a pairing code has.
const Digits = 6

// Address reports whether s is an address with a port, as phones show it.
func Address(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return false
	}
	port, err := strconv.ParseUint(s[i+1:], 10, 16)
	if err != nil || port == 0 {
		return false
	}
	host := s[:i]
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		_, err := netip.ParseAddr(host[1 : len(host)-1])
		return err == nil
	}
	if strings.Trim(host, "0123456789.") == "" {
		_, err := netip.ParseAddr(host)
		return err == nil
	}
	for _, r := range host {
		if r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// Only returns the digits in s, at most as many as a code has.
func Only(s string) string {
	var b strings.Builder
	for _, r := range s {
		if '0' <= r && r <= '9' && b.Len() < Digits {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Split takes apart what was pasted: an address, and the digits if the text
// holds them, too. What is neither is left as it was typed.
func Split(s string) (addr, code string) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	for _, f := range fields {
		switch {
		case Address(f):
			addr = f
		case len(f) == Digits && Only(f) == f:
			code = f
		}
	}
	if addr == "" {
		return strings.TrimSpace(s), ""
	}
	return addr, code
}
