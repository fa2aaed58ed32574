package contentline

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Writer writes lines with CRLF, folded at 75 octets and never within a character.
// The first error sticks; Flush tells it.
type Writer struct {
	w *bufio.Writer
}

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, 64<<10)} }

// Raw writes a line that is complete but for folding.
func (w *Writer) Raw(line string) {
	room := 75
	for len(line) > room {
		n := room
		for n > room-utf8.UTFMax && n > 1 && !utf8.RuneStart(line[n]) {
			n--
		}
		w.w.WriteString(line[:n])
		w.w.WriteString("\r\n ")
		line, room = line[n:], 74
	}
	w.w.WriteString(line)
	w.w.WriteString("\r\n")
}

// Line writes name, which may hold parameters made by Join, and a value that is
// escaped already.
func (w *Writer) Line(name, value string) { w.Raw(name + ":" + value) }

// Text writes a line whose value is one text.
func (w *Writer) Text(name, text string) { w.Raw(name + ":" + Escape(text)) }

// Flush writes what is left.
func (w *Writer) Flush() error { return w.w.Flush() }

// Escape makes a text a value: backslash, comma, semicolon and line end.
func Escape(s string) string {
	if !strings.ContainsAny(s, "\\,;\n\r") {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// Join makes NAME;PARAM=VALUE of a name and pairs of parameter and value; pairs
// without value are left out.
func Join(name string, pairs ...string) string {
	var b strings.Builder
	b.WriteString(name)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		b.WriteByte(';')
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(quote(pairs[i+1]))
	}
	return b.String()
}

func quote(v string) string {
	v = strings.NewReplacer("^", "^^", "\r\n", "^n", "\n", "^n", "\r", "^n", `"`, "^'").Replace(v)
	v = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' {
			return -1
		}
		return r
	}, v)
	if strings.ContainsAny(v, ",;:") {
		return `"` + v + `"`
	}
	return v
}

// Split cuts a value at an unescaped separator, at most n pieces. The pieces are
// still escaped.
func Split(s string, sep byte, n int) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == sep && len(out) < n-1:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// Unescape is the inverse of Escape; \N is a line end too, and a backslash before
// any other character goes away.
func Unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] == 'n' || s[i] == 'N' {
			b.WriteByte('\n')
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
