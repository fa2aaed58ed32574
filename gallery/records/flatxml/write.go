package flatxml

import (
	"bufio"
	"encoding/base64"
	"io"
	"strings"
)

// Writer writes elements. The first error sticks; Flush tells it.
type Writer struct {
	w     *bufio.Writer
	depth int
}

// NewWriter writes to w, the declaration first.
func NewWriter(w io.Writer) *Writer {
	x := &Writer{w: bufio.NewWriterSize(w, 64<<10)}
	x.w.WriteString("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n")
	return x
}

// Start begins a tag; attributes follow, then Empty or Open.
func (x *Writer) Start(name string) {
	for range x.depth {
		x.w.WriteString("  ")
	}
	x.w.WriteByte('<')
	x.w.WriteString(name)
}

// Attr writes an attribute.
func (x *Writer) Attr(name, value string) {
	x.head(name)
	escaper.WriteString(x.w, value)
	x.w.WriteByte('"')
}

// Known writes an attribute, or the word for "not there".
func (x *Writer) Known(name, value string) {
	if value == "" {
		value = Null
	}
	x.Attr(name, value)
}

// Base64 writes an attribute of bytes without holding their text.
func (x *Writer) Base64(name string, r io.Reader) error {
	x.head(name)
	e := base64.NewEncoder(base64.StdEncoding, x.w)
	if _, err := io.Copy(e, r); err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	return x.w.WriteByte('"')
}

func (x *Writer) head(name string) {
	x.w.WriteByte(' ')
	x.w.WriteString(name)
	x.w.WriteString(`="`)
}

// Empty ends a tag that has nothing in it.
func (x *Writer) Empty() { x.w.WriteString(" />\n") }

// Open ends a tag whose elements follow.
func (x *Writer) Open() {
	x.w.WriteString(">\n")
	x.depth++
}

// End writes the end tag.
func (x *Writer) End(name string) {
	x.depth--
	for range x.depth {
		x.w.WriteString("  ")
	}
	x.w.WriteString("</" + name + ">\n")
}

// Flush writes what is left.
func (x *Writer) Flush() error { return x.w.Flush() }

// In an attribute a line end that is no reference would be read as a space.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")

// NameOK reports whether a word can be an attribute's name.
func NameOK(s string) bool {
	if s == "" || len(s) > 64 || s[0] >= '0' && s[0] <= '9' || s[0] == '-' || s[0] == '.' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' && r != '.'
	})
}
