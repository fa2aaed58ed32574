package store

import (
	"encoding/base64"
	"encoding/json"
)

// eachField calls fn with each key and raw value of a JSON object. It is several
// times as fast as encoding/json, because it only finds where values end.
func eachField(b []byte, fn func(key, val []byte) error) error {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return errShape
	}
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == '}' {
		return nil
	}
	for {
		from := i
		i = stringEnd(b, i)
		if i < 0 {
			return errShape
		}
		key := b[from+1 : i-1]
		i = skipSpace(b, i)
		if i >= len(b) || b[i] != ':' {
			return errShape
		}
		from = skipSpace(b, i+1)
		i = valueEnd(b, from)
		if i < 0 {
			return errShape
		}
		if err := fn(key, b[from:i]); err != nil {
			return err
		}
		i = skipSpace(b, i)
		if i >= len(b) {
			return errShape
		}
		switch b[i] {
		case '}':
			return nil
		case ',':
			i = skipSpace(b, i+1)
		default:
			return errShape
		}
	}
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

// stringEnd is the index behind the string that begins at i, or -1.
func stringEnd(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return -1
	}
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}

// valueEnd is the index behind the value that begins at i, or -1. Objects and
// arrays are passed over by counting, so no depth can hurt.
func valueEnd(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		return stringEnd(b, i)
	case '{', '[':
		depth := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				if i = stringEnd(b, i); i < 0 {
					return -1
				}
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return -1
	}
	from := i
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] != ' ' {
		i++
	}
	if i == from {
		return -1
	}
	return i
}

// unquote returns the text of a JSON string, inside b where it can.
func unquote(b []byte) ([]byte, error) {
	if len(b) < 2 || b[0] != '"' {
		return nil, errShape
	}
	for _, c := range b[1 : len(b)-1] {
		if c == '\\' {
			var s string
			err := json.Unmarshal(b, &s)
			return []byte(s), err
		}
	}
	return b[1 : len(b)-1], nil
}

func unquote64(b []byte) ([]byte, error) {
	s, err := unquote(b)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.AppendDecode(nil, s)
}
