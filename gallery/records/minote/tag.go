package minote

import "strings"

// tag is one tag of the markup.
type tag struct {
	name       string
	end, empty bool
	attrs      string
}

// maxTag is how long a tag may be; a longer one is text.
const maxTag = 4096

// parseTag reads a tag at the beginning of s, which starts with <.
func parseTag(s string) (t tag, rest string, ok bool) {
	end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
	if end < 2 {
		return tag{}, s, false
	}
	in := s[1:end]
	if in[0] == '/' {
		t.end, in = true, in[1:]
	}
	if strings.HasSuffix(in, "/") {
		t.empty, in = true, in[:len(in)-1]
	}
	n := 0
	for n < len(in) && (in[n] >= 'a' && in[n] <= 'z' || in[n] >= 'A' && in[n] <= 'Z' || in[n] >= '0' && in[n] <= '9' || in[n] == '-') {
		n++
	}
	if n == 0 || in[0] >= '0' && in[0] <= '9' || n < len(in) && in[n] != ' ' && in[n] != '\t' {
		return tag{}, s, false
	}
	t.name, t.attrs = strings.ToLower(in[:n]), in[n:]
	return t, s[end+1:], true
}

// attr returns the value of an attribute in double quotes, or "".
func (t tag) attr(name string) string {
	s := t.attrs
	for {
		i := strings.Index(s, name+`="`)
		if i < 0 {
			return ""
		}
		v := s[i+len(name)+2:]
		end := strings.IndexByte(v, '"')
		if end < 0 {
			return ""
		}
		if i > 0 && (s[i-1] == ' ' || s[i-1] == '\t') {
			return v[:end]
		}
		s = v[end:]
	}
}

// fileID is a tag's file, or "".
func fileID(t tag) string {
	if id := t.attr("fileid"); safeID(id) {
		return id
	}
	return ""
}

// safeID reports whether an id may become a part of a path.
func safeID(id string) bool {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-"
	return len(id) <= 200 && strings.Trim(id, letters) == "" && strings.Trim(id, ".") != ""
}

// escape keeps text from being read as Markdown: marks of emphasis that are not
// within a word, code, links; at the start of a line also what would begin a block.
func escape(s string, start bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case '\\', '`', '*', '~':
			b.WriteByte('\\')
		case '_':
			if !within(s, i) {
				b.WriteByte('\\')
			}
		case '[':
			if strings.Contains(s[i:], "](") {
				b.WriteByte('\\')
			}
		case '#', '>', '+', '-', '=':
			if start && b.Len() == 0 {
				b.WriteByte('\\')
			}
		case '.', ')':
			if start && i > 0 && strings.Trim(s[:i], "0123456789") == "" {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

// within reports whether the byte at i stands between two letters or digits.
func within(s string, i int) bool {
	word := func(c byte) bool {
		return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return i > 0 && i+1 < len(s) && word(s[i-1]) && word(s[i+1])
}
