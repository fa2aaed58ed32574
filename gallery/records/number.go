package records

import (
	"strings"
	"unicode"
)

// Number makes a telephone number comparable: digits with a leading +, 00 read as
// +; a sender that is no number ("XIAOMI", "info@example.com") in lower case.
func Number(s string) string {
	s = strings.TrimSpace(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0:
			b.WriteByte('+')
		case unicode.IsDigit(r): // digits of other scripts
			if v := digitValue(r); v >= 0 {
				b.WriteByte(byte('0' + v))
			}
		case unicode.IsLetter(r) || r == '@':
			return strings.ToLower(s)
		}
	}
	n := b.String()
	return international(n)
}

// international writes the prefix 00 as +. No country's code begins with 0.
func international(n string) string {
	if rest, ok := strings.CutPrefix(n, "00"); ok && len(rest) >= 7 && rest[0] != '0' {
		return "+" + rest
	}
	return n
}

// digitValue is the value of a decimal digit of any script: Unicode keeps each
// script's ten in a row, so the distance to the first tells.
func digitValue(r rune) int {
	for v := range 10 {
		if !unicode.IsDigit(r - rune(v) - 1) {
			return v
		}
	}
	return -1
}

// tailDigits is how many digits, counted from the end, make two numbers the same
// whether or not the country was dialled.
const tailDigits = 9

// Tail is the key under which +49 170 1234567 and 0170 1234567 meet: the last nine
// digits; shorter numbers and names stand for themselves.
func Tail(s string) string {
	n := Number(s)
	d := strings.TrimLeft(n, "+")
	if len(d) <= tailDigits || strings.ContainsFunc(d, func(r rune) bool { return r < '0' || r > '9' }) {
		return d
	}
	return d[len(d)-tailDigits:]
}

// SameNumber reports whether two numbers most likely reach the same phone.
func SameNumber(a, b string) bool {
	t := Tail(a)
	return t != "" && t == Tail(b)
}
