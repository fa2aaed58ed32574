package shell

import (
	"strconv"
	"strings"
)

// word reads one word: quotes, backslashes, variables, substitutions. It may be
// empty only where an assignment has no value.
func (p *parser) word() (word, error) {
	var w word
	add := func(text string, quoted bool) {
		if n := len(w); n > 0 && w[n-1].kind == literal && w[n-1].quoted == quoted {
			w[n-1].text += text
			return
		}
		w = append(w, part{kind: literal, text: text, quoted: quoted})
	}
	for p.pos < len(p.s) && wordByte(p.s[p.pos]) {
		switch c := p.s[p.pos]; {
		case c == '\'':
			text, err := p.singleQuoted()
			if err != nil {
				return nil, err
			}
			add(text, true)
		case strings.HasPrefix(p.s[p.pos:], "$'"):
			p.pos++
			text, err := p.ansiQuoted()
			if err != nil {
				return nil, err
			}
			add(text, true)
		case c == '"':
			p.pos++
			add("", true)
			if err := p.doubleQuoted(&w, add); err != nil {
				return nil, err
			}
		case c == '\\' && p.pos+1 < len(p.s):
			if p.s[p.pos+1] != '\n' {
				add(p.s[p.pos+1:p.pos+2], true)
			}
			p.pos += 2
		case c == '$' || c == '`':
			part, ok, err := p.dollar()
			if err != nil {
				return nil, err
			}
			if ok {
				w = append(w, part)
			} else {
				add("$", false)
			}
		default:
			end := p.pos + 1
			for end < len(p.s) && wordByte(p.s[end]) && strings.IndexByte("'\"\\$`", p.s[end]) < 0 {
				end++
			}
			add(p.s[p.pos:end], false)
			p.pos = end
		}
	}
	return w, nil
}

func (p *parser) singleQuoted() (string, error) {
	end := strings.IndexByte(p.s[p.pos+1:], '\'')
	if end < 0 {
		return "", &SyntaxError{"no closing quote"}
	}
	text := p.s[p.pos+1 : p.pos+1+end]
	p.pos += end + 2
	return text, nil
}

// ansiQuoted reads what follows the $ of $'...', with C's escapes.
func (p *parser) ansiQuoted() (string, error) {
	var b strings.Builder
	for p.pos++; p.pos < len(p.s); p.pos++ {
		switch c := p.s[p.pos]; {
		case c == '\'':
			p.pos++
			return b.String(), nil
		case c == '\\' && p.pos+1 < len(p.s):
			text, n := escape(p.s[p.pos:])
			b.WriteString(text)
			p.pos += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return "", &SyntaxError{"no closing quote"}
}

// escape decodes one backslash escape at the start of s and returns how long it is.
func escape(s string) (text string, n int) {
	if len(s) < 2 {
		return s, len(s)
	}
	switch c := s[1]; c {
	case 'n':
		return "\n", 2
	case 't':
		return "\t", 2
	case 'r':
		return "\r", 2
	case 'a':
		return "\a", 2
	case 'b':
		return "\b", 2
	case 'e':
		return "\x1b", 2
	case 'x':
		end := 2
		for end < len(s) && end < 4 && isHex(s[end]) {
			end++
		}
		if v, err := strconv.ParseUint(s[2:end], 16, 8); err == nil {
			return string([]byte{byte(v)}), end
		}
		return s[:2], 2
	case '0', '1', '2', '3', '4', '5', '6', '7':
		end := 1
		for end < len(s) && end < 5 && '0' <= s[end] && s[end] <= '7' {
			end++
		}
		if c != '0' {
			end = min(end, 4)
		}
		v, _ := strconv.ParseUint(s[1:end], 8, 16) // octal digits only: cannot fail
		return string([]byte{byte(v)}), end
	case '\\', '\'', '"', '?':
		return s[1:2], 2
	}
	return s[:2], 2
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// doubleQuoted reads up to the closing quote; p stands after the opening one.
func (p *parser) doubleQuoted(w *word, add func(string, bool)) error {
	for p.pos < len(p.s) {
		switch c := p.s[p.pos]; {
		case c == '"':
			p.pos++
			return nil
		case c == '\\' && p.pos+1 < len(p.s):
			switch next := p.s[p.pos+1]; next {
			case '"', '\\', '$', '`':
				add(string(next), true)
			case '\n':
			default:
				add(p.s[p.pos:p.pos+2], true)
			}
			p.pos += 2
		case c == '$' || c == '`':
			part, ok, err := p.dollar()
			if err != nil {
				return err
			}
			if ok {
				part.quoted = true
				*w = append(*w, part)
			} else {
				add("$", true)
			}
		default:
			end := p.pos + 1
			for end < len(p.s) && strings.IndexByte("\"\\$`", p.s[end]) < 0 {
				end++
			}
			add(p.s[p.pos:end], true)
			p.pos = end
		}
	}
	return &SyntaxError{"no closing quote"}
}

// dollar reads $name, ${name}, $?, $(commands) or `commands`. ok is false for a
// lone $, which is consumed.
func (p *parser) dollar() (pt part, ok bool, err error) {
	if p.take("`") {
		end := strings.IndexByte(p.s[p.pos:], '`')
		if end < 0 {
			return pt, false, &SyntaxError{"no closing quote"}
		}
		inner := &parser{s: p.s[p.pos : p.pos+end], depth: p.depth}
		sub, err := inner.list()
		if err == nil && inner.pos < len(inner.s) {
			err = inner.unexpected()
		}
		p.pos += end + 1
		return part{kind: substitution, sub: sub}, true, err
	}
	p.pos++ // the $
	switch rest := p.s[p.pos:]; {
	case p.take("("):
		sub, err := p.list()
		if err == nil && !p.take(")") {
			err = p.unexpected()
		}
		return part{kind: substitution, sub: sub}, true, err
	case strings.HasPrefix(rest, "{"):
		end := strings.IndexByte(rest, '}')
		if end < 2 {
			return pt, false, &SyntaxError{"{"}
		}
		p.pos += end + 1
		return part{kind: variable, text: rest[1:end]}, true, nil
	case rest != "" && strings.IndexByte("?$#!@*-", rest[0]) >= 0 || rest != "" && '0' <= rest[0] && rest[0] <= '9':
		p.pos++
		return part{kind: variable, text: rest[:1]}, true, nil
	}
	if n := nameLength(p.s[p.pos:]); n > 0 {
		name := p.s[p.pos : p.pos+n]
		p.pos += n
		return part{kind: variable, text: name}, true, nil
	}
	return pt, false, nil
}
