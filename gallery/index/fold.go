package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes texts comparable as people do: without case and accents, composed
// or not, full or half width. What is not UTF-8 becomes the replacement character.
func fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if 0x300 <= r && r <= 0x36f {
			continue // combining accents of the European scripts; others' marks are letters
		}
		switch r = unicode.ToLower(r); r {
		case 'ı': // Turkish: I and İ fold to i, so ı has to
			r = 'i'
		case 'ß':
			b.WriteByte('s')
			r = 's'
		case 'ς':
			r = 'σ'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
