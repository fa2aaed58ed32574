package content

import "strings"

// lex cuts a where clause into words, numbers, quoted texts and signs. bad is
// the first thing that is none of them, "" when all is well.
func lex(s string) (tokens []string, bad string) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			end := quoted(s, i)
			if end < 0 {
				return nil, s[i:]
			}
			tokens = append(tokens, s[i:end])
			i = end
		case wordByte(c):
			j := i
			for j < len(s) && (wordByte(s[j]) || s[j] == '.') {
				j++
			}
			tokens = append(tokens, s[i:j])
			i = j
		default:
			sign := s[i : i+1]
			if i+1 < len(s) {
				switch s[i : i+2] {
				case "<=", ">=", "<>", "!=", "==":
					sign = s[i : i+2]
				}
			}
			if !strings.Contains("< > = ( ) , - <= >= <> != ==", sign) {
				return nil, sign
			}
			tokens = append(tokens, sign)
			i += len(sign)
		}
	}
	return tokens, ""
}

// quoted returns the end of the quoted text that begins at i, where a doubled
// quote stands for itself; -1 when it does not end.
func quoted(s string, i int) int {
	q := s[i]
	for j := i + 1; j < len(s); j++ {
		if s[j] != q {
			continue
		}
		if j+1 < len(s) && s[j+1] == q {
			j++
			continue
		}
		return j + 1
	}
	return -1
}

func wordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

func identifier(w string) bool {
	if w == "" || '0' <= w[0] && w[0] <= '9' {
		return false
	}
	for i := range len(w) {
		if !wordByte(w[i]) {
			return false
		}
	}
	return true
}

func keyword(w string) bool {
	switch strings.ToUpper(w) {
	case "AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "BETWEEN", "ASC", "DESC", "LIMIT", "OFFSET", "SELECT", "FROM", "WHERE", "ORDER", "BY", "GROUP", "UNION":
		return true
	}
	return false
}
